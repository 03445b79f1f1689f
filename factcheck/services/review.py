"""The review in motion: taking, leases, drafts, and every move of the table."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from factcheck.domain.errors import Arrived, OutOfDate, Refused
from factcheck.domain.opinions import Drawn, never
from factcheck.domain.people import CLOCK, Action, Actor, Role
from factcheck.domain.review import LEASE, Case, DismissReason, Given, Move, QueueFilters, Stage, has_role, opened, step
from factcheck.domain.sheets import ClaimRow, ClaimSheet, DraftSheet, FindingSheet
from factcheck.services import amending, arriving, blind, claims, opinions, sheets, telling
from factcheck.services.effects import EFFECTS, TEXT_MOST, Step, answer
from factcheck.store import claims as claim_rows
from factcheck.store import history, jobs
from factcheck.store import queue as queue_rows
from factcheck.store import review as rows
from factcheck.store.tables import Claim, Draft
from factcheck.store.unit import Session, UnitOfWork

# --- Taking and leases ----------------------------------------------------------------------------


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
        return _take_best(session, actor, filters, now)


def _take_best(session: Session, actor: Actor, filters: QueueFilters, now: datetime) -> int | None:
    wanted = replace(filters, stage=Stage.QUEUED, mine=False, unworthy=False)
    claim_id = queue_rows.take_next(session, wanted, actor.id or 0, now, now + LEASE)
    if claim_id is not None:
        _note_taken(session, claim_id, actor, now)
    return claim_id


def take(uow: UnitOfWork, claim_id: int, actor: Actor, *, seen: int) -> ClaimSheet:
    """Take one queued claim. OutOfDate when somebody was faster."""
    _take(uow, claim_id, actor, seen)
    return claims.sheet(uow, claim_id, actor)


def _take(uow: UnitOfWork, claim_id: int, actor: Actor, seen: int) -> None:
    now = uow.now
    with uow.writing() as session:
        claim = claims.existing(session, claim_id)
        step(sheets.case_of(session, claim), Move.TAKE, actor)
        meant = blind.meant(session, claim, actor, seen)
        if claim_rows.take(session, claim_id, meant, actor.id or 0, now + LEASE) is None:
            raise stale(session, claim_id, actor, {"move": "take"})
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


def lapse_all(uow: UnitOfWork) -> int:
    """The clock gives back every claim whose lease has run out; returns how many."""
    now = uow.now
    with uow.reading() as session:
        over = [(claim.id or 0, claim.version) for claim in claim_rows.lapsed(session, now)]
    for claim_id, version in over:
        try:
            with uow.writing() as session:
                _carry_out(session, claim_id, Move.LAPSE, CLOCK, version, Given(), now)
        except (OutOfDate, Refused):
            continue  # its holder was faster: renewed, sent or gave it back meanwhile
    return len(over)


# --- Drafts ---------------------------------------------------------------------------------------


def save_draft(uow: UnitOfWork, claim_id: int, actor: Actor, *, draft: DraftSheet) -> DraftSheet:
    """Keep what a person has typed, whether or not they still hold the claim.

    OutOfDate with both texts when a newer draft of the same person is there (a second window).
    """
    actor.require(Action.EDIT_CLAIMS)
    with uow.writing() as session:
        claims.existing(session, claim_id)
        return _keep_draft(session, claim_id, actor, draft, uow.now)


def _keep_draft(session: Session, claim_id: int, actor: Actor, draft: DraftSheet, now: datetime) -> DraftSheet:
    """Write the draft over the one that was seen; the same words that have come already count as seen."""
    row = Draft(claim_id=claim_id, person_id=actor.id or 0, saved_at=now)
    row.verdict, row.rationale = draft.verdict, draft.rationale[:TEXT_MOST]
    row.tried, row.override = draft.tried[:TEXT_MOST], draft.override[:TEXT_MOST]
    known = rows.draft(session, claim_id, actor.id or 0)
    if known is None:
        row.revision = 1
        session.add(row)
        return sheets.draft_sheet(row)
    if rows.replace_draft(session, row, draft.revision):
        row.revision = draft.revision + 1
        return sheets.draft_sheet(row)
    theirs = sheets.draft_sheet(known)
    if _draft_words(theirs) != _draft_words(replace(sheets.draft_sheet(row), revision=known.revision)):
        message = "A newer draft of yours is there, from another window."
        raise OutOfDate(message, yours=_draft_words(draft), theirs=_draft_words(theirs))
    return theirs


def _draft_words(draft: DraftSheet) -> dict[str, Any]:
    verdict = draft.verdict.value if draft.verdict else ""
    words = {"verdict": verdict, "rationale": draft.rationale, "tried": draft.tried, "override": draft.override}
    return words | {"revision": draft.revision}


# --- Moves ----------------------------------------------------------------------------------------


def move(
    uow: UnitOfWork, claim_id: int, move: Move, actor: Actor, *, seen: int, given: Given, drawn: Drawn = never
) -> ClaimSheet:
    """Carry out one move of the review table and show the claim as it stands then; see `carry_out`."""
    carry_out(uow, claim_id, move, actor, seen=seen, given=given, drawn=drawn)
    return claims.sheet(uow, claim_id, actor)


def carry_out(
    uow: UnitOfWork, claim_id: int, move: Move, actor: Actor, *, seen: int, given: Given, drawn: Drawn = never
) -> None:
    """Carry out one move of the review table and write it into the claim's history.

    `seen` is the version the person had on screen: if the claim has changed since, OutOfDate. `drawn` says which claims
    go to a second checker once they are sent.
    """
    if move is Move.TAKE:
        _take(uow, claim_id, actor, seen)
    else:
        now = uow.now
        with uow.writing() as session:
            _carry_out(session, claim_id, move, actor, seen, given, now, drawn)


def submit_and_take_next(
    uow: UnitOfWork,
    claim_id: int,
    actor: Actor,
    filters: QueueFilters,
    *,
    seen: int,
    given: Given,
    drawn: Drawn = never,
) -> int | None:
    """Send an answer and give the person the next claim; None when the queue has none for these filters.

    Both or neither, and the disk is waited for once.
    """
    now = uow.now
    with uow.writing() as session:
        _carry_out(session, claim_id, Move.SUBMIT, actor, seen, given, now, drawn)
        step(Case(stage=Stage.QUEUED), Move.TAKE, actor)
        return _take_best(session, actor, filters, now)


def _carry_out(
    session: Session,
    claim_id: int,
    move: Move,
    actor: Actor,
    seen: int,
    given: Given,
    now: datetime,
    drawn: Drawn = never,
) -> None:
    given = replace(given, now=now)
    claim = claims.existing(session, claim_id)
    seen = blind.meant(session, claim, actor, seen)
    if claim.version != seen:
        again = _arrived(session, claim_id, move, actor, given)
        raise again or stale(session, claim_id, actor, _typed(given))
    # the version is claimed first: nobody starts a lease or moves the claim between looking and writing
    if not claim_rows.claim_version(session, claim_id, seen):
        raise stale(session, claim_id, actor, _typed(given))
    session.refresh(claim)
    case = sheets.case_of(session, claim)
    opened(case, move, actor, given)  # before anything of the claim is touched: a refusal must not tell of sources
    here = Step(session, claim, case, actor, _completed(session, claim, move, actor, given, now), now)
    to = step(case, move, actor, here.given)
    claim.stage, claim.lease_until, claim.assignee_id = to, None, None
    data = EFFECTS[move](here)
    opinions.follow(session, claim, move, actor, here.now)
    note = given.public_note if move is Move.VOID else given.note
    stages = (case.stage.value, to.value)
    subject = f"claim:{claim_id}"
    seq = history.append(session, subject, move.value, actor, here.now, stages=stages, note=note, data=data)
    telling.of_move(session, claim, move, case, actor, seq, here.now)
    if move is Move.SUBMIT:
        _answer_as_draft(session, claim_id, actor, here)
        opinions.draw(session, claim, case, here.now, drawn)
    people = {case.assignee, claim.assignee_id} - {None}
    jobs.signal(session, "queue", f"claim:{claim_id}", *(f"person:{person}" for person in people))


def _answer_as_draft(session: Session, claim_id: int, actor: Actor, here: Step) -> None:
    """What is sent is the person's draft too, for when they withdraw it: a page need not save it first."""
    given = here.given
    if given.draft is not None:
        draft = DraftSheet(given.verdict, given.rationale, given.tried, given.override, revision=given.draft)
        _keep_draft(session, claim_id, actor, draft, here.now)


def _completed(session: Session, claim: Claim, move: Move, actor: Actor, given: Given, now: datetime) -> Given:
    """What the service adds to what the person gave: the sources behind an answer, and whether an amendment changes it.

    An amendment changes wording and sources first, so that the evidence rule looks at those that it leaves. A refusal
    takes all of it back.
    """
    if move is Move.SUBMIT:
        return replace(given, backing=sheets.backing(sheets.source_sheets(session, claim.id or 0)))
    if move is Move.AMEND and has_role(actor, Role.EDITOR):
        elsewhere = amending.carry_out(session, claim, given.amendment, actor, now)
        latest = rows.latest_finding(session, claim.id or 0)
        changed = latest is not None and any(latest.content[field] != value for field, value in answer(given).items())
        backing = sheets.backing(sheets.source_sheets(session, claim.id or 0))
        return replace(given, backing=backing, changed=changed or elsewhere)
    return given


def _typed(given: Given) -> dict[str, Any]:
    """The person's own words, to be given back to them when the claim has moved on."""
    return answer(given) | {"note": given.note, "public_note": given.public_note}


def _arrived(session: Session, claim_id: int, move: Move, actor: Actor, given: Given) -> Arrived | None:
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
    return Arrived("That had reached the desk already: it was done once.", yours=_typed(given), theirs=theirs)


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


# --- For the editor -------------------------------------------------------------------------------


def since_last_seen(uow: UnitOfWork, claim_id: int, actor: Actor) -> tuple[FindingSheet | None, FindingSheet | None]:
    """(the finding this editor judged last, else the one before the latest; the latest finding)."""
    actor.require(Action.READ)
    with uow.reading() as session:
        claims.existing(session, claim_id)
        findings = () if blind.is_closed(session, claim_id, actor) else sheets.finding_sheets(session, claim_id)
        looked = rows.looked_at(session, claim_id, actor.id or 0)
    if not findings:
        return None, None
    latest = findings[-1]
    earlier = [finding for finding in findings[:-1] if not looked or finding.number <= looked]
    return (earlier[-1] if earlier else None), latest


def waiting(uow: UnitOfWork, actor: Actor, *, limit: int = 200) -> list[ClaimRow]:
    """What waits for an editor, the longest waiting first."""
    actor.require(Action.READ)
    with uow.reading() as session:
        found = [sheets.claim_row(row) for row in claim_rows.submitted(session, limit)]
        return blind.rows_for(session, found, actor)
