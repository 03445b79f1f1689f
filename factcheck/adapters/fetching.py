"""The desk's one way out to the web: every request passes the SSRF gate, robots.txt, politeness and the bounds."""

import ssl
import time
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

import httpx2
import stamina

from factcheck.adapters import answers, bodies, client, robots
from factcheck.adapters.gate import Gate, RefusedAddress, Resolver, system_resolver
from factcheck.adapters.politeness import Politeness, registrable_host
from factcheck.domain.clock import Clock
from factcheck.domain.fetching import Fetched, FetchFailed, FetchProblem, HostBusy
from factcheck.domain.texts import say

MAX_REDIRECTS = 5
CONNECT_ATTEMPTS = 3
HOP_BYTES = 16_384
"""The body of a redirect is kept if it announces no more than this."""

DOCUMENTS = (
    "text/html", "application/xhtml+xml", "text/plain", "application/pdf",
    "application/rss+xml", "application/atom+xml", "application/xml", "text/xml", "application/json",
)  # fmt: skip

Received = TypeVar("Received")


@dataclass(slots=True)
class _Visit:
    """One fetch from its beginning to its end. `entered` are the hosts whose gate it has passed.

    A fetch passes the gate of a host once: its robots.txt, a redirect within the host and the page are one visit. While
    it is about the `rules` nobody else gets in: what it has come for is still to be asked.
    """

    until: float
    headers: dict[str, str]
    rules: bool = False
    entered: set[str] = field(default_factory=set)
    hops: list[Fetched] = field(default_factory=list)


class GuardedFetcher:
    """Implements Fetcher. `deadline` is in seconds over all redirects, `max_bytes` counts the unpacked body.

    `allowed_private` holds the `host:port` pairs that may be reached although they are private. `resolve` and
    `tls` stand in for the machine's resolver and certificates.
    """

    def __init__(
        self,
        *,
        allowed_private: Iterable[str],
        contact: str,
        politeness: Politeness,
        clock: Clock,
        max_bytes: int = 10_000_000,
        deadline: float = 20.0,
        resolve: Resolver = system_resolver,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._gate = Gate(allowed_private, resolve)
        self._client = client.gated(self._gate, contact, tls)
        self._politeness = politeness
        self._clock = clock
        self._max_bytes = max_bytes
        self._deadline = deadline
        self._robots = robots.RobotsBook()

    def close(self) -> None:
        """Close the connections that are kept open."""
        self._client.close()

    def fetch(self, url: str, *, etag: str = "", last_modified: str = "", accept: Sequence[str] = ()) -> Fetched:
        wanted = tuple(accept) or DOCUMENTS
        visit = _Visit(time.monotonic() + self._deadline, _headers(wanted, etag, last_modified))
        try:
            with self._in_our_words():
                return self._follow(
                    httpx2.URL(url.strip()), visit, self._permit, lambda page: self._receive(page, wanted, visit.hops)
                )
        finally:
            for host in visit.entered:
                self._politeness.asked(host)

    @contextmanager
    def _in_our_words(self) -> Generator[None]:
        try:
            yield
        except (FetchFailed, HostBusy):
            raise
        except (RefusedAddress, httpx2.HTTPError, httpx2.InvalidURL, OSError, ValueError) as error:
            raise answers.failure(error, self._clock()) from error

    def _follow(
        self,
        url: httpx2.URL,
        visit: _Visit,
        permit: Callable[[httpx2.URL, _Visit], None],
        receive: Callable[[httpx2.Response], Received],
    ) -> Received:
        """Ask an address and those it redirects to; each of them needs its own permission."""
        for _ in range(MAX_REDIRECTS + 1):
            permit(url, visit)
            with self._answer(url, visit) as response:
                location = response.headers.get("location", "")
                if response.status_code not in answers.REDIRECTS or not location:
                    self._heed_throttling(url, response)
                    return receive(response)
                visit.hops.append(self._hop(response))
                url = url.join(location)
        raise FetchFailed(FetchProblem.TOO_MANY_REDIRECTS)

    @contextmanager
    def _answer(self, url: httpx2.URL, visit: _Visit) -> Generator[httpx2.Response]:
        told: dict[str, Any] = {"until": visit.until}
        if not visit.rules:
            told["sent"] = partial(self._politeness.asked, registrable_host(str(url)))
        request = self._client.build_request("GET", url, headers=visit.headers, extensions=told)
        tries = stamina.retry_context(
            on=answers.worth_another_try,
            attempts=CONNECT_ATTEMPTS,
            timeout=max(0.1, visit.until - time.monotonic()),
            wait_initial=0.2,
            wait_max=2.0,
        )
        for attempt in tries:
            with attempt:
                response = self._client.send(request, stream=True, follow_redirects=False)
        try:
            yield response
        finally:
            response.close()

    def _heed_throttling(self, url: httpx2.URL, response: httpx2.Response) -> None:
        """A host that asks to wait is left alone by all workers, whatever page they want of it."""
        if response.status_code == 429 or (response.status_code == 503 and "retry-after" in response.headers):
            until = answers.retry_at(response.headers, self._clock(), answers.LATER)
            self._politeness.close_until(registrable_host(str(url)), until)

    def _permit(self, url: httpx2.URL, visit: _Visit) -> None:
        self._gate.admit(url)
        rules = self._rules(url, visit)
        if rules.failure:
            raise FetchFailed(FetchProblem.ROBOTS, rules.failure, rules.retry_at)
        if not rules.allows(str(url)):
            raise FetchFailed(FetchProblem.ROBOTS)
        self._enter(url, visit)

    def _enter(self, url: httpx2.URL, visit: _Visit) -> None:
        self._gate.admit(url)
        host = registrable_host(str(url))
        if host not in visit.entered:
            self._politeness.enter(host)
            visit.entered.add(host)

    def _rules(self, url: httpx2.URL, visit: _Visit) -> robots.Rules:
        origin = url.copy_with(raw_path=b"/robots.txt", fragment=None)
        if known := self._robots.known(str(origin)):
            return known
        asked = _Visit(visit.until, {"accept": "text/plain, */*;q=0.1"}, True, visit.entered)
        try:
            rules = self._follow(origin, asked, self._enter, self._receive_robots)
        except FetchFailed as error:
            if error.problem is not FetchProblem.TOO_MANY_REDIRECTS:
                raise
            rules = robots.Rules(robots.everything)  # RFC 9309, 2.3.1.2: as if there were none.
        return self._robots.note(str(origin), rules)

    def _receive_robots(self, response: httpx2.Response) -> robots.Rules:
        """RFC 9309, 2.3.1: a refusal (4xx) means that all is allowed, an error (5xx) that nothing is for now."""
        status = response.status_code
        if status == 429 or status >= 500:
            again = answers.retry_at(response.headers, self._clock(), answers.LATER)
            return robots.Rules(robots.everything, say("its robots.txt answered %(status)s", status=str(status)), again)
        if not 200 <= status < 300:
            return robots.Rules(robots.everything)
        return robots.rules_from(bodies.beginning(response, robots.READ_BYTES), client.AGENT)

    def _hop(self, response: httpx2.Response) -> Fetched:
        """A redirect as it came. Its body says nothing that its headers do not: only one known to be short is read."""
        length = response.headers.get("content-length", "")
        body = None
        if length.isdigit() and int(length) <= HOP_BYTES:
            with suppress(FetchFailed, httpx2.HTTPError):
                body = bodies.beginning(response, HOP_BYTES)
        return Fetched(**_as_it_came(response), body=body or b"", fetched_at=self._clock(), cut=body is None)

    def _receive(self, response: httpx2.Response, accept: Sequence[str], hops: Sequence[Fetched]) -> Fetched:
        now = self._clock()
        answers.refuse_status(response, now)
        unchanged = response.status_code == 304
        if not unchanged:
            answers.refuse_type(response, accept)
        return Fetched(
            **_as_it_came(response),
            body=b"" if unchanged else bodies.whole(response, self._max_bytes),
            fetched_at=now,
            not_modified=unchanged,
            hops=tuple(hops),
        )


def _as_it_came(response: httpx2.Response) -> dict[str, Any]:
    return {
        "url": str(response.request.url.copy_with(fragment=None)),
        "status": response.status_code,
        "headers": {name.lower(): value for name, value in response.headers.items()},
        "asked": {name.lower(): value for name, value in response.request.headers.items()},
    }


def _headers(accept: Sequence[str], etag: str, last_modified: str) -> dict[str, str]:
    """Only what is visible ASCII goes into a header: both marks were given by somebody else's server."""
    headers = {"accept": ", ".join(accept)}
    for name, mark in (("if-none-match", etag), ("if-modified-since", last_modified)):
        if mark and all(" " <= sign <= "~" for sign in mark):
            headers[name] = mark
    return headers
