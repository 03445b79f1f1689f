"""Whatever is killed while the desk works: nothing is lost and nothing is done twice."""

import os
import signal

import pytest

from factcheck.domain.jobs import FindReports, Queue
from tests.faults.dying import SENT
from tests.faults.slow import SLOW
from tests.faults.work import AT_MOST, IN_TIME, Work
from tests.machines import Process
from tests.servers import Postgres, until

pytestmark = pytest.mark.timeout(AT_MOST)


def begin(work: Work, claims: int = 6) -> Process:
    """Start everything and wait until workers stand before the closed doors of the outlet. Returns the worker."""
    work.open.clear()
    work.bring_in(claims)
    work.scheduler()
    worker = work.worker()
    until(lambda: work.being_fetched() > 0, IN_TIME, "pages to be asked for")
    return worker


def test_a_quiet_day(work: Work) -> None:
    """The same work without a fault, so that what follows is known to be the fault's."""
    work.bring_in()
    work.scheduler()
    work.worker()
    work.settle()


def test_a_pool_child_is_killed_in_the_middle_of_a_job(work: Work) -> None:
    work.bring_in()
    work.want(SLOW, 5)
    work.scheduler()
    work.worker()
    until(lambda: bool(work.lines("begun")), IN_TIME, "the job to begin")
    os.kill(int(work.lines("begun")[0].split()[1]), signal.SIGKILL)
    work.let_go()
    work.settle()
    assert work.lines("effects") == ["5"]
    assert len(work.lines("begun")) == 2


def test_a_worker_is_killed_with_all_its_children(work: Work) -> None:
    begin(work).kill()
    work.open.set()
    work.worker()
    work.settle()


def test_the_fetchers_are_killed_when_nobody_has_read_what_they_fetched(work: Work) -> None:
    work.bring_in()
    work.scheduler()
    fetchers = work.worker(queues=[queue for queue in Queue if queue is not Queue.READ])
    until(lambda: work.unread() > 0, IN_TIME, "documents that wait for a reader")
    fetchers.kill()
    work.worker()
    work.settle()


def test_the_scheduler_is_killed(work: Work) -> None:
    work.bring_in()
    scheduler = work.scheduler()
    work.worker()
    until(lambda: work.done() > 3, IN_TIME, "some jobs")
    scheduler.kill()
    work.scheduler()
    work.settle()


def test_the_relay_is_killed_between_publishing_and_marking(work: Work) -> None:
    work.bring_in()
    dying = work.scheduler("tests.faults.dying")
    assert dying.popen.wait(timeout=IN_TIME) == -signal.SIGKILL
    assert work.messages() == SENT
    assert not any(job.published_at for job in work.jobs())
    work.worker()
    work.scheduler()
    work.settle()


def test_a_storm_of_kills(work: Work) -> None:
    work.bring_in(30)
    work.scheduler()
    for killed_after in range(4, 44, 10):
        worker = work.worker()
        until(lambda least=killed_after: work.done() >= least, IN_TIME, "some jobs")
        worker.kill()
    work.worker()
    work.settle()


def test_two_schedulers_do_no_harm(work: Work) -> None:
    work.bring_in(20)
    work.scheduler()
    work.scheduler()
    work.worker()
    work.settle()


def test_the_broker_is_killed_and_forgets_everything(work_on_sqlite: Work) -> None:
    work = work_on_sqlite
    begin(work)
    work.broker.kill()
    work.open.set()
    work.broker.start()
    work.settle()


def test_the_broker_is_wiped(work_on_sqlite: Work) -> None:
    work = work_on_sqlite
    work.bring_in(20)
    work.scheduler()
    until(lambda: all(job.published_at or job.done_at for job in work.jobs()), IN_TIME, "all jobs to be published")
    work.broker.forget_everything()
    work.worker()
    work.settle()


def test_the_broker_is_down_at_the_commit(work_on_sqlite: Work) -> None:
    work = work_on_sqlite
    scheduler = work.scheduler()
    work.worker()
    work.broker.kill()
    work.bring_in()
    until(lambda: "does not answer" in scheduler.log.read_text(), IN_TIME, "the scheduler to say so")
    assert not any(job.done_at for job in work.jobs() if job.name == FindReports.name)
    work.broker.start()
    work.settle()
    until(lambda: "Everything answers again" in scheduler.log.read_text(), IN_TIME, "the scheduler to say that too")


def test_the_database_is_restarted_three_times(work_on_own_postgres: Work, own_postgres: Postgres) -> None:
    work = work_on_own_postgres
    begin(work, claims=20)
    work.open.set()
    for done in (5, 15, 25):
        until(lambda least=done: work.done() >= least, IN_TIME, "some jobs")
        own_postgres.stop()
        own_postgres.start()
    work.settle()


def test_a_task_takes_longer_than_the_broker_waits(work: Work) -> None:
    """Its message is handed out again while it runs; the lease keeps the second worker's hands off it."""
    work.bring_in(4)
    work.want(SLOW, 8)
    work.environment["FACTCHECK_TASK_SECONDS"] = "240"
    work.scheduler()
    log = work.worker().log
    until(lambda: log.read_text().count(f"Task {SLOW.name}") >= 2, IN_TIME, "the message to be handed out again")
    work.let_go()
    work.settle()
    assert work.lines("effects") == ["8"]
    assert len(work.lines("begun")) == 1


def test_a_worker_is_told_to_stop_while_it_works(work: Work) -> None:
    """It finishes what it has in hand, begins nothing new, and another one does the rest."""
    work.bring_in()
    work.want(SLOW, 9)
    work.scheduler()
    worker = work.worker()
    until(lambda: bool(work.lines("begun")), IN_TIME, "the job to begin")
    worker.popen.send_signal(signal.SIGTERM)
    work.let_go()
    assert worker.popen.wait(timeout=IN_TIME) == 0
    assert work.lines("effects") == ["9"]
    work.worker()
    work.settle()
    assert len(work.lines("begun")) == 1
