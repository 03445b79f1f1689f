"""The benchmarks: answers in the form of their gold, and figures that mean what they say."""

import pytest

from benchmarks.__main__ import Row
from benchmarks.checkworthy import average_precision, predicted, score
from benchmarks.speed import Speed, linearity, text_of

FIGURE = {"id": 7, "text": "We lost 2.6 million manufacturing jobs in three years."}
GREETING = {"id": 8, "text": "Thank you very much, and good evening."}


def test_sentences_are_answered_by_their_ids_and_without_their_labels() -> None:
    figure, greeting = predicted([FIGURE, GREETING])
    assert (figure["id"], greeting["id"]) == (7, 8)
    assert figure["score"] > 0.5 > greeting["score"]


def test_documents_are_answered_sentence_by_sentence() -> None:
    (answer,) = predicted([{"doc_id": "d1", "sentences": [FIGURE, GREETING]}])
    assert answer["doc_id"] == "d1"
    assert list(answer["scores"]) == ["7", "8"]


def test_what_is_right_scores_one() -> None:
    gold = [FIGURE | {"checkworthy": True}, GREETING | {"checkworthy": False}]
    found = score(gold, predicted(gold))
    assert (found.f1, found.mean_average_precision) == (1, 1)


def test_equal_scores_count_in_the_worst_order() -> None:
    assert average_precision([(0.5, True), (0.5, False)]) == 0.5


def test_time_that_grows_with_the_text_is_linear() -> None:
    assert linearity([Speed(1_000, 200, 0.1, 0.1, 9), Speed(10_000, 2_000, 1.0, 1.2, 90)]) == pytest.approx(1)
    assert linearity([Speed(1_000, 200, 0.1, 0.1, 9), Speed(10_000, 2_000, 10.0, 12, 90)]) == pytest.approx(10)


@pytest.mark.parametrize("size", [1, 10, 1_000])
def test_a_text_of_articles_has_the_length_that_was_asked_for(size: int) -> None:
    assert len(text_of(size, ["One article.", "Another one."])) == size


@pytest.mark.parametrize(
    ("value", "floor", "aim", "holds"),
    [(0.91, 0.9, 0.93, True), (0.89, 0.9, 0.93, False), (390, 600, 400, True), (601, 600, 400, False)],
)
def test_a_floor_is_the_least_or_where_less_is_better_the_most(
    value: float, floor: float, aim: float, *, holds: bool
) -> None:
    assert Row("measure", "data", value, floor, aim).holds is holds
