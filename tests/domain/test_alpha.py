"""Krippendorff's alpha against the examples he published, and what must hold whatever the answers are."""

import random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from factcheck.domain.alpha import Unit, alpha, coincidences, interval
from factcheck.domain.dashboard import FEWEST, Agreement
from factcheck.domain.review import Verdict

C, D, U = Verdict.CONFIRMED, Verdict.DISPUTED, Verdict.UNVERIFIED


def units(*observers: str) -> list[Unit]:
    """Rows of answers, one observer each, as Krippendorff prints them: a star where somebody said nothing."""
    columns = zip(*(row.split() for row in observers), strict=True)
    return [tuple(value for value in column if value != "*") for column in columns]


FOUR_OBSERVERS = units(
    "1 2 3 3 2 1 4 1 2 * * *",
    "1 2 3 3 2 2 4 1 2 5 * 3",
    "* 3 3 3 2 3 4 2 2 5 1 *",
    "1 2 3 3 2 4 4 1 2 5 1 *",
)
"""Computing Krippendorff's Alpha-Reliability (2011), section C: four observers, twelve units, missing data."""

TWO_OBSERVERS_BINARY = units("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0")
"""The same, section A."""

TWO_OBSERVERS_NOMINAL = units("a a b b d c c c e d d a", "b a b b b c c c e d d d")
"""The same, section B."""

PAIRS = st.lists(st.tuples(st.sampled_from(Verdict), st.sampled_from(Verdict)), min_size=1, max_size=40)


@pytest.mark.parametrize(
    ("answers", "published"),
    [(FOUR_OBSERVERS, 0.743), (TWO_OBSERVERS_BINARY, 0.095), (TWO_OBSERVERS_NOMINAL, 0.692)],
)
def test_it_gives_what_was_published(answers: list[Unit], published: float) -> None:
    assert alpha(answers) == pytest.approx(published, abs=0.0005)


def test_the_coincidence_matrix_is_the_published_one() -> None:
    cells = coincidences(FOUR_OBSERVERS)
    assert cells["1", "1"] == pytest.approx(7)
    assert cells["1", "2"] == cells["2", "1"] == pytest.approx(4 / 3)
    assert cells["2", "2"] == pytest.approx(10)
    assert sum(cells.values()) == pytest.approx(40)


@given(PAIRS)
def test_it_is_one_when_all_agree(pairs: list[tuple[Verdict, Verdict]]) -> None:
    agreed: list[Unit] = [(first, first) for first, _ in pairs]
    assert alpha(agreed) == (None if len({first for first, _ in pairs}) == 1 else 1.0)


@given(PAIRS)
def test_who_is_first_does_not_matter(pairs: list[Unit]) -> None:
    turned = [unit[::-1] for unit in pairs]
    assert alpha(turned) == pytest.approx(alpha(pairs))
    assert interval(turned, resamples=20) == interval(pairs, resamples=20)


@given(PAIRS, st.randoms())
def test_the_order_of_the_claims_does_not_matter(pairs: list[Unit], dice: random.Random) -> None:
    shuffled = list(pairs)
    dice.shuffle(shuffled)
    assert alpha(shuffled) == pytest.approx(alpha(pairs))
    assert interval(shuffled, resamples=20) == interval(pairs, resamples=20)


@given(PAIRS)
def test_a_claim_that_one_alone_answered_counts_for_nothing(pairs: list[Unit]) -> None:
    assert alpha([*pairs, (Verdict.CONFIRMED,), ()]) == pytest.approx(alpha(pairs))


@settings(deadline=None)
@given(PAIRS)
def test_the_interval_lies_on_the_scale_and_is_the_same_each_time(pairs: list[Unit]) -> None:
    ends = interval(pairs, resamples=50)
    assume(ends is not None)
    assert ends is not None
    assert -1 <= ends[0] <= ends[1] <= 1
    assert interval(pairs, resamples=50) == ends


def test_the_interval_surrounds_alpha_and_narrows_with_more_claims() -> None:
    few: list[Unit] = [(C, C), (D, D), (U, U), (C, D), (D, D)] * 4
    wide, narrow = interval(few), interval(few * 16)
    assert wide is not None
    assert narrow is not None
    for ends, answers in ((wide, few), (narrow, few * 16)):
        found = alpha(answers)
        assert found is not None
        assert ends[0] < found < ends[1]
    assert narrow[1] - narrow[0] < (wide[1] - wide[0]) / 3


@pytest.mark.parametrize("answers", [[], [(C,)], [(C, C)] * 30])
def test_where_nobody_could_have_differed_it_is_not_defined(answers: list[Unit]) -> None:
    assert alpha(answers) is None
    assert interval(answers) is None


def test_answers_dealt_out_by_chance_give_about_nothing() -> None:
    dice = random.Random(4)  # noqa: S311 - dealing, no secret
    dealt: list[Unit] = [(dice.choice(list(Verdict)), dice.choice(list(Verdict))) for _ in range(2000)]
    found = alpha(dealt)
    assert found is not None
    assert abs(found) < 0.05


# --- What the dashboard says of it ----------------------------------------------------------------


def test_the_table_counts_which_verdict_met_which() -> None:
    counted = Agreement(((C, C), (C, D), (C, D), (U, C)), by_hand=1, waiting=0, without=0)
    assert dict(counted.table) == {C: (1, 2, 0), D: (0, 0, 0), U: (1, 0, 0)}
    assert (counted.same.part, counted.same.whole, counted.enough) == (1, 4, False)


def test_from_twenty_pairs_on_there_is_a_judgement() -> None:
    assert Agreement(((C, C),) * FEWEST, 0, 0, 0).enough
    assert not Agreement(((C, C),) * (FEWEST - 1), 0, 0, 0).enough


def test_without_a_difference_there_is_no_interval_to_state() -> None:
    whole = Agreement(((C, C), (D, D)) * 15, 0, 0, 0)
    assert (whole.alpha, whole.interval) == (1.0, None)
