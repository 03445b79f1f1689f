"""Contents that are no clause, as the clause that they stand for."""

from datetime import date

import pytest

from factcheck.domain.claims import ArticleText
from factcheck.language import LocalSplitter


def statements(splitter: LocalSplitter, text: str) -> list[str]:
    article = ArticleText(text, outlet="Wire", published=date(2025, 11, 20), language="en")
    return [claim.statement for claim in splitter.split(article).claims]


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        ("Kelvany claims capture of the port of Osk.", "Kelvany has captured the port of Osk."),
        ("Rebels have claimed the capture of Osk.", "Rebels have captured Osk."),
        ("Police confirmed the arrest of two farmers.", "Two farmers were arrested."),
        (
            "The ministry confirmed the seizure of Osk by rebels.",
            "The ministry confirmed the seizure of Osk by rebels.",
        ),
        ("Ann Lee singled out gains made in the Orle valley.", "Gains were made in the Orle valley."),
        ("Ann Lee mentioned the gains made in the valley.", "Ann Lee mentioned the gains made in the valley."),
    ],
)
def test_a_deed_is_told_without_its_cue(splitter: LocalSplitter, text: str, statement: str) -> None:
    assert statements(splitter, text) == [statement]


def test_what_is_described_keeps_its_name_beside_a_saying_of_its_own(splitter: LocalSplitter) -> None:
    text = 'Ann Lee described heavy losses that she said had been suffered by farmers as "the price of the dam".'
    assert statements(splitter, text) == [
        "Heavy losses have been suffered by farmers.",
        "Ann Lee described heavy losses as the price of the dam.",
    ]


def test_what_two_sayings_share_stands_in_both(splitter: LocalSplitter) -> None:
    text = "The utility said there was no danger to the supply, which it said was secured until 2080."
    assert statements(splitter, text) == ["There is no danger to the supply.", "The supply was secured until 2080."]


def test_managers_of_whom_something_is_said_lead_their_sentence(splitter: LocalSplitter) -> None:
    text = "Ann Lee blamed the company's managers, who she said had slept for years."
    assert statements(splitter, text)[0] == "The company's managers have slept for years."


def test_what_is_called_something_elsewhere_is_this(splitter: LocalSplitter) -> None:
    text = "Osk fell, the army said, in what it described as the largest attack since the war began."
    assert "The army described this as the largest attack since the war began." in statements(splitter, text)


def test_an_infinitive_of_a_headline_is_what_will_be(splitter: LocalSplitter) -> None:
    text = "Osk Motors to close two plants, union says\n\nOsk Motors makes cars in the town of Brod. It is old."
    assert statements(splitter, text)[0] == "Osk Motors will close two plants."


def test_an_apposition_tells_of_the_name_before_it(splitter: LocalSplitter) -> None:
    text = "Kelvany said its army had taken Osk, the largest town in the Orle valley."
    assert statements(splitter, text)[-1] == "Osk is the largest town in the Orle valley."


def test_a_cue_keeps_its_particle_and_two_quoted_sentences_are_two_claims(splitter: LocalSplitter) -> None:
    text = 'Ann Lee singled out gains made in the valley. "This is a good day. We know how good it is," she said.'
    claims = splitter.split(ArticleText(text, outlet="Wire", language="en")).claims
    assert [claim.cue for claim in claims] == ["singled out", "said", "said"]
    assert [claim.statement for claim in claims[1:]] == [
        'Ann Lee: "This is a good day."',
        "Ann Lee and others know how good it is.",
    ]
