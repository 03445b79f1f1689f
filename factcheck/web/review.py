"""The moves of the review as forms: taking a claim, drafts and leases, and every move of the table."""

from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from factcheck.domain.amending import Amendment
from factcheck.domain.errors import NotFound
from factcheck.domain.evidence import Medium, NewSource, SourceKind, Stance
from factcheck.domain.people import Actor
from factcheck.domain.review import (
    CorrectionClass,
    DismissReason,
    Given,
    Move,
    Verdict,
)
from factcheck.domain.sheets import DraftSheet
from factcheck.services import claims, drafts, leases, people, review
from factcheck.web import claims as pages
from factcheck.web import filters
from factcheck.web.answers import onward, page, shows_again, wants_piece
from factcheck.web.sessions import actor, desk
from factcheck.web.tongue import _, later

rooms = Blueprint("review", __name__)


# --- Taking ---------------------------------------------------------------------------------------


@rooms.post("/queue/next")
def take_next() -> ResponseReturnValue:
    return onto(leases.take_next(desk().unit(), actor(), pages.working_filters(), hand=hand()))


def onto(taken: int | None, said: str = "", undo: tuple[str, dict[str, Any]] | None = None) -> ResponseReturnValue:
    """On to the claim that was taken, or back to the queue when nothing was free under the filters one works with."""
    if taken is None:
        nothing = f"{said} {_('Nothing is free under these filters.')}".strip()
        return onward(url_for("claims.queue", **filters.to_args(pages.working_filters())), nothing, undo=undo)
    return onward(pages.address(taken), said, undo=undo)


def hand() -> frozenset[int] | None:
    """The claims that the page of the queue showed in the person's hands; None when another page asks."""
    if "hand" not in request.form:
        return None
    return frozenset(int(word) for word in request.form["hand"].split() if filters.is_id(word))


@rooms.post("/claims/<int:claim_id>/open")
def open_claim(claim_id: int) -> ResponseReturnValue:
    leases.open_claim(desk().unit(), claim_id, actor())
    return onward(pages.address(claim_id))


@rooms.post("/claims/<int:claim_id>/renew")
def renew(claim_id: int) -> ResponseReturnValue:
    fence = filters.number("fence", request.form)
    until = leases.renew(desk().unit(), claim_id, actor(), fence=fence)
    return page("review/_lease.html", until=until) if wants_piece() else onward(pages.address(claim_id))


@rooms.post("/claims/<int:claim_id>/draft")
def save_draft(claim_id: int) -> ResponseReturnValue:
    saved = drafts.save_draft(desk().unit(), claim_id, actor(), draft=draft())
    if wants_piece():
        return page("review/_saved.html", draft=saved)
    return onward(pages.address(claim_id), _("Your draft is saved."))


def draft() -> DraftSheet:
    """What the verdict form holds, as a draft over the revision it was loaded with."""
    form = request.form
    return DraftSheet(
        verdict=filters.word(Verdict, "verdict", form),
        rationale=form.get("rationale", ""),
        tried=form.get("tried", ""),
        override=form.get("override", ""),
        revision=filters.number("revision", form),
    )


# --- The moves of the table -----------------------------------------------------------------------


@rooms.post("/claims/<int:claim_id>/moves/<move>")
@shows_again(pages.again)
def make(claim_id: int, move: str) -> ResponseReturnValue:
    wanted = named(move)
    if wanted is Move.SUBMIT and request.form.get("then") == "next":
        return submit_and_take_next(claim_id)
    words = Given() if wanted is Move.TAKE else given()
    review.carry_out(desk().unit(), claim_id, wanted, actor(), seen=pages.seen(), given=words, drawn=desk().draw)
    return after(wanted, claim_id)


def submit_and_take_next(claim_id: int) -> ResponseReturnValue:
    wanted, unit = pages.working_filters(), desk().unit()
    taken = review.submit_and_take_next(
        unit, claim_id, actor(), wanted, seen=pages.seen(), given=given(), drawn=desk().draw
    )
    return onto(taken, _(SAID[Move.SUBMIT]), undo_of(Move.SUBMIT, claim_id))


def named(move: str) -> Move:
    """The move of this name. The clock's own is not for people."""
    if move not in set(Move) - {Move.LAPSE}:
        raise NotFound("There is no such move.")
    return Move(move)


def given() -> Given:
    """What the form gives with the move; the service adds the time and the attached sources."""
    form = request.form
    return Given(
        note=form.get("note", ""),
        reason=filters.word(DismissReason, "reason", form),
        duplicate_of=filters.number("duplicate_of", form) or None,
        assignee=assignee(filters.number("assignee", form)),
        verdict=filters.word(Verdict, "verdict", form),
        rationale=form.get("rationale", ""),
        tried=form.get("tried", ""),
        override=form.get("override", ""),
        hash_seen=form.get("hash_seen", ""),
        correction=filters.word(CorrectionClass, "correction", form),
        public_note=form.get("public_note", ""),
        amendment=amendment(),
        draft=filters.number("revision", form) if "revision" in form else None,
    )


SOURCE_FIELDS = ("stance", "kind", "passage")


def amendment() -> Amendment:
    """What the form of an amendment changes besides the answer: only what it held."""
    form = request.form
    there = [int(number) for number in form.getlist("source") if filters.is_id(number)]
    changes = {
        number: {name: form[f"source-{number}-{name}"] for name in SOURCE_FIELDS if f"source-{number}-{name}" in form}
        for number in there
    }
    without = frozenset(number for number in there if f"source-{number}-off" in form)
    return Amendment(statement=form.get("statement", ""), changes=changes, without=without, added=added_source())


def added_source() -> tuple[NewSource, ...]:
    """The source that was filled in, if any: a report that the workers found, or one by hand."""
    form = request.form
    report, url, title = filters.number("new-report", form), form.get("new-url", ""), form.get("new-title", "")
    if not (report or url.strip() or title.strip()):
        return ()
    source = NewSource(
        medium=Medium.WEB if report or url.strip() else Medium.DOCUMENT,
        stance=filters.word(Stance, "new-stance", form) or Stance.CONTEXT,
        kind=filters.word(SourceKind, "new-kind", form) or SourceKind.SECONDARY,
        url="" if report else url,
        title="" if report else title,
        passage=form.get("new-passage", ""),
        report_id=report or None,
    )
    return (source,)


def assignee(person_id: int) -> Actor | None:
    """The checker who is to get the claim, None when the form names nobody who could."""
    for person in people.checkers(desk().unit()) if person_id else []:
        if person.id == person_id:
            return Actor(person.id, person.name, frozenset(person.roles))
    return None


SAID = {
    Move.DISMISS: later("Dismissed."),
    Move.RELEASE: later("Given back to the queue."),
    Move.ASSIGN: later("Assigned."),
    Move.SUBMIT: later("Sent to an editor."),
    Move.WITHDRAW: later("Withdrawn: it is yours again."),
    Move.AMEND: later("Amended. Somebody else approves it."),
    Move.RETURN: later("Returned to the checker."),
    Move.APPROVE: later("Approved."),
    Move.REOPEN: later("Reopened. What is published stays, marked as under review."),
    Move.VOID: later("Voided. Readers see the notice."),
    Move.RESTORE: later("Back in the queue."),
}

BACKWARDS = {Move.SUBMIT: Move.WITHDRAW, Move.DISMISS: Move.RESTORE, Move.RELEASE: Move.TAKE}
"""What undoes a move within the ten seconds that its toast stays; later the page itself offers it."""


def after(move: Move, claim_id: int) -> ResponseReturnValue:
    """Where one goes after a move: on to the next piece of work, or to the claim."""
    said, undo = _(SAID[move]) if move in SAID else "", undo_of(move, claim_id)
    if move is Move.WITHDRAW:  # who takes an answer back wants to go on with it
        leases.open_claim(desk().unit(), claim_id, actor())
    if move in {Move.APPROVE, Move.RETURN} and request.form.get("then") == "next":
        return next_to_approve(said)
    if move in {Move.DISMISS, Move.RELEASE}:
        return onward(url_for("claims.queue", **filters.to_args(pages.working_filters())), said, undo=undo)
    return onward(pages.address(claim_id), said, undo=undo)


def undo_of(move: Move, claim_id: int) -> tuple[str, dict[str, Any]] | None:
    back = BACKWARDS.get(move)
    if back is None:
        return None
    stands = claims.standing(desk().unit(), claim_id, actor())
    if back not in stands.moves:
        return None
    return url_for("review.make", claim_id=claim_id, move=back.value), {"seen": stands.version}


def next_to_approve(said: str) -> ResponseReturnValue:
    """On to the finding that waits longest and that this editor can sign."""
    for row in review.waiting(desk().unit(), actor(), limit=LOOK_AHEAD):
        if Move.APPROVE in claims.sheet(desk().unit(), row.id, actor()).moves:
            return onward(url_for("claims.sheet", claim_id=row.id), said)
    return onward(url_for("claims.to_approve"), f"{said} {_('Nothing more is waiting for you.')}".strip())


LOOK_AHEAD = 20
"""How many waiting findings are tried: an editor is seldom an author of more than a few."""
