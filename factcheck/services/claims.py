"""Claims in lists and one by one, as a person sees them, and whether that person may change them."""

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from math import isfinite
from typing import Any

from factcheck.domain.conditions import held_by_actor, knows_the_answer
from factcheck.domain.errors import Invalid, NotFound
from factcheck.domain.evidence import Stance, evidence_rule
from factcheck.domain.people import Action, Actor, Role
from factcheck.domain.review import (
    Case,
    Given,
    Move,
    Priority,
    QueueFilters,
    Sort,
    Stage,
    open_moves,
    why_closed,
)
from factcheck.domain.sheets import (
    AlertSheet,
    ClaimRow,
    ClaimSheet,
    ClosedMove,
    DraftSheet,
    FindingSheet,
    QueueCounts,
    QueuePage,
    SourceSheet,
    Standing,
)
from factcheck.domain.texts import say
from factcheck.services import blind, earlier, opinion_sheets, sheets
from factcheck.services.history import readable
from factcheck.store import claims as rows
from factcheck.store import history
from factcheck.store import queue as queue_rows
from factcheck.store import review as review_rows
from factcheck.store import watching as watch_rows
from factcheck.store.tables import Claim
from factcheck.store.unit import Session, UnitOfWork

PAGE_MOST = 200
NUMBER_MOST = 2**31
"""Every number of a row is below it, on both databases."""


# --- Lists ----------------------------------------------------------------------------------------


def queue(uow: UnitOfWork, actor: Actor, filters: QueueFilters, *, cursor: str = "", limit: int = 50) -> QueuePage:
    """A page of the queue with its counts and what was returned to the person; queued claims unless filtered."""
    wanted = filters if filters.stage or filters.mine else replace(filters, stage=Stage.QUEUED)
    shown, following = listed(uow, actor, wanted, cursor=cursor, limit=limit)
    with uow.reading() as session:
        mine = rows.assigned(session, actor.id or 0)
        free, waiting = (queue_rows.stage_count(session, stage) for stage in (Stage.QUEUED, Stage.SUBMITTED))
        again = _again(session)
        done = review_rows.done_by(session, actor.id or 0, uow.now - timedelta(days=7))
    counts = QueueCounts(
        open=free,
        mine=len(mine),
        returned=sum(bool(row.claim.returned_note) for row in mine),
        submitted=waiting,
        done=done,
    )
    return QueuePage(tuple(shown), following, counts, tuple(sheets.claim_row(row) for row in mine), again)


AGAIN_MOST = 5
"""Alerts on published claims that the queue shows above its list; the claims themselves show all."""


def _again(session: Session) -> tuple[tuple[ClaimRow, str], ...]:
    alerts = watch_rows.open_on_published(session, AGAIN_MOST)
    newest = {alert.claim_id: alert.sentence for alert in reversed(alerts)}
    listed = rows.many(session, list(dict.fromkeys(alert.claim_id for alert in alerts)))
    return tuple((sheets.claim_row(row), newest[row.claim.id or 0]) for row in listed)


def listed(
    uow: UnitOfWork, actor: Actor, filters: QueueFilters, *, cursor: str = "", limit: int = 50
) -> tuple[list[ClaimRow], str]:
    """Claims by the filters and the cursor of the next page (empty at the end). Invalid for a cursor not from here."""
    actor.require(Action.READ)
    size = min(max(limit, 1), PAGE_MOST)
    after = _read_cursor(cursor, filters.sort) if cursor else None
    with uow.reading() as session:
        found = queue_rows.page(session, filters, actor.id, uow.now, after, size + 1)
        shown = blind.rows_for(session, [sheets.claim_row(row) for row in found[:size]], actor)
        closed = {row.id for row in shown if row.answer_closed}
        hints = earlier.hints(session, [row.id for row in shown], closed)
        shown = _with_authors(session, shown, actor)
    following = _cursor(queue_rows.key_of(found[size - 1].claim, filters.sort)) if len(found) > size else ""
    return [replace(row, checked_before=hints.get(row.id, "")) for row in shown], following


def _with_authors(session: Session, shown: list[ClaimRow], actor: Actor) -> list[ClaimRow]:
    """Who answered what waits for approval, in one query; nothing of answers that are closed to the person."""
    waiting = [row.id for row in shown if row.stage is Stage.SUBMITTED and not row.answer_closed]
    authors = review_rows.authors_waiting(session, waiting) if waiting else {}
    return [_signed_by(row, authors[row.id], actor) if row.id in authors else row for row in shown]


def _signed_by(row: ClaimRow, authors: list[tuple[int, str]], actor: Actor) -> ClaimRow:
    return replace(row, authors=tuple(name for _, name in authors), is_own=actor.id in dict(authors))


def _cursor(key: tuple[Any, ...]) -> str:
    plain = json.dumps([part.isoformat() if isinstance(part, date) else part for part in key])
    return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def _read_cursor(cursor: str, sort: Sort) -> tuple[Any, ...]:
    wrong = Invalid("cursor", "cursor", "That page does not exist: start again from the first.")
    try:
        parts = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return tuple(_READ[name](part) for name, part in zip(queue_rows.KEYS[sort], parts, strict=True))
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        raise wrong from error


def _finite(part: Any) -> float:
    number = float(part)
    if not isfinite(number):
        raise ValueError("no place in the order")
    return number


def _in_utc(part: Any) -> datetime:
    moment = datetime.fromisoformat(part)
    if moment.tzinfo is None:
        raise ValueError("a time without a zone")
    return moment.astimezone(UTC)


def _of_a_row(part: Any) -> int:
    number = int(part)
    if not 0 <= number < NUMBER_MOST:
        raise ValueError("no row has this number")
    return number


_READ: dict[str, Callable[[Any], Any]] = {
    "priority": Priority,
    "rank": _finite,
    "created_at": _in_utc,
    "due_on": date.fromisoformat,
    "id": _of_a_row,
}
"""How each part of a cursor is read back; ValueError, TypeError or OverflowError for what is not from here."""


def names_in_use(uow: UnitOfWork, actor: Actor) -> dict[str, list[str]]:
    """The outlets, claimants and topics there are, for the filter's suggestions."""
    actor.require(Action.READ)
    with uow.reading() as session:
        return {column: queue_rows.names_in_use(session, column) for column in ("outlet", "claimant", "topic")}


# --- One claim ------------------------------------------------------------------------------------


def sheet(uow: UnitOfWork, claim_id: int, actor: Actor) -> ClaimSheet:
    """One claim as this person sees it, with the moves that are open to them now."""
    actor.require(Action.READ)
    with uow.reading() as session:
        return as_it_stands(session, claim_id, actor, uow.now)


def standing(uow: UnitOfWork, claim_id: int, actor: Actor) -> Standing:
    """The claim's version and the moves that are open to this person now, without all the rest of its sheet."""
    actor.require(Action.READ)
    with uow.reading() as session:
        claim = existing(session, claim_id)
        return Standing(
            blind.version(session, claim, actor), tuple(open_moves(sheets.case_of(session, claim), actor, uow.now))
        )


def as_it_stands(session: Session, claim_id: int, actor: Actor, now: datetime) -> ClaimSheet:
    """The claim as this transaction and this person see it. NotFound."""
    listed_row = rows.one(session, claim_id)
    if listed_row is None:
        raise NotFound("There is no such claim.")
    claim, case = listed_row.claim, sheets.case_of(session, listed_row.claim)
    [row] = blind.rows_for(session, [sheets.claim_row(listed_row)], actor)
    closed = row.answer_closed
    places = rows.places(session, [claim_id])[claim_id]
    past = readable(history.of(session, f"claim:{claim_id}"))
    answer = _Answer() if closed else _answer(session, claim)
    public = [finding.number for finding in answer.findings if finding.approval]
    voiding = review_rows.voiding(session, claim_id) if claim.findings else None
    backing = sheets.backing(answer.sources)
    return ClaimSheet(
        row=row,
        version=row.version,
        fence=claim.fence,
        span_text=places[0].span_text if places else "",
        places=tuple(sheets.place_sheet(place) for place in places),
        dismissed_because=_dismissed_because(claim),
        moves=tuple(open_moves(case, actor, now)),
        closed=_closed_moves(case, actor, now),
        sealed=why_sealed(case, actor, now) or "",
        sources=answer.sources,
        supports=evidence_rule(Stance.SUPPORTS, backing),
        refutes=evidence_rule(Stance.REFUTES, backing),
        draft=_draft(session, claim, actor, answer),
        findings=answer.findings,
        public_finding=public[-1] if public else None,
        void_note=voiding.public_note if voiding else "",
        public_url=f"/checks/{claim_id}" if public else "",
        history=blind.told(past) if closed else tuple(past),
        note_to_you=claim.returned_note if claim.assignee_id == actor.id else "",
        alerts=answer.alerts,
        opinion=opinion_sheets.of_claim(session, claim_id, actor, now) if claim.findings else None,
    )


@dataclass(frozen=True, slots=True)
class _Answer:
    """What people have answered and attached; nothing for whom it is closed."""

    sources: tuple[SourceSheet, ...] = ()
    findings: tuple[FindingSheet, ...] = ()
    alerts: tuple[AlertSheet, ...] = ()


def _answer(session: Session, claim: Claim) -> _Answer:
    claim_id = claim.id or 0
    return _Answer(
        sheets.source_sheets(session, claim_id),
        sheets.finding_sheets(session, claim_id) if claim.findings else (),
        sheets.alert_sheets(session, claim_id),
    )


def _draft(session: Session, claim: Claim, actor: Actor, answer: _Answer) -> DraftSheet:
    """What this person has typed; without a draft (no script saved one), of a returned claim what they had sent."""
    draft = review_rows.draft(session, claim.id or 0, actor.id or 0)
    if draft is not None or claim.stage is not Stage.CHECKING or claim.assignee_id != actor.id or not answer.findings:
        return sheets.draft_sheet(draft)
    finding, sent = review_rows.latest_finding(session, claim.id or 0), answer.findings[-1]
    number = finding.id or 0 if finding else 0
    if actor.id not in dict(review_rows.authors(session, [number])[number]):
        return DraftSheet()
    return DraftSheet(sent.verdict, sent.rationale, sent.tried, sent.override)


def _closed_moves(case: Case, actor: Actor, now: datetime) -> tuple[ClosedMove, ...]:
    closed = ((move, why_closed(case, move, actor, now)) for move in Move)
    return tuple(ClosedMove(move, why) for move, why in closed if why is not None)


def _dismissed_because(claim: Claim) -> str:
    if claim.dismiss_reason is None:
        return ""
    return f"duplicate of claim {claim.duplicate_of}" if claim.duplicate_of else claim.dismiss_reason.value


def existing(session: Session, claim_id: int) -> Claim:
    """The row of a claim; NotFound when there is none."""
    claim = rows.by_id(session, claim_id)
    if claim is None:
        raise NotFound("There is no such claim.")
    return claim


def why_sealed(case: Case, actor: Actor, now: datetime) -> str | None:
    """Why the person cannot change the claim's content now; None when they can."""
    if not actor.may(Action.EDIT_CLAIMS):
        return "Your role does not let you edit claims."
    if (unknown := knows_the_answer(case, actor, Given(now=now))) is not None:
        return unknown
    if case.stage is Stage.QUEUED:
        return None
    if case.stage is Stage.CHECKING:
        return None if Role.EDITOR in actor.roles else held_by_actor(case, actor, Given(now=now))
    return say("A claim that is %(stage)s is sealed: it is changed by a new finding only.", stage=case.stage)
