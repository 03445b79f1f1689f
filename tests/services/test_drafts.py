"""Drafts: as they are typed, one's own, and in two windows at once; on both databases."""

import threading
import time

import pytest

from factcheck.domain.errors import DeskError, OutOfDate
from factcheck.domain.people import Actor
from factcheck.domain.review import LEASE
from factcheck.domain.sheets import DraftSheet, OpinionDraftSheet
from factcheck.services import drafts, opinion_work, review
from tests.services.conftest import Newsroom
from tests.services.test_opinions import sent, take


def typed(room: Newsroom, claim: int, text: str, revision: int, actor: Actor | None = None) -> DraftSheet:
    draft = DraftSheet(rationale=text, revision=revision)
    return drafts.save_draft(room.unit(), claim, actor or room.jana, draft=draft)


def test_a_draft_in_two_windows_loses_neither_text(settled: Newsroom) -> None:
    claim = settled.claim()
    first = typed(settled, claim, "in the first window", 0)
    typed(settled, claim, "on in the first window", first.revision)
    with pytest.raises(OutOfDate, match="from another window") as late:
        typed(settled, claim, "in the second window", first.revision)
    assert late.value.yours["rationale"] == "in the second window"
    assert late.value.theirs["rationale"] == "on in the first window"
    again = typed(settled, claim, "both", late.value.theirs["revision"])
    assert settled.sheet(claim).draft == again


def test_a_draft_is_ones_own(settled: Newsroom) -> None:
    claim = settled.claim()
    typed(settled, claim, "of Jana", 0)
    typed(settled, claim, "of Omar", 0, settled.omar)
    assert [settled.sheet(claim, who).draft.rationale for who in (settled.jana, settled.omar, settled.eva)] == [
        "of Jana", "of Omar", "",
    ]  # fmt: skip


def test_a_draft_survives_the_lease_and_another_holder(settled: Newsroom) -> None:
    room, claim = settled, settled.claim()
    room.take(claim)
    typed(room, claim, "half a sentence", 0)
    room.clock.forward(LEASE)
    review.lapse_all(room.unit())
    room.take(claim, room.omar)
    typed(room, claim, "half a sentence and more", 1)
    assert room.sheet(claim).draft.rationale == "half a sentence and more"


def test_saving_a_draft_does_not_make_the_page_out_of_date(settled: Newsroom) -> None:
    claim = settled.claim()
    before = settled.seen(claim)
    typed(settled, claim, "half a sentence", 0)
    assert settled.seen(claim) == before


def test_a_refusal_is_always_in_the_desks_words(settled: Newsroom) -> None:
    with pytest.raises(DeskError, match="no such claim"):
        typed(settled, 4711, "lost?", 0)


def test_two_windows_that_save_the_first_draft_at_once_are_told_of_one_another(settled: Newsroom) -> None:
    room, claim, told = settled, settled.claim(), list[Exception]()

    def other_window() -> None:
        try:
            typed(room, claim, "in the second window", 0)
        except Exception as error:
            told.append(error)

    window = threading.Thread(target=other_window)
    with room.unit().writing() as session:
        drafts.keep(session, claim, room.jana, DraftSheet(rationale="in the first window"), room.clock.now)
        session.flush()
        window.start()
        time.sleep(0.3)
    window.join()
    assert [type(error) for error in told] == [OutOfDate]
    assert room.sheet(claim).draft.rationale == "in the first window"


# --- Of a second opinion --------------------------------------------------------------------------


def test_an_opinion_saved_again_because_the_answer_was_lost_is_no_conflict(settled: Newsroom) -> None:
    held = take(settled, sent(settled))
    half = OpinionDraftSheet(rationale="Half a thought")
    for _ in range(2):
        saved = opinion_work.save_draft(settled.unit(), held.line.id, settled.omar, draft=half)
        assert (saved.rationale, saved.revision) == ("Half a thought", 1)
