"""The background half of a desk for tests: a database, a broker of its own, worker and scheduler as real processes."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from sqlmodel import select

from factcheck.domain.jobs import JobKind, Queue
from factcheck.store import jobs as rows
from factcheck.store.engine import open_engine
from factcheck.store.tables import JobRow
from factcheck.store.unit import UnitOfWork
from tests.servers import Valkey, until

ROOT = Path(__file__).resolve().parents[1]


class Process:
    """A program of the desk in a process group of its own."""

    def __init__(self, command: list[str], environment: dict[str, str], log: Path, ready: str) -> None:
        self.log = log
        with log.open("ab") as output:
            start = output.tell()
            self.popen = subprocess.Popen(
                command, env=environment, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
            )
        until(lambda: ready.encode() in log.read_bytes()[start:], what=f"{ready!r} in {log}")

    def kill(self) -> None:
        """End the whole group at once, as a machine that loses its power does."""
        with suppress(ProcessLookupError):
            os.killpg(self.popen.pid, signal.SIGKILL)
        self.popen.wait()

    def stop(self) -> int:
        self.popen.send_signal(signal.SIGTERM)
        return self.popen.wait(timeout=30)


class Machine:
    """The background half of a desk."""

    def __init__(self, database_url: str, data: Path) -> None:
        self.data = data
        self.broker = Valkey()
        self.engine = open_engine(database_url)
        self.unit = UnitOfWork(self.engine)
        self.processes: list[Process] = []
        self.environment = {
            **os.environ,
            "DATABASE_URL": database_url,
            "REDIS_URL": self.broker.url,
            "FACTCHECK_DATA": str(data),
            "FACTCHECK_SWEEP_SECONDS": "0.5",
            "PYTHONPATH": str(ROOT),
        }

    application = "workers.app"
    """What the workers run; a subclass may give them more tasks."""

    def worker(self, children: int = 2, queues: Iterable[Queue] = Queue) -> Process:
        command = [
            *(sys.executable, "-m", "celery", "-A", self.application, "worker", "--concurrency", str(children)),
            *("--queues", ",".join(queues), "--loglevel", "INFO", "--without-gossip", "--without-mingle"),
        ]
        return self._start(command, "worker.log", "Workers ready")

    def scheduler(self, module: str = "workers.scheduler") -> Process:
        return self._start([sys.executable, "-m", module], "scheduler.log", "Scheduler ready")

    def _start(self, command: list[str], log: str, ready: str) -> Process:
        process = Process(command, self.environment, self.data / log, ready)
        self.processes.append(process)
        return process

    def want(self, kind: JobKind, *numbers: int) -> None:
        """Commit jobs, as a service does; nobody talks to the broker here."""
        with self.unit.writing() as session:
            for number in numbers:
                rows.enqueue(session, kind, number, datetime.now(UTC))

    def jobs(self) -> list[JobRow]:
        with self.unit.reading() as session:
            return list(session.exec(select(JobRow)).all())

    def all_done(self, name: str = "") -> bool:
        """Whether no job waits, or none of this kind."""
        open_ = select(JobRow.id).where(JobRow.done_at == None)  # noqa: E711
        with self.unit.reading() as session:
            return session.exec((open_.where(JobRow.name == name) if name else open_).limit(1)).first() is None

    def lines(self, file: str) -> list[str]:
        path = self.data / file
        return path.read_text().splitlines() if path.exists() else []

    def let_go(self) -> None:
        (self.data / "go").touch()

    def close(self) -> None:
        for process in self.processes:
            process.kill()
        self.broker.close()
        self.engine.dispose()
