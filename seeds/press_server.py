"""Serves the invented press on loopback, an outlet a port, and a search engine: `python -m seeds.press_server`."""

import argparse
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from email.utils import format_datetime, parsedate_to_datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from threading import Event, Thread
from typing import Any

from factcheck.domain.clock import utc_now
from seeds.press_pages import read_press
from seeds.press_sites import Addresses, Answer, Site, site

FIRST_PORT = 8901
OUTLETS = 9
WAIT = "86400"
"""Seconds that the search engine asks for."""
PORTS = OUTLETS + 1
"""One for each outlet, and the last for a search engine."""
LATER = "/later"
"""Whoever asks any outlet for this path has all of them change their pages silently; no page links to it."""
_ANY_DAY = date(2000, 1, 1)  # addresses are the same on every day


@dataclass(frozen=True, slots=True)
class OutletAddress:
    """Where an outlet of the press is found: its name, its front page and its feed; and who owns it."""

    name: str
    site: str
    feed_url: str
    owner: str = ""


def outlets(first_port: int = FIRST_PORT) -> list[OutletAddress]:
    """The outlets of the press when it is served from `first_port` on."""
    press = read_press(_ANY_DAY)
    sites = Addresses(press, range(first_port, first_port + OUTLETS)).sites
    return [OutletAddress(each.name, f"{sites[each.key]}/", sites[each.key] + each.feed, each.owner) for each in press]


def moved(first_port: int = FIRST_PORT) -> OutletAddress:
    """An outlet whose feed is not where it was: it cannot be asked, and the ledger of every claim says so."""
    site = outlets(first_port)[0].site
    return OutletAddress(
        "Hesk Parish Letter", f"{site}parish/", f"{site}parish/feed.xml", "Lower Orle Press Cooperative"
    )


def engine_port(first_port: int = FIRST_PORT) -> int:
    """Where the search engine listens."""
    return first_port + OUTLETS


def later_url(first_port: int = FIRST_PORT) -> str:
    """The address that makes a running press change its pages when it is asked for."""
    return f"http://127.0.0.1:{first_port}{LATER}"


_NOT_FOUND = b"<!doctype html><html lang=en><title>Not found</title><p>There is no such page.</p></html>"


@dataclass(frozen=True, slots=True)
class Edition:
    """An outlet's pages before and after its silent changes; `changed` is shared by the whole press."""

    first: Site
    later: Site
    changed: Event

    @property
    def pages(self) -> Site:
        return self.later if self.changed.is_set() else self.first


class Reader(BaseHTTPRequestHandler):
    """Answers one request of one reader; knows conditional requests."""

    protocol_version = "HTTP/1.1"
    server_version = "DemoPress"

    def __init__(self, edition: "Edition", closing: Event, *args: Any) -> None:
        self.edition = edition
        self.closing = closing
        super().__init__(*args)

    def do_GET(self) -> None:
        if self.path == LATER:
            self.edition.changed.set()
            self._send(200, "text/plain", b"The pages have changed.\n")
        else:
            self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def log_message(self, format: str, *args: Any) -> None:
        """The press keeps no log: the desk's own rows say what was asked."""

    def _answer(self, *, with_body: bool) -> None:
        found = self.edition.pages.get(self.path.split("?")[0])
        if found is None:
            self._send(404, "text/html; charset=utf-8", _NOT_FOUND, with_body=with_body)
            return
        self.closing.wait(found.wait)
        status = 304 if self._has_it(found) else 200
        marks = {"ETag": found.etag, "Last-Modified": format_datetime(found.modified, usegmt=True)}
        self._send(status, found.content_type, found.body, marks, with_body=with_body and status == 200)

    def _has_it(self, found: Answer) -> bool:
        """Whether the reader's copy is still good; If-None-Match goes before If-Modified-Since (RFC 9110, 13.2.2)."""
        known = self.headers.get("If-None-Match")
        if known is not None:
            return found.etag in (mark.strip().removeprefix("W/") for mark in known.split(","))
        try:
            since = parsedate_to_datetime(self.headers.get("If-Modified-Since", ""))
        except ValueError:
            return False
        return since.tzinfo is not None and found.modified <= since

    def _send(
        self, status: int, kind: str, body: bytes, marks: dict[str, str] | None = None, *, with_body: bool = True
    ) -> None:
        self.send_response(status)
        for name, value in (marks or {}).items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if with_body:
            self.wfile.write(body)


class NoTime(BaseHTTPRequestHandler):
    """Answers every question with 429 Too Many Requests."""

    protocol_version = "HTTP/1.1"
    server_version = "DemoEngine"

    def do_GET(self) -> None:
        self.send_response(429)
        for name, value in (("Retry-After", WAIT), ("Content-Length", "0")):
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """The desk's ledger says what was asked."""


class PressServer(ThreadingHTTPServer):
    """A thread for each reader."""

    def server_bind(self) -> None:
        """Without the look-up of the machine's full name, which takes seconds where no name server answers."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])


def serve(ports: Sequence[int], today: date, closing: Event, changed: Event) -> list[PressServer]:
    """Open every outlet on its port, each in a thread of its own. OSError when a port is taken."""
    press = read_press(today)
    addresses = Addresses(press, ports[:OUTLETS])
    servers: list[PressServer] = []
    try:
        for outlet, port in zip(press, ports[:OUTLETS], strict=True):
            edition = Edition(site(outlet, addresses), site(outlet, addresses, later=True), changed)
            reader = partial(Reader, edition, closing)
            servers.append(PressServer(("127.0.0.1", port), reader))
        port = ports[OUTLETS]
        servers.append(PressServer(("127.0.0.1", port), NoTime))
    except OSError as problem:
        for server in servers:
            server.server_close()
        raise OSError(f"Port {port} is taken; give the press other ports with --first-port.") from problem
    for server in servers:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
    return servers


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until SIGTERM or Ctrl-C; prints one line when every outlet answers."""
    asked = _arguments(arguments)
    closing, changed = Event(), Event()
    if asked.later:
        changed.set()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: closing.set())
    ports = asked.ports or range(asked.first_port, asked.first_port + PORTS)
    try:
        serve(ports, asked.day, closing, changed)
    except OSError as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    sys.stdout.write(f"The demo press is open on 127.0.0.1, ports {', '.join(map(str, ports))}.\n")
    sys.stdout.flush()
    closing.wait()
    return 0


def _arguments(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m seeds.press_server", description=__doc__)
    parser.add_argument("--first-port", type=int, default=FIRST_PORT, help="port of the first outlet (%(default)s)")
    parser.add_argument("--ports", type=_ports, help="the port of each outlet and of the search engine, with commas")
    parser.add_argument("--day", type=date.fromisoformat, default=_today(), help="day the demo was loaded (today)")
    parser.add_argument("--later", action="store_true", help="with the pages as they are after their silent changes")
    return parser.parse_args(given)


def _ports(words: str) -> list[int]:
    ports = [int(word) for word in words.split(",")]
    if len(ports) != PORTS:
        raise argparse.ArgumentTypeError(f"{PORTS} ports are needed, one for each outlet and one for a search engine")
    return ports


def _today() -> date:
    return utc_now().date()


if __name__ == "__main__":
    sys.exit(main())
