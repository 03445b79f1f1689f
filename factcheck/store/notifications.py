"""Notifications and how people want to hear of them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, Select, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from factcheck.domain.notifications import Channel, Notice
from factcheck.domain.stages import Stage
from factcheck.store.tables import Article, Claim, Notification, NotificationChoice, Opinion


@dataclass(frozen=True, slots=True)
class Told:
    """A notification with what its line shows of the claim as it is now."""

    row: Notification
    statement: str
    stage: Stage
    article_title: str
    opinion_id: int | None


def write(session: Session, rows: Sequence[dict[str, Any]]) -> list[Notification]:
    """Write these notifications, but for those whose person has been told of the same cause. Returns the new ones."""
    if not rows:
        return []
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    written = insert(Notification).values(list(rows)).on_conflict_do_nothing().returning(Notification)
    return list(session.scalars(written))


def page(
    session: Session, person_id: int, kinds: Collection[Notice], *, before: int | None, unread: bool, limit: int
) -> list[Told]:
    """The person's notifications, the newest first, beginning before the one of this number."""
    found = _told(person_id, kinds)
    if unread:
        found = found.where(col(Notification.read_at).is_(None))
    if before is not None:
        found = found.where(col(Notification.id) < before)
    return [Told(*row) for row in session.execute(found.order_by(col(Notification.id).desc()).limit(limit))]


def one(session: Session, person_id: int, kinds: Collection[Notice], number: int) -> Told | None:
    """This notification, if it is the person's own and of these kinds."""
    row = session.execute(_told(person_id, kinds).where(col(Notification.id) == number)).first()
    return Told(*row) if row else None


def _told(person_id: int, kinds: Collection[Notice]) -> Select[Notification, str, Stage, str, int | None]:
    return (
        select(Notification, col(Claim.statement), col(Claim.stage), col(Article.title), col(Opinion.id))
        .join(Claim, col(Claim.id) == col(Notification.claim_id))
        .join(Article, col(Article.id) == col(Claim.article_id))
        .join(Opinion, col(Opinion.claim_id) == col(Claim.id), isouter=True)
        .where(*_of(person_id, kinds))
    )


def unread(session: Session, person_id: int, kinds: Collection[Notice], most: int, after: int = 0) -> int:
    """How many the person has not read, of those after this number; counted up to `most`."""
    some = select(col(Notification.id)).where(*_of(person_id, kinds), col(Notification.read_at).is_(None))
    some = some.where(col(Notification.id) > after).limit(most)
    return int(session.scalar(select(func.count()).select_from(some.subquery())) or 0)


def _of(person_id: int, kinds: Collection[Notice]) -> tuple[ColumnElement[bool], ...]:
    return col(Notification.person_id) == person_id, col(Notification.kind).in_(kinds)


def unread_about(session: Session, claim_id: int) -> list[Notification]:
    """What people have not read yet about a claim."""
    found = select(Notification).where(col(Notification.claim_id) == claim_id, col(Notification.read_at).is_(None))
    return list(session.scalars(found.order_by(col(Notification.id))))


def read_about(session: Session, claim_id: int, person_id: int, now: datetime) -> bool:
    """The person has seen the claim. True when there was something that they had not read."""
    theirs = col(Notification.claim_id) == claim_id, col(Notification.person_id) == person_id
    result = session.execute(
        update(Notification).where(*theirs, col(Notification.read_at).is_(None)).values(read_at=now)
    )
    return isinstance(result, CursorResult) and result.rowcount > 0


def read_all(session: Session, person_id: int, upto: int, now: datetime) -> int:
    """Mark what the person has not read, up to this number; returns how many that were."""
    open_ = col(Notification.person_id) == person_id, col(Notification.read_at).is_(None)
    result = session.execute(update(Notification).where(*open_, col(Notification.id) <= upto).values(read_at=now))
    return result.rowcount if isinstance(result, CursorResult) else 0


def unread_again(session: Session, person_id: int, at: datetime) -> None:
    """Take back that the person marked all read at this moment."""
    then = col(Notification.person_id) == person_id, col(Notification.read_at) == at
    session.execute(update(Notification).where(*then).values(read_at=None))


def told_of(session: Session, claim_id: int, kind: Notice, people: Iterable[int]) -> list[Notification]:
    """What these people were told of this kind about a claim, read or not."""
    told = col(Notification.claim_id) == claim_id, col(Notification.kind) == kind
    found = select(Notification).where(*told, col(Notification.person_id).in_(list(people)))
    return list(session.scalars(found.order_by(col(Notification.id))))


def choices(session: Session, person_ids: Iterable[int]) -> dict[tuple[int, Notice], Channel]:
    """What these people have chosen, by person and kind."""
    found = select(NotificationChoice).where(col(NotificationChoice.person_id).in_(list(person_ids)))
    return {(row.person_id, row.kind): row.channel for row in session.scalars(found)}


def choose(session: Session, person_id: int, kind: Notice, channel: Channel) -> None:
    session.merge(NotificationChoice(person_id=person_id, kind=kind, channel=channel))


def forget(session: Session, before: datetime) -> None:
    session.execute(delete(Notification).where(col(Notification.at) < before))
