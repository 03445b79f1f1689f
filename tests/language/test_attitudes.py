"""What is ascribed to somebody without being claimed, and what is said but is no claim yet."""

import pytest

from factcheck.language.attitudes import attitudes
from factcheck.language.attributions import every_attribution
from factcheck.language.parsing import Paragraph

from .conftest import Parsed, words


def held(paragraph: Paragraph) -> list[tuple[str, str, str]]:
    """Source, word and content of each attitude of the first sentence."""
    sent = next(paragraph.sentences())
    return [
        (words(paragraph, one.source), one.word.text, words(paragraph, one.content))
        for one in attitudes(sent, paragraph)
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The union endorsed the plan.", ("The union", "endorsed", "the plan")),
        ("The mayor saw the vote as a test.", ("The mayor", "saw", "the vote as a test")),
        ("The owner thanked the crew for their help.", ("The owner", "thanked", "the crew for their help")),
        ("The ministry declined to answer.", ("The ministry", "declined", "to answer")),
        ("The guests want the hotel to pay.", ("The guests", "want", "the hotel to pay")),
        ("Farmers worry that prices will fall.", ("Farmers", "worry", "prices will fall")),
        ("The bank is expected to close.", ("", "expected", "The bank [...] to close")),
        ("The lawyer referred to the report.", ("The lawyer", "referred", "the report")),
        ("The critics raised questions about the budget.", ("The critics", "questions", "the budget")),
        ("The council repeated its promise to rebuild the bridge.", ("its", "promise", "to rebuild the bridge")),
        ("The paper was critical of the plan.", ("The paper", "critical", "the plan")),
        ("Lee championed the plan.", ("Lee", "championed", "the plan")),
        ("The union endorsed her.", ("The union", "endorsed", "her")),
        ("The plan was rejected by the union.", ("the union", "rejected", "The plan")),
        ("The vote is seen as a test.", ("", "seen", "The vote [...] a test")),
        ("The dam was declared a ruin.", ("", "declared", "The dam [...] a ruin")),
        ("Lee focused on the dam.", ("Lee", "focused", "the dam")),
        ("Lee voiced deep regret.", ("Lee", "voiced", "deep regret")),
        ("Lee softened her criticism of the mayor.", ("her", "criticism", "the mayor")),
        ("The mayor was proud that the dam had held.", ("The mayor", "proud", "the dam had held")),
    ],
)
def test_an_attitude_has_a_word_a_content_and_a_source(
    parsed: Parsed, sentence: str, expected: tuple[str, str, str]
) -> None:
    assert expected in held(parsed(sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "The bridge was closed.",
        '"We endorsed the plan," he said.',
        "Rain fell.",
        "Engineers championed the plan.",  # nobody is named
        "Lee met farmers who focused on the dam.",  # tells which farmers
    ],
)
def test_what_nobody_holds_is_no_attitude(parsed: Parsed, sentence: str) -> None:
    assert held(parsed(sentence)) == []


def ascribed(paragraph: Paragraph) -> list[tuple[str, str, str]]:
    sent = next(paragraph.sentences())
    return [
        (words(paragraph, one.source), one.cue, words(paragraph, one.whole))
        for one in every_attribution(sent, paragraph)
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The mayor did not say that the dam was safe.", ("The mayor", "say", "the dam was safe")),
        ("The mayor will say that the dam is safe.", ("The mayor", "say", "the dam is safe")),
        (
            "Polls show Lee leading Day by a point, 41 to 40.",
            ("Polls", "show", "Lee leading Day by a point, 41 to 40"),
        ),
        ("The poll found Lee with a lead of nine points.", ("The poll", "found", "Lee with a lead of nine points")),
        (
            "The mayor rejected the plan, saying it was late.",
            ("The mayor", "rejected", "the plan"),
        ),
        (
            "They rejected rumours that the bank had failed.",
            ("They", "rejected", "rumours that the bank had failed"),
        ),
        ("There were rumours that the bank had failed.", ("", "rumours", "the bank had failed")),
    ],
)
def test_what_is_no_claim_is_ascribed_all_the_same(
    parsed: Parsed, sentence: str, expected: tuple[str, str, str]
) -> None:
    assert expected in ascribed(parsed(sentence))


def test_an_attitude_that_somebody_tells_of_belongs_to_what_is_told(parsed: Parsed) -> None:
    assert ascribed(parsed("The mayor said the union endorsed the plan.")) == [
        ("The mayor", "said", "the union endorsed the plan")
    ]
