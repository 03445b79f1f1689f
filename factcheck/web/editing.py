"""Pages on which a claim is edited, split in two, merged with another, and any of it undone."""

from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from factcheck.domain.claims import Quotation
from factcheck.domain.errors import DeskError
from factcheck.domain.people import Action
from factcheck.services import articles, claims, editing, undoing
from factcheck.services.correcting import FIELDS
from factcheck.web import errors, filters
from factcheck.web.answers import onward, page, shows_again
from factcheck.web.claims import address, seen, text_of
from factcheck.web.doors import needs
from factcheck.web.sessions import actor, desk
from factcheck.web.tongue import _

rooms = Blueprint("editing", __name__)


def again(error: DeskError, claim_id: int) -> ResponseReturnValue:
    return show(claim_id, error=error)


@rooms.get("/claims/<int:claim_id>/edit")
@needs(Action.EDIT_CLAIMS)
def form(claim_id: int) -> ResponseReturnValue:
    return show(claim_id)


def show(claim_id: int, *, error: DeskError | None = None) -> ResponseReturnValue:
    unit = desk().unit()
    claim = claims.sheet(unit, claim_id, actor())
    article = articles.sheet(unit, claim.row.article_id, actor())
    return page(
        "claims/edit.html",
        status=errors.status_of(error) if error else 200,
        claim=claim,
        article=article,
        error=error,
        typed=request.form if error else {},
        others=[(row.id, f"{row.number}: {row.statement[:90]}") for row in article.claims if row.id != claim_id],
        args=filters.to_args(filters.from_args(request.args)),
        **text_of(claim, article),
    )


@rooms.post("/claims/<int:claim_id>/edit")
@needs(Action.EDIT_CLAIMS)
@shows_again(again)
def edit(claim_id: int) -> ResponseReturnValue:
    editing.edit(desk().unit(), claim_id, actor(), seen=seen(), changes=changes())
    return onward(address(claim_id), _("The claim is changed. The history can undo it."))


def changes() -> dict[str, Any]:
    """What the form changes about the claim: only the fields that it held."""
    typed = request.form
    given: dict[str, Any] = {
        name: typed[name].strip()
        for name in FIELDS.keys() - {"quotation", "chain", "said_precision", "event_precision"}
        if name in typed
    }
    if "quotation" in typed:
        given["quotation"] = filters.word(Quotation, "quotation", typed) or Quotation.NONE
    if "chain" in typed:
        given["chain"] = tuple(link.strip() for link in typed["chain"].split(">") if link.strip())
    if typed.get("start") and typed.get("end"):
        given["fragments"] = ((filters.number("start", typed), filters.number("end", typed)),)
    return given


@rooms.post("/claims/<int:claim_id>/split")
@needs(Action.EDIT_CLAIMS)
@shows_again(again)
def split(claim_id: int) -> ResponseReturnValue:
    parted = editing.split(desk().unit(), claim_id, actor(), seen=seen(), at=filters.number("at", request.form))
    return onward(address(parted.row.id), _("Split in two. The history can undo it."))


@rooms.post("/claims/<int:claim_id>/merge")
@needs(Action.EDIT_CLAIMS)
@shows_again(again)
def merge(claim_id: int) -> ResponseReturnValue:
    kept = editing.merge(desk().unit(), claim_id, actor(), seen=seen(), into=filters.number("into", request.form))
    return onward(address(kept.row.id), _("Merged. The history can undo it."))


@rooms.post("/claims/<int:claim_id>/undo/<int:seq>")
@needs(Action.EDIT_CLAIMS)
def undo(claim_id: int, seq: int) -> ResponseReturnValue:
    undoing.undo(desk().unit(), claim_id, actor(), seen=seen(), seq=seq)
    return onward(url_for("claims.past", claim_id=claim_id), _("Undone."))
