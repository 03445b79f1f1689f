"""The names of the work, and how long a failed piece of it waits."""

from datetime import timedelta

from factcheck.domain.jobs import ATTEMPTS, KINDS, LEASE, LOST_AFTER, Queue, backoff


def test_the_waits_double_from_five_seconds_to_a_quarter_of_an_hour() -> None:
    waits = [backoff(attempt).total_seconds() for attempt in range(1, 11)]
    assert waits == [5, 10, 20, 40, 80, 160, 320, 640, 900, 900]


def test_a_job_is_given_up_within_half_an_hour_of_trying() -> None:
    assert sum((backoff(attempt) for attempt in range(1, ATTEMPTS)), timedelta()) < timedelta(minutes=30)


def test_every_kind_is_found_by_its_name_and_has_a_queue() -> None:
    assert all(name == kind.name and kind.queue in Queue for name, kind in KINDS.items())
    assert len(KINDS) == 7
    assert {kind.queue for kind in KINDS.values()} == set(Queue)


def test_a_lost_message_is_noticed_before_a_lease_is_over() -> None:
    assert timedelta() < LOST_AFTER < LEASE
