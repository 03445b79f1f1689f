"""Notifications as their person reads them and marks them, and how they want to hear of each kind."""

from collections.abc import Mapping
from datetime import datetime

from factcheck.domain.errors import Invalid, NotFound
from factcheck.domain.mail import DIGEST_HOUR, next_digest
from factcheck.domain.notifications import COUNTED_MOST, OF_OPINIONS, RULES, Channel, Notice, kinds_for
from factcheck.domain.people import Action, Actor
from factcheck.domain.sheets import NotificationChoices, NotificationLine, NotificationPage
from factcheck.services import telling
from factcheck.store import mail as mail_rows
from factcheck.store import notifications as rows
from factcheck.store import people as people_rows
from factcheck.store.unit import Session, UnitOfWork, alone

PAGE_MOST = 50


# --- Marking --------------------------------------------------------------------------------------


def open_one(uow: UnitOfWork, number: int, actor: Actor) -> NotificationLine:
    """Mark it read and return it, to go where it leads. NotFound for anybody else's."""
    return mark(uow, number, actor, read=True)


def mark(uow: UnitOfWork, number: int, actor: Actor, *, read: bool) -> NotificationLine:
    """Mark one of the person's own read or unread. NotFound for anybody else's."""
    actor.require(Action.READ)
    with uow.writing() as session:
        told = rows.one(session, actor.id or 0, kinds_for(actor), number)
        if told is None:
            raise NotFound("There is no such notification.")
        told.row.read_at = (told.row.read_at or uow.now) if read else None
        telling.signal(session, [told.row.person_id])
        return _line(told)


def mark_all(uow: UnitOfWork, actor: Actor, *, upto: int) -> datetime:
    """Mark everything read up to the newest that the person had on screen; the moment undoes it."""
    actor.require(Action.READ)
    now = uow.now
    with uow.writing() as session:
        if rows.read_all(session, actor.id or 0, upto, now):
            telling.signal(session, [actor.id or 0])
    return now


def unmark_all(uow: UnitOfWork, actor: Actor, *, at: datetime) -> None:
    """Take back that the person marked everything read at this moment."""
    actor.require(Action.READ)
    with uow.writing() as session:
        rows.unread_again(session, actor.id or 0, at)
        telling.signal(session, [actor.id or 0])


# --- Reading --------------------------------------------------------------------------------------


def unread(uow: UnitOfWork, actor: Actor, *, after: int = 0) -> int:
    """How many the person has not read, of those after this number; COUNTED_MOST + 1 means more than COUNTED_MOST."""
    with uow.reading() as session:
        return rows.unread(session, actor.id or 0, kinds_for(actor), COUNTED_MOST + 1, after)


def listed(
    uow: UnitOfWork, actor: Actor, *, before: int | None = None, only_unread: bool = False, limit: int = PAGE_MOST
) -> NotificationPage:
    """A page of the person's own notifications, the newest first."""
    actor.require(Action.READ)
    kinds = kinds_for(actor)
    with uow.reading() as session:
        found = rows.page(session, actor.id or 0, kinds, before=before, unread=only_unread, limit=limit + 1)
        count = rows.unread(session, actor.id or 0, kinds, COUNTED_MOST + 1)
    shown = found[:limit]
    following = shown[-1].row.id if len(found) > limit else None
    return NotificationPage(tuple(_line(told) for told in shown), following, count)


def _line(told: rows.Told) -> NotificationLine:
    row = told.row
    return NotificationLine(
        id=row.id or 0,
        kind=row.kind,
        sentence=RULES[row.kind].sentence,
        claim_id=row.claim_id,
        opinion_id=told.opinion_id if row.kind in OF_OPINIONS else None,
        statement=told.statement,
        article_title=told.article_title,
        stage=told.stage,
        by=row.by,
        note=row.note,
        at=row.at,
        read=row.read_at is not None,
    )


# --- How a person wants to hear of them -----------------------------------------------------------


def choices(uow: UnitOfWork, actor: Actor) -> NotificationChoices:
    """How the person hears of each kind that their role gets."""
    with uow.reading() as session:
        return _choices(session, actor)


def _choices(session: Session, actor: Actor) -> NotificationChoices:
    chosen = rows.choices(session, [actor.id or 0])
    kinds = kinds_for(actor)
    digest = mail_rows.digest(session, actor.id or 0)
    channels = tuple((kind, chosen.get((actor.id or 0, kind), RULES[kind].channel)) for kind in kinds)
    return NotificationChoices(channels, digest.hour if digest else DIGEST_HOUR)


def choose(
    uow: UnitOfWork, actor: Actor, *, channels: Mapping[str, str], hour: int = DIGEST_HOUR, zone: str = "UTC"
) -> NotificationChoices:
    """Keep how the person wants to hear of these kinds, and at which hour of their day a digest comes.

    `zone` is the time zone of who has chosen none. What waits to be mailed goes the new way too. Invalid.
    """
    actor.require(Action.READ)
    wanted = {_kind(name, actor): _channel(name, way) for name, way in channels.items()}
    if not 0 <= hour <= 23:
        raise Invalid("hour", "hour", "A day has the hours 0 to 23.")
    with uow.writing() as session:
        alone(session, f"notification choices:{actor.id}")
        person = people_rows.by_id(session, actor.id or 0)
        for kind, channel in wanted.items():
            rows.choose(session, actor.id or 0, kind, channel)
            if channel is not Channel.AT_ONCE:
                stays = Channel.DIGEST if channel is Channel.DIGEST else Channel.PAGE
                mail_rows.wanted_otherwise(session, actor.id or 0, kind, stays)
        own_zone = (person.timezone if person else "") or zone
        mail_rows.set_digest(session, actor.id or 0, hour, next_digest(uow.now, hour, own_zone))
        session.flush()
        return _choices(session, actor)


def _kind(name: str, actor: Actor) -> Notice:
    if name not in kinds_for(actor):
        raise Invalid(name, "unknown_kind", "There is no such notification for your role.")
    return Notice(name)


def _channel(name: str, way: str) -> Channel:
    try:
        return Channel(way)
    except ValueError:
        raise Invalid(name, "unknown_channel", "Choose how you want to hear of it from the list.") from None
