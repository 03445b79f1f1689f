"""Inquiries and the asks that they leave: the ledger."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from factcheck.domain.evidence import AskStatus
from factcheck.domain.fetching import FetchProblem
from factcheck.domain.jobs import AskProvider
from factcheck.store import jobs
from factcheck.store.tables import Ask, Inquiry, JobRow, Lead


def inquiry(session: Session, claim_id: int, provider: str) -> Inquiry | None:
    return session.scalar(select(Inquiry).where(col(Inquiry.claim_id) == claim_id, col(Inquiry.provider) == provider))


def by_id(session: Session, inquiry_id: int) -> Inquiry | None:
    return session.get(Inquiry, inquiry_id)


def of_claim(session: Session, claim_id: int) -> list[Inquiry]:
    return list(session.scalars(select(Inquiry).where(col(Inquiry.claim_id) == claim_id).order_by(col(Inquiry.id))))


def open_of(session: Session, claim_id: int, soon: datetime) -> int:
    """How many providers are to be asked about the claim before `soon`; the others wait for another hour or day."""
    found = (
        select(func.count())
        .select_from(Inquiry)
        .join(JobRow, (col(JobRow.subject_id) == col(Inquiry.id)) & (col(JobRow.name) == AskProvider.name))
        .where(col(Inquiry.claim_id) == claim_id, col(Inquiry.done_at).is_(None))
        .where(col(JobRow.done_at).is_(None), col(JobRow.next_attempt_at) <= soon)
    )
    return int(session.scalar(found) or 0)


def reopen(session: Session, claim_id: int, now: datetime) -> None:
    """Have the providers look at the claim once more: what they have answered they are not asked again."""
    for inquiry in of_claim(session, claim_id):
        inquiry.done_at = None
        jobs.enqueue(session, AskProvider, inquiry.id or 0, now)


def open_before(session: Session, provider: str, inquiry_id: int) -> int:
    """How many claims stand before this one in the line at a provider."""
    found = select(func.count()).where(
        col(Inquiry.provider) == provider, col(Inquiry.done_at).is_(None), col(Inquiry.id) < inquiry_id
    )
    return int(session.scalar(found) or 0)


def gone(session: Session, claim_id: int) -> list[str]:
    """Addresses that were named for the claim and are not there any more."""
    found = select(col(Lead.url)).where(
        col(Lead.claim_id) == claim_id, col(Lead.done), col(Lead.problem).startswith(FetchProblem.GONE.value)
    )
    return list(session.scalars(found.order_by(col(Lead.id))))


def of_provider(session: Session, provider: str, limit: int) -> list[Ask]:
    """The last asks of a provider, the newest first."""
    found = select(Ask).where(col(Ask.provider) == provider)
    return list(session.scalars(found.order_by(col(Ask.at).desc(), col(Ask.id).desc()).limit(limit)))


def of_claims(session: Session, claim_ids: Sequence[int]) -> dict[int, list[Ask]]:
    """The asks of each of these claims, in the order in which they were last made."""
    found: dict[int, list[Ask]] = {}
    rows = session.scalars(select(Ask).where(col(Ask.claim_id).in_(claim_ids)).order_by(col(Ask.at), col(Ask.id)))
    for row in rows:
        found.setdefault(row.claim_id, []).append(row)
    return found


def answered(asks: Sequence[Ask], provider: str, since: datetime) -> dict[tuple[str, str], int]:
    """What this provider has been asked since then and is done with, as words and language, with the number of hits."""
    own = [ask for ask in asks if ask.provider == provider and ask.at >= since]
    return {
        (ask.words, ask.language): ask.hits
        for ask in own
        if ask.next_attempt_at is None and ask.status is not AskStatus.OFF
    }
