"""How far a content goes on behind its cue, and where what somebody does begins instead."""

import pytest

from factcheck.language.attributions import every_attribution

from .conftest import Parsed, words


def contents(parsed: Parsed, sentence: str) -> list[tuple[str, str]]:
    """Cue and content of whatever the first sentence ascribes to somebody."""
    paragraph = parsed(sentence)
    sent = next(paragraph.sentences())
    return [(one.cue, words(paragraph, one.whole)) for one in every_attribution(sent, paragraph)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # What an object is for, about or against belongs to it, wherever the parser hung it.
        ("Day decried the mayor's calls to close the dam.", ("decried", "the mayor's calls to close the dam")),
        ("The minister criticised the draft on abortion.", ("criticised", "the draft on abortion")),
        ("Day refers to the islands as bases.", ("refers", "the islands as bases")),
        # Clauses that go on.
        (
            "Lee said that the dam was safe, but that nobody should go near it.",
            ("said", "the dam was safe, but that nobody should go near it"),
        ),
        (
            "Lee said money was needed to build a school, educate the children and hire teachers.",
            ("said", "money was needed to build a school, educate the children and hire teachers"),
        ),
        (
            "He said the time for talking is over, and the town has to act.",
            ("said", "the time for talking is over, and the town has to act"),
        ),
        # The noun for a saying goes with what it says.
        ("Lee repeated accusations that Day had stolen it.", ("repeated", "accusations that Day had stolen it")),
    ],
)
def test_a_content_goes_on(parsed: Parsed, sentence: str, expected: tuple[str, str]) -> None:
    assert expected in contents(parsed, sentence)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # When and where somebody took a stand.
        ("Day endorsed Lee at a rally in Osk.", ("endorsed", "Lee")),
        ("Day denounced the draft on Monday.", ("denounced", "the draft")),
        ("Day discussed the plan in an interview.", ("discussed", "the plan")),
        # What somebody does beside saying something.
        ("Lee insists that the dam will hold and refuses to close it.", ("insists", "the dam will hold")),
        ("Lee urged them to wait, warning of floods.", ("urged", "them to wait")),
        # What the outlet tells beside it.
        ("Lee said the dam would be closed, reflecting unease in the town.", ("said", "the dam would be closed")),
        ("Lee refused to sign the letter, which surprised the council.", ("refused", "to sign the letter")),
    ],
)
def test_a_content_ends(parsed: Parsed, sentence: str, expected: tuple[str, str]) -> None:
    assert expected in contents(parsed, sentence)
