"""Keyboard shortcuts: each person has the keys as they come, changes them or switches them off, on every browser."""

from collections.abc import Mapping

from factcheck.domain.people import Action, Actor
from factcheck.domain.shortcuts import Keyboard, chosen, keyboard
from factcheck.store.tables import PersonKeys
from factcheck.store.unit import Session, UnitOfWork, alone


def of(uow: UnitOfWork, actor: Actor) -> Keyboard:
    """The person's keys."""
    with uow.reading() as session:
        row = session.get(PersonKeys, actor.id)
        return _keyboard(row) if row else Keyboard()


def save(uow: UnitOfWork, actor: Actor, typed: Mapping[str, str]) -> Keyboard:
    """Keep these keys by the name of their shortcut; the others are as they come. Invalid names the one that cannot be.

    Nothing typed at all puts everything back to how it comes.
    """
    actor.require(Action.READ)
    differs = chosen(typed)
    with uow.writing() as session:
        row = _row(session, actor)
        row.keys = differs
        return _keyboard(row)


def switch(uow: UnitOfWork, actor: Actor, *, on: bool) -> Keyboard:
    """Let single keys work, or rest; what was chosen stays."""
    actor.require(Action.READ)
    with uow.writing() as session:
        row = _row(session, actor)
        row.working = on
        return _keyboard(row)


def _row(session: Session, actor: Actor) -> PersonKeys:
    alone(session, f"keys:{actor.id}")
    row = session.get(PersonKeys, actor.id)
    if row is None:
        row = PersonKeys(person_id=actor.id or 0)
        session.add(row)
    return row


def _keyboard(row: PersonKeys) -> Keyboard:
    return keyboard(row.keys, on=row.working)
