"""Claims, their places, and the queue: one query a list, keyset pages, and the hand-out that gives nothing twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, Select, and_, func, select, tuple_, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from factcheck.domain.review import QueueFilters, Sort, Stage, Verdict
from factcheck.domain.sheets import COUNTED_MOST
from factcheck.store import opinions, search
from factcheck.store.tables import Approval, Article, Claim, Finding, Person, Place

OLDEST = 36_500
"""Days. A filter for claims older than any there can be must not leave the calendar."""

NAMES_MOST = 300
"""How many names a filter suggests."""

FOUND_MOST = 2000
"""How many matches of a text filter are considered; a search that finds more is too wide to be read."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A claim with what its line in a list shows besides its own columns."""

    claim: Claim
    article_title: str
    outlet: str
    holder: str | None
    verdict: Verdict | None
    places: int


def queued(session: Session, claim_ids: Sequence[int]) -> list[int]:
    """Those of these claims that wait in the queue and are worth a check, in the order given."""
    found = select(col(Claim.id)).where(
        col(Claim.id).in_(claim_ids), col(Claim.stage) == Stage.QUEUED, col(Claim.checkworthy)
    )
    waiting = set(session.scalars(found))
    return [claim_id for claim_id in claim_ids if claim_id in waiting]


def by_id(session: Session, claim_id: int) -> Claim | None:
    return session.get(Claim, claim_id)


def places(session: Session, claim_ids: Sequence[int]) -> dict[int, list[Place]]:
    """The places of these claims, the principal one first, in one query."""
    found: dict[int, list[Place]] = {claim_id: [] for claim_id in claim_ids}
    rows = select(Place).where(col(Place.claim_id).in_(claim_ids)).order_by(col(Place.id))
    for place in session.scalars(rows):
        found[place.claim_id].append(place)
    return found


def fragments_of_article(session: Session, article_id: int) -> tuple[tuple[int, tuple[tuple[int, int], ...]], ...]:
    """Each claim of the article with one of its places in the latest text, however many claims there are."""
    found = select(col(Place.claim_id), col(Place.fragments)).join(Claim, col(Claim.id) == col(Place.claim_id))
    placed = found.where(col(Claim.article_id) == article_id, col(Place.placed)).order_by(col(Place.id))
    return tuple((claim_id, tuple((low, high) for low, high in of)) for claim_id, of in session.execute(placed))


def added(
    session: Session, article_id: int, revision_id: int, statement: str, fragments: Sequence[Sequence[int]]
) -> int | None:
    """The queued claim of this revision with just this statement at just this place."""
    found = (
        select(col(Claim.id), col(Place.fragments))
        .join(Place, col(Place.claim_id) == col(Claim.id))
        .where(col(Claim.article_id) == article_id, col(Claim.stage) == Stage.QUEUED)
        .where(col(Claim.statement) == statement, col(Place.revision_id) == revision_id)
    )
    wanted = [list(pair) for pair in fragments]
    return next(
        (claim_id for claim_id, there in session.execute(found) if [list(pair) for pair in there] == wanted), None
    )


def claim_version(session: Session, claim_id: int, seen: int) -> bool:
    """Raise the claim's version if it is still the one seen: the only guard against a stale form."""
    session.flush()
    mine = update(Claim).where(col(Claim.id) == claim_id, col(Claim.version) == seen)
    result = session.execute(mine.values(version=col(Claim.version) + 1))
    return isinstance(result, CursorResult) and result.rowcount == 1


def index(session: Session, claim: Claim, span_text: str) -> None:
    """Put the claim into the full-text index under its statement, claimant and verbatim words."""
    session.flush()
    search.put(session, search.Kind.CLAIM, claim.id or 0, claim.statement, f"{claim.claimant} {span_text}")


# --- Lists --------------------------------------------------------------------------------------


def _listing() -> Select[Any]:
    latest = aliased(Finding)
    counted = select(func.count(col(Place.id))).where(col(Place.claim_id) == col(Claim.id)).scalar_subquery()
    return (
        select(Claim, col(Article.title), col(Article.outlet), col(Person.name), col(latest.verdict), counted)
        .join(Article, col(Article.id) == col(Claim.article_id))
        .join(Person, col(Person.id) == col(Claim.assignee_id), isouter=True)
        .join(
            latest,
            and_(col(latest.claim_id) == col(Claim.id), col(latest.number) == col(Claim.findings)),
            isouter=True,
        )
    )


def _read(session: Session, statement: Select[Any]) -> list[Listed]:
    return [Listed(*row) for row in session.execute(statement)]


def one(session: Session, claim_id: int) -> Listed | None:
    rows = _read(session, _listing().where(col(Claim.id) == claim_id))
    return rows[0] if rows else None


def many(session: Session, claim_ids: Sequence[int]) -> list[Listed]:
    """These claims, in the order of the ids."""
    rows = {row.claim.id: row for row in _read(session, _listing().where(col(Claim.id).in_(claim_ids)))}
    return [rows[claim_id] for claim_id in claim_ids if claim_id in rows]


def of_article(session: Session, article_id: int) -> list[Listed]:
    return _read(session, _listing().where(col(Claim.article_id) == article_id).order_by(col(Claim.number)))


def of_claimant(session: Session, claim: Claim, limit: int) -> list[Listed]:
    """What else the claim's claimant says in its article, in the order of the numbers."""
    same = col(Claim.article_id) == claim.article_id, col(Claim.claimant) == claim.claimant, col(Claim.id) != claim.id
    return _read(session, _listing().where(*same).order_by(col(Claim.number)).limit(limit))


def assigned(session: Session, person_id: int) -> list[Listed]:
    """What is on the person's own list, returned work first."""
    mine = _listing().where(col(Claim.assignee_id) == person_id, col(Claim.stage) == Stage.CHECKING)
    return _read(session, mine.order_by((col(Claim.returned_note) == ""), col(Claim.created_at), col(Claim.id)))


def submitted(session: Session, limit: int) -> list[Listed]:
    """What waits for an editor, the longest waiting first."""
    waiting = _listing().where(col(Claim.stage) == Stage.SUBMITTED)
    return _read(session, waiting.order_by(col(Claim.created_at), col(Claim.id)).limit(limit))


def page(
    session: Session,
    filters: QueueFilters,
    person_id: int | None,
    now: datetime,
    after: tuple[Any, ...] | None,
    limit: int,
) -> list[Listed]:
    """One page of the queue in its order; `after` is the key of the last row of the page before."""
    statement = _listing().where(*conditions(session, filters, person_id, now))
    key, descending = _order(filters.sort)
    if after is not None:
        bound = tuple_(*key)
        statement = statement.where(bound < tuple_(*after) if descending else bound > tuple_(*after))
    ordered = [column.desc() for column in key] if descending else list(key)
    return _read(session, statement.order_by(*ordered).limit(limit))


KEYS: dict[Sort, tuple[str, ...]] = {
    Sort.WORTH: ("priority", "rank", "created_at", "id"),
    Sort.OLDEST: ("created_at", "id"),
    Sort.NEWEST: ("created_at", "id"),
    Sort.DUE: ("due_on", "rank", "id"),
}
"""The columns of each order; an index of the table has them in the same order."""


def key_of(claim: Claim, sort: Sort) -> tuple[Any, ...]:
    """The claim's place in the order: what the cursor of a page carries."""
    return tuple(getattr(claim, name) for name in KEYS[sort])


def _order(sort: Sort) -> tuple[tuple[Any, ...], bool]:
    return tuple(col(getattr(Claim, name)) for name in KEYS[sort]), sort is Sort.NEWEST


def conditions(
    session: Session, filters: QueueFilters, person_id: int | None, now: datetime
) -> list[ColumnElement[bool]]:
    """The filters as conditions on the claim."""
    given: list[ColumnElement[bool] | None] = [
        col(Claim.stage) == filters.stage if filters.stage else None,
        _worth_checking(filters),
        col(Claim.topic) == filters.topic if filters.topic else None,
        func.lower(col(Claim.claimant)).contains(filters.claimant.lower(), autoescape=True)
        if filters.claimant
        else None,
        col(Claim.article_id) == filters.article if filters.article else None,
        col(Claim.reports) >= filters.reports if filters.reports else None,
        col(Claim.created_at) <= now - timedelta(days=min(filters.older, OLDEST)) if filters.older else None,
        col(Claim.due_on) <= now.date() + timedelta(days=min(filters.due, OLDEST)) if filters.due else None,
        col(Claim.due_on).is_not(None) if filters.sort is Sort.DUE else None,
        col(Claim.assignee_id) == (person_id or 0) if filters.mine else None,
        _of_outlet(filters.outlet) if filters.outlet else None,
        _of_verdict(filters.verdict, person_id or 0) if filters.verdict else None,
        _with_words(session, filters.q) if filters.q.strip() else None,
    ]
    return [condition for condition in given if condition is not None]


def _worth_checking(filters: QueueFilters) -> ColumnElement[bool] | None:
    """What the splitter marked as not checkable is left out, but only until a person has taken it up."""
    if filters.unworthy or filters.mine or filters.stage not in {None, Stage.QUEUED}:
        return None
    worthy = col(Claim.checkworthy).is_(True)
    return worthy if filters.stage is Stage.QUEUED else worthy | (col(Claim.stage) != Stage.QUEUED)


def _of_outlet(outlet: str) -> ColumnElement[bool]:
    inside = func.lower(col(Article.outlet)).contains(outlet.lower(), autoescape=True)
    return col(Claim.article_id).in_(select(col(Article.id)).where(inside))


def _of_verdict(verdict: Verdict, person_id: int) -> ColumnElement[bool]:
    """The verdict of the newest finding: what a list shows beside the claim. What is closed to the person has none."""
    answered = select(col(Finding.claim_id)).where(
        col(Finding.claim_id) == col(Claim.id),
        col(Finding.number) == col(Claim.findings),
        col(Finding.verdict) == verdict,
    )
    return answered.exists() & col(Claim.id).not_in(opinions.claims_closed_to(person_id))


def _with_words(session: Session, q: str) -> ColumnElement[bool]:
    return col(Claim.id).in_(search.find(session, search.Kind.CLAIM, q.split(), every=True, limit=FOUND_MOST))


def stage_count(session: Session, stage: Stage) -> int:
    """How many claims stand in this stage, of those in the queue only what deserves checking.

    Counted up to COUNTED_MOST and one more: counting 100,000 would take longer than everything else on the page.
    """
    worthy = [col(Claim.checkworthy).is_(True)] if stage is Stage.QUEUED else []
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


# --- Handing out --------------------------------------------------------------------------------


def take_next(session: Session, filters: QueueFilters, person_id: int, now: datetime, until: datetime) -> int | None:
    """Give the best free claim to the person, in one statement: two people never get the same.

    Selecting first and updating then gave 2,067 doubles in 3,654 on SQLite and 6,638 in 8,048 on PostgreSQL.
    """
    key, descending = _order(filters.sort)
    best = select(col(Claim.id)).where(
        col(Claim.stage) == Stage.QUEUED,
        col(Claim.checkworthy).is_(True),
        *conditions(session, filters, person_id, now),
    )
    best = best.order_by(*[column.desc() if descending else column for column in key]).limit(1)
    if session.get_bind().dialect.name == "postgresql":
        best = best.with_for_update(skip_locked=True, of=Claim)
    return _hand_out(session, col(Claim.id) == best.scalar_subquery(), person_id, until)


def take(session: Session, claim_id: int, seen: int, person_id: int, until: datetime) -> int | None:
    """Give one queued claim to the person, unless it was taken or changed meanwhile."""
    return _hand_out(session, and_(col(Claim.id) == claim_id, col(Claim.version) == seen), person_id, until)


def _hand_out(session: Session, which: ColumnElement[bool], person_id: int, until: datetime) -> int | None:
    session.flush()
    given = (
        update(Claim)
        .where(which, col(Claim.stage) == Stage.QUEUED)
        .values(
            stage=Stage.CHECKING,
            assignee_id=person_id,
            lease_until=until,
            fence=col(Claim.fence) + 1,
            version=col(Claim.version) + 1,
        )
        .returning(col(Claim.id))
        .execution_options(synchronize_session=False)
    )
    return session.scalar(given)


def renew(session: Session, claim_id: int, person_id: int, fence: int, now: datetime, until: datetime) -> bool:
    """Lengthen a lease that still runs and is this person's; leaves the version alone."""
    mine = (
        update(Claim)
        .where(
            col(Claim.id) == claim_id,
            col(Claim.assignee_id) == person_id,
            col(Claim.fence) == fence,
            col(Claim.lease_until) > now,
        )
        .values(lease_until=until)
    )
    result = session.execute(mine)
    return isinstance(result, CursorResult) and result.rowcount == 1


def start_lease(session: Session, claim_id: int, person_id: int, now: datetime, until: datetime) -> bool:
    """Begin a lease for whom the claim is assigned to, unless one runs already."""
    theirs = (
        update(Claim)
        .where(
            col(Claim.id) == claim_id,
            col(Claim.assignee_id) == person_id,
            col(Claim.stage) == Stage.CHECKING,
            (col(Claim.lease_until).is_(None)) | (col(Claim.lease_until) <= now),
        )
        .values(lease_until=until, fence=col(Claim.fence) + 1)
    )
    result = session.execute(theirs)
    return isinstance(result, CursorResult) and result.rowcount == 1


def lapsed(session: Session, now: datetime, limit: int = 200) -> list[Claim]:
    """Claims whose lease has run out."""
    over = select(Claim).where(col(Claim.stage) == Stage.CHECKING, col(Claim.lease_until) <= now)
    return list(session.scalars(over.order_by(col(Claim.lease_until)).limit(limit)))


def public_finding(session: Session, claim_id: int) -> Finding | None:
    """The finding that readers see: the newest one that is approved."""
    found = select(Finding).join(Approval, col(Approval.finding_id) == col(Finding.id))
    return session.scalars(found.where(col(Finding.claim_id) == claim_id).order_by(col(Finding.number).desc())).first()
