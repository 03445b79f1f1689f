"""Pages are fetched several at a time, kept as they arrive, and each job ends by itself; on both databases."""

import threading
from collections.abc import Callable
from datetime import datetime

import pytest
from sqlmodel import select

from factcheck.domain.claims import Passage
from factcheck.domain.evidence import Fetched, FetchFailed, FetchProblem, HostBusy
from factcheck.domain.jobs import PATIENCE, FetchLead
from factcheck.services import evidence, jobs, leads
from factcheck.services.jobs import Hand
from factcheck.services.leads import PageReader
from factcheck.store import jobs as job_rows
from factcheck.store.tables import Claim, JobRow, Lead
from tests.conftest import SetClock
from tests.servers import PATIENCE as LONG
from tests.servers import until
from tests.services.conftest import Newsroom
from tests.services.fakes import FirstLineIsTitle, SharedWords

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
        due = [message.id for message in jobs.due(self.room.unit()) if message.name == FetchLead.name]
        return jobs.take_together(self.room.unit(), due)

    def fetch(self, web: Doors, hand: Hand, at_once: int = 1, begin: float = LONG) -> None:
        reader = PageReader(web, FirstLineIsTitle(), self.room.desk.vault)
        leads.fetch(self.room.unit, reader, SharedWords(), hand, at_once=at_once, begin=begin)

    def reported(self) -> int:
        return evidence.sheet(self.room.unit(), self.claim, self.room.jana).report_count

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
    assert (hand.open, hand.errors, fetching.reported()) == ({}, {}, len(OUTLETS))
    assert all(job.done_at for job in fetching.jobs().values())


def test_no_more_are_on_their_way_than_may_be(fetching: Fetching) -> None:
    most, busy = 0, threading.Semaphore(2)

    def asked(_: str) -> None:
        nonlocal most
        most += not busy.acquire(blocking=False)
        threading.Event().wait(0.01)
        busy.release()

    fetching.fetch(Doors(lambda: fetching.room.clock.now, asked), fetching.take(), at_once=2)
    assert (most, fetching.reported()) == (0, len(OUTLETS))


def test_the_first_report_is_there_before_the_last_page_is(fetching: Fetching) -> None:
    seen = threading.Event()
    web = Doors(lambda: fetching.room.clock.now, lambda url: url == OUTLETS[0] or seen.wait(LONG))
    work = threading.Thread(target=fetching.fetch, args=(web, fetching.take(), 2))
    work.start()
    until(lambda: fetching.reported() == 1, what="the first report while others are on their way")
    assert fetching.jobs()[OUTLETS[0]].done_at
    assert not fetching.jobs()[OUTLETS[1]].done_at
    seen.set()
    work.join()
    assert fetching.reported() == len(OUTLETS)


def test_one_that_fails_or_has_to_wait_holds_up_no_other(fetching: Fetching, clock: SetClock) -> None:
    web, hand = Doors(lambda: clock.now), fetching.take()
    web.failing = {OUTLETS[1]: HostBusy("outlet1.example", clock.now), OUTLETS[2]: FetchFailed(FetchProblem.GONE)}
    fetching.fetch(web, hand, at_once=2)
    found = fetching.jobs()
    assert (hand.open, hand.errors, fetching.reported()) == ({}, {}, len(OUTLETS) - 2)
    waiting, gone = found[OUTLETS[1]], found[OUTLETS[2]]
    assert (waiting.done_at, waiting.attempts, waiting.lease_until, waiting.published_at) == (None, 0, None, None)
    assert (gone.done_at is not None, gone.failed) == (True, False), "the page is gone; the job has done its work"
    [trouble] = evidence.sheet(fetching.room.unit(), fetching.claim, fetching.room.jana).troubles
    assert trouble.url == OUTLETS[2]


def test_an_error_of_the_desk_stays_in_hand_with_its_job_and_the_others_are_kept(fetching: Fetching) -> None:
    web, hand = Doors(lambda: fetching.room.clock.now), fetching.take()
    web.failing = {OUTLETS[3]: KeyError("title")}
    fetching.fetch(web, hand)
    assert fetching.reported() == len(OUTLETS) - 1
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
    assert fetching.reported() == len(OUTLETS)


def test_what_is_at_hand_or_done_is_not_fetched(fetching: Fetching) -> None:
    web = Doors(lambda: fetching.room.clock.now)
    fetching.fetch(web, fetching.take())
    asked = len(web.inside)
    other = fetching.room.claim("The northern pier is closed for good.", url="https://herald.example/2")
    with fetching.room.unit().writing() as session:
        again = Lead(claim_id=other, url=OUTLETS[0], provider="The Tide", found_at=fetching.room.clock.now)
        session.add(again)
        session.flush()
        done = session.exec(select(Lead).where(Lead.claim_id == fetching.claim)).first()
        assert done
        for lead in (again, done):
            job_rows.enqueue(session, FetchLead, lead.id or 0, fetching.room.clock.now)
    hand = fetching.take()
    assert len(hand.open) == 2
    fetching.fetch(web, hand)
    assert (hand.open, len(web.inside)) == ({}, asked)
    assert evidence.sheet(fetching.room.unit(), other, fetching.room.jana).report_count == 1


def test_a_claim_that_was_reworded_on_the_way_is_compared_in_its_new_words(fetching: Fetching) -> None:
    """The page is compared as it arrives; what is written down answers the words of that moment."""

    said: list[str] = []

    class Reworded(SharedWords):
        def best_passage(self, statement: str, text: str) -> Passage | None:
            if not said:
                with fetching.room.unit().writing() as session:
                    session.get_one(Claim, fetching.claim).statement = "The southern pier is closed."
            said.append(statement)
            return super().best_passage(statement, text)

    hand = fetching.take()
    hand.let_go(list(hand.open)[1:])
    reader = PageReader(Doors(lambda: fetching.room.clock.now), FirstLineIsTitle(), fetching.room.desk.vault)
    leads.fetch(fetching.room.unit, reader, Reworded(), hand)
    assert said == [STATEMENT, "The southern pier is closed."]
    assert fetching.reported() == 1


def test_a_lease_is_long_enough_for_all_that_is_in_hand(fetching: Fetching) -> None:
    """Nothing is begun after a quarter of the time, so that the last page has time to arrive and to be read."""
    assert PATIENCE.begin < PATIENCE.soft / 2 < PATIENCE.soft < PATIENCE.lease.total_seconds()
