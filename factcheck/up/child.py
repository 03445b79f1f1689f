"""One process that the supervisor answers for: its start, its log, its end."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

LOG_AT_MOST = 2 * 1024 * 1024
"""Bytes. A log that is longer at a start is put aside as NAME.log.1."""

_SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of Linux


@dataclass(frozen=True, slots=True)
class Program:
    """What to start. It is ready when `answers` says so, or when its log holds the line `says`;
    `ready` is then the sentence for the person. A foundation is stopped after all that stands on it. What nobody sits
    and waits for is `patient`: where the processor is short, the rest of the desk comes first."""

    name: str
    command: Sequence[str]
    ready: str
    says: str = ""
    answers: Callable[[], bool] | None = None
    foundation: bool = False
    patient: bool = False
    environment: Mapping[str, str] = field(default_factory=dict)


class Child:
    """A running program, in a session of its own: Ctrl-C in the terminal reaches the supervisor alone."""

    def __init__(self, program: Program, logs: Path) -> None:
        self.program = program
        self.log = logs / f"{program.name.replace(' ', '-')}.log"
        self._process: subprocess.Popen[bytes] | None = None
        self._log_starts = 0

    def start(self) -> None:
        _put_aside(self.log)
        with self.log.open("ab") as log:
            self._log_starts = log.tell()
            self._process = subprocess.Popen(  # noqa: S603  # our own programs, no shell
                self.program.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env={**os.environ, **self.program.environment},
                start_new_session=True,
                preexec_fn=partial(_prepare, _tie(), patient=self.program.patient),  # the supervisor has no threads
            )

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def exit_code(self) -> int | None:
        return self._process.poll() if self._process else None

    def ready(self) -> bool:
        """Whether it does its work, not only whether it runs."""
        if self.program.answers is not None:
            return self.program.answers()
        return self.program.says in self.words()

    def words(self) -> str:
        """What it wrote since it was started."""
        with self.log.open("rb") as log:
            log.seek(self._log_starts)
            return log.read().decode(errors="replace")

    def last_words(self) -> str:
        """The last line it wrote: most often what was wrong."""
        lines = [line.strip() for line in self.words().splitlines() if line.strip()]
        return lines[-1] if lines else ""

    def ask_to_stop(self) -> None:
        # Only the process itself: what it has started is its own to stop in order.
        if self._process is not None and self.running:
            self._process.terminate()

    def kill(self) -> None:
        """End it and everything it has started, whatever that is doing; harmless when all of it has gone."""
        if self._process is None:
            return
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


def _put_aside(log: Path) -> None:
    if log.exists() and log.stat().st_size > LOG_AT_MOST:
        log.replace(log.with_suffix(".log.1"))


PATIENT = 5
"""Added to the niceness: on a busy processor a third of the share of others, and all of one that nobody else wants."""


def _prepare(tie: Callable[[], None], *, patient: bool) -> None:
    """What the child does before it becomes its program."""
    tie()
    if patient:
        os.nice(PATIENT)


def _tie() -> Callable[[], None]:
    """On Linux the kernel ends a child whose supervisor was killed; elsewhere only the supervisor can."""
    if not sys.platform.startswith("linux"):
        return lambda: None
    kernel = ctypes.CDLL(None, use_errno=True)
    supervisor = os.getpid()

    def tie() -> None:
        kernel.prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)
        if os.getppid() != supervisor:  # it went away before the tie held
            os._exit(1)

    return tie
