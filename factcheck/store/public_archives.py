"""Copies in public archives: which there are, and which are still wanted."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, delete, or_, select
from sqlmodel import Session, col

from factcheck.domain.evidence import Medium
from factcheck.store.tables import PublicCopy, Source


def by_id(session: Session, copy_id: int) -> PublicCopy | None:
    return session.get(PublicCopy, copy_id)


def of_sources(session: Session, source_ids: Sequence[int]) -> dict[int, PublicCopy]:
    """The copy of each of these sources, one that is there before one that is not."""
    if not source_ids:
        return {}
    found = select(PublicCopy).where(col(PublicCopy.source_id).in_(source_ids))
    copies = session.scalars(found.order_by(col(PublicCopy.captured_at).is_not(None), col(PublicCopy.id)))
    return {copy.source_id: copy for copy in copies}


def addresses(session: Session, claim_ids: Sequence[int]) -> dict[int, dict[tuple[int, str], str]]:
    """For each claim the addresses of its copies, by source and the address of the source's page."""
    found: dict[int, dict[tuple[int, str], str]] = {}
    rows = select(col(Source.claim_id), PublicCopy).join(Source, col(Source.id) == col(PublicCopy.source_id))
    for claim_id, copy in session.execute(rows.where(col(Source.claim_id).in_(claim_ids), col(PublicCopy.url) != "")):
        found.setdefault(claim_id, {})[copy.source_id, copy.page] = copy.url
    return found


def uncopied(session: Session, archive: str, own_address: str, limit: int) -> list[Source]:
    """Pages of the web that the desk keeps and that this archive was never asked for; withheld ones are not told."""
    asked = select(col(PublicCopy.id)).where(
        col(PublicCopy.source_id) == col(Source.id), col(PublicCopy.archive) == archive
    )
    found = select(Source).where(
        col(Source.medium) == Medium.WEB,
        col(Source.removed_at).is_(None),
        col(Source.withheld).is_(False),
        col(Source.kept_warc) != "",
        ~col(Source.url).startswith(own_address),
        ~asked.exists(),
    )
    return list(session.scalars(found.order_by(col(Source.id)).limit(limit)))


def open_copies(session: Session, archive: str, changed_at: datetime | None, limit: int) -> list[PublicCopy]:
    """Copies that are not done, or that came to nothing before the archive's settings were last changed."""
    undone: ColumnElement[bool] = col(PublicCopy.done_at).is_(None)
    if changed_at is not None:
        undone = or_(undone, (col(PublicCopy.problem) != "") & (col(PublicCopy.done_at) < changed_at))
    found = select(PublicCopy).join(Source, col(Source.id) == col(PublicCopy.source_id))
    found = found.where(col(PublicCopy.archive) == archive, undone, col(Source.url) == col(PublicCopy.page))
    found = found.where(col(Source.removed_at).is_(None), col(Source.withheld).is_(False))
    return list(session.scalars(found.order_by(col(PublicCopy.id)).limit(limit)))


def forget(session: Session, source_id: int) -> None:
    """The source has another page now."""
    session.execute(delete(PublicCopy).where(col(PublicCopy.source_id) == source_id))
