"""The queue: what passes its filters, page by page along an index of its order, its counts, and the best free claim."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, tuple_
from sqlmodel import Session, col

from factcheck.domain.review import QueueFilters, Sort, Stage
from factcheck.domain.sheets import COUNTED_MOST
from factcheck.store import claims, filtering
from factcheck.store.claims import Listed
from factcheck.store.tables import Article, Claim

NAMES_MOST = 300
"""How many names a filter suggests."""

KEYS: dict[Sort, tuple[str, ...]] = {
    Sort.WORTH: ("priority", "rank", "created_at", "id"),
    Sort.OLDEST: ("created_at", "id"),
    Sort.NEWEST: ("created_at", "id"),
    Sort.DUE: ("due_on", "rank", "id"),
}
"""The columns of each order; indexes of the table have them in the same order, behind the stage and without it."""


def key_of(claim: Claim, sort: Sort) -> tuple[Any, ...]:
    """The claim's place in the order: what the cursor of a page carries."""
    return tuple(getattr(claim, name) for name in KEYS[sort])


def page(
    session: Session,
    filters: QueueFilters,
    person_id: int | None,
    now: datetime,
    after: tuple[Any, ...] | None,
    limit: int,
) -> list[Listed]:
    """One page of the queue in its order; `after` is the key of the last row of the page before."""
    found = _passing(session, filters, person_id, now)
    key, descending = _order(filters.sort)
    if after is not None:
        bound = tuple_(*key)
        found = found.where(bound < tuple_(*after) if descending else bound > tuple_(*after))
    return claims.many(session, list(session.scalars(_ordered(found, filters.sort).limit(limit))))


def _passing(session: Session, filters: QueueFilters, person_id: int | None, now: datetime) -> Select[Any]:
    """The claims that pass, found from the few that some filter's index names, else along the index of the order.

    SQLite guesses how many rows a filter leaves, and is told the way. PostgreSQL knows from its statistics.
    """
    few, conditions = filtering.few(session, filters, person_id, now)
    if few is not None:
        found = select(col(Claim.id)).with_hint(Claim, "NOT INDEXED", "sqlite")
        return found.where(filtering.among(session, col(Claim.id), few), *conditions)
    hint = f"INDEXED BY {_index(filters)}"
    return select(col(Claim.id)).with_hint(Claim, hint, "sqlite").where(*conditions)


def _index(filters: QueueFilters) -> str:
    """The index of the table that has the claims of these filters in their order."""
    if filters.sort is Sort.WORTH and filters.stage is Stage.QUEUED and filtering.worthy_only(filters):
        return "ix_claim_queue"
    names = {Sort.WORTH: "worth", Sort.OLDEST: "created", Sort.NEWEST: "created", Sort.DUE: "due"}
    return f"ix_claim_{'stage_' if filters.stage else ''}{names[filters.sort]}"


def _ordered(found: Select[Any], sort: Sort) -> Select[Any]:
    key, descending = _order(sort)
    return found.order_by(*[column.desc() if descending else column for column in key])


def _order(sort: Sort) -> tuple[tuple[Any, ...], bool]:
    return tuple(col(getattr(Claim, name)) for name in KEYS[sort]), sort is Sort.NEWEST


def take_next(session: Session, filters: QueueFilters, person_id: int, now: datetime, until: datetime) -> int | None:
    """Give the best free claim to the person, in one statement: two people never get the same.

    Selecting first and updating then gave 2,067 doubles in 3,654 on SQLite and 6,638 in 8,048 on PostgreSQL.
    """
    best = _ordered(_passing(session, filters, person_id, now), filters.sort).limit(1)
    if session.get_bind().dialect.name == "postgresql":
        best = best.with_for_update(skip_locked=True, of=Claim)
    return claims.hand_out(session, col(Claim.id) == best.scalar_subquery(), person_id, until)


# --- Counts and names -----------------------------------------------------------------------------


def stage_count(session: Session, stage: Stage) -> int:
    """How many claims stand in this stage, of those in the queue only what deserves checking.

    Counted up to COUNTED_MOST and one more: counting 100,000 would take longer than everything else on the page.
    """
    worthy: Sequence[ColumnElement[bool]] = [col(Claim.checkworthy).is_(True)] if stage is Stage.QUEUED else []
    some = select(col(Claim.id)).where(col(Claim.stage) == stage, *worthy).limit(COUNTED_MOST + 1).subquery()
    return int(session.scalar(select(func.count()).select_from(some)) or 0)


def names_in_use(session: Session, column: str) -> list[str]:
    """The outlets, claimants or topics that claims have, for the filter's suggestions."""
    wanted = {
        "claimant": col(Claim.claimant), "topic": col(Claim.topic), "outlet": col(Article.outlet)
    }[column]  # fmt: skip
    # from one name to the next along the index: DISTINCT would read every row to find 300 names
    first = select(func.min(wanted).label("name")).where(wanted > "").cte("names", recursive=True)
    following = select(func.min(wanted)).where(wanted > first.c.name).scalar_subquery()
    names = first.union_all(select(following).where(first.c.name.is_not(None)))
    return list(session.scalars(select(names.c.name).where(names.c.name.is_not(None)).limit(NAMES_MOST)))
