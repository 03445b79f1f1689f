"""What the dashboard asks: each number is one grouped query over an index, however many claims there are."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, select, text, union_all
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from factcheck.domain.dashboard import AGES, OPEN, Fates, most_first
from factcheck.domain.review import DismissReason, Move, Stage
from factcheck.store.tables import Approval, Article, Claim, HistoryEntry

DURATIONS_MOST = 5000
"""How many of the newest durations are looked at: the quartiles of more would say the same."""


def without_compiling(session: Session) -> None:
    """Have PostgreSQL answer in this transaction without compiling: that takes longer than to answer."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET LOCAL jit = off"))


def _step(at: Any, edges: Sequence[datetime]) -> ColumnElement[int]:
    """The number of the step that a moment falls into; `edges` are the beginnings of the steps."""
    return case(*((at < edge, number) for number, edge in enumerate(edges[1:])), else_=len(edges) - 1)


def came_in(session: Session, edges: Sequence[datetime]) -> dict[int, int]:
    """How many claims came in, by step."""
    steps = select(_step(col(Claim.created_at), edges).label("step")).where(col(Claim.created_at) >= edges[0])
    inside = steps.subquery()
    rows = session.execute(select(inside.c.step, func.count()).group_by(inside.c.step))
    return {row[0]: row[1] for row in rows}


def moves(session: Session, edges: Sequence[datetime]) -> dict[tuple[int, str], int]:
    """How often each move was made, by step."""
    at, what = col(HistoryEntry.at), col(HistoryEntry.what)
    made: Any = select(_step(at, edges).label("step"), what.label("what"))
    inside = made.where(at >= edges[0], col(HistoryEntry.to_stage).is_not(None)).subquery()
    rows = session.execute(select(inside.c.step, inside.c.what, func.count()).group_by(inside.c.step, inside.c.what))
    return {(row[0], row[1]): row[2] for row in rows}


def open_ages(session: Session, now: datetime) -> dict[tuple[int, Stage], int]:
    """How many claims are open, by the number of their class of age and by stage; what is not checkable waits not.

    Only the young ones are looked at; how many there are in all is counted along an index, which is ten times quicker.
    """
    created, stage = col(Claim.created_at), col(Claim.stage)
    classed = case(*((created > now - bound, number) for number, bound in enumerate(AGES)), else_=len(AGES))
    young = select(classed.label("age"), stage.label("stage")).where(created > now - AGES[-1], stage.in_(OPEN))
    inside = young.where(col(Claim.checkworthy).is_(True) | (stage != Stage.QUEUED)).subquery()
    counted = select(inside.c.age, inside.c.stage, func.count()).group_by(inside.c.age, inside.c.stage)
    rows = session.execute(union_all(counted, *(_open_now(each) for each in OPEN))).all()
    counts: dict[tuple[int, Stage], int] = {(row[0], row[1]): row[2] for row in rows}
    for of in OPEN:
        counts[len(AGES), of] -= sum(counts.get((age, of), 0) for age in range(len(AGES)))
    return counts


def _open_now(stage: Stage) -> Select[Any]:
    """All that are open in this stage, in the place of the last class of age."""
    waits = [col(Claim.checkworthy).is_(True)] if stage is Stage.QUEUED else []
    name = literal(stage, col(Claim.stage).type)  # type: ignore[attr-defined]
    return select(literal(len(AGES)), name, func.count()).select_from(Claim).where(col(Claim.stage) == stage, *waits)


def taken_to_submitted(session: Session, since: datetime) -> list[timedelta]:
    """From when its checker took or was given a claim to when it was first sent to an editor."""
    sent, before, got = aliased(HistoryEntry), aliased(HistoryEntry), aliased(HistoryEntry)
    earlier = select(col(before.id)).where(
        col(before.subject) == col(sent.subject),
        col(before.seq) < col(sent.seq),
        col(before.what) == Move.SUBMIT.value,
    )
    taken = and_(
        col(got.subject) == col(sent.subject),
        col(got.seq) < col(sent.seq),
        col(got.what).in_([Move.TAKE.value, Move.ASSIGN.value]),
    )
    lasted = (
        select(col(sent.at), func.max(col(got.at)))
        .with_hint(sent, "INDEXED BY ix_history_moves", "sqlite")
        .join(got, taken)
        .where(col(sent.at) >= since, col(sent.to_stage).is_not(None), col(sent.what) == Move.SUBMIT.value)
        .where(~earlier.offset(0).exists())  # looked up one by one: else PostgreSQL collects all that were ever sent
        .group_by(col(sent.id), col(sent.at))
        .order_by(col(sent.at).desc())
        .limit(DURATIONS_MOST)
    )
    return [row[0] - row[1] for row in session.execute(lasted)]


def queue_to_approved(session: Session, since: datetime) -> list[timedelta]:
    """From when a claim came in to its first approval: a later one is a correction and has a class."""
    approved = select(col(Approval.approved_at), col(Claim.created_at)).join(
        Claim, col(Claim.id) == col(Approval.claim_id)
    )
    first = approved.where(col(Approval.approved_at) >= since, col(Approval.correction).is_(None))
    newest = first.order_by(col(Approval.approved_at).desc(), col(Approval.id).desc()).limit(DURATIONS_MOST)
    return [row[0] - row[1] for row in session.execute(newest)]


# --- Whose claims ---------------------------------------------------------------------------------


def _counts() -> list[Any]:
    stage, reason = col(Claim.stage), col(Claim.dismiss_reason)
    number = func.count(col(Claim.id))
    return [
        number.label("came"),
        number.filter(stage.in_([Stage.APPROVED, Stage.VOIDED])),
        number.filter(stage == Stage.DISMISSED),
        number.filter(stage == Stage.QUEUED, col(Claim.checkworthy).is_(False)),
        *(number.filter(reason == each) for each in DismissReason),
    ]


def _fates(name: str, counts: Sequence[int]) -> Fates:
    came, checked, dismissed, passed_over, *reasons = counts
    said = most_first(dict(zip(DismissReason, reasons, strict=True)))
    return Fates(name, came, checked, dismissed, passed_over, said)


def all_fates(session: Session, since: datetime) -> Fates:
    """What became of all claims that came in since."""
    row = session.execute(select(*_counts()).where(col(Claim.created_at) >= since)).one()
    return _fates("", row)


def fates_by_claimant(session: Session, since: datetime, limit: int) -> tuple[list[Fates], int]:
    """(the claimants with the most claims, how many claimants there are in all)."""
    # SQLite would go through all claims there are, in the order of their claimants
    named = select(col(Claim.claimant), *_counts()).with_hint(Claim, "INDEXED BY ix_claim_created", "sqlite")
    named = named.where(col(Claim.created_at) >= since)
    return _most(session, named, col(Claim.claimant), limit)


def fates_by_outlet(session: Session, since: datetime, limit: int) -> tuple[list[Fates], int]:
    """(the outlets with the most claims, how many outlets there are in all)."""
    named = select(col(Article.outlet), *_counts()).join(Article, col(Article.id) == col(Claim.article_id))
    return _most(session, named.where(col(Claim.created_at) >= since), col(Article.outlet), limit)


def _most(session: Session, named: Any, name: Any, limit: int) -> tuple[list[Fates], int]:
    grouped = named.add_columns(func.count().over()).group_by(name)
    rows = session.execute(grouped.order_by(func.count(col(Claim.id)).desc(), name).limit(limit)).all()
    return [_fates(row[0], row[1:-1]) for row in rows], rows[0][-1] if rows else 0
