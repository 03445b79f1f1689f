"""Sentences in which a person found nothing to check: marked, taken back, found again in a new text."""

import pytest

from factcheck.domain.coverage import Cover, coverage
from factcheck.domain.errors import Invalid, NotAllowed, OutOfDate, Refused
from factcheck.domain.review import DismissReason, Move
from factcheck.services import articles, history, sentences
from tests.services.conftest import TEXT, Newsroom


def covers(room: Newsroom, article: int) -> list[Cover]:
    return [sentence.cover for sentence in coverage(articles.sheet(room.unit(), article, room.jana)).sentences]


def bare(room: Newsroom) -> int:
    """An article without a claim in its first two sentences."""
    article = room.article()
    for row in articles.sheet(room.unit(), article, room.jana).claims[:2]:
        with room.unit().writing() as session:
            from factcheck.store import claims as rows

            (place,) = rows.places(session, [row.id])[row.id]
            place.placed = False
    return article


def test_a_sentence_that_a_person_looked_at_is_accounted_for_and_can_be_taken_back(settled: Newsroom) -> None:
    article = bare(settled)
    assert covers(settled, article)[:2] == [Cover.NOT_LOOKED_AT] * 2
    assert sentences.look_at(settled.unit(), article, settled.jana, revision=1, sentences=[2, 1]) == (1, 2)
    assert covers(settled, article)[:2] == [Cover.NOT_CHECKABLE] * 2
    assert sentences.look_at(settled.unit(), article, settled.omar, revision=1, sentences=[2]) == ()
    assert sentences.look_away(settled.unit(), article, settled.omar, revision=1, sentences=[2, 3]) == (2,)
    assert covers(settled, article)[:2] == [Cover.NOT_CHECKABLE, Cover.NOT_LOOKED_AT]
    said = [line.what for line in history.lines(settled.unit(), f"article:{article}", settled.jana)]
    assert said[:2] == ["look away", "look at"]
    marks = articles.sheet(settled.unit(), article, settled.jana).looked_at
    assert [(mark.sentence, mark.by) for mark in marks] == [(1, "Jana")]


def test_a_sentence_with_an_open_claim_is_not_passed_over(settled: Newsroom) -> None:
    article = settled.article()
    with pytest.raises(Refused, match="Sentence 3 holds a claim that is to be checked"):
        sentences.look_at(settled.unit(), article, settled.jana, revision=1, sentences=[3])
    claim = articles.sheet(settled.unit(), article, settled.jana).claims[2].id
    settled.move(claim, Move.DISMISS, settled.jana, reason=DismissReason.OPINION)
    assert sentences.look_at(settled.unit(), article, settled.jana, revision=1, sentences=[3]) == (3,)


@pytest.mark.parametrize("numbers", [[], [0], [6], [-1], list(range(1, 400))])
def test_what_is_no_sentence_of_the_article_is_refused(settled: Newsroom, numbers: list[int]) -> None:
    article = bare(settled)
    with pytest.raises(Invalid):
        sentences.look_at(settled.unit(), article, settled.jana, revision=1, sentences=numbers)
    assert articles.sheet(settled.unit(), article, settled.jana).looked_at == ()


def test_sentences_of_an_older_text_are_not_those_of_the_new_one(settled: Newsroom) -> None:
    article = bare(settled)
    with pytest.raises(OutOfDate, match="new text"):
        sentences.look_at(settled.unit(), article, settled.jana, revision=2, sentences=[1])


def test_an_admin_marks_nothing(settled: Newsroom) -> None:
    article = bare(settled)
    with pytest.raises(NotAllowed):
        sentences.look_at(settled.unit(), article, settled.boss, revision=1, sentences=[1])


def test_marks_are_found_again_by_their_words_in_a_new_text(settled: Newsroom) -> None:
    article = bare(settled)
    sentences.look_at(settled.unit(), article, settled.jana, revision=1, sentences=[1, 2])
    new = f"It rains. {TEXT.replace('old quay', 'new quay')}"
    articles.receive(settled.unit(), articles.Incoming(new, url="https://herald.example/1"), settled.jana)
    settled.split(article)
    marks = articles.sheet(settled.unit(), article, settled.jana).looked_at
    assert [(mark.sentence, mark.by) for mark in marks] == [(2, "Jana")]
