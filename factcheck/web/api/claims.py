"""Claims over the API: lists, one with everything about it, and its corrections."""

from flask import Response

from factcheck.domain.sheets import ClaimSheet
from factcheck.services import claims, editing, evidence
from factcheck.store.unit import UnitOfWork
from factcheck.web.api.answering import answer, once
from factcheck.web.api.door import actor, rooms
from factcheck.web.api.given.claims import ClaimChanges, ClaimQuery
from factcheck.web.api.shapes.claims import Claim, ClaimList
from factcheck.web.sessions import desk


@rooms.get("/claims")
@rooms.input(ClaimQuery, location="query", arg_name="asked")
@rooms.output(ClaimList)
def claims_listed(asked: ClaimQuery) -> ClaimList:
    """List claims

    Of every stage unless one is asked for; in the order of the queue unless another is asked for.
    """
    rows, cursor = claims.listed(desk().unit(), actor(), asked.filters(), cursor=asked.cursor, limit=asked.limit)
    return ClaimList.of(rows, cursor)


@rooms.get("/claims/<int:claim_id>")
@rooms.output(Claim)
def claim(claim_id: int) -> Claim:
    """See a claim

    Everything: where it stands, the moves open to you, what the workers found, sources, findings, history.
    """
    unit = desk().unit()
    return whole(unit, claims.sheet(unit, claim_id, actor()))


def whole(unit: UnitOfWork, sheet: ClaimSheet) -> Claim:
    """The claim with what the workers found for it."""
    return Claim.whole(sheet, evidence.sheet(unit, sheet.row.id, actor(), desk().settings.search_languages))


@rooms.patch("/claims/<int:claim_id>")
@rooms.input(ClaimChanges, arg_name="given")
@rooms.output(Claim)
def edit_claim(claim_id: int, given: ClaimChanges) -> Response:
    """Correct a claim

    Only while it is queued, or by who holds it; an editor always while it is being checked.
    """
    changes = given.changes()
    return once(
        lambda unit: answer(whole(unit, editing.edit(unit, claim_id, actor(), seen=given.seen, changes=changes)))
    )
