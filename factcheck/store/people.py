"""People, their roles, sessions, invitations, tokens and tries to sign in."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlmodel import Session, SQLModel, col

from factcheck.domain.jobs import SESSIONS
from factcheck.domain.people import Role
from factcheck.store import jobs
from factcheck.store.tables import ApiToken, HalfSignIn, Invitation, Person, PersonRole, SignIn, SignInTry


def by_email(session: Session, email: str) -> Person | None:
    return session.scalar(select(Person).where(col(Person.email) == email))


def by_id(session: Session, person_id: int) -> Person | None:
    return session.get(Person, person_id)


def roles(session: Session, person_id: int) -> frozenset[Role]:
    return frozenset(session.scalars(select(col(PersonRole.role)).where(col(PersonRole.person_id) == person_id)))


def set_roles(session: Session, person_id: int, wanted: Iterable[Role]) -> None:
    session.flush()
    session.execute(delete(PersonRole).where(col(PersonRole.person_id) == person_id))
    session.add_all(PersonRole(person_id=person_id, role=role) for role in sorted(wanted))


def everyone(session: Session) -> list[tuple[Person, frozenset[Role]]]:
    """All people by name, each with their roles, in two queries."""
    people = session.scalars(select(Person).order_by(col(Person.name), col(Person.id))).all()
    held: dict[int, set[Role]] = {}
    for row in session.scalars(select(PersonRole)):
        held.setdefault(row.person_id, set()).add(row.role)
    return [(person, frozenset(held.get(person.id or 0, ()))) for person in people]


def active(session: Session, ids: Iterable[int]) -> set[int]:
    """Those of these people who can sign in."""
    return set(session.scalars(select(col(Person.id)).where(col(Person.id).in_(list(ids)), col(Person.active))))


def with_role(session: Session, role: Role) -> set[int]:
    """Everybody who has the role."""
    return set(session.scalars(select(col(PersonRole.person_id)).where(col(PersonRole.role) == role)))


def names(session: Session, ids: Iterable[int]) -> dict[int, str]:
    rows = session.execute(select(col(Person.id), col(Person.name)).where(col(Person.id).in_(list(ids))))
    return {row[0]: row[1] for row in rows}


def other_admins(session: Session, person_id: int) -> int:
    """How many active admins there are besides this person."""
    found = select(func.count()).select_from(Person).join(PersonRole, col(PersonRole.person_id) == col(Person.id))
    admins = found.where(col(PersonRole.role) == Role.ADMIN, col(Person.active), col(Person.id) != person_id)
    return int(session.scalar(admins) or 0)


def sign_in_by_token(session: Session, sha256: str) -> tuple[SignIn, Person] | None:
    found = select(SignIn, Person).join(Person, col(Person.id) == col(SignIn.person_id))
    row = session.execute(found.where(col(SignIn.token_sha256) == sha256)).first()
    return (row[0], row[1]) if row else None


def open_sign_ins(session: Session, person_id: int) -> list[SignIn]:
    found = select(SignIn).where(col(SignIn.person_id) == person_id, col(SignIn.ended_at).is_(None))
    return list(session.scalars(found.order_by(col(SignIn.seen_at).desc())))


def open_among(session: Session, sign_in_ids: Iterable[int], created_since: datetime, seen_since: datetime) -> set[int]:
    """Those of these sessions that nobody has ended, that are not too old, and whose person may sign in.

    Of the tables and not of the mapped classes: a process that holds streams alone never sets up their mapping, which
    takes as much memory as 170 open pages.
    """
    opened, person = (SQLModel.metadata.tables[each] for each in ("sign_in", "person"))
    found = select(opened.c.id).join(person, person.c.id == opened.c.person_id)
    found = found.where(opened.c.id.in_(list(sign_in_ids)), opened.c.ended_at.is_(None), person.c.active)
    found = found.where(opened.c.created_at >= created_since, opened.c.seen_at >= seen_since)
    return set(session.scalars(found))


def end_sign_in(session: Session, opened: SignIn, at: datetime) -> None:
    """End this one, and have the live process look whose streams end with it."""
    opened.ended_at = at
    jobs.signal(session, SESSIONS)


def end_sign_ins(session: Session, person_id: int, at: datetime, *, but: int | None = None) -> None:
    """End every open session of the person, except the one given, and every sign-in that is half done."""
    session.execute(delete(HalfSignIn).where(col(HalfSignIn.person_id) == person_id))
    ended = update(SignIn).where(col(SignIn.person_id) == person_id, col(SignIn.ended_at).is_(None))
    session.execute(ended.where(col(SignIn.id) != (but or 0)).values(ended_at=at))
    jobs.signal(session, SESSIONS)


def revoke_tokens(session: Session, person_id: int, at: datetime) -> None:
    open_ = update(ApiToken).where(col(ApiToken.person_id) == person_id, col(ApiToken.revoked_at).is_(None))
    session.execute(open_.values(revoked_at=at))


def tries_since(session: Session, key: str, since: datetime) -> int:
    found = select(func.count()).where(col(SignInTry.key) == key, col(SignInTry.at) > since)
    return int(session.scalar(found) or 0)


def forget_tries(session: Session, before: datetime) -> None:
    session.execute(delete(SignInTry).where(col(SignInTry.at) < before))


def invitation_by_token(session: Session, sha256: str) -> Invitation | None:
    return session.scalar(select(Invitation).where(col(Invitation.token_sha256) == sha256))


def end_invitations(session: Session, person_id: int, at: datetime) -> None:
    open_ = update(Invitation).where(col(Invitation.person_id) == person_id, col(Invitation.used_at).is_(None))
    session.execute(open_.values(used_at=at))


def token_by_sha(session: Session, sha256: str) -> tuple[ApiToken, Person] | None:
    found = select(ApiToken, Person).join(Person, col(Person.id) == col(ApiToken.person_id))
    row = session.execute(found.where(col(ApiToken.sha256) == sha256)).first()
    return (row[0], row[1]) if row else None


def tokens_of(session: Session, person_id: int) -> list[ApiToken]:
    found = select(ApiToken).where(col(ApiToken.person_id) == person_id, col(ApiToken.revoked_at).is_(None))
    return list(session.scalars(found.order_by(col(ApiToken.id))))
