"""The outbox as the relay and the workers use it: publish, take, finish, put off, find what was lost."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from factcheck.domain.jobs import ATTEMPTS, KINDS, PATIENCE, FindReports, Maintain, Patience, Queue, backoff
from factcheck.domain.notifications import KEPT as NOTIFICATIONS_KEPT
from factcheck.domain.pauses import REMEMBERED
from factcheck.domain.people import Action, Actor
from factcheck.domain.texts import say
from factcheck.store import answers, documents, failures, mail, notifications, second_factor
from factcheck.store import evidence as evidence_rows
from factcheck.store import jobs as rows
from factcheck.store import people as people_rows
from factcheck.store.tables import JobRow
from factcheck.store.unit import Session, UnitOfWork

OUT_AT_ONCE = 200
"""Jobs of one queue that are published and not done yet: the others wait in the database, where no sweep takes
them for lost, and what is more urgent comes before them."""

KEEP_DONE = timedelta(days=7)
KEEP_UNREAD = timedelta(days=2)
"""How long a fetched document waits for somebody to read it; what is wanted later is fetched again."""
KEEP_ANSWERS = timedelta(days=2)
"""How long the answer to an API call with an Idempotency-Key is remembered."""


@dataclass(frozen=True, slots=True)
class JobMessage:
    """A job that is due: which task, on which queue, for which row. `untried`: no worker has had it in hand yet."""

    id: int
    name: str
    queue: str
    untried: bool = True


@dataclass(frozen=True, slots=True)
class Bundle:
    """What the broker carries: one job, or several of one kind that one worker takes in hand together."""

    ids: tuple[int, ...]
    name: str
    queue: str


@dataclass(frozen=True, slots=True)
class TakenJob:
    """A job under lease. `attempt` counts from 1."""

    id: int
    subject_id: int
    attempt: int


@dataclass(slots=True)
class Hand:
    """The jobs that one worker has under lease and has not ended; `errors` says what went wrong with some of them."""

    open: dict[int, TakenJob] = field(default_factory=dict)
    errors: dict[int, Exception] = field(default_factory=dict)

    def let_go(self, job_ids: Iterable[int]) -> None:
        """These were ended, and that was committed."""
        for job_id in job_ids:
            self.open.pop(job_id, None)


@dataclass(frozen=True, slots=True)
class QueueLine:
    """How many jobs of a queue wait, run, and have failed for good."""

    queue: str
    waiting: int
    running: int
    failed: int


@dataclass(frozen=True, slots=True)
class FailureLine:
    """A job that has failed, for good if `over`, else to be tried again."""

    what: str
    subject: str
    subject_id: int
    attempts: int
    problem: str
    at: datetime
    over: bool


@dataclass(frozen=True, slots=True)
class WorkersSheet:
    """The state of the background half. `relay_at` is None when nothing was published in the last minutes."""

    queues: tuple[QueueLine, ...]
    failures: tuple[FailureLine, ...]


def due(uow: UnitOfWork, limit: int = 100) -> list[JobMessage]:
    """The jobs to publish now: of each queue as many as may be on their way at once, `limit` in all."""
    with uow.reading() as session:
        found = rows.due(session, uow.now, OUT_AT_ONCE)[:limit]
        return [JobMessage(row.id or 0, row.name, row.queue, row.attempts == 0) for row in found]


def bundles(messages: Iterable[JobMessage]) -> list[Bundle]:
    """Jobs that may go together do. One that was tried before goes alone: it may take its worker down with it."""
    bundled: list[Bundle] = []
    filling: dict[str, list[int]] = {}
    for message in messages:
        kind = KINDS.get(message.name)
        if kind is None or kind.together == 1 or not message.untried:
            bundled.append(Bundle((message.id,), message.name, message.queue))
            continue
        ids = filling.setdefault(message.name, [])
        ids.append(message.id)
        if len(ids) == kind.together:
            bundled.append(Bundle(tuple(filling.pop(message.name)), message.name, message.queue))
    rest = [Bundle(tuple(ids), name, KINDS[name].queue.value) for name, ids in filling.items()]
    return sorted(bundled + rest, key=lambda bundle: bundle.ids)


def mark_published(uow: UnitOfWork, ids: Sequence[int]) -> None:
    """The messages of these jobs are with the broker."""
    with uow.writing() as session:
        rows.mark_published(session, ids, uow.now)


def signals(uow: UnitOfWork) -> list[str]:
    """The topics to tell the pages about, removed as they are read; cheap when there are none."""
    with uow.reading() as session:
        if not rows.signals_wait(session):
            return []
    with uow.writing() as session:
        return rows.take_signals(session)


def take(uow: UnitOfWork, job_id: int, patience: Patience = PATIENCE) -> TakenJob | None:
    """Lease the job; None when it is done already, not due, or in other hands."""
    return take_together(uow, [job_id], patience).open.get(job_id)


def take_together(uow: UnitOfWork, job_ids: Sequence[int], patience: Patience = PATIENCE) -> Hand:
    """Lease these jobs; those that are done already, not due, or in other hands are passed over."""
    now = uow.now
    with uow.writing() as session:
        leased = rows.lease(session, job_ids, now, now + patience.lease)
        return Hand({row.id or 0: TakenJob(row.id or 0, row.subject_id, row.attempts) for row in leased})


def done(uow: UnitOfWork, job_id: int) -> None:
    """The job is done, in a transaction of its own."""
    with uow.writing() as session:
        end(session, job_id, uow.now)


def end(session: Session, job_id: int, now: datetime) -> None:
    """The job is done, in the transaction that keeps what it has brought."""
    row = session.get_one(JobRow, job_id)
    row.done_at, row.lease_until, row.problem = now, None, ""


def put_off(uow: UnitOfWork, job_id: int, until: datetime, why: str, *, counted: bool = True) -> None:
    """Give the lease back in a transaction of its own, see `give_back`."""
    with uow.writing() as session:
        give_back(session, job_id, until, why, counted=counted)


def give_back(session: Session, job_id: int, until: datetime, why: str, *, counted: bool = True) -> None:
    """Give the lease back and come again at `until`. Waiting for one's turn is not `counted` as an attempt."""
    row = session.get_one(JobRow, job_id)
    row.lease_until, row.published_at, row.next_attempt_at, row.problem = None, None, until, why
    if not counted:
        row.attempts = max(0, row.attempts - 1)


def retry(uow: UnitOfWork, job: TakenJob, why: str) -> bool:
    """Put the job off by its back-off, or end it as failed after the last attempt. True when it comes again."""
    if job.attempt >= ATTEMPTS:
        failed(uow, job.id, why)
        return False
    put_off(uow, job.id, uow.now + backoff(job.attempt), why)
    return True


def failed(uow: UnitOfWork, job_id: int, why: str) -> None:
    """End the job without success; it is shown to editors and admins."""
    with uow.writing() as session:
        row = session.get_one(JobRow, job_id)
        row.done_at, row.lease_until, row.failed, row.problem = uow.now, None, True, why


def sweep(uow: UnitOfWork, patience: Patience = PATIENCE) -> int:
    """Find what was lost on the way: messages that never arrived, workers that died, claims nobody searched for."""
    now = uow.now
    with uow.writing() as session:
        rows.end_hopeless(
            session, now, ATTEMPTS, say("Its worker went away %(tries)s times without a word.", tries=ATTEMPTS)
        )
        lost = rows.forget_lost(session, now, now - patience.lost_after)
        for claim_id in evidence_rows.unasked_claims(session, 200):
            rows.enqueue(session, FindReports, claim_id, now)
            lost += 1
        return lost


def want_maintenance(uow: UnitOfWork) -> None:
    """Ask a worker to tidy up; one waiting request is enough, however many schedulers ask."""
    with uow.writing() as session:
        rows.enqueue(session, Maintain, 0, uow.now)


def maintain(uow: UnitOfWork) -> None:
    """Forget what is of no use any more: finished jobs, tries to sign in, old answers of the API, notifications."""
    with uow.writing() as session:
        rows.remove_done(session, uow.now - KEEP_DONE)
        people_rows.forget_tries(session, uow.now - timedelta(days=1))
        second_factor.forget_halves(session, uow.now - timedelta(days=1))
        answers.forget(session, uow.now - KEEP_ANSWERS)
        notifications.forget(session, uow.now - NOTIFICATIONS_KEPT)
        mail.forget(session, uow.now - NOTIFICATIONS_KEPT)
        failures.forget_old(session, uow.now - REMEMBERED)
        documents.forget_old(session, uow.now - KEEP_UNREAD)


def workers_seen(uow: UnitOfWork, actor: Actor) -> WorkersSheet:
    """What waits, runs and has failed, for the admin page."""
    actor.require(Action.SEE_WORKERS)
    with uow.reading() as session:
        counted = {queue: QueueLine(queue, *numbers) for queue, *numbers in rows.overview(session)}
        queues = tuple(counted.get(queue.value, QueueLine(queue.value, 0, 0, 0)) for queue in Queue)
        return WorkersSheet(queues, tuple(_failure(row) for row in rows.failures(session)))


def _failure(row: JobRow) -> FailureLine:
    kind = KINDS.get(row.name)
    subject = kind.subject if kind else "?"
    what = kind.does if kind else row.name.removeprefix("factcheck.").replace("_", " ")
    return FailureLine(what, subject, row.subject_id, row.attempts, row.problem, row.next_attempt_at, row.failed)
