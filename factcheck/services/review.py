"""The review in motion: every move of the table, whether a person makes it or the clock."""

from dataclasses import replace
from datetime import datetime

from factcheck.domain.errors import OutOfDate, Refused
from factcheck.domain.opinions import Drawn, never
from factcheck.domain.people import CLOCK, Action, Actor, Role
from factcheck.domain.review import Case, Given, Move, QueueFilters, Stage, has_role, opened, step
from factcheck.domain.sheets import ClaimRow, ClaimSheet, DraftSheet, FindingSheet
from factcheck.services import amending, arriving, blind, claims, drafts, leases, opinions, sheets, telling
from factcheck.services.effects import EFFECTS, Step, answer
from factcheck.store import claims as claim_rows
from factcheck.store import history, jobs
from factcheck.store import review as rows
from factcheck.store.tables import Claim
from factcheck.store.unit import Session, UnitOfWork


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
        leases.hold(uow, claim_id, actor, seen=seen)
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
        return leases.take_best(session, actor, filters, now)


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
        again = arriving.moved_already(session, claim_id, move, actor, given)
        raise again or arriving.stale(session, claim_id, actor, arriving.typed(given))
    # the version is claimed first: nobody starts a lease or moves the claim between looking and writing
    if not claim_rows.claim_version(session, claim_id, seen):
        raise arriving.stale(session, claim_id, actor, arriving.typed(given))
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
        drafts.keep(session, claim_id, actor, draft, here.now)


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


# --- The clock ------------------------------------------------------------------------------------


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
