"""An editor's reading: ticks that go when their source changes, and a checklist that says what is open."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlmodel import col

from factcheck.domain.approving import checklist, then_and_now
from factcheck.domain.errors import NotAllowed, NotFound, WrongStage
from factcheck.domain.evidence import AskStatus, Medium, SearchState, SourceKind
from factcheck.domain.jobs import AskProvider, FindReports
from factcheck.domain.people import Actor
from factcheck.domain.review import Move, QueueFilters, Stage, Verdict
from factcheck.services import approving, attaching, claims, earlier, evidence, finding
from factcheck.store import jobs
from factcheck.store.tables import Ask, Inquiry, JobRow, Lead, Page, Report
from tests.services.conftest import Newsroom
from tests.services.test_amending import amend


def source_of(settled: Newsroom, claim: int) -> int:
    return settled.sheet(claim).sources[0].id


def asked(settled: Newsroom, claim: int, provider: str, status: AskStatus) -> None:
    """The ledger says this of a provider, and no job of the search is left."""
    with settled.unit().writing() as session:
        at = settled.clock.now
        session.add(Ask(claim_id=claim, provider=provider, words="pier", status=status, first_at=at, at=at))
        session.execute(update(JobRow).where(col(JobRow.done_at).is_(None)).values(done_at=at))


def searched(settled: Newsroom, claim: int) -> None:
    asked(settled, claim, "Courier", AskStatus.NOTHING)


def search_line(settled: Newsroom, claim: int) -> tuple[SearchState, bool, str]:
    """How far the search is, and what the checklist makes of it."""
    sheet = settled.sheet(claim, settled.eva)
    assert sheet.latest is not None
    found = evidence.sheet(settled.unit(), claim, settled.eva)
    line = checklist(sheet, sheet.latest, found, frozenset())[2]
    return found.search, line.done, line.words


def open_lines(settled: Newsroom, claim: int) -> list[str]:
    sheet = settled.sheet(claim, settled.eva)
    assert sheet.latest is not None
    found = evidence.sheet(settled.unit(), claim, settled.eva)
    ticked = approving.ticked(settled.unit(), claim, settled.eva)
    return [check.words for check in checklist(sheet, sheet.latest, found, ticked) if not check.done]


def found_now(settled: Newsroom, claim: int, name: str) -> None:
    with settled.unit().writing() as session:
        page = Page(
            url=f"https://wire.example/{name}", title=name, text="The pier is shut.", fetched_at=settled.clock.now
        )
        session.add(page)
        session.flush()
        session.add(
            Report(
                claim_id=claim, page_id=page.id or 0, provider="feed", score=0.9, passage_start=0, passage_end=17,
                found_at=settled.clock.now,
            )
        )  # fmt: skip


def test_a_tick_is_one_editors_and_can_be_taken_back(settled: Newsroom) -> None:
    claim = settled.submitted()
    source = source_of(settled, claim)
    assert approving.tick(settled.unit(), claim, source, settled.eva, read=True) == {source}
    assert approving.tick(settled.unit(), claim, source, settled.eva, read=True) == {source}
    assert approving.ticked(settled.unit(), claim, settled.max) == frozenset()
    assert approving.tick(settled.unit(), claim, source, settled.eva, read=False) == frozenset()


def test_a_tick_goes_when_its_source_changes_and_only_then(settled: Newsroom) -> None:
    claim = settled.claim()
    settled.take(claim)
    settled.attach(claim)
    settled.attach(claim, title="Minutes of the harbour board")
    settled.submit(claim)
    first, second = (source.id for source in settled.sheet(claim).sources)
    for source in (first, second):
        approving.tick(settled.unit(), claim, source, settled.eva, read=True)
    settled.move(claim, Move.RETURN, settled.eva, note="Quote the register.")
    settled.open(claim)
    attaching.change_source(
        settled.unit(), claim, settled.jana, seen=settled.seen(claim), source_id=first,
        changes={"passage": "Pier 3: closed."},
    )  # fmt: skip
    settled.submit(claim)
    assert approving.ticked(settled.unit(), claim, settled.eva) == {second}


def test_who_cannot_approve_ticks_nothing(settled: Newsroom) -> None:
    claim = settled.submitted()
    source = source_of(settled, claim)
    with pytest.raises(NotAllowed):
        approving.tick(settled.unit(), claim, source, settled.jana, read=True)
    with pytest.raises(NotFound):
        approving.tick(settled.unit(), claim, source + 99, settled.eva, read=True)
    settled.approve(claim)
    with pytest.raises(WrongStage):
        approving.tick(settled.unit(), claim, source, settled.eva, read=True)


def test_the_list_names_who_wrote_what_waits_and_whose_it_is(settled: Newsroom) -> None:
    def listed(actor: Actor) -> dict[int, tuple[tuple[str, ...], bool]]:
        rows, _ = claims.listed(settled.unit(), actor, QueueFilters(stage=Stage.SUBMITTED))
        return {row.id: (row.authors, row.is_own) for row in rows}

    one, other, queued = settled.claims()[:3]
    settled.submitted(one)
    settled.take(other, settled.max)
    settled.attach(other, settled.max)
    settled.submit(other, settled.max)
    assert listed(settled.eva) == {one: (("Jana",), False), other: (("Max",), False)}
    amend(settled, one, settled.eva, rationale="The register says it in two entries.")
    assert listed(settled.eva) == {one: (("Jana", "Eva"), True), other: (("Max",), False)}
    assert listed(settled.max)[other] == (("Max",), True)
    settled.move(one, Move.RETURN, settled.max, note="Which entries?")
    assert listed(settled.max).keys() == {other}
    rows, _ = claims.listed(settled.unit(), settled.eva, QueueFilters(stage=Stage.CHECKING))
    assert [(row.id, row.authors) for row in rows] == [(one, ())], "a finding sent back waits for nobody"
    assert queued not in listed(settled.eva)


def test_the_checklist_says_what_is_open(settled: Newsroom) -> None:
    claim = settled.submitted()
    searched(settled, claim)
    assert open_lines(settled, claim) == ["0 of 1 sources ticked as read."]
    approving.tick(settled.unit(), claim, source_of(settled, claim), settled.eva, read=True)
    assert open_lines(settled, claim) == []
    settled.clock.forward(timedelta(hours=1))
    found_now(settled, claim, "later")
    assert open_lines(settled, claim) == ["1 report has come since it was sent."]


def test_without_the_evidence_rule_the_reason_is_to_be_read(settled: Newsroom) -> None:
    claim = settled.claim()
    settled.take(claim)
    settled.submit(claim, override="The register is sealed; I have seen it.")
    searched(settled, claim)
    assert open_lines(settled, claim) == ["The evidence rule is not met; the reason why it stands without is given."]


def by_hand(settled: Newsroom, claim: int, outlet: str) -> None:
    """Somebody adds a page of this outlet by its address."""
    url = f"https://{outlet.lower()}.example/ferry"
    settled.attach(claim, medium=Medium.WEB, kind=SourceKind.SECONDARY, url=url, outlet=outlet)


def sent_and_searched(settled: Newsroom, claim: int) -> None:
    settled.submit(claim)
    searched(settled, claim)


def test_pages_that_count_as_independent_and_were_never_compared_are_said(settled: Newsroom) -> None:
    """Two outlets with the same text, both added by hand: nobody but a person would see that they are one."""
    claim = settled.claim()
    settled.take(claim)
    by_hand(settled, claim, "Quay")
    by_hand(settled, claim, "Coast")
    sent_and_searched(settled, claim)
    two = "2 pages were added by hand, and no worker has compared them: see that none is a copy."
    assert open_lines(settled, claim) == ["0 of 2 sources ticked as read.", two]


def test_one_page_by_hand_beside_a_report_is_said(settled: Newsroom) -> None:
    claim = settled.claim()
    found_now(settled, claim, "early")
    settled.take(claim)
    report = evidence.sheet(settled.unit(), claim, settled.jana).reports[0]
    settled.attach(claim, medium=Medium.WEB, kind=SourceKind.SECONDARY, report_id=report.id)
    by_hand(settled, claim, "Quay")
    sent_and_searched(settled, claim)
    one = "1 page was added by hand, and no worker has compared it with the others: see that it is no copy."
    assert open_lines(settled, claim) == ["0 of 2 sources ticked as read.", one]


def test_beside_a_primary_source_nothing_is_said_of_pages_by_hand(settled: Newsroom) -> None:
    claim = settled.claim()
    settled.take(claim)
    settled.attach(claim)
    by_hand(settled, claim, "Quay")
    sent_and_searched(settled, claim)
    assert open_lines(settled, claim) == ["0 of 2 sources ticked as read."]


def test_unverified_says_what_was_tried(settled: Newsroom) -> None:
    claim = settled.claim()
    settled.take(claim)
    settled.submit(claim, verdict=Verdict.UNVERIFIED, tried="The harbour office, twice.")
    searched(settled, claim)
    assert open_lines(settled, claim) == []


def test_evidence_then_and_now(settled: Newsroom) -> None:
    claim = settled.claim()
    found_now(settled, claim, "early")
    settled.submitted(claim)
    settled.clock.forward(timedelta(hours=1))
    found_now(settled, claim, "late")
    settled.clock.forward(timedelta(hours=1))
    found_now(settled, claim, "later")
    latest = settled.sheet(claim).latest
    assert latest is not None
    evidence_now = evidence.sheet(settled.unit(), claim, settled.eva)
    both = then_and_now(evidence_now, latest.submitted_at)
    assert (both.reports_then, both.reports_now) == (1, 3)
    assert (both.origins_then, both.origins_now) == (1, 3)
    assert [report.title for report in both.since] == ["later", "late"]
    assert then_and_now(replace(evidence_now, origins=()), latest.submitted_at).since == ()


# --- What "nothing has come" is worth -------------------------------------------------------------

NOBODY = (SearchState.NOT_BEGUN, False, "Nobody has searched for reports on it yet.")
UNDER_WAY = (SearchState.UNDER_WAY, False, "The search is under way; no report has come since it was sent.")
ALONE = (
    SearchState.ALONE, False, "Only the desk's own archive was searched; no report has come since it was sent.",
)  # fmt: skip
DONE = (SearchState.DONE, True, "No report has come since it was sent.")


def test_before_anybody_has_searched_nothing_is_said_to_be_missing(settled: Newsroom) -> None:
    claim = settled.submitted()
    assert search_line(settled, claim) == NOBODY
    asked(settled, claim, earlier.LEDGER, AskStatus.NOTHING)
    assert search_line(settled, claim) == NOBODY, "comparing with earlier checks is no search, and no job is left"


def test_the_own_archive_alone_is_no_answer_from_outside(settled: Newsroom) -> None:
    claim = settled.submitted()
    asked(settled, claim, finding.OWN_ARCHIVE, AskStatus.NOTHING)
    assert search_line(settled, claim) == ALONE


@pytest.mark.parametrize("status", [AskStatus.OFF, AskStatus.ERROR, AskStatus.THROTTLED])
def test_who_is_off_or_fails_has_not_answered(settled: Newsroom, status: AskStatus) -> None:
    claim = settled.submitted()
    asked(settled, claim, finding.OWN_ARCHIVE, AskStatus.FOUND)
    asked(settled, claim, "Courier", status)
    assert search_line(settled, claim) == ALONE
    asked(settled, claim, "Herald", AskStatus.NOTHING)
    assert search_line(settled, claim) == DONE


@pytest.mark.parametrize("left", ["search", "provider", "page"])
def test_as_long_as_somebody_searches_the_line_stays_open(settled: Newsroom, left: str) -> None:
    claim = settled.submitted()
    searched(settled, claim)
    assert search_line(settled, claim) == DONE
    with settled.unit().writing() as session:
        now = settled.clock.now
        if left == "search":
            jobs.enqueue(session, FindReports, claim, now)
        elif left == "provider":
            inquiry = Inquiry(claim_id=claim, provider="searxng", wanted_at=now)
            session.add(inquiry)
            session.flush()
            jobs.enqueue(session, AskProvider, inquiry.id or 0, now)
        else:
            session.add(Lead(claim_id=claim, url="https://wire.example/1", provider="Courier", found_at=now))
    assert search_line(settled, claim) == UNDER_WAY


def test_what_has_come_is_said_however_far_the_search_is(settled: Newsroom) -> None:
    claim = settled.submitted()
    settled.clock.forward(timedelta(hours=1))
    found_now(settled, claim, "later")
    assert search_line(settled, claim)[1:] == (False, "1 report has come since it was sent.")
    searched(settled, claim)
    assert search_line(settled, claim)[1:] == (False, "1 report has come since it was sent.")
