"""When pages are looked at again, and the alerts that came of it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, update
from sqlmodel import Session, col

from factcheck.domain.stages import Stage
from factcheck.domain.watching import AlertKind
from factcheck.store.tables import Alert, Claim, Watch


def by_id(session: Session, watch_id: int) -> Watch | None:
    return session.get(Watch, watch_id)


def of_source(session: Session, source_id: int) -> Watch | None:
    return session.scalar(select(Watch).where(col(Watch.source_id) == source_id))


def forget(session: Session, source_id: int) -> None:
    """Look no more: the source has another page now."""
    watch = of_source(session, source_id)
    if watch is not None:
        session.delete(watch)
        session.flush()


def of_article(session: Session, article_id: int) -> Watch | None:
    return session.scalar(select(Watch).where(col(Watch.article_id) == article_id))


def of_sources(session: Session, source_ids: Sequence[int]) -> dict[int, Watch]:
    """The watches of these sources by their ids."""
    if not source_ids:
        return {}
    found = session.scalars(select(Watch).where(col(Watch.source_id).in_(source_ids)))
    return {watch.source_id or 0: watch for watch in found}


def due(session: Session, now: datetime, limit: int) -> list[Watch]:
    """Watches whose time has come, those that have waited longest first."""
    found = select(Watch).where(col(Watch.next_at) <= now)
    return list(session.scalars(found.order_by(col(Watch.next_at), col(Watch.id)).limit(limit)))


def raise_alert(
    session: Session,
    claim_id: int,
    sentence: str,
    now: datetime,
    *,
    kind: AlertKind = AlertKind.PAGE,
    source_id: int | None = None,
    report_id: int | None = None,
    detail: str = "",
) -> Alert | None:
    """Put an alert on a claim, unless the same one stands there open. None then."""
    same = select(col(Alert.id)).where(
        col(Alert.claim_id) == claim_id,
        col(Alert.source_id) == source_id if source_id else col(Alert.source_id).is_(None),
        col(Alert.report_id) == report_id if report_id else col(Alert.report_id).is_(None),
        col(Alert.sentence) == sentence,
        col(Alert.set_aside_at).is_(None),
    )
    if session.execute(same.limit(1)).first() is not None:
        return None
    row = Alert(claim_id=claim_id, source_id=source_id, report_id=report_id, kind=kind, sentence=sentence, at=now)
    row.detail = detail
    session.add(row)
    session.flush()
    count_open(session, claim_id)
    return row


def contradicting(session: Session, claim_id: int) -> set[int]:
    """The reports of a claim for which there was ever an alert, set aside or not."""
    found = select(col(Alert.report_id)).where(col(Alert.claim_id) == claim_id, col(Alert.report_id).is_not(None))
    return {report_id for report_id in session.scalars(found) if report_id}


def open_on_published(session: Session, limit: int) -> list[Alert]:
    """Open alerts on approved claims, the newest first: their check is public while they stand."""
    # looked up for each alert: as a join SQLite would first note all approved claims
    approved = select(col(Claim.id)).where(col(Claim.id) == col(Alert.claim_id), col(Claim.stage) == Stage.APPROVED)
    standing = select(Alert).where(col(Alert.set_aside_at).is_(None), approved.exists())
    return list(session.scalars(standing.order_by(col(Alert.id).desc()).limit(limit)))


def count_open(session: Session, claim_id: int) -> None:
    """Bring the claim's number of open alerts up to date; its version stays what a person has on screen."""
    open_ = select(func.count()).where(col(Alert.claim_id) == claim_id, col(Alert.set_aside_at).is_(None))
    session.execute(update(Claim).where(col(Claim.id) == claim_id).values(alerts=open_.scalar_subquery()))


def alert(session: Session, claim_id: int, alert_id: int) -> Alert | None:
    found = session.get(Alert, alert_id)
    return found if found is not None and found.claim_id == claim_id else None


def alerts(session: Session, claim_id: int) -> list[Alert]:
    """All alerts of a claim, the newest first; those set aside are among them."""
    return list(session.scalars(select(Alert).where(col(Alert.claim_id) == claim_id).order_by(col(Alert.id).desc())))
