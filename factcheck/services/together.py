"""Works through the jobs that one worker has in hand together, and writes down in groups how they ended."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar

from factcheck.domain.evidence import FetchFailed, HostBusy
from factcheck.services.jobs import Hand, TakenJob
from factcheck.store.tables import Lead

GATHER_SECONDS = 0.5
"""What arrives within this time of the last transaction shares the next one."""

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A lead with the job that wants something of it; `others` in the same hand want the same page."""

    job: TakenJob
    lead: Lead
    others: "list[Wanted]" = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Arrived(Generic[Thing]):
    """What came of one: the thing, or why there is none; neither where nobody has begun with it."""

    wanted: Wanted
    thing: Thing | None = None
    problem: Exception | None = None

    def for_each(self) -> "list[Arrived[Thing]]":
        """The same for each that wants the page."""
        return [self, *(replace(self, wanted=other) for other in self.wanted.others)]


@dataclass(frozen=True, slots=True)
class Way(Generic[Thing]):
    """How the work is done: `bring` fetches or reads one, in a thread; `note` ends the jobs of those that arrived.

    `at_once` are under way at a time. What was not begun with within `begin` seconds is given back.
    """

    bring: Callable[[Wanted], Thing]
    note: Callable[[Sequence[Arrived[Thing]]], None]
    at_once: int = 1
    begin: float = 30.0


def work_through(way: Way[Thing], wanted: Sequence[Wanted], hand: Hand, known: Sequence[Arrived[Thing]] = ()) -> None:
    """Do what is wanted, and note it while the rest is under way, with what is `known` already.

    The first is noted at once, so that a checker who waits sees it, the others with what arrives in the same half
    second. An error of the desk stays in hand, for who gave it to us.
    """
    belt, tray = _Belt(way), _Tray(way.note, hand)
    try:
        belt.put(wanted)
        for each in known:
            tray.put(each)
        until = time.monotonic() + way.begin
        while belt.under_way:
            tray.note_if_due()
            if arrived := belt.next(tray.patience):
                tray.put(arrived)
            if time.monotonic() >= until:
                for late in belt.give_back():
                    tray.put(late)
        tray.note()
    finally:
        belt.stop()


class _Belt(Generic[Thing]):
    """What is under way, several at a time."""

    def __init__(self, way: Way[Thing]) -> None:
        self._way = way
        self._pool = ThreadPoolExecutor(way.at_once, thread_name_prefix="under way")
        self._arrived: SimpleQueue[Arrived[Thing]] = SimpleQueue()
        self._begun: dict[Future[None], Wanted] = {}
        self.under_way = 0

    def put(self, wanted: Sequence[Wanted]) -> None:
        self._begun = {self._pool.submit(self._bring, each): each for each in wanted}
        self.under_way = len(self._begun)

    def next(self, patience: float) -> Arrived[Thing] | None:
        """What arrives within so many seconds."""
        try:
            arrived = self._arrived.get(timeout=patience)
        except Empty:
            return None
        self.under_way -= 1
        return arrived

    def give_back(self) -> list[Arrived[Thing]]:
        """Those that nobody has begun with, and that nobody will."""
        late: list[Arrived[Thing]] = [
            Arrived(wanted) for future, wanted in self._begun.items() if not future.done() and future.cancel()
        ]
        self.under_way -= len(late)
        return late

    def stop(self) -> None:
        """What is under way ends at its own deadline; nobody waits for it when the worker's time is up."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _bring(self, wanted: Wanted) -> None:
        try:
            self._arrived.put(Arrived(wanted, self._way.bring(wanted)))
        except Exception as error:
            self._arrived.put(Arrived(wanted, problem=error))


class _Tray(Generic[Thing]):
    """What has arrived and is not in the database yet."""

    def __init__(self, note: Callable[[Sequence[Arrived[Thing]]], None], hand: Hand) -> None:
        self._note, self._hand = note, hand
        self._ended: list[Arrived[Thing]] = []
        self._due = time.monotonic()

    @property
    def patience(self) -> float:
        """Seconds to wait for more."""
        return max(0.0, self._due - time.monotonic()) if self._ended else GATHER_SECONDS

    def put(self, arrived: Arrived[Thing]) -> None:
        if isinstance(arrived.problem, Exception) and not isinstance(arrived.problem, FetchFailed | HostBusy):
            self._hand.errors |= {each.wanted.job.id: arrived.problem for each in arrived.for_each()}
            return
        self._ended += arrived.for_each()

    def note_if_due(self) -> None:
        if time.monotonic() >= self._due:
            self.note()

    def note(self) -> None:
        if not self._ended:
            return
        # by address, so that no two hands wait for each other
        self._note(sorted(self._ended, key=lambda each: each.wanted.lead.url))
        self._hand.let_go(each.wanted.job.id for each in self._ended)
        self._ended, self._due = [], time.monotonic() + GATHER_SECONDS
