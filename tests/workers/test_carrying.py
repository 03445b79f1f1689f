"""How a job ends: done, put off, tried again or failed, each with its sentence in the database."""

from datetime import timedelta

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from sqlmodel import select

from factcheck.domain.errors import Invalid, OutsideUnavailable
from factcheck.domain.fetching import FetchFailed, FetchProblem, HostBusy
from factcheck.domain.jobs import ATTEMPTS, FindReports, backoff
from factcheck.services import jobs
from factcheck.services.jobs import Hand, TakenJob
from factcheck.store import jobs as rows
from factcheck.store.tables import JobRow
from factcheck.wiring import Desk
from tests.conftest import SetClock
from workers.carrying import Work, carry_out, carry_out_together, numbers


@pytest.fixture
def job_id(desk: Desk) -> int:
    with desk.unit().writing() as session:
        rows.enqueue(session, FindReports, 12, desk.unit().now)
        session.flush()
        return session.exec(select(JobRow)).one().id or 0


def job(desk: Desk, job_id: int) -> JobRow:
    with desk.unit().reading() as session:
        return session.get_one(JobRow, job_id)


def fails_with(error: Exception) -> Work:
    def work(desk: Desk, job: TakenJob) -> None:
        assert job.subject_id == 12
        raise error

    return work


def test_work_that_is_done_is_done_once(desk: Desk, job_id: int) -> None:
    seen: list[int] = []
    for _ in range(3):
        carry_out(desk, job_id, lambda _, job: seen.append(job.subject_id))
    assert seen == [12]
    assert job(desk, job_id).done_at is not None
    assert not job(desk, job_id).failed


def test_a_busy_host_is_no_attempt(desk: Desk, job_id: int, clock: SetClock) -> None:
    free_at = clock.now + timedelta(seconds=3)
    carry_out(desk, job_id, fails_with(HostBusy("outlet.example", free_at)))
    after = job(desk, job_id)
    assert (after.attempts, after.next_attempt_at, after.lease_until) == (0, free_at, None)


def test_a_failed_fetch_comes_again_when_the_host_said(desk: Desk, job_id: int, clock: SetClock) -> None:
    again = clock.now + timedelta(minutes=7)
    carry_out(desk, job_id, fails_with(FetchFailed(FetchProblem.TOO_SLOW, retry_at=again)))
    assert job(desk, job_id).next_attempt_at == again
    assert "timed out" in job(desk, job_id).problem


def test_a_failed_fetch_without_another_try_is_over_and_no_failed_job(desk: Desk, job_id: int) -> None:
    """What came of the fetch stands on the claim or article; the desk itself did its work."""
    carry_out(desk, job_id, fails_with(FetchFailed(FetchProblem.UNREADABLE)))
    assert job(desk, job_id).done_at is not None
    assert not job(desk, job_id).failed


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OutsideUnavailable("The archive does not answer."), "The archive does not answer."),
        (SoftTimeLimitExceeded(), "longer than 90 seconds"),
        (KeyError("title"), "KeyError"),
    ],
)
def test_what_may_pass_is_tried_again_until_the_last_attempt(
    desk: Desk, job_id: int, clock: SetClock, error: Exception, words: str
) -> None:
    for attempt in range(1, ATTEMPTS + 1):
        assert not job(desk, job_id).failed
        carry_out(desk, job_id, fails_with(error))
        clock.forward(backoff(attempt))
    assert job(desk, job_id).failed
    assert words in job(desk, job_id).problem


def test_what_the_desk_refuses_is_not_tried_again(desk: Desk, job_id: int) -> None:
    carry_out(desk, job_id, fails_with(Invalid("text", "empty", "There is no text in it.")))
    assert (job(desk, job_id).failed, job(desk, job_id).problem) == (True, "There is no text in it.")


def test_a_job_in_other_hands_is_left_alone(desk: Desk, job_id: int, clock: SetClock) -> None:
    def interrupted(desk: Desk, job: TakenJob) -> None:
        carry_out(desk, job_id, lambda *_: pytest.fail("done twice at the same time"))

    carry_out(desk, job_id, interrupted)
    assert job(desk, job_id).attempts == 1


def three_jobs(desk: Desk) -> list[int]:
    with desk.unit().writing() as session:
        for claim_id in (21, 22, 23):
            rows.enqueue(session, FindReports, claim_id, desk.unit().now)
        session.flush()
        return [row.id or 0 for row in session.exec(select(JobRow))]


def test_of_jobs_in_one_hand_each_ends_by_itself(desk: Desk, clock: SetClock) -> None:
    well, busy, broken = three_jobs(desk)

    def work(desk: Desk, hand: Hand) -> None:
        assert list(hand.open) == [well, busy, broken]
        hand.errors[busy] = HostBusy("outlet.example", clock.now + timedelta(seconds=3))
        hand.errors[broken] = KeyError("title")

    carry_out_together(desk, [well, busy, broken], work)
    assert (job(desk, well).done_at, job(desk, well).failed) == (clock.now, False)
    assert (job(desk, busy).done_at, job(desk, busy).attempts) == (None, 0)
    assert (job(desk, broken).attempts, job(desk, broken).next_attempt_at) == (1, clock.now + backoff(1))


def test_what_is_still_in_hand_when_the_time_is_up_is_tried_again(desk: Desk, clock: SetClock) -> None:
    kept, *others = three_jobs(desk)

    def work(desk: Desk, hand: Hand) -> None:
        jobs.done(desk.unit(), kept)
        hand.let_go([kept])
        raise SoftTimeLimitExceeded

    carry_out_together(desk, [kept, *others], work)
    assert job(desk, kept).done_at is not None
    assert {(job(desk, other).done_at, job(desk, other).next_attempt_at) for other in others} == {
        (None, clock.now + backoff(1))
    }


def test_jobs_in_other_hands_are_not_taken_together(desk: Desk) -> None:
    taken, *others = three_jobs(desk)
    jobs.take(desk.unit(), taken)
    carry_out_together(desk, [taken, *others], lambda _, hand: list(hand.open) == others or pytest.fail("not ours"))
    carry_out_together(desk, [taken, *others], lambda *_: pytest.fail("all are done or in other hands"))


def test_a_message_of_an_earlier_version_is_understood() -> None:
    assert (numbers(12), numbers([12, 13])) == ([12], [12, 13])
