"""Tells people what concerns them: written with what causes it, read on a page of their own, as each of them chose."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from factcheck.domain.errors import Invalid, NotFound
from factcheck.domain.mail import DIGEST_HOUR, next_digest
from factcheck.domain.notifications import (
    COUNTED_MOST,
    OF_ALERT,
    OF_MOVE,
    RULES,
    Audience,
    Channel,
    Notice,
    kinds_for,
    shortened,
    still_holds,
)
from factcheck.domain.people import WORKER, Action, Actor, Role
from factcheck.domain.review import Case, Move
from factcheck.domain.sheets import NotificationChoices, NotificationLine, NotificationPage
from factcheck.services import mail
from factcheck.store import jobs
from factcheck.store import mail as mail_rows
from factcheck.store import notifications as rows
from factcheck.store import people as people_rows
from factcheck.store import review as review_rows
from factcheck.store.tables import Alert, Claim
from factcheck.store.unit import Session, UnitOfWork

PAGE_MOST = 50


# --- Telling --------------------------------------------------------------------------------------


def of_move(session: Session, claim: Claim, move: Move, before: Case, actor: Actor, seq: int, now: datetime) -> None:
    """Tell of a move that stands in the claim's history as `seq`; `before` is where the claim stood."""
    settle(session, claim, actor, now)
    kind = OF_MOVE.get(move)
    if kind is None or (kind is Notice.LEASE_LOST and not _has_draft(session, claim, before.assignee)):
        return
    note = claim.returned_note if kind in {Notice.RETURNED, Notice.REOPENED} else ""
    people = _AUDIENCES[RULES[kind].who](session, claim, before.assignee)
    _tell(session, kind, claim, people, f"claim:{claim.id}:{seq}", actor, now, note)


def _has_draft(session: Session, claim: Claim, person_id: int | None) -> bool:
    return person_id is not None and review_rows.draft(session, claim.id or 0, person_id) is not None


def of_alert(session: Session, alert: Alert) -> None:
    """Tell of an alert that was put on a claim."""
    claim, kind = session.get_one(Claim, alert.claim_id), OF_ALERT[alert.kind]
    people = _AUDIENCES[RULES[kind].who](session, claim, None)
    note = alert.sentence.removeprefix(f"{RULES[kind].sentence}: ")
    _tell(session, kind, claim, people, f"alert:{alert.id}", WORKER, alert.at, note)


def of_new_evidence(session: Session, claim: Claim, now: datetime) -> None:
    """Tell, once for each approved finding, that something was found after the approval."""
    people = _answerable(session, claim, None)
    _tell(session, Notice.NEW_EVIDENCE, claim, people, f"evidence:{claim.id}:{claim.findings}", WORKER, now)


def _holder(session: Session, claim: Claim, last: int | None) -> set[int]:
    return {claim.assignee_id} if claim.assignee_id else set()


def _last_holder(session: Session, claim: Claim, last: int | None) -> set[int]:
    return {last} if last else set()


def _answerable(session: Session, claim: Claim, last: int | None) -> set[int]:
    latest = review_rows.latest_finding(session, claim.id or 0)
    if latest is None:
        return _holder(session, claim, last)
    number = latest.id or 0
    approval = review_rows.approvals(session, claim.id or 0).get(number)
    signed = {person for person, _ in review_rows.authors(session, [number])[number]}
    return _holder(session, claim, last) | signed | ({approval[0].approver_id} if approval else set())


def _editors(session: Session, claim: Claim, last: int | None) -> set[int]:
    return people_rows.with_role(session, Role.EDITOR)


def _approvers(session: Session, claim: Claim, last: int | None) -> set[int]:
    latest = review_rows.latest_finding(session, claim.id or 0)
    number = latest.id or 0 if latest else 0
    return _editors(session, claim, last) - {person for person, _ in review_rows.authors(session, [number])[number]}


_AUDIENCES: dict[Audience, Callable[[Session, Claim, int | None], set[int]]] = {
    Audience.HOLDER: _holder,
    Audience.LAST_HOLDER: _last_holder,
    Audience.ANSWERABLE: _answerable,
    Audience.EDITORS: _editors,
    Audience.APPROVERS: _approvers,
}
"""Who is told, by the words of the table. The last argument is who had the claim before a move."""


def _tell(
    session: Session, kind: Notice, claim: Claim, people: set[int], cause: str, by: Actor, now: datetime, note: str = ""
) -> None:
    wanted = people_rows.active(session, people - {by.id or 0})
    chosen = rows.choices(session, wanted)
    channels = {person: chosen.get((person, kind), RULES[kind].channel) for person in sorted(wanted)}
    common = {"claim_id": claim.id or 0, "kind": kind, "cause": cause, "by": by.name if by.id else "", "at": now}
    common["note"] = shortened(note)
    told = rows.write(
        session,
        [
            {**common, "person_id": person, "channel": channel}
            for person, channel in channels.items()
            if channel is not Channel.NONE
        ],
    )
    mail.enclose(session, told, now)
    _signal(session, (row.person_id for row in told))


def _signal(session: Session, people: Iterable[int]) -> None:
    jobs.signal(session, *(f"person:{person}" for person in sorted(set(people))))


# --- What counts as read --------------------------------------------------------------------------


def settle(session: Session, claim: Claim, actor: Actor, now: datetime) -> None:
    """After a move: who made it has seen the claim, and what holds no longer is nobody's concern any more."""
    over = [
        row
        for row in rows.unread_about(session, claim.id or 0)
        if row.person_id == actor.id or not still_holds(row.kind, row.person_id, claim.assignee_id, claim.stage)
    ]
    for row in over:
        row.read_at = now
    _signal(session, (row.person_id for row in over))


def seen(session: Session, claim_id: int, actor: Actor, now: datetime) -> None:
    """Who takes or opens a claim for work has seen what there was to be told about it."""
    if rows.read_about(session, claim_id, actor.id or 0, now):
        _signal(session, [actor.id or 0])


def open_one(uow: UnitOfWork, number: int, actor: Actor) -> int:
    """Mark it read and return the claim that it is about. NotFound for anybody else's."""
    return _mark(uow, number, actor, read=True)


def mark(uow: UnitOfWork, number: int, actor: Actor, *, read: bool) -> None:
    """Mark one of the person's own read or unread. NotFound for anybody else's."""
    _mark(uow, number, actor, read=read)


def _mark(uow: UnitOfWork, number: int, actor: Actor, *, read: bool) -> int:
    actor.require(Action.READ)
    with uow.writing() as session:
        row = rows.one(session, actor.id or 0, number)
        if row is None or row.kind not in kinds_for(actor):
            raise NotFound("There is no such notification.")
        row.read_at = (row.read_at or uow.now) if read else None
        _signal(session, [row.person_id])
        return row.claim_id


def mark_all(uow: UnitOfWork, actor: Actor, *, upto: int) -> datetime:
    """Mark everything read up to the newest that the person had on screen; the moment undoes it."""
    actor.require(Action.READ)
    now = uow.now
    with uow.writing() as session:
        if rows.read_all(session, actor.id or 0, upto, now):
            _signal(session, [actor.id or 0])
    return now


def unmark_all(uow: UnitOfWork, actor: Actor, *, at: datetime) -> None:
    """Take back that the person marked everything read at this moment."""
    actor.require(Action.READ)
    with uow.writing() as session:
        rows.unread_again(session, actor.id or 0, at)
        _signal(session, [actor.id or 0])


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
