"""A desk that really runs: `factcheck up` with its own broker, workers and scheduler, and a small press on loopback."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from tests.conftest import utc
from tests.servers import free_port, until

PASSWORD = "long enough to type"
PEOPLE = {"ada": "admin", "cem": "checker", "edda": "editor"}

REPORTS = {
    "tide": (
        "Tide board counts eleven closed locks",
        "Eleven of the forty locks on the Marl canal were closed after the storm, the tide board said in its bulletin. "
        "The board expects to open six of them within a week, and the rest when divers have looked at the gates.",
    ),
    "tide-copy": (
        "Eleven locks closed on the Marl",
        "Eleven of the forty locks on the Marl canal were closed after the storm, the tide board said in its bulletin. "
        "The board expects to open six of them within a week, and the rest when divers have looked at the gates. "
        "Skippers in our town are waiting for news.",
    ),
}
ARTICLE = """Canal minister says four locks closed on the Marl
March 12, 2026

Only four of the forty locks on the Marl canal were closed after the storm, canal minister Orla Denk told reporters on
Wednesday.

"Nobody has to wait longer than a day," Denk said.

The canal carries about 30 percent of the country's grain.
"""


class Press(BaseHTTPRequestHandler):
    """One outlet with a feed of two reports, of which the second copies the first."""

    def do_GET(self) -> None:
        here = f"http://127.0.0.1:{self.server.server_address[1]}"
        slug = self.path.strip("/")
        if slug == "feed.xml":
            items = "".join(self._item(here, name) for name in REPORTS)
            return self._answer("application/rss+xml", f'<rss version="2.0"><channel>{items}</channel></rss>')
        if slug in REPORTS:
            title, text = REPORTS[slug]
            page = f"<title>{title}</title><main><article><h1>{title}</h1><p>{text}</p></article></main>"
            return self._answer("text/html; charset=utf-8", f"<!doctype html><html lang=en>{page}</html>")
        return self.send_error(404)

    def _item(self, here: str, slug: str) -> str:
        title, text = REPORTS[slug]
        when = format_datetime(utc())
        return (
            f"<item><title>{title}</title><link>{here}/{slug}</link><guid>{slug}</guid>"
            f"<description>{text[:90]}</description><pubDate>{when}</pubDate></item>"
        )

    def _answer(self, kind: str, text: str) -> None:
        body = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """The test's output stays its own."""


@dataclass
class Running:
    """A desk at an address, the press it may fetch from, and what browsers complained about."""

    address: str
    press: str
    environment: dict[str, str]
    browser: Browser
    complaints: list[str] = field(default_factory=list)

    def command(self, *words: str, given: str = "") -> str:
        """What `factcheck ...` prints for this desk."""
        ran = subprocess.run(
            [sys.executable, "-m", "factcheck.cli", *words],
            env=self.environment, input=given, capture_output=True, text=True, check=True, timeout=60,
        )  # fmt: skip
        return ran.stdout

    def page(self, person: str = "", **look: object) -> Page:
        """A page of a browser of this person's own, signed in."""
        page = self.browser.new_context(base_url=self.address, **look).new_page()  # type: ignore[arg-type]
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        if person:
            page.goto("/sign-in")
            page.fill("[name=email]", f"{person}@desk.example")
            page.fill("[name=password]", PASSWORD)
            page.press("[name=password]", "Enter")
            page.wait_for_url(lambda url: "/sign-in" not in url)
        return page

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{message.text} {message.location.get('url', '')}")


@pytest.fixture
def press() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Press)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def running(database_url: str, press: str, tmp_path: Path, chromium: Browser) -> Iterator[Running]:
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FACTCHECK_")}
    environment = kept | {
        "FACTCHECK_DATA": str(tmp_path / "data"),
        "FACTCHECK_PRIVATE_HOSTS": press,
        "FACTCHECK_HOST_GAP": "0.05",
        "FACTCHECK_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "DATABASE_URL": database_url if database_url.startswith("postgresql") else "",
    }
    up = [sys.executable, "-m", "factcheck.cli", "up", "--no-demo", "--port", str(port)]
    said = tmp_path / "said.log"
    with said.open("w") as log, subprocess.Popen(up, env=environment, stdout=log, stderr=log) as process:
        desk = Running(f"http://127.0.0.1:{port}", press, environment, chromium)
        until(lambda: "Ctrl-C stops everything" in said.read_text() or process.poll() is not None, 90, "the desk")
        assert process.poll() is None, said.read_text()
        for name, role in PEOPLE.items():
            desk.command(
                "people", "add", f"{name}@desk.example", "--name", name.title(), "--role", role, "--password-stdin",
                given=PASSWORD,
            )  # fmt: skip
        yield desk
        for context in list(chromium.contexts):
            context.close()
        process.terminate()
        process.wait(30)
    assert desk.complaints == []
