"""Joining and parting origins: what a person decides goes before what was measured, counts, and can be undone."""

from datetime import UTC, datetime, timedelta

import pytest

from factcheck.domain.errors import Invalid, NotFound, OutOfDate, Refused
from factcheck.domain.evidence import Medium, SourceKind, Stance
from factcheck.domain.people import Actor
from factcheck.domain.review import Stage
from factcheck.services import evidence, history, origins, undoing
from factcheck.store.tables import Page, Report
from tests.services.conftest import Newsroom

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
WIRE = (
    "The harbour authority closed the northern pier on Monday after inspectors found cracks in two of its supports, "
    "and ferries to the islands will leave from the old quay until the repairs are finished in June."
)
OWN = (
    "Passengers for the islands queued at the old quay this morning. Nobody could say when the pier opens again; "
    "a welder pointed at a support with a crack as wide as a thumb and shook his head."
)
WHY = "The editor of the Echo says so."


def report(newsroom: Newsroom, claim_id: int, outlet: str, text: str, hours: int) -> int:
    """A report as a worker leaves it behind, grouped with the others."""
    with newsroom.unit().writing() as session:
        page = Page(url=f"https://{outlet.lower()}.example/1", title="Pier", outlet=outlet, text=text, fetched_at=NOON)
        page.published = NOON + timedelta(hours=hours)
        session.add(page)
        session.flush()
        found = Report(claim_id=claim_id, page_id=page.id or 0, provider="feed", score=0.9, passage_start=0,
                       passage_end=20, found_at=NOON)  # fmt: skip
        session.add(found)
        session.flush()
        origins.regroup(session, claim_id)
        return found.id or 0


class Reported:
    """A claim with a wire report, its copy and one of somebody's own."""

    def __init__(self, newsroom: Newsroom) -> None:
        self.newsroom, self.claim = newsroom, newsroom.claim()
        self.wire = report(newsroom, self.claim, "Northwire", WIRE, 0)
        self.copy = report(newsroom, self.claim, "Echo", f"{WIRE} Ferries are late.", 1)
        self.own = report(newsroom, self.claim, "Bugle", OWN, 2)

    def groups(self) -> list[list[int]]:
        found = evidence.sheet(self.newsroom.unit(), self.claim, self.newsroom.jana)
        return sorted([report.id for report in origin.reports] for origin in found.origins)

    def place(self, number: int, other: int | None, reason: str = WHY, actor: Actor | None = None) -> None:
        seen = self.newsroom.seen(self.claim)
        origins.place(
            self.newsroom.unit(), self.claim, actor or self.newsroom.jana, seen=seen, report_id=number,
            together_with=other, reason=reason,
        )  # fmt: skip


@pytest.fixture
def reported(room: Newsroom) -> Reported:
    return Reported(room)


def test_the_pane_says_who_copied_whom(reported: Reported) -> None:
    found = evidence.sheet(reported.newsroom.unit(), reported.claim, reported.newsroom.jana)
    assert reported.groups() == [[reported.wire, reported.copy], [reported.own]]
    copied = found.report(reported.copy)
    assert copied is not None
    assert (copied.copied_from, copied.copied_how) == (reported.wire, "100% of the shorter text stand in the other")
    row = reported.newsroom.sheet(reported.claim).row
    assert (row.reports, row.origins) == (3, 2)


def test_the_origin_stands_first_in_its_group_where_another_has_a_day_without_an_hour(room: Newsroom) -> None:
    claim = room.claim()
    day_only = report(room, claim, "Echo", f"{WIRE} Ferries are late.", -NOON.hour)
    wire = report(room, claim, "Northwire", WIRE, 0)
    found = evidence.sheet(room.unit(), claim, room.jana)
    assert [[report.id for report in origin.reports] for origin in found.origins] == [[wire, day_only]]
    copied = found.report(day_only)
    assert copied is not None
    assert copied.copied_from == wire


def test_joined_reports_count_as_one_origin(reported: Reported) -> None:
    for number in (reported.wire, reported.own):
        reported.newsroom.attach(
            reported.claim, report_id=number, medium=Medium.WEB, kind=SourceKind.SECONDARY, title=""
        )
    assert reported.newsroom.sheet(reported.claim).supports.met
    reported.place(reported.own, reported.copy)
    assert reported.groups() == [[reported.wire, reported.copy, reported.own]]
    state = reported.newsroom.sheet(reported.claim).supports
    assert (state.met, state.independent) == (False, 1)
    assert reported.newsroom.sheet(reported.claim).row.origins == 1


def test_a_parted_copy_is_an_origin_of_its_own(reported: Reported) -> None:
    reported.place(reported.copy, None)
    assert reported.groups() == [[reported.wire], [reported.copy], [reported.own]]


def test_decisions_survive_what_the_workers_find_later(reported: Reported) -> None:
    reported.place(reported.copy, None)
    reported.place(reported.own, reported.wire)
    later = report(reported.newsroom, reported.claim, "Mail", WIRE, 5)
    assert reported.groups() == [[reported.wire, reported.own, later], [reported.copy]]


def test_a_decision_is_in_the_history_with_its_reason_and_can_be_undone(reported: Reported) -> None:
    reported.place(reported.copy, None)
    unit, jana = reported.newsroom.unit, reported.newsroom.jana
    newest = history.lines(unit(), f"claim:{reported.claim}", jana)[0]
    assert (newest.what, newest.note, newest.undoable) == ("place origin", WHY, True)
    assert newest.changes == (("Echo", "as the workers find", "stands by itself"),)
    undoing.undo(unit(), reported.claim, jana, seen=reported.newsroom.seen(reported.claim), seq=newest.seq)
    assert reported.groups() == [[reported.wire, reported.copy], [reported.own]]


def test_undoing_brings_back_the_decision_before(reported: Reported) -> None:
    reported.place(reported.own, reported.wire)
    reported.place(reported.own, None, "The Bugle had a reporter there.")
    unit, jana = reported.newsroom.unit, reported.newsroom.jana
    newest = history.lines(unit(), f"claim:{reported.claim}", jana)[0]
    undoing.undo(unit(), reported.claim, jana, seen=reported.newsroom.seen(reported.claim), seq=newest.seq)
    found = evidence.sheet(unit(), reported.claim, jana).report(reported.own)
    assert found is not None
    assert (found.placed_with, found.placed_reason, found.placed_by) == (reported.wire, WHY, "Jana")


def test_a_decision_can_be_withdrawn(reported: Reported) -> None:
    reported.place(reported.copy, None)
    origins.leave_to_workers(
        reported.newsroom.unit(), reported.claim, reported.newsroom.jana, seen=reported.newsroom.seen(reported.claim),
        report_id=reported.copy,
    )  # fmt: skip
    assert reported.groups() == [[reported.wire, reported.copy], [reported.own]]


def test_deciding_raises_the_version_and_needs_the_one_on_screen(reported: Reported) -> None:
    before = reported.newsroom.seen(reported.claim)
    reported.place(reported.copy, None)
    assert reported.newsroom.seen(reported.claim) == before + 1
    with pytest.raises(OutOfDate):
        origins.place(
            reported.newsroom.unit(), reported.claim, reported.newsroom.jana, seen=before, report_id=reported.own,
            together_with=None, reason=WHY,
        )  # fmt: skip


@pytest.mark.parametrize("reason", ["", "  ", "ok"])
def test_no_decision_without_a_reason(reported: Reported, reason: str) -> None:
    with pytest.raises(Invalid) as refused:
        reported.place(reported.copy, None, reason)
    assert refused.value.field == "reason"
    assert reported.groups() == [[reported.wire, reported.copy], [reported.own]]


def test_a_report_is_joined_with_another_of_its_claim_only(reported: Reported) -> None:
    elsewhere = report(reported.newsroom, reported.newsroom.claim("Elsewhere.", url="https://b.example"), "Sun", OWN, 1)
    with pytest.raises(NotFound):
        reported.place(reported.copy, elsewhere)
    with pytest.raises(NotFound):
        reported.place(elsewhere, reported.copy)
    with pytest.raises(NotFound):
        reported.place(reported.copy, 0)
    with pytest.raises(Invalid):
        reported.place(reported.copy, reported.copy)


def test_what_somebody_set_apart_is_joined_with_nothing_until_that_is_withdrawn(reported: Reported) -> None:
    reported.place(reported.wire, None)
    with pytest.raises(Refused, match="Jana decided so"):
        reported.place(reported.own, reported.wire)


def test_a_submitted_claim_is_sealed(reported: Reported) -> None:
    reported.newsroom.submitted(reported.claim)
    assert reported.newsroom.sheet(reported.claim).row.stage is Stage.SUBMITTED
    with pytest.raises(Refused):
        reported.place(reported.copy, None)


def test_a_finding_keeps_the_origins_as_they_were_decided(reported: Reported) -> None:
    newsroom = reported.newsroom
    reported.place(reported.own, reported.wire)
    newsroom.take(reported.claim)
    for number in (reported.wire, reported.own):
        newsroom.attach(reported.claim, report_id=number, medium=Medium.WEB, stance=Stance.SUPPORTS, title="")
    newsroom.submit(reported.claim)
    latest = newsroom.sheet(reported.claim).latest
    assert latest is not None
    assert {source.origin for source in latest.sources} == {f"report {reported.wire}"}
