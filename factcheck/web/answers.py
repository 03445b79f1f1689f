"""How a view answers: with a page, with a piece of one, or by sending the browser on."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Response, flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

View = TypeVar("View", bound=Callable[..., Any])


def wants_piece() -> bool:
    """Whether htmx asks for a piece; going back in the history asks for the whole page."""
    return (
        request.headers.get("HX-Request") == "true"
        and request.headers.get("HX-History-Restore-Request") != "true"
        and request.headers.get("HX-Boosted") != "true"
    )


def page(template: str, *, piece: str = "", status: int = 200, **values: Any) -> ResponseReturnValue:
    """The page, or its piece when htmx asked and there is one."""
    name = piece if piece and wants_piece() else template
    return make_response(render_template(name, **values), status)


def onward(address: str, said: str = "", *, undo: tuple[str, dict[str, Any]] | None = None) -> ResponseReturnValue:
    """Send the browser on after a form. `said` is shown there; `undo` is (address, fields) of a form beside it."""
    if said:
        flash({"text": said, "undo": {"url": undo[0], "fields": undo[1]} if undo else None})  # type: ignore[arg-type]
    if request.headers.get(SENT_BY_PAGE):  # the page goes there itself: a redirect that is followed would eat the words
        return make_response("", 204, {"Desk-Onward": address})
    return redirect(address, 303)


def strangers_bytes(content: bytes, name: str) -> Response:
    """Bytes that somebody else made, for the disk alone: no browser opens them in the desk's name."""
    answer = Response(content, content_type="application/octet-stream")
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


SENT_BY_PAGE = "Desk-Sent-By-Page"
"""The header with which desk.js sends a form, so that it can say when the desk does not answer."""


def shows_again(again: Callable[..., ResponseReturnValue], *, stale: bool = False) -> Callable[[View], View]:
    """Name the function that shows a form again, with the refusal and what was typed, when the service says no.

    It is called as again(error, **view arguments) and finds what was typed in request.form. With `stale` it shows
    what is out of date too: for pages that are all about how things stand now, and have no versions to compare.
    """

    def marked(view: View) -> View:
        view.again, view.stale = again, stale  # type: ignore[attr-defined]
        return view

    return marked
