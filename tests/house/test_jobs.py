"""Every kind of job has its task, and the workers carry no pages with them."""

import subprocess
import sys

from factcheck.domain.jobs import KINDS
from workers import tasks
from workers.app import app
from workers.carrying import TASKS


def test_every_kind_of_job_has_a_task_and_every_task_is_a_kind_of_job() -> None:
    assert {name for name, work in TASKS.items() if work.__module__ == tasks.__name__} == set(KINDS)
    assert set(KINDS) <= set(app.tasks)


def test_the_worker_loads_no_flask() -> None:
    code = (
        "import sys, workers.tasks, workers.scheduler; print(sorted(m for m in sys.modules if m.startswith('flask')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
