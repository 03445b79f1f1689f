"""What the desk remembers of pages that gave nothing, so that not every claim that names them asks for them again."""

from collections.abc import Collection, Mapping
from datetime import datetime

from factcheck.domain.fetching import FetchFailed, FetchProblem
from factcheck.domain.pauses import next_try
from factcheck.services import jobs
from factcheck.services.jobs import Hand, TakenJob
from factcheck.store import asking as asking_rows
from factcheck.store import failures as rows
from factcheck.store import jobs as job_rows
from factcheck.store.tables import Lead, PageFailure
from factcheck.store.unit import Session

TRIES = 3
"""How often a claim waits for a page whose failure may pass."""


def standing(session: Session, url: str, now: datetime) -> PageFailure | None:
    """The last failure of a page that is left alone until a moment which has not come."""
    found = rows.of_page(session, url)
    return found if found is not None and found.next_attempt_at > now else None


def note(session: Session, job: TakenJob, lead_id: int | None, failed: FetchFailed, now: datetime) -> None:
    """What came of asking for the page of a lead; its job comes again where that is worth it."""
    lead = session.get_one(Lead, lead_id)
    failure = _remember(session, lead.url, failed, now)
    lead.failed_before = None
    _end(session, lead, job, failure, failure.passing and job.attempt < TRIES, now)


def let_be(session: Session, hand: Hand, over: Mapping[int, PageFailure | None], now: datetime) -> None:
    """End the jobs, by number, for which nothing is to do: done already, or for a page that gave nothing lately."""
    for job_id, failure in over.items():
        job = hand.open[job_id]
        if failure is None:
            jobs.end(session, job_id, now)
        else:
            spare(session, job, job.subject_id, failure, now)


def spare(session: Session, job: TakenJob, lead_id: int | None, failure: PageFailure, now: datetime) -> None:
    """The page is not asked for, since it gave nothing when another claim named it."""
    lead = session.get_one(Lead, lead_id)
    lead.failed_before = failure.at
    _end(session, lead, job, failure, failure.passing and failure.times < TRIES, now)


def forget(session: Session, urls: Collection[str]) -> None:
    """These pages were there, or a person wants them asked for again."""
    if urls:
        rows.forget(session, urls)


def _remember(session: Session, url: str, failed: FetchFailed, now: datetime) -> PageFailure:
    rows.in_turn(session, url)
    failure = rows.of_page(session, url)
    if failure is None:
        failure = PageFailure(url=url, times=0, problem="", passing=False, at=now, next_attempt_at=now)
        session.add(failure)
    if now >= failure.next_attempt_at:  # else two asked at the same time, which is one failure
        failure.times += 1
    failure.problem, failure.passing, failure.at = str(failed), failed.retry_at is not None, now
    failure.next_attempt_at = next_try(failed, failure.times, now)
    return failure


def _end(session: Session, lead: Lead, job: TakenJob, failure: PageFailure, comes_again: bool, now: datetime) -> None:
    lead.problem, lead.done = failure.problem, not comes_again
    lead.next_attempt_at = failure.next_attempt_at if comes_again else None
    if failure.problem.startswith(FetchProblem.GONE.value):
        asking_rows.reopen(session, lead.claim_id, now)  # an archive may have kept what is gone
    job_rows.signal(session, f"claim:{lead.claim_id}")
    if not comes_again:
        jobs.end(session, job.id, now)
    else:
        waited = lead.failed_before is not None  # waiting is no attempt
        jobs.give_back(session, job.id, failure.next_attempt_at, failure.problem, counted=not waited)
