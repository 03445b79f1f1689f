"""Who is here: the signed-in person behind the session cookie, and where they may be sent next."""

import re
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlsplit

from flask import current_app, g, session
from flask_login import UserMixin, current_user, login_user, logout_user

from factcheck.domain.errors import SignedOut
from factcheck.domain.people import Actor
from factcheck.domain.preferences import Preferences
from factcheck.services import signing_in
from factcheck.wiring import Desk

_PLAIN_PATH = re.compile(r"/(?![/\\])[^\x00-\x20\\\x7f]*")  # "/queue?mine=1", not "//elsewhere.example"


@dataclass(frozen=True, slots=True)
class Visitor(UserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """A signed-in person as Flask-Login knows one."""

    actor: Actor
    session_id: int
    email: str
    token: str
    preferences: Preferences

    def get_id(self) -> str:
        """What the cookie says of them: the token of this session, never their number, so that it can be ended."""
        return self.token


def desk() -> Desk:
    """The desk that this application serves."""
    return cast(Desk, current_app.extensions["desk"])


def by_token(token: str) -> Visitor | None:
    """Flask-Login's user loader: the person whom the session on the server names, None when it has ended."""
    person = signing_in.who_is(desk().unit(), token)
    return Visitor(person.actor, person.session_id, person.email, token, person.preferences) if person else None


def visitor() -> Visitor | None:
    """The signed-in person of this request, or None. Flask-Login asks the database at the first call."""
    if "as_nobody" in g:
        return None
    person = current_user._get_current_object()  # once: a page asks a hundred times, and the proxy is slow
    return person if isinstance(person, Visitor) else None


def as_nobody() -> None:
    """Forget who asks, for an answer that must not ask the database again because that is what failed."""
    g.as_nobody = True


def signed_in() -> Visitor:
    """The person of this request, for what is behind the door. SignedOut when nobody is."""
    person = visitor()
    if person is None:
        raise SignedOut("Sign in to go on.")
    return person


def actor() -> Actor:
    """The signed-in person, for a service. SignedOut when nobody is."""
    return signed_in().actor


def begin(token: str) -> None:
    """Sign the browser in with its new session; what it brought along from before is dropped. SignedOut when ended."""
    session.clear()
    person = by_token(token)
    if person is None:
        raise SignedOut("Sign in to go on.")
    session.permanent = True
    login_user(person)


def end() -> None:
    """Sign the browser out. The session row has been ended by the service: a copied cookie is worth nothing."""
    logout_user()
    session.clear()


def safe_next(address: str | None, otherwise: str = "/") -> str:
    """The address when it is a plain path on this site, else `otherwise`.

    Browsers read backslashes as slashes and drop tabs and line ends, so anything but a plain path is refused.
    """
    if not address or not _PLAIN_PATH.fullmatch(address):
        return otherwise
    parts = urlsplit(address)
    return otherwise if parts.scheme or parts.netloc else address
