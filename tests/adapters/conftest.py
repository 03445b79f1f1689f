"""Real parts for the adapters' tests: outlets that answer over HTTP on loopback, and fetchers to them."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from factcheck.adapters.fetching import GuardedFetcher
from factcheck.adapters.politeness import OwnPoliteness


def now() -> datetime:
    return datetime.now(UTC)


class Outlet:
    """Somebody else's server. `pages` maps a path to (status, headers, body) or to a function of the handler."""

    def __init__(self) -> None:
        self.pages: dict[str, Any] = {}
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        outlet = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                outlet.asked.append(self.path)
                outlet.headers.append({name.lower(): value for name, value in self.headers.items()})
                page = outlet.pages.get(self.path, (404, {}, b""))
                if callable(page):
                    page(self)
                    self.close_connection = True
                    return
                status, headers, body = page
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            block_on_close = False

            def handle_error(self, request: Any, client_address: Any) -> None:
                pass  # The desk hangs up on drips and bombs: that is what is tested.

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        self.pair = f"127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def page(self, path: str, body: str | bytes = "<p>A page.</p>", kind: str = "text/html", **headers: str) -> str:
        content = body.encode() if isinstance(body, str) else body
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = (200, {"Content-Type": kind} | named, content)
        return self.url(path)

    def redirect(self, path: str, location: str, status: int = 302) -> str:
        self.pages[path] = (status, {"Location": location}, b"")
        return self.url(path)

    def status(self, path: str, status: int, **headers: str) -> str:
        self.pages[path] = (status, {name.replace("_", "-"): value for name, value in headers.items()}, b"sorry")
        return self.url(path)

    def visits(self) -> list[str]:
        return [path for path in self.asked if path != "/robots.txt"]

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self._thread.join()


@pytest.fixture
def outlet() -> Iterator[Outlet]:
    server = Outlet()
    yield server
    server.stop()


@pytest.fixture
def other_outlet() -> Iterator[Outlet]:
    server = Outlet()
    yield server
    server.stop()


@pytest.fixture
def fetcher_to() -> Iterator[Callable[..., GuardedFetcher]]:
    """Makes fetchers that may reach the given outlets on loopback, and nothing else that is private."""
    made: list[GuardedFetcher] = []

    def make(*outlets: Outlet, gap: float = 0.0, **options: Any) -> GuardedFetcher:
        settings: dict[str, Any] = {
            "allowed_private": frozenset(outlet.pair for outlet in outlets),
            "contact": "desk@paper.example",
            "politeness": OwnPoliteness(clock=now, gap=gap),
            "clock": now,
            "deadline": 5.0,
        }
        made.append(GuardedFetcher(**(settings | options)))
        return made[-1]

    yield make
    for fetcher in made:
        fetcher.close()
