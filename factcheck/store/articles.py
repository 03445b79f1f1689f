"""Articles and their revisions."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import CursorResult, func, select, update
from sqlmodel import Session, col

from factcheck.domain.articles import ArticleStatus
from factcheck.domain.review import Stage
from factcheck.store.tables import Article, Claim, Revision


def by_id(session: Session, article_id: int) -> Article | None:
    return session.get(Article, article_id)


def by_url(session: Session, url: str) -> Article | None:
    return session.scalar(select(Article).where(col(Article.url) == url))


def by_fingerprint(session: Session, fingerprint: str) -> Article | None:
    """The article that has, or had in an earlier revision, a text of this fingerprint."""
    found = select(Article).join(Revision, col(Revision.article_id) == col(Article.id))
    return session.scalars(found.where(col(Revision.fingerprint) == fingerprint).order_by(col(Article.id))).first()


def ids_with_status(session: Session, status: ArticleStatus) -> list[int]:
    """The articles in this state, the oldest first."""
    found = select(col(Article.id)).where(col(Article.status) == status).order_by(col(Article.id))
    return [article_id for article_id in session.scalars(found) if article_id is not None]


def revision(session: Session, article_id: int, number: int) -> Revision | None:
    found = select(Revision).where(col(Revision.article_id) == article_id, col(Revision.number) == number)
    return session.scalar(found)


def split_before(session: Session, article_id: int, number: int) -> Revision | None:
    """The newest revision before this number that was split into sentences."""
    earlier = select(Revision).where(col(Revision.article_id) == article_id, col(Revision.number) < number)
    earlier = earlier.where(col(Revision.split_at).is_not(None))
    return session.scalars(earlier.order_by(col(Revision.number).desc()).limit(1)).first()


def revision_by_id(session: Session, revision_id: int) -> Revision:
    return session.get_one(Revision, revision_id)


def revisions(session: Session, article_id: int) -> list[tuple[int, datetime, int]]:
    """(number, created_at, characters) of each revision, the oldest first."""
    columns = select(col(Revision.number), col(Revision.created_at), func.length(col(Revision.text)))
    rows = session.execute(columns.where(col(Revision.article_id) == article_id).order_by(col(Revision.number)))
    return [(number, at, characters) for number, at, characters in rows]


def next_number(session: Session, article: Article) -> int:
    """The number of the article's next claim; two transactions never get the same."""
    counted = (
        update(Article)
        .where(col(Article.id) == article.id)
        .values(claims_numbered=col(Article.claims_numbered) + 1)
        .returning(col(Article.claims_numbered))
    )
    session.flush()
    number = session.scalar(counted)
    session.refresh(article, ["claims_numbered"])
    return int(number or 0)


def claim_version(session: Session, article_id: int, seen: int) -> bool:
    """Raise the article's version if it is still the one seen."""
    session.flush()
    mine = update(Article).where(col(Article.id) == article_id, col(Article.version) == seen)
    result = session.execute(mine.values(version=col(Article.version) + 1))
    return isinstance(result, CursorResult) and result.rowcount == 1


Line = tuple[Article, int, int, int]


def listed(session: Session, *, ids: Sequence[int] | None, before: int | None, limit: int) -> list[Line]:
    """Articles with (all, open, approved) claims counted, the newest first; only those of the page are counted."""
    found = select(Article)
    if ids is not None:
        found = found.where(col(Article.id).in_(ids))
    if before is not None:
        found = found.where(col(Article.id) < before)
    page = list(session.scalars(found.order_by(col(Article.id).desc()).limit(limit)))
    counts = _counts(session, [article.id or 0 for article in page])
    return [(article, *counts.get(article.id or 0, (0, 0, 0))) for article in page]


def _counts(session: Session, ids: Sequence[int]) -> dict[int, tuple[int, int, int]]:
    open_ = col(Claim.stage).in_([Stage.QUEUED, Stage.CHECKING, Stage.SUBMITTED])
    counted = select(
        col(Claim.article_id),
        func.count(),
        func.count().filter(open_),
        func.count().filter(col(Claim.stage) == Stage.APPROVED),
    )
    rows = session.execute(counted.where(col(Claim.article_id).in_(ids)).group_by(col(Claim.article_id)))
    return {article_id: (total, some, approved) for article_id, total, some, approved in rows}
