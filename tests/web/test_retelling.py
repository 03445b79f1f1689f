"""Sentences that workers have stored in English, told in the language of the page."""

from collections.abc import Iterator

import pytest
from flask import Flask

from factcheck.domain.fetching import FetchFailed, FetchProblem
from factcheck.domain.texts import say
from factcheck.web.retelling import retold

GERMAN, ENGLISH = {"Accept-Language": "de"}, {"Accept-Language": "en"}


@pytest.fixture
def german(app: Flask) -> Iterator[None]:
    with app.test_request_context("/queue", headers=GERMAN):
        yield


TOLD = [
    ("denies: “no evidence”", "bestreitet: „no evidence“"),
    ("number differs: 60 days / 78 days", "andere Zahl: 60 days / 78 days"),
    ("number differs: 12 / 14 (model small-one)", "andere Zahl: 12 / 14 (Modell small-one)"),
    ("not there (404 or 410)", "nicht da (404 oder 410)"),
    (
        "Its page: has an error of its own (it answered 503), again at 14:05 UTC.",
        "Seine Seite: hat selbst einen Fehler (sie antwortete mit 503), wieder um 14:05 UTC.",
    ),
    (
        "split by the model at llm.example; left out of the model's answer: 2 that could not be read, "
        "1 that repeated another",
        "zerlegt durch das Modell bei llm.example; aus der Antwort des Modells weggelassen: 2 unlesbare, 1 doppelte",
    ),
    (
        "not weighed further: Turkish is read coarsely",
        "nicht weiter gewogen: Türkisch wird nur grob gelesen",
    ),
    ("its budget of 1,500 asks a day is used up", "das Kontingent von 1.500 Anfragen am Tag ist aufgebraucht"),
    ("Coast Daily: denies: “no evidence”", "Coast Daily: bestreitet: „no evidence“"),
    ("origin 3", "Ursprung 3"),
    ("The sea is 100% salt, says nobody.", "The sea is 100% salt, says nobody."),
    ("This is no ferry.", "This is no ferry."),
    (
        "claim:3 entry 5: its content does not match its hash",
        "claim:3, Eintrag 5: Inhalt und Prüfsumme passen nicht zusammen",
    ),
    ("80% of the shorter text stand in the other", "80% des kürzeren Texts stehen auch im anderen"),
    ("", ""),
]  # fmt: skip


@pytest.mark.parametrize(("stored", "told"), TOLD)
def test_a_stored_sentence_is_told_in_german_and_the_words_of_others_as_they_are(
    german: None, stored: str, told: str
) -> None:
    assert retold(stored) == told


@pytest.mark.parametrize("stored", [stored for stored, _ in TOLD])
def test_in_english_it_stands_as_it_was_stored(app: Flask, stored: str) -> None:
    with app.test_request_context("/queue", headers=ENGLISH):
        assert retold(stored) == stored


@pytest.mark.parametrize("problem", FetchProblem)
def test_each_way_in_which_an_address_gives_nothing_has_its_german_words(german: None, problem: FetchProblem) -> None:
    detailed = str(FetchFailed(problem, say("its robots.txt answered %(status)s", status="500")))
    assert retold(problem.value) != problem.value
    assert retold(detailed) == f"{retold(problem.value)} (ihre robots.txt antwortete mit 500)"


@pytest.mark.parametrize("part", ["a: ", "a b: ", "Its page: ", "left out of the model's answer: "])
def test_words_that_look_like_a_thousand_sentences_inside_one_another_are_told(german: None, part: str) -> None:
    assert retold(f"{part * 1000}the end of it").endswith("the end of it")
