"""Names in statements: the city that is meant, one name for one thing, and whose an "its" is."""

import pytest

from factcheck.domain.claims import ArticleText
from factcheck.language import LocalSplitter


def statements(splitter: LocalSplitter, text: str) -> list[str]:
    return [claim.statement for claim in splitter.split(ArticleText(text, outlet="Wire", language="en")).claims]


def test_the_city_is_the_one_that_was_named_last(splitter: LocalSplitter) -> None:
    text = (
        "Rebels took the city of Osk and the city of Brod.\n\nOsk has a port. The army left the city.\n\n"
        "Brod has none. Fire destroyed the city's mill."
    )
    found = statements(splitter, text)
    assert "The army left the city of Osk." in found
    assert found[-1] == "Fire destroyed Brod's mill."


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        (
            '"(President) Ann Lee was told of the fall of Oskograd and Brod," the palace said on Sunday, using the '
            "Kelvanian name for Osk. Osk and Brod are ports.",
            "Ann Lee was told of the fall of Osk and Brod.",
        ),
        ("Osk, also known as Oskograd, has a port.\n\nOsk is old. Oskograd fell.", "Osk fell."),
        ("Rebels hold the town of Osk (Oskograd).\n\nOsk is old. Oskograd fell.", "Osk fell."),
        ("Rebels met Ann Lee (Labour) in Osk.\n\nLabour won.", "Labour won."),
    ],
)
def test_one_thing_has_one_name(splitter: LocalSplitter, text: str, statement: str) -> None:
    assert statement in statements(splitter, text)


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        (
            "Osk, a port in the Orle valley, burned down in 2024.\n\nMinister Ann Lee called its fall a disaster.",
            "Ann Lee called Osk's fall a disaster.",
        ),
        (
            "Director Ann Lee said the dam was never in danger, adding that its doors had been locked.",
            "The dam's doors have been locked.",
        ),
    ],
)
def test_its_owner_is_named_in_the_words_of_a_person(splitter: LocalSplitter, text: str, statement: str) -> None:
    assert statement in statements(splitter, text)
