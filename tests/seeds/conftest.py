"""The press as it runs in the demo, on free ports of loopback, and a desk into which the demo is loaded."""

import http.client
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from factcheck.config import Settings
from factcheck.domain.clock import utc_now
from factcheck.domain.people import Actor, Role
from factcheck.domain.review import QueueFilters
from factcheck.domain.sheets import ClaimSheet
from factcheck.services import articles, claims, outlets, people
from factcheck.up.demo import port_is_free
from factcheck.wiring import Desk
from seeds.press_pages import Outlet, Page, read_press
from seeds.press_server import OUTLETS, PORTS
from seeds.press_sites import Addresses
from seeds.script import read_script
from tests.servers import until
from tests.workers.conftest import Machine

ROOT = Path(__file__).parents[2]
READER = Actor(None, "the test", frozenset({Role.ADMIN, Role.EDITOR}))
DAY = utc_now().date()
SCRIPT = read_script(DAY)


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


def row_of_ports() -> int:
    """The first of as many ports in a row as the press needs that are free."""
    rows = range(21000 + os.getpid() % 4000, 40000, PORTS)
    return next(first for first in rows if all(port_is_free(port) for port in range(first, first + PORTS)))


@dataclass
class Demo:
    """A desk with workers and press, and the loader as a process of its own."""

    machine: Machine
    first_port: int
    desk: Desk

    def start(self, *more: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "seeds.demo", "--first-port", str(self.first_port), "--day", f"{DAY}", *more]
        return subprocess.Popen(
            command, env=self.machine.environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )

    def load(self, *more: str) -> tuple[int, str]:
        process = self.start(*more)
        words, _ = process.communicate(timeout=240)
        return process.returncode, words

    def claims(self) -> list[ClaimSheet]:
        unworthy = QueueFilters(unworthy=True)
        numbers, cursor = [], ""
        while True:
            rows, cursor = claims.listed(self.desk.unit(), READER, unworthy, cursor=cursor, limit=200)
            numbers += [row.id for row in rows]
            if not cursor:
                return [claims.sheet(self.desk.unit(), number, READER) for number in sorted(numbers)]

    def everything(self) -> dict[str, Any]:
        """All that people see, without what the workers may still be adding."""
        lines, _ = articles.listed(self.desk.unit(), READER, limit=200)
        return {
            "people": people.everyone(self.desk.unit(), READER),
            "outlets": [outlet.feed_url for outlet in outlets.known(self.desk.unit(), READER)],
            "articles": [articles.sheet(self.desk.unit(), line.id, READER).revisions for line in lines],
            "claims": [(sheet.version, sheet.sources, sheet.findings, sheet.history) for sheet in self.claims()],
        }


@pytest.fixture(scope="package")
def demo(_sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """Nothing is loaded yet."""
    data = tmp_path_factory.mktemp("demo")
    shutil.copy(_sqlite_template, data / "desk.db")
    first = row_of_ports()
    ports = range(first, first + PORTS)
    press = start_press(list(ports), DAY)
    assert press.stdout is not None
    assert "is open" in press.stdout.readline()
    machine = Machine(f"sqlite:///{data / 'desk.db'}", data)
    machine.environment["FACTCHECK_PRIVATE_HOSTS"] = ",".join(f"127.0.0.1:{port}" for port in ports)
    machine.environment["FACTCHECK_HOST_GAP"] = "0.05"
    machine.environment["FACTCHECK_FETCH_SECONDS"] = "8"  # the slow page answers after four, another one never
    desk = Desk.from_settings(Settings(_env_file=None, data=data, database_url=f"sqlite:///{data / 'desk.db'}"))
    yield Demo(machine, first, desk)
    desk.close()
    machine.close()
    press.terminate()
    press.communicate(timeout=5)


@pytest.fixture(scope="package")
def alone(demo: Demo) -> tuple[int, str]:
    """What the loader says when there are no workers."""
    return demo.load("--patience", "1")


@pytest.fixture(scope="package")
def loaded(demo: Demo, alone: tuple[int, str]) -> tuple[Demo, str]:
    """Loaded once without workers, once until somebody pulled the plug, and then to the end."""
    demo.machine.scheduler()
    demo.machine.worker()
    broken_off = demo.start()
    until(lambda: any(sheet.findings for sheet in demo.claims()), 120, "the first finding")
    broken_off.kill()
    broken_off.communicate()
    answered = sum(bool(sheet.findings) for sheet in demo.claims())
    assert answered < len([story for story in SCRIPT.stories if story.steps[-1].do != "dismiss"]), "broken off too late"
    code, words = demo.load()
    assert code == 0, words
    return demo, words
