"""Appends to and reads the hash-chained history."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from factcheck.domain.history import FIRST, Entry
from factcheck.domain.people import Actor
from factcheck.store.tables import Approval, Checkpoint, Finding, HistoryEntry
from factcheck.store.unit import alone


def append(
    session: Session,
    subject: str,
    what: str,
    actor: Actor,
    at: datetime,
    *,
    stages: tuple[str | None, str | None] = (None, None),
    note: str = "",
    data: dict[str, Any] | None = None,
) -> int:
    """Write the next entry of the subject's chain and return its number."""
    session.flush()
    alone(session, subject)
    seq, previous = head(session, subject)
    entry = Entry(subject, seq + 1, at, actor.id, actor.name, what, stages[0], stages[1], note, data or {})
    row = HistoryEntry(
        subject=subject,
        seq=entry.seq,
        at=at,
        actor_id=actor.id,
        actor_name=actor.name,
        what=what,
        from_stage=stages[0],
        to_stage=stages[1],
        note=note,
        data=dict(entry.data),
        previous=previous,
        hash=entry.sealed(previous),
    )
    session.add(row)
    session.flush()
    return entry.seq


def touched_by_people(session: Session, subjects: Sequence[str]) -> set[str]:
    """Those of these subjects in whose history a person has an entry."""
    wanted = select(col(HistoryEntry.subject)).where(
        col(HistoryEntry.subject).in_(subjects), col(HistoryEntry.actor_id).is_not(None)
    )
    return set(session.scalars(wanted.distinct()))


def head(session: Session, subject: str) -> tuple[int, str]:
    """Number and hash of the last entry; (0, FIRST) for a chain that has none."""
    last = select(col(HistoryEntry.seq), col(HistoryEntry.hash)).where(col(HistoryEntry.subject) == subject)
    row = session.execute(last.order_by(col(HistoryEntry.seq).desc()).limit(1)).first()
    return (row[0], row[1]) if row else (0, FIRST)


def hands_since(session: Session, subject: str, left: Sequence[str], what: Sequence[str]) -> set[int]:
    """The people behind such entries since the subject last left one of these stages."""
    entered = select(func.max(col(HistoryEntry.seq))).where(
        col(HistoryEntry.subject) == subject,
        col(HistoryEntry.from_stage).in_(left),
    )
    hands = select(col(HistoryEntry.actor_id)).where(
        col(HistoryEntry.subject) == subject,
        col(HistoryEntry.seq) > func.coalesce(entered.scalar_subquery(), 0),
        col(HistoryEntry.what).in_(what),
        col(HistoryEntry.actor_id).is_not(None),
    )
    return {person for person in session.scalars(hands.distinct()) if person is not None}


def hands_besides(session: Session, subject: str, what: Collection[str]) -> set[int]:
    """The people behind entries of the subject that are none of these."""
    hands = select(col(HistoryEntry.actor_id)).where(
        col(HistoryEntry.subject) == subject,
        col(HistoryEntry.what).not_in(what),
        col(HistoryEntry.actor_id).is_not(None),
    )
    return {person for person in session.scalars(hands.distinct()) if person is not None}


def counted(session: Session, subjects: Sequence[str], what: Collection[str]) -> dict[str, int]:
    """How many entries of these kinds each of the subjects has."""
    of_them = select(col(HistoryEntry.subject), func.count()).where(
        col(HistoryEntry.subject).in_(subjects), col(HistoryEntry.what).in_(what)
    )
    rows = session.execute(of_them.group_by(col(HistoryEntry.subject)))
    return {row[0]: row[1] for row in rows}


def of(session: Session, subject: str) -> list[HistoryEntry]:
    found = select(HistoryEntry).where(col(HistoryEntry.subject) == subject)
    return list(session.scalars(found.order_by(col(HistoryEntry.seq))))


def everything(session: Session) -> Iterator[HistoryEntry]:
    """Every entry, chain after chain, without holding them all in memory."""
    ordered = select(HistoryEntry).order_by(col(HistoryEntry.subject), col(HistoryEntry.seq))
    yield from session.scalars(ordered.execution_options(yield_per=2000))


def heads(session: Session) -> dict[str, tuple[int, str]]:
    """Number and hash of the last entry of every chain."""
    last = select(col(HistoryEntry.subject), func.max(col(HistoryEntry.seq)).label("seq")).group_by(
        col(HistoryEntry.subject)
    )
    tops = last.subquery()
    rows = session.execute(
        select(col(HistoryEntry.subject), col(HistoryEntry.seq), col(HistoryEntry.hash)).join(
            tops, (col(HistoryEntry.subject) == tops.c.subject) & (col(HistoryEntry.seq) == tops.c.seq)
        )
    )
    return {subject: (seq, hash_) for subject, seq, hash_ in rows}


def entry_of(row: HistoryEntry) -> Entry:
    """The row as the domain's value, as it was when it was sealed."""
    stages = (row.from_stage, row.to_stage)
    return Entry(row.subject, row.seq, row.at, row.actor_id, row.actor_name, row.what, *stages, row.note, row.data)


def findings(session: Session) -> Iterator[tuple[Finding, Approval | None]]:
    """Every finding with its approval, without holding them all in memory."""
    both = select(Finding, Approval).join(Approval, col(Approval.finding_id) == col(Finding.id), isouter=True)
    rows = session.execute(both.order_by(col(Finding.id)).execution_options(yield_per=500))
    yield from ((finding, approval) for finding, approval in rows)


def checkpoints(session: Session) -> list[Checkpoint]:
    return list(session.scalars(select(Checkpoint).order_by(col(Checkpoint.id))))
