"""Forms that are older than their claim: what one sent twice has done is not done again, another is refused."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from factcheck.domain.errors import Arrived, OutOfDate
from factcheck.domain.people import Actor
from factcheck.domain.review import LEASE, DismissReason, Given, Move
from factcheck.services import blind, claims
from factcheck.services.effects import answer
from factcheck.store import claims as claim_rows
from factcheck.store import history
from factcheck.store import review as rows
from factcheck.store.tables import Source
from factcheck.store.unit import Session, UnitOfWork

JUST_NOW = timedelta(minutes=1)
"""Within this time of one that was handed out, the same page asks for that one again and not for another."""


def about_source(
    session: Session, claim_id: int, actor: Actor, seen: int, what: str, fits: Callable[[Source], bool]
) -> bool:
    """Whether the newest entry of the claim is this person's own `what` of a source that is as they want it now.

    A form that was here before shows by the version on its screen, which is older than the claim.
    """
    if claims.existing(session, claim_id).version == seen:
        return False
    newest = history.of(session, f"claim:{claim_id}")[-1]
    if (newest.what, newest.actor_id) != (what, actor.id):
        return False
    source = session.get(Source, int(newest.data["source"]))
    return source is not None and fits(source)


def taken_just_now(uow: UnitOfWork, actor: Actor, hand: frozenset[int]) -> int | None:
    """The claim that came into the person's hands since a page showed them `hand`, if it did within JUST_NOW."""
    since = uow.now + LEASE - JUST_NOW
    with uow.reading() as session:
        held = [row.claim for row in claim_rows.assigned(session, actor.id or 0)]
    fresh = [claim.id for claim in held if claim.lease_until and claim.lease_until > since and claim.id not in hand]
    return fresh[-1] if fresh else None


def typed(given: Given) -> dict[str, Any]:
    """The person's own words, to be given back to them when the claim has moved on."""
    return answer(given) | {"note": given.note, "public_note": given.public_note}


def moved_already(session: Session, claim_id: int, move: Move, actor: Actor, given: Given) -> Arrived | None:
    """The answer to who makes the same move again because the connection broke; None when it is not the same."""
    entries = history.of(session, f"claim:{claim_id}")
    while entries and (entries[-1].what, entries[-1].actor_id) == ("open", actor.id):
        entries = entries[:-1]
    note = given.public_note if move is Move.VOID else given.note
    newest = entries[-1] if entries else None
    if newest is None or (newest.what, newest.actor_id, newest.note) != (move.value, actor.id, note):
        return None
    if any(newest.data.get(name, value) != value for name, value in _chosen(given).items()):
        return None
    if move in {Move.SUBMIT, Move.AMEND}:
        latest = rows.latest_finding(session, claim_id)
        if latest is None or any(latest.content[field] != value for field, value in answer(given).items()):
            return None
    theirs = {"version": blind.version(session, claims.existing(session, claim_id), actor)}
    return Arrived("That had reached the desk already: it was done once.", yours=typed(given), theirs=theirs)


def _chosen(given: Given) -> dict[str, Any]:
    """What a person chooses with a move besides words, as the history keeps it."""
    reason = given.reason.value if given.reason else ""
    other = given.duplicate_of if given.reason is DismissReason.DUPLICATE else None
    return {"assignee": given.assignee.name if given.assignee else "", "reason": reason, "duplicate_of": other}


def stale(session: Session, claim_id: int, actor: Actor, yours: Mapping[str, Any]) -> OutOfDate:
    """The refusal of a form that is older than the claim, with both versions."""
    session.expire_all()
    now = claims.existing(session, claim_id)
    latest = rows.latest_finding(session, claim_id)
    listed = claim_rows.one(session, claim_id)
    theirs: dict[str, Any] = {"stage": now.stage.value, "version": blind.version(session, now, actor)}
    theirs |= {"statement": now.statement, "holder": listed.holder if listed else None}
    if latest is not None and not blind.is_closed(session, claim_id, actor):
        theirs |= {"verdict": latest.verdict.value, "rationale": latest.content["rationale"]}
    return OutOfDate("Somebody changed this claim while you worked on it.", yours=yours, theirs=theirs)
