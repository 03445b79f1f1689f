"""Leases: the best free claim or a certain one comes into a person's hands, for as long as they are at work on it."""

from dataclasses import replace
from datetime import datetime

from factcheck.domain.errors import Refused
from factcheck.domain.people import Actor
from factcheck.domain.review import LEASE, Case, Move, QueueFilters, Stage, step
from factcheck.domain.sheets import ClaimSheet
from factcheck.services import arriving, blind, claims, opinions, sheets, telling
from factcheck.store import claims as claim_rows
from factcheck.store import history, jobs
from factcheck.store import queue as queue_rows
from factcheck.store.unit import Session, UnitOfWork


def take_next(
    uow: UnitOfWork, actor: Actor, filters: QueueFilters, *, hand: frozenset[int] | None = None
) -> int | None:
    """Give the best free claim to the person under a lease; None when the queue has none for these filters.

    `hand` are the claims that their page showed in their hands: a page that asks twice, because the answer was lost or
    the button was pressed twice, gets the same claim twice.
    """
    step(Case(stage=Stage.QUEUED), Move.TAKE, actor)
    if hand is not None and (taken := arriving.taken_just_now(uow, actor, hand)) is not None:
        return taken
    now = uow.now
    with uow.writing() as session:
        return take_best(session, actor, filters, now)


def take_best(session: Session, actor: Actor, filters: QueueFilters, now: datetime) -> int | None:
    """`take_next` inside a transaction that does more."""
    wanted = replace(filters, stage=Stage.QUEUED, mine=False, unworthy=False)
    claim_id = queue_rows.take_next(session, wanted, actor.id or 0, now, now + LEASE)
    if claim_id is not None:
        _note_taken(session, claim_id, actor, now)
    return claim_id


def take(uow: UnitOfWork, claim_id: int, actor: Actor, *, seen: int) -> ClaimSheet:
    """Take one queued claim. OutOfDate when somebody was faster."""
    hold(uow, claim_id, actor, seen=seen)
    return claims.sheet(uow, claim_id, actor)


def hold(uow: UnitOfWork, claim_id: int, actor: Actor, *, seen: int) -> None:
    """`take` for who does not read the claim now."""
    now = uow.now
    with uow.writing() as session:
        claim = claims.existing(session, claim_id)
        step(sheets.case_of(session, claim), Move.TAKE, actor)
        meant = blind.meant(session, claim, actor, seen)
        if claim_rows.take(session, claim_id, meant, actor.id or 0, now + LEASE) is None:
            raise arriving.stale(session, claim_id, actor, {"move": "take"})
        _note_taken(session, claim_id, actor, now)


def _note_taken(session: Session, claim_id: int, actor: Actor, now: datetime) -> None:
    opinions.holder_knows(session, claim_id, actor, now)
    stages = (Stage.QUEUED.value, Stage.CHECKING.value)
    history.append(session, f"claim:{claim_id}", Move.TAKE.value, actor, now, stages=stages)
    telling.seen(session, claim_id, actor, now)
    jobs.signal(session, "queue", f"claim:{claim_id}")


def open_claim(uow: UnitOfWork, claim_id: int, actor: Actor) -> ClaimSheet:
    """Begin, or begin again, the lease of whom the claim is assigned to; for anybody else just look at it."""
    now = uow.now
    with uow.writing() as session:
        claims.existing(session, claim_id)
        if claim_rows.start_lease(session, claim_id, actor.id or 0, now, now + LEASE):
            history.append(session, f"claim:{claim_id}", "open", actor, now)
            telling.seen(session, claim_id, actor, now)
            jobs.signal(session, "queue", f"claim:{claim_id}")
    return claims.sheet(uow, claim_id, actor)


def renew(uow: UnitOfWork, claim_id: int, actor: Actor, *, fence: int) -> datetime:
    """Lengthen the lease because the page is in use; returns its new end. Refused when it is lost."""
    now = uow.now
    with uow.writing() as session:
        if not claim_rows.renew(session, claim_id, actor.id or 0, fence, now, now + LEASE):
            raise Refused("lease_lost", "Your time with this claim has run out. What you typed is kept as your draft.")
    return now + LEASE
