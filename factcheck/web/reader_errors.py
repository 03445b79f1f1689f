"""The form on which a reader says what is wrong in a published check: no session, no cookie, a signed page instead."""

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.utils import redirect

from factcheck.domain.errors import DeskError
from factcheck.services import publishing, reader_errors
from factcheck.web import errors
from factcheck.web.answers import page, shows_again
from factcheck.web.doors import public
from factcheck.web.public import rooms
from factcheck.web.sessions import desk

SALT = "a reader's error"
FORM_LASTS = 24 * 60 * 60
"""Seconds that the form of a page can be sent. Readers have no session that a form token could belong to."""


def form_again(error: DeskError, claim_id: int) -> ResponseReturnValue:
    return show(claim_id, error=error)


@rooms.get("/checks/<int:claim_id>/error")
@public
def error_form(claim_id: int) -> ResponseReturnValue:
    return show(claim_id)


def show(claim_id: int, *, error: DeskError | None = None) -> ResponseReturnValue:
    check = publishing.public_check(desk().unit(), desk().identity, claim_id)
    return page(
        "public/error_form.html",
        status=errors.status_of(error) if error else 200,
        check=check,
        error=error,
        typed=request.form if error else {},
        form=signed().dumps(claim_id),
    )


@rooms.post("/checks/<int:claim_id>/error")
@public
@shows_again(form_again)
def report_error(claim_id: int) -> ResponseReturnValue:
    if not from_our_page(claim_id):
        abort(400)
    words, reach = request.form.get("words", ""), request.form.get("reach", "")
    reader_errors.report(desk().unit(), claim_id, words, reach=reach, address=request.remote_addr or "")
    return redirect(url_for("public.error_thanks", claim_id=claim_id), 303)


@rooms.get("/checks/<int:claim_id>/error/thanks")
@public
def error_thanks(claim_id: int) -> ResponseReturnValue:
    check = publishing.public_check(desk().unit(), desk().identity, claim_id)
    return page("public/error_thanks.html", check=check)


def signed() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(desk().settings.key, salt=SALT)


def from_our_page(claim_id: int) -> bool:
    """Whether the form was loaded from this desk, for this check, in the last day."""
    try:
        return bool(signed().loads(request.form.get("form", ""), max_age=FORM_LASTS) == claim_id)
    except BadSignature:
        return False
