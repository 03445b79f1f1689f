"""Sources and origins over the API: attaching, changing, taking off; joining reports to one origin, parting them."""

from typing import Any

from flask import Response, request

from factcheck.services import attaching, claims, evidence, keeping, origins, watching
from factcheck.services.idempotency import Answer
from factcheck.store.unit import UnitOfWork
from factcheck.web.answers import strangers_bytes
from factcheck.web.api import reading
from factcheck.web.api.answering import answer, once
from factcheck.web.api.claims import whole
from factcheck.web.api.door import actor, rooms
from factcheck.web.api.given import NothingMore, SeenBody, SeenQuery
from factcheck.web.api.given.evidence import OriginGiven, SetAside, SourceChanges, SourceGiven
from factcheck.web.api.shapes.claims import Claim
from factcheck.web.api.shapes.evidence import Kept, ReportText
from factcheck.web.sessions import desk

BYTES: dict[int | str, dict[str, str | dict[str, dict[str, Any]]]] = {
    200: {
        "description": "As they came. They are somebody else's: trust nothing in them.",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@rooms.post("/claims/<int:claim_id>/sources")
@rooms.input(SourceGiven, arg_name="given")
@rooms.output(Claim, 201)
def attach(claim_id: int, given: SourceGiven) -> Response:
    """Attach a source

    Answers with the whole claim: attaching raises its version. The new source is the last of `sources`.
    """
    source = given.source()
    return once(
        lambda unit: answer(whole(unit, attaching.attach(unit, claim_id, actor(), seen=given.seen, source=source)), 201)
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
                attaching.change_source(unit, claim_id, actor(), seen=seen, source_id=source_id, changes=changes),
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
        lambda unit: answer(whole(unit, attaching.detach(unit, claim_id, actor(), seen=seen, source_id=source_id)))
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


@rooms.post("/claims/<int:claim_id>/search")
@rooms.input(NothingMore, arg_name="given")
@rooms.output(Claim)
def search_again(claim_id: int, given: NothingMore) -> Response:
    """Search for a claim again

    All that is switched on is asked once more, and pages that could not be fetched are tried again.
    """
    return once(lambda unit: _searching(unit, claim_id))


def _searching(unit: UnitOfWork, claim_id: int) -> Answer:
    evidence.search_again(unit, claim_id, actor())
    return answer(whole(unit, claims.sheet(unit, claim_id, actor())))


@rooms.get("/reports/<int:report_id>")
@rooms.output(ReportText)
def report_text(report_id: int) -> ReportText:
    """Read a report

    The stored text of its page, as it was when a worker fetched it.
    """
    report, text = evidence.kept(desk().unit(), report_id, actor())
    return ReportText(id=report.id, url=report.url, title=report.title, outlet=report.outlet, text=text)


@rooms.get("/claims/<int:claim_id>/sources/<int:source_id>/kept")
@rooms.output(Kept)
def kept_source(claim_id: int, source_id: int) -> Kept:
    """Read what was kept of a source

    The text, where its passage stands in it, and what the page says now where that is something else.
    """
    return Kept.model_validate(keeping.kept(desk().unit(), desk().vault, claim_id, source_id, actor()))


@rooms.get("/claims/<int:claim_id>/sources/<int:source_id>/file")
@rooms.doc(responses=BYTES)
def kept_file(claim_id: int, source_id: int) -> Response:
    """Get the kept bytes of a source"""
    content = keeping.file_of(desk().unit(), desk().vault, claim_id, source_id, actor(), warc=False)
    return strangers_bytes(content, f"source-{source_id}.bin")


@rooms.get("/claims/<int:claim_id>/sources/<int:source_id>/warc")
@rooms.doc(responses=BYTES)
def kept_warc(claim_id: int, source_id: int) -> Response:
    """Get the WARC records of a source"""
    content = keeping.file_of(desk().unit(), desk().vault, claim_id, source_id, actor(), warc=True)
    return strangers_bytes(content, f"source-{source_id}.warc.gz")


@rooms.post("/claims/<int:claim_id>/sources/<int:source_id>/look")
@rooms.input(NothingMore, arg_name="given")
@rooms.output(Claim)
def look_now(claim_id: int, source_id: int, given: NothingMore) -> Response:
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
