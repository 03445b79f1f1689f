"""Who is here: the signed-in person behind the session cookie, and where they may be sent next."""

import re
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlsplit

from flask import Request, current_app, g, session
from flask_login import AnonymousUserMixin, current_user
from werkzeug.wrappers import Response

from factcheck.domain.errors import SignedOut
from factcheck.domain.people import SIGN_IN_LASTS, Actor
from factcheck.domain.preferences import Preferences
from factcheck.services import signing_in
from factcheck.wiring import Desk

_PLAIN_PATH = re.compile(r"/(?![/\\])[^\x00-\x20\\\x7f]*")  # "/queue?mine=1", not "//elsewhere.example"


@dataclass(frozen=True, slots=True)
class Visitor:
    """A signed-in person as Flask-Login knows one."""

    actor: Actor
    session_id: int
    email: str
    token: str
    preferences: Preferences

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        return str(self.actor.id)


def desk() -> Desk:
    """The desk that this application serves."""
    return cast(Desk, current_app.extensions["desk"])


def cookie_name() -> str:
    return "__Host-desk" if desk().settings.https else "desk"


def from_cookie(request: Request) -> Visitor | None:
    """Flask-Login's request loader: the person whom the server-side session names, None when it has ended."""
    token = request.cookies.get(cookie_name(), "")
    person = signing_in.who_is(desk().unit(), token) if token else None
    return Visitor(person.actor, person.session_id, person.email, token, person.preferences) if person else None


def visitor() -> Visitor | None:
    """The signed-in person of this request, or None."""
    person = current_user._get_current_object()  # once: a page asks a hundred times, and the proxy is slow
    return person if isinstance(person, Visitor) else None


def as_nobody() -> None:
    """Forget who asks, for an answer that must not ask the database again because that is what failed."""
    g._login_user = AnonymousUserMixin()


def signed_in() -> Visitor:
    """The person of this request, for what is behind the door. SignedOut when nobody is."""
    person = visitor()
    if person is None:
        raise SignedOut("Sign in to go on.")
    return person


def actor() -> Actor:
    """The signed-in person, for a service. SignedOut when nobody is."""
    return signed_in().actor


def begin(response: Response, token: str) -> Response:
    """Hand the browser its new session; what it brought along from before is dropped."""
    session.clear()
    response.set_cookie(
        cookie_name(),
        token,
        max_age=int(SIGN_IN_LASTS.total_seconds()),
        secure=desk().settings.https,
        httponly=True,
        samesite="Lax",
        path="/",
    )
    return response


def end(response: Response) -> Response:
    """Take the cookie back. The session row has been ended by the service: a copied cookie is worth nothing."""
    session.clear()
    g.pop("_login_user", None)
    response.delete_cookie(cookie_name(), secure=desk().settings.https, httponly=True, samesite="Lax", path="/")
    return response


def safe_next(address: str | None, otherwise: str = "/") -> str:
    """The address when it is a plain path on this site, else `otherwise`.

    Browsers read backslashes as slashes and drop tabs and line ends, so anything but a plain path is refused.
    """
    if not address or not _PLAIN_PATH.fullmatch(address):
        return otherwise
    parts = urlsplit(address)
    return otherwise if parts.scheme or parts.netloc else address
