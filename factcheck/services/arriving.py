"""Forms that come once more because the answer to them was lost: what they did stands, and is not done again."""

from collections.abc import Callable
from datetime import timedelta

from factcheck.domain.people import Actor
from factcheck.domain.review import LEASE
from factcheck.services import claims
from factcheck.store import claims as claim_rows
from factcheck.store import history
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
