"""The scheduler's round: what it publishes, what it marks, and what it says when something is away."""

import logging
from datetime import timedelta

import pytest
from sqlmodel import select

from factcheck.adapters.broker import Broker
from factcheck.domain.errors import OutsideUnavailable
from factcheck.domain.jobs import FindReports, Maintain, PollOutlet, backoff
from factcheck.services import jobs, opinion_work, outlets, review
from factcheck.services.jobs import Bundle
from factcheck.store import jobs as rows
from factcheck.store.tables import Checkpoint, JobRow
from factcheck.store.unit import UnitOfWork
from factcheck.wiring import Desk
from tests.conftest import SetClock
from tests.workers.test_the_way_of_an_article import EDITOR
from workers.scheduler import AWAY, BUSY, IDLE, Scheduler, relay


class ShortLivedBroker:
    """Takes so many messages, then does not answer until it is `back`."""

    def __init__(self, takes: int) -> None:
        self.takes = takes
        self.taken: list[Bundle] = []

    def back(self) -> None:
        self.takes = 1000

    def send(self, message: Bundle) -> None:
        if len(self.taken) >= self.takes:
            raise OutsideUnavailable("The broker does not answer.")
        self.taken.append(message)


def want(desk: Desk, *claims: int) -> None:
    with desk.unit().writing() as session:
        for claim_id in claims:
            rows.enqueue(session, FindReports, claim_id, desk.unit().now)


def due(desk: Desk) -> list[int]:
    return [message.id for message in jobs.due(desk.unit())]


def scheduler(desk: Desk, broker: ShortLivedBroker, told: list[str]) -> Scheduler:
    return Scheduler(desk, broker, told.extend)


def test_what_is_due_is_published_once(desk: Desk, valkey_url: str) -> None:
    want(desk, 1, 2, 3)
    broker = Broker(valkey_url)
    assert (relay(desk, broker), relay(desk, broker)) == (3, 0)
    broker.close()


def test_what_was_sent_before_the_broker_went_away_is_not_sent_again(desk: Desk) -> None:
    want(desk, 1, 2, 3)
    broker = ShortLivedBroker(takes=2)
    with pytest.raises(OutsideUnavailable):
        relay(desk, broker)
    broker.back()
    assert relay(desk, broker) == 1
    assert [message.ids for message in broker.taken] == [(1,), (2,), (3,)]


def test_a_job_put_off_by_a_worker_that_was_quicker_than_the_relay_is_published_again(
    desk: Desk, clock: SetClock
) -> None:
    want(desk, 1)
    job = jobs.take(desk.unit(), due(desk)[0])
    assert job
    jobs.retry(desk.unit(), job, "The outlet did not answer.")
    jobs.mark_published(desk.unit(), [job.id])
    clock.forward(backoff(1))
    assert due(desk) == [job.id]


def test_an_outage_is_said_once_and_its_end_as_well(
    desk: Desk, caplog: pytest.LogCaptureFixture, clock: SetClock
) -> None:
    broker = ShortLivedBroker(takes=0)
    turning = scheduler(desk, broker, [])
    want(desk, 1)
    with caplog.at_level(logging.WARNING, logger="scheduler"):
        assert [turning.turn(now) for now in (0, 1, 2)] == [AWAY, AWAY, AWAY]
        broker.back()
        assert [turning.turn(now) for now in (3, 4)] == [BUSY, IDLE]
    assert [record.message.split(".")[0] for record in caplog.records] == [
        "The broker does not answer",
        "Everything answers again",
    ]


def test_pages_are_told_what_changed(desk: Desk) -> None:
    with desk.unit().writing() as session:
        rows.signal(session, "queue", "claim:12", "queue")
    told: list[str] = []
    turning = scheduler(desk, ShortLivedBroker(takes=1000), told)
    turning.turn(0)
    turning.turn(1)
    assert told == ["claim:12", "queue"]


def test_outlets_are_read_again_when_their_time_has_come(desk: Desk, clock: SetClock) -> None:
    outlets.add(desk.unit(), EDITOR, name="The Tide", site="https://tide.example", feed_url="https://tide.example/feed")
    broker = ShortLivedBroker(takes=1000)
    turning = scheduler(desk, broker, [])
    turning.turn(0)
    polls = [message for message in broker.taken if message.name == PollOutlet.name]
    assert len(polls) == 1
    carried = jobs.take(desk.unit(), polls[0].ids[0])
    assert carried
    jobs.done(desk.unit(), carried.id)
    clock.forward(timedelta(hours=1))
    turning.turn(3600)
    assert len([message for message in broker.taken if message.name == PollOutlet.name]) == 2


def test_histories_are_signed_and_the_house_is_tidied(desk: Desk) -> None:
    outlets.add(desk.unit(), EDITOR, name="The Tide", site="https://tide.example", feed_url="https://tide.example/feed")
    broker = ShortLivedBroker(takes=1000)
    scheduler(desk, broker, []).turn(0)
    with desk.unit().reading() as session:
        assert len(session.exec(select(Checkpoint)).all()) == 1
        names = [row.name for row in session.exec(select(JobRow)).all()]
    assert Maintain.name in names


def test_what_has_run_out_is_taken_back_by_the_clock(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    swept: list[str] = []
    for where, what in ((review, "claims"), (opinion_work, "second opinions")):
        monkeypatch.setattr(where, "lapse_all", lambda _, what=what: swept.append(what))
    scheduler(desk, ShortLivedBroker(takes=1000), []).turn(0)
    assert swept == ["claims", "second opinions"]


def test_a_chore_that_goes_wrong_stops_nothing_else(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(uow: UnitOfWork) -> int:
        raise KeyError("claim")

    monkeypatch.setattr(review, "lapse_all", broken)
    want(desk, 1)
    broker = ShortLivedBroker(takes=1000)
    scheduler(desk, broker, []).turn(0)
    assert FindReports.name in [message.name for message in broker.taken]
    assert "leases that have run out: went wrong" in caplog.text
