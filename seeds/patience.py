"""Waits for the workers: says how far they are, and gives up when they do nothing."""

import time
from collections.abc import Callable
from dataclasses import dataclass

STALLED = 180.0
"""Seconds without any change after which there seem to be no workers."""

SAY_EVERY, LOOK_EVERY = 2.0, 0.1


class Stalled(Exception):
    """The workers do nothing; the message says what waits for them."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far something is. `moving` is whatever else changes while the workers do their part."""

    what: str
    done: int
    of: int
    moving: int = 0

    @property
    def over(self) -> bool:
        return self.done >= self.of

    def __str__(self) -> str:
        return f"{self.done} of {self.of} {self.what}"


class Patience:
    """Looked at in a loop: pauses a little, says something now and then, and ends when nothing changes any more."""

    def __init__(self, say: Callable[[str], None], stalled: float = STALLED) -> None:
        self._say = say
        self._stalled = stalled
        self._last: Progress | None = None
        self._changed = self._said = time.monotonic()

    def wait(self, look: Callable[[], Progress]) -> None:
        """Until what is looked at is over. Stalled."""
        while not (progress := look()).over:
            self.pause(progress)
        self._say(str(progress))

    def pause(self, progress: Progress) -> None:
        now = time.monotonic()
        if progress != self._last:
            self._last, self._changed = progress, now
        if now - self._changed > self._stalled:
            raise Stalled(f"Nothing has happened for {self._stalled:g} s, with {progress}.")
        if now - self._said > SAY_EVERY:
            self._said = now
            self._say(str(progress))
        time.sleep(LOOK_EVERY)
