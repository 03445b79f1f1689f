"""A worker with one more task, which says that it has begun and then waits until it is let go.

It reads pages of plain text by itself and nothing into them, and compares by words alone: the parsers in their process
apart and the models of the language take seconds to start or to think, and are not what is killed here.

The tests start it as a process of its own: `celery -A tests.faults.slow worker`.
"""

import os
import time

from celery.signals import worker_process_init

# Imported before the children are forked, so that one that takes another's place is ready at once.
from factcheck.adapters import fetching as fetching
from factcheck.domain.jobs import JobKind, Queue
from factcheck.language import CheckMatcher, TextSimilarity
from factcheck.services.jobs import TakenJob
from factcheck.wiring import Desk
from tests.services.fakes import FirstLineIsTitle
from workers.app import app as app
from workers.app import desk as desk_of_this_process
from workers.carrying import handles

SLOW = JobKind("test.slow", Queue.SEARCH, "test", "wait")


class NoStance:
    def suggest(self, *_: object, **__: object) -> None:
        return None


@worker_process_init.connect
def _read_here(**_: object) -> None:
    desk_of_this_process().extractor = FirstLineIsTitle()
    desk_of_this_process().stances = NoStance()
    desk_of_this_process().similarity = TextSimilarity()
    desk_of_this_process().matcher = CheckMatcher()


@handles(SLOW)
def slow(desk: Desk, job: TakenJob) -> None:
    """Say that it has begun and by which process, wait to be let go, write down the effect."""
    _note(desk, "begun", f"{job.subject_id} {os.getpid()}")
    while not (desk.settings.data / "go").exists():
        time.sleep(0.02)
    _note(desk, "effects", str(job.subject_id))


def _note(desk: Desk, file: str, line: str) -> None:
    with (desk.settings.data / file).open("a") as notes:
        notes.write(f"{line}\n")
