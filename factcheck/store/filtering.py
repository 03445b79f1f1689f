"""The queue's filters as conditions, and the few claims to which the narrowest of them leads.

A filter that leaves few claims is answered from its own index, and one that leaves many by walking along the order
until a page is full; which of the two it is, is asked by reading at most FEW and one more entries of its index.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Integer, Select, any_, func, literal, literal_column, select
from sqlmodel import Session, col

from factcheck.domain.review import QueueFilters, Sort, Stage, Verdict
from factcheck.store import names, opinions, search
from factcheck.store.names import Named
from factcheck.store.tables import Article, Claim, Finding

FEW = 1000
"""Claims. So many are put in order at once; of more, at least one in a hundred passes, and a walk soon has a page."""

OLDEST = 36_500
"""Days. A filter for claims older than any there can be must not leave the calendar."""

EVERY = tuple(Stage)


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter: what it says of a claim, and how its index finds the claims (None: it is on the way anyway)."""

    says: ColumnElement[bool]
    found: Select[Any] | None = None


def conditions(
    session: Session, filters: QueueFilters, person_id: int | None, now: datetime
) -> list[ColumnElement[bool]]:
    """The filters as conditions on the claim."""
    return [*_always(filters), *(each.says for each in _given(session, filters, person_id, now))]


def few(
    session: Session, filters: QueueFilters, person_id: int | None, now: datetime
) -> tuple[list[int] | None, list[ColumnElement[bool]]]:
    """(FEW claims or fewer among which all are that pass, None when no filter is so narrow; what must hold of each)."""
    given = list(_given(session, filters, person_id, now))
    says = [*_always(filters), *(each.says for each in given)]
    for way in (each.found for each in given if each.found is not None):
        # whether there are more is asked first: a thousand numbers take longer to fetch than to read
        if session.scalar(way.offset(FEW).limit(1)) is None:
            return list(session.scalars(way)), says
    return None, says


def among(session: Session, column: Any, few: Sequence[int]) -> ColumnElement[bool]:
    """That the column holds one of these: given as one value, since a thousand take longer to write than to read."""
    if session.get_bind().dialect.name == "postgresql":
        is_one: ColumnElement[bool] = column == any_(literal(list(few), ARRAY(Integer)))
        return is_one
    each = func.json_each(json.dumps(list(few))).table_valued("value")
    is_in: ColumnElement[bool] = column.in_(select(each.c.value))
    return is_in


def _always(filters: QueueFilters) -> list[ColumnElement[bool]]:
    """What is part of the order's index, or true of most claims."""
    said: list[ColumnElement[bool]] = []
    if filters.stage:
        said.append(col(Claim.stage) == filters.stage)
    if worthy_only(filters):
        worthy = col(Claim.checkworthy).is_(True)
        said.append(worthy if filters.stage is Stage.QUEUED else worthy | (col(Claim.stage) != Stage.QUEUED))
    if filters.sort is Sort.DUE:
        said.append(col(Claim.due_on).is_not(None))
    return said


def worthy_only(filters: QueueFilters) -> bool:
    """What the splitter marked as not checkable is left out, but only until a person has taken it up."""
    return not filters.unworthy and not filters.mine and filters.stage in {None, Stage.QUEUED}


def _given(session: Session, filters: QueueFilters, person_id: int | None, now: datetime) -> Iterator[Filter]:
    """Those that are given, the ones that are narrow by their nature first."""
    stages = (filters.stage,) if filters.stage else EVERY
    yield from _plain(filters, person_id, stages)
    if filters.q.strip():
        yield _with_words(session, filters.q.split())
    yield from _named(session, filters, stages)
    yield from _days(filters, now, stages)
    if filters.verdict:
        yield _of_verdict(filters.verdict, person_id or 0, stages)


def _filter(says: ColumnElement[bool], stages: tuple[Stage, ...]) -> Filter:
    """A filter by a column that has an index together with the stage."""
    return Filter(says, select(col(Claim.id)).where(says, col(Claim.stage).in_(stages)))


def _plain(filters: QueueFilters, person_id: int | None, stages: tuple[Stage, ...]) -> Iterator[Filter]:
    if filters.mine:
        yield _filter(col(Claim.assignee_id) == (person_id or 0), EVERY)
    if filters.article:
        yield _filter(col(Claim.article_id) == filters.article, EVERY)
    if filters.topic:
        yield _filter(col(Claim.topic) == filters.topic, stages)
    if filters.reports:
        yield _filter(col(Claim.reports) >= filters.reports, stages)


def _days(filters: QueueFilters, now: datetime, stages: tuple[Stage, ...]) -> Iterator[Filter]:
    if filters.older:
        yield _filter(col(Claim.created_at) <= now - timedelta(days=min(filters.older, OLDEST)), stages)
    if filters.due:
        yield _filter(col(Claim.due_on) <= now.date() + timedelta(days=min(filters.due, OLDEST)), stages)


def _named(session: Session, filters: QueueFilters, stages: tuple[Stage, ...]) -> Iterator[Filter]:
    if filters.claimant:
        known = names.holding(session, Named.CLAIMANT, filters.claimant)
        says = names.says(Named.CLAIMANT, col(Claim.claimant), filters.claimant, known)
        found = select(col(Claim.id)).where(col(Claim.claimant).in_(known or ()), col(Claim.stage).in_(stages))
        yield Filter(says, None if known is None else found)
    if filters.outlet:
        known = names.holding(session, Named.OUTLET, filters.outlet)
        inside = names.says(Named.OUTLET, col(Article.outlet), filters.outlet, known)
        of_article = select(col(Article.id)).where(col(Article.id) == col(Claim.article_id), inside).correlate(Claim)
        joined = select(col(Claim.id)).join(Article, col(Article.id) == col(Claim.article_id))
        found = joined.where(col(Article.outlet).in_(known or ()))
        yield Filter(of_article.exists(), None if known is None else found)


def _of_verdict(verdict: Verdict, person_id: int, stages: tuple[Stage, ...]) -> Filter:
    """The verdict of the newest finding: what a list shows beside the claim. What is closed to the person has none."""
    answered = select(col(Finding.claim_id)).where(
        col(Finding.claim_id) == col(Claim.id),
        col(Finding.number) == col(Claim.findings),
        col(Finding.verdict) == verdict,
    )
    says = answered.exists() & col(Claim.id).not_in(opinions.claims_closed_to(person_id))
    found = select(col(Claim.id)).where(col(Claim.findings) > literal_column("0"), col(Claim.stage).in_(stages))
    return Filter(says & (col(Claim.findings) > literal_column("0")), found)


def _with_words(session: Session, words: list[str]) -> Filter:
    return Filter(
        search.holds(session, search.Kind.CLAIM, col(Claim.id), words),
        search.holding(session, search.Kind.CLAIM, words),
    )
