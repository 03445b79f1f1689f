"""Pages that gave nothing when they were last asked for."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select
from sqlmodel import col

from factcheck.store.tables import PageFailure
from factcheck.store.unit import Session, alone


def of_page(session: Session, url: str) -> PageFailure | None:
    return session.scalar(select(PageFailure).where(col(PageFailure.url) == url))


def in_turn(session: Session, url: str) -> None:
    """Wait until nobody else writes down how a fetch of this page ended."""
    alone(session, f"failures of page:{url}")


def forget(session: Session, urls: Collection[str]) -> None:
    session.execute(delete(PageFailure).where(col(PageFailure.url).in_(urls)))


def forget_old(session: Session, before: datetime) -> None:
    session.execute(delete(PageFailure).where(col(PageFailure.at) < before))
