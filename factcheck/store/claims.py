"""Claims, their places and their lists, each in one query, and whose they are for how long."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, Select, and_, func, select, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from factcheck.domain.review import Stage, Verdict
from factcheck.store import names, search
from factcheck.store.tables import Approval, Article, Claim, Finding, Person, Place


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
    names.keep(session, names.Named.CLAIMANT, claim.claimant)


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


# --- Handing out --------------------------------------------------------------------------------


def take(session: Session, claim_id: int, seen: int, person_id: int, until: datetime) -> int | None:
    """Give one queued claim to the person, unless it was taken or changed meanwhile."""
    return hand_out(session, and_(col(Claim.id) == claim_id, col(Claim.version) == seen), person_id, until)


def hand_out(session: Session, which: ColumnElement[bool], person_id: int, until: datetime) -> int | None:
    """Give the claim that this says to the person, if it is still queued; None when it is not."""
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
