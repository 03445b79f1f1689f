"""Drafts: what a person has typed and not sent, kept as it is typed, and never over a newer one of theirs."""

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from factcheck.domain.errors import OutOfDate
from factcheck.domain.people import Action, Actor
from factcheck.domain.sheets import DraftSheet, OpinionDraftSheet
from factcheck.services import claims, sheets
from factcheck.services.effects import TEXT_MOST
from factcheck.store import review as rows
from factcheck.store.tables import Draft
from factcheck.store.unit import Session, UnitOfWork, alone

Typed = TypeVar("Typed", DraftSheet, OpinionDraftSheet)


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
        session.add(row)
    theirs = sheets.draft_sheet(known) if known else None
    return written(theirs, sheets.draft_sheet(row), draft, partial(rows.replace_draft, session, row, draft.revision))


def written(known: Typed | None, mine: Typed, given: Typed, over: Callable[[], bool]) -> Typed:
    """The draft as it stands then: the first, or `mine` over the one that was seen, which is what `over` tries.

    The same words that have come already count as seen. OutOfDate with both texts when a newer draft is there.
    """
    if known is None:
        return replace(mine, revision=1)
    if over():
        return replace(mine, revision=given.revision + 1)
    if _words(known) != _words(replace(mine, revision=known.revision)):
        message = "A newer draft of yours is there, from another window."
        raise OutOfDate(message, yours=_words(given), theirs=_words(known))
    return known


def _words(draft: DraftSheet | OpinionDraftSheet) -> dict[str, Any]:
    words = {name: value for name, value in asdict(draft).items() if name != "saved_at"}
    return words | {"verdict": draft.verdict.value if draft.verdict else ""}
