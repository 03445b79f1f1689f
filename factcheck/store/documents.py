"""Documents that were fetched and wait to be read."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlmodel import col

from factcheck.store.tables import FetchedDocument
from factcheck.store.unit import Session, alone


def by_asked_url(session: Session, urls: Collection[str]) -> dict[str, FetchedDocument]:
    found = select(FetchedDocument).where(col(FetchedDocument.asked_url).in_(urls))
    return {document.asked_url: document for document in session.scalars(found)}


def keep(session: Session, documents: Sequence[FetchedDocument]) -> None:
    """The last answer of an address takes the place of an earlier one."""
    urls = sorted({document.asked_url for document in documents})
    for url in urls:  # in one order, so that no two wait for each other
        alone(session, f"document:{url}")
    forget(session, urls)
    session.add_all(documents)


def forget(session: Session, urls: Collection[str]) -> None:
    if urls:
        session.execute(delete(FetchedDocument).where(col(FetchedDocument.asked_url).in_(urls)))


def forget_old(session: Session, before: datetime) -> None:
    session.execute(delete(FetchedDocument).where(col(FetchedDocument.fetched_at) < before))
