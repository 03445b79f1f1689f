"""Claims changed from their article's text: added, corrected, moved, split, merged, dismissed, each with a way back."""

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from factcheck.domain import coverage
from factcheck.domain.errors import DeskError
from factcheck.domain.people import Action
from factcheck.domain.review import DismissReason, Given, Move
from factcheck.domain.sheets import ClaimSheet
from factcheck.services import articles, claims, editing, review, undoing
from factcheck.web import articles as pages
from factcheck.web import filters
from factcheck.web.answers import onward, page, shows_again, wants_piece
from factcheck.web.chosen import chosen
from factcheck.web.claims import seen
from factcheck.web.doors import needs
from factcheck.web.editing import changes
from factcheck.web.sessions import actor, desk
from factcheck.web.tongue import _

rooms = Blueprint("spans", __name__, url_prefix="/articles/<int:article_id>")


def again(error: DeskError, article_id: int, claim_id: int = 0) -> ResponseReturnValue:
    """The article's page with the claim still open and the refusal on top."""
    return pages.show(article_id, error=error, claim_id=claim_id)


@rooms.get("/claims/<int:claim_id>")
def tools(article_id: int, claim_id: int) -> ResponseReturnValue:
    """One claim of the list with the forms to change it."""
    if not wants_piece():
        return onward(spot(article_id, claim_id))
    article = articles.sheet(desk().unit(), article_id, actor())
    opened = claims.sheet(desk().unit(), claim_id, actor())
    return page(
        "articles/_claim.html",
        article=article,
        row=opened.row,
        places=pages.placed_in(article),
        cover_of=coverage.of_claim,
        typed={},
        error=None,
        mode=pages.mode(),
        **pages.of_claim(article, opened),
    )


def spot(article_id: int, claim_id: int, *, at: int = 0) -> str:
    """Back to where one works: the article's page with this claim open, or in sentence mode the sentence `at`."""
    mode = pages.mode()
    here = at or (filters.number("at", request.args) if mode else 0)
    claim, anchor = (None, f"sentence-{here}") if here and mode else (claim_id, f"claim-{claim_id}")
    return url_for("articles.sheet", article_id=article_id, claim=claim, _anchor=anchor, **mode)


def changed(article_id: int, claim: ClaimSheet, said: str, *, at: int = 0) -> ResponseReturnValue:
    """Back to the article, with a way to undo what was done."""
    newest = next((entry for entry in claim.history if entry.undoable), None)
    undo = (undo_address(article_id, claim, at), {"seen": claim.version, "seq": newest.seq}) if newest else None
    return onward(spot(article_id, claim.row.id, at=at), said, undo=undo)


def undo_address(article_id: int, claim: ClaimSheet, at: int = 0) -> str:
    mode = pages.mode()
    here = at or (filters.number("at", request.args) if mode else 0)
    return url_for("spans.undo", article_id=article_id, claim_id=claim.row.id, at=here or None, **mode)


# --- Adding and correcting ------------------------------------------------------------------------


@rooms.post("/claims")
@needs(Action.EDIT_CLAIMS)
@shows_again(again)
def add(article_id: int) -> ResponseReturnValue:
    what = chosen(article_id)
    added = editing.add(
        desk().unit(),
        article_id,
        actor(),
        fragments=what.fragments,
        statement=request.form.get("statement", "").strip(),
        claimant=request.form.get("claimant", "").strip(),
    )
    said = _("Claim %(number)s is added. Make its statement one that stands alone.", number=added.row.number)
    return changed(article_id, added, said, at=what.first)


@rooms.post("/claims/<int:claim_id>/edit")
@needs(Action.EDIT_CLAIMS)
@shows_again(again)
def edit(article_id: int, claim_id: int) -> ResponseReturnValue:
    edited = editing.edit(desk().unit(), claim_id, actor(), seen=seen(), changes=changes())
    return changed(article_id, edited, _("The claim is corrected."))


@rooms.post("/claims/<int:claim_id>/place")
@needs(Action.EDIT_CLAIMS)
@shows_again(again)
def place(article_id: int, claim_id: int) -> ResponseReturnValue:
    fragments = chosen(article_id).fragments
    moved = editing.edit(desk().unit(), claim_id, actor(), seen=seen(), changes={"fragments": fragments})
    return changed(article_id, moved, _("The claim has its new place."))


# --- Splitting, merging, dismissing ---------------------------------------------------------------


@rooms.post("/claims/<int:claim_id>/split")
@needs(Action.EDIT_CLAIMS)
@shows_again(again)
def split(article_id: int, claim_id: int) -> ResponseReturnValue:
    parted = editing.split(desk().unit(), claim_id, actor(), seen=seen(), at=filters.number("at", request.form))
    return changed(article_id, parted, _("Split in two."))


@rooms.post("/claims/<int:claim_id>/merge")
@needs(Action.EDIT_CLAIMS)
@shows_again(again)
def merge(article_id: int, claim_id: int) -> ResponseReturnValue:
    kept = editing.merge(desk().unit(), claim_id, actor(), seen=seen(), into=filters.number("into", request.form))
    gone = claims.sheet(desk().unit(), claim_id, actor())
    undo = (undo_address(article_id, gone), {"seen": gone.version, "seq": gone.history[0].seq})
    return onward(spot(article_id, kept.row.id), _("Merged into claim %(number)s.", number=kept.row.number), undo=undo)


@rooms.post("/claims/<int:claim_id>/dismiss")
@needs(Action.EDIT_CLAIMS)
@shows_again(again)
def dismiss(article_id: int, claim_id: int) -> ResponseReturnValue:
    given = Given(reason=filters.word(DismissReason, "reason", request.form), note=request.form.get("note", ""))
    gone = review.move(desk().unit(), claim_id, Move.DISMISS, actor(), seen=seen(), given=given)
    back = url_for("spans.restore", article_id=article_id, claim_id=claim_id)
    return onward(spot(article_id, claim_id), _("Dismissed."), undo=(back, {"seen": gone.version}))


@rooms.post("/claims/<int:claim_id>/restore")
@needs(Action.EDIT_CLAIMS)
@shows_again(again)
def restore(article_id: int, claim_id: int) -> ResponseReturnValue:
    review.move(desk().unit(), claim_id, Move.RESTORE, actor(), seen=seen(), given=Given())
    return onward(spot(article_id, claim_id), _("Back in the queue."))


@rooms.post("/claims/<int:claim_id>/undo")
@needs(Action.EDIT_CLAIMS)
@shows_again(again)
def undo(article_id: int, claim_id: int) -> ResponseReturnValue:
    undoing.undo(desk().unit(), claim_id, actor(), seen=seen(), seq=filters.number("seq", request.form))
    return onward(spot(article_id, claim_id), _("Undone."))
