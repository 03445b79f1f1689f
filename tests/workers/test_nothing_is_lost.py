"""Jobs go through a real broker and real workers, whatever is killed on the way."""

import os
import signal

from tests.servers import until
from tests.workers.conftest import Machine
from tests.workers.slow import QUICK, SLOW

IN_TIME = 40.0
"""Seconds; most of it is for a machine that is busy with other tests."""


def test_a_job_goes_through(machine: Machine) -> None:
    machine.scheduler()
    machine.worker()
    machine.want(QUICK, 1, 2, 3)
    until(machine.all_done, IN_TIME, "all jobs")
    assert sorted(machine.lines("effects")) == ["1", "2", "3"]
    assert not any(job.failed for job in machine.jobs())


def test_a_wiped_broker_is_filled_again_from_the_database(machine: Machine) -> None:
    machine.want(QUICK, *range(20))
    machine.scheduler()
    until(lambda: all(job.published_at for job in machine.jobs()), IN_TIME, "all jobs to be published")
    machine.broker.forget_everything()
    machine.worker()
    until(machine.all_done, IN_TIME, "all jobs")
    assert sorted(map(int, machine.lines("effects"))) == list(range(20))


def test_a_broker_that_is_down_at_the_commit_gets_the_job_later(machine: Machine) -> None:
    scheduler = machine.scheduler()
    machine.worker()
    machine.broker.kill()
    machine.want(QUICK, 7)
    until(lambda: "does not answer" in scheduler.log.read_text(), IN_TIME, "the scheduler to say so")
    assert not machine.lines("effects")
    machine.broker.start()
    until(machine.all_done, IN_TIME, "the job")
    assert machine.lines("effects") == ["7"]
    assert scheduler.log.read_text().count("does not answer") == 1
    assert scheduler.log.read_text().count("Everything answers again") == 1


def test_a_pool_child_killed_in_the_middle_of_a_job(machine: Machine) -> None:
    machine.scheduler()
    machine.worker()
    machine.want(SLOW, 5)
    until(lambda: bool(machine.lines("begun")), IN_TIME, "the job to begin")
    os.kill(int(machine.lines("begun")[0].split()[1]), signal.SIGKILL)
    machine.let_go()
    until(machine.all_done, IN_TIME, "the job")
    assert machine.lines("effects") == ["5"]
    assert len(machine.lines("begun")) == 2


def test_a_worker_killed_in_the_middle_of_a_job(machine: Machine) -> None:
    machine.scheduler()
    first = machine.worker()
    machine.want(SLOW, 6)
    until(lambda: bool(machine.lines("begun")), IN_TIME, "the job to begin")
    first.kill()
    machine.let_go()
    machine.worker()
    until(machine.all_done, IN_TIME, "the job")
    assert machine.lines("effects") == ["6"]


def test_a_storm_of_kills_loses_nothing(machine: Machine) -> None:
    machine.scheduler()
    machine.want(QUICK, *range(60))
    for _ in range(3):
        machine.worker().kill()
    machine.worker()
    until(machine.all_done, IN_TIME, "all jobs")
    assert set(map(int, machine.lines("effects"))) == set(range(60))


def test_two_schedulers_do_no_harm(machine: Machine) -> None:
    machine.scheduler()
    machine.scheduler()
    machine.worker()
    machine.want(QUICK, *range(40))
    until(machine.all_done, IN_TIME, "all jobs")
    assert sorted(map(int, machine.lines("effects"))) == list(range(40))


def test_the_scheduler_ends_within_a_second(machine: Machine) -> None:
    scheduler = machine.scheduler()
    scheduler.popen.send_signal(signal.SIGTERM)
    assert scheduler.popen.wait(timeout=1) == 0
