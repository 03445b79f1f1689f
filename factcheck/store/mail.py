"""Mails and digests: which notifications go into which letter, and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CursorResult, delete, exists, select, update
from sqlmodel import Session, col

from factcheck.domain.notifications import BY_MAIL, Channel, Notice
from factcheck.store.tables import Claim, Digest, Mail, Notification, Opinion


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A notification in a letter, with its claim as it is now."""

    kind: Notice
    claim_id: int
    statement: str
    opinion_id: int | None


def gathering(session: Session, person_id: int) -> Mail | None:
    """The person's letter that still takes notifications. One that is in other hands is passed over."""
    found = select(Mail).where(col(Mail.person_id) == person_id, col(Mail.begun_at).is_(None))
    return session.scalars(found.order_by(col(Mail.id).desc()).limit(1).with_for_update(skip_locked=True)).first()


def begin(session: Session, mail_id: int, now: datetime) -> Mail | None:
    """Close the letter to more notifications and count the try; None when it is sent already."""
    mail = session.get(Mail, mail_id, with_for_update=True)
    if mail is None or mail.sent_at is not None:
        return None
    mail.begun_at, mail.tries = mail.begun_at or now, mail.tries + 1
    session.flush()
    return mail


def enclosed(session: Session, mail_id: int) -> list[Enclosed]:
    """What the letter tells: what its person has not read meanwhile, and still wants by mail."""
    found = (
        select(col(Notification.kind), col(Notification.claim_id), col(Claim.statement), col(Opinion.id))
        .join(Claim, col(Claim.id) == col(Notification.claim_id))
        .join(Opinion, col(Opinion.claim_id) == col(Claim.id), isouter=True)
        .where(col(Notification.mail_id) == mail_id, col(Notification.read_at).is_(None))
        .where(col(Notification.channel).in_(BY_MAIL))
    )
    return [Enclosed(*row) for row in session.execute(found.order_by(col(Notification.id)))]


def waiting_for_digest(session: Session, person_id: int) -> list[Notification]:
    """What the person's next digest tells."""
    found = select(Notification).where(
        col(Notification.person_id) == person_id,
        col(Notification.read_at).is_(None),
        col(Notification.channel) == Channel.DIGEST,
        col(Notification.mail_id).is_(None),
    )
    return list(session.scalars(found.order_by(col(Notification.id))))


def wanted_otherwise(session: Session, person_id: int, kind: Notice, channel: Channel) -> None:
    """What waits to be mailed follows the person's new choice, unless its letter is on its way."""
    on_its_way = select(col(Mail.id)).where(col(Mail.begun_at).is_not(None))
    waiting = update(Notification).where(
        col(Notification.person_id) == person_id,
        col(Notification.kind) == kind,
        col(Notification.read_at).is_(None),
        col(Notification.channel).in_(BY_MAIL),
        col(Notification.mail_id).is_(None) | col(Notification.mail_id).not_in(on_its_way),
    )
    session.execute(waiting.values(channel=channel, mail_id=None))


def digest(session: Session, person_id: int) -> Digest | None:
    return session.get(Digest, person_id)


def set_digest(session: Session, person_id: int, hour: int, next_at: datetime) -> None:
    session.merge(Digest(person_id=person_id, hour=hour, next_at=next_at))


def due_digests(session: Session, now: datetime, limit: int) -> Sequence[Digest]:
    found = select(Digest).where(col(Digest.next_at) <= now).order_by(col(Digest.next_at)).limit(limit)
    return list(session.scalars(found))


def take_digest(session: Session, due: Digest, next_at: datetime) -> bool:
    """Claim the person's digest of this day; False when somebody else has."""
    mine = col(Digest.person_id) == due.person_id, col(Digest.next_at) == due.next_at
    result = session.execute(update(Digest).where(*mine).values(next_at=next_at))
    return isinstance(result, CursorResult) and result.rowcount == 1


def forget(session: Session, before: datetime) -> None:
    """Forget letters whose notifications are forgotten."""
    told = exists().where(col(Notification.mail_id) == col(Mail.id))
    session.execute(delete(Mail).where(col(Mail.created_at) < before, ~told))
