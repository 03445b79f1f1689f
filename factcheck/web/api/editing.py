"""Claims changed in their article's text over the API: added, extended, split, merged, and changes taken back."""

from collections.abc import Callable

from flask import Response, url_for

from factcheck.domain.sheets import ClaimSheet
from factcheck.services import editing, undoing
from factcheck.services.idempotency import Answer
from factcheck.store.unit import UnitOfWork
from factcheck.web.api.answering import answer, once
from factcheck.web.api.claims import whole
from factcheck.web.api.door import actor, rooms
from factcheck.web.api.given.editing import Cut, Into, MoreWords, NewClaim, TakenBack
from factcheck.web.api.shapes.claims import Claim


@rooms.post("/articles/<int:article_id>/claims")
@rooms.input(NewClaim, arg_name="given")
@rooms.output(Claim, 201)
def add_claim(article_id: int, given: NewClaim) -> Response:
    """Add a claim

    From words of the article's latest text. Workers search for it at once.
    """
    return once(lambda unit: _added(unit, article_id, given))


def _added(unit: UnitOfWork, article_id: int, given: NewClaim) -> Answer:
    words = {"statement": given.statement.strip(), "claimant": given.claimant.strip()}
    added = editing.add(unit, article_id, actor(), fragments=given.fragments, **words)
    return answer(whole(unit, added), 201, Location=url_for("api.claim", claim_id=added.row.id))


@rooms.post("/claims/<int:claim_id>/extend")
@rooms.input(MoreWords, arg_name="given")
@rooms.output(Claim)
def extend_claim(claim_id: int, given: MoreWords) -> Response:
    """Extend a claim

    To more words of the latest text. A statement that was its words grows with them.
    """
    seen, fragments = given.seen, given.fragments
    return _changed(lambda unit: editing.extend(unit, claim_id, actor(), seen=seen, fragments=fragments))


@rooms.post("/claims/<int:claim_id>/split")
@rooms.input(Cut, arg_name="given")
@rooms.output(Claim)
def split_claim(claim_id: int, given: Cut) -> Response:
    """Split a claim

    Answers with the claim that keeps the first words; `history` names the new one, which waits in the queue.
    """
    return _changed(lambda unit: editing.split(unit, claim_id, actor(), seen=given.seen, at=given.at))


@rooms.post("/claims/<int:claim_id>/merge")
@rooms.input(Into, arg_name="given")
@rooms.output(Claim)
def merge_claim(claim_id: int, given: Into) -> Response:
    """Merge a claim into another

    Answers with the other one, which gains its places. This one is dismissed as its duplicate.
    """
    return _changed(lambda unit: editing.merge(unit, claim_id, actor(), seen=given.seen, into=given.into))


@rooms.post("/claims/<int:claim_id>/undo")
@rooms.input(TakenBack, arg_name="given")
@rooms.output(Claim)
def undo_change(claim_id: int, given: TakenBack) -> Response:
    """Take the newest change of a claim back

    An edit, a split, a merge, an addition, an assignment or a decision about an origin.
    """
    return _changed(lambda unit: undoing.undo(unit, claim_id, actor(), seen=given.seen, seq=given.seq))


def _changed(change: Callable[[UnitOfWork], ClaimSheet]) -> Response:
    return once(lambda unit: answer(whole(unit, change(unit))))
