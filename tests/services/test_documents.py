"""What was fetched is read apart from the fetching, once, and lost by nobody; on both databases."""

import threading
from datetime import timedelta

import pytest
from sqlmodel import select

from factcheck.domain.claims import Passage
from factcheck.domain.fetching import Extracted, Fetched, FetchFailed, FetchProblem
from factcheck.domain.jobs import FetchLead, ReadLead
from factcheck.services import evidence, jobs
from factcheck.services.jobs import KEEP_UNREAD
from factcheck.store import jobs as job_rows
from factcheck.store.tables import Claim, FetchedDocument, Lead, Page
from tests.conftest import SetClock
from tests.servers import PATIENCE, until
from tests.services import page_work
from tests.services.conftest import Newsroom
from tests.services.fakes import FirstLineIsTitle, SharedWords, Web
from tests.services.page_work import in_hand

STATEMENT = "The northern pier is closed."
PAGES = [f"https://outlet{number}.example/pier" for number in range(3)]


class Counting(FirstLineIsTitle):
    """Reads documents and remembers which; it fails at the address of `damaged` and waits for `go`."""

    def __init__(self) -> None:
        self.read: list[str] = []
        self.damaged = ""
        self.go = threading.Event()
        self.go.set()

    def extract(self, fetched: Fetched) -> Extracted:
        self.read.append(fetched.url)
        self.go.wait(PATIENCE)
        if fetched.url == self.damaged:
            raise FetchFailed(FetchProblem.UNREADABLE, "it is damaged")
        return super().extract(fetched)


class Reading:
    """A claim with three addresses that have been fetched, and what reads them."""

    def __init__(self, room: Newsroom) -> None:
        self.room, self.web, self.extractor = room, Web(room.clock), Counting()
        for url in PAGES:
            self.web.pages[url] = f"On the pier\nSaid at {url}: {STATEMENT}"
        self.claim = room.claim(STATEMENT)
        for url in PAGES:
            self.name(self.claim, url)
        self.fetch()

    def name(self, claim: int, url: str) -> int:
        with self.room.unit().writing() as session:
            lead = Lead(claim_id=claim, url=url, provider="The Tide", found_at=self.room.clock.now)
            session.add(lead)
            session.flush()
            job_rows.enqueue(session, FetchLead, lead.id or 0, self.room.clock.now)
            return lead.id or 0

    def fetch(self) -> None:
        page_work.fetch(self.room, self.web, in_hand(self.room, FetchLead))

    def read(self) -> None:
        page_work.read(self.room, in_hand(self.room, ReadLead), self.extractor)

    def reported(self, claim: int = 0) -> int:
        return evidence.sheet(self.room.unit(), claim or self.claim, self.room.jana).report_count

    def waiting(self) -> list[FetchedDocument]:
        with self.room.unit().reading() as session:
            return list(session.exec(select(FetchedDocument)).all())


@pytest.fixture
def reading(settled: Newsroom) -> Reading:
    return Reading(settled)


def test_a_document_waits_until_it_has_been_read(reading: Reading) -> None:
    assert (len(reading.waiting()), reading.reported()) == (3, 0)
    reading.read()
    assert (reading.waiting(), reading.reported()) == ([], 3)
    assert not in_hand(reading.room, ReadLead).open


def test_what_two_claims_want_is_read_once(reading: Reading) -> None:
    """In one hand, and by a hand that comes later."""
    second = reading.room.claim("The northern pier is closed again.", url="https://herald.example/2")
    reading.name(second, PAGES[0])
    reading.fetch()
    reading.read()
    third = reading.room.claim("The northern pier is closed for good.", url="https://herald.example/3")
    reading.name(third, PAGES[0])
    reading.fetch()
    reading.read()
    assert sorted(reading.extractor.read) == PAGES
    assert [reading.reported(claim) for claim in (reading.claim, second, third)] == [3, 1, 1]
    assert len(reading.web.visits) == 3


def test_what_cannot_be_read_says_so_and_holds_up_no_other(reading: Reading) -> None:
    reading.extractor.damaged = PAGES[1]
    reading.read()
    assert (reading.waiting(), reading.reported()) == ([], 2)
    [trouble] = evidence.sheet(reading.room.unit(), reading.claim, reading.room.jana).troubles
    assert (trouble.url, trouble.problem) == (PAGES[1], "could not be read as text (it is damaged)")


def test_a_body_that_is_no_longer_there_is_fetched_again(reading: Reading) -> None:
    for file in (reading.room.desk.settings.data / "kept").rglob("*"):
        if file.is_file():
            file.unlink()
    reading.read()
    assert (reading.waiting(), reading.reported()) == ([], 0)
    reading.fetch()
    reading.read()
    assert (reading.reported(), len(reading.web.visits)) == (3, 6)


def test_a_reader_that_dies_loses_nothing(reading: Reading, clock: SetClock) -> None:
    """Its lease runs out, and another reader takes what it had in hand; what it had written stands once."""
    died = in_hand(reading.room, ReadLead)
    assert len(died.open) == 3
    assert not in_hand(reading.room, ReadLead).open
    clock.forward(reading.room.desk.patience.lease + timedelta(seconds=1))
    jobs.sweep(reading.room.unit(), reading.room.desk.patience)
    reading.read()
    page_work.read(reading.room, died, reading.extractor)
    assert reading.reported() == 3
    with reading.room.unit().reading() as session:
        assert len(session.exec(select(Page)).all()) == 3


def test_what_nobody_has_begun_to_read_in_time_is_given_back(reading: Reading) -> None:
    reading.extractor.go.clear()
    hand = in_hand(reading.room, ReadLead)
    work = threading.Thread(target=page_work.read, args=(reading.room, hand, reading.extractor, None, 0.0))
    work.start()
    until(lambda: len(hand.open) == 1, what="the others to be given back while the first is read")
    reading.extractor.go.set()
    work.join()
    assert (hand.open, hand.errors, reading.reported()) == ({}, {}, 1)
    reading.read()
    assert reading.reported() == 3


def test_an_error_of_the_desk_stays_in_hand_with_its_job_and_the_others_are_kept(reading: Reading) -> None:
    class Broken(Counting):
        def extract(self, fetched: Fetched) -> Extracted:
            if fetched.url == PAGES[2]:
                raise KeyError("title")
            return super().extract(fetched)

    hand = in_hand(reading.room, ReadLead)
    page_work.read(reading.room, hand, Broken())
    assert (reading.reported(), len(hand.open), list(hand.open) == list(hand.errors)) == (2, 1, True)
    assert [document.asked_url for document in reading.waiting()] == [PAGES[2]]


def test_a_claim_that_was_reworded_on_the_way_is_compared_in_its_new_words(reading: Reading) -> None:
    """The page is compared as it arrives; what is written down answers the words of that moment."""

    said: list[str] = []

    class Reworded(SharedWords):
        def best_passage(self, statement: str, text: str) -> Passage | None:
            if not said:
                with reading.room.unit().writing() as session:
                    session.get_one(Claim, reading.claim).statement = "The southern pier is closed."
            said.append(statement)
            return super().best_passage(statement, text)

    hand = in_hand(reading.room, ReadLead)
    hand.let_go(list(hand.open)[1:])
    page_work.read(reading.room, hand, reading.extractor, Reworded())
    assert said == [STATEMENT, "The southern pier is closed."]
    assert reading.reported() == 1


def test_a_document_that_nobody_came_to_read_is_forgotten(reading: Reading, clock: SetClock) -> None:
    clock.forward(KEEP_UNREAD + timedelta(seconds=1))
    jobs.maintain(reading.room.unit())
    assert reading.waiting() == []
    reading.read()
    reading.fetch()
    reading.read()
    assert (reading.reported(), len(reading.web.visits)) == (3, 6)
