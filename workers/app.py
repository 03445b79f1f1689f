"""The Celery application of the workers, and the desk that each of its processes has."""

import logging
import os
import sys
from functools import cache
from typing import Any

from celery.signals import setup_logging, worker_ready

from factcheck.config import Settings
from factcheck.wiring import Desk, task_app
from workers.listening import StillListening

for library in ("OPENBLAS_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    # every process has its task: NumPy's own threads would wait for one another, at five times the cost. It is loaded
    # by the first task that needs it, and reads this then.
    os.environ.setdefault(library, "1")

app = task_app(Settings())
app.conf.imports = ("workers.tasks",)
app.steps["consumer"].add(StillListening)


@cache
def desk() -> Desk:
    """The desk of this process, built by its first task: after the fork, so that no connection is shared."""
    return Desk.from_settings(Settings())


@setup_logging.connect  # type: ignore[untyped-decorator]
def _log(loglevel: int | str, **_: Any) -> None:
    """One plain log on the error stream; who starts the worker decides where that goes."""
    logging.basicConfig(level=loglevel, format="%(asctime)s %(levelname)s %(name)s: %(message)s")


@worker_ready.connect  # type: ignore[untyped-decorator]
def _say_ready(**_: Any) -> None:
    print("Workers ready", file=sys.stderr, flush=True)  # noqa: T201  # the supervisor waits for this line
