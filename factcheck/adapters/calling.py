"""Calls to programs of other people (JSON over HTTP), through the SSRF gate, with politeness and the same bounds."""

import ssl
import time
from collections.abc import Iterable
from urllib.parse import urlsplit

import httpx2

from factcheck.adapters import answers, bodies, client
from factcheck.adapters.gate import Gate, RefusedAddress, Resolver, system_resolver
from factcheck.adapters.politeness import Politeness, registrable_host
from factcheck.domain.clock import Clock
from factcheck.domain.fetching import Fetched, FetchFailed, HostBusy
from factcheck.domain.plugins import Call
from factcheck.domain.texts import later

NOT_SAFE = later("a call goes out over https, or to a host:port of FACTCHECK_PRIVATE_HOSTS")


class GuardedCaller:
    """Implements Caller. Robots.txt is not asked: it speaks to crawlers, and these doors are made for programs.

    No redirect is followed, because it would carry the key and the text to an address that no admin has entered.
    Nothing is tried twice here: a call may cost money, and who asked decides.
    """

    def __init__(
        self,
        *,
        allowed_private: Iterable[str],
        contact: str,
        politeness: Politeness,
        clock: Clock,
        resolve: Resolver = system_resolver,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._gate = Gate(allowed_private, resolve)
        self._client = client.gated(self._gate, contact, tls)
        self._politeness = politeness
        self._clock = clock

    def close(self) -> None:
        """Close the connections that are kept open."""
        self._client.close()

    def call(self, call: Call) -> Fetched:
        try:
            return self._made(call)
        except (FetchFailed, HostBusy):
            raise
        except (RefusedAddress, httpx2.HTTPError, httpx2.InvalidURL, OSError, ValueError) as error:
            raise answers.failure(error, self._clock()) from error

    def _made(self, call: Call) -> Fetched:
        self._admit(call.url)
        host = registrable_host(call.url)
        self._politeness.enter(host, call.gap)
        request = self._client.build_request(
            "GET" if call.body is None else "POST",
            call.url,
            params=call.query or None,
            headers={"accept": "application/json"} | _typed(call) | dict(call.headers),
            content=call.body,
            extensions={"until": time.monotonic() + call.seconds},
        )
        try:
            response = self._client.send(request, stream=True, follow_redirects=False)
        finally:
            self._politeness.asked(host, call.gap)
        try:
            return self._received(host, response, call.most_bytes)
        finally:
            response.close()

    def _admit(self, url: str) -> None:
        self._gate.admit(httpx2.URL(url))
        parts = urlsplit(url)
        if parts.scheme != "https" and not self._gate.trusts(parts.hostname or "", parts.port or 80):
            raise RefusedAddress(NOT_SAFE)

    def _received(self, host: str, response: httpx2.Response, most_bytes: int) -> Fetched:
        """What the host says in refusing is not passed on: some repeat the key that they refuse."""
        now = self._clock()
        _spell_out_the_wait(response.headers)
        if response.status_code == 429 or (response.status_code == 503 and "retry-after" in response.headers):
            self._politeness.close_until(host, answers.retry_at(response.headers, now, answers.LATER))
        answers.refuse_status(response, now)
        return Fetched(
            url=str(response.request.url.copy_with(query=None, fragment=None)),
            status=response.status_code,
            headers={name.lower(): value for name, value in response.headers.items()},
            body=bodies.whole(response, most_bytes),
            fetched_at=now,
        )


def _spell_out_the_wait(headers: httpx2.Headers) -> None:
    """Give an answer without Retry-After the one that its X-RateLimit headers mean (draft-polli-ratelimit-headers).

    "Remaining: 1, 0" with "Reset: 1, 86400": one bucket is empty, and filled again in 86,400 seconds.
    """
    buckets = [headers.get(f"x-ratelimit-{name}", "").split(",") for name in ("remaining", "reset")]
    left = [(remaining.strip(), reset.strip()) for remaining, reset in zip(*buckets, strict=False)]
    waits = [int(reset[:9]) for remaining, reset in left if remaining == "0" and reset.isascii() and reset.isdigit()]
    if waits and "retry-after" not in headers:
        headers["retry-after"] = str(max(waits))


def _typed(call: Call) -> dict[str, str]:
    return {} if call.body is None else {"content-type": "application/json"}
