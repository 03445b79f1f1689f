"""The formulas of the dashboard: steps of days, quartiles, shares with their interval, and what is left of all."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from statistics import median
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain.dashboard import AGES, FEWEST, STEPS, Fates, Share, age_words, quartiles, the_others, window
from factcheck.domain.errors import Invalid
from factcheck.domain.review import DismissReason

NOON = datetime(2031, 3, 12, 12, tzinfo=UTC)


@pytest.mark.parametrize("days", STEPS)
def test_the_steps_are_whole_days_and_end_with_today(days: int) -> None:
    edges = window(days, NOON).edges
    assert edges[0] == datetime(2031, 3, 12, tzinfo=UTC) - timedelta(days=days - 1)
    assert {later - earlier for earlier, later in pairwise(edges)} == {timedelta(days=STEPS[days])}
    assert edges[-1] + timedelta(days=STEPS[days]) == datetime(2031, 3, 13, tzinfo=UTC)


def test_a_day_begins_at_midnight_of_the_zone_and_may_have_an_hour_more_or_less() -> None:
    """In Berlin clocks go forward before the last Sunday of March, and at 23:30 UTC it is tomorrow already."""
    late = datetime(2031, 3, 31, 23, 30, tzinfo=UTC)
    found = window(7, late, ZoneInfo("Europe/Berlin"))
    assert found.begins[-1] == date(2031, 4, 1)
    assert found.edges[-1] == datetime(2031, 3, 31, 22, tzinfo=UTC)
    assert [later - earlier for earlier, later in pairwise(found.edges)].count(timedelta(hours=23)) == 1
    assert window(7, late).begins[-1] == date(2031, 3, 31)


@pytest.mark.parametrize("days", [0, 1, 8, -7, 10**9])
def test_other_days_are_refused_and_the_choices_named(days: int) -> None:
    with pytest.raises(Invalid, match="7, 30, 90 days"):
        window(days, NOON)


def test_the_quartiles_are_those_of_definition_seven() -> None:
    hours = [timedelta(hours=each) for each in (1, 2, 3, 4, 10)]
    found = quartiles(hours)
    assert (found.low, found.median, found.high) == (timedelta(hours=2), timedelta(hours=3), timedelta(hours=4))
    two = quartiles([timedelta(hours=1), timedelta(hours=2)])
    assert (two.low, two.high) == (timedelta(hours=1.25), timedelta(hours=1.75))
    assert quartiles([]).count == 0
    assert quartiles([timedelta(hours=5)]).median == timedelta(hours=5)


@given(st.lists(st.integers(0, 10**6), min_size=2))
def test_the_quartiles_lie_in_order_around_the_median(seconds: list[int]) -> None:
    found = quartiles([timedelta(seconds=each) for each in seconds])
    assert found.low <= found.median <= found.high
    assert found.median == timedelta(seconds=median(seconds))


def test_below_twenty_there_are_too_few_to_judge() -> None:
    assert not Share(19, 19).enough
    assert Share(0, 20).enough
    assert not quartiles([timedelta(1)] * (FEWEST - 1)).enough
    assert quartiles([timedelta(1)] * FEWEST).enough


def test_the_interval_is_the_one_of_wilson() -> None:
    low, high = Share(81, 263).interval  # the worked example of Newcombe, Statistics in Medicine 17 (1998), table I
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)
    low, high = Share(0, 20).interval
    assert (round(low, 4), round(high, 4)) == (0.0, 0.1611)


@given(st.integers(0, 500), st.integers(0, 500))
def test_the_rate_lies_in_its_interval_and_that_between_nought_and_one(part: int, more: int) -> None:
    share = Share(part, part + more)
    low, high = share.interval
    assert 0 <= low <= high <= 1
    assert low - 1e-9 <= share.rate <= high + 1e-9


def test_all_is_the_named_and_the_others() -> None:
    every = Fates("", 10, 3, 4, 1, ((DismissReason.OPINION, 3), (DismissReason.TOO_VAGUE, 1)))
    named = [Fates("Port", 4, 2, 1, 0, ((DismissReason.OPINION, 1),)), Fates("Town", 2, 0, 1, 1)]
    rest = the_others(every, named)
    assert (rest.came, rest.checked, rest.dismissed, rest.passed_over, rest.open) == (4, 1, 2, 0, 1)
    assert rest.reasons == ((DismissReason.OPINION, 2), (DismissReason.TOO_VAGUE, 1))


def test_every_class_of_age_has_its_words() -> None:
    assert age_words() == ("under a day", "1 to 3 days", "3 to 7 days", "7 to 30 days", "over 30 days")
    assert len(age_words()) == len(AGES) + 1
