"""A page that gave nothing is left alone for a while, whichever claim names it; on both databases."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from factcheck.adapters.fetching import GuardedFetcher
from factcheck.adapters.politeness import OwnPoliteness
from factcheck.domain.fetching import Fetcher, FetchFailed, FetchProblem
from factcheck.domain.jobs import FetchLead
from factcheck.domain.pauses import LASTING, PASSING, next_try
from factcheck.domain.sheets import TroubleSheet
from factcheck.services import evidence, jobs, pages
from factcheck.store import jobs as job_rows
from factcheck.store.tables import Lead
from tests.elsewhere import Answer, Elsewhere, dripping, elsewhere
from tests.services.conftest import Newsroom
from tests.services.fakes import Web
from tests.services.page_work import fetch_and_read

PAGE = "https://courier.example/pier"
SAID = "Pier closed\nThe northern pier is closed, a welder said."
NOW = datetime.fromisoformat("2026-11-20T12:00:00+00:00")


class Naming:
    """Claims that name one page, and the workers who fetch it."""

    def __init__(self, room: Newsroom, web: Fetcher, url: str = PAGE) -> None:
        self.room, self.web, self.url = room, web, url
        self.claims = 0

    def by_one_more(self) -> int:
        """One more claim for which a provider names the page; the workers do what is to be done now."""
        self.claims += 1
        claim = self.room.claim(
            f"The northern pier {self.claims} is closed.", url=f"https://herald.example/{self.claims}"
        )
        with self.room.unit().writing() as session:
            lead = Lead(claim_id=claim, url=self.url, provider="The Tide", found_at=self.room.clock.now)
            session.add(lead)
            session.flush()
            job_rows.enqueue(session, FetchLead, lead.id or 0, self.room.clock.now)
        self.work()
        return claim

    def later(self, by: timedelta) -> None:
        self.room.clock.forward(by)
        self.work()

    def work(self) -> None:
        fetch_and_read(self.room, self.web)

    def trouble(self, claim: int) -> TroubleSheet | None:
        found = evidence.sheet(self.room.unit(), claim, self.room.jana).troubles
        return found[0] if found else None

    def reports(self, claim: int) -> int:
        return evidence.sheet(self.room.unit(), claim, self.room.jana).report_count


@pytest.fixture
def web(settled: Newsroom) -> Web:
    return Web(settled.clock)


@pytest.fixture
def named(settled: Newsroom, web: Web) -> Naming:
    return Naming(settled, web)


def test_a_page_that_is_gone_is_not_asked_for_again_for_another_claim(named: Naming, web: Web) -> None:
    first = named.by_one_more()
    asked_at = named.room.clock.now
    named.room.clock.forward(timedelta(minutes=20))
    second = named.by_one_more()
    assert web.visits == [PAGE]
    assert named.trouble(first) == TroubleSheet("", PAGE, "not there (404 or 410)", None, None)
    assert named.trouble(second) == TroubleSheet("", PAGE, "not there (404 or 410)", None, asked_at)
    named.room.clock.forward(LASTING[0])
    third = named.by_one_more()
    found = named.trouble(third)
    assert (len(web.visits), found and found.failed_before) == (2, None)


def test_one_that_timed_out_is_waited_for_and_asked_for_once_for_all(named: Naming, web: Web) -> None:
    again = named.room.clock.now + timedelta(minutes=10)
    web.pages[PAGE] = FetchFailed(FetchProblem.TOO_SLOW, retry_at=again)
    first, second = named.by_one_more(), named.by_one_more()
    assert web.visits == [PAGE]
    assert named.trouble(second) == TroubleSheet("", PAGE, "timed out", again, named.room.clock.now)
    web.pages[PAGE] = SAID
    named.later(timedelta(minutes=10))
    assert (named.trouble(first), named.trouble(second)) == (None, None)
    assert (named.reports(first), named.reports(second)) == (1, 1)


def test_each_further_failure_makes_the_pause_longer_until_nobody_waits(named: Naming, web: Web) -> None:
    def fails() -> None:
        web.pages[PAGE] = FetchFailed(FetchProblem.NOT_REACHED, retry_at=named.room.clock.now + timedelta(minutes=10))

    fails()
    claim = named.by_one_more()
    for pause in (timedelta(minutes=10), PASSING[1]):
        named.later(pause - timedelta(seconds=1))
        asked = len(web.visits)
        fails()
        named.later(timedelta(seconds=1))
        assert len(web.visits) == asked + 1
    found = named.trouble(claim)
    assert found is not None
    assert (len(web.visits), found.again_at) == (3, None), "the third time is the last for this claim"
    given_up = named.trouble(named.by_one_more())
    assert given_up is not None
    assert (len(web.visits), given_up.again_at) == (3, None), "nor does another claim wait for it"
    named.room.clock.forward(PASSING[2])
    named.by_one_more()
    assert len(web.visits) == 4


def test_a_page_that_is_back_has_a_clean_slate(named: Naming, web: Web) -> None:
    named.by_one_more()
    web.pages[PAGE] = SAID
    named.room.clock.forward(LASTING[0])
    named.by_one_more()
    web.pages[PAGE] = FetchFailed(FetchProblem.GONE)
    named.room.clock.forward(pages.FRESH)
    named.by_one_more()
    named.room.clock.forward(LASTING[0])
    named.by_one_more()
    assert len(web.visits) == 4, "one failure, not two, came before"


def test_a_checker_who_searches_again_has_it_asked_for_at_once(named: Naming, web: Web) -> None:
    claim = named.by_one_more()
    web.pages[PAGE] = SAID
    evidence.search_again(named.room.unit(), claim, named.room.jana)
    named.work()
    assert (len(web.visits), named.reports(claim)) == (2, 1)


def test_what_failed_long_ago_is_forgotten(named: Naming, web: Web) -> None:
    for _ in range(2):
        named.by_one_more()
        named.room.clock.forward(timedelta(days=31))
        jobs.maintain(named.room.unit())
    named.by_one_more()
    named.room.clock.forward(LASTING[0])
    named.by_one_more()
    assert len(web.visits) == 4


@pytest.fixture
def server() -> Iterator[Elsewhere]:
    with elsewhere() as server:
        yield server


@pytest.fixture
def over_http(settled: Newsroom, server: Elsewhere) -> Iterator[Naming]:
    """The guarded fetcher, and an outlet on loopback."""
    politeness = OwnPoliteness(clock=settled.clock, gap=0.0)
    fetcher = GuardedFetcher(
        allowed_private=[server.pair], contact="", politeness=politeness, clock=settled.clock, deadline=0.5
    )
    yield Naming(settled, fetcher, f"{server.url}/pier")
    fetcher.close()


def asked(server: Elsewhere) -> int:
    return sum(request.path != "/robots.txt" for request in server.asked)


@pytest.mark.parametrize(
    ("answer", "wait"),
    [
        ((500, {"Retry-After": "7200"}, b""), timedelta(hours=2)),
        ((500, {}, b""), timedelta(minutes=10)),
        (dripping(30), timedelta(minutes=10)),
    ],
    ids=["names a time", "has an error", "drips"],
)
def test_a_server_is_asked_again_when_its_time_has_come(
    over_http: Naming, server: Elsewhere, answer: Answer, wait: timedelta
) -> None:
    server.says((404, {}, b""), answer)
    claims = [over_http.by_one_more() for _ in range(3)]
    again = over_http.room.clock.now + wait
    assert [found.again_at for claim in claims if (found := over_http.trouble(claim))] == [again] * 3
    assert asked(server) == 1
    server.says((200, {"Content-Type": "text/plain"}, SAID.encode()))
    over_http.later(wait - timedelta(seconds=1))
    assert asked(server) == 1
    over_http.later(timedelta(seconds=1))
    assert (asked(server), [over_http.reports(claim) for claim in claims]) == (2, [1, 1, 1])


@pytest.mark.parametrize(("times", "pause"), list(enumerate((*PASSING, PASSING[-1]), start=1)))
def test_the_pauses_of_what_may_pass(times: int, pause: timedelta) -> None:
    failed = FetchFailed(FetchProblem.TOO_SLOW, retry_at=NOW + timedelta(minutes=2))
    assert next_try(failed, times, NOW) == NOW + max(pause, timedelta(minutes=2))


@pytest.mark.parametrize(("times", "pause"), list(enumerate((*LASTING, LASTING[-1]), start=1)))
def test_the_pauses_of_what_lasts(times: int, pause: timedelta) -> None:
    assert next_try(FetchFailed(FetchProblem.GONE), times, NOW) == NOW + pause
