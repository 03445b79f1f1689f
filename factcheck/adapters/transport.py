"""The transport of the desk's HTTP client: every connection it makes passes the SSRF gate, and ends at its deadline."""

import ssl
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import httpcore2
import httpx2

from factcheck.adapters.gate import Gate, RefusedAddress

CONNECT_SECONDS = 5.0
"""How long one address of several may take to answer before the next is tried."""
UNSET_SECONDS = 20.0
"""The time of a request that came without an `until`."""


def _left(until: float | None) -> float:
    """Seconds left until a moment of the monotonic clock; the timeout error where there are none."""
    left = UNSET_SECONDS if until is None else until - time.monotonic()
    if left <= 0:
        raise httpcore2.ReadTimeout("the deadline has passed")
    return left


class _Stream(httpcore2.NetworkStream):
    """A connection whose timeouts are moments, so that a drip of single bytes ends at the deadline."""

    def __init__(self, inner: httpcore2.NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, _left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, _left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, _left(timeout)))

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class GatedBackend(httpcore2.NetworkBackend):
    """Makes every connection of the transport: resolves once, checks all answers, connects to a checked one.

    Timeouts that arrive here are moments of the monotonic clock, not durations (see GatedTransport).
    """

    def __init__(self, gate: Gate) -> None:
        self._gate = gate
        self._sockets = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        addresses = self._gate.addresses(host, port, _left(timeout))
        failure: Exception | None = None
        for place, address in enumerate(addresses, start=1):
            patience = _left(timeout) if place == len(addresses) else min(_left(timeout), CONNECT_SECONDS)
            try:
                return _Stream(
                    self._sockets.connect_tcp(address, port, patience, local_address, tuple(socket_options or ()))
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
        raise failure or httpcore2.ConnectError("the name has no address")

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore2.NetworkStream:
        raise RefusedAddress("the desk does not fetch from sockets of this machine")


# The first line that fits is taken, so the narrow kinds stand above the wide ones.
_AS_HTTPX: tuple[tuple[type[Exception], type[httpx2.TransportError]], ...] = (
    (httpcore2.ConnectTimeout, httpx2.ConnectTimeout),
    (httpcore2.PoolTimeout, httpx2.PoolTimeout),
    (httpcore2.TimeoutException, httpx2.ReadTimeout),
    (httpcore2.ConnectError, httpx2.ConnectError),
    (httpcore2.NetworkError, httpx2.ReadError),
    (httpcore2.LocalProtocolError, httpx2.LocalProtocolError),
    (httpcore2.ProtocolError, httpx2.RemoteProtocolError),
    (httpcore2.UnsupportedProtocol, httpx2.UnsupportedProtocol),
)


@contextmanager
def _httpx_errors() -> Generator[None]:
    try:
        yield
    except Exception as error:
        for theirs, ours in _AS_HTTPX:
            if isinstance(error, theirs):
                raise ours(str(error)) from error
        raise


class _Body(httpx2.SyncByteStream):
    def __init__(self, stream: Iterable[bytes]) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        with _httpx_errors():
            yield from self._stream

    def close(self) -> None:
        if hasattr(self._stream, "close"):
            self._stream.close()


def _tracing(sent: Callable[[], object] | None) -> dict[str, Any]:
    """httpcore's way of telling what happens on a connection (https://www.encode.io/httpcore/extensions/#trace)."""
    if sent is None:
        return {}

    def trace(event: str, info: dict[str, Any]) -> None:
        if event.endswith("send_request_body.complete"):
            sent()

    return {"trace": trace}


class GatedTransport(httpx2.BaseTransport):
    """The transport of the desk's only HTTP client. httpx2's own one cannot be given a network backend.

    A request's extension `until` is the moment of the monotonic clock at which all of it must be over; `sent` is called
    when the request has gone out, before there is an answer.
    """

    def __init__(self, gate: Gate, tls: ssl.SSLContext | None = None) -> None:
        self._gate = gate
        self._pool = httpcore2.ConnectionPool(
            ssl_context=tls or httpx2.create_ssl_context(trust_env=False),
            max_connections=20,
            keepalive_expiry=5.0,
            network_backend=GatedBackend(gate),
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        self._gate.admit(request.url)
        until = request.extensions.get("until", time.monotonic() + UNSET_SECONDS)
        timeout = {"connect": until, "read": until, "write": until, "pool": max(0.0, until - time.monotonic())}
        url = request.url
        asked = httpcore2.Request(
            method=request.method,
            url=httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            content=request.stream,
            extensions={"timeout": timeout} | _tracing(request.extensions.get("sent")),
        )
        with _httpx_errors():
            answer = self._pool.handle_request(asked)
        return httpx2.Response(
            status_code=answer.status,
            headers=answer.headers,
            stream=_Body(answer.stream),  # type: ignore[arg-type]  # the pool is a synchronous one
            extensions=answer.extensions,
        )

    def close(self) -> None:
        self._pool.close()
