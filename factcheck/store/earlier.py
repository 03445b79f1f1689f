"""Earlier checks: what can be matched against, the vectors that were worked out for it, and what was found."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from factcheck.domain.earlier import Answered
from factcheck.store.tables import Approval, CheckVector, EarlierCheck, Finding, ImportedCheckRow, Voiding

AT_ONCE = 500
"""Rows asked for or written in one go."""

OWN, IMPORTED = "claim:", "check:"


# --- What is matched against ----------------------------------------------------------------------


def digests(session: Session) -> dict[str, str]:
    """The digest of every check that there is, by key: published ones of the desk, and imported ones."""
    finding = _published().with_only_columns(col(Finding.claim_id), col(Finding.content_hash))
    imported = select(col(ImportedCheckRow.id), col(ImportedCheckRow.digest))
    own = {f"{OWN}{claim_id}": digest for claim_id, digest in session.execute(finding)}
    return own | {f"{IMPORTED}{check_id}": digest for check_id, digest in session.execute(imported)}


def _published() -> Select[Finding, Approval]:
    """The finding that readers see of each claim, with its approval; voided checks are answers no more."""
    later, voided = aliased(Approval), select(col(Voiding.claim_id))
    superseded = select(col(later.id)).where(
        col(later.claim_id) == col(Approval.claim_id), col(later.id) > col(Approval.id)
    )
    return (
        select(Finding, Approval)
        .join(Approval, col(Approval.finding_id) == col(Finding.id))
        .where(~superseded.exists(), ~voided.where(col(Voiding.claim_id) == col(Finding.claim_id)).exists())
    )


def published(session: Session, claim_ids: Sequence[int]) -> dict[int, tuple[Finding, Approval]]:
    """What readers see of these claims, by claim; those without anything public are left out."""
    if not claim_ids:
        return {}
    found = session.execute(_published().where(col(Finding.claim_id).in_(claim_ids)))
    return {finding.claim_id: (finding, approval) for finding, approval in found}


def imported(session: Session, check_ids: Sequence[int]) -> dict[int, ImportedCheckRow]:
    if not check_ids:
        return {}
    rows = session.scalars(select(ImportedCheckRow).where(col(ImportedCheckRow.id).in_(check_ids)))
    return {row.id or 0: row for row in rows}


def answered(session: Session, keys: Iterable[str]) -> Iterator[Answered]:
    """The words of these checks."""
    for some in _in_parts(sorted(keys)):
        for claim_id, (finding, _) in published(session, _numbers(some, OWN)).items():
            yield Answered(f"{OWN}{claim_id}", finding.content_hash, finding.content["claim"]["statement"])
        for check_id, row in imported(session, _numbers(some, IMPORTED)).items():
            yield Answered(f"{IMPORTED}{check_id}", row.digest, row.claim, row.title)


def _numbers(keys: Sequence[str], kind: str) -> list[int]:
    return [int(key.removeprefix(kind)) for key in keys if key.startswith(kind)]


def _in_parts(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(keys), AT_ONCE):
        yield keys[start : start + AT_ONCE]


# --- Vectors --------------------------------------------------------------------------------------


def vectors(session: Session, keys: Sequence[str], model: str) -> dict[str, bytes]:
    """The vectors of this model that are kept for these checks and still fit their words."""
    rows = session.scalars(select(CheckVector).where(col(CheckVector.key).in_(keys), col(CheckVector.model) == model))
    now = {check.key: check.digest for check in answered(session, keys)}
    return {row.key: row.vector for row in rows if now.get(row.key) == row.digest}


def keep_vectors(session: Session, model: str, found: Mapping[str, tuple[str, bytes]]) -> None:
    """Keep digest and vector of each key in place of what was kept."""
    session.execute(delete(CheckVector).where(col(CheckVector.key).in_(list(found))))
    session.add_all(
        CheckVector(key=key, digest=digest, model=model, vector=vector) for key, (digest, vector) in found.items()
    )


# --- Imported checks ------------------------------------------------------------------------------


def by_keys(session: Session, keys: Sequence[str]) -> dict[str, ImportedCheckRow]:
    """The imported checks that have these keys of their own."""
    return {
        row.key: row
        for some in _in_parts(keys)
        for row in session.scalars(select(ImportedCheckRow).where(col(ImportedCheckRow.key).in_(some)))
    }


def publishers(session: Session) -> list[tuple[str, int, datetime]]:
    """Who made the imported checks, how many, and when the last of them came in; the most productive first."""
    counted = func.count(col(ImportedCheckRow.id))
    found = select(col(ImportedCheckRow.publisher), counted, func.max(col(ImportedCheckRow.imported_at)))
    rows = session.execute(
        found.group_by(col(ImportedCheckRow.publisher)).order_by(counted.desc(), col(ImportedCheckRow.publisher))
    )
    return [(publisher, number, last) for publisher, number, last in rows]


# --- What answers a claim -------------------------------------------------------------------------


def replace(session: Session, claim_id: int, found: Sequence[EarlierCheck]) -> None:
    """What answers the claim from now on, in place of what did."""
    session.execute(delete(EarlierCheck).where(col(EarlierCheck.claim_id) == claim_id))
    session.flush()
    session.add_all(found)


def of_claims(session: Session, claim_ids: Sequence[int], *, nearest_only: bool = False) -> list[EarlierCheck]:
    """What answers these claims, the nearest first."""
    found = select(EarlierCheck).where(col(EarlierCheck.claim_id).in_(claim_ids))
    if nearest_only:
        found = found.where(col(EarlierCheck.place) == 1)
    return list(session.scalars(found.order_by(col(EarlierCheck.claim_id), col(EarlierCheck.place))))
