"""What became of a page: the same, changed, without its passage, or with a correction notice."""

import pytest

from factcheck.domain.watching import STEPS, WatchState, compare, correction_notice, next_look, passage_in

KEPT = "Harbour news\nThe northern pier is closed, the master said.\nFerries leave from the old quay."
PASSAGE = "The northern pier is closed"


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (KEPT, WatchState.UNCHANGED),
        (KEPT.replace("\n", "\n\n  "), WatchState.UNCHANGED),
        (KEPT.replace("old quay", "new quay"), WatchState.CHANGED),
        (KEPT.replace("closed", "open"), WatchState.PASSAGE_GONE),
        ("", WatchState.PASSAGE_GONE),
        (f"{KEPT}\nCorrection: the ferries leave from the new quay.", WatchState.CORRECTED),
        (f"{KEPT}\nAn earlier version of this article named another quay.", WatchState.CORRECTED),
        (f"{KEPT}\nBerichtigung: Die Fähren legen am neuen Kai ab.", WatchState.CORRECTED),
        (f"{KEPT}\nУточнення: пороми відходять від нового причалу.", WatchState.CORRECTED),
        (KEPT.replace("closed", "open") + "\nCorrection: it is open.", WatchState.PASSAGE_GONE),
    ],
)
def test_a_look_is_compared_with_the_kept_text(now: str, state: WatchState) -> None:
    assert compare(KEPT, PASSAGE, now).state is state


def test_other_quotation_marks_and_dashes_change_nothing() -> None:
    assert (
        compare("He said \u201cno\u201d \u2013 twice", "\u201cno\u201d", 'He said "no" - twice').state
        is WatchState.UNCHANGED
    )


def test_without_a_passage_nothing_can_be_gone() -> None:
    assert compare(KEPT, "", "Quite another text.").state is WatchState.CHANGED


def test_a_passage_that_was_never_in_the_copy_cannot_go_missing_from_the_page() -> None:
    assert compare(KEPT, "words from a caption", KEPT + " More.").state is WatchState.CHANGED


def test_a_notice_that_stood_there_already_is_none() -> None:
    old = f"{KEPT}\nCorrection: of last week."
    assert correction_notice(old, f"{old}\nMore.") == ""


@pytest.mark.parametrize("line", ["Corrections officers went on strike.", "The correction of the river took years."])
def test_words_about_corrections_are_no_notice(line: str) -> None:
    assert correction_notice(KEPT, f"{KEPT}\n{line}") == ""


def test_a_passage_is_found_across_line_ends_and_other_quotation_marks() -> None:
    text = 'Before. The "northern\npier" is closed. After.'
    span = passage_in(text, "The \u201cnorthern pier\u201d is closed")
    assert span is not None
    assert text[slice(*span)] == 'The "northern\npier" is closed'
    assert passage_in(text, "southern pier") is None
    assert passage_in(text, " ") is None


def test_looks_become_rarer_and_stay_monthly() -> None:
    assert [next_look(looks) for looks in range(6)] == [*STEPS, STEPS[-1], STEPS[-1]]
    assert list(STEPS) == sorted(STEPS)
