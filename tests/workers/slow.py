"""A worker and a scheduler with short leases, and with one more task that waits until it is let go.

The tests start them as processes of their own: `celery -A tests.workers.slow worker`, `python -m tests.workers.slow`.
"""

import os
import time
from datetime import timedelta

from factcheck.domain.jobs import JobKind, Queue
from factcheck.services import jobs
from factcheck.services.jobs import TakenJob
from factcheck.wiring import Desk
from workers import scheduler
from workers.app import app as app
from workers.carrying import handles

jobs.LEASE = timedelta(seconds=3)
jobs.LOST_AFTER = timedelta(seconds=1)

SLOW = JobKind("test.slow", Queue.SEARCH, "test")
QUICK = JobKind("test.quick", Queue.SEARCH, "test")


@handles(SLOW)
def slow(desk: Desk, job: TakenJob) -> None:
    """Say that it has begun and by which process, wait to be let go, write down the effect."""
    _note(desk, "begun", f"{job.subject_id} {os.getpid()}")
    while not (desk.settings.data / "go").exists():
        time.sleep(0.02)
    _note(desk, "effects", str(job.subject_id))


@handles(QUICK)
def quick(desk: Desk, job: TakenJob) -> None:
    _note(desk, "effects", str(job.subject_id))


def _note(desk: Desk, file: str, line: str) -> None:
    with (desk.settings.data / file).open("a") as notes:
        notes.write(f"{line}\n")


if __name__ == "__main__":
    scheduler.main()
