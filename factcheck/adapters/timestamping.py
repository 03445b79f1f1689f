"""Asks a timestamping authority (RFC 3161) and checks its answers against the certificates that the desk trusts."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cryptography.x509 import load_pem_x509_certificates
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from factcheck.domain.plugins import Call, Caller
from factcheck.domain.texts import say
from factcheck.domain.timestamps import BadTimestamp, Stamp

_TYPES = {"content-type": "application/timestamp-query", "accept": "application/timestamp-reply"}
MOST_BYTES = 100_000


class Authority:
    """Implements Timestamper. `roots` is a file of PEM certificates to which every signature must lead.

    OSError or ValueError when that file cannot be used.
    """

    def __init__(self, url: str, roots: Path, caller: Callable[[], Caller], *, seconds: float = 20.0) -> None:
        self.name = urlsplit(url).netloc
        self.stamps = bool(url)
        self._url = url
        self._roots = load_pem_x509_certificates(roots.read_bytes())
        self._caller = caller
        self._seconds = seconds

    def stamp(self, content: bytes) -> Stamp:
        request = TimestampRequestBuilder().data(content).hash_algorithm(HashAlgorithm.SHA256).build()
        query = Call(
            self._url, headers=_TYPES, body=request.as_bytes(), seconds=self._seconds, gap=0.2, most_bytes=MOST_BYTES
        )
        token = self._caller().call(query).body
        return Stamp(token, self._moment(token, content, nonce=request.nonce))

    def check(self, token: bytes, content: bytes) -> datetime:
        return self._moment(token, content, nonce=None)

    def _moment(self, token: bytes, content: bytes, *, nonce: int | None) -> datetime:
        try:
            response: Any = decode_timestamp_response(token)
            VerifierBuilder(roots=list(self._roots), nonce=nonce).build().verify_message(response, content)
        except ValueError as error:
            raise BadTimestamp("it is no answer of a timestamping authority") from error
        except VerificationError as error:
            raise BadTimestamp(say("it does not hold: %(error)s", error=str(error))) from error
        moment: datetime = response.tst_info.gen_time
        return moment
