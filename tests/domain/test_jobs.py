"""The names of the work, and how long a failed piece of it waits."""

from datetime import timedelta

from factcheck.config import Settings
from factcheck.domain import jobs
from factcheck.domain.jobs import ATTEMPTS, KINDS, PATIENCE, JobKind, Queue, backoff


def test_the_waits_double_from_five_seconds_to_a_quarter_of_an_hour() -> None:
    waits = [backoff(attempt).total_seconds() for attempt in range(1, 11)]
    assert waits == [5, 10, 20, 40, 80, 160, 320, 640, 900, 900]


def test_a_job_is_given_up_within_half_an_hour_of_trying() -> None:
    assert sum((backoff(attempt) for attempt in range(1, ATTEMPTS)), timedelta()) < timedelta(minutes=30)


def test_every_kind_is_found_by_its_name_and_has_a_queue() -> None:
    assert all(name == kind.name and kind.queue in Queue for name, kind in KINDS.items())
    assert {kind for kind in vars(jobs).values() if isinstance(kind, JobKind)} == set(KINDS.values())
    assert {kind.queue for kind in KINDS.values()} == set(Queue)


def test_a_lost_message_is_noticed_before_a_lease_is_over() -> None:
    assert timedelta() < PATIENCE.lost_after < PATIENCE.lease


def test_work_is_told_to_stop_ended_and_only_then_given_to_another() -> None:
    assert PATIENCE.soft < PATIENCE.hard < PATIENCE.lease.total_seconds()


def test_the_settings_are_as_patient_as_the_jobs_by_themselves() -> None:
    assert Settings.model_fields["task_seconds"].default == PATIENCE.hard
    assert Settings.model_fields["redeliver_seconds"].default > 2 * PATIENCE.hard
