"""Signing an article off: the page that says what is untouched, the signature, and its withdrawal."""

from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from factcheck.domain.errors import DeskError
from factcheck.domain.people import Action
from factcheck.services import sign_offs
from factcheck.web import articles as pages
from factcheck.web import errors
from factcheck.web.answers import onward, page, shows_again
from factcheck.web.doors import needs
from factcheck.web.sessions import actor, desk
from factcheck.web.tongue import _

rooms = Blueprint("sign_offs", __name__, url_prefix="/articles/<int:article_id>/sign-off")


@rooms.get("")
def sheet(article_id: int) -> ResponseReturnValue:
    """What is untouched in the article, for everybody; the form for who may sign, or the sentence why not."""
    return show(article_id)


def show(article_id: int, *, error: DeskError | None = None) -> ResponseReturnValue:
    article, stands, why_not = sign_offs.before_signing(desk().unit(), article_id, actor())
    return page(
        "articles/sign_off.html",
        status=errors.status_of(error) if error else 200,
        here="articles.listed",
        article=article,
        stands=stands,
        why_not=why_not,
        error=error,
        typed=request.form if error else {},
    )


def again(error: DeskError, article_id: int, **rest: Any) -> ResponseReturnValue:
    return show(article_id, error=error)


def article_again(error: DeskError, article_id: int, **rest: Any) -> ResponseReturnValue:
    return pages.show(article_id, error=error)


@rooms.post("")
@needs(Action.SIGN_OFF)
@shows_again(again, stale=True)
def sign(article_id: int) -> ResponseReturnValue:
    hash_seen, note = request.form.get("hash_seen", ""), request.form.get("note", "")
    signed = sign_offs.sign_off(desk().unit(), article_id, actor(), hash_seen=hash_seen, note=note)
    back = url_for("sign_offs.withdraw", article_id=article_id)
    said = _("Revision %(number)s is signed off.", number=signed.revision)
    return onward(url_for("articles.sheet", article_id=article_id), said, undo=(back, {}))


@rooms.post("/withdraw")
@needs(Action.SIGN_OFF)
@shows_again(article_again)
def withdraw(article_id: int) -> ResponseReturnValue:
    sign_offs.withdraw(desk().unit(), article_id, actor(), note=request.form.get("note", ""))
    return onward(url_for("articles.sheet", article_id=article_id), _("The sign-off is withdrawn."))
