"""Sources and origins over the API: attaching, changing, taking off; joining reports to one origin, parting them."""

from flask import Response, request

from factcheck.services import evidence, origins, watching
from factcheck.web.api import reading
from factcheck.web.api.answering import answer, once
from factcheck.web.api.claims import whole
from factcheck.web.api.door import actor, rooms
from factcheck.web.api.given import OriginGiven, SeenBody, SeenQuery, SetAside, SourceChanges, SourceGiven
from factcheck.web.api.shapes.claims import Claim


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


@rooms.put("/claims/<int:claim_id>/reports/<int:report_id>/origin")
@rooms.input(OriginGiven, arg_name="given")
@rooms.output(Claim)
def place_origin(claim_id: int, report_id: int, given: OriginGiven) -> Response:
    """Join a report to an origin, or part it

    What a person decides goes before what the workers measured, whatever they find later, and the evidence rule counts
    origins by it.
    """
    seen, other, reason = given.seen, given.together_with, given.reason
    return once(
        lambda unit: answer(
            whole(
                unit,
                origins.place(
                    unit, claim_id, actor(), seen=seen, report_id=report_id, together_with=other, reason=reason
                ),
            )
        )
    )


@rooms.delete("/claims/<int:claim_id>/reports/<int:report_id>/origin")
@rooms.input(SeenQuery, location="query", arg_name="asked")
@rooms.output(Claim)
def leave_origin(claim_id: int, report_id: int, asked: SeenQuery) -> Response:
    """Withdraw what was decided about a report's origin

    `seen` may stand in the query string or in a JSON body.
    """
    seen = asked.seen if asked.seen is not None else reading.body(request, SeenBody).seen
    return once(
        lambda unit: answer(
            whole(unit, origins.leave_to_workers(unit, claim_id, actor(), seen=seen, report_id=report_id))
        )
    )


@rooms.post("/claims/<int:claim_id>/sources/<int:source_id>/look")
@rooms.output(Claim)
def look_now(claim_id: int, source_id: int) -> Response:
    """Look at a source's page again now

    A worker compares it with the kept copy before its turn; what became of it is told with the source.
    """
    return once(lambda unit: answer(whole(unit, watching.look_now(unit, claim_id, source_id, actor()))))


@rooms.post("/claims/<int:claim_id>/alerts/<int:alert_id>")
@rooms.input(SetAside, arg_name="given")
@rooms.output(Claim)
def set_aside(claim_id: int, alert_id: int, given: SetAside) -> Response:
    """Set an alert aside

    With a note why it changes nothing. It stays in the history, and comes again when the page changes again.
    """
    note = given.note
    return once(lambda unit: answer(whole(unit, watching.set_aside(unit, claim_id, alert_id, actor(), note=note))))
