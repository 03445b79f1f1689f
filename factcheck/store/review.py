"""Drafts, findings, approvals, voidings, and who has looked at which finding."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import CursorResult, delete, func, select, update
from sqlmodel import Session, col

from factcheck.store.tables import Approval, Claim, Draft, Finding, FindingAuthor, Look, Person, SourceTick, Voiding


def draft(session: Session, claim_id: int, person_id: int) -> Draft | None:
    return session.get(Draft, (claim_id, person_id))


def replace_draft(session: Session, row: Draft, seen: int) -> bool:
    """Write the draft over the one that was seen; False when a newer one is there."""
    mine = (
        update(Draft)
        .where(col(Draft.claim_id) == row.claim_id, col(Draft.person_id) == row.person_id, col(Draft.revision) == seen)
        .values(
            verdict=row.verdict,
            rationale=row.rationale,
            tried=row.tried,
            override=row.override,
            saved_at=row.saved_at,
            revision=seen + 1,
        )
    )
    result = session.execute(mine)
    return isinstance(result, CursorResult) and result.rowcount == 1


def findings(session: Session, claim_id: int) -> list[Finding]:
    found = select(Finding).where(col(Finding.claim_id) == claim_id)
    return list(session.scalars(found.order_by(col(Finding.number))))


def latest_finding(session: Session, claim_id: int) -> Finding | None:
    found = select(Finding).where(col(Finding.claim_id) == claim_id)
    return session.scalars(found.order_by(col(Finding.number).desc()).limit(1)).first()


def authors(session: Session, finding_ids: Sequence[int]) -> dict[int, list[tuple[int, str]]]:
    """(person, name) of the authors of each finding."""
    held: dict[int, list[tuple[int, str]]] = {finding_id: [] for finding_id in finding_ids}
    rows = session.execute(
        select(col(FindingAuthor.finding_id), col(Person.id), col(Person.name))
        .join(Person, col(Person.id) == col(FindingAuthor.person_id))
        .where(col(FindingAuthor.finding_id).in_(finding_ids))
        .order_by(col(FindingAuthor.finding_id), col(Person.id))
    )
    for finding_id, person_id, name in rows:
        held[finding_id].append((person_id, name))
    return held


def authors_waiting(session: Session, claim_ids: Sequence[int]) -> dict[int, list[tuple[int, str]]]:
    """(person, name) of the authors of the latest finding of each of these claims."""
    held: dict[int, list[tuple[int, str]]] = {}
    rows = session.execute(
        select(col(Claim.id), col(Person.id), col(Person.name))
        .join(Finding, (col(Finding.claim_id) == col(Claim.id)) & (col(Finding.number) == col(Claim.findings)))
        .join(FindingAuthor, col(FindingAuthor.finding_id) == col(Finding.id))
        .join(Person, col(Person.id) == col(FindingAuthor.person_id))
        .where(col(Claim.id).in_(claim_ids))
        .order_by(col(Claim.id), col(Person.id))
    )
    for claim_id, person_id, name in rows:
        held.setdefault(claim_id, []).append((person_id, name))
    return held


def approvals(session: Session, claim_id: int) -> dict[int, tuple[Approval, str]]:
    """The approval of each approved finding of the claim, with the approver's name."""
    found = select(Approval, col(Person.name)).join(Person, col(Person.id) == col(Approval.approver_id))
    rows = session.execute(found.where(col(Approval.claim_id) == claim_id).order_by(col(Approval.id)))
    return {approval.finding_id: (approval, name) for approval, name in rows}


def voiding(session: Session, claim_id: int) -> Voiding | None:
    return session.get(Voiding, claim_id)


def looked_at(session: Session, claim_id: int, person_id: int) -> int:
    """The number of the finding this person saw last; 0 when none."""
    look = session.get(Look, (claim_id, person_id))
    return look.finding if look else 0


def remember_look(session: Session, claim_id: int, person_id: int, finding: int) -> None:
    session.merge(Look(claim_id=claim_id, person_id=person_id, finding=finding))


def ticks(session: Session, claim_id: int, person_id: int) -> dict[int, str]:
    """The digest that each ticked source of the claim had when this person ticked it."""
    found = select(col(SourceTick.source_id), col(SourceTick.digest))
    rows = session.execute(found.where(col(SourceTick.claim_id) == claim_id, col(SourceTick.person_id) == person_id))
    return {row[0]: row[1] for row in rows}


def forget_tick(session: Session, source_id: int, person_id: int) -> None:
    mine = col(SourceTick.source_id) == source_id, col(SourceTick.person_id) == person_id
    session.execute(delete(SourceTick).where(*mine))


def done_by(session: Session, person_id: int, since: datetime) -> int:
    """How many claims this person has submitted findings for since then."""
    found = select(func.count(func.distinct(col(Finding.claim_id))))
    theirs = found.where(col(Finding.submitted_by) == person_id, col(Finding.submitted_at) >= since)
    return int(session.scalar(theirs) or 0)
