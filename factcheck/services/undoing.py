"""The way back from each change a person made to a claim: the newest entry of its history, taken back."""

from datetime import datetime

from factcheck.domain.errors import NotAllowed, OutOfDate, Refused
from factcheck.domain.people import Action, Actor
from factcheck.domain.review import MOVES, DismissReason, Move, Stage, has_role
from factcheck.domain.sheets import ClaimSheet
from factcheck.domain.texts import say
from factcheck.services import blind, changing, claims, editing, origins, sheets, telling
from factcheck.services.history import UNDOABLE
from factcheck.store import claims as rows
from factcheck.store import history, jobs
from factcheck.store.tables import Claim, HistoryEntry, Place
from factcheck.store.unit import Session, UnitOfWork


def undo(uow: UnitOfWork, claim_id: int, actor: Actor, *, seen: int, seq: int) -> ClaimSheet:
    """Take back the newest entry of the claim's history, if it is of a kind that can be taken back."""
    actor.require(Action.EDIT_CLAIMS)
    with uow.writing() as session:
        claim = claims.existing(session, claim_id)
        entry = history.of(session, f"claim:{claim_id}")[-1]
        if entry.seq != seq or entry.what not in UNDOABLE:
            if entry.what == "open":
                raise Refused(
                    "undo", "%(who)s has begun with it: assign it to somebody else instead.", who=entry.actor_name
                )
            raise Refused(
                "undo",
                "Only the newest change can be undone, and only an edit, a split, a merge, an addition, an assignment "
                "or a decision about an origin.",
            )
        if not rows.claim_version(session, claim_id, blind.meant(session, claim, actor, seen)):
            theirs = {"version": blind.version(session, claim, actor)}
            raise OutOfDate("Somebody changed this claim meanwhile.", yours={}, theirs=theirs)
        sealed = None if entry.what == "merge" else claims.why_sealed(sheets.case_of(session, claim), actor, uow.now)
        if sealed is not None:
            raise Refused("sealed", sealed)
        before = claim.stage.value
        UNDO[entry.what](session, claim, entry, actor, uow.now)
        telling.settle(session, claim, actor, uow.now)
        editing.look_again(session, claim, entry.data.get("changes", {}), uow.now)
        stages = (before, claim.stage.value)
        back = {field: pair[::-1] for field, pair in entry.data.get("changes", {}).items()}
        data = {"undoes": seq} | ({"changes": back} if back else {})
        history.append(session, f"claim:{claim_id}", f"undo {entry.what}", actor, uow.now, stages=stages, data=data)
        jobs.signal(session, "queue", f"claim:{claim_id}", f"article:{claim.article_id}")
    return claims.sheet(uow, claim_id, actor)


def _undo_edit(session: Session, claim: Claim, entry: HistoryEntry, actor: Actor, now: datetime) -> None:
    changes = entry.data["changes"]
    if "fragments" in changes and entry.data["revision"] != editing.revision_of(session, claim.id or 0):
        raise Refused("undo", "The article has a new text since: select the claim's words in it instead.")
    editing.apply(session, claim, {field: pair[0] for field, pair in changes.items()})


def _undo_split(session: Session, claim: Claim, entry: HistoryEntry, actor: Actor, now: datetime) -> None:
    new = claims.existing(session, entry.data["new_claim"])
    if new.stage is not Stage.QUEUED or not rows.claim_version(session, new.id or 0, 1):
        raise Refused("undo", "The claim that was split off has been worked on: merge it instead.")
    session.refresh(new)
    _undo_edit(session, claim, entry, actor, now)
    editing.end_as_duplicate(new, claim.id or 0)
    stages = (Stage.QUEUED.value, Stage.DISMISSED.value)
    history.append(session, f"claim:{new.id}", "undo split", actor, now, stages=stages, data={"claim": claim.id})


def _undo_merge(session: Session, claim: Claim, entry: HistoryEntry, actor: Actor, now: datetime) -> None:
    other = claims.existing(session, entry.data["into"])
    editing.open_places(session, other, "undo", say("The claim it was merged into is"), actor, now)
    for place_id in entry.data["places"]:
        place = session.get(Place, place_id)
        if place is not None:
            session.delete(place)
    claim.dismiss_reason, claim.duplicate_of, claim.stage = None, None, Stage.QUEUED
    changing.note(session, other, "undo merge", actor, now, {"claim": claim.id})


def _undo_add(session: Session, claim: Claim, entry: HistoryEntry, actor: Actor, now: datetime) -> None:
    if claim.stage is not Stage.QUEUED:
        raise Refused("undo", "The claim is %(stage)s already: dismiss it instead.", stage=claim.stage)
    claim.dismiss_reason, claim.stage = DismissReason.NOT_NEWSWORTHY, Stage.DISMISSED


def _undo_place(session: Session, claim: Claim, entry: HistoryEntry, actor: Actor, now: datetime) -> None:
    origins.put_back(session, claim.id or 0, entry.data["report"], origins.Decision(**entry.data["before"]))


def _undo_assign(session: Session, claim: Claim, entry: HistoryEntry, actor: Actor, now: datetime) -> None:
    """Back to who had it before, in whose list it waits until they open it."""
    if not has_role(actor, MOVES[Stage.QUEUED, Move.ASSIGN].role):
        raise NotAllowed("role", "Only an editor takes an assignment back.")
    session.refresh(claim)
    if claim.lease_until is not None:
        raise Refused(
            "undo", "%(who)s has begun with it: assign it to somebody else instead.", who=entry.data["assignee"]
        )
    people = {claim.assignee_id, entry.data.get("had")} - {None}
    claim.stage, claim.assignee_id = Stage(entry.from_stage or Stage.QUEUED), entry.data.get("had")
    claim.fence += 1
    jobs.signal(session, *(f"person:{person}" for person in people))
    for other in history.of(session, f"claim:{claim.id}"):
        if other.seq == entry.data.get("after"):
            _undo_edit(session, claim, other, actor, now)


UNDO = {
    "assign": _undo_assign,
    "edit": _undo_edit,
    "triage": _undo_edit,
    "split": _undo_split,
    "merge": _undo_merge,
    "add": _undo_add,
    "place origin": _undo_place,
}
