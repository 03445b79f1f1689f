"""Adds people, invites them, and keeps what each of them may do."""

import hashlib
import secrets
from collections.abc import Sequence

from factcheck.domain.errors import Invalid, NotAllowed, NotFound, Refused
from factcheck.domain.people import (
    ASSIGNABLE,
    INVITATION_LASTS,
    Action,
    Actor,
    Role,
    checked_email,
    checked_roles,
)
from factcheck.domain.review import DOES_WHAT_A_CHECKER_DOES
from factcheck.domain.sheets import PersonSheet
from factcheck.store import history
from factcheck.store import people as rows
from factcheck.store.tables import Invitation, Person
from factcheck.store.unit import Session, UnitOfWork, alone


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def add(uow: UnitOfWork, actor: Actor, *, email: str, name: str, roles: Sequence[str]) -> tuple[PersonSheet, str]:
    """Add a person and return them with the one-time token by which they set their first password."""
    actor.require(Action.MANAGE_PEOPLE)
    address, wanted, called = checked_email(email), checked_roles(roles), _checked_name(name)
    with uow.writing() as session:
        alone(session, "people coming in")
        if rows.by_email(session, address) is not None:
            raise Invalid("email", "taken", "%(address)s is already somebody's address here.", address=address)
        person = Person(email=address, name=called, created_at=uow.now)
        session.add(person)
        session.flush()
        rows.set_roles(session, person.id or 0, wanted)
        data = {"email": address, "roles": sorted(wanted)}
        history.append(session, f"person:{person.id}", "add", actor, uow.now, data=data)
        token = _invite(session, uow, person)
        return person_sheet(person, wanted), token


def invite(uow: UnitOfWork, person_id: int, actor: Actor) -> str:
    """A new one-time link for a person; earlier ones end. Their password stays until the link is used."""
    actor.require(Action.MANAGE_PEOPLE)
    with uow.writing() as session:
        person = person_by_id(session, person_id)
        history.append(session, f"person:{person_id}", "invite", actor, uow.now)
        return _invite(session, uow, person)


def _invite(session: Session, uow: UnitOfWork, person: Person) -> str:
    token = secrets.token_urlsafe(32)
    rows.end_invitations(session, person.id or 0, uow.now)
    expires = uow.now + INVITATION_LASTS
    session.add(Invitation(person_id=person.id or 0, token_sha256=digest(token), expires_at=expires))
    return token


def change_roles(uow: UnitOfWork, person_id: int, actor: Actor, *, roles: Sequence[str]) -> PersonSheet:
    """Change what a person may do; their sessions end, so that no old page acts with the old role."""
    actor.require(Action.MANAGE_PEOPLE)
    wanted = checked_roles(roles)
    with uow.writing() as session:
        alone(session, "admins")
        person = person_by_id(session, person_id)
        held = rows.roles(session, person_id)
        if Role.ADMIN in held - wanted:
            _keep_an_admin(session, person_id)
        rows.set_roles(session, person_id, wanted)
        rows.end_sign_ins(session, person_id, uow.now)
        changes = {"changes": {"roles": [sorted(held), sorted(wanted)]}}
        history.append(session, f"person:{person_id}", "change roles", actor, uow.now, data=changes)
        return person_sheet(person, wanted)


def disable(uow: UnitOfWork, person_id: int, actor: Actor) -> PersonSheet:
    """Shut a person out: sessions, links and tokens end. What they did stays under their name."""
    return _switch(uow, person_id, actor, active=False)


def enable(uow: UnitOfWork, person_id: int, actor: Actor) -> PersonSheet:
    """Let a person sign in again who was shut out."""
    return _switch(uow, person_id, actor, active=True)


def _switch(uow: UnitOfWork, person_id: int, actor: Actor, *, active: bool) -> PersonSheet:
    actor.require(Action.MANAGE_PEOPLE)
    with uow.writing() as session:
        person = person_by_id(session, person_id)
        if not active:
            _keep_an_admin(session, person_id)
            rows.end_sign_ins(session, person_id, uow.now)
            rows.end_invitations(session, person_id, uow.now)
            rows.revoke_tokens(session, person_id, uow.now)
        person.active = active
        history.append(session, f"person:{person_id}", "enable" if active else "disable", actor, uow.now)
        return person_sheet(person, rows.roles(session, person_id))


def _keep_an_admin(session: Session, person_id: int) -> None:
    alone(session, "admins")
    if Role.ADMIN in rows.roles(session, person_id) and not rows.other_admins(session, person_id):
        raise Refused("last_admin", "This is the last admin: make somebody else an admin first.")


def everyone(uow: UnitOfWork, actor: Actor) -> list[PersonSheet]:
    """All people by name, those who are shut out as well."""
    actor.require(Action.MANAGE_PEOPLE)
    with uow.reading() as session:
        return [person_sheet(person, roles) for person, roles in rows.everyone(session)]


def one(uow: UnitOfWork, person_id: int, actor: Actor) -> PersonSheet:
    """One person. NotFound when there is none of that number."""
    actor.require(Action.MANAGE_PEOPLE)
    with uow.reading() as session:
        return person_sheet(person_by_id(session, person_id), rows.roles(session, person_id))


def checkers(uow: UnitOfWork) -> list[PersonSheet]:
    """Who can be given a claim."""
    with uow.reading() as session:
        people = rows.everyone(session)
    return [
        person_sheet(person, roles) for person, roles in people if person.active and roles & DOES_WHAT_A_CHECKER_DOES
    ]


def by_email(uow: UnitOfWork, email: str) -> tuple[PersonSheet, Actor]:
    """A person by address, with the actor they are: for the command line and the demo. NotFound."""
    with uow.reading() as session:
        person = rows.by_email(session, checked_email(email))
        if person is None:
            raise NotFound("Nobody here has the address %(email)s.", email=email.strip())
        return person_sheet(person, rows.roles(session, person.id or 0)), as_actor(session, person)


def person_by_id(session: Session, person_id: int) -> Person:
    """The row of a person, inside somebody else's transaction. NotFound when there is none."""
    person = rows.by_id(session, person_id)
    if person is None:
        raise NotFound("There is no such person.")
    return person


def own_or_admin(actor: Actor, person_id: int) -> None:
    if actor.id != person_id and not actor.may(Action.MANAGE_PEOPLE):
        raise NotAllowed("manage_people", "That is for the person or an admin.")


def _checked_name(name: str) -> str:
    called = " ".join(name.split())
    if not 1 <= len(called) <= 100:
        raise Invalid("name", "name", "A name has 1 to 100 characters.")
    return called


def as_actor(session: Session, person: Person) -> Actor:
    return Actor(person.id, person.name, rows.roles(session, person.id or 0))


def person_sheet(person: Person, roles: frozenset[Role]) -> PersonSheet:
    ordered = tuple(role for role in ASSIGNABLE if role in roles)
    has_password = person.password_hash is not None
    return PersonSheet(
        person.id or 0, person.email, person.name, ordered, person.active, has_password, person.created_at
    )
