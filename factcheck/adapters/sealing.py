"""Seals secrets for the database with a key that is derived from the desk's secret key."""

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from factcheck.domain.errors import Refused

PURPOSE = b"factcheck: secrets of plug-ins"
"""What HKDF (RFC 5869) derives the key for, so that it is no other key of the desk."""


SECOND_FACTORS = b"factcheck: secrets of second factors"


class FernetSealer:
    """Implements Sealer with Fernet (AES-128-CBC and HMAC-SHA-256)."""

    def __init__(self, key: bytes, purpose: bytes = PURPOSE) -> None:
        derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(key)
        self._fernet = Fernet(base64.urlsafe_b64encode(derived))

    def seal(self, secret: str) -> str:
        return self._fernet.encrypt(secret.encode()).decode("ascii")

    def opened(self, sealed: str) -> str:
        try:
            return self._fernet.decrypt(sealed).decode()
        except (InvalidToken, ValueError):
            raise Refused(
                "sealed_elsewhere",
                "A stored key cannot be read: the desk's secret key has changed since. Set the key again.",
            ) from None
