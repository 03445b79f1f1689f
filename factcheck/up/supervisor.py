"""Starts the desk's processes in order, says how far it is, watches them, and stops them all again."""

import signal
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from factcheck.up.child import Child, Program

STARTING = 90.0
"""Seconds that a program gets to become ready."""

PATIENCE = 3.0
"""Seconds after which a step that still goes on says so."""

STOPPING = 7.0
"""Seconds that the programs get to end by themselves when asked; what they stand on gets the rest of ten."""

FOUNDATION_STOPPING = 2.0
BEAT = 0.05
RESTARTS, WITHIN = 5, 60.0
"""A program that died this often within so many seconds will not get better by starting it again."""

Say = Callable[[str], None]


class Stopped(Exception):
    """Somebody asked the desk to stop."""


class Trouble(Exception):
    """The desk cannot go on; the message says why, and where to read more. `words` are all that the program wrote."""

    def __init__(self, message: str, words: str = "") -> None:
        super().__init__(message)
        self.words = words


class Supervisor:
    """Answers for a handful of children."""

    def __init__(self, logs: Path, say: Say) -> None:
        self._logs = logs
        self._say = say
        self._children: list[Child] = []
        self._died: dict[str, deque[float]] = {}
        self._asked = 0
        logs.mkdir(parents=True, exist_ok=True, mode=0o700)

    @contextmanager
    def on_duty(self) -> Iterator[None]:
        """Within this, Ctrl-C and SIGTERM stop the children in order; a second one kills them."""
        signs = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        before = {sign: signal.signal(sign, self._stop_asked) for sign in signs}
        try:
            yield
        finally:
            self._stop()
            for sign, handler in before.items():
                signal.signal(sign, handler)

    def _stop_asked(self, sign: int, frame: FrameType | None) -> None:
        self._asked += 1

    def once(self, what: str, program: Program, at_most: float = STARTING) -> str:
        """Run a program to its end and return what it wrote; Trouble when it fails."""
        child = self._start(program)

        def over() -> bool:
            self._look_after(child)
            return not child.running

        try:
            self._wait(over, child, what, at_most)
            if child.exit_code:
                raise self._trouble(child, f"{what} did not work")
        except Trouble:
            self._let_go(child)
            raise
        self._let_go(child)
        self._say(program.ready)
        return child.words()

    def _let_go(self, child: Child) -> None:
        child.kill()
        self._children.remove(child)

    def keep(self, *programs: Program) -> None:
        """Start programs side by side and wait until each is ready; `watch` starts them again when they die."""
        for child in [self._start(program) for program in programs]:
            self._wait(child.ready, child, f"Starting the {child.program.name}")
            self._say(child.program.ready)

    def watch(self) -> None:
        """Return only by Stopped or Trouble."""
        while True:
            self._pause()
            self._look_after()

    def _look_after(self, but: Child | None = None) -> None:
        for child in self._children:
            if child is not but and not child.running:
                self._again(child)

    def _start(self, program: Program) -> Child:
        child = Child(program, self._logs)
        self._children.append(child)
        child.start()
        return child

    def _wait(self, true: Callable[[], bool], child: Child, what: str, at_most: float = STARTING) -> None:
        began = said = time.monotonic()
        while not true():
            self._pause()
            now = time.monotonic()
            if not child.running and not true():
                raise self._trouble(child, f"{what} did not work")
            if now - began > at_most:
                raise self._trouble(child, f"{what} takes more than {at_most:g} s")
            if now - said > PATIENCE:
                said = now
                self._say(f"  {what} ({now - began:.0f} s) {child.last_words()[:80]}".rstrip())

    def _pause(self) -> None:
        if self._asked:
            raise Stopped
        time.sleep(BEAT)

    def _again(self, child: Child) -> None:
        name, now = child.program.name, time.monotonic()
        deaths = self._died.setdefault(name, deque())
        deaths.append(now)
        while now - deaths[0] > WITHIN:
            deaths.popleft()
        if len(deaths) > RESTARTS:
            raise self._trouble(child, f"The {name} died {len(deaths)} times in a minute")
        self._say(f"The {name} died (exit code {child.exit_code}); starting again. More in {child.log}")
        child.kill()
        end = now + 0.2 * 2 ** (len(deaths) - 1)
        while time.monotonic() < end:
            self._pause()
        child.start()

    def _trouble(self, child: Child, what: str) -> Trouble:
        words = child.last_words()
        said = f"{what}{f': {words[:300]}' if words else '.'}\nAll of it is in {child.log}"
        return Trouble(said, child.words())

    def _stop(self) -> None:
        if self._children:
            self._say("Stopping")
        foundation = [child for child in self._children if child.program.foundation]
        others = [child for child in self._children if not child.program.foundation]
        for group, seconds in ((others, STOPPING), (foundation, FOUNDATION_STOPPING)):
            for child in reversed(group):
                child.ask_to_stop()
            self._until_gone(group, seconds)
            for child in group:
                child.kill()
        self._children.clear()

    def _until_gone(self, group: list[Child], seconds: float) -> None:
        end = time.monotonic() + seconds
        while any(child.running for child in group) and time.monotonic() < end and self._asked < 2:
            time.sleep(BEAT)
