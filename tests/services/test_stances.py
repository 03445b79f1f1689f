"""Stances that a worker suggests: shown with their passage, filled in by nobody but the checker, never stale."""

from datetime import UTC, datetime

import pytest

from factcheck.domain.evidence import SourceKind, Stance
from factcheck.domain.review import DismissReason, Move
from factcheck.domain.sheets import ReportSheet
from factcheck.domain.stances import Suggestion
from factcheck.services import attaching, editing, evidence, stances
from factcheck.store.tables import Page, Report
from tests.services.conftest import Newsroom

TEXT = "Ferries run as usual. The northern pier is not closed, the harbour office said."
SENTENCE = "The northern pier is not closed, the harbour office said."


class Says:
    """A finder with one opinion about everything, which counts how often it is asked."""

    def __init__(self, suggestion: Suggestion | None) -> None:
        self.suggestion, self.asked = suggestion, 0

    def suggest(
        self, statement: str, claimant: str, text: str, *, outlet: str = "", language: str = ""
    ) -> Suggestion | None:
        self.asked += 1
        return self.suggestion


def refuting() -> Says:
    return Says(Suggestion(Stance.REFUTES, TEXT.index(SENTENCE), len(TEXT), "negates: “is not closed”"))


@pytest.fixture
def claim(room: Newsroom) -> int:
    """A claim with one report."""
    number, now = room.claim(), datetime(2026, 5, 4, tzinfo=UTC)
    with room.unit().writing() as session:
        page = Page(url="https://echo.example/1", title="Pier", outlet="Echo", text=TEXT, fetched_at=now)
        session.add(page)
        session.flush()
        session.add(
            Report(
                claim_id=number,
                page_id=page.id or 0,
                provider="feed",
                score=0.9,
                passage_start=0,
                passage_end=21,
                found_at=now,
            )
        )
    return number


def shown(room: Newsroom, claim: int) -> ReportSheet:
    return evidence.sheet(room.unit(), claim, room.jana).reports[0]


def test_a_suggestion_is_shown_with_its_passage_and_its_reason(room: Newsroom, claim: int) -> None:
    stances.suggest(room.unit, refuting(), claim)
    report = shown(room, claim)
    assert (report.suggested, report.suggested_passage) == (Stance.REFUTES, SENTENCE)
    assert report.suggested_why.startswith("negates")


def test_a_suggestion_changes_nothing_that_people_decide(room: Newsroom, claim: int) -> None:
    before = room.sheet(claim)
    stances.suggest(room.unit, refuting(), claim)
    after = room.sheet(claim)
    assert (after.version, after.row.stage, after.sources, after.history) == (
        before.version, before.row.stage, before.sources, before.history,
    )  # fmt: skip


def test_no_passage_no_stance(room: Newsroom, claim: int) -> None:
    for start, end, why in ((0, 0, "x"), (5, 4, "x"), (0, len(TEXT) + 1, "x"), (-1, 4, "x"), (0, 4, "")):
        stances.suggest(room.unit, Says(Suggestion(Stance.SUPPORTS, start, end, why)), claim)
        assert shown(room, claim).suggested is None


def test_the_same_words_are_read_once(room: Newsroom, claim: int) -> None:
    finder = refuting()
    stances.suggest(room.unit, finder, claim)
    stances.suggest(room.unit, finder, claim)
    assert finder.asked == 1


def test_a_reworded_claim_loses_the_suggestion_until_it_is_read_again(room: Newsroom, claim: int) -> None:
    finder = refuting()
    stances.suggest(room.unit, finder, claim)
    editing.edit(room.unit(), claim, room.jana, seen=room.seen(claim), changes={"statement": "The pier is open."})
    assert shown(room, claim).suggested is None
    stances.suggest(room.unit, finder, claim)
    assert (shown(room, claim).suggested, finder.asked) == (Stance.REFUTES, 2)


def test_a_page_that_changed_loses_the_suggestion(room: Newsroom, claim: int) -> None:
    stances.suggest(room.unit, refuting(), claim)
    with room.unit().writing() as session:
        session.get_one(Page, 1).text = "The pier fell into the sea."
    assert shown(room, claim).suggested is None


@pytest.mark.parametrize(("chosen", "passage"), [(Stance.REFUTES, SENTENCE), (Stance.CONTEXT, TEXT[:21])])
def test_attaching_as_suggested_takes_the_sentence_that_carries_it(
    room: Newsroom, claim: int, chosen: Stance, passage: str
) -> None:
    stances.suggest(room.unit, refuting(), claim)
    number = shown(room, claim).id
    seen, kind = room.seen(claim), SourceKind.SECONDARY
    after = attaching.attach_report(
        room.unit(), claim, room.jana, seen=seen, report_id=number, stance=chosen, kind=kind
    )
    assert (after.sources[0].stance, after.sources[0].passage) == (chosen, passage)


def test_a_dismissed_claim_is_not_read(room: Newsroom, claim: int) -> None:
    finder = refuting()
    room.move(claim, Move.DISMISS, room.jana, reason=DismissReason.OPINION)
    stances.suggest(room.unit, finder, claim)
    assert finder.asked == 0
