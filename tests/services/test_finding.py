"""What the workers find: each thing once, each failure visible, and nothing that a person has decided is touched."""

import json
from datetime import timedelta

import pytest

from factcheck.adapters.extracting import DocumentExtractor
from factcheck.domain.earlier import Came
from factcheck.domain.errors import Invalid, NotFound, Refused
from factcheck.domain.evidence import AskStatus, SourceKind
from factcheck.domain.fetching import Extractor, FetchFailed, FetchProblem, HostBusy
from factcheck.domain.jobs import FetchLead, FindReports, MatchChecks
from factcheck.domain.review import DismissReason, Move
from factcheck.domain.sheets import EvidenceSheet
from factcheck.language import CheckMatcher
from factcheck.services import attaching, earlier, evidence, failures, finding, jobs, keeping, outlets
from factcheck.store import evidence as rows
from factcheck.store import jobs as job_rows
from tests.services.conftest import FOR, Newsroom
from tests.services.fakes import LineFeed, SharedWords, Web
from tests.services.page_work import fetch_and_read

FEED = "https://courier.example/feed"
PAGE = "https://courier.example/pier"
WORDS = "The northern pier is closed, a welder said, and nobody knows for how long it will stay that way."


class Search:
    """A newsroom with one outlet on a web of its own, and the workers' hands."""

    def __init__(self, room: Newsroom) -> None:
        self.room, self.web = room, Web(room.clock)
        self.outlet = outlets.add(room.unit(), room.eva, name="Courier", site="", feed_url=FEED).id
        self.web.pages[FEED] = f"{PAGE}|The northern pier is closed|A welder says so."
        self.web.pages[PAGE] = f"Pier closed\n{WORDS}"
        self.claim = room.claim()

    def poll(self) -> None:
        finding.poll_outlet(self.room.unit, self.web, LineFeed(), self.outlet)

    def gather(self) -> None:
        finding.gather(self.room.unit, SharedWords(), self.claim)

    def leads(self) -> list[int]:
        with self.room.unit().reading() as session:
            return [lead.id or 0 for lead in rows.leads(session, self.claim)]

    def fetch(self, attempt: int = 1, extractor: Extractor | None = None) -> None:
        fetch_and_read(self.room, self.web, extractor, attempt)

    def everything(self) -> None:
        self.poll()
        self.gather()
        self.fetch()

    def sheet(self) -> EvidenceSheet:
        return evidence.sheet(self.room.unit(), self.claim, self.room.jana)

    def wanted(self, name: str, subject: int) -> int:
        with self.room.unit().reading() as session:
            return job_rows.open_for(session, [name], [subject])


@pytest.fixture
def search(settled: Newsroom) -> Search:
    return Search(settled)


def test_a_report_is_found_fetched_and_kept(search: Search) -> None:
    search.everything()
    [origin] = search.sheet().origins
    [report] = origin.reports
    assert (report.url, report.outlet, report.passage, report.title) == (PAGE, "Courier", WORDS, "Pier closed")
    assert search.room.desk.vault.read(report.kept) == search.web.pages[PAGE].encode()  # type: ignore[union-attr]
    assert evidence.kept(search.room.unit(), report.id, search.room.jana)[1] == WORDS
    assert [(ask.provider, ask.status, ask.hits) for ask in search.sheet().asks] == [
        ("Courier", AskStatus.FOUND, 1), ("the desk's own archive", AskStatus.NOTHING, 0),
    ]  # fmt: skip


def test_doing_everything_twice_finds_nothing_twice(search: Search) -> None:
    search.everything()
    before, visits = search.sheet(), len(search.web.visits)
    search.room.clock.forward(timedelta(minutes=11))
    search.everything()
    after = search.sheet()
    assert (after.origins, after.report_count, len(search.leads())) == (before.origins, 1, 1)
    assert [ask.provider for ask in after.asks] == [ask.provider for ask in before.asks]
    assert search.web.visits[visits:] == [FEED], "a page that was fetched is not fetched again"


def test_a_page_is_fetched_once_for_all_claims_of_a_day(search: Search) -> None:
    search.everything()
    search.claim = search.room.claim("The northern pier is closed for good.", url="https://herald.example/2")
    search.gather()
    search.fetch()
    assert search.sheet().report_count >= 1
    assert search.web.visits.count(PAGE) == 1


def test_a_page_that_has_nothing_to_say_is_no_report(search: Search) -> None:
    search.web.pages[PAGE] = "Sports\nKastova won again."
    search.everything()
    assert (search.sheet().report_count, search.sheet().waiting) == (0, 0)
    [vain] = search.sheet().vain
    assert (vain.outlet, vain.url, vain.title) == ("Courier", PAGE, "The northern pier is closed")


def test_only_what_was_read_and_is_no_report_was_read_in_vain(search: Search) -> None:
    search.poll()
    search.gather()
    assert search.sheet().vain == (), "what is still to be fetched"
    search.fetch()
    assert search.sheet().vain == (), "what became a report"
    search.web.pages[PAGE] = FetchFailed(FetchProblem.GONE)
    search.claim = search.room.claim("The northern pier is closed for good.", url="https://herald.example/2")
    search.room.clock.forward(timedelta(days=2))
    search.gather()
    search.fetch()
    assert (len(search.sheet().troubles), search.sheet().vain) == (1, ()), "what could not be read"


def test_a_failed_fetch_is_visible_with_the_time_of_the_next_try(search: Search) -> None:
    again = search.room.clock.now + timedelta(minutes=5)
    search.web.pages[PAGE] = FetchFailed(FetchProblem.THROTTLED, retry_at=again)
    search.poll()
    search.gather()
    search.fetch()
    [trouble] = search.sheet().troubles
    assert (trouble.outlet, trouble.url, trouble.problem, trouble.again_at) == (
        "Courier", PAGE, "asks the desk to wait", again,
    )  # fmt: skip
    assert search.sheet().waiting == 1
    search.room.clock.forward(timedelta(minutes=5))
    search.fetch(attempt=failures.TRIES)
    assert (search.sheet().troubles[0].again_at, search.sheet().waiting) == (None, 0)
    search.web.pages[PAGE] = f"Pier closed\n{WORDS}"
    evidence.search_again(search.room.unit(), search.claim, search.room.jana)
    assert search.wanted(FetchLead.name, search.leads()[0]) == 1
    search.fetch()
    assert (search.sheet().troubles, search.sheet().report_count) == ((), 1)


def test_a_busy_host_is_no_failure(search: Search) -> None:
    search.web.pages[PAGE] = HostBusy("courier.example", search.room.clock.now)
    search.poll()
    search.gather()
    search.fetch()
    assert (search.sheet().troubles, search.sheet().waiting) == ((), 1)


def test_a_feed_that_fails_is_visible_at_the_outlet_and_at_the_claim(search: Search) -> None:
    search.web.pages[FEED] = FetchFailed(FetchProblem.TOO_SLOW)
    search.poll()
    search.gather()
    [outlet] = outlets.known(search.room.unit(), search.room.jana)
    assert (outlet.problem, outlet.again_at) == ("timed out", search.room.clock.now + finding.POLL_EVERY)
    ask = next(ask for ask in search.sheet().asks if ask.provider == "Courier")
    assert (ask.status, ask.problem, ask.again_at) == (AskStatus.ERROR, "timed out", outlet.again_at)


def test_a_feed_is_read_by_one_worker_at_a_time_and_not_before_its_time(search: Search) -> None:
    search.poll()
    search.poll()
    assert search.web.visits == [FEED]
    search.room.clock.forward(finding.POLL_EVERY)
    search.poll()
    assert search.web.visits == [FEED, FEED]
    assert outlets.known(search.room.unit(), search.room.jana)[0].entries == 1


def test_copies_are_one_origin(search: Search) -> None:
    copy = "https://courier.example/copy"
    search.web.pages[copy] = f"Pier closed\nBy our own reporter. {WORDS}"
    search.web.pages[FEED] = f"{PAGE}|The northern pier is closed|x\n{copy}|Northern pier closed|y"
    search.everything()
    row = search.room.sheet(search.claim).row
    assert (row.reports, row.origins, len(search.sheet().origins)) == (2, 1, 1)


def test_a_fact_check_in_the_markup_of_a_page_answers_the_claim(search: Search) -> None:
    """With the real extractor: the page is fetched for a claim, and what it has checked is an earlier check of it."""
    search.poll()
    search.gather()
    check = {
        "@type": "ClaimReview", "url": PAGE, "claimReviewed": "The northern pier is closed.",
        "author": {"name": "The Great Agency"}, "reviewRating": {"alternateName": "Half true"},
    }  # fmt: skip
    stranger = check | {"url": "https://agency.example/pier", "claimReviewed": "The northern pier is closed today."}
    markup = f'<script type="application/ld+json">{json.dumps([check, stranger])}</script>'
    search.web.pages[PAGE] = f"<!doctype html><html><head>{markup}</head><body><article><p>{WORDS}</p>"
    search.fetch(extractor=DocumentExtractor())
    assert search.wanted(MatchChecks.name, search.claim) == 1
    earlier.match(search.room.unit(), CheckMatcher(), search.claim)
    [found] = search.sheet().earlier
    assert (found.rating, found.publisher, found.url) == ("Half true", "courier.example", PAGE)
    assert (found.came, found.found_by) == (Came.PAGE, PAGE)


def test_the_desks_own_archive_is_asked_too(search: Search) -> None:
    other = search.room.article("The northern pier is closed, wrote the Courier.", url="https://herald.example/2")
    search.gather()
    search.fetch()
    assert [report.url for origin in search.sheet().origins for report in origin.reports] == [f"article:{other}"]


def test_background_results_change_no_version_no_stage_and_no_verdict(search: Search) -> None:
    room = search.room
    taken = room.take(search.claim)
    search.everything()
    after = room.sheet(search.claim)
    assert (after.version, after.row.stage, after.row.lease_until) == (
        taken.version,
        taken.row.stage,
        taken.row.lease_until,
    )
    assert after.row.reports == 1
    room.attach(search.claim)
    room.move(search.claim, Move.RELEASE, room.jana, seen=taken.version + 1)


def test_new_evidence_after_the_approval_raises_a_flag_and_changes_nothing_else(search: Search) -> None:
    room = search.room
    room.approved(search.claim)
    before = room.sheet(search.claim)
    assert not before.row.new_evidence
    room.clock.forward(timedelta(hours=1))
    search.everything()
    after = room.sheet(search.claim)
    assert after.row.new_evidence
    assert (after.version, after.row.stage, after.findings) == (before.version, before.row.stage, before.findings)


def test_an_approved_claim_is_searched_for_again_when_feeds_bring_something(search: Search) -> None:
    search.gather()
    search.room.approved(search.claim)
    for message in jobs.due(search.room.unit()):
        jobs.done(search.room.unit(), message.id)
    search.room.clock.forward(timedelta(hours=1))
    search.poll()
    assert search.wanted(FindReports.name, search.claim) == 1


@pytest.mark.parametrize("end", ["dismissed", "voided"])
def test_nobody_searches_for_what_is_over(search: Search, end: str) -> None:
    room = search.room
    if end == "dismissed":
        room.move(search.claim, Move.DISMISS, room.jana, reason=DismissReason.OPINION)
    else:
        room.approved(search.claim)
        room.move(search.claim, Move.VOID, room.eva, public_note="Wrong pier.")
    search.poll()
    search.gather()
    assert (search.leads(), search.sheet().asks) == ([], ())


def test_a_report_is_attached_once_with_its_kept_copy(search: Search) -> None:
    room = search.room
    search.everything()
    report = search.sheet().origins[0].reports[0]
    seen = room.seen(search.claim)
    sheet = attaching.attach_report(room.unit(), search.claim, room.jana, seen=seen, report_id=report.id, stance=FOR,
                                   kind=SourceKind.SECONDARY)  # fmt: skip
    [source] = sheet.sources
    assert (source.url, source.passage, source.kept, source.kept_at) == (PAGE, WORDS, report.kept, room.clock.now)
    copy = keeping.file_of(room.unit(), room.desk.vault, search.claim, source.id, room.jana, warc=False)
    assert copy.decode() == search.web.pages[PAGE]
    assert search.sheet().origins[0].reports[0].attached
    with pytest.raises(Refused, match="attached already"):
        attaching.attach_report(room.unit(), search.claim, room.jana, seen=seen + 1, report_id=report.id, stance=FOR,
                               kind=SourceKind.SECONDARY)  # fmt: skip
    other = room.claim("A tower fell.", url="https://herald.example/3")
    with pytest.raises(NotFound, match="no such report for this claim"):
        attaching.attach_report(room.unit(), other, room.jana, seen=1, report_id=report.id, stance=FOR,
                               kind=SourceKind.SECONDARY)  # fmt: skip
    with pytest.raises(Invalid, match="not the address of a web page"):
        attaching.change_source(room.unit(), search.claim, room.jana, seen=seen + 1, source_id=source.id,
                               changes={"url": "javascript:alert(1)"})  # fmt: skip
