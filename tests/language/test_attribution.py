"""Who says what in one sentence."""

import pytest

from .conftest import Readings, said, words


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The mayor said that the bridge was closed.", ("The mayor", "said", "the bridge was closed")),
        ("The bridge was closed, the mayor said on Monday.", ("the mayor", "said", "The bridge was closed")),
        (
            "The bridge, Mayor Ann Lee said, had been closed.",
            ("Mayor Ann Lee", "said", "The bridge [...] had been closed"),
        ),
        (
            "The ferry, Captain Bo Day was quoted as saying, was unable to turn.",
            ("Captain Bo Day", "was quoted as saying", "The ferry [...] was unable to turn"),
        ),
        (
            "The pump, the utility's chief engineer, Ann Lee, said last week, had failed twice.",
            ("the utility's chief engineer [...] Ann Lee", "said", "The pump [...] had failed twice"),
        ),
        ('"The road is open," said Ann Lee, a farmer who lives nearby.', ("Ann Lee", "said", '"The road is open,"')),
        (
            "According to the port authority, two ships collided.",
            ("the port authority", "according to", "two ships collided"),
        ),
        (
            "The company accused its rival of stealing designs.",
            ("The company", "accused", "its rival of stealing designs"),
        ),
        ("The ministry has confirmed 31 cases since March.", ("The ministry", "confirmed", "31 cases since March")),
        ("The charity put the number at more than 400.", ("The charity", "put", "the number at more than 400")),
        ("The minister promised to repair the dam by May.", ("The minister", "promised", "to repair the dam by May")),
        (
            'The army rejected the report as "fiction".',
            ("The army", "rejected", 'rejected the report as "fiction"'),
        ),
        (
            "The council posted a video purportedly showing workers opening the gate.",
            ("The council", "posted", "workers opening the gate"),
        ),
        (
            "He described losses that he said had been sustained by the army.",
            ("he", "said", "losses [...] had been sustained by the army"),
        ),
        (
            "On Monday, Lee insisted that those who left - as some of them have - were wrong.",
            ("Lee", "insisted", "those who left - as some of them have - were wrong"),
        ),
        (
            "As Lee noted, people from the north could still be affected by the ruling.",
            ("Lee", "noted", "people from the north could still be affected by the ruling"),
        ),
        (
            'Asked what had happened, he said, "It was the wrong valve."',
            ("he", "said", '"It was the wrong valve."'),
        ),
        (
            "She wrote a letter saying the dam was safe.",
            ("She", "saying", "the dam was safe"),
        ),
        ("Mayor claims victory over the flood", ("Mayor", "claims", "victory over the flood")),
    ],
)
def test_source_cue_and_content_are_read(readings: Readings, sentence: str, expected: tuple[str, str, str]) -> None:
    assert said(readings(sentence)[0]) == [expected]


@pytest.mark.parametrize(
    "sentence",
    [
        "The mayor did not say whether the bridge was closed.",
        "The mayor will say on Monday that the bridge is closed.",
        "The bridge was closed for three days.",
        "She was expected to announce that the bridge would open.",
    ],
)
def test_what_nobody_has_said_yet_is_no_attribution(readings: Readings, sentence: str) -> None:
    assert said(readings(sentence)[0]) == []


def test_two_cues_of_one_subject_are_two_attributions(readings: Readings) -> None:
    found = said(readings("The union rejected the offer and said its members had voted for a strike.")[0])
    assert [(source, cue) for source, cue, _ in found] == [("The union", "rejected"), ("The union", "said")]


def test_a_participle_goes_on_with_the_same_source(readings: Readings) -> None:
    found = said(readings("She said wages had doubled, adding that prices had not.")[0])
    assert found[1] == ("She", "adding", "prices had not")


def test_a_participle_behind_a_told_clause_is_the_tellers(readings: Readings) -> None:
    found = said(readings("Lee argued that a wall would keep the sea out, saying it was a matter of years.")[0])
    assert ("Lee", "saying") in [(source, cue) for source, cue, _ in found]


def test_a_saying_beside_one_about_the_same_person_stays(readings: Readings) -> None:
    found = said(readings("Day praised the farmer Ann Lee, who has vowed to stay.")[0])
    assert [cue for _, cue, _ in found] == ["praised", "vowed"]


def test_a_report_named_in_a_frame_says_what_it_says(readings: Readings) -> None:
    text = "After a leak of the report, which concluded that the dam was unsafe, the army said it would mend it."
    assert ("concluded", "the dam was unsafe") in [(cue, content) for _, cue, content in said(readings(text)[0])]


def test_an_agency_behind_according_to_is_a_link_and_not_content(readings: Readings) -> None:
    reading = readings("The general said the bridge had fallen, according to local news agencies.")[0]
    (one,) = reading.attributions
    assert words(reading.paragraph, one.content) == "the bridge had fallen"
    assert words(reading.paragraph, one.via) == "local news agencies"


def test_an_opinion_inside_a_saying_stays_inside(readings: Readings) -> None:
    assert said(readings("The coach said he believed the club would win.")[0]) == [
        ("The coach", "said", "he believed the club would win")
    ]


def test_the_day_of_the_saying_is_no_content(readings: Readings) -> None:
    assert (
        said(readings("Rebels said on Saturday they had seized the airbase.")[0])[0][2] == "they had seized the airbase"
    )


def test_words_in_quotation_marks_hold_no_cues(readings: Readings) -> None:
    found = said(readings('"They said the road was open," the driver told a court.')[0])
    assert found == [("the driver", "told", '"They said the road was open,"')]
