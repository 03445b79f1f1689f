"""`factcheck up` as a person runs it: a whole desk from an empty folder, and nothing left when it stops."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from factcheck.config import Settings
from tests.servers import free_port, until

ROOT = Path(__file__).resolve().parents[2]
STOPPED_WITHIN = 10.0
"""Seconds from SIGTERM to the end of the last process."""


class Up:
    """A running `factcheck up --no-demo`."""

    def __init__(self, data: Path, port: int) -> None:
        self.data, self.port = data, port
        unset = {"DATABASE_URL", "REDIS_URL", "FACTCHECK_PUBLIC_URL"}
        self.environment = {
            **{name: value for name, value in os.environ.items() if name not in unset},
            "FACTCHECK_DATA": str(data),
            "PYTHONPATH": str(ROOT),
        }
        self.popen = subprocess.Popen(
            [sys.executable, "-m", "factcheck.cli", "up", "--no-demo", "--port", str(port)],
            env=self.environment, cwd=data.parent, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        self.said: list[str] = []

    def until_open(self) -> None:
        assert self.popen.stdout
        for line in self.popen.stdout:
            self.said.append(line.rstrip())
            if "Ctrl-C" in line:
                return
        raise AssertionError("\n".join(self.said))

    def family(self) -> set[int]:
        """All processes of this desk: they carry its data folder in their environment or on their command line."""
        mark = str(self.data).encode()
        found = set()
        for process in Path("/proc").glob("[0-9]*"):
            try:
                if mark in (process / "environ").read_bytes() or mark in (process / "cmdline").read_bytes():
                    found.add(int(process.name))
            except OSError:
                continue
        return found

    def stop(self, sign: signal.Signals = signal.SIGTERM) -> float:
        """Ask it to stop; the seconds that it took."""
        began = time.monotonic()
        self.popen.send_signal(sign)
        rest, _ = self.popen.communicate(timeout=30)
        self.said += rest.splitlines()
        return time.monotonic() - began


@pytest.fixture
def desk_up(tmp_path: Path) -> Iterator[Up]:
    up = Up(tmp_path / "data", free_port())
    up.until_open()
    yield up
    up.popen.kill()
    up.popen.communicate()


linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")


@linux
def test_a_desk_comes_up_answers_and_leaves_nothing_behind(desk_up: Up) -> None:
    with urlopen(f"http://127.0.0.1:{desk_up.port}/healthz", timeout=5) as answer:
        assert (answer.status, answer.read()) == (200, b"ok\n")
    assert any(f"http://127.0.0.1:{desk_up.port}" in line for line in desk_up.said)
    assert (desk_up.data / "address").read_text() == f"http://127.0.0.1:{desk_up.port}"
    assert len(desk_up.family()) >= 6  # supervisor, broker, scheduler, pages, worker and its two children
    assert desk_up.stop() < STOPPED_WITHIN
    assert desk_up.popen.returncode == 0
    until(lambda: not desk_up.family(), 2, "the end of every process")
    assert not [path for path in desk_up.data.rglob("*") if path.is_socket()]
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", desk_up.port), timeout=2)


@linux
def test_a_second_start_finds_its_data_and_a_second_desk_is_refused(desk_up: Up) -> None:
    second = Up(desk_up.data, free_port())
    words, _ = second.popen.communicate(timeout=30)
    assert second.popen.returncode == 1
    assert words.count("\n") == 1
    assert f"running already (process {desk_up.popen.pid})" in words
    desk_up.stop(signal.SIGINT)
    again = Up(desk_up.data, desk_up.port)
    again.until_open()
    assert "up to date" in (desk_up.data / "logs" / "database.log").read_text()
    assert again.stop() < STOPPED_WITHIN


@linux
def test_a_killed_supervisor_takes_everything_with_it(desk_up: Up) -> None:
    desk_up.popen.kill()
    desk_up.popen.wait()
    until(lambda: not desk_up.family(), STOPPED_WITHIN, "the end of every process")


def test_a_taken_port_is_said_in_a_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        up = Up(tmp_path / "data", port)
        words, _ = up.popen.communicate(timeout=30)
    assert up.popen.returncode == 1
    assert words.startswith(f"Port {port} is taken by another program. Stop that program, or choose another port: ")
    assert words.count("\n") == 1


@linux
def test_a_data_folder_with_a_long_path_works_as_well(tmp_path: Path) -> None:
    folder = tmp_path / ("long" * 20) / ("longer" * 10)
    folder.parent.mkdir()
    up = Up(folder, free_port())
    up.until_open()
    door = Settings(data=folder).valkey_socket
    assert door.is_socket()
    assert door.parent.stat().st_mode & 0o777 == 0o700
    assert up.stop() < STOPPED_WITHIN
    assert not door.parent.exists()
