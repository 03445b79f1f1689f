"""A second checker at work: taking an opinion, its lease and drafts, and sending the blind answer."""

from datetime import datetime
from functools import partial
from typing import Any

from factcheck.domain.errors import DeskError, NotAllowed, Refused
from factcheck.domain.history import content_hash
from factcheck.domain.opinions import OpinionGiven, check
from factcheck.domain.people import CLOCK, Action, Actor
from factcheck.domain.review import LEASE, Verdict
from factcheck.domain.sheets import OpinionDraftSheet, OpinionSheet
from factcheck.services import drafts, opinion_sheets, opinions, telling
from factcheck.services.effects import TEXT_MOST
from factcheck.store import opinions as rows
from factcheck.store.tables import Claim, Finding, Opinion, OpinionAnswer, OpinionDraft
from factcheck.store.unit import Session, UnitOfWork, alone

# --- Taking, leases, drafts -----------------------------------------------------------------------


def take_next(uow: UnitOfWork, actor: Actor) -> int | None:
    """Give the opinion that has waited longest to the person under a lease; None when there is none for them."""
    actor.require(Action.SECOND)
    with uow.writing() as session:
        taken = rows.take_next(session, actor.id or 0, uow.now, uow.now + LEASE)
        if taken is not None:
            opinions.note(
                session, opinions.existing(session, taken), "take opinion", actor, uow.now, {"opinion": taken}
            )
        return taken


def take(uow: UnitOfWork, opinion_id: int, actor: Actor) -> OpinionSheet:
    """Take this one, or go on with it. Refused or NotAllowed when the person cannot have it."""
    actor.require(Action.SECOND)
    with uow.writing() as session:
        opinion = opinions.existing(session, opinion_id)
        goes_on = opinion.holder_id == actor.id
        if rows.take(session, opinion_id, actor.id or 0, uow.now, uow.now + LEASE) is None:
            raise _why_not(session, opinion, actor)
        if not goes_on:
            opinions.note(session, opinion, "take opinion", actor, uow.now, {"opinion": opinion_id})
        return opinion_sheets.sheet(session, opinion, actor, uow.now)


def _why_not(session: Session, opinion: Opinion, actor: Actor) -> DeskError:
    """Why the person cannot have or send this opinion."""
    session.refresh(opinion)
    if opinion.answered_at is not None:
        return Refused("answered", "Somebody has given this opinion already.")
    if opinion.closed_at is not None:
        return Refused("closed", "This opinion is not waited for any more. Your draft is kept.")
    if actor.id in rows.readers(session, opinion.id or 0):
        return NotAllowed("blind", "You know the first answer, so somebody else gives the second.")
    if opinion.holder_id is not None and opinion.holder_id != actor.id:
        return Refused("taken", "Somebody else is giving this opinion just now. Your draft, if any, is kept.")
    return Refused("lease_lost", "Your time with this opinion has run out. Your draft is kept: take it again to go on.")


def renew(uow: UnitOfWork, opinion_id: int, actor: Actor, *, fence: int) -> datetime:
    """Lengthen the lease because the page is in use; returns its new end. Refused when it is lost."""
    with uow.writing() as session:
        opinion = opinions.existing(session, opinion_id)
        if not rows.renew(session, opinion_id, actor.id or 0, fence, uow.now, uow.now + LEASE):
            raise _why_not(session, opinion, actor)
    return uow.now + LEASE


def release(uow: UnitOfWork, opinion_id: int, actor: Actor) -> None:
    """Give the opinion back for somebody else to take; the draft stays the person's."""
    with uow.writing() as session:
        opinion = opinions.existing(session, opinion_id)
        if not rows.release(session, opinion_id, actor.id or 0):
            raise _why_not(session, opinion, actor)
        opinions.note(session, opinion, "release opinion", actor, uow.now, {"opinion": opinion_id})
        telling.of_opinion_given_back(session, session.get_one(Claim, opinion.claim_id), actor, uow.now)


def lapse_all(uow: UnitOfWork) -> int:
    """The clock takes back every opinion whose lease has run out, and whoever could give it is told again.

    The last holder too: a forgotten tab is no refusal. Returns how many were taken back.
    """
    now = uow.now
    with uow.reading() as session:
        over = rows.lapsed(session, now)
    return sum(_lapse(uow, opinion_id, now) for opinion_id in over)


def _lapse(uow: UnitOfWork, opinion_id: int, now: datetime) -> bool:
    with uow.writing() as session:
        if not rows.lapse(session, opinion_id, now):
            return False
        opinion = opinions.existing(session, opinion_id)
        opinions.note(session, opinion, "lapse opinion", CLOCK, now, {"opinion": opinion_id})
        telling.of_opinion_given_back(session, session.get_one(Claim, opinion.claim_id), CLOCK, now)
        return True


def save_draft(uow: UnitOfWork, opinion_id: int, actor: Actor, *, draft: OpinionDraftSheet) -> OpinionDraftSheet:
    """Keep what the person has typed, whether or not they still hold the opinion.

    OutOfDate with both texts when a newer draft of the same person is there (a second window).
    """
    actor.require(Action.SECOND)
    with uow.writing() as session:
        opinions.existing(session, opinion_id)
        return _keep_draft(session, opinion_id, actor, draft, uow.now)


def _keep_draft(
    session: Session, opinion_id: int, actor: Actor, draft: OpinionDraftSheet, now: datetime
) -> OpinionDraftSheet:
    """Write the draft over the one that was seen; the same words that have come already count as seen."""
    row = OpinionDraft(opinion_id=opinion_id, person_id=actor.id or 0, verdict=draft.verdict, saved_at=now)
    row.rationale, row.grounds = draft.rationale[:TEXT_MOST], draft.grounds[:TEXT_MOST]
    alone(session, f"opinion draft:{opinion_id}:{actor.id}")  # of two windows, both may hold the first
    known = rows.draft(session, opinion_id, actor.id or 0)
    if known is None:
        session.add(row)
    theirs = opinion_sheets.draft_sheet(known) if known else None
    over = partial(rows.replace_draft, session, row, draft.revision)
    return drafts.written(theirs, opinion_sheets.draft_sheet(row), draft, over)


# --- Answering ------------------------------------------------------------------------------------


def send(uow: UnitOfWork, opinion_id: int, actor: Actor, *, fence: int, given: OpinionGiven) -> OpinionSheet:
    """Seal the second answer. From here on both are open to everybody who reads the desk.

    Refused when the lease is lost or nobody waits for it any more; what was typed is kept as the person's draft.
    """
    actor.require(Action.SECOND)
    now = uow.now
    with uow.writing() as session:
        alone(session, f"opinion:{opinion_id}")
        opinion = opinions.existing(session, opinion_id)
        verdict = check(given)
        if not rows.answered(session, opinion_id, actor.id or 0, fence, now):
            raise _why_not(session, opinion, actor)
        seal = _seal(session, opinion, actor, verdict, given, now)
        opinions.note(session, opinion, "give opinion", actor, now, {"opinion": opinion_id, "opinion_hash": seal})
        claim, first = session.get_one(Claim, opinion.claim_id), session.get_one(Finding, opinion.finding_id)
        telling.of_opinion_in(session, claim, opinion, actor, now, differs=verdict is not first.verdict)
        return opinion_sheets.sheet(session, opinion, actor, now)


def _seal(
    session: Session, opinion: Opinion, actor: Actor, verdict: Verdict, given: OpinionGiven, now: datetime
) -> str:
    """Write the answer down for good; returns the hash of what it says."""
    content = _content(session, opinion, given)
    seal = content_hash(content)
    sealed = OpinionAnswer(
        opinion_id=opinion.id or 0, person_id=actor.id or 0, verdict=verdict, content_hash=seal, sent_at=now
    )
    sealed.content = content
    session.add(sealed)
    return seal


def _content(session: Session, opinion: Opinion, given: OpinionGiven) -> dict[str, Any]:
    """What the answer seals: which finding it stands beside, and the words."""
    finding = session.get_one(Finding, opinion.finding_id)
    return {
        "claim": opinion.claim_id,
        "finding": finding.number,
        "finding_hash": finding.content_hash,
        "verdict": given.verdict.value if given.verdict else "",
        "rationale": given.rationale.strip()[:TEXT_MOST],
        "grounds": given.grounds.strip()[:TEXT_MOST],
    }
