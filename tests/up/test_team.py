"""The commands of compose.yaml, run by hand against a real PostgreSQL and a real Valkey."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
import yaml

from factcheck.config import ROOT
from tests.servers import free_port, until

EVERYWHERE = "0.0.0.0"  # noqa: S104  # inside a container; here it is replaced

ARTICLE = """Larkstead bridge to close for nine weeks

The Harbour Bridge in Larkstead will close for nine weeks from Monday, Mayor Ida Brandt said.
"""


class Team:
    """A desk whose processes are started one by one, as compose starts them."""

    def __init__(self, database_url: str, redis_url: str, data: Path) -> None:
        self.services: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]
        self.port = free_port()
        self.data = data
        self.environment = {
            **os.environ,
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "FACTCHECK_DATA": str(data),
            "FACTCHECK_SECRET_KEY": "a key of the tests, long enough for anything",
            "FACTCHECK_PUBLIC_URL": "https://desk.example",
            "FACTCHECK_PRODUCTION": "true",
            "PYTHONPATH": str(ROOT),
        }

    def command(self, service: str) -> list[str]:
        """The command of a service, with the programs of this environment and a port of its own."""
        program, *words = self.services[service]["command"]
        modules = {"factcheck": ["-m", "factcheck.cli"], "celery": ["-m", "celery"], "python": []}
        more = ["--port", str(self.port)] if service == "web" else []
        loopback = ["127.0.0.1" if word == EVERYWHERE else word for word in words]
        return [sys.executable, *modules[program], *loopback, *more]

    def run(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "factcheck.cli", *words], env=self.environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    @contextmanager
    def running(self, service: str, ready: str) -> Iterator[None]:
        log = self.data / f"{service}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                self.command(service), env=self.environment, stdout=output, stderr=output, start_new_session=True
            )
        try:
            until(lambda: ready in log.read_text(), what=f"{ready!r} in {log}")
            yield
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=20)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


@pytest.fixture
def team(postgresql_url: str, valkey_url: str, tmp_path: Path) -> Team:
    return Team(postgresql_url, valkey_url, tmp_path)


def test_the_processes_of_a_team_do_their_work_together(team: Team, tmp_path: Path) -> None:
    subprocess.run(team.command("migrate"), env=team.environment, check=True, capture_output=True)
    article = tmp_path / "bridge.txt"
    article.write_text(ARTICLE, encoding="utf-8")
    with ExitStack() as stack:
        stack.enter_context(team.running("web", "startup complete"))
        stack.enter_context(team.running("fetcher", "Workers ready"))
        stack.enter_context(team.running("worker", "Workers ready"))
        stack.enter_context(team.running("scheduler", "Scheduler ready"))
        assert "MISSING" not in team.run("doctor", "--quick")
        with urlopen(f"http://127.0.0.1:{team.port}/healthz", timeout=5) as answer:
            assert answer.status == 200
        assert "The article is in." in team.run("ingest", str(article))
        until(lambda: "find_reports" in (tmp_path / "worker.log").read_text(), what="the claims to be searched for")
    assert team.run("history", "verify") == "The history is whole.\n"
