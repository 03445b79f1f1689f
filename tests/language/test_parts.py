"""Several claims in one sentence."""

import pytest

from factcheck.language.drafts import drafts

from .conftest import Readings, words


def claims(readings: Readings, sentence: str) -> list[str]:
    return [words(draft.reading.paragraph, draft.indices) for draft in drafts(readings(sentence))]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Osk, which handles 40 percent of the exports, was hit in May.",
            ["Osk [...] was hit in May", "Osk, which handles 40 percent of the exports"],
        ),
        (
            "Lee, who runs a bakery and was brought out by boat, resigned.",
            ["Lee [...] resigned", "Lee, who runs a bakery", "Lee [...] was brought out by boat"],
        ),
        (
            "The line ends at the mines of the upper valley, which account for 40 percent of exports.",
            [
                "The line ends at the mines of the upper valley",
                "the mines of the upper valley, which account for 40 percent of exports",
            ],
        ),
        (
            "Prices rose 3 percent in May, their highest level in four years.",
            ["Prices rose 3 percent in May", "their highest level in four years"],
        ),
        ("The bank kept its rate, as expected by all ten economists.", None),
        ("The dam burst and the army evacuated two villages.", ["The dam burst", "the army evacuated two villages"]),
        (
            "The economy shrank, hurt by a drought that halved the harvest.",
            ["The economy shrank", "a drought that halved the harvest"],
        ),
        (
            "The army captured the city of Osk, as well as the town of Brod.",
            ["The army captured the city of Osk", "The army captured [...] the town of Brod"],
        ),
        (
            "Cholera spreads through water and can kill within hours.",
            ["Cholera spreads through water and can kill within hours"],
        ),
        ("Two people were killed and nine injured.", ["Two people were killed and nine injured"]),
    ],
)
def test_a_sentence_is_cut_where_it_says_two_things(
    readings: Readings, sentence: str, expected: list[str] | None
) -> None:
    found = claims(readings, sentence)
    assert found == (expected or ["The bank kept its rate", "as expected by all ten economists"])


def test_a_remark_about_a_claim_is_no_claim(readings: Readings) -> None:
    found = claims(readings, "The aid group said two camps had closed, a claim that the army has not commented on.")
    assert found == ["two camps had closed"]


def test_short_quoted_sentences_built_alike_are_one_claim(readings: Readings) -> None:
    found = claims(readings, '"We have the maps. We have the photos. Nobody knew that," the guide told reporters.')
    assert found == ['"We have the maps. We have the photos.', 'Nobody knew that,"']


def test_a_clause_behind_the_cue_goes_on_with_the_same_speaker(readings: Readings) -> None:
    found = claims(readings, "Two bridges had fallen, the mayor said, and 40 people were missing.")
    assert found == ["Two bridges had fallen", "40 people were missing"]


def test_what_the_outlet_adds_behind_the_cue_is_its_own(readings: Readings) -> None:
    found = claims(readings, "The dam, Bo Day said, was safe, and he praised the divers who closed it.")
    assert found[0] == "The dam [...] was safe"
