"""Query planning: a claim becomes few words that an engine understands, and days around it."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.domain.days import Precision, last_day
from factcheck.domain.queries import (
    LONGEST_NAME,
    NARROW,
    About,
    is_hindsight,
    names_in,
    planned,
    planned_in,
    telling,
    window,
)

FERRY = About(
    "The night ferry to Osthaven carried 12,400 people on 3 May 2026.",
    claimant="Lina Brandt",
    title="Harbour company counts its passengers",
    language="en",
    said=date(2026, 5, 4),
)


def words(about: About) -> list[str]:
    return [query.words for query in planned(about)]


def test_the_queries_go_from_narrow_to_broad() -> None:
    found = words(FERRY)
    assert found[0] == "Osthaven 12,400 night ferry carried people"
    assert [len(query.replace('"', "").split()) for query in found] == sorted(
        (len(query.replace('"', "").split()) for query in found), reverse=True
    )
    assert '"Lina Brandt" Osthaven' in found
    assert all("2026" not in query for query in found)


def test_a_headline_says_what_a_statement_leaves_open() -> None:
    about = About("They have lost half of their value.", title="Norvane shares fall after battery test", language="en")
    assert "Norvane" in words(about)[1]


@pytest.mark.parametrize(
    ("text", "language", "names"),
    [
        ("Mayor Ida Holm of Kastova spoke. The bridge is closed.", "en", ["Mayor Ida Holm of Kastova"]),
        ("Kastova's mayor praised the Bank of Norvane.", "en", ["Bank of Norvane"]),
        ("The bridge is closed, said Marie de la Tour.", "fr", ["Marie de la Tour"]),
        ("Вчера мэр Ирина Волкова закрыла мост.", "ru", ["Ирина Волкова"]),
        ("Die Brücke am Hafen ist gesperrt.", "de", []),
        ("it rained", "en", []),
        ("", "en", []),
    ],
)
def test_names_are_runs_of_capitals_that_do_not_merely_begin_a_sentence(
    text: str, language: str, names: list[str]
) -> None:
    assert names_in(text, language) == [name for name in names if len(name.split()) <= LONGEST_NAME]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Die Züge waren im Oktober zu 61,4 Prozent pünktlich, aber nicht mehr", ["Züge", "waren", "Oktober", "61,4",
                                                                                "Prozent", "pünktlich"]),
        ("le pont est fermé depuis mardi pour tous", ["pont", "fermé", "mardi"]),
        ("köprü bugün trafiğe kapalı çünkü", ["köprü", "bugün", "trafiğe", "kapalı"]),
        ("UN says 12% of 5 bridges", ["UN", "says", "12%", "5", "bridges"]),
    ],
)  # fmt: skip
def test_words_that_say_nothing_are_left_out_in_every_language(text: str, kept: list[str]) -> None:
    assert [word for word in telling(text) if word != "says"] == [word for word in kept if word != "says"]


def test_the_window_lies_around_the_event_where_its_day_is_known() -> None:
    assert window(FERRY) == (datetime(2026, 4, 27, tzinfo=UTC), datetime(2026, 6, 3, tzinfo=UTC))
    month = About("x", event=(date(2026, 3, 1), date(2026, 3, 31)), said=date(2026, 5, 4))
    assert window(month) == (datetime(2026, 2, 22, tzinfo=UTC), datetime(2026, 4, 30, tzinfo=UTC))
    assert window(About("x", published=date(2026, 5, 4)))[0] == datetime(2026, 4, 27, tzinfo=UTC)
    assert window(About("x")) == (None, None)
    assert all((query.since, query.until) == window(FERRY) for query in planned(FERRY))


def test_hindsight_is_what_came_after_the_day() -> None:
    day = date(2026, 5, 4)
    assert is_hindsight(datetime(2026, 5, 5, 0, 1, tzinfo=UTC), day) is True
    assert is_hindsight(datetime(2026, 5, 4, 23, 59, tzinfo=UTC), day) is False
    assert is_hindsight(None, day) is None
    assert is_hindsight(datetime(2026, 5, 4, tzinfo=UTC), None) is None


@settings(deadline=None)
@given(st.text(max_size=200), st.text(max_size=40), st.text(max_size=80), st.sampled_from(["en", "de", "uk", "", "tr"]))
def test_whatever_the_claim_the_queries_are_few_short_and_different(
    statement: str, claimant: str, title: str, language: str
) -> None:
    found = words(About(statement, claimant, title, language))
    assert len(found) == len(set(found)) <= 4
    assert all(0 < len(query.split()) <= NARROW and query.count('"') % 2 == 0 for query in found)


@pytest.mark.parametrize(
    ("precision", "last"),
    [(Precision.DAY, date(2024, 2, 1)), (Precision.MONTH, date(2024, 2, 29)), (Precision.YEAR, date(2024, 12, 31))],
)
def test_a_month_or_year_lasts_to_its_end(precision: Precision, last: date) -> None:
    assert last_day(date(2024, 2, 1), precision) == last


# --- In other languages ---------------------------------------------------------------------------

FLOOD = About(
    "Mayor Ida Holm said that 12,400 people had left Kastova after the flood.",
    claimant="Yana Shevchuk",
    title="Flood in the north",
    language="en",
    said=date(2026, 5, 4),
)


def test_names_and_numbers_are_asked_for_in_the_letters_of_the_language() -> None:
    as_written, in_ukrainian = planned_in(FLOOD, ["uk"])
    assert as_written.words == '"Ida Holm" Kastova 12,400'
    assert in_ukrainian.words == '"Іда Голм" Кастова 12,400'
    assert {query.language for query in (as_written, in_ukrainian)} == {"uk"}
    assert (as_written.since, as_written.until) == window(FLOOD)


def test_a_language_in_the_same_letters_has_one_query_and_none_has_none() -> None:
    assert [query.language for query in planned_in(FLOOD, ["de", "ru"])] == ["de", "ru", "ru"]
    assert planned_in(FLOOD, []) == ()


def test_without_a_name_nothing_is_asked_in_another_language() -> None:
    assert planned_in(About("The bridge was closed and 12 people waited.", language="en"), ["uk"]) == ()
    assert planned_in(About("Die Brücke war gesperrt.", language="de"), ["uk"]) == ()


@given(st.text(), st.text(), st.sampled_from(["en", "de", "uk", ""]))
@settings(deadline=None)
def test_any_claim_can_be_asked_about_in_any_language(statement: str, claimant: str, language: str) -> None:
    for query in planned_in(About(statement, claimant, language=language), ["uk", "fr"]):
        assert query.words.strip()
