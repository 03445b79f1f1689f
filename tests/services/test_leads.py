"""Pages are fetched several at a time, kept as they arrive, and each job ends by itself; on both databases."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from factcheck.domain.clock import utc_now
from factcheck.domain.fetching import Fetched, FetchFailed, FetchProblem, HostBusy
from factcheck.domain.jobs import PATIENCE, FetchLead, ReadLead
from factcheck.services import evidence
from factcheck.services.jobs import Hand
from factcheck.store import jobs as job_rows
from factcheck.store.tables import FetchedDocument, JobRow, Lead
from tests.conftest import SetClock
from tests.servers import PATIENCE as LONG
from tests.servers import until
from tests.services import page_work
from tests.services.conftest import Newsroom
from tests.services.page_work import in_hand

STATEMENT = "The northern pier is closed."
OUTLETS = [f"https://outlet{number}.example/pier" for number in range(5)]


class Doors:
    """Outlets of which each answers when `open` says so; who is `inside` is waiting for its answer."""

    def __init__(self, clock: Callable[[], datetime], opens: Callable[[str], object] = bool) -> None:
        self._clock, self._opens = clock, opens
        self.failing: dict[str, Exception] = {}
        self.inside: list[str] = []

    def fetch(self, url: str, **_: object) -> Fetched:
        self.inside.append(url)
        self._opens(url)
        if error := self.failing.get(url):
            raise error
        body = f"On the pier\nSaid at {url}: {STATEMENT}".encode()
        return Fetched(url, 200, {"content-type": "text/plain"}, body, self._clock())


class Fetching:
    """A claim with five addresses, each of another outlet, and a worker's hand that holds their jobs."""

    def __init__(self, room: Newsroom) -> None:
        self.room, self.claim = room, room.claim(STATEMENT)
        with room.unit().writing() as session:
            for url in OUTLETS:
                session.add(Lead(claim_id=self.claim, url=url, provider="The Tide", found_at=room.clock.now))
            session.flush()
            for lead in session.exec(select(Lead)):
                job_rows.enqueue(session, FetchLead, lead.id or 0, room.clock.now)

    def take(self) -> Hand:
        return in_hand(self.room, FetchLead)

    def fetch(self, web: Doors, hand: Hand, at_once: int = 1, begin: float = LONG) -> None:
        page_work.fetch(self.room, web, hand, at_once, begin)

    def fetched(self) -> int:
        """How many documents are kept, each with the wish to have it read."""
        with self.room.unit().reading() as session:
            documents = session.exec(select(FetchedDocument)).all()
            assert len(session.exec(select(JobRow).where(JobRow.name == ReadLead.name)).all()) >= len(documents)
            return len(documents)

    def named_again(self) -> int:
        """One more claim for which the first address is named: its lead."""
        with self.room.unit().reading() as session:
            number = len(session.exec(select(Lead)).all())
        claim = self.room.claim(f"The northern pier is closed, {number}.", url=f"https://herald.example/{number}")
        with self.room.unit().writing() as session:
            lead = Lead(claim_id=claim, url=OUTLETS[0], provider="The Tide", found_at=self.room.clock.now)
            session.add(lead)
            session.flush()
            job_rows.enqueue(session, FetchLead, lead.id or 0, self.room.clock.now)
            return lead.id or 0

    def jobs(self) -> dict[str, JobRow]:
        """The job of each address."""
        with self.room.unit().reading() as session:
            urls = {lead.id: lead.url for lead in session.exec(select(Lead))}
            rows = session.exec(select(JobRow).where(JobRow.name == FetchLead.name))
            return {urls[row.subject_id]: row for row in rows}


@pytest.fixture
def fetching(settled: Newsroom) -> Fetching:
    return Fetching(settled)


def test_as_many_are_on_their_way_as_may_be(fetching: Fetching) -> None:
    """Nobody gets an answer before as many have asked; one at a time would wait for ever."""
    together = threading.Barrier(len(OUTLETS), timeout=LONG)
    hand = fetching.take()
    fetching.fetch(Doors(lambda: fetching.room.clock.now, lambda _: together.wait()), hand, at_once=len(OUTLETS))
    assert (hand.open, hand.errors, fetching.fetched()) == ({}, {}, len(OUTLETS))
    assert all(job.done_at for job in fetching.jobs().values())


def test_no_more_are_on_their_way_than_may_be(fetching: Fetching) -> None:
    most, busy = 0, threading.Semaphore(2)

    def asked(_: str) -> None:
        nonlocal most
        most += not busy.acquire(blocking=False)
        threading.Event().wait(0.01)
        busy.release()

    fetching.fetch(Doors(lambda: fetching.room.clock.now, asked), fetching.take(), at_once=2)
    assert (most, fetching.fetched()) == (0, len(OUTLETS))


def test_the_first_document_is_there_before_the_last_page_is(fetching: Fetching) -> None:
    seen = threading.Event()
    web = Doors(lambda: fetching.room.clock.now, lambda url: url == OUTLETS[0] or seen.wait(LONG))
    work = threading.Thread(target=fetching.fetch, args=(web, fetching.take(), 2))
    work.start()
    until(lambda: fetching.fetched() == 1, what="the first document while others are on their way")
    assert fetching.jobs()[OUTLETS[0]].done_at
    assert not fetching.jobs()[OUTLETS[1]].done_at
    seen.set()
    work.join()
    assert fetching.fetched() == len(OUTLETS)


def test_one_that_fails_or_has_to_wait_holds_up_no_other(fetching: Fetching, clock: SetClock) -> None:
    web, hand = Doors(lambda: clock.now), fetching.take()
    web.failing = {OUTLETS[1]: HostBusy("outlet1.example", clock.now), OUTLETS[2]: FetchFailed(FetchProblem.GONE)}
    fetching.fetch(web, hand, at_once=2)
    found = fetching.jobs()
    assert (hand.open, hand.errors, fetching.fetched()) == ({}, {}, len(OUTLETS) - 2)
    waiting, gone = found[OUTLETS[1]], found[OUTLETS[2]]
    assert (waiting.done_at, waiting.attempts, waiting.lease_until, waiting.published_at) == (None, 0, None, None)
    assert (gone.done_at is not None, gone.failed) == (True, False), "the page is gone; the job has done its work"
    [trouble] = evidence.sheet(fetching.room.unit(), fetching.claim, fetching.room.jana).troubles
    assert trouble.url == OUTLETS[2]


def test_an_error_of_the_desk_stays_in_hand_with_its_job_and_the_others_are_kept(fetching: Fetching) -> None:
    web, hand = Doors(lambda: fetching.room.clock.now), fetching.take()
    web.failing = {OUTLETS[3]: KeyError("title")}
    fetching.fetch(web, hand)
    assert fetching.fetched() == len(OUTLETS) - 1
    assert list(hand.open) == list(hand.errors) == [fetching.jobs()[OUTLETS[3]].id]


def test_what_nobody_has_begun_with_in_time_is_given_back_and_comes_again(fetching: Fetching) -> None:
    def free() -> list[JobRow]:
        return [job for job in fetching.jobs().values() if job.lease_until is None]

    released = threading.Event()
    web, hand = Doors(lambda: fetching.room.clock.now, lambda _: released.wait(LONG)), fetching.take()
    work = threading.Thread(target=fetching.fetch, args=(web, hand, 1, 0.0))
    work.start()
    until(lambda: len(free()) == len(OUTLETS) - 1, what="the others to be given back while the first is on its way")
    assert {(job.attempts, job.published_at, job.done_at) for job in free()} == {(0, None, None)}
    released.set()
    work.join()
    assert (hand.open, hand.errors, web.inside) == ({}, {}, [OUTLETS[0]])
    fetching.fetch(web, fetching.take())
    assert fetching.fetched() == len(OUTLETS)


def test_what_is_at_hand_or_done_is_not_fetched(fetching: Fetching) -> None:
    """Neither a document that nobody has read yet nor a page that was read is asked for again."""
    web, room = Doors(lambda: fetching.room.clock.now), fetching.room
    fetching.fetch(web, fetching.take())
    asked = len(web.inside)
    other, done = fetching.named_again(), fetching.named_again()
    with room.unit().writing() as session:
        session.get_one(Lead, done).done = True
    hand = fetching.take()
    assert len(hand.open) == 2
    fetching.fetch(web, hand)
    assert (hand.open, len(web.inside), fetching.fetched()) == ({}, asked, len(OUTLETS))
    reading = in_hand(room, ReadLead)
    assert len(reading.open) == len(OUTLETS) + 1, "the other wants it read, the one that is done does not"
    page_work.read(room, reading)
    with room.unit().reading() as session:
        assert evidence.sheet(room.unit(), session.get_one(Lead, other).claim_id, room.jana).report_count == 1
    third = fetching.named_again()
    page_work.fetch_and_read(room, web)
    with room.unit().reading() as session:
        assert evidence.sheet(room.unit(), session.get_one(Lead, third).claim_id, room.jana).report_count == 1
    assert len(web.inside) == asked


def test_a_host_whose_gate_opens_soon_is_waited_for_while_others_are_under_way(fetching: Fetching) -> None:
    """It costs no way through the database, and nobody sleeps: another page is on its way meanwhile."""
    opened = threading.Event()

    def opens(url: str) -> object:
        if url == OUTLETS[1]:
            return opened.wait(LONG)
        if url == OUTLETS[0] and web.inside.count(url) == 1:
            raise HostBusy("outlet0.example", utc_now() + timedelta(milliseconds=200))
        if url == OUTLETS[0]:
            opened.set()
        return None

    web, hand = Doors(lambda: fetching.room.clock.now, opens), fetching.take()
    fetching.fetch(web, hand, at_once=2)
    assert (web.inside.count(OUTLETS[0]), fetching.fetched(), hand.open) == (2, len(OUTLETS), {})


def test_nobody_sleeps_until_a_host_is_free(fetching: Fetching) -> None:
    """Where nothing else is under way the job goes back, however soon the gate opens."""
    web, hand = Doors(lambda: fetching.room.clock.now), fetching.take()
    again = utc_now() + timedelta(seconds=1)
    web.failing = {url: HostBusy("outlet.example", again) for url in OUTLETS}
    fetching.fetch(web, hand, at_once=2)
    assert (hand.open, hand.errors, len(web.inside)) == ({}, {}, len(OUTLETS))
    assert {job.next_attempt_at for job in fetching.jobs().values()} == {again}


def test_a_clock_that_is_wrong_elsewhere_makes_nobody_ask_without_a_pause(fetching: Fetching) -> None:
    """The moment at which a gate opens is on the clock of another machine; here it lies a day back."""
    released = threading.Event()
    web = Doors(lambda: fetching.room.clock.now, lambda url: url == OUTLETS[0] and released.wait(LONG))
    web.failing = {OUTLETS[1]: HostBusy("outlet1.example", utc_now() - timedelta(days=1))}
    work = threading.Thread(target=fetching.fetch, args=(web, fetching.take(), 2))
    work.start()
    until(lambda: web.inside.count(OUTLETS[1]) >= 3, what="some tries")
    asked = len(web.inside)
    threading.Event().wait(0.3)
    released.set()
    work.join()
    assert len(web.inside) - asked < 12


def test_a_lease_is_long_enough_for_all_that_is_in_hand(fetching: Fetching) -> None:
    """Nothing is begun after a quarter of the time, so that the last page has time to arrive and to be read."""
    assert PATIENCE.begin < PATIENCE.soft / 2 < PATIENCE.soft < PATIENCE.lease.total_seconds()
