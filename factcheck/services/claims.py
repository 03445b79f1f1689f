"""Claims in lists and one by one, and every change a person makes to them, each with its way back."""

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from math import isfinite
from typing import Any

from factcheck.domain.claims import PlaceRole, Quotation, Span
from factcheck.domain.conditions import held_by_actor
from factcheck.domain.errors import Invalid, NotFound, OutOfDate, Refused
from factcheck.domain.evidence import Stance, evidence_rule
from factcheck.domain.jobs import FindReports
from factcheck.domain.people import Action, Actor, Role
from factcheck.domain.review import (
    Case,
    DismissReason,
    Given,
    Move,
    QueueFilters,
    Sort,
    Stage,
    open_moves,
    why_closed,
)
from factcheck.domain.sheets import ClaimRow, ClaimSheet, ClosedMove, QueueCounts, QueuePage
from factcheck.services import sheets
from factcheck.services.history import UNDOABLE, readable
from factcheck.store import articles as article_rows
from factcheck.store import claims as rows
from factcheck.store import evidence as evidence_rows
from factcheck.store import history, jobs
from factcheck.store import review as review_rows
from factcheck.store.tables import Claim, HistoryEntry, Place, Revision
from factcheck.store.unit import Session, UnitOfWork

STATEMENT_MOST = 2000
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
        by_stage = rows.stage_counts(session)
        done = review_rows.done_by(session, actor.id or 0, uow.now - timedelta(days=7))
    counts = QueueCounts(
        open=by_stage.get(Stage.QUEUED, 0),
        mine=len(mine),
        returned=sum(bool(row.claim.returned_note) for row in mine),
        submitted=by_stage.get(Stage.SUBMITTED, 0),
        done=done,
    )
    return QueuePage(tuple(shown), following, counts, tuple(sheets.claim_row(row) for row in mine))


def listed(
    uow: UnitOfWork, actor: Actor, filters: QueueFilters, *, cursor: str = "", limit: int = 50
) -> tuple[list[ClaimRow], str]:
    """Claims by the filters and the cursor of the next page (empty at the end). Invalid for a cursor not from here."""
    actor.require(Action.READ)
    size = min(max(limit, 1), PAGE_MOST)
    after = _read_cursor(cursor, filters.sort) if cursor else None
    with uow.reading() as session:
        found = rows.page(session, filters, actor.id, uow.now, after, size + 1)
    following = _cursor(rows.key_of(found[size - 1].claim, filters.sort)) if len(found) > size else ""
    return [sheets.claim_row(row) for row in found[:size]], following


def _cursor(key: tuple[Any, ...]) -> str:
    plain = json.dumps([part.isoformat() if isinstance(part, datetime) else part for part in key])
    return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def _read_cursor(cursor: str, sort: Sort) -> tuple[Any, ...]:
    wrong = Invalid("cursor", "cursor", "That page does not exist: start again from the first.")
    try:
        parts = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        *ranks, at, number = parts
        moment, claim_id = datetime.fromisoformat(at), int(number)
        in_utc = moment.astimezone(UTC)
        rank = tuple(float(part) for part in ranks)
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        raise wrong from error
    known = len(rank) == (sort is Sort.WORTH) and all(isfinite(part) for part in rank)
    if not known or moment.tzinfo is None or not 0 <= claim_id < NUMBER_MOST:
        raise wrong
    return (*rank, in_utc, claim_id)


def names_in_use(uow: UnitOfWork, actor: Actor) -> dict[str, list[str]]:
    """The outlets, claimants and topics there are, for the filter's suggestions."""
    actor.require(Action.READ)
    with uow.reading() as session:
        return {column: rows.names_in_use(session, column) for column in ("outlet", "claimant", "topic")}


# --- One claim ------------------------------------------------------------------------------------


def sheet(uow: UnitOfWork, claim_id: int, actor: Actor) -> ClaimSheet:
    """One claim as this person sees it, with the moves that are open to them now."""
    actor.require(Action.READ)
    with uow.reading() as session:
        return _sheet(session, claim_id, actor, uow.now)


def _sheet(session: Session, claim_id: int, actor: Actor, now: datetime) -> ClaimSheet:
    listed_row = rows.one(session, claim_id)
    if listed_row is None:
        raise NotFound("There is no such claim.")
    claim, case = listed_row.claim, sheets.case_of(session, listed_row.claim)
    places = rows.places(session, [claim_id])[claim_id]
    sources = sheets.source_sheets(session, claim_id)
    findings = sheets.finding_sheets(session, claim_id)
    public = [finding.number for finding in findings if finding.approval]
    voiding = review_rows.voiding(session, claim_id)
    closed = ((move, why_closed(case, move, actor, now)) for move in Move)
    backing = sheets.backing(sources)
    return ClaimSheet(
        row=sheets.claim_row(listed_row),
        version=claim.version,
        fence=claim.fence,
        span_text=places[0].span_text if places else "",
        quotation=claim.quotation,
        cue=claim.cue,
        chain=tuple(claim.chain),
        claimant_role=claim.claimant_role,
        said_date=claim.said_date,
        said_basis=claim.said_basis,
        places=tuple(sheets.place_sheet(place) for place in places),
        dismissed_because=_dismissed_because(claim),
        moves=tuple(open_moves(case, actor, now)),
        closed=tuple(ClosedMove(move, why) for move, why in closed if why is not None),
        may_edit=_why_sealed(case, actor, now) is None,
        sources=sources,
        supports=evidence_rule(Stance.SUPPORTS, backing),
        refutes=evidence_rule(Stance.REFUTES, backing),
        draft=sheets.draft_sheet(review_rows.draft(session, claim_id, actor.id or 0)),
        findings=findings,
        public_finding=public[-1] if public else None,
        void_note=voiding.public_note if voiding else "",
        public_url=f"/checks/{claim_id}" if public else "",
        history=tuple(readable(history.of(session, f"claim:{claim_id}"))),
        note_to_you=claim.returned_note if claim.assignee_id == actor.id else "",
    )


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


# --- Changing a claim -----------------------------------------------------------------------------


def _why_sealed(case: Case, actor: Actor, now: datetime) -> str | None:
    """Why the person cannot change the claim's content now; None when they can."""
    if not actor.may(Action.EDIT_CLAIMS):
        return "Your role does not let you edit claims."
    if case.stage is Stage.QUEUED:
        return None
    if case.stage is Stage.CHECKING:
        return None if Role.EDITOR in actor.roles else held_by_actor(case, actor, Given(now=now))
    return f"A claim that is {case.stage.value} is sealed: it is changed by a new finding only."


def under_change(
    session: Session, claim_id: int, actor: Actor, seen: int, now: datetime, yours: Mapping[str, Any]
) -> Claim:
    """The claim, if the person may change it and saw it as it is; its version is raised. Refused, OutOfDate."""
    actor.require(Action.EDIT_CLAIMS)
    claim = existing(session, claim_id)
    sealed = _why_sealed(sheets.case_of(session, claim), actor, now)
    if sealed is not None:
        raise Refused("sealed", sealed)
    if not rows.claim_version(session, claim_id, seen):
        session.refresh(claim)
        theirs = {"version": claim.version} | {field: _plain(getattr(claim, field, None)) for field in yours}
        raise OutOfDate("Somebody changed this claim while you did.", yours=yours, theirs=theirs)
    return claim


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value.value if isinstance(value, Quotation) else value


def _note(session: Session, claim: Claim, what: str, actor: Actor, now: datetime, data: dict[str, Any]) -> None:
    history.append(session, f"claim:{claim.id}", what, actor, now, data=data)
    jobs.signal(session, f"claim:{claim.id}", f"article:{claim.article_id}")


def add(
    uow: UnitOfWork,
    article_id: int,
    actor: Actor,
    *,
    fragments: Sequence[Sequence[int]],
    statement: str = "",
    claimant: str = "",
) -> ClaimSheet:
    """Add a claim that a person selected in the article's latest text."""
    actor.require(Action.EDIT_CLAIMS)
    with uow.writing() as session:
        article = article_rows.by_id(session, article_id)
        revision = article_rows.revision(session, article_id, article.revision) if article else None
        if article is None or revision is None:
            raise NotFound("There is no text to add a claim to.")
        span = _checked_span(fragments, revision)
        text = span.text_in(revision.text)
        claim = Claim(
            article_id=article_id,
            number=article_rows.next_number(session, article),
            statement=_checked_statement(statement or text),
            claimant=claimant.strip()[:200] or article.outlet,
            quotation=Quotation.NONE,
            chain=[article.outlet] if article.outlet else [],
            score=0.5,
            rank=-0.5,
            reasons=[f"added by {actor.name}"],
            kind="",
            stage=Stage.QUEUED,
            created_at=uow.now,
        )
        session.add(claim)
        session.flush()
        _place(session, claim, revision, span, PlaceRole.BODY)
        rows.index(session, claim, text)
        stages = (None, Stage.QUEUED.value)
        data = {"statement": claim.statement}
        history.append(session, f"claim:{claim.id}", "add", actor, uow.now, stages=stages, data=data)
        jobs.enqueue(session, FindReports, claim.id or 0, uow.now)
        jobs.signal(session, "queue", f"article:{article_id}")
    return sheet(uow, claim.id or 0, actor)


def _place(session: Session, claim: Claim, revision: Revision, span: Span, role: PlaceRole) -> None:
    fragments = [[start, end] for start, end in span.fragments]
    place = Place(claim_id=claim.id or 0, revision_id=revision.id or 0, role=role, fragments=fragments, span_text="")
    place.span_text = span.text_in(revision.text)
    session.add(place)


def _checked_span(fragments: Any, revision: Revision) -> Span:
    """The span, trimmed of blanks; Invalid when it is not a place in the text."""
    wrong = Invalid("fragments", "span", "Select a piece of the article's text.")
    try:
        pairs = [(int(start), int(end)) for start, end in fragments]
    except (TypeError, ValueError) as error:
        raise wrong from error
    if not Span(tuple(pairs)).fits(revision.text):
        raise wrong
    trimmed = tuple(pair for pair in (_trimmed(revision.text, *pair) for pair in pairs) if pair[0] < pair[1])
    if not trimmed:
        raise wrong
    return Span(trimmed)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


def _checked_statement(statement: str) -> str:
    plain = " ".join(statement.split())
    if not 3 <= len(plain) <= STATEMENT_MOST:
        raise Invalid("statement", "length", f"A statement has 3 to {STATEMENT_MOST} characters.")
    return plain


def _checked_quotation(value: Any) -> Quotation:
    try:
        return Quotation(value)
    except ValueError as error:
        raise Invalid("quotation", "quotation", "A quotation is direct, indirect, mixed or none.") from error


def _checked_day(value: Any) -> date | None:
    if value in (None, ""):
        return None
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError as error:
        raise Invalid("said_date", "date", "Give the day as year-month-day, for example 2026-03-14.") from error


def _checked_line(value: Any) -> str:
    return " ".join(str(value or "").split())[:200]


def _checked_chain(value: Any) -> list[str]:
    names = value if isinstance(value, list | tuple) else str(value or "").split(">")
    return [_checked_line(name) for name in names if _checked_line(name)][:10]


FIELDS = {
    "statement": lambda value: _checked_statement(str(value or "")),
    "claimant": _checked_line,
    "cue": _checked_line,
    "topic": _checked_line,
    "kind": _checked_line,
    "quotation": _checked_quotation,
    "said_date": _checked_day,
    "chain": _checked_chain,
}
"""What a person can correct, each with the check that its new value passes."""


def edit(uow: UnitOfWork, claim_id: int, actor: Actor, *, seen: int, changes: Mapping[str, Any]) -> ClaimSheet:
    """Correct fields of a claim; `fragments` moves its principal place. Invalid, Refused, OutOfDate."""
    unknown = sorted(changes.keys() - FIELDS.keys() - {"fragments"})
    if unknown:
        raise Invalid(unknown[0], "unknown_field", f"A claim has no {unknown[0]} that can be changed.")
    with uow.writing() as session:
        claim = under_change(session, claim_id, actor, seen, uow.now, changes)
        done = _apply(session, claim, changes)
        if done:
            _note(
                session, claim, "edit", actor, uow.now, {"changes": done, "revision": _revision_of(session, claim_id)}
            )
            _look_again(session, claim, done, uow.now)
    return sheet(uow, claim_id, actor)


def _look_again(session: Session, claim: Claim, changed: Mapping[str, Any], now: datetime) -> None:
    """What was found answers the old words: search with the new ones, and compare the known pages with them."""
    if "statement" not in changed:
        return
    for lead in evidence_rows.leads(session, claim.id or 0):
        lead.done = lead.done and bool(lead.problem)
    jobs.enqueue(session, FindReports, claim.id or 0, now)


def _apply(session: Session, claim: Claim, changes: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Set the new values and return field -> [before, after] of what really changed."""
    done: dict[str, list[Any]] = {}
    for field in sorted(changes.keys() & FIELDS.keys()):
        before, after = getattr(claim, field), FIELDS[field](changes[field])
        if before != after:
            done[field] = [_plain(before), _plain(after)]
            setattr(claim, field, after)
    place = rows.places(session, [claim.id or 0])[claim.id or 0][0]
    if "fragments" in changes:
        done |= _move_place(session, place, changes["fragments"])
    rows.index(session, claim, place.span_text)
    return done


def _revision_of(session: Session, claim_id: int) -> int:
    """The text in which the claim's principal place counts its offsets."""
    return rows.places(session, [claim_id])[claim_id][0].revision_id


def _move_place(session: Session, place: Place, fragments: Any) -> dict[str, list[Any]]:
    revision = article_rows.revision_by_id(session, place.revision_id)
    span = _checked_span(fragments, revision)
    before = place.fragments
    after = [[start, end] for start, end in span.fragments]
    if before == after:
        return {}
    place.fragments, place.span_text, place.placed = after, span.text_in(revision.text), True
    return {"fragments": [before, after]}


def split(uow: UnitOfWork, claim_id: int, actor: Actor, *, seen: int, at: int) -> ClaimSheet:
    """Cut the claim's principal place at a code point of the text: a second claim gets what comes after."""
    with uow.writing() as session:
        claim = under_change(session, claim_id, actor, seen, uow.now, {"at": at})
        place = rows.places(session, [claim_id])[claim_id][0]
        revision = article_rows.revision_by_id(session, place.revision_id)
        first, second = _cut(place.fragments, at)
        if not first or not second:
            raise Invalid("at", "outside", "Put the cut inside the claim's words.")
        rest = _checked_span(second, revision)
        new = _sibling(session, claim, revision, rest, place.role, actor, uow.now)
        changes: dict[str, Any] = {"fragments": first}
        changes["statement"] = _checked_span(first, revision).text_in(revision.text)
        done = _apply(session, claim, changes)
        data = {"changes": done, "new_claim": new.id, "revision": place.revision_id}
        _note(session, claim, "split", actor, uow.now, data)
        _look_again(session, claim, done, uow.now)
        jobs.signal(session, "queue")
    return sheet(uow, claim_id, actor)


def _cut(fragments: list[list[int]], at: int) -> tuple[list[list[int]], list[list[int]]]:
    first = [[start, min(end, at)] for start, end in fragments if start < at]
    second = [[max(start, at), end] for start, end in fragments if end > at]
    return first, second


def _sibling(
    session: Session, claim: Claim, revision: Revision, span: Span, role: PlaceRole, actor: Actor, now: datetime
) -> Claim:
    article = article_rows.by_id(session, claim.article_id)
    if article is None:
        raise NotFound("The article of this claim is not there.")
    text = span.text_in(revision.text)
    kept = ("article_id", "claimant", "claimant_role", "cue", "quotation", "chain", "said_date", "said_basis", "kind")
    new = Claim(
        **{field: getattr(claim, field) for field in kept},
        number=article_rows.next_number(session, article),
        statement=_checked_statement(text),
        checkworthy=claim.checkworthy,
        score=claim.score,
        rank=claim.rank,
        reasons=list(claim.reasons),
        topic=claim.topic,
        stage=Stage.QUEUED,
        created_at=now,
    )
    session.add(new)
    session.flush()
    _place(session, new, revision, span, role)
    rows.index(session, new, text)
    stages = (None, Stage.QUEUED.value)
    data = {"split_from": claim.id, "statement": new.statement}
    history.append(session, f"claim:{new.id}", "split off", actor, now, stages=stages, data=data)
    jobs.enqueue(session, FindReports, new.id or 0, now)
    return new


def merge(uow: UnitOfWork, claim_id: int, actor: Actor, *, seen: int, into: int) -> ClaimSheet:
    """Join a claim to another of the same article that says the same; the other one gains its places and stays."""
    with uow.writing() as session:
        claim = under_change(session, claim_id, actor, seen, uow.now, {"into": into})
        other = rows.by_id(session, into)
        if other is None or other.id == claim.id or other.article_id != claim.article_id:
            raise Invalid("into", "other_claim", "Choose another claim of the same article.")
        _open_places(session, other, "sealed", "The other claim is", actor, uow.now)
        if rows.public_finding(session, claim_id) is not None:
            raise Refused("nothing_public", "This claim has a published check: void it instead.")
        copies = [
            Place(
                claim_id=into, revision_id=place.revision_id, role=place.role, fragments=place.fragments,
                span_text=place.span_text, placed=place.placed,
            )
            for place in rows.places(session, [claim_id])[claim_id]
        ]  # fmt: skip
        session.add_all(copies)
        session.flush()
        before = claim.stage.value
        _end_as_duplicate(claim, into)
        data = {"into": into, "places": [place.id for place in copies], "changes": {}}
        stages = (before, Stage.DISMISSED.value)
        history.append(session, f"claim:{claim_id}", "merge", actor, uow.now, stages=stages, data=data)
        _note(session, other, "merged in", actor, uow.now, {"claim": claim_id})
        jobs.signal(session, "queue")
    return sheet(uow, into, actor)


def _open_places(session: Session, other: Claim, rule: str, named: str, actor: Actor, now: datetime) -> None:
    """Make sure that the person may change the other claim's places too, and raise its version."""
    if other.stage not in {Stage.QUEUED, Stage.CHECKING}:
        raise Refused(rule, f"{named} {other.stage.value}: its places are sealed.")
    sealed = _why_sealed(sheets.case_of(session, other), actor, now)
    if sealed is not None:
        raise Refused(rule, sealed)
    if not rows.claim_version(session, other.id or 0, other.version):
        raise OutOfDate("Somebody changed the other claim meanwhile.", yours={}, theirs={"claim": other.id})
    session.refresh(other)


def _end_as_duplicate(claim: Claim, of: int) -> None:
    claim.dismiss_reason, claim.duplicate_of = DismissReason.DUPLICATE, of
    claim.stage, claim.assignee_id, claim.lease_until = Stage.DISMISSED, None, None


# --- Undoing --------------------------------------------------------------------------------------


def undo(uow: UnitOfWork, claim_id: int, actor: Actor, *, seen: int, seq: int) -> ClaimSheet:
    """Take back the newest entry of the claim's history, if it is an edit, a split, a merge or an addition."""
    actor.require(Action.EDIT_CLAIMS)
    with uow.writing() as session:
        claim = existing(session, claim_id)
        entry = history.of(session, f"claim:{claim_id}")[-1]
        if entry.seq != seq or entry.what not in UNDOABLE:
            raise Refused(
                "undo", "Only the newest change can be undone, and only an edit, a split, a merge or an addition."
            )
        if not rows.claim_version(session, claim_id, seen):
            raise OutOfDate("Somebody changed this claim meanwhile.", yours={}, theirs={"version": claim.version})
        sealed = None if entry.what == "merge" else _why_sealed(sheets.case_of(session, claim), actor, uow.now)
        if sealed is not None:
            raise Refused("sealed", sealed)
        before = claim.stage.value
        UNDO[entry.what](session, claim, entry, actor, uow.now)
        _look_again(session, claim, entry.data.get("changes", {}), uow.now)
        stages = (before, claim.stage.value)
        data = {"undoes": seq}
        history.append(session, f"claim:{claim_id}", f"undo {entry.what}", actor, uow.now, stages=stages, data=data)
        jobs.signal(session, "queue", f"claim:{claim_id}", f"article:{claim.article_id}")
    return sheet(uow, claim_id, actor)


def _undo_edit(session: Session, claim: Claim, entry: HistoryEntry, actor: Actor, now: datetime) -> None:
    changes = entry.data["changes"]
    if "fragments" in changes and entry.data["revision"] != _revision_of(session, claim.id or 0):
        raise Refused("undo", "The article has a new text since: select the claim's words in it instead.")
    _apply(session, claim, {field: pair[0] for field, pair in changes.items()})


def _undo_split(session: Session, claim: Claim, entry: HistoryEntry, actor: Actor, now: datetime) -> None:
    new = existing(session, entry.data["new_claim"])
    if new.stage is not Stage.QUEUED or not rows.claim_version(session, new.id or 0, 1):
        raise Refused("undo", "The claim that was split off has been worked on: merge it instead.")
    session.refresh(new)
    _undo_edit(session, claim, entry, actor, now)
    _end_as_duplicate(new, claim.id or 0)
    stages = (Stage.QUEUED.value, Stage.DISMISSED.value)
    history.append(session, f"claim:{new.id}", "undo split", actor, now, stages=stages, data={"claim": claim.id})


def _undo_merge(session: Session, claim: Claim, entry: HistoryEntry, actor: Actor, now: datetime) -> None:
    other = existing(session, entry.data["into"])
    _open_places(session, other, "undo", "The claim it was merged into is", actor, now)
    for place_id in entry.data["places"]:
        place = session.get(Place, place_id)
        if place is not None:
            session.delete(place)
    claim.dismiss_reason, claim.duplicate_of, claim.stage = None, None, Stage.QUEUED
    _note(session, other, "undo merge", actor, now, {"claim": claim.id})


def _undo_add(session: Session, claim: Claim, entry: HistoryEntry, actor: Actor, now: datetime) -> None:
    if claim.stage is not Stage.QUEUED:
        raise Refused("undo", f"The claim is {claim.stage.value} already: dismiss it instead.")
    claim.dismiss_reason, claim.stage = DismissReason.NOT_NEWSWORTHY, Stage.DISMISSED


UNDO = {"edit": _undo_edit, "split": _undo_split, "merge": _undo_merge, "add": _undo_add}
