"""The page on which an article is brought in: as pasted text, by its address, or as a file."""

from enum import StrEnum
from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from factcheck.domain.articles import MOST_BYTES, Incoming
from factcheck.domain.errors import DeskError, Invalid
from factcheck.domain.people import Action
from factcheck.domain.sheets import Received
from factcheck.services import articles
from factcheck.web import errors, filters
from factcheck.web.answers import onward, page, shows_again
from factcheck.web.articles import described
from factcheck.web.doors import needs
from factcheck.web.sessions import actor, desk

rooms = Blueprint("bringing_in", __name__)


class Way(StrEnum):
    """How an article comes in."""

    TEXT = "text"
    URL = "url"
    FILE = "file"


def again(error: DeskError) -> ResponseReturnValue:
    return show(error=error)


def show(*, error: DeskError | None = None, known: Received | None = None) -> ResponseReturnValue:
    """The form to bring an article in, with what was typed, why it was refused, or the article that is here already."""
    return page(
        "articles/new.html",
        status=errors.status_of(error) if error else 409 if known else 200,
        here="articles.listed",
        typed=request.form,
        way=request.form.get("way", Way.TEXT.value),
        error=error,
        known=known,
    )


@rooms.get("/articles/new")
@needs(Action.BRING_IN)
def new() -> ResponseReturnValue:
    return show()


@rooms.post("/articles/new")
@needs(Action.BRING_IN)
@shows_again(again)
def bring_in() -> ResponseReturnValue:
    way = filters.word(Way, "way", request.form) or Way.TEXT
    received = {Way.TEXT: pasted, Way.URL: by_address, Way.FILE: uploaded}[way]()
    if received.new or received.revised or way is Way.URL:
        return onward(url_for("articles.sheet", article_id=received.article_id), received.sentence)
    return show(known=received)


def pasted() -> Received:
    text = request.form.get("text", "")
    return articles.receive(desk().unit(), incoming(text, described()), actor())


def by_address() -> Received:
    url = request.form.get("url", "")
    return articles.receive_address(desk().unit(), url, actor(), canonical=desk().canonical, **described())


def uploaded() -> Received:
    upload: FileStorage | None = request.files.get("file")
    if upload is None or not upload.filename:
        raise Invalid("file", "missing", "Choose a file.")
    read = desk().read_upload(upload.filename, upload.stream.read(MOST_BYTES + 1))
    given = described()
    for name in ("title", "outlet", "byline", "language"):
        given[name] = given[name] or getattr(read, name)
    given["published"] = given["published"] or (read.published.date() if read.published else None)
    return articles.receive(desk().unit(), incoming(read.text, given, read.url), actor())


def incoming(text: str, given: dict[str, Any], url: str = "") -> Incoming:
    """The article with what the form said; what it did not say is read off the text."""
    found = desk().describe(text)
    return Incoming(
        text=text,
        title=given["title"] or found.title,
        outlet=given["outlet"] or found.outlet,
        byline=given["byline"] or found.byline,
        published=given["published"] or found.published,
        language=given["language"],
        url=url,
    )
