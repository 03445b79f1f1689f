"""Saved views: each belongs to one person and has a name that is theirs once."""

from sqlalchemy import select
from sqlmodel import Session, col

from factcheck.store.tables import SavedView


def of(session: Session, person_id: int) -> list[SavedView]:
    """The person's views in the order in which they were saved."""
    found = select(SavedView).where(col(SavedView.person_id) == person_id)
    return list(session.scalars(found.order_by(col(SavedView.id))))


def one(session: Session, person_id: int, view_id: int) -> SavedView | None:
    """This view, if it is the person's own."""
    found = select(SavedView).where(col(SavedView.id) == view_id, col(SavedView.person_id) == person_id)
    return session.scalar(found)
