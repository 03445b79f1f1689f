"""Works through the jobs that one worker has in hand together, and writes down in groups how they ended."""

import heapq
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar

from factcheck.domain.clock import utc_now
from factcheck.domain.fetching import FetchFailed, HostBusy
from factcheck.services.jobs import Hand, TakenJob
from factcheck.store import documents
from factcheck.store import evidence as evidence_rows
from factcheck.store.tables import FetchedDocument, Lead
from factcheck.store.unit import Session

GATHER_SECONDS = 0.5
"""What arrives within this time of the last transaction shares the next one."""

SOON_SECONDS, AGAIN_SECONDS = 2.0, 0.05
"""A host whose gate opens within the first is waited for while others are under way; it is asked for again after the
second at the earliest, since the moment is on the clock of another machine."""

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A lead with the job that wants something of it; `others` in the same hand want the same page."""

    job: TakenJob
    lead: Lead
    others: "list[Wanted]" = field(default_factory=list)


def in_hand(session: Session, hand: Hand) -> tuple[list[Wanted], dict[str, FetchedDocument], list[int]]:
    """The jobs with leads that are still open, the documents of these leads that wait for a reader by the address that
    was asked, and the numbers of the jobs that have nothing to do any more."""
    leads = evidence_rows.leads_by_id(session, {job.subject_id for job in hand.open.values()})
    still = [Wanted(job, leads[job.subject_id]) for job in hand.open.values() if _is_open(leads.get(job.subject_id))]
    over = sorted(set(hand.open).difference(one.job.id for one in still))
    return still, documents.by_asked_url(session, {one.lead.url for one in still}), over


def _is_open(lead: Lead | None) -> bool:
    return lead is not None and not lead.done


def by_page(wanted: Sequence[Wanted]) -> list[Wanted]:
    """One for each page; the others that want it are with it."""
    first: dict[str, Wanted] = {}
    for one in wanted:
        if first.setdefault(one.lead.url, one) is not one:
            first[one.lead.url].others.append(one)
    return list(first.values())


@dataclass(frozen=True, slots=True)
class Arrived(Generic[Thing]):
    """What came of one: the thing, or why there is none; neither where nobody has begun with it."""

    wanted: Wanted
    thing: Thing | None = None
    problem: Exception | None = None

    @property
    def not_begun(self) -> bool:
        return self.thing is None and self.problem is None

    def for_each(self) -> "list[Arrived[Thing]]":
        """The same for each that wants the page."""
        return [self, *(replace(self, wanted=other) for other in self.wanted.others)]


@dataclass(frozen=True, slots=True)
class Way(Generic[Thing]):
    """How the work is done: `bring` fetches or reads one, in a thread; `note` ends the jobs of those that arrived.

    `at_once` are under way at a time; what `then` does to them holds up no other. What was not begun with within
    `begin` seconds is given back.
    """

    bring: Callable[[Wanted], Thing]
    note: Callable[[Sequence[Arrived[Thing]]], None]
    then: Callable[[Thing], Thing] | None = None
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
                belt.give_back()
        tray.note()
    finally:
        belt.stop()


@dataclass(frozen=True, slots=True, order=True)
class _Later:
    """One whose host is busy until `at`, on the monotonic clock; in turn where that is the same."""

    at: float
    turn: int
    wanted: Wanted = field(compare=False)
    busy: HostBusy = field(compare=False)


class _Belt(Generic[Thing]):
    """What is under way, several at a time.

    Whose host is busy is tried again when its gate opens, as long as that is soon and others are under way: nobody
    sleeps over it. Else it goes back to the database with the moment at which it is free.
    """

    def __init__(self, way: Way[Thing]) -> None:
        self._way = way
        self._rooms = ThreadPoolExecutor(way.at_once, thread_name_prefix="under way")
        self._behind = ThreadPoolExecutor(way.at_once, thread_name_prefix="behind")
        self._arrived: SimpleQueue[Arrived[Thing]] = SimpleQueue()
        self._turn = threading.Condition()
        self._ready: deque[Wanted] = deque()
        self._later: list[_Later] = []
        self._busy = 0
        self.under_way = 0

    def put(self, wanted: Sequence[Wanted]) -> None:
        self._ready.extend(wanted)
        self.under_way = len(wanted)
        for _ in range(min(self._way.at_once, len(wanted))):
            self._rooms.submit(self._work)

    def next(self, patience: float) -> Arrived[Thing] | None:
        """What arrives within so many seconds."""
        try:
            arrived = self._arrived.get(timeout=patience)
        except Empty:
            return None
        self.under_way -= 1
        return arrived

    def give_back(self) -> None:
        """Let those arrive that nobody has begun with, and that nobody will."""
        with self._turn:
            while self._ready:
                self._arrived.put(Arrived(self._ready.popleft()))
            self._give_up_waiting()

    def stop(self) -> None:
        """What is under way ends at its own deadline; nobody waits for it when the worker's time is up."""
        with self._turn:
            self._ready.clear()
            self._later.clear()
            self._turn.notify_all()
        for pool in (self._rooms, self._behind):
            pool.shutdown(wait=False, cancel_futures=True)

    def _work(self) -> None:
        while wanted := self._take():
            try:
                thing = self._way.bring(wanted)
            except HostBusy as busy:
                self._end(wanted, busy)
            except Exception as error:
                self._end()
                self._arrived.put(Arrived(wanted, problem=error))
            else:
                self._end()
                self._behind.submit(self._arrive, wanted, thing)

    def _take(self) -> Wanted | None:
        """The next one; None when nothing is left but what others are busy with."""
        with self._turn:
            while self._ready or self._later:
                wait = self._later[0].at - time.monotonic() if self._later else 0.0
                if self._ready and not (self._later and wait <= 0):
                    self._busy += 1
                    return self._ready.popleft()
                if wait <= 0:
                    self._busy += 1
                    return heapq.heappop(self._later).wanted
                if not self._busy:
                    self._give_up_waiting()
                    break
                self._turn.wait(wait)
            return None

    def _end(self, wanted: Wanted | None = None, busy: HostBusy | None = None) -> None:
        """One room is free again; where a host was busy, it is known when its gate opens."""
        with self._turn:
            self._busy -= 1
            if wanted and busy:
                wait = max(AGAIN_SECONDS, (busy.free_at - utc_now()).total_seconds())
                if wait <= SOON_SECONDS:
                    heapq.heappush(self._later, _Later(time.monotonic() + wait, wanted.job.id, wanted, busy))
                else:
                    self._arrived.put(Arrived(wanted, problem=busy))
            self._turn.notify_all()

    def _give_up_waiting(self) -> None:
        while self._later:
            late = self._later.pop()
            self._arrived.put(Arrived(late.wanted, problem=late.busy))

    def _arrive(self, wanted: Wanted, thing: Thing) -> None:
        try:
            self._arrived.put(Arrived(wanted, self._way.then(thing) if self._way.then else thing))
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
