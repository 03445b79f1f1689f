"""Sentences that people have looked at, and what the histories say about signatures under articles."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, String, cast, delete, func, literal, or_, select
from sqlmodel import Session, col

from factcheck.domain.review import Stage
from factcheck.domain.sign_offs import OPEN, SIGN_OFF
from factcheck.store.tables import Claim, HistoryEntry, LookedAt, Person

EDITS = ("edit", "triage", "undo edit", "undo triage")
"""Entries of a claim's history that change its fields."""

# --- Sentences -------------------------------------------------------------------------------------


def looked_at(session: Session, revision_id: int) -> list[tuple[LookedAt, str]]:
    """The marked sentences of a revision in reading order, each with the name of who marked it."""
    found = select(LookedAt, col(Person.name)).join(Person, col(Person.id) == col(LookedAt.person_id))
    rows = session.execute(found.where(col(LookedAt.revision_id) == revision_id).order_by(col(LookedAt.sentence)))
    return [(row, name) for row, name in rows]


def look_at(session: Session, revision_id: int, sentences: Iterable[int], person_id: int, at: datetime) -> None:
    session.add_all(
        LookedAt(revision_id=revision_id, sentence=number, person_id=person_id, at=at) for number in sentences
    )
    session.flush()


def look_away(session: Session, revision_id: int, sentences: Sequence[int]) -> None:
    gone = delete(LookedAt).where(col(LookedAt.revision_id) == revision_id, col(LookedAt.sentence).in_(sentences))
    session.execute(gone)


# --- Signatures ------------------------------------------------------------------------------------


def _of_claim() -> ColumnElement[bool]:
    """Joins the history to the claim that it is about."""
    return col(HistoryEntry.subject) == literal("claim:") + cast(col(Claim.id), String)


def newest(session: Session, article_ids: Sequence[int]) -> dict[int, HistoryEntry]:
    """The newest signature of each of these articles that has one."""
    subjects = {f"article:{article_id}": article_id for article_id in article_ids}
    wanted = select(HistoryEntry).where(col(HistoryEntry.subject).in_(subjects), col(HistoryEntry.what) == SIGN_OFF)
    return {subjects[row.subject]: row for row in session.scalars(wanted.order_by(col(HistoryEntry.seq)))}


def heads(session: Session, article_id: int) -> dict[int, int]:
    """The number of the last history entry of every claim of the article."""
    last = select(col(Claim.id), func.max(col(HistoryEntry.seq))).join(HistoryEntry, _of_claim())
    rows = session.execute(last.where(col(Claim.article_id) == article_id).group_by(col(Claim.id)))
    return {claim_id: seq for claim_id, seq in rows if claim_id is not None}


def on_claims(session: Session, article_ids: Sequence[int]) -> list[tuple[Claim, HistoryEntry]]:
    """What has happened to the claims of these articles and may end a signature, the oldest first."""
    opened = col(HistoryEntry.to_stage).in_(OPEN) & or_(
        col(HistoryEntry.from_stage).is_(None), col(HistoryEntry.from_stage).not_in(OPEN)
    )
    edited = col(HistoryEntry.what).in_(EDITS)
    wanted = select(Claim, HistoryEntry).join(HistoryEntry, _of_claim())
    wanted = wanted.where(col(Claim.article_id).in_(article_ids), or_(opened, edited))
    return [(claim, entry) for claim, entry in session.execute(wanted.order_by(col(HistoryEntry.id)))]


def on_articles(session: Session, article_ids: Sequence[int]) -> list[HistoryEntry]:
    """The histories of these articles, the oldest entry first."""
    subjects = [f"article:{article_id}" for article_id in article_ids]
    wanted = select(HistoryEntry).where(col(HistoryEntry.subject).in_(subjects))
    return list(session.scalars(wanted.order_by(col(HistoryEntry.subject), col(HistoryEntry.seq))))


def dismissals(session: Session, article_id: int) -> list[tuple[Claim, HistoryEntry]]:
    """The dismissed claims of the article with the entries that say who did it, the last one last."""
    wanted = select(Claim, HistoryEntry).join(HistoryEntry, _of_claim())
    wanted = wanted.where(
        col(Claim.article_id) == article_id,
        col(Claim.stage) == Stage.DISMISSED,
        col(HistoryEntry.to_stage) == Stage.DISMISSED.value,
    )
    return [(claim, entry) for claim, entry in session.execute(wanted.order_by(col(HistoryEntry.seq)))]


def not_checkable(session: Session, article_id: int) -> list[tuple[Claim, HistoryEntry]]:
    """The queued claims of the article that are not checkable, with their edits, the last one last."""
    wanted = select(Claim, HistoryEntry).join(HistoryEntry, _of_claim())
    wanted = wanted.where(
        col(Claim.article_id) == article_id,
        col(Claim.stage) == Stage.QUEUED,
        col(Claim.checkworthy).is_(False),
        col(HistoryEntry.what).in_(EDITS),
    )
    return [(claim, entry) for claim, entry in session.execute(wanted.order_by(col(HistoryEntry.seq)))]


def last(session: Session, article_id: int) -> tuple[HistoryEntry, int]:
    """The newest entry about the article or one of its claims, with the number of the claim (0: the article)."""
    about = select(HistoryEntry, col(Claim.number)).join(Claim, _of_claim()).where(col(Claim.article_id) == article_id)
    of_claim = session.execute(about.order_by(col(HistoryEntry.id).desc()).limit(1)).first()
    own = select(HistoryEntry).where(col(HistoryEntry.subject) == f"article:{article_id}")
    of_article = session.scalars(own.order_by(col(HistoryEntry.id).desc()).limit(1)).one()
    if of_claim is None or (of_claim[0].id or 0) < (of_article.id or 0):
        return of_article, 0
    return of_claim[0], of_claim[1]
