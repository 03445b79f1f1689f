"""The moves on whole sentences of an article: nothing to check in them, and taking that back."""

import re
from collections.abc import Iterable
from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from factcheck.domain.coverage import touched
from factcheck.domain.errors import DeskError, Invalid
from factcheck.domain.people import Action
from factcheck.domain.sign_offs import numbered
from factcheck.services import articles, sentences
from factcheck.web import articles as pages
from factcheck.web import filters
from factcheck.web.answers import onward, shows_again
from factcheck.web.doors import needs
from factcheck.web.sessions import actor, desk
from factcheck.web.tongue import _, ngettext

rooms = Blueprint("sentences", __name__, url_prefix="/articles/<int:article_id>/sentences")

_RANGE = re.compile(r"(\d{1,6})(?:-(\d{1,6}))?", re.ASCII)  # "3" or "3-9"


def again(error: DeskError, article_id: int, **rest: Any) -> ResponseReturnValue:
    return pages.show(article_id, error=error)


def chosen(article_id: int) -> list[int]:
    """The sentences that were ticked, or those that the selected words touch. Invalid for what is no number."""
    if request.form.get("end"):
        selected = filters.number("start", request.form), filters.number("end", request.form)
        article = articles.sheet(desk().unit(), article_id, actor())
        return [index + 1 for index in touched(article.sentences, selected)]
    parts = [part for given in request.form.getlist("sentence") for part in given.split(",")]
    found = [_RANGE.fullmatch(part.strip()) for part in parts]
    if not all(found):
        raise Invalid("sentence", "unknown", "Choose sentences of the article.")
    return [number for each in found if each for number in range(int(each[1]), 1 + int(each[2] or each[1]))]


def in_ranges(numbers: Iterable[int]) -> str:
    """Sentences as one field of a form: "3-9,12"."""
    found: list[list[int]] = []
    for number in sorted(numbers):
        if found and found[-1][1] == number - 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in found)


@rooms.post("/look-at")
@needs(Action.EDIT_CLAIMS)
@shows_again(again)
def look_at(article_id: int) -> ResponseReturnValue:
    revision = filters.number("revision", request.form)
    new = sentences.look_at(desk().unit(), article_id, actor(), revision=revision, sentences=chosen(article_id))
    said = ngettext(
        "Nothing to check in sentence %(numbers)s.",
        "Nothing to check in sentences %(numbers)s.",
        len(new),
        numbers=numbered(new),
    )
    return back(article_id, "sentences.look_away", new, said, revision)


@rooms.post("/look-away")
@needs(Action.EDIT_CLAIMS)
@shows_again(again)
def look_away(article_id: int) -> ResponseReturnValue:
    revision = filters.number("revision", request.form)
    gone = sentences.look_away(desk().unit(), article_id, actor(), revision=revision, sentences=chosen(article_id))
    said = ngettext(
        "Sentence %(numbers)s is to be looked at again.",
        "Sentences %(numbers)s are to be looked at again.",
        len(gone),
        numbers=numbered(gone),
    )
    return back(article_id, "sentences.look_at", gone, said, revision)


def back(article_id: int, other: str, numbers: tuple[int, ...], said: str, revision: int) -> ResponseReturnValue:
    """Back to the first of these sentences, with the other move as the way to undo it."""
    first = min(numbers or chosen(article_id))
    place = url_for("articles.sheet", article_id=article_id, _anchor=f"sentence-{first}")
    if not numbers:
        return onward(place, _("That was so already."))
    fields = {"sentence": in_ranges(numbers), "revision": revision}
    return onward(place, said, undo=(url_for(other, article_id=article_id), fields))
