"""Each provider is asked on its own, every ask stands in the ledger, what they name is fetched; on both databases."""

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from factcheck.adapters.providers.searxng import Searxng
from factcheck.config import Settings
from factcheck.domain.days import Precision
from factcheck.domain.earlier import Came
from factcheck.domain.evidence import AskStatus, Query
from factcheck.domain.exports import Format
from factcheck.domain.fetching import FetchFailed, FetchProblem, HostBusy
from factcheck.domain.jobs import AskProvider, FetchLead, FindReports, MatchChecks
from factcheck.domain.plugins import Tried
from factcheck.domain.review import DismissReason, Move, QueueFilters
from factcheck.domain.sheets import AskSheet
from factcheck.language import CheckMatcher
from factcheck.services import asking, earlier, evidence, exports, jobs, ledger, plugins, trials
from factcheck.store.tables import Claim, Inquiry, JobRow, Lead
from factcheck.wiring import Desk
from tests.conftest import SetClock
from tests.elsewhere import Answer, Elsewhere, as_json, desk_beside, elsewhere, html
from tests.services.conftest import Newsroom
from tests.services.fakes import Installed, SharedWords, Web
from tests.services.page_work import fetch_and_read

HUSH = "key-hush-0123456789"
STATEMENT = "Sixty thousand people left Kastova after the flood."


def found(*urls: str) -> Answer:
    """What a SearXNG names."""
    return as_json({"results": [{"url": url, "title": f"On {url}"} for url in urls], "unresponsive_engines": []})


NOTHING = found()


@dataclass
class Search:
    """A newsroom whose desk asks one server, in the guise of several providers."""

    room: Newsroom
    server: Elsewhere

    @property
    def desk(self) -> Desk:
        return self.room.desk

    def switch_on(self, name: str = "searxng", **more: str) -> None:
        unit, plugged, boss = self.room.unit, self.desk.plugged, self.room.boss
        given = {"address": self.server.url, "index": self.server.url, "key": HUSH} | more
        version = plugins.sheet(unit(), plugged, name, boss).version
        kept = plugins.change(unit(), plugged, name, boss, seen=version, given=given)
        if not kept.on:
            plugins.switch(unit(), plugged, name, boss, seen=kept.version, on=True)

    def switch_off(self, name: str = "searxng") -> None:
        unit, plugged, boss = self.room.unit, self.desk.plugged, self.room.boss
        seen = plugins.sheet(unit(), plugged, name, boss).version
        plugins.switch(unit(), plugged, name, boss, seen=seen, on=False)

    def order(self, claim_id: int) -> list[int]:
        """Have the claim searched for, as its job does; the inquiries that are to be carried out."""
        asking.order(self.room.unit, self.desk.plugged, claim_id)
        with self.room.unit().writing() as session:
            for job in session.exec(select(JobRow).where(JobRow.name == FindReports.name)):
                job.done_at = self.room.clock.now
        return self.waiting(AskProvider.name)

    def waiting(self, name: str) -> list[int]:
        with self.room.unit().reading() as session:
            open_jobs = session.exec(select(JobRow).where(JobRow.name == name, JobRow.done_at == None))  # noqa: E711
            return [job.subject_id for job in open_jobs]

    def ask(self, inquiry: int, attempt: int = 1) -> None:
        """Carry the inquiry out as a worker does: under the lease of its job."""
        with self.room.unit().reading() as session:
            waits = select(JobRow.id).where(JobRow.name == AskProvider.name, JobRow.subject_id == inquiry)
            job = session.exec(waits.where(JobRow.done_at == None)).first()  # noqa: E711
        taken = jobs.take(self.room.unit(), job or 0)
        asking.ask_provider(
            self.room.unit, self.desk.plugged, self.desk.caller, SharedWords(), self.desk.canonical, inquiry, attempt
        )
        if taken:
            jobs.done(self.room.unit(), taken.id)

    def ledger(self, claim_id: int, provider: str = "SearXNG") -> list[AskSheet]:
        asks = evidence.sheet(self.room.unit(), claim_id, self.room.jana).asks
        return [ask for ask in asks if ask.provider == provider]

    def leads(self) -> list[Lead]:
        with self.room.unit().reading() as session:
            return list(session.exec(select(Lead).order_by(Lead.id)))  # type: ignore[arg-type]

    def inquiry(self, number: int) -> Inquiry:
        with self.room.unit().reading() as session:
            return session.get_one(Inquiry, number)


@pytest.fixture
def server() -> Iterator[Elsewhere]:
    with elsewhere() as server:
        server.says(NOTHING)
        yield server


@pytest.fixture
def desk(settings: Settings, clock: SetClock, server: Elsewhere) -> Iterator[Desk]:
    with desk_beside(server, settings, clock) as desk:
        yield desk


@pytest.fixture
def search(room: Newsroom, server: Elsewhere) -> Search:
    return Search(room, server)


def test_nobody_is_asked_unless_an_admin_has_switched_that_on(search: Search) -> None:
    assert search.order(search.room.claim(STATEMENT)) == []
    assert not search.server.asked


def test_every_query_is_a_line_of_the_ledger(search: Search) -> None:
    search.switch_on()
    claim = search.room.claim(STATEMENT)
    (inquiry,) = search.order(claim)
    search.server.says(NOTHING, found("https://tide.example/1", "https://tide.example/2"), NOTHING)
    search.ask(inquiry)
    asks = search.ledger(claim)
    assert {ask.words for ask in asks} == {asked.query["q"] for asked in search.server.asked}
    assert sorted(ask.status for ask in asks)[0] is AskStatus.FOUND
    assert sorted(ask.hits for ask in asks)[-1] == 2
    assert all(ask.at == search.room.clock.now and ask.again_at is None for ask in asks)
    assert search.inquiry(inquiry).done_at is not None


def test_what_is_named_is_fetched_under_one_spelling(search: Search) -> None:
    search.switch_on()
    (inquiry,) = search.order(search.room.claim(STATEMENT))
    search.server.says(found("https://tide.example/1?utm_source=x#top", "https://tide.example/1", "mailto:x@y.example"))
    search.ask(inquiry)
    (lead,) = search.leads()
    assert (lead.url, lead.provider) == ("https://tide.example/1", "SearXNG")
    assert search.waiting(FetchLead.name) == [lead.id]


def test_doing_it_twice_asks_once(search: Search) -> None:
    search.switch_on()
    claim = search.room.claim(STATEMENT)
    (inquiry,) = search.order(claim)
    search.ask(inquiry)
    asked = len(search.server.asked)
    search.ask(inquiry)
    search.order(claim)
    search.ask(inquiry)
    assert len(search.server.asked) == asked
    assert len(search.ledger(claim)) == asked


def test_a_search_that_a_person_wants_asks_again(search: Search) -> None:
    search.switch_on()
    claim = search.room.claim(STATEMENT)
    (inquiry,) = search.order(claim)
    search.ask(inquiry)
    asked = len(search.server.asked)
    search.room.clock.forward(timedelta(minutes=5))
    evidence.search_again(search.room.unit(), claim, search.room.jana)
    search.order(claim)
    search.ask(inquiry)
    assert len(search.server.asked) == 2 * asked
    assert len(search.ledger(claim)) == asked


def test_what_was_broken_off_goes_on_where_it_was(search: Search) -> None:
    search.switch_on()
    claim = search.room.claim(STATEMENT)
    (inquiry,) = search.order(claim)
    search.server.says(NOTHING, as_json({}, 503), NOTHING)
    with pytest.raises(FetchFailed) as failed:
        search.ask(inquiry)
    assert failed.value.retry_at is not None
    waiting = [ask for ask in search.ledger(claim) if ask.again_at]
    said = "has an error of its own (it answered 503)"
    assert [(ask.status, ask.problem) for ask in waiting] == [(AskStatus.ERROR, said)]
    first = search.server.asked[0].query["q"]
    search.ask(inquiry, attempt=2)
    assert [asked.query["q"] for asked in search.server.asked].count(first) == 1
    assert not [ask for ask in search.ledger(claim) if ask.again_at or ask.problem]


def test_who_asks_to_wait_is_waited_for(search: Search) -> None:
    search.switch_on()
    claim = search.room.claim(STATEMENT)
    (inquiry,) = search.order(claim)
    search.server.says(as_json({}, 429, Retry_After="120"))
    with pytest.raises(FetchFailed) as failed:
        search.ask(inquiry)
    assert failed.value.retry_at == search.room.clock.now + timedelta(seconds=120)
    (ask,) = search.ledger(claim)
    assert (ask.status, ask.again_at) == (AskStatus.THROTTLED, failed.value.retry_at)
    with pytest.raises(HostBusy):
        search.ask(inquiry)
    assert len(search.server.asked) == 1
    assert search.ledger(claim)[0].status is AskStatus.THROTTLED


def test_who_stands_in_line_comes_after_those_before(search: Search) -> None:
    """GDELT wants five seconds between two asks: each claim gets a time of its own instead of a crowd at one."""
    search.switch_on("gdelt")
    numbers = search.room.claims(f"{STATEMENT} The pier at Orlin is closed. Ferries leave from the old quay.")
    inquiries = [search.order(claim)[-1] for claim in numbers]
    search.server.says(as_json({}))
    free_at = []
    for inquiry in inquiries:
        with pytest.raises(HostBusy) as busy:
            search.ask(inquiry)
        free_at.append(busy.value.free_at)
    assert free_at == sorted(free_at)
    assert (free_at[2] - free_at[1]).total_seconds() > 4
    assert len(search.server.asked) == 1
    sheet = plugins.sheet(search.room.unit(), search.desk.plugged, "gdelt", search.room.boss)
    assert (sheet.asks, sheet.used) == (1, 1)  # what was not asked is not counted


@pytest.mark.parametrize("answer", [html(), html(403), as_json('{"results": [')])
def test_one_that_fails_for_good_is_said_to_have_failed(search: Search, answer: Answer) -> None:
    search.switch_on()
    claim = search.room.claim(STATEMENT)
    (inquiry,) = search.order(claim)
    search.server.says(answer)
    search.ask(inquiry)
    assert {ask.status for ask in search.ledger(claim)} == {AskStatus.ERROR}
    assert all(ask.problem for ask in search.ledger(claim))
    assert plugins.sheet(search.room.unit(), search.desk.plugged, "searxng", search.room.boss).problem


def test_the_fact_checks_that_a_provider_names_are_compared_with_the_claim(search: Search) -> None:
    search.switch_on("google-fact-checks")
    claim = search.room.claim(STATEMENT)
    (inquiry,) = search.order(claim)
    review = {"publisher": {"name": "Coast Check"}, "url": "https://coastcheck.example/1", "textualRating": "False"}
    elsewhere = review | {"url": "http://plain.example/1"}
    search.server.says(as_json({"claims": [{"text": STATEMENT, "claimReview": [review, elsewhere]}]}))
    search.ask(inquiry)
    assert search.waiting(MatchChecks.name) == [claim]
    earlier.match(search.room.unit(), CheckMatcher(), claim)
    [found] = evidence.sheet(search.room.unit(), claim, search.room.jana).earlier
    assert (found.rating, found.publisher, found.url) == ("False", "Coast Check", "https://coastcheck.example/1")
    assert (found.came, found.found_by) == (Came.NAMED, "Google Fact Check Tools")


def test_the_last_try_ends_it(search: Search) -> None:
    search.switch_on()
    claim = search.room.claim(STATEMENT)
    (inquiry,) = search.order(claim)
    search.server.says(as_json({}, 500))
    search.ask(inquiry, attempt=asking.TRIES)
    assert {(ask.status, ask.again_at) for ask in search.ledger(claim)} == {(AskStatus.ERROR, None)}
    assert search.inquiry(inquiry).done_at is not None


def test_one_slow_or_broken_provider_holds_up_no_other(search: Search) -> None:
    search.switch_on()
    search.switch_on("google-fact-checks")
    claim = search.room.claim(STATEMENT)
    google, searxng = search.order(claim)
    search.server.says(as_json({}, 503))
    with pytest.raises(FetchFailed):
        search.ask(google)
    search.server.says(found("https://tide.example/1"))
    search.ask(searxng)
    assert search.ledger(claim)[0].status is AskStatus.FOUND
    assert search.ledger(claim, "Google Fact Check Tools")[0].status is AskStatus.ERROR


def test_one_that_was_switched_off_meanwhile_is_off_in_the_ledger(search: Search) -> None:
    search.switch_on()
    claim = search.room.claim(STATEMENT)
    (inquiry,) = search.order(claim)
    search.switch_off()
    search.ask(inquiry)
    (ask,) = search.ledger(claim)
    assert (ask.status, ask.problem) == (AskStatus.OFF, "switched off")
    assert not search.server.asked


def test_being_switched_off_later_takes_no_answer_out_of_the_ledger(search: Search) -> None:
    search.switch_on()
    claim = search.room.claim(STATEMENT)
    (inquiry,) = search.order(claim)
    search.ask(inquiry)
    before = search.ledger(claim)
    search.switch_off()
    search.room.clock.forward(timedelta(days=1))
    evidence.search_again(search.room.unit(), claim, search.room.jana)
    search.ask(inquiry)
    assert search.ledger(claim) == before
    assert search.inquiry(inquiry).done_at is not None


def test_the_budget_of_a_day_makes_claims_wait_for_the_next(search: Search) -> None:
    search.switch_on(per_day="1")
    claim = search.room.claim(STATEMENT)
    (inquiry,) = search.order(claim)
    search.ask(inquiry)
    off = [ask for ask in search.ledger(claim) if ask.status is AskStatus.OFF]
    assert len(search.server.asked) == len(off) == 1
    assert "budget of 1 asks a day" in off[0].problem
    tomorrow = off[0].again_at
    assert tomorrow is not None
    assert tomorrow.date() == search.room.clock.now.date() + timedelta(days=1)
    assert not evidence.sheet(search.room.unit(), claim, search.room.jana).searching
    search.room.clock.forward(timedelta(days=1))
    search.ask(inquiry)
    assert len(search.server.asked) == 2
    search.room.clock.forward(timedelta(days=3))
    search.switch_on(per_day="0")
    search.ask(inquiry)
    assert search.inquiry(inquiry).done_at is not None


def test_enough_is_enough(search: Search) -> None:
    search.switch_on()
    (inquiry,) = search.order(search.room.claim(STATEMENT))
    search.server.says(found(*(f"https://tide.example/{number}" for number in range(asking.ENOUGH))))
    search.ask(inquiry)
    assert len(search.server.asked) == 1


def test_a_dismissed_claim_is_not_asked_about(search: Search) -> None:
    search.switch_on()
    claim = search.room.claim(STATEMENT)
    (inquiry,) = search.order(claim)
    search.room.move(claim, Move.DISMISS, search.room.eva, reason=DismissReason.OPINION)
    search.ask(inquiry)
    assert not search.server.asked
    assert search.ledger(claim)[0].status is AskStatus.OFF


def test_what_is_gone_is_looked_for_in_the_archive(search: Search) -> None:
    search.switch_on()
    search.switch_on("wayback")
    claim = search.room.claim(STATEMENT)
    searxng, wayback = search.order(claim)
    search.ask(wayback)
    assert not search.server.asked
    search.server.says(found("https://herald.example/gone"), NOTHING)
    search.ask(searxng)
    web = Web(search.room.clock)
    web.pages["https://herald.example/gone"] = FetchFailed(FetchProblem.GONE)
    fetch_and_read(search.room, web)
    asked = len(search.server.asked)
    copy = "https://web.archive.org/web/2026/https://herald.example/gone"
    search.server.says(as_json({"archived_snapshots": {"closest": {"available": True, "url": copy}}}))
    for inquiry in (searxng, wayback):
        search.ask(inquiry)
    assert len(search.server.asked) == asked + 1
    assert search.server.asked[-1].query["url"] == "https://herald.example/gone"
    assert [lead.url for lead in search.leads()][-1] == copy
    assert search.ledger(claim, "Wayback Machine")[0].words == "https://herald.example/gone"


def test_the_window_and_the_language_stand_in_the_ledger(search: Search) -> None:
    search.switch_on()
    claim = search.room.claim(STATEMENT, language="en", published=search.room.clock.now.date())
    (inquiry,) = search.order(claim)
    search.ask(inquiry)
    (ask, *_) = search.ledger(claim)
    assert ask.language == "en"
    assert ask.since is not None
    assert ask.until is not None
    assert ask.since < search.room.clock.now < ask.until


def test_the_ledger_leaves_with_the_check_but_not_what_was_asked_afterwards(search: Search) -> None:
    search.switch_on()
    room = search.room
    claim = room.claim(STATEMENT)
    (inquiry,) = search.order(claim)
    search.ask(inquiry)
    before = {ask.words for ask in search.ledger(claim)}
    room.clock.forward(timedelta(minutes=1))
    room.approved(claim)
    room.clock.forward(timedelta(minutes=1))
    room.move(claim, Move.REOPEN, room.eva, note="More is known.")
    with room.unit().writing() as session:
        ledger.note(session, claim, "SearXNG", Query("a wording in work"), ledger.Reply(AskStatus.NOTHING),
                    room.clock.now)  # fmt: skip
    (line,) = b"".join(
        exports.stream(room.unit(), search.desk.identity, Format.JSONL, QueueFilters())
    ).splitlines()  # fmt: skip
    asked = [ask for ask in json.loads(line)["asked"] if ask["provider"] == "SearXNG"]
    assert {ask["words"] for ask in asked} == before
    assert {ask["result"] for ask in asked} == {"nothing"}
    assert all(ask["at"] for ask in asked)
    assert b"in work" not in line


def test_gaps_are_prompted_once_the_search_is_over(search: Search) -> None:
    search.switch_on()
    claim = search.room.claim("Ukraine denies that sixty thousand people left Kastova.", language="en")
    (inquiry,) = search.order(claim)
    search.ask(inquiry)
    gaps = evidence.sheet(search.room.unit(), claim, search.room.jana).gaps
    assert gaps == ("No official document.", "No report in Ukrainian.")


@pytest.mark.parametrize(
    ("answer", "well", "said"),
    [(found("https://a.example"), True, "named 1 addresses"), (html(), False, "web page"), (html(403), False, "403"),
     (NOTHING, True, "named 0 addresses")],
)  # fmt: skip
def test_a_provider_is_tried_out(search: Search, answer: Answer, well: bool, said: str) -> None:
    search.switch_on()
    search.server.says(answer)
    tried: Tried = trials.try_out(
        search.room.unit(), search.desk.plugged, search.desk.caller, "searxng", search.room.boss
    )
    assert (tried.well, said in tried.sentence) == (well, True)
    sheet = plugins.sheet(search.room.unit(), search.desk.plugged, "searxng", search.room.boss)
    assert (sheet.used, bool(sheet.problem)) == (1, not well)


def test_the_page_of_a_provider_shows_its_last_asks(search: Search) -> None:
    search.switch_on()
    claim = search.room.claim(STATEMENT)
    (inquiry,) = search.order(claim)
    search.ask(inquiry)
    sheet = plugins.sheet(search.room.unit(), search.desk.plugged, "searxng", search.room.boss)
    assert {(ask.claim_id, ask.status) for ask in sheet.recent} == {(claim, AskStatus.NOTHING)}


def test_no_key_of_a_provider_is_in_a_log_or_in_the_ledger(search: Search, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    search.switch_on("google-fact-checks")
    claim = search.room.claim(STATEMENT)
    (inquiry,) = search.order(claim)
    search.server.says(as_json({"error": {"code": 400, "message": HUSH}}))
    search.ask(inquiry)
    asks = search.ledger(claim, "Google Fact Check Tools")
    assert search.server.asked[0].headers["x-goog-api-key"] == HUSH
    assert "GET" in caplog.text
    assert HUSH not in f"{caplog.text} {asks}"


def test_an_error_of_a_stranger_s_code_is_a_line_of_the_ledger(search: Search) -> None:
    class Broken(Searxng):
        def parse(self, *_: Any) -> Any:
            raise KeyError("results")

    search.switch_on()
    claim = search.room.claim(STATEMENT)
    (inquiry,) = search.order(claim)
    broken = replace(search.desk.plugged.plugins.named("searxng"), itself=Broken())
    search.desk.plugged = replace(search.desk.plugged, plugins=Installed((broken,)))
    search.ask(inquiry)
    assert {(ask.status, ask.problem) for ask in search.ledger(claim)} == {
        (AskStatus.ERROR, "an error of the plug-in (KeyError)")
    }


def test_the_days_of_the_event_are_searched_where_they_are_known(search: Search) -> None:
    search.switch_on()
    claim = search.room.claim(STATEMENT)
    with search.room.unit().writing() as session:
        row = session.get_one(Claim, claim)
        row.event_date, row.event_precision = date(2024, 2, 1), Precision.MONTH
    (inquiry,) = search.order(claim)
    search.ask(inquiry)
    (ask, *_) = search.ledger(claim)
    assert ask.since is not None
    assert ask.until is not None
    assert (ask.since.date(), ask.until.date()) == (date(2024, 1, 25), date(2024, 3, 30))


# --- In other languages ---------------------------------------------------------------------------

DENIAL = "Ukrainian officials said that 12,400 people had left Kastova after the flood."


def asked_in(search: Search, *languages: str) -> list[AskSheet]:
    """The ledger of a claim that names Ukraine, on a desk that wants these languages."""
    search.switch_on()
    claim = search.room.claim(DENIAL)
    (inquiry,) = search.order(claim)
    desk, unit = search.desk, search.room.unit
    for _ in range(2):
        asking.ask_provider(
            unit, desk.plugged, desk.caller, SharedWords(), desk.canonical, inquiry, languages=languages
        )
    return search.ledger(claim)


def test_a_claim_is_asked_about_in_the_language_of_a_party_where_the_desk_wants_it(search: Search) -> None:
    ledger = asked_in(search, "uk", "tr")
    assert [ask.words for ask in ledger if ask.language == "uk"] == ["Кастова 12,400"]
    assert {ask.language for ask in ledger} == {"uk", "en"}
    sent = [asked.query for asked in search.server.asked if asked.query["language"] == "uk"]
    assert [query["q"] for query in sent] == ["Кастова 12,400"]


def test_it_is_asked_in_the_article_s_language_alone_where_the_desk_wants_no_other(search: Search) -> None:
    assert {ask.language for ask in asked_in(search)} == {"en"}


def test_the_same_words_in_two_languages_are_two_lines_of_the_ledger(search: Search) -> None:
    claim, now = search.room.claim(STATEMENT), search.room.clock.now
    for language in ("de", "fr", "de"):
        with search.room.unit().writing() as session:
            reply = ledger.Reply(AskStatus.NOTHING)
            ledger.note(session, claim, "GDELT", Query("Kastova 12,400", language), reply, now)
    assert sorted(ask.language for ask in search.ledger(claim, "GDELT")) == ["de", "fr"]


def test_the_gap_prompt_goes_by_the_languages_that_the_desk_wants(search: Search) -> None:
    room, claim = search.room, search.room.claim(DENIAL)
    with room.unit().writing() as session:
        for job in session.exec(select(JobRow)):
            job.done_at = room.clock.now

    def missed(*languages: str) -> bool:
        return "No report in Ukrainian." in evidence.sheet(room.unit(), claim, room.jana, languages).gaps

    assert (missed(), missed("uk"), missed("tr")) == (True, True, False)
