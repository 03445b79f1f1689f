"""The one loop that keeps work moving: `python -m workers.scheduler`. Two of them at once do no harm."""

import logging
import signal
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import FrameType
from typing import Protocol

from factcheck.config import Settings
from factcheck.domain.errors import OutsideUnavailable
from factcheck.services import (
    history,
    jobs,
    keeping,
    mail,
    opinion_work,
    outlets,
    public_archives,
    review,
    timestamps,
    watching,
)
from factcheck.services.jobs import Bundle
from factcheck.wiring import Desk

log = logging.getLogger("scheduler")

AT_ONCE = 200
"""Jobs that are published before they are marked: this many at most are sent twice when the relay dies."""

BUSY, IDLE, AWAY = 0.02, 0.1, 1.0
"""Seconds between two looks into the outbox: while there is work, while there is none, while something is away."""


class Sends(Protocol):
    def send(self, message: Bundle) -> None:
        """Hand jobs over; OutsideUnavailable when the broker does not take them."""


@dataclass(slots=True)
class Chore:
    """Something to do each so many seconds. `last` is on the monotonic clock."""

    what: str
    every: float
    do: Callable[[Desk], object]
    last: float = float("-inf")

    def is_due(self, now: float) -> bool:
        return now - self.last >= self.every


def chores(settings: Settings) -> list[Chore]:
    """All that happens by the clock. Each is one service call that may be made twice."""
    return [
        Chore("sweep for lost work", settings.sweep_seconds, lambda desk: jobs.sweep(desk.unit(), desk.patience)),
        Chore("leases that have run out", 10, lambda desk: review.lapse_all(desk.unit())),
        Chore("second opinions whose time has run out", 10, lambda desk: opinion_work.lapse_all(desk.unit())),
        Chore("outlets to read again", 15, lambda desk: outlets.poll_due(desk.unit())),
        Chore("sources without an archive", settings.sweep_seconds, lambda desk: keeping.want_missing(desk.unit())),
        Chore("copies in public", 20, lambda desk: public_archives.want_missing(desk.unit(), desk.plugged)),
        Chore("copies to be stamped", 20, lambda desk: timestamps.want_missing(desk.unit(), desk.timestamper)),
        Chore("pages to look at again", 30, lambda desk: watching.want_due(desk.unit())),
        Chore("digests to be sent", 30, lambda desk: mail.want_digests(desk.unit(), settings.timezone)),
        Chore("checkpoint of the histories", 3600, lambda desk: history.checkpoint(desk.unit(), settings.key)),
        Chore("tidying up", 6 * 3600, lambda desk: jobs.want_maintenance(desk.unit())),
    ]


def relay(desk: Desk, broker: Sends) -> int:
    """Publish the jobs that are due, then mark them. What was sent is marked even if the broker goes away midway."""
    sent: list[int] = []
    try:
        for bundle in jobs.bundles(jobs.due(desk.unit(), AT_ONCE)):
            broker.send(bundle)
            sent.extend(bundle.ids)
    finally:
        if sent:
            jobs.mark_published(desk.unit(), sent)
    return len(sent)


def tell_pages(desk: Desk, tell: Callable[[Iterable[str]], object]) -> int:
    """Publish the topics that changed. One that gets lost is made up for when the page asks again by itself."""
    topics = jobs.signals(desk.unit())
    if topics:
        tell(topics)
    return len(topics)


class Scheduler:
    """Goes round and round. What is away is said once, and once when it is back."""

    def __init__(self, desk: Desk, broker: Sends, tell: Callable[[Iterable[str]], object]) -> None:
        self._desk, self._broker, self._tell = desk, broker, tell
        self._chores = chores(desk.settings)
        self._away = False

    def turn(self, now: float) -> float:
        """One round. Returns the seconds to pause before the next."""
        try:
            moved = tell_pages(self._desk, self._tell)
            for chore in self._chores:
                if chore.is_due(now):
                    self._do(chore)
                    chore.last = now
            moved += relay(self._desk, self._broker)
        except OutsideUnavailable as why:
            if not self._away:
                log.warning("%s (%s) Work waits in the database; trying again each second.", why, why.__cause__)
            self._away = True
            return AWAY
        if self._away:
            log.warning("Everything answers again.")
        self._away = False
        return BUSY if moved else IDLE

    def _do(self, chore: Chore) -> None:
        """One chore. An error in it is logged and stops neither the other chores nor the relay."""
        try:
            chore.do(self._desk)
        except OutsideUnavailable:
            raise
        except Exception:
            log.exception("%s: went wrong, comes again in %g s", chore.what, chore.every)


def _end(sign: int, frame: FrameType | None) -> None:
    # Everything here may be broken off: what was published but not marked is published twice, and done once.
    raise SystemExit(0)


def main() -> None:
    """Run until SIGTERM or SIGINT."""
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, _end)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    desk = Desk.from_settings()
    scheduler = Scheduler(desk, desk.broker, lambda topics: desk.signals.send(*topics))
    print("Scheduler ready", file=sys.stderr, flush=True)  # noqa: T201  # the supervisor waits for this line
    while True:
        time.sleep(scheduler.turn(time.monotonic()))


if __name__ == "__main__":
    main()
