"""Makes the frozen values that pages show out of second opinions, each as one person may see it."""

from datetime import datetime

from factcheck.domain.opinions import OpinionState
from factcheck.domain.people import Action, Actor
from factcheck.domain.sheets import FindingSheet, OpinionAnswerSheet, OpinionDraftSheet, OpinionLine, OpinionSheet
from factcheck.services import sheets
from factcheck.store import opinions as rows
from factcheck.store import people as person_rows
from factcheck.store.tables import Finding, Opinion, OpinionAnswer, OpinionDraft
from factcheck.store.unit import Session


def in_the_dark(session: Session, opinion: Opinion, actor: Actor) -> bool:
    """Whether the first answer is closed to this person."""
    return rows.is_open(opinion) and actor.id not in rows.readers(session, opinion.id or 0)


def of_claim(session: Session, claim_id: int, actor: Actor, now: datetime) -> OpinionLine | None:
    """The claim's opinion, None where nobody has asked for one."""
    found = rows.of_claim(session, claim_id)
    return line(session, found, actor, now) if found else None


def line(session: Session, opinion: Opinion, actor: Actor, now: datetime) -> OpinionLine:
    """The opinion in a list, as far as this person may see it."""
    finding = session.get_one(Finding, opinion.finding_id)
    answer = rows.answer(session, opinion.id or 0) if opinion.answered_at else None
    runs = opinion.lease_until is not None and opinion.lease_until > now
    return OpinionLine(
        id=opinion.id or 0,
        claim_id=opinion.claim_id,
        statement=finding.content["claim"]["statement"],
        claimant=finding.content["claim"]["claimant"],
        finding=finding.number,
        drawn=opinion.drawn,
        asked_by=_name(session, opinion.asked_by_id),
        asked_at=opinion.asked_at,
        state=_state(opinion, actor, runs=runs),
        holder=_name(session, opinion.holder_id) if runs else "",
        lease_until=opinion.lease_until if runs else None,
        may_give=in_the_dark(session, opinion, actor) and actor.may(Action.SECOND),
        closed_why=opinion.closed_why,
        verdict=answer.verdict if answer else None,
        differs=answer is not None and answer.verdict is not finding.verdict,
    )


def _state(opinion: Opinion, actor: Actor, *, runs: bool) -> OpinionState:
    if opinion.answered_at is not None:
        return OpinionState.ANSWERED
    if opinion.closed_at is not None:
        return OpinionState.CLOSED
    if not runs:
        return OpinionState.FREE
    return OpinionState.YOURS if opinion.holder_id == actor.id else OpinionState.TAKEN


def _name(session: Session, person_id: int | None) -> str:
    person = person_rows.by_id(session, person_id) if person_id else None
    return person.name if person else ""


def sheet(session: Session, opinion: Opinion, actor: Actor, now: datetime) -> OpinionSheet:
    """The opinion with everything in it that is open to this person."""
    told = line(session, opinion, actor, now)
    answer = rows.answer(session, opinion.id or 0)
    return OpinionSheet(
        line=told,
        fence=opinion.fence,
        draft=draft_sheet(rows.draft(session, opinion.id or 0, actor.id or 0)),
        first=None if in_the_dark(session, opinion, actor) else _first(session, opinion),
        answer=_answer_sheet(session, answer) if answer else None,
    )


def _first(session: Session, opinion: Opinion) -> FindingSheet:
    findings = sheets.finding_sheets(session, opinion.claim_id)
    number = session.get_one(Finding, opinion.finding_id).number
    return next(finding for finding in findings if finding.number == number)


def draft_sheet(row: OpinionDraft | None) -> OpinionDraftSheet:
    if row is None:
        return OpinionDraftSheet()
    return OpinionDraftSheet(row.verdict, row.rationale, row.grounds, row.saved_at, row.revision)


def _answer_sheet(session: Session, row: OpinionAnswer) -> OpinionAnswerSheet:
    content = row.content
    name = _name(session, row.person_id)
    return OpinionAnswerSheet(
        row.verdict, content["rationale"], content["grounds"], name, row.sent_at, row.content_hash
    )
