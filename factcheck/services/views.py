"""Saved views: a person's filters of the queue under a name, kept where they sign in, not in one browser."""

from collections.abc import Mapping

from factcheck.domain.errors import Invalid, NotFound
from factcheck.domain.people import Action, Actor
from factcheck.domain.sheets import ViewSheet
from factcheck.store import views as rows
from factcheck.store.tables import SavedView
from factcheck.store.unit import UnitOfWork, alone

MOST = 20
"""Views of one person: more would not be found again."""

NAME_MOST = 40
"""Characters."""


def of(uow: UnitOfWork, actor: Actor) -> list[ViewSheet]:
    """The person's own views in the order in which they were saved."""
    actor.require(Action.READ)
    with uow.reading() as session:
        return [_sheet(row) for row in rows.of(session, actor.id or 0)]


def save(uow: UnitOfWork, actor: Actor, *, name: str, filters: Mapping[str, str]) -> ViewSheet:
    """Keep the filters under the name; a view of that name gets the new ones. Invalid for what is no view."""
    actor.require(Action.READ)
    called = _checked_name(name)
    if not filters:
        raise Invalid("name", "nothing", "Filter or sort the queue first: a view is saved with its filters.")
    with uow.writing() as session:
        alone(session, f"views:{actor.id}")
        known = rows.of(session, actor.id or 0)
        row = next((view for view in known if view.name == called), None)
        if row is None:
            if len(known) >= MOST:
                raise Invalid("name", "too_many", "You have %(most)s views: remove one first.", most=MOST)
            row = SavedView(person_id=actor.id or 0, name=called, created_at=uow.now)
            session.add(row)
        row.filters = dict(filters)
        session.flush()
        return _sheet(row)


def remove(uow: UnitOfWork, actor: Actor, view_id: int) -> ViewSheet:
    """Forget one of the person's own views and return what it was. NotFound for anybody else's."""
    with uow.writing() as session:
        row = rows.one(session, actor.id or 0, view_id)
        if row is None:
            raise NotFound("There is no such view.")
        session.delete(row)
        return _sheet(row)


def _checked_name(name: str) -> str:
    plain = " ".join(name.split())
    if not 1 <= len(plain) <= NAME_MOST:
        raise Invalid("name", "length", "A view has a name of at most %(most)s characters.", most=NAME_MOST)
    return plain


def _sheet(row: SavedView) -> ViewSheet:
    return ViewSheet(row.id or 0, row.name, dict(row.filters))
