"""The outbox: jobs and signals wait here until the relay has published them, and jobs until they are done."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import (
    CursorResult,
    Integer,
    Select,
    Table,
    bindparam,
    case,
    delete,
    func,
    select,
    text,
    union_all,
    update,
)
from sqlmodel import Session, col

from factcheck.domain.jobs import JobKind, Queue
from factcheck.store.tables import JobRow, Signal
from factcheck.store.tables.jobs import TROUBLE
from factcheck.store.types import Moment

_IN_TROUBLE = text(TROUBLE)
"""Word for word as the index has it: SQLite would not know it again."""

_JOBS: Table = JobRow.__table__  # type: ignore[attr-defined]


def enqueue(session: Session, kind: JobKind, subject_id: int, at: datetime) -> None:
    """Want the work done from `at` on. One job of a kind and subject that waits unstarted is enough."""
    same = select(col(JobRow.id)).where(
        col(JobRow.name) == kind.name,
        col(JobRow.subject_id) == subject_id,
        col(JobRow.done_at).is_(None),
        col(JobRow.lease_until).is_(None),
    )
    if session.execute(same.limit(1)).first() is None:
        session.add(
            JobRow(name=kind.name, queue=kind.queue.value, subject_id=subject_id, next_attempt_at=at, created_at=at)
        )


def enqueue_each(session: Session, kind: JobKind, subject_ids: Collection[int], at: datetime) -> None:
    """The same for many subjects at once."""
    waiting = select(col(JobRow.subject_id)).where(
        col(JobRow.name) == kind.name,
        col(JobRow.subject_id).in_(subject_ids),
        col(JobRow.done_at).is_(None),
        col(JobRow.lease_until).is_(None),
    )
    session.add_all(
        JobRow(name=kind.name, queue=kind.queue.value, subject_id=subject, next_attempt_at=at, created_at=at)
        for subject in sorted(set(subject_ids).difference(session.scalars(waiting)))
    )


def end_each(session: Session, job_ids: Collection[int], now: datetime) -> None:
    """These jobs are done."""
    ended = update(JobRow).where(col(JobRow.id).in_(job_ids)).values(done_at=now, lease_until=None, problem="")
    session.execute(ended, execution_options={"synchronize_session": False})


def put_off_each(session: Session, until: Mapping[int, tuple[datetime, str]]) -> None:
    """Give these leases back: each job comes again at its moment, with why. That was no attempt at it."""
    if until:
        session.execute(
            _PUT_OFF, [{"job": job_id, "until": moment, "why": why} for job_id, (moment, why) in sorted(until.items())]
        )


_PUT_OFF = (
    update(_JOBS)
    .where(_JOBS.c.id == bindparam("job"))
    .values(
        lease_until=None, published_at=None, next_attempt_at=bindparam("until"), problem=bindparam("why"),
        attempts=case((_JOBS.c.attempts > 0, _JOBS.c.attempts - 1), else_=0),
    )
)  # fmt: skip


def signal(session: Session, *topics: str) -> None:
    """Tell the pages that listen to these topics, after the commit."""
    session.add_all(Signal(topic=topic) for topic in topics)


def due(session: Session, now: datetime, at_once: int) -> list[JobRow]:
    """Jobs to publish: not done, their time has come, not published since. Of each queue `at_once` may be out.

    A queue gets more when half of that is done: one by one they could not go together.
    """
    out = {str(queue): int(number) for queue, number in session.execute(_OUT)}
    room = {queue.value: at_once - out.get(queue.value, 0) for queue in Queue}
    more = {queue: free if free >= at_once / 2 else 0 for queue, free in room.items()}
    return list(session.scalars(_NEXT, {"now": now, **more}))


def _next_of(queue: Queue) -> Select[int | None]:
    waiting = select(col(JobRow.id)).where(
        col(JobRow.queue) == queue.value,
        col(JobRow.done_at).is_(None),
        col(JobRow.published_at).is_(None),
        col(JobRow.next_attempt_at) <= bindparam("now", type_=Moment()),
    )
    return waiting.order_by(col(JobRow.id)).limit(bindparam(queue.value, type_=Integer()))


# Made once: the relay asks many times a second, and putting this together takes longer than the answer.
_OUT = (
    select(col(JobRow.queue), func.count())
    .where(col(JobRow.done_at).is_(None), col(JobRow.published_at).is_not(None))
    .group_by(col(JobRow.queue))
)
_NEXT = (
    select(JobRow)
    .where(col(JobRow.id).in_(union_all(*(select(_next_of(queue).subquery()) for queue in Queue))))
    .order_by(col(JobRow.id))
)


def mark_published(session: Session, ids: Sequence[int], now: datetime) -> None:
    """Note that these were published; but not what a quick worker has taken and put off in the meantime."""
    still_due = col(JobRow.id).in_(ids) & (col(JobRow.next_attempt_at) <= now)
    session.execute(update(JobRow).where(still_due).values(published_at=now))


def lease(session: Session, job_ids: Sequence[int], now: datetime, until: datetime) -> list[JobRow]:
    """Take the jobs that are not done, due, and in nobody else's hands."""
    # taken in one order, so that no two workers wait for each other
    mine = select(col(JobRow.id)).where(col(JobRow.id).in_(job_ids)).order_by(col(JobRow.id)).with_for_update()
    taken = (
        update(JobRow)
        .where(
            col(JobRow.id).in_(mine.scalar_subquery()),
            col(JobRow.done_at).is_(None),
            col(JobRow.next_attempt_at) <= now,
            (col(JobRow.lease_until).is_(None)) | (col(JobRow.lease_until) <= now),
        )
        .values(lease_until=until, attempts=col(JobRow.attempts) + 1)
        .returning(JobRow)
    )
    rows = session.scalars(taken, execution_options={"populate_existing": True})
    return sorted(rows, key=lambda row: row.id or 0)


def end_hopeless(session: Session, now: datetime, attempts: int, why: str) -> int:
    """End the jobs whose last attempt ran out without a word: they take their worker down with them."""
    hopeless = (
        update(JobRow)
        .where(col(JobRow.done_at).is_(None), col(JobRow.attempts) >= attempts, col(JobRow.lease_until) <= now)
        .values(done_at=now, lease_until=None, failed=True, problem=why)
    )
    result = session.execute(hopeless)
    return result.rowcount if isinstance(result, CursorResult) else 0


def forget_lost(session: Session, now: datetime, before: datetime) -> int:
    """Make publishable again what was published before `before` and is neither done nor leased."""
    lost = (
        update(JobRow)
        .where(
            col(JobRow.done_at).is_(None),
            col(JobRow.published_at) <= before,
            (col(JobRow.lease_until).is_(None)) | (col(JobRow.lease_until) <= now),
        )
        .values(published_at=None, lease_until=None)
    )
    result = session.execute(lost)
    return result.rowcount if isinstance(result, CursorResult) else 0


def take_signals(session: Session, limit: int = 500) -> list[str]:
    """The topics that wait, each once, removed as they are read."""
    ids = select(col(Signal.id)).order_by(col(Signal.id)).limit(limit)
    topics = session.scalars(delete(Signal).where(col(Signal.id).in_(ids)).returning(col(Signal.topic)))
    return sorted(set(topics))


def signals_wait(session: Session) -> bool:
    return session.execute(select(col(Signal.id)).limit(1)).first() is not None


def open_for(session: Session, names: Sequence[str], subject_ids: Sequence[int]) -> int:
    """How many jobs of these kinds are still to be done for these subjects."""
    found = select(func.count()).where(
        col(JobRow.name).in_(names), col(JobRow.subject_id).in_(subject_ids), col(JobRow.done_at).is_(None)
    )
    return int(session.scalar(found) or 0)


def overview(session: Session) -> list[tuple[str, int, int, int]]:
    """Per queue: how many jobs wait, run and have failed. What is done, which is most, is not looked at."""
    leased = col(JobRow.lease_until).is_not(None)
    open_ = select(col(JobRow.queue), func.count().filter(~leased), func.count().filter(leased))
    open_ = open_.with_hint(JobRow, "INDEXED BY ix_job_due", "sqlite").where(col(JobRow.done_at).is_(None))
    working = {row[0]: (row[1], row[2]) for row in session.execute(open_.group_by(col(JobRow.queue)))}
    over = select(col(JobRow.queue), func.count()).with_hint(JobRow, "INDEXED BY ix_job_trouble", "sqlite")
    over = over.where(_IN_TROUBLE, col(JobRow.failed).is_(True)).group_by(col(JobRow.queue))
    failed = {row[0]: row[1] for row in session.execute(over)}
    return [(queue, *working.get(queue, (0, 0)), failed.get(queue, 0)) for queue in sorted({*working, *failed})]


def failures(session: Session, limit: int = 20) -> list[JobRow]:
    found = select(JobRow).with_hint(JobRow, "INDEXED BY ix_job_trouble", "sqlite").where(_IN_TROUBLE)
    return list(session.scalars(found.order_by(col(JobRow.id).desc()).limit(limit)))


def remove_done(session: Session, before: datetime) -> int:
    """Forget finished jobs of old; failures stay to be seen."""
    result = session.execute(delete(JobRow).where(col(JobRow.done_at) < before, col(JobRow.failed).is_(False)))
    return result.rowcount if isinstance(result, CursorResult) else 0
