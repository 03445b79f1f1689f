"""What is public, read for exports in batches with a fixed number of queries each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from factcheck.domain.review import QueueFilters
from factcheck.store import asking, filtering, public_archives
from factcheck.store.tables import Approval, Article, Ask, Claim, ExportFile, Finding, Person, Voiding

BATCH = 200


@dataclass(frozen=True, slots=True)
class Published:
    """A claim with something public: its approved findings with their approvals (oldest first), its voiding.

    `copies` are those in public archives, by source and the address of its page.
    """

    claim: Claim
    signed: tuple[tuple[Finding, Approval, str], ...]
    voiding: Voiding | None
    asks: tuple[Ask, ...] = ()
    copies: Mapping[tuple[int, str], str] = field(default_factory=dict)


def published(session: Session, filters: QueueFilters, now: datetime) -> Iterator[Published]:
    """Every claim with something public that passes the filters, in the order of their numbers."""
    after = 0
    conditions = filtering.conditions(session, filters, None, now)
    while batch := _claims(session, conditions, after):
        yield from _with_findings(session, batch)
        after = batch[-1].id or 0
        session.expunge_all()


def one(session: Session, claim_id: int) -> Published | None:
    """One claim with something public; None when nothing of it is, or there is none."""
    batch = _claims(session, [col(Claim.id) == claim_id], 0)
    return next(iter(_with_findings(session, batch)), None)


def newest(session: Session, before: int | None, limit: int) -> list[tuple[int, Published]]:
    """What is public, the last signed first, each with the number of its last approval: the key of the order."""
    later = aliased(Approval)
    superseded = select(col(later.id)).where(
        col(later.claim_id) == col(Approval.claim_id), col(later.id) > col(Approval.id)
    )
    found = select(col(Approval.claim_id), col(Approval.id)).where(~superseded.exists())
    if before is not None:
        found = found.where(col(Approval.id) < before)
    keys: dict[int, int] = {
        row[0]: row[1] for row in session.execute(found.order_by(col(Approval.id).desc()).limit(limit))
    }
    claims = list(session.scalars(select(Claim).where(col(Claim.id).in_(keys))))
    shown = [(keys[each.claim.id or 0], each) for each in _with_findings(session, claims)]
    return sorted(shown, key=lambda pair: -pair[0])


def _claims(session: Session, conditions: Sequence[ColumnElement[bool]], after: int) -> list[Claim]:
    shown = select(col(Approval.id)).where(col(Approval.claim_id) == col(Claim.id)).exists()
    found = select(Claim).join(Article, col(Article.id) == col(Claim.article_id))
    found = found.where(col(Claim.id) > after, shown, *conditions)
    return list(session.scalars(found.order_by(col(Claim.id)).limit(BATCH)))


def _with_findings(session: Session, batch: Sequence[Claim]) -> Iterator[Published]:
    ids = [claim.id or 0 for claim in batch]
    signed: dict[int, list[tuple[Finding, Approval, str]]] = {}
    rows = session.execute(
        select(Finding, Approval, col(Person.name))
        .join(Approval, col(Approval.finding_id) == col(Finding.id))
        .join(Person, col(Person.id) == col(Approval.approver_id))
        .where(col(Finding.claim_id).in_(ids))
        .order_by(col(Finding.claim_id), col(Finding.number))
    )
    for finding, approval, name in rows:
        signed.setdefault(finding.claim_id, []).append((finding, approval, name))
    voidings = {row.claim_id: row for row in session.scalars(select(Voiding).where(col(Voiding.claim_id).in_(ids)))}
    asks = asking.of_claims(session, ids)
    copies = public_archives.addresses(session, ids)
    for claim in batch:
        number = claim.id or 0
        about = (voidings.get(number), tuple(asks.get(number, ())), copies.get(number, {}))
        yield Published(claim, tuple(signed.get(number, ())), *about)


def files_of(session: Session, person_id: int, limit: int = 20) -> list[ExportFile]:
    found = select(ExportFile).where(col(ExportFile.person_id) == person_id)
    return list(session.scalars(found.order_by(col(ExportFile.id).desc()).limit(limit)))
