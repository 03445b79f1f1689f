"""Carries notifications to people by mail: gathered for a moment or a day, sent until they are taken."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from factcheck.domain.errors import Refused
from factcheck.domain.jobs import SendMail
from factcheck.domain.mail import (
    GATHER,
    GIVE_UP,
    NOT_SOONER,
    Item,
    Letter,
    Mailer,
    NeverTaken,
    NotTaken,
    PutOff,
    again_after,
    next_digest,
    subject_of,
    text_of,
    trial_letter,
)
from factcheck.domain.notifications import Channel
from factcheck.domain.people import Action, Actor
from factcheck.domain.preferences import Tongue
from factcheck.store import jobs
from factcheck.store import mail as rows
from factcheck.store import people as people_rows
from factcheck.store.tables import Mail, Notification, Person
from factcheck.store.unit import Session, UnitOfWork

Unit = Callable[[], UnitOfWork]

AT_ONCE = 200
"""Digests that one round of the scheduler begins."""


@dataclass(frozen=True, slots=True)
class Post:
    """How the desk sends mail. `statements`: whether a letter may hold the statement of a claim."""

    mailer: Mailer
    site: str
    language: Tongue
    statements: bool = False


# --- Into a letter --------------------------------------------------------------------------------


def enclose(session: Session, told: Sequence[Notification], now: datetime) -> None:
    """Put what is to be mailed at once into letters that go in a moment, one for each person."""
    for row in told:
        if row.channel is Channel.AT_ONCE:
            row.mail_id = (rows.gathering(session, row.person_id) or _new(session, row.person_id, now, now + GATHER)).id
    session.flush()


def enclose_again(session: Session, told: Sequence[Notification], now: datetime) -> None:
    """Put what is to be told once more into a letter or the next digest. What a letter has told already goes into
    another at once only after NOT_SOONER, so that nobody can fill the mailboxes of others."""
    letters = {row.id: session.get(Mail, row.mail_id) for row in told if row.mail_id is not None}
    again = [row for row in told if _is_due_again(row, letters.get(row.id), now)]
    for row in again:
        row.mail_id = None
    enclose(session, again, now)


def _is_due_again(row: Notification, letter: Mail | None, now: datetime) -> bool:
    """Whether its letter has gone without it, or long ago. A letter that still gathers takes it along anyway."""
    if letter is None or letter.begun_at is None:
        return letter is None and row.channel is Channel.AT_ONCE
    was_in_it = letter.sent_at is not None and (row.read_at is None or row.read_at >= letter.sent_at)
    return not was_in_it or row.channel is Channel.DIGEST or now - letter.begun_at >= NOT_SOONER


def _new(session: Session, person_id: int, now: datetime, at: datetime, *, digest: bool = False) -> Mail:
    mail = Mail(person_id=person_id, digest=digest, message_id=secrets.token_hex(16), created_at=now)
    mail.begun_at = now if digest else None
    session.add(mail)
    session.flush()
    jobs.enqueue(session, SendMail, mail.id or 0, at)
    return mail


def want_digests(uow: UnitOfWork, zone: str) -> int:
    """Begin the digest of everybody whose hour has come; `zone` is for who has chosen none. Returns how many."""
    with uow.reading() as session:
        due = rows.due_digests(session, uow.now, AT_ONCE)
    return sum(_begin_digest(uow, each.person_id, zone) for each in due)


def _begin_digest(uow: UnitOfWork, person_id: int, zone: str) -> bool:
    """Once for each person and day, however many schedulers there are. Nothing is sent of a day without news."""
    now = uow.now
    with uow.writing() as session:
        due, person = rows.digest(session, person_id), session.get_one(Person, person_id)
        if due is None or due.next_at > now:
            return False
        if not rows.take_digest(session, due, next_digest(now, due.hour, person.timezone or zone)):
            return False
        waiting = rows.waiting_for_digest(session, person_id) if person.active else []
        if not waiting:
            return False
        mail = _new(session, person_id, now, now, digest=True)
        for row in waiting:
            row.mail_id = mail.id
        return True


# --- Out of the house -----------------------------------------------------------------------------


def send(unit: Unit, post: Post | None, mail_id: int) -> None:
    """Send one letter. PutOff when the server does not take it now, NeverTaken when it never will or a day is over.

    A letter may arrive twice where a worker dies, or the connection breaks, between the server's taking it and the
    desk's noting so. It has the same Message-ID then, by which most mail systems show it once.
    """
    uow = unit()
    with uow.writing() as session:
        mail = rows.begin(session, mail_id, uow.now)
        letter = _letter(session, post, mail, uow.now) if post and mail else None
    if post is None or mail is None or letter is None:
        return
    try:
        post.mailer.send(letter)
    except NotTaken as why:
        if uow.now - mail.created_at >= GIVE_UP:
            raise NeverTaken("For a day the mail could not be sent. %(why)s", why=str(why)) from why
        raise PutOff(str(why), uow.now + again_after(mail.tries)) from why
    with uow.writing() as session:
        session.get_one(Mail, mail_id).sent_at = uow.now


def _letter(session: Session, post: Post, mail: Mail, now: datetime) -> Letter | None:
    """What there is still to say to the person; None when that is nothing."""
    person = people_rows.by_id(session, mail.person_id)
    found = rows.enclosed(session, mail.id or 0)
    if person is None or not person.active or not found:
        return None
    items = [
        Item(each.kind, each.claim_id, each.statement if post.statements else "", each.opinion_id) for each in found
    ]
    language = Tongue(person.language) if person.language else post.language
    subject = subject_of(items, language, digest=mail.digest)
    return Letter(person.email, subject, text_of(items, language, post.site), mail.message_id, now, language)


def try_out(uow: UnitOfWork, post: Post | None, actor: Actor, to: str) -> None:
    """Send a letter that says only that it has arrived. Refused where the desk sends no mail; NotTaken, NeverTaken."""
    actor.require(Action.MANAGE_PEOPLE)
    if post is None:
        raise Refused("no_mail", "This desk sends no mail: FACTCHECK_SMTP_URL is not set.")
    post.mailer.send(trial_letter(to, secrets.token_hex(16), uow.now, post.site, post.language))
