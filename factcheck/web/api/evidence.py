"""Sources over the API: attaching one by hand or from a report, changing it, taking it off."""

from flask import Response, request

from factcheck.services import evidence
from factcheck.web.api import reading
from factcheck.web.api.answering import answer, once
from factcheck.web.api.claims import whole
from factcheck.web.api.door import actor, rooms
from factcheck.web.api.given import SeenBody, SeenQuery, SourceChanges, SourceGiven
from factcheck.web.api.shapes import Claim


@rooms.post("/claims/<int:claim_id>/sources")
@rooms.input(SourceGiven, arg_name="given")
@rooms.output(Claim, 201)
def attach(claim_id: int, given: SourceGiven) -> Response:
    """Attach a source

    Answers with the whole claim: attaching raises its version. The new source is the last of `sources`.
    """
    source = given.source()
    return once(
        lambda unit: answer(whole(unit, evidence.attach(unit, claim_id, actor(), seen=given.seen, source=source)), 201)
    )


@rooms.patch("/claims/<int:claim_id>/sources/<int:source_id>")
@rooms.input(SourceChanges, arg_name="given")
@rooms.output(Claim)
def change_source(claim_id: int, source_id: int, given: SourceChanges) -> Response:
    """Change a source"""
    seen, changes = given.seen, given.changes()
    return once(
        lambda unit: answer(
            whole(
                unit,
                evidence.change_source(unit, claim_id, actor(), seen=seen, source_id=source_id, changes=changes),
            )
        )
    )


@rooms.delete("/claims/<int:claim_id>/sources/<int:source_id>")
@rooms.input(SeenQuery, location="query", arg_name="asked")
@rooms.output(Claim)
def detach(claim_id: int, source_id: int, asked: SeenQuery) -> Response:
    """Take a source off

    `seen` may stand in the query string or in a JSON body. The findings that sealed the source keep it.
    """
    seen = asked.seen if asked.seen is not None else reading.body(request, SeenBody).seen
    return once(
        lambda unit: answer(whole(unit, evidence.detach(unit, claim_id, actor(), seen=seen, source_id=source_id)))
    )
