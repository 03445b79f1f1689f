"""How every task carries out its job: take the lease, do the work, write down how it ended. Safe to run twice."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from celery.exceptions import SoftTimeLimitExceeded

from factcheck.domain.errors import DeskError, OutsideUnavailable
from factcheck.domain.fetching import FetchFailed, HostBusy
from factcheck.domain.jobs import JobKind
from factcheck.domain.mail import PutOff
from factcheck.services import jobs
from factcheck.services.jobs import Hand, TakenJob
from factcheck.wiring import Desk
from workers.app import app, desk

log = logging.getLogger(__name__)

Work = Callable[[Desk, TakenJob], object]
"""One service call about the job's subject."""

WorkTogether = Callable[[Desk, Hand], object]
"""One service call about all the jobs in hand; those that it leaves open and says nothing of are done."""

TASKS: dict[str, Work | WorkTogether] = {}
"""The work by the name of its kind; filled by workers/tasks.py."""


def handles(kind: JobKind) -> Callable[[Work], Work]:
    """Make the function the task for this kind of job."""

    def register(work: Work) -> Work:
        def each(job_ids: Sequence[int]) -> None:
            for job_id in job_ids:
                carry_out(desk(), job_id, work)

        _task(kind, each)
        TASKS[kind.name] = work
        return work

    return register


def handles_together(kind: JobKind) -> Callable[[WorkTogether], WorkTogether]:
    """Make the function the task for jobs of this kind that one message brings."""

    def register(work: WorkTogether) -> WorkTogether:
        _task(kind, lambda job_ids: carry_out_together(desk(), job_ids, work))
        TASKS[kind.name] = work
        return work

    return register


def numbers(sent: Sequence[int] | int) -> Sequence[int]:
    """The jobs of a message; one that waits in the broker since an earlier version has a single number."""
    return [sent] if isinstance(sent, int) else sent


def _task(kind: JobKind, carry: Callable[[Sequence[int]], None]) -> None:
    """The message carries the jobs' numbers. When the database is away, Celery tries again a little later;
    if that is in vain too, the sweep finds the jobs once the database is back.
    """

    @app.task(  # type: ignore[untyped-decorator]
        name=kind.name,
        autoretry_for=(OutsideUnavailable,),
        retry_backoff=True,
        retry_backoff_max=60,
        retry_jitter=True,
        max_retries=8,
    )
    def run(job_ids: Sequence[int] | int) -> None:
        carry(numbers(job_ids))


def carry_out(desk: Desk, job_id: int, work: Work) -> None:
    """Do the job unless it is done or in other hands. Raises only when its end could not be written down."""
    job = jobs.take(desk.unit(), job_id, desk.patience)
    if job is None:
        return
    try:
        work(desk, job)
    except Exception as error:
        note_down(desk, job, error)
    else:
        jobs.done(desk.unit(), job.id)


def carry_out_together(desk: Desk, job_ids: Sequence[int], work: WorkTogether) -> None:
    """Do those of the jobs that are not done or in other hands. Raises only when an end could not be written down."""
    hand = jobs.take_together(desk.unit(), job_ids, desk.patience)
    if not hand.open:
        return
    try:
        work(desk, hand)
    except Exception as error:
        for job in hand.open.values():
            hand.errors.setdefault(job.id, error)
    for job in hand.open.values():
        if job.id in hand.errors:
            note_down(desk, job, hand.errors[job.id])
        else:
            jobs.done(desk.unit(), job.id)


def note_down(desk: Desk, job: TakenJob, error: Exception) -> None:
    """Write into the job's row why it did not get done, and when it comes again if it does."""
    unit = desk.unit()
    match error:
        case HostBusy():  # waiting for one's turn is no failed attempt
            jobs.put_off(unit, job.id, error.free_at, str(error), counted=False)
        case PutOff():  # how long that goes on is the letter's own count
            jobs.put_off(unit, job.id, error.until, str(error), counted=False)
        case FetchFailed(retry_at=datetime() as again):
            jobs.put_off(unit, job.id, again, str(error))
        case OutsideUnavailable():
            jobs.retry(unit, job, str(error))
        case SoftTimeLimitExceeded():
            jobs.retry(unit, job, f"This took longer than {desk.patience.soft:g} seconds.")
        case FetchFailed():  # the job is done: what came of it stands on the claim or article it was for
            jobs.done(unit, job.id)
        case DeskError():
            jobs.failed(unit, job.id, str(error))
        case _:
            log.exception("job %s failed", job.id, exc_info=error)
            jobs.retry(unit, job, f"An error of the desk itself ({type(error).__name__}); the worker's log has more.")
