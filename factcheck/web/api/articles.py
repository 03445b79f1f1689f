"""Articles over the API: bringing one in, seeing how far it is, correcting what was found about it."""

from typing import Any

from flask import Response, url_for

from factcheck.domain.articles import ArticleStatus, Incoming, checked_text
from factcheck.domain.errors import Invalid
from factcheck.domain.sheets import Received as Came
from factcheck.services import articles, history
from factcheck.services.idempotency import Answer
from factcheck.store.unit import UnitOfWork
from factcheck.web.api.answering import answer, once
from factcheck.web.api.door import actor, rooms
from factcheck.web.api.given import NothingMore
from factcheck.web.api.given.articles import ArticleChanges, ArticleQuery, NewArticle
from factcheck.web.api.shapes.articles import Article, ArticleLine, ArticleList, HistoryList, Received, RevisionText
from factcheck.web.api.shapes.review import HistoryLine
from factcheck.web.sessions import desk

KNOWN: dict[int | str, dict[str, str | dict[str, dict[str, Any]]]] = {
    200: {
        "description": "It was here already; `sentence` says so.",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Received"}}},
    }
}


@rooms.post("/articles")
@rooms.input(NewArticle, arg_name="given")
@rooms.doc(responses=KNOWN)
@rooms.output(Received, 202, description="It is in; a worker goes on with it. `Location` shows how far it is.")
def bring_in(given: NewArticle) -> Response:
    """Bring in an article

    As text, as the HTML of a page, or by its address. One that is known already is answered with 200,
    its id and a sentence that says so.
    """
    if "url" in given.model_fields_set:
        return once(lambda unit: _by_address(unit, given))
    incoming = _from_text(given) if "text" in given.model_fields_set else _from_html(given)
    return once(lambda unit: _received(articles.receive(unit, incoming, actor()), unit))


def _by_address(unit: UnitOfWork, given: NewArticle) -> Answer:
    known = given.model_dump(include={"title", "outlet", "byline", "published", "language"})
    canonical = desk().canonical
    return _received(articles.receive_address(unit, given.url, actor(), canonical=canonical, **known), unit)


def _received(came: Came, unit: UnitOfWork) -> Answer:
    status = articles.sheet(unit, came.article_id, actor()).status
    shown = Received(
        id=came.article_id, status=ArticleStatus(status), new=came.new, revised=came.revised, sentence=came.sentence
    )
    where = url_for("api.article", article_id=came.article_id)
    return answer(shown, 202 if came.new or came.revised else 200, Location=where)


def _from_text(given: NewArticle) -> Incoming:
    """The text as it is, with the facts that were not given as the text itself has them."""
    text = checked_text(given.text)
    return _incoming(text, given, desk().describe(text))


def _from_html(given: NewArticle) -> Incoming:
    """The page as if somebody had uploaded it; what is wrong with the file is wrong with what was sent."""
    try:
        read = desk().read_upload("page.html", given.html.encode())
    except Invalid as error:
        raise type(error)("html", error.rule, str(error)) from error
    found = _incoming(read.text, given, read)
    return Incoming(found.text, found.title, found.outlet, found.byline, found.published, found.language, read.url)


def _incoming(text: str, given: NewArticle, found: Any) -> Incoming:
    """What was given wins over what was found."""
    day = getattr(found.published, "date", lambda: found.published)()
    return Incoming(
        text=text,
        title=given.title or found.title,
        outlet=given.outlet or found.outlet,
        byline=given.byline or found.byline,
        published=given.published or day,
        language=given.language or getattr(found, "language", ""),
    )


@rooms.get("/articles")
@rooms.input(ArticleQuery, location="query", arg_name="asked")
@rooms.output(ArticleList)
def articles_listed(asked: ArticleQuery) -> ArticleList:
    """List articles

    The newest first.
    """
    lines, cursor = articles.listed(desk().unit(), actor(), q=asked.q, cursor=asked.cursor, limit=asked.limit)
    return ArticleList(items=[ArticleLine.model_validate(line) for line in lines], next=cursor or None)


@rooms.get("/articles/<int:article_id>")
@rooms.output(Article)
def article(article_id: int) -> Article:
    """See an article

    Its status, its text, its revisions and its claims with their spans.
    """
    return Article.whole(articles.sheet(desk().unit(), article_id, actor()))


@rooms.patch("/articles/<int:article_id>")
@rooms.input(ArticleChanges, arg_name="given")
@rooms.output(Article)
def describe_article(article_id: int, given: ArticleChanges) -> Response:
    """Correct an article

    Its title, outlet, byline, day and language; what is not sent stays.
    """
    return once(lambda unit: _describe(unit, article_id, given))


def _describe(unit: UnitOfWork, article_id: int, given: ArticleChanges) -> Answer:
    now = articles.sheet(unit, article_id, actor())
    names = ("title", "outlet", "byline", "published", "language")
    known: dict[str, Any] = {name: getattr(now, name) for name in names} | given.changes()
    return answer(Article.whole(articles.describe(unit, article_id, actor(), seen=given.seen, **known)))


@rooms.post("/articles/<int:article_id>/try-again")
@rooms.input(NothingMore, arg_name="given")
@rooms.output(Article)
def try_again(article_id: int, given: NothingMore) -> Response:
    """Try an article again

    Fetch or split again what failed.
    """
    return once(lambda unit: _again(unit, article_id))


def _again(unit: UnitOfWork, article_id: int) -> Answer:
    articles.try_again(unit, article_id, actor())
    return answer(Article.whole(articles.sheet(unit, article_id, actor())))


@rooms.get("/articles/<int:article_id>/revisions/<int:number>")
@rooms.output(RevisionText)
def revision(article_id: int, number: int) -> RevisionText:
    """Read a revision of an article"""
    return RevisionText(number=number, text=articles.revision_text(desk().unit(), article_id, number, actor()))


@rooms.get("/articles/<int:article_id>/history")
@rooms.output(HistoryList)
def article_history(article_id: int) -> HistoryList:
    """See the history of an article

    The newest entry first. That of a claim stands in the claim.
    """
    lines = history.lines(desk().unit(), f"article:{article_id}", actor())
    return HistoryList(items=[HistoryLine.model_validate(line) for line in lines])
