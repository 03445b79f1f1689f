"""What is public, read for exports in batches with a fixed number of queries each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from factcheck.domain.review import QueueFilters
from factcheck.store import asking, filtering, public_archives
from factcheck.store.tables import Approval, Ask, Claim, ExportFile, Finding, Person, Voiding

BATCH = 100
"""Checks that are read at a time, and so are in memory at a time, however many there are."""


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


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of what is public: what passes the filters, changed since then, with or without what was voided."""

    filters: QueueFilters
    since: datetime | None = None
    voided: bool = True


def published(session: Session, wanted: Wanted, now: datetime, most: int | None = None) -> Iterator[Published]:
    """What is wanted of what is public, in the order of the claims' numbers; the first `most`, all by default."""
    numbers, after, left = _numbers(session, wanted, now), 0, most
    while left != 0:
        page = numbers.where(col(Approval.claim_id) > after).limit(BATCH if left is None else min(BATCH, left))
        ids = list(session.scalars(page))
        if not ids:
            return
        yield from _with_findings(session, _claims(session, ids))
        after, left = ids[-1], None if left is None else left - len(ids)
        session.expunge_all()


def counted(session: Session, wanted: Wanted, now: datetime, most: int) -> int:
    """How many they are, counted up to `most`."""
    some = _numbers(session, wanted, now).limit(most).subquery()
    return int(session.scalar(select(func.count()).select_from(some)) or 0)


def one(session: Session, claim_id: int) -> Published | None:
    """One claim with something public; None when nothing of it is, or there is none."""
    signed = select(col(Approval.id)).where(col(Approval.claim_id) == claim_id).limit(1)
    batch = _claims(session, [claim_id]) if session.scalar(signed) else []
    return next(iter(_with_findings(session, batch)), None)


def newest(session: Session, before: int | None, limit: int) -> list[tuple[int, Published]]:
    """What is public, the last signed first, each with the number of its last approval: the key of the order."""
    found = select(col(Approval.claim_id), col(Approval.id)).where(_last_of_its_claim())
    if before is not None:
        found = found.where(col(Approval.id) < before)
    keys: dict[int, int] = {
        row[0]: row[1] for row in session.execute(found.order_by(col(Approval.id).desc()).limit(limit))
    }
    shown = [(keys[each.claim.id or 0], each) for each in _with_findings(session, _claims(session, list(keys)))]
    return sorted(shown, key=lambda pair: -pair[0])


def _last_of_its_claim() -> ColumnElement[bool]:
    later = aliased(Approval)
    superseded = select(col(later.id)).where(
        col(later.claim_id) == col(Approval.claim_id), col(later.id) > col(Approval.id)
    )
    return ~superseded.exists()


def _numbers(session: Session, wanted: Wanted, now: datetime) -> Select[int]:
    """The numbers of the claims, along the index of approvals by claim, each looked up as it comes by.

    As a join the databases would first go through all claims that pass, for a hundred of them.
    """
    # a stage says where the work stands, a verdict what was found last: neither is what is public
    filters = replace(wanted.filters, stage=None, verdict=None, mine=False, unworthy=True)
    few, conditions = filtering.few(session, filters, None, now)
    among = [] if few is None else [filtering.among(session, col(Approval.claim_id), few)]
    changed = [] if wanted.since is None else [_changed(wanted.since)]
    claim = select(col(Claim.id)).where(col(Claim.id) == col(Approval.claim_id), *conditions, *changed)
    found = select(col(Approval.claim_id)).where(*among, _last_of_its_claim())
    found = found.where(claim.correlate(Approval).offset(0).exists())
    return _as_wanted(found, wanted).order_by(col(Approval.claim_id))


def _changed(since: datetime) -> ColumnElement[bool]:
    """That the claim was approved, reopened or voided after this moment."""
    voided = select(col(Voiding.claim_id)).where(col(Voiding.claim_id) == col(Approval.claim_id))
    newly = voided.where(col(Voiding.at) > since).correlate(Approval).exists()
    return (col(Approval.approved_at) > since) | (col(Claim.reopened_at) > since) | newly


def _as_wanted(found: Select[int], wanted: Wanted) -> Select[int]:
    if wanted.filters.verdict:
        answered = select(col(Finding.id)).where(col(Finding.id) == col(Approval.finding_id))
        found = found.where(answered.where(col(Finding.verdict) == wanted.filters.verdict).exists())
    if not wanted.voided:
        void = select(col(Voiding.claim_id)).where(col(Voiding.claim_id) == col(Approval.claim_id))
        found = found.where(~void.exists())
    return found


def _claims(session: Session, ids: Sequence[int]) -> list[Claim]:
    return list(session.scalars(select(Claim).where(col(Claim.id).in_(ids)).order_by(col(Claim.id))))


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
