"""How people get in and out: passwords, one-time links and the sessions behind a browser's cookie."""

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from factcheck.domain.errors import Invalid, NotFound, SignedOut, TooManyTries
from factcheck.domain.people import (
    SIGN_IN_IDLE,
    SIGN_IN_LASTS,
    Action,
    Actor,
    checked_password,
)
from factcheck.domain.preferences import Preferences
from factcheck.domain.second_factor import CodeNeeded
from factcheck.domain.sheets import PersonSheet, SessionSheet
from factcheck.services import people, preferences
from factcheck.store import history
from factcheck.store import people as rows
from factcheck.store import second_factor as factor_rows
from factcheck.store.tables import HalfSignIn, Invitation, Person, SignIn, SignInTry
from factcheck.store.unit import Session, UnitOfWork, alone

TRIES_WINDOW = timedelta(minutes=1)
TRIES = {"person": 5, "code": 5, "address": 20, "all": 120}
"""How many tries to sign in are heard in a minute, counted before password or code are looked at.

Each kind counts apart: what somebody types as a person's address must not use up another's tries of a code.
"""

SEEN_EVERY = timedelta(minutes=1)
GENERIC = "The address or the password is not right."
AGAIN = "That took too long, or this sign-in has been used already. Sign in again."


class Passwords(Protocol):
    """Hashes and compares passwords; `fits` does equal work when there is no hash."""

    def hash(self, password: str) -> str: ...

    def fits(self, password_hash: str | None, password: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who sits behind a session."""

    actor: Actor
    session_id: int
    email: str
    preferences: Preferences


def sign_in(
    uow: UnitOfWork, passwords: Passwords, email: str, password: str, *, address: str, browser: str
) -> str | CodeNeeded:
    """Open a session and return its token. SignedOut with one sentence for every reason; TooManyTries.

    Where the person has a second factor, no session is open yet: CodeNeeded instead of a token.
    """
    wanted = email.strip().lower()[:254]
    count_try(uow, {"person": wanted, "address": address, "all": "all"})
    with uow.reading() as session:
        person = rows.by_email(session, wanted)
    known = person.password_hash if person is not None and person.active else None
    if not passwords.fits(known, password[:1000]) or person is None:
        raise SignedOut(GENERIC)
    with uow.writing() as session:
        if not factor_rows.is_on(session, person.id or 0):
            return open_session(session, uow, person, address=address, browser=browser)
        half = secrets.token_urlsafe(32)
        session.add(HalfSignIn(token_sha256=people.digest(half), person_id=person.id or 0, created_at=uow.now))
        return CodeNeeded(half)


def open_session(
    session: Session,
    uow: UnitOfWork,
    person: Person,
    *,
    address: str,
    browser: str,
    data: Mapping[str, Any] | None = None,
) -> str:
    """Open a session for a person who has proved who they are, and return its token."""
    token, now = secrets.token_urlsafe(32), uow.now
    opened = SignIn(token_sha256=people.digest(token), person_id=person.id or 0, created_at=now, seen_at=now)
    opened.address, opened.browser = address, browser[:200]
    session.add(opened)
    actor = people.as_actor(session, person)
    history.append(session, f"person:{person.id}", "sign in", actor, now, data=dict(data or {}))
    return token


def count_try(uow: UnitOfWork, keys: dict[str, str]) -> None:
    """Count a try for each of these keys, by the kinds of TRIES. TooManyTries when one has had its most in a minute."""
    now = uow.now
    with uow.writing() as session:
        alone(session, "sign-in tries")
        counts = {kind: rows.tries_since(session, f"{kind}:{key}", now - TRIES_WINDOW) for kind, key in keys.items()}
        if not any(count >= TRIES[kind] for kind, count in counts.items()):
            session.add_all(SignInTry(key=f"{kind}:{key}", at=now) for kind, key in keys.items())
            return
    wait = int(TRIES_WINDOW.total_seconds())
    raise TooManyTries("Too many tries to sign in. Wait a minute and try again.", wait)


def who_is(uow: UnitOfWork, token: str) -> SignedIn | None:
    """The person behind a session token, None when it has ended. Notes the time at most once a minute."""
    now = uow.now
    with uow.reading() as session:
        found = rows.sign_in_by_token(session, people.digest(token))
        if found is None:
            return None
        opened, person = found
        over = now - opened.seen_at > SIGN_IN_IDLE or now - opened.created_at > SIGN_IN_LASTS
        if opened.ended_at is not None or over or not person.active:
            return None
        signed_in = SignedIn(people.as_actor(session, person), opened.id or 0, person.email, preferences.of(person))
    if now - opened.seen_at > SEEN_EVERY:
        with uow.writing() as session:
            session.get_one(SignIn, opened.id).seen_at = now
    return signed_in


def still_open(uow: UnitOfWork, session_ids: Collection[int]) -> frozenset[int]:
    """Those of these sessions that have not ended, by the rules of `who_is`; in one query, and nobody is seen by it."""
    now = uow.now
    with uow.reading() as session:
        return frozenset(rows.open_among(session, session_ids, now - SIGN_IN_LASTS, now - SIGN_IN_IDLE))


def sign_out(uow: UnitOfWork, token: str) -> None:
    """End the session on the server: a copied cookie is worth nothing afterwards."""
    with uow.writing() as session:
        found = rows.sign_in_by_token(session, people.digest(token))
        if found is not None and found[0].ended_at is None:
            rows.end_sign_in(session, found[0], uow.now)


def sessions(uow: UnitOfWork, person_id: int, actor: Actor, *, current: int | None = None) -> list[SessionSheet]:
    """The open sessions of a person: their own, or anybody's for an admin."""
    people.own_or_admin(actor, person_id)
    now = uow.now
    with uow.reading() as session:
        return [
            SessionSheet(row.id or 0, row.created_at, row.seen_at, row.address, row.browser, row.id == current)
            for row in rows.open_sign_ins(session, person_id)
            if now - row.seen_at <= SIGN_IN_IDLE and now - row.created_at <= SIGN_IN_LASTS
        ]


def end_session(uow: UnitOfWork, session_id: int, actor: Actor) -> None:
    """End one session: one's own, or anybody's for an admin."""
    with uow.writing() as session:
        row = session.get(SignIn, session_id)
        if row is None or (row.person_id != actor.id and not actor.may(Action.MANAGE_PEOPLE)):
            raise NotFound("There is no such session.")
        if row.ended_at is None:
            rows.end_sign_in(session, row, uow.now)
            history.append(session, f"person:{row.person_id}", "end session", actor, uow.now)


def invitation(uow: UnitOfWork, token: str) -> PersonSheet:
    """Whom the one-time link is for. NotFound when it is used, over or unknown."""
    with uow.reading() as session:
        person = people.person_by_id(session, _valid_invitation(session, uow, token).person_id)
        return people.person_sheet(person, rows.roles(session, person.id or 0))


def _valid_invitation(session: Session, uow: UnitOfWork, token: str) -> Invitation:
    found = rows.invitation_by_token(session, people.digest(token))
    if found is None or found.used_at is not None or found.expires_at <= uow.now:
        raise NotFound("This link has been used or has run out. Ask an admin for a new one.")
    return found


def set_first_password(uow: UnitOfWork, passwords: Passwords, token: str, password: str) -> PersonSheet:
    """Use the one-time link up: set the password and end every session there was."""
    invitation(uow, token)
    hashed = passwords.hash(checked_password(password))
    with uow.writing() as session:
        alone(session, "invitations")
        used = _valid_invitation(session, uow, token)
        used.used_at = uow.now
        person = people.person_by_id(session, used.person_id)
        _new_password(session, uow, person, hashed, people.as_actor(session, person), keep=None)
        return people.person_sheet(person, rows.roles(session, person.id or 0))


def set_password(uow: UnitOfWork, passwords: Passwords, person_id: int, password: str, actor: Actor) -> None:
    """Set a password from the command line, where who sits there owns the machine."""
    actor.require(Action.MANAGE_PEOPLE)
    hashed = passwords.hash(checked_password(password))
    with uow.writing() as session:
        _new_password(session, uow, people.person_by_id(session, person_id), hashed, actor, keep=None)


def change_password(
    uow: UnitOfWork, passwords: Passwords, actor: Actor, *, old: str, new: str, keep: int | None = None
) -> None:
    """Change one's own password; every session but `keep` ends."""
    own_password(uow, passwords, actor, old)
    hashed = passwords.hash(checked_password(new))
    with uow.writing() as session:
        _new_password(session, uow, people.person_by_id(session, actor.id or 0), hashed, actor, keep=keep)


def own_password(uow: UnitOfWork, passwords: Passwords, actor: Actor, typed: str) -> None:
    """Have a signed-in person prove themselves by their password. Invalid when it is wrong; TooManyTries."""
    with uow.reading() as session:
        person = people.person_by_id(session, actor.id or 0)
    count_try(uow, {"person": person.email, "address": f"change {person.id}", "all": "all"})
    if not passwords.fits(person.password_hash, typed[:1000]):
        raise Invalid("old", "wrong_password", "The present password is not right.")


def _new_password(
    session: Session, uow: UnitOfWork, person: Person, hashed: str, actor: Actor, *, keep: int | None
) -> None:
    person.password_hash = hashed
    rows.end_sign_ins(session, person.id or 0, uow.now, but=keep)
    history.append(session, f"person:{person.id}", "new password", actor, uow.now)
