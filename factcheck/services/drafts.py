"""Drafts: what a person has typed about a claim and not sent, kept as it is typed."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from factcheck.domain.errors import OutOfDate
from factcheck.domain.people import Action, Actor
from factcheck.domain.sheets import DraftSheet
from factcheck.services import claims, sheets
from factcheck.services.effects import TEXT_MOST
from factcheck.store import review as rows
from factcheck.store.tables import Draft
from factcheck.store.unit import Session, UnitOfWork, alone


def save_draft(uow: UnitOfWork, claim_id: int, actor: Actor, *, draft: DraftSheet) -> DraftSheet:
    """Keep what a person has typed, whether or not they still hold the claim.

    OutOfDate with both texts when a newer draft of the same person is there (a second window).
    """
    actor.require(Action.EDIT_CLAIMS)
    with uow.writing() as session:
        claims.existing(session, claim_id)
        return keep(session, claim_id, actor, draft, uow.now)


def keep(session: Session, claim_id: int, actor: Actor, draft: DraftSheet, now: datetime) -> DraftSheet:
    """Write the draft over the one that was seen; the same words that have come already count as seen."""
    row = Draft(claim_id=claim_id, person_id=actor.id or 0, saved_at=now)
    row.verdict, row.rationale = draft.verdict, draft.rationale[:TEXT_MOST]
    row.tried, row.override = draft.tried[:TEXT_MOST], draft.override[:TEXT_MOST]
    alone(session, f"draft:{claim_id}:{actor.id}")  # of two windows, both may hold the first
    known = rows.draft(session, claim_id, actor.id or 0)
    if known is None:
        row.revision = 1
        session.add(row)
        return sheets.draft_sheet(row)
    if rows.replace_draft(session, row, draft.revision):
        row.revision = draft.revision + 1
        return sheets.draft_sheet(row)
    theirs = sheets.draft_sheet(known)
    if _words(theirs) != _words(replace(sheets.draft_sheet(row), revision=known.revision)):
        message = "A newer draft of yours is there, from another window."
        raise OutOfDate(message, yours=_words(draft), theirs=_words(theirs))
    return theirs


def _words(draft: DraftSheet) -> dict[str, Any]:
    verdict = draft.verdict.value if draft.verdict else ""
    words = {"verdict": verdict, "rationale": draft.rationale, "tried": draft.tried, "override": draft.override}
    return words | {"revision": draft.revision}
