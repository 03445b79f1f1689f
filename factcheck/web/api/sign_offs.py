"""Signing articles off over the API, and the sentences in which somebody found nothing to check."""

from flask import Response

from factcheck.services import articles, sentences, sign_offs
from factcheck.services.idempotency import Answer
from factcheck.store.unit import UnitOfWork
from factcheck.web.api.answering import answer, once
from factcheck.web.api.door import actor, rooms
from factcheck.web.api.given.articles import NewSignOff, SentencesLookedAt
from factcheck.web.api.shapes.articles import Article, Standing
from factcheck.web.sessions import desk


@rooms.post("/articles/<int:article_id>/sentences")
@rooms.input(SentencesLookedAt, arg_name="given")
@rooms.output(Article)
def look_at_sentences(article_id: int, given: SentencesLookedAt) -> Response:
    """Pass over sentences

    Say that a person has looked at them and found nothing to check, or take that back. A sentence with an open claim
    is refused: the claim is what is to be decided.
    """
    return once(lambda unit: _look(unit, article_id, given))


def _look(unit: UnitOfWork, article_id: int, given: SentencesLookedAt) -> Answer:
    does = sentences.look_at if given.looked_at else sentences.look_away
    does(unit, article_id, actor(), revision=given.seen, sentences=given.sentences)
    return answer(Article.whole(articles.sheet(unit, article_id, actor())))


@rooms.get("/articles/<int:article_id>/sign-off")
@rooms.output(Standing)
def standing(article_id: int) -> Standing:
    """See what is untouched

    What a signature would seal: sentences that nobody looked at, open claims, what was set aside and why.
    """
    return Standing.of(*sign_offs.before_signing(desk().unit(), article_id, actor()))


@rooms.post("/articles/<int:article_id>/sign-off")
@rooms.input(NewSignOff, arg_name="given")
@rooms.output(Article)
def sign_article_off(article_id: int, given: NewSignOff) -> Response:
    """Sign an article off

    As it stands: 409 when it is no longer what `hash_seen` was made of.
    """
    return once(lambda unit: _signed(unit, article_id, given))


def _signed(unit: UnitOfWork, article_id: int, given: NewSignOff) -> Answer:
    signed = sign_offs.sign_off(unit, article_id, actor(), hash_seen=given.hash_seen, note=given.note)
    return answer(Article.whole(signed))


@rooms.delete("/articles/<int:article_id>/sign-off")
@rooms.output(Article)
def withdraw_sign_off(article_id: int) -> Response:
    """Withdraw a sign-off

    The history keeps both the signature and its withdrawal.
    """
    return once(lambda unit: answer(Article.whole(sign_offs.withdraw(unit, article_id, actor()))))
