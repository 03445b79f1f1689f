"""The doors: every route is closed unless it says otherwise, and some ask for more than being signed in."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from factcheck.domain.errors import Invalid, NotAllowed, SignedOut
from factcheck.domain.people import Action
from factcheck.services import second_factor
from factcheck.web.sessions import Visitor, desk, visitor

View = TypeVar("View", bound=Callable[..., Any])

OPEN_ENDPOINTS = frozenset({"static", "openapi.spec"})
"""Open without a mark, because Flask and APIFlask made them: style and icons, the description of the API."""

BY_TOKEN = frozenset({"api"})
"""Blueprints whose own guard asks for a bearer token: no cookie opens them, so no form token either."""

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def public(view: View) -> View:
    """Open to everybody."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def before_second_factor(view: View) -> View:
    """Open to who is signed in and has yet to set up the second factor that their role needs."""
    view.before_second_factor = True  # type: ignore[attr-defined]
    return view


def needs(action: Action) -> Callable[[View], View]:
    """Open to those whose role carries the action."""

    def marked(view: View) -> View:
        view.needs = action  # type: ignore[attr-defined]
        return view

    return marked


def is_public(endpoint: str, view: Callable[..., Any]) -> bool:
    return endpoint in OPEN_ENDPOINTS or bool(getattr(view, "is_public", False))


def refuse_zero_bytes() -> None:
    """No text of a person holds them, and PostgreSQL takes none. Invalid names the field."""
    for given in (request.args, request.form):
        for name, value in given.items(multi=True):
            if "\x00" in value:
                raise Invalid(name, "binary", "This is not text: it holds zero bytes.")


def guard() -> ResponseReturnValue | None:
    """Before each request: from this site, and let in by session and role. SignedOut or NotAllowed when not.

    Who lacks the second factor that their role needs is sent to where it is set up, whenever they signed in.
    """
    endpoint = request.endpoint or ""
    view = current_app.view_functions.get(endpoint)
    if view is None or request.blueprint in BY_TOKEN:
        return None
    if request.method not in SAFE_METHODS and request.headers.get("Sec-Fetch-Site") in {"cross-site", "same-site"}:
        raise NotAllowed("another_site", "This form was sent from another site, so the desk did nothing.")
    refuse_zero_bytes()
    if not is_public(endpoint, view):
        person = visitor()
        if person is None:
            raise SignedOut("Sign in to go on.")
        if lacks_factor(view, person):
            return to_set_up()
        person.actor.require(getattr(view, "needs", Action.READ))
    g.let_in = True  # from here on a refusal may show the form again
    return None


def lacks_factor(view: Callable[..., Any], person: Visitor) -> bool:
    if getattr(view, "before_second_factor", False):
        return False
    return second_factor.missing(desk().unit(), desk().factors, person.actor)


def to_set_up() -> ResponseReturnValue:
    """A form is refused, so that nobody believes it was done; a piece is never answered with a redirect."""
    if request.method not in SAFE_METHODS or request.headers.get("HX-Request") == "true":
        raise NotAllowed("second_factor", "Your role needs a second factor: set it up under My account first.")
    return redirect(url_for("second_factor.sheet"), 303)
