"""The evidence rule, what a full-text index is asked for, and how a failed fetch is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain.evidence import Backing, SourceKind, Stance, evidence_rule
from factcheck.domain.fetching import FetchFailed, FetchProblem
from factcheck.domain.search_words import MOST_WORDS, search_words

PRIMARY, SECONDARY = SourceKind.PRIMARY, SourceKind.SECONDARY
SUPPORTS, REFUTES = Stance.SUPPORTS, Stance.REFUTES


def second_hand(*outlets: str, stance: Stance = SUPPORTS) -> list[Backing]:
    return [Backing(stance, SECONDARY, outlet) for outlet in outlets]


# --- The rule -------------------------------------------------------------------------------------


def test_a_primary_source_is_enough() -> None:
    state = evidence_rule(SUPPORTS, [Backing(SUPPORTS, PRIMARY, "register")])
    assert (state.met, state.primary, state.sentence) == (True, 1, "Met: a primary source.")


def test_two_independent_sources_are_enough() -> None:
    state = evidence_rule(SUPPORTS, second_hand("herald", "courier"))
    assert (state.met, state.independent, state.sentence) == (True, 2, "Met: 2 sources of independent origin.")


@pytest.mark.parametrize(
    ("sources", "have"),
    [
        ([], "None is attached yet."),
        (second_hand("herald"), "One origin is attached."),
        (second_hand("herald", "herald", "herald"), "One origin is attached."),
    ],
)
def test_less_is_not_enough_and_says_what_is_missing(sources: list[Backing], have: str) -> None:
    state = evidence_rule(SUPPORTS, sources)
    assert not state.met
    assert state.sentence == f"Needs one primary source that supports it, or two of independent origin. {have}"


@pytest.mark.parametrize("stance", [SUPPORTS, REFUTES])
@pytest.mark.parametrize("other", list(Stance))
def test_only_sources_of_the_wanted_stance_count(stance: Stance, other: Stance) -> None:
    sources = [Backing(other, PRIMARY, "register"), *second_hand("herald", "courier", stance=other)]
    assert evidence_rule(stance, sources).met == (stance is other)


backings = st.lists(st.builds(Backing, st.sampled_from(Stance), st.sampled_from(SourceKind), st.sampled_from("abc")))


@given(backings, st.sampled_from([SUPPORTS, REFUTES]))
def test_the_rule_is_one_primary_or_two_origins(sources: list[Backing], stance: Stance) -> None:
    counted = [source for source in sources if source.stance is stance]
    enough = any(source.kind is PRIMARY for source in counted) or len({source.origin for source in counted}) > 1
    assert evidence_rule(stance, sources).met == enough


@given(backings, st.builds(Backing, st.sampled_from(Stance), st.sampled_from(SourceKind), st.text(max_size=2)))
def test_one_more_source_never_unmeets_the_rule(sources: list[Backing], more: Backing) -> None:
    assert evidence_rule(SUPPORTS, [*sources, more]).met >= evidence_rule(SUPPORTS, sources).met


# --- Words to search for --------------------------------------------------------------------------


def test_names_numbers_and_long_words_are_searched_for_each_once() -> None:
    assert search_words("The UN said that 60,000 people had left Kastova, and Kastova is empty; it is 3 km off.") == (
        "un", "60", "000", "people", "left", "kastova", "empty", "3",
    )  # fmt: skip


@given(st.text())
def test_the_words_are_words_each_once_and_not_too_many(statement: str) -> None:
    words = search_words(statement)
    assert len(set(words)) == len(words) <= MOST_WORDS
    assert all(word == word.casefold() for word in words)
    assert not any(character in word for word in words for character in "\"'()*:-^ \x00")


def test_a_failure_says_once_what_it_is() -> None:
    first = FetchFailed(FetchProblem.THROTTLED, "429")
    assert str(first) == "asks the desk to wait (429)"
    assert str(FetchFailed(FetchProblem.THROTTLED, str(first))) == "asks the desk to wait (429)"
    assert str(FetchFailed(FetchProblem.THROTTLED)) == "asks the desk to wait"
