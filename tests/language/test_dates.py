"""Days in words, and the day on which something was said."""

from datetime import date

import pytest

from factcheck.domain.claims import ArticleText
from factcheck.language.dates import days, only_date, said_on
from factcheck.language.splitter import LocalSplitter

MONDAY = date(2025, 9, 22)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("told reporters on Monday", date(2025, 9, 22)),
        ("said on Sunday night", date(2025, 9, 21)),
        ("said last Monday", date(2025, 9, 15)),
        ("said yesterday", date(2025, 9, 21)),
        ("in a letter of Dec. 30", date(2024, 12, 30)),
        ("on 3 July", date(2025, 7, 3)),
        ("on March 5, 2024", date(2024, 3, 5)),
        ("on 2025-02-01", date(2025, 2, 1)),
        ("said last week", None),
        ("said in May", date(2025, 5, 1)),
        ("said in March 2024", date(2024, 3, 1)),
        ("in a report of 2019", date(2019, 1, 1)),
    ],
)
def test_a_day_in_words_is_the_one_meant(words: str, day: date | None) -> None:
    found = said_on(words, MONDAY)
    assert found is not None
    assert found.day == day


def test_words_without_a_day_name_none() -> None:
    assert said_on("told reporters of the marching band", MONDAY) is None
    assert said_on("it may march again", MONDAY) is None
    assert said_on("said on Mondays", MONDAY) is None


def test_a_future_weekday_lies_ahead() -> None:
    assert days("on Thursday", MONDAY, ahead=True)[0].day == date(2025, 9, 25)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("March 12, 2025", date(2025, 3, 12)),
        ("Published: Wednesday, 12 March 2025 10:30 GMT", date(2025, 3, 12)),
        ("2025-03-12", date(2025, 3, 12)),
        ("12.03.2025", date(2025, 3, 12)),
        ("The bridge fell on March 12, 2025", None),
        ("Monday", None),
    ],
)
def test_a_date_line_holds_a_date_and_nothing_else(line: str, day: date | None) -> None:
    assert only_date(line) == day


def test_the_said_date_stands_beside_the_cue_and_not_in_the_content(splitter: LocalSplitter) -> None:
    text = "The bridge fell on Saturday, the mayor said on Sunday."
    (claim,) = splitter.split(ArticleText(text, outlet="Wire", published=MONDAY)).claims
    assert (claim.said_date, claim.said_basis) == (date(2025, 9, 21), "on Sunday")


def test_a_day_that_is_not_stated_stays_unstated(splitter: LocalSplitter) -> None:
    (claim,) = splitter.split(ArticleText("The bridge fell, the mayor said.", outlet="Wire", published=MONDAY)).claims
    assert (claim.said_date, claim.said_basis) == (None, None)


def test_the_outlet_speaks_on_the_day_it_publishes(splitter: LocalSplitter) -> None:
    (claim,) = splitter.split(ArticleText("The bridge fell in May.", outlet="Wire", published=MONDAY)).claims
    assert claim.said_date == MONDAY


def test_a_sentence_about_the_claims_dates_them(splitter: LocalSplitter) -> None:
    text = "Osk said its boats had left.\n\nThe claims, made in a post on Sunday, raised doubts."
    first = splitter.split(ArticleText(text, outlet="Wire", published=MONDAY, language="en")).claims[0]
    assert (first.said_date, first.said_basis) == (date(2025, 9, 21), "on Sunday")


def test_who_speaks_for_an_institution_shares_its_day(splitter: LocalSplitter) -> None:
    text = (
        "Ossel's health ministry said on Sunday that two wards had closed.\n\n"
        '"Nobody was turned away," ministry spokesman Bo Day said.'
    )
    last = splitter.split(ArticleText(text, outlet="Wire", published=MONDAY, language="en")).claims[-1]
    assert last.said_date == date(2025, 9, 21)


def test_a_governor_speaks_on_the_day_the_bank_acted(splitter: LocalSplitter) -> None:
    text = "The Bank of Osk kept its rate on Friday.\n\nPrices are easing, Governor Bo Day said."
    last = splitter.split(ArticleText(text, outlet="Wire", published=MONDAY, language="en")).claims[-1]
    assert last.said_date == date(2025, 9, 19)
