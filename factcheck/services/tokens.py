"""The tokens by which programs act for a person."""

import secrets
from datetime import timedelta

from factcheck.domain.errors import NotFound, Refused, SignedOut, TooManyTries
from factcheck.domain.people import (
    Action,
    Actor,
    TokenScope,
)
from factcheck.domain.sheets import TokenSheet
from factcheck.services import people, signing_in
from factcheck.store import history
from factcheck.store import people as rows
from factcheck.store.tables import ApiToken, SignInTry
from factcheck.store.unit import UnitOfWork

SEEN_EVERY = timedelta(minutes=1)
TOKEN_PREFIX = "fcd_"  # noqa: S105  # what a leaked token is recognised by, not a secret
TOKEN_TRIES = 30
"""How many wrong tokens from one address are looked at in a minute. Good ones are not counted: a count is a write."""


def add_token(uow: UnitOfWork, person_id: int, actor: Actor, *, label: str, scope: TokenScope) -> str:
    """Make a token for the API and return it; only its SHA-256 is kept, so it is shown this once."""
    people.own_or_admin(actor, person_id)
    token = TOKEN_PREFIX + secrets.token_urlsafe(32)
    with uow.writing() as session:
        person = people.person_by_id(session, person_id)
        if not person.active:
            raise Refused("disabled", "%(name)s is disabled.", name=person.name)
        row = ApiToken(person_id=person_id, sha256=people.digest(token), scope=scope, created_at=uow.now)
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
        found = rows.token_by_sha(session, people.digest(token))
        if found is None or found[0].revoked_at is not None or not found[1].active:
            raise SignedOut("This token is not valid.")
        row, person = found
        actor = people.as_actor(session, person)
    if row.last_used_at is None or now - row.last_used_at > SEEN_EVERY:
        with uow.writing() as session:
            session.get_one(ApiToken, row.id).last_used_at = now
    return actor, row.scope


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
        full = rows.tries_since(session, key, now - signing_in.TRIES_WINDOW) >= TOKEN_TRIES
    if full:  # nothing is written any more: who floods the door does not fill the database
        wait = int(signing_in.TRIES_WINDOW.total_seconds())
        raise TooManyTries("Too many wrong tokens from your address. Wait a minute and try again.", wait)
    with uow.writing() as session:
        session.add(SignInTry(key=key, at=now))
