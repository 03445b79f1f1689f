"""The press as it runs in the demo: a process of its own, on free ports of loopback."""

import http.client
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from seeds.press_pages import Outlet, Page, read_press
from seeds.press_server import OUTLETS, PORTS
from seeds.press_sites import Addresses

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes


def ask(url: str, **headers: str) -> Reply:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
    connection.request("GET", parts.path or "/", headers={name.replace("_", "-"): v for name, v in headers.items()})
    answer = connection.getresponse()
    reply = Reply(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
    connection.close()
    return reply


def free_ports(count: int) -> list[int]:
    with ExitStack() as open_sockets:
        sockets = [open_sockets.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


def start_press(ports: list[int], day: date, *more: str) -> subprocess.Popen[str]:
    where = ["--ports", ",".join(map(str, ports)), "--day", f"{day}"]
    command = [sys.executable, "-m", "seeds.press_server", *where, *more]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@dataclass(frozen=True)
class Press:
    """The running press, and what it should be serving."""

    day: date
    outlets: list[Outlet]
    addresses: Addresses

    def pages(self) -> list[Page]:
        return [page for outlet in self.outlets for page in outlet.pages]

    def page(self, ref: str) -> bytes:
        return ask(self.addresses.of(ref)).body

    def feed_url(self, outlet: Outlet) -> str:
        return self.addresses.sites[outlet.key] + outlet.feed


@pytest.fixture(scope="session")
def press() -> Iterator[Press]:
    day = datetime.now(UTC).date()
    ports = free_ports(PORTS)
    process = start_press(ports, day)
    assert process.stdout is not None
    assert "is open" in process.stdout.readline()
    outlets = read_press(day)
    yield Press(day, outlets, Addresses(outlets, ports[:OUTLETS]))
    process.terminate()
    process.communicate(timeout=5)
