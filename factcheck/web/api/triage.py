"""Triage over the API: many claims of the queue at once, each changed by itself."""

from flask import Response

from factcheck.services import triage
from factcheck.services.idempotency import Answer
from factcheck.store.unit import UnitOfWork
from factcheck.web.api.answering import answer, once
from factcheck.web.api.door import actor, rooms
from factcheck.web.api.given.triage import NewTriage, TriageTakenBack
from factcheck.web.api.review import assignee
from factcheck.web.api.shapes.triage import SortedClaims


@rooms.post("/triage")
@rooms.input(NewTriage, arg_name="given")
@rooms.output(SortedClaims)
def sort_out(given: NewTriage) -> Response:
    """Sort claims of the queue out

    A priority, a due day, a topic, not checkable, or (from an editor) a checker. What somebody has taken or changed
    meanwhile is left out, and the answer says why.
    """
    return once(lambda unit: _sorted(unit, given))


def _sorted(unit: UnitOfWork, given: NewTriage) -> Answer:
    chosen, to = [(each.claim, each.seen) for each in given.claims], assignee(unit, given.assignee)
    return answer(SortedClaims.of(triage.triage(unit, actor(), chosen, changes=given.wanted(), assignee=to)))


@rooms.post("/triage/undo")
@rooms.input(TriageTakenBack, arg_name="given")
@rooms.output(SortedClaims)
def put_back(given: TriageTakenBack) -> Response:
    """Take a triage back

    What has moved on since is left out.
    """
    entries = [(each.claim, each.seen, each.seq) for each in given.entries]
    return once(lambda unit: answer(SortedClaims.of(triage.put_back(unit, actor(), entries))))
