"""The page that shows the workers: who is alive, what waits in each queue, and what has failed."""

from flask.typing import ResponseReturnValue

from factcheck.domain.people import Action
from factcheck.services import jobs
from factcheck.web.admin.sections import rooms, shown
from factcheck.web.doors import needs
from factcheck.web.sessions import actor, desk


@rooms.get("/workers")
@needs(Action.SEE_WORKERS)
def workers() -> ResponseReturnValue:
    seen = jobs.workers_seen(desk().unit(), actor())
    return shown("workers.html", "admin.workers", piece="admin/_workers.html", seen=seen)
