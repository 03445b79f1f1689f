"""The passage that answers a statement best."""

import pytest

from factcheck.language import MeaningSimilarity, TextSimilarity, weights_folder
from factcheck.language.meaning import MiniLM
from tests.conftest import missing

PAGE = """The weather stayed dry in the north. Farmers were pleased with it.

Annual inflation slowed to 3.1 percent in June, the statistics office said. It had been 3.8 percent in May. Analysts
had expected a higher figure.

A football match in Brod was called off."""


def test_the_best_sentence_is_found_with_its_exact_place() -> None:
    found = TextSimilarity().best_passage("Inflation slowed to 3.1 percent in June 2025.", PAGE)
    assert found is not None
    assert found.text == PAGE[found.start : found.end]
    assert found.text.startswith("Annual inflation slowed to 3.1 percent")
    assert found.score > 0.5


def test_neighbouring_sentences_are_taken_together() -> None:
    found = TextSimilarity().best_passage("Inflation slowed to 3.1 percent in June from 3.8 percent in May.", PAGE)
    assert found is not None
    assert "3.8 percent in May" in found.text


@pytest.mark.parametrize(
    "statement",
    [
        "Rebels captured the airbase of Dessa with six helicopters.",
        "The minister promised to balance the budget by 2027.",
        "A drone struck an apartment block in the port of Belgar in June.",
    ],
)
def test_unrelated_text_scores_low(statement: str) -> None:
    found = TextSimilarity().best_passage(statement, PAGE)
    assert found is None or found.score < 0.2


@pytest.mark.parametrize(("statement", "text"), [("", PAGE), ("It slowed.", ""), ("the of and", PAGE), ("?", "!")])
def test_nothing_to_compare_gives_nothing(statement: str, text: str) -> None:
    assert TextSimilarity().best_passage(statement, text) is None


@pytest.fixture(scope="session")
def by_meaning() -> MeaningSimilarity:
    folder = weights_folder()
    if folder is None:
        missing("The weights are not installed: make semantic")
    return MeaningSimilarity(MiniLM(folder))


def test_meaning_raises_what_says_the_same_in_other_words(by_meaning: MeaningSimilarity) -> None:
    statement = "Prices in June were 3.1 percent higher than a year before."
    words, both = (each.best_passage(statement, PAGE) for each in (TextSimilarity(), by_meaning))
    assert words is not None
    assert both is not None
    assert (both.start, both.end) == (words.start, words.end)
    assert both.score > words.score


def test_where_no_word_is_shared_meaning_adds_nothing(by_meaning: MeaningSimilarity) -> None:
    assert by_meaning.best_passage("Rebels captured the airbase of Dessa.", PAGE) is None
