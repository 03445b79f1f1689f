"""How the desk says no: one status for each kind of refusal, and never a traceback."""

from collections.abc import Callable
from typing import Any

from flask import Flask, Response, current_app, g, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from factcheck.domain import errors as said
from factcheck.web import tongue
from factcheck.web.answers import onward, wants_piece
from factcheck.web.sessions import as_nobody
from factcheck.web.tongue import _, later

STATUS: dict[type[said.DeskError], int] = {
    said.NotFound: 404,
    said.NotAllowed: 403,
    said.WrongStage: 409,
    said.Refused: 422,
    said.TooLarge: 413,
    said.Invalid: 422,
    said.OutOfDate: 409,
    said.Arrived: 409,
    said.TooManyTries: 429,
    said.SignedOut: 401,
    said.OutsideUnavailable: 503,
}

TITLES = {
    400: later("That could not be read"),
    401: later("Signed out"),
    403: later("Not for your role"),
    404: later("Not here"),
    405: later("Not like this"),
    409: later("Changed in the meantime"),
    413: later("Too large"),
    415: later("Another format is needed"),
    422: later("Not yet"),
    429: later("Too many tries"),
    500: later("Something broke"),
    503: later("Out of reach just now"),
}

REFUSED = later("No")

SENTENCES = {
    400: later("The desk could not read what your browser sent. Load the page again and try once more."),
    404: later("There is no such page, or it is not for you."),
    405: later("This address does not take that kind of request."),
    413: later("What you sent is larger than the desk accepts (10 MB)."),
    415: later("Send JSON, with the header Content-Type: application/json."),
    500: later("The desk made a mistake. It is in the log; nothing of what you had saved is lost."),
}

API = "/api/"
PROBLEM = "application/problem+json"


def register(app: Flask) -> None:
    app.register_error_handler(said.DeskError, refusal)
    app.register_error_handler(CSRFError, stale_form)
    app.register_error_handler(HTTPException, http_error)


def status_of(error: said.DeskError) -> int:
    """The status of a refusal: that of the nearest class in the table."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def refusal(error: said.DeskError) -> ResponseReturnValue:
    """Answer a DeskError: a problem document to programs, a page or a piece of one to people."""
    status = status_of(error)
    if request.path.startswith(API):
        return with_headers(problem(status, str(error), **members(error)), error)
    if isinstance(error, said.Arrived) and not wants_piece():
        return onward(where_it_stands(), tongue.said(error))
    if isinstance(error, said.SignedOut) and not wants_piece() and again() is None:
        return to_sign_in()
    try:
        answer = make_response(shown(error, status), status)
    except said.DeskError as other:  # nor can the page of the form be shown: its address is odd, or it is not there
        error, answer = other, plain(status_of(other), other)
    return with_headers(answer, error)


def with_headers(answer: Response, error: said.DeskError) -> Response:
    """When to come again, and to programs how to sign in."""
    if isinstance(error, said.TooManyTries):
        answer.headers["Retry-After"] = str(error.retry_after)
    if isinstance(error, said.SignedOut) and answer.mimetype == PROBLEM:
        sent = "Authorization" in request.headers
        answer.headers["WWW-Authenticate"] = 'Bearer error="invalid_token"' if sent else "Bearer"
    return answer


def shown(error: said.DeskError, status: int) -> ResponseReturnValue:
    """The page that says no; where the view can show its form again, that form with what was typed."""
    if isinstance(error, said.OutOfDate) and not shows_what_is_stale():
        return conflict(error)
    show = again()
    if show is None or wants_piece() or isinstance(error, said.NotFound | said.OutsideUnavailable):
        return plain(status, error)
    return show(error, **(request.view_args or {}))


def again() -> Callable[..., ResponseReturnValue] | None:
    """What shows the form of this view again, see answers.shows_again; nothing for who was not let in."""
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "again", None) if g.get("let_in") else None


def shows_what_is_stale() -> bool:
    """Whether the form of this view is shown again even when it is out of date, see answers.shows_again."""
    return bool(getattr(current_app.view_functions.get(request.endpoint or ""), "stale", False))


def plain(status: int, why: str | said.DeskError) -> Response:
    """The error page, or for htmx a notice that goes to the messages of the page that asked."""
    if status >= 500:
        as_nobody()
    sentence = tongue.said(why) if isinstance(why, said.DeskError) else _(why)
    readers = request.blueprint == "public"  # they have no session, and a form token would begin one
    name = "errors/_notice.html" if wants_piece() else "public/error.html" if readers else "errors/page.html"
    text = render_template(name, status=status, title=_(TITLES.get(status, REFUSED)), sentence=sentence)
    return to_messages(make_response(text, status))


def conflict(error: said.OutOfDate) -> Response:
    """Both versions side by side; what the person typed stays in a form that can be sent again."""
    renewed = {name: error.theirs[named] for name, named in RENEWED.items() if named in error.theirs}
    left_out = {"csrf_token", *renewed}
    typed = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in left_out and not name.startswith(UNSHOWN)
    ]
    names = [name for name in {**error.yours, **error.theirs} if name not in RENEWED.values()]
    pairs = [(name, in_text(error.yours.get(name)), in_text(error.theirs.get(name))) for name in names]
    compared = [pair for pair in pairs if pair[1] or pair[2]]
    name = "errors/_conflict.html" if wants_piece() else "errors/conflict.html"
    show = where_it_stands()
    text = render_template(
        name, error=error, typed=typed, renewed=renewed, compared=compared, back=request.full_path, show=show
    )
    return to_messages(make_response(text, 409))


UNSHOWN = "secret-"
"""How the names of form fields begin whose values are never sent back to a browser."""

RENEWED = {"seen": "version", "revision": "revision", "hash_seen": "content_hash"}
"""Form field -> name in OutOfDate.theirs: what must be the newest one when the form is sent again."""


def in_text(value: object) -> str:
    return "" if value is None else str(getattr(value, "value", value))


def where_it_stands() -> str:
    """The page of the claim, article or plug-in that the form was about."""
    about = request.view_args or {}
    if request.blueprint == "plugins":
        return url_for("plugins.sheet", **about)
    if "opinion_id" in about:
        return url_for("opinions.sheet", opinion_id=about["opinion_id"])
    if "claim_id" in about:
        return url_for("claims.sheet", claim_id=about["claim_id"])
    return url_for("articles.sheet", article_id=about["article_id"]) if "article_id" in about else ""


def to_messages(answer: Response) -> Response:
    """For htmx: put the piece where the page shows messages, not where the answer was awaited."""
    if wants_piece():
        answer.headers["HX-Retarget"] = "#messages"
        answer.headers["HX-Reswap"] = "innerHTML"
    return answer


def to_sign_in() -> ResponseReturnValue:
    """Send a page (never a piece) to the sign-in, which leads back to where the person was."""
    here = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("people.sign_in_form", next=here), 303)


def stale_form(error: CSRFError) -> ResponseReturnValue:
    """A form without a good token: signed out and in again meanwhile, or sent from elsewhere."""
    sentence = later("This form is from an earlier sign-in. Load the page again and send it once more.")
    return problem(400, sentence) if request.path.startswith(API) else plain(400, sentence)


def http_error(error: HTTPException) -> ResponseReturnValue:
    """What Flask itself refuses (404, 405, 413) and what broke (500), in the desk's words."""
    status = error.code or 500
    if status < 400:
        return error.get_response()
    sentence = SENTENCES.get(status, error.description or TITLES[500])
    answer = make_response(problem(status, sentence) if request.path.startswith(API) else plain(status, sentence))
    allowed = getattr(error, "valid_methods", None)
    if status == 405 and allowed:
        answer.headers["Allow"] = ", ".join(sorted(allowed))
    return answer


def problem(status: int, detail: str, **more: Any) -> Response:
    """A problem document as RFC 9457 describes it; `more` are its extension members."""
    answer = jsonify(
        {"type": "about:blank", "title": TITLES.get(status, REFUSED), "status": status, "detail": detail, **more}
    )
    answer.status_code = status
    answer.mimetype = PROBLEM
    return answer


def members(error: said.DeskError) -> dict[str, Any]:
    """What a program can act upon besides the sentence: the rule, the field, both versions."""
    match error:
        case said.Refused():
            return {"rule": error.rule}
        case said.Invalid():
            return {"field": error.field, "rule": error.rule}
        case said.OutOfDate():
            return {"yours": error.yours, "theirs": error.theirs}
        case said.TooManyTries():
            return {"retry_after": error.retry_after}
        case _:
            return {}
