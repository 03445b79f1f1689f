"""Kinds of claims, and how much they deserve a checker's time."""

import pytest

from factcheck.domain.claims import ArticleText, SplitClaim
from factcheck.language.ngrams import model
from factcheck.language.parsing import tagged
from factcheck.language.splitter import LocalSplitter


def only(splitter: LocalSplitter, text: str) -> SplitClaim:
    return splitter.split(ArticleText(text, outlet="Wire", language="en")).claims[0]


def test_reasons_are_in_words(splitter: LocalSplitter) -> None:
    claim = only(splitter, "The army said 60,000 people had been killed in Osk.")
    assert claim.checkworthy
    assert {"number: 60,000", "attributed to a party: army", "event and place: killed, in Osk"} <= set(claim.reasons)


@pytest.mark.parametrize(
    ("more", "less"),
    [
        ("The ministry said 212 people had died since July.", "The ministry said it was sad."),
        ("The ministry said 212 people had died since July.", "The ministry will rebuild the clinic."),
        ("Mortgage arrears have doubled in a year, she said.", "Nobody can deny that, she said."),
    ],
)
def test_facts_with_figures_come_before_views(splitter: LocalSplitter, more: str, less: str) -> None:
    assert only(splitter, more).score > only(splitter, less).score


def test_the_trained_model_tells_figures_from_greetings() -> None:
    figures, greeting = tagged(
        ["We lost 2.6 million manufacturing jobs in three years.", "Thank you very much, and good evening."]
    )
    assert model().probability(figures) > 0.8
    assert model().probability(greeting) < 0.2


def test_a_text_without_words_is_worth_something_between_nothing_and_all() -> None:
    assert 0 <= model().probability([]) <= 1
