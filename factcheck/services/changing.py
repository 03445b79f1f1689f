"""A claim under change: whether this person may, having seen it as it is, and what its history says of it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from factcheck.domain.errors import Arrived, OutOfDate, Refused
from factcheck.domain.people import Action, Actor
from factcheck.services import claims, sheets
from factcheck.services.correcting import FIELDS, checked, plain, shown
from factcheck.store import claims as rows
from factcheck.store import history, jobs
from factcheck.store.tables import Claim
from factcheck.store.unit import Session


def under_change(
    session: Session,
    claim_id: int,
    actor: Actor,
    seen: int,
    now: datetime,
    yours: Mapping[str, Any],
    whose: Callable[[Claim], object] = lambda claim: claim,
) -> Claim:
    """The claim, if the person may change it and saw it as it is; its version is raised. Refused, OutOfDate.

    `whose` finds what the fields of `yours` belong to, for the comparison: the claim, one of its sources, nothing yet.
    """
    actor.require(Action.EDIT_CLAIMS)
    claim = claims.existing(session, claim_id)
    sealed = claims.why_sealed(sheets.case_of(session, claim), actor, now)
    if sealed is not None:
        raise Refused("sealed", sealed)
    if not rows.claim_version(session, claim_id, seen):
        session.refresh(claim)
        of = whose(claim)
        theirs = {"version": claim.version} | {field: shown(of, field) for field in yours}
        if done_already(session, claim, actor, yours):
            raise Arrived("That had reached the desk already: it was done once.", yours=yours, theirs=theirs)
        raise OutOfDate("Somebody changed this claim while you did.", yours=yours, theirs=theirs)
    return claim


def done_already(session: Session, claim: Claim, actor: Actor, yours: Mapping[str, Any]) -> bool:
    """Whether the newest entry is this person's own edit of just these fields, and all stands as they want it."""
    newest = history.of(session, f"claim:{claim.id}")[-1]
    if newest.actor_id != actor.id or newest.what not in {"edit", "triage"} or not yours.keys() <= FIELDS.keys():
        return False
    return all(plain(after) == plain(getattr(claim, field)) for field, after in checked(yours).items())


def note(session: Session, claim: Claim, what: str, actor: Actor, now: datetime, data: dict[str, Any]) -> None:
    """Write the change into the claim's history, and tell the pages that show the claim."""
    history.append(session, f"claim:{claim.id}", what, actor, now, data=data)
    jobs.signal(session, f"claim:{claim.id}", f"article:{claim.article_id}")
