"""Adds people, lets them in and out, and keeps their roles, sessions and tokens."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from factcheck.domain.errors import Invalid, NotAllowed, NotFound, Refused, SignedOut, TooManyTries
from factcheck.domain.people import (
    ASSIGNABLE,
    INVITATION_LASTS,
    SIGN_IN_IDLE,
    SIGN_IN_LASTS,
    Action,
    Actor,
    Role,
    TokenScope,
    checked_email,
    checked_password,
    checked_roles,
)
from factcheck.domain.review import DOES_WHAT_A_CHECKER_DOES
from factcheck.domain.sheets import PersonSheet, SessionSheet, TokenSheet
from factcheck.store import history
from factcheck.store import people as rows
from factcheck.store.tables import ApiToken, Invitation, Person, SignIn, SignInTry
from factcheck.store.unit import Session, UnitOfWork, alone

TRIES_WINDOW = timedelta(minutes=1)
TRIES = {"person": 5, "address": 20, "all": 120}
"""How many tries to sign in are heard in a minute, counted before the password is looked at."""

SEEN_EVERY = timedelta(minutes=1)
TOKEN_PREFIX = "fcd_"  # noqa: S105  # what a leaked token is recognised by, not a secret
GENERIC = "The address or the password is not right."


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


def _sha256(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


# --- Signing in and out ---------------------------------------------------------------------------


def sign_in(uow: UnitOfWork, passwords: Passwords, email: str, password: str, *, address: str, browser: str) -> str:
    """Open a session and return its token. SignedOut with one sentence for every reason; TooManyTries."""
    wanted = email.strip().lower()[:254]
    _count_try(uow, {"person": wanted, "address": address, "all": "all"})
    with uow.reading() as session:
        person = rows.by_email(session, wanted)
    known = person.password_hash if person is not None and person.active else None
    if not passwords.fits(known, password[:1000]) or person is None:
        raise SignedOut(GENERIC)
    token = secrets.token_urlsafe(32)
    now = uow.now
    with uow.writing() as session:
        opened = SignIn(token_sha256=_sha256(token), person_id=person.id or 0, created_at=now, seen_at=now)
        opened.address, opened.browser = address, browser[:200]
        session.add(opened)
        history.append(session, f"person:{person.id}", "sign in", _as_actor(session, person), now)
    return token


def _count_try(uow: UnitOfWork, keys: dict[str, str]) -> None:
    now = uow.now
    with uow.writing() as session:
        alone(session, "sign-in tries")
        counts = {kind: rows.tries_since(session, f"{kind}:{key}", now - TRIES_WINDOW) for kind, key in keys.items()}
        if not any(counts[kind] >= most for kind, most in TRIES.items()):
            session.add_all(SignInTry(key=f"{kind}:{key}", at=now) for kind, key in keys.items())
            return
    wait = int(TRIES_WINDOW.total_seconds())
    raise TooManyTries("Too many tries to sign in. Wait a minute and try again.", wait)


def who_is(uow: UnitOfWork, token: str) -> SignedIn | None:
    """The person behind a session token, None when it has ended. Notes the time at most once a minute."""
    now = uow.now
    with uow.reading() as session:
        found = rows.sign_in_by_token(session, _sha256(token))
        if found is None:
            return None
        opened, person = found
        over = now - opened.seen_at > SIGN_IN_IDLE or now - opened.created_at > SIGN_IN_LASTS
        if opened.ended_at is not None or over or not person.active:
            return None
        signed_in = SignedIn(_as_actor(session, person), opened.id or 0, person.email)
    if now - opened.seen_at > SEEN_EVERY:
        with uow.writing() as session:
            session.get_one(SignIn, opened.id).seen_at = now
    return signed_in


def sign_out(uow: UnitOfWork, token: str) -> None:
    """End the session on the server: a copied cookie is worth nothing afterwards."""
    with uow.writing() as session:
        found = rows.sign_in_by_token(session, _sha256(token))
        if found is not None and found[0].ended_at is None:
            found[0].ended_at = uow.now


def sessions(uow: UnitOfWork, person_id: int, actor: Actor, *, current: int | None = None) -> list[SessionSheet]:
    """The open sessions of a person: their own, or anybody's for an admin."""
    _own_or_admin(actor, person_id)
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
            row.ended_at = uow.now
            history.append(session, f"person:{row.person_id}", "end session", actor, uow.now)


# --- People ---------------------------------------------------------------------------------------


def add(uow: UnitOfWork, actor: Actor, *, email: str, name: str, roles: Sequence[str]) -> tuple[PersonSheet, str]:
    """Add a person and return them with the one-time token by which they set their first password."""
    actor.require(Action.MANAGE_PEOPLE)
    address, wanted, called = checked_email(email), checked_roles(roles), _checked_name(name)
    with uow.writing() as session:
        if rows.by_email(session, address) is not None:
            raise Invalid("email", "taken", f"{address} is already somebody's address here.")
        person = Person(email=address, name=called, created_at=uow.now)
        session.add(person)
        session.flush()
        rows.set_roles(session, person.id or 0, wanted)
        data = {"email": address, "roles": sorted(wanted)}
        history.append(session, f"person:{person.id}", "add", actor, uow.now, data=data)
        token = _invite(session, uow, person)
        return _sheet(person, wanted), token


def invite(uow: UnitOfWork, person_id: int, actor: Actor) -> str:
    """A new one-time link for a person; earlier ones end. Their password stays until the link is used."""
    actor.require(Action.MANAGE_PEOPLE)
    with uow.writing() as session:
        person = _person(session, person_id)
        history.append(session, f"person:{person_id}", "invite", actor, uow.now)
        return _invite(session, uow, person)


def _invite(session: Session, uow: UnitOfWork, person: Person) -> str:
    token = secrets.token_urlsafe(32)
    rows.end_invitations(session, person.id or 0, uow.now)
    expires = uow.now + INVITATION_LASTS
    session.add(Invitation(person_id=person.id or 0, token_sha256=_sha256(token), expires_at=expires))
    return token


def invitation(uow: UnitOfWork, token: str) -> PersonSheet:
    """Whom the one-time link is for. NotFound when it is used, over or unknown."""
    with uow.reading() as session:
        person = _person(session, _valid_invitation(session, uow, token).person_id)
        return _sheet(person, rows.roles(session, person.id or 0))


def _valid_invitation(session: Session, uow: UnitOfWork, token: str) -> Invitation:
    found = rows.invitation_by_token(session, _sha256(token))
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
        person = _person(session, used.person_id)
        _new_password(session, uow, person, hashed, _as_actor(session, person), keep=None)
        return _sheet(person, rows.roles(session, person.id or 0))


def set_password(uow: UnitOfWork, passwords: Passwords, person_id: int, password: str, actor: Actor) -> None:
    """Set a password from the command line, where who sits there owns the machine."""
    actor.require(Action.MANAGE_PEOPLE)
    hashed = passwords.hash(checked_password(password))
    with uow.writing() as session:
        _new_password(session, uow, _person(session, person_id), hashed, actor, keep=None)


def change_password(
    uow: UnitOfWork, passwords: Passwords, actor: Actor, *, old: str, new: str, keep: int | None = None
) -> None:
    """Change one's own password; every session but `keep` ends."""
    with uow.reading() as session:
        person = _person(session, actor.id or 0)
    _count_try(uow, {"person": person.email, "address": f"change {person.id}", "all": "all"})
    if not passwords.fits(person.password_hash, old[:1000]):
        raise Invalid("old", "wrong_password", "The present password is not right.")
    hashed = passwords.hash(checked_password(new))
    with uow.writing() as session:
        _new_password(session, uow, _person(session, actor.id or 0), hashed, actor, keep=keep)


def _new_password(
    session: Session, uow: UnitOfWork, person: Person, hashed: str, actor: Actor, *, keep: int | None
) -> None:
    person.password_hash = hashed
    rows.end_sign_ins(session, person.id or 0, uow.now, but=keep)
    history.append(session, f"person:{person.id}", "new password", actor, uow.now)


def change_roles(uow: UnitOfWork, person_id: int, actor: Actor, *, roles: Sequence[str]) -> PersonSheet:
    """Change what a person may do; their sessions end, so that no old page acts with the old role."""
    actor.require(Action.MANAGE_PEOPLE)
    wanted = checked_roles(roles)
    with uow.writing() as session:
        person = _person(session, person_id)
        held = rows.roles(session, person_id)
        if Role.ADMIN in held - wanted:
            _keep_an_admin(session, person_id)
        rows.set_roles(session, person_id, wanted)
        rows.end_sign_ins(session, person_id, uow.now)
        changes = {"changes": {"roles": [sorted(held), sorted(wanted)]}}
        history.append(session, f"person:{person_id}", "change roles", actor, uow.now, data=changes)
        return _sheet(person, wanted)


def disable(uow: UnitOfWork, person_id: int, actor: Actor) -> PersonSheet:
    """Shut a person out: sessions, links and tokens end. What they did stays under their name."""
    return _switch(uow, person_id, actor, active=False)


def enable(uow: UnitOfWork, person_id: int, actor: Actor) -> PersonSheet:
    return _switch(uow, person_id, actor, active=True)


def _switch(uow: UnitOfWork, person_id: int, actor: Actor, *, active: bool) -> PersonSheet:
    actor.require(Action.MANAGE_PEOPLE)
    with uow.writing() as session:
        person = _person(session, person_id)
        if not active:
            _keep_an_admin(session, person_id)
            rows.end_sign_ins(session, person_id, uow.now)
            rows.end_invitations(session, person_id, uow.now)
            rows.revoke_tokens(session, person_id, uow.now)
        person.active = active
        history.append(session, f"person:{person_id}", "enable" if active else "disable", actor, uow.now)
        return _sheet(person, rows.roles(session, person_id))


def _keep_an_admin(session: Session, person_id: int) -> None:
    alone(session, "admins")
    if Role.ADMIN in rows.roles(session, person_id) and not rows.other_admins(session, person_id):
        raise Refused("last_admin", "This is the last admin: make somebody else an admin first.")


def everyone(uow: UnitOfWork, actor: Actor) -> list[PersonSheet]:
    actor.require(Action.MANAGE_PEOPLE)
    with uow.reading() as session:
        return [_sheet(person, roles) for person, roles in rows.everyone(session)]


def checkers(uow: UnitOfWork) -> list[PersonSheet]:
    """Who can be given a claim."""
    with uow.reading() as session:
        people = rows.everyone(session)
    return [_sheet(person, roles) for person, roles in people if person.active and roles & DOES_WHAT_A_CHECKER_DOES]


def by_email(uow: UnitOfWork, email: str) -> tuple[PersonSheet, Actor]:
    """A person by address, with the actor they are: for the command line and the demo. NotFound."""
    with uow.reading() as session:
        person = rows.by_email(session, checked_email(email))
        if person is None:
            raise NotFound(f"Nobody here has the address {email.strip()}.")
        return _sheet(person, rows.roles(session, person.id or 0)), _as_actor(session, person)


# --- Tokens ---------------------------------------------------------------------------------------


def add_token(uow: UnitOfWork, person_id: int, actor: Actor, *, label: str, scope: TokenScope) -> str:
    """Make a token for the API and return it; only its SHA-256 is kept, so it is shown this once."""
    _own_or_admin(actor, person_id)
    token = TOKEN_PREFIX + secrets.token_urlsafe(32)
    with uow.writing() as session:
        person = _person(session, person_id)
        if not person.active:
            raise Refused("disabled", f"{person.name} is disabled.")
        row = ApiToken(person_id=person_id, sha256=_sha256(token), scope=scope, created_at=uow.now)
        row.label = label.strip()[:80]
        session.add(row)
        data = {"scope": scope.value, "label": row.label}
        history.append(session, f"person:{person_id}", "add token", actor, uow.now, data=data)
    return token


def revoke_token(uow: UnitOfWork, token_id: int, actor: Actor) -> None:
    with uow.writing() as session:
        row = session.get(ApiToken, token_id)
        if row is None or (row.person_id != actor.id and not actor.may(Action.MANAGE_PEOPLE)):
            raise NotFound("There is no such token.")
        row.revoked_at = row.revoked_at or uow.now
        history.append(session, f"person:{row.person_id}", "revoke token", actor, uow.now, data={"label": row.label})


def tokens(uow: UnitOfWork, actor: Actor) -> list[TokenSheet]:
    """One's own tokens that still work."""
    with uow.reading() as session:
        return [
            TokenSheet(row.id or 0, row.label, row.scope, row.created_at, row.last_used_at)
            for row in rows.tokens_of(session, actor.id or 0)
        ]


def who_holds(uow: UnitOfWork, token: str) -> tuple[Actor, TokenScope]:
    """Whose token this is and what it may do. SignedOut when unknown, revoked or its person is disabled."""
    now = uow.now
    with uow.reading() as session:
        found = rows.token_by_sha(session, _sha256(token))
        if found is None or found[0].revoked_at is not None or not found[1].active:
            raise SignedOut("This token is not valid.")
        row, person = found
        actor = _as_actor(session, person)
    if row.last_used_at is None or now - row.last_used_at > SEEN_EVERY:
        with uow.writing() as session:
            session.get_one(ApiToken, row.id).last_used_at = now
    return actor, row.scope


TOKEN_TRIES = 30
"""How many wrong tokens from one address are looked at in a minute. Good ones are not counted: a count is a write."""


def let_in(uow: UnitOfWork, token: str, *, address: str) -> tuple[Actor, TokenScope]:
    """Whose token this is and what it may do. SignedOut, and TooManyTries where wrong ones keep coming."""
    try:
        return who_holds(uow, token)
    except SignedOut:
        _count_wrong_token(uow, f"token:{address}"[:200])
        raise


def _count_wrong_token(uow: UnitOfWork, key: str) -> None:
    now = uow.now
    with uow.reading() as session:
        full = rows.tries_since(session, key, now - TRIES_WINDOW) >= TOKEN_TRIES
    if full:  # nothing is written any more: who floods the door does not fill the database
        wait = int(TRIES_WINDOW.total_seconds())
        raise TooManyTries("Too many wrong tokens from your address. Wait a minute and try again.", wait)
    with uow.writing() as session:
        session.add(SignInTry(key=key, at=now))


# --- Small pieces ---------------------------------------------------------------------------------


def _person(session: Session, person_id: int) -> Person:
    person = rows.by_id(session, person_id)
    if person is None:
        raise NotFound("There is no such person.")
    return person


def _own_or_admin(actor: Actor, person_id: int) -> None:
    if actor.id != person_id and not actor.may(Action.MANAGE_PEOPLE):
        raise NotAllowed("manage_people", "That is for the person or an admin.")


def _checked_name(name: str) -> str:
    called = " ".join(name.split())
    if not 1 <= len(called) <= 100:
        raise Invalid("name", "name", "A name has 1 to 100 characters.")
    return called


def _as_actor(session: Session, person: Person) -> Actor:
    return Actor(person.id, person.name, rows.roles(session, person.id or 0))


def _sheet(person: Person, roles: frozenset[Role]) -> PersonSheet:
    ordered = tuple(role for role in ASSIGNABLE if role in roles)
    has_password = person.password_hash is not None
    return PersonSheet(
        person.id or 0, person.email, person.name, ordered, person.active, has_password, person.created_at
    )
