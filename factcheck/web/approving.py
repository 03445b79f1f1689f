"""The approver's ticks as forms: a source has been read, or not after all."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from factcheck.services import approving, claims, evidence
from factcheck.web import claims as pages
from factcheck.web import filters
from factcheck.web.answers import onward, page, shows_again, wants_piece
from factcheck.web.reading import reading
from factcheck.web.sessions import actor, desk

rooms = Blueprint("approving", __name__)


@rooms.post("/claims/<int:claim_id>/sources/<int:source_id>/tick")
@shows_again(pages.again)
def tick(claim_id: int, source_id: int) -> ResponseReturnValue:
    unit = desk().unit()
    approving.tick(unit, claim_id, source_id, actor(), read=request.form.get("read") == "yes")
    if not wants_piece():
        return onward(f"{pages.address(claim_id)}#source-{source_id}")
    claim = claims.sheet(unit, claim_id, actor())
    read = reading(claim, evidence.sheet(unit, claim_id, actor(), desk().settings.search_languages))
    args = filters.to_args(pages.working_filters())
    return page("review/_ticked.html", claim=claim, source_id=source_id, reading=read, args=args)
