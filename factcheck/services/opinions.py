"""Second opinions: who asks for them, what the review does to them, and where two answers differ."""

from datetime import datetime
from typing import Any

from factcheck.domain.dashboard import window
from factcheck.domain.errors import NotFound, Refused, WrongStage
from factcheck.domain.opinions import THE_DRAW, Drawn
from factcheck.domain.people import Action, Actor
from factcheck.domain.review import Case, Move, Stage
from factcheck.domain.sheets import Disagreement, OpinionLine, OpinionSheet
from factcheck.services import blind, claims, opinion_sheets, sheets, telling
from factcheck.store import claims as claim_rows
from factcheck.store import history, jobs
from factcheck.store import opinions as rows
from factcheck.store import review as review_rows
from factcheck.store.tables import Claim, Finding, Opinion
from factcheck.store.unit import Session, UnitOfWork, alone

LISTED_MOST = 100

WITHOUT = {
    Stage.APPROVED: "approved without it",
    Stage.DISMISSED: "the claim was dismissed",
    Stage.VOIDED: "the check was voided",
}
"""The stages in which nobody waits for an opinion any more, and why it is closed then."""

BY_AN_EDITOR = "an editor went on without it"


# --- Asking ---------------------------------------------------------------------------------------


def draw(session: Session, claim: Claim, case: Case, now: datetime, drawn: Drawn) -> None:
    """After a finding was sent: ask for a second opinion if the claim is drawn, and for the first time only.

    What is published can be read by everybody, and what an editor has sent back is not the first answer any more.
    """
    claim_id = claim.id or 0
    is_first = rows.of_claim(session, claim_id) is None and not rows.judged(session, claim_id, 1)
    if case.public_verdict is None and is_first and drawn(claim_id):
        _ask_beside(session, claim, _latest(session, claim_id), None, now)


def ask(uow: UnitOfWork, claim_id: int, actor: Actor) -> OpinionLine:
    """Ask for a second opinion on a submitted finding. Who asks has seen the first answer and gives no second."""
    actor.require(Action.ASK_SECOND)
    with uow.writing() as session:
        alone(session, f"claim:{claim_id}")
        claim = claims.existing(session, claim_id)
        case = sheets.case_of(session, claim)
        if case.stage is not Stage.SUBMITTED:
            raise WrongStage("A second opinion is asked for while the first answer waits for approval.")
        if case.public_verdict is not None:
            raise Refused("public", "This claim has a published check that anybody can read: nobody would be blind.")
        if rows.of_claim(session, claim_id) is not None:
            raise Refused("asked", "A second opinion on this claim has been asked for already.")
        opinion = _ask_beside(session, claim, _latest(session, claim_id), actor, uow.now)
        return opinion_sheets.line(session, opinion, actor, uow.now)


def _ask_beside(session: Session, claim: Claim, finding: Finding, by: Actor | None, now: datetime) -> Opinion:
    claim_id = claim.id or 0
    opinion = Opinion(claim_id=claim_id, finding_id=finding.id or 0, drawn=by is None, asked_at=now)
    opinion.asked_by_id = by.id if by else None
    session.add(opinion)
    session.flush()
    known = _authors(session, claim_id) | rows.attached_by(session, claim_id) | rows.looked_at_it(session, claim_id)
    worked = history.hands_besides(session, f"claim:{claim_id}", blind.TOLD)
    _let_read(session, opinion, known | worked | {claim.assignee_id, opinion.asked_by_id}, now)
    data = {"opinion": opinion.id, "finding": finding.number, "drawn": opinion.drawn}
    note(session, opinion, "ask opinion", by or THE_DRAW, now, data)
    telling.of_opinion_wanted(session, claim, opinion, by or THE_DRAW, now)
    return opinion


def _authors(session: Session, claim_id: int) -> set[int | None]:
    findings = [finding.id or 0 for finding in review_rows.findings(session, claim_id)]
    return {person for of in review_rows.authors(session, findings).values() for person, _ in of}


def _let_read(session: Session, opinion: Opinion, people: set[int | None], now: datetime) -> None:
    rows.let_read(session, opinion.id or 0, [person for person in people if person is not None], now)


def _latest(session: Session, claim_id: int) -> Finding:
    finding = review_rows.latest_finding(session, claim_id)
    if finding is None:
        raise NotFound("There is no answer yet beside which a second could stand.")
    return finding


# --- What the review does to it -------------------------------------------------------------------


def follow(session: Session, claim: Claim, move: Move, actor: Actor, now: datetime) -> None:
    """Carry a move over to the open opinion: it ends with the claim, and a new holder knows the first answer."""
    opinion = rows.of_claim(session, claim.id or 0)
    if opinion is None or not rows.is_open(opinion):
        return
    if claim.stage in WITHOUT:
        _close(session, opinion, actor, now, WITHOUT[claim.stage])
        return
    if move is Move.SUBMIT:
        _stand_beside_newest(session, opinion, now)
    _let_read(session, opinion, {claim.assignee_id}, now)


def _stand_beside_newest(session: Session, opinion: Opinion, now: datetime) -> None:
    """An answer that its author took back and sent anew counts as the first, unless an editor judged the old one or
    somebody has begun to answer beside it."""
    latest, old = _latest(session, opinion.claim_id), session.get_one(Finding, opinion.finding_id)
    untouched = opinion.holder_id is None and not rows.judged(session, opinion.claim_id, old.number)
    if untouched:
        opinion.finding_id = latest.id or 0
    _let_read(session, opinion, _authors(session, opinion.claim_id), now)


def holder_knows(session: Session, claim_id: int, actor: Actor, now: datetime) -> None:
    """Who takes a claim of which an opinion is open sees what was answered before."""
    opinion = rows.of_claim(session, claim_id)
    if opinion is not None and rows.is_open(opinion):
        _let_read(session, opinion, {actor.id}, now)


def read(uow: UnitOfWork, opinion_id: int, actor: Actor) -> int:
    """Open the first answer to an editor, who then cannot give the second; returns the claim."""
    actor.require(Action.ASK_SECOND)
    with uow.writing() as session:
        alone(session, f"opinion:{opinion_id}")
        opinion = existing(session, opinion_id)
        if rows.is_open(opinion) and actor.id not in rows.readers(session, opinion_id):
            rows.release(session, opinion_id, actor.id or 0)
            _let_read(session, opinion, {actor.id}, uow.now)
            note(session, opinion, "read answer", actor, uow.now, {"opinion": opinion_id})
        return opinion.claim_id


def close(uow: UnitOfWork, opinion_id: int, actor: Actor) -> int:
    """Go on without the opinion; the first answer is open to everybody then. Returns the claim."""
    actor.require(Action.ASK_SECOND)
    with uow.writing() as session:
        opinion = existing(session, opinion_id)
        if not _close(session, opinion, actor, uow.now, BY_AN_EDITOR):
            raise Refused("closed", "This opinion is not waited for any more.")
        return opinion.claim_id


def _close(session: Session, opinion: Opinion, actor: Actor, now: datetime, why: str) -> bool:
    if not rows.close(session, opinion.id or 0, now, why):
        return False
    note(session, opinion, "close opinion", actor, now, {"opinion": opinion.id}, why)
    return True


# --- Looking --------------------------------------------------------------------------------------


def sheet(uow: UnitOfWork, opinion_id: int, actor: Actor) -> OpinionSheet:
    """One opinion as this person may see it."""
    actor.require(Action.READ)
    with uow.reading() as session:
        return opinion_sheets.sheet(session, existing(session, opinion_id), actor, uow.now)


def waiting(uow: UnitOfWork, actor: Actor, *, limit: int = LISTED_MOST) -> list[OpinionLine]:
    """The open opinions that this person could give: their own first, then the longest waiting."""
    actor.require(Action.READ)
    if not actor.may(Action.SECOND):
        return []
    with uow.reading() as session:
        found = rows.waiting_for(session, actor.id or 0, limit)
        return [opinion_sheets.line(session, opinion, actor, uow.now) for opinion in found]


def differing(uow: UnitOfWork, actor: Actor, *, days: int) -> list[Disagreement]:
    """Where the two answers of the last `days` days differ, the newest first. Invalid for days that are no choice."""
    actor.require(Action.ASK_SECOND)
    since = window(days, uow.now).since
    with uow.reading() as session:
        found = rows.differing(session, since, LISTED_MOST)
        now = {row.claim.id: row for row in claim_rows.many(session, [both.opinion.claim_id for both in found])}
        return [
            Disagreement(
                opinion_id=both.opinion.id or 0,
                claim_id=both.opinion.claim_id,
                statement=both.finding.content["claim"]["statement"],
                drawn=both.opinion.drawn,
                first=both.finding.verdict,
                first_by=_names(session, both.finding),
                second=both.answer.verdict,
                second_by=both.name,
                at=both.answer.sent_at,
                stage=now[both.opinion.claim_id].claim.stage,
                verdict_now=sheets.claim_row(now[both.opinion.claim_id]).verdict,
            )
            for both in found
        ]


def existing(session: Session, opinion_id: int) -> Opinion:
    """The row of an opinion. NotFound."""
    opinion = rows.by_id(session, opinion_id)
    if opinion is None:
        raise NotFound("There is no such opinion.")
    return opinion


def note(
    session: Session, opinion: Opinion, what: str, actor: Actor, now: datetime, data: dict[str, Any], note: str = ""
) -> None:
    """Write what happened to an opinion into its claim's history, and tell people and pages."""
    history.append(session, f"claim:{opinion.claim_id}", what, actor, now, note=note, data=data)
    telling.settle(session, session.get_one(Claim, opinion.claim_id), actor, now)
    jobs.signal(session, "queue", f"claim:{opinion.claim_id}")


def _names(session: Session, finding: Finding) -> str:
    return ", ".join(name for _, name in review_rows.authors(session, [finding.id or 0])[finding.id or 0])
