"""Second opinions: who is in the dark about which first answer, the hand-out, drafts, and pairs of answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, Select, func, select, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from factcheck.domain.review import Verdict
from factcheck.store.tables import (
    Finding,
    Look,
    Opinion,
    OpinionAnswer,
    OpinionDraft,
    OpinionReader,
    Person,
    Source,
    SourceTick,
)

PAIRS_MOST = 1000
"""The newest pairs of answers that the dashboard judges: more would say the same."""


def _open() -> ColumnElement[bool]:
    return col(Opinion.answered_at).is_(None) & col(Opinion.closed_at).is_(None)


def is_open(opinion: Opinion) -> bool:
    """Whether it is still waited for."""
    return opinion.answered_at is None and opinion.closed_at is None


def in_the_dark(person_id: int) -> ColumnElement[bool]:
    """That an opinion is open and this person does not know the first answer: one rule for hiding and handing out."""
    known = select(col(OpinionReader.person_id)).where(
        col(OpinionReader.opinion_id) == col(Opinion.id), col(OpinionReader.person_id) == person_id
    )
    return _open() & ~known.exists()


def claims_closed_to(person_id: int) -> Select[Any]:
    """The claims whose first answer is closed to this person."""
    return _open_ones(select(col(Opinion.claim_id))).where(in_the_dark(person_id))


def _open_ones(found: Select[Any]) -> Select[Any]:
    """SQLite would read all that were never answered, closed ones too."""
    return found.with_hint(Opinion, "INDEXED BY ix_opinion_open", "sqlite")


def closed_to(session: Session, person_id: int) -> frozenset[int]:
    return frozenset(session.scalars(claims_closed_to(person_id)))


def is_closed_to(session: Session, claim_id: int, person_id: int) -> bool:
    wanted = select(col(Opinion.claim_id)).where(in_the_dark(person_id), col(Opinion.claim_id) == claim_id)
    return session.execute(wanted.limit(1)).first() is not None


def readers(session: Session, opinion_id: int) -> frozenset[int]:
    found = select(col(OpinionReader.person_id)).where(col(OpinionReader.opinion_id) == opinion_id)
    return frozenset(session.scalars(found))


def let_read(session: Session, opinion_id: int, people: Sequence[int], at: datetime) -> None:
    """Note that these people know the first answer."""
    for person_id in sorted(set(people) - readers(session, opinion_id)):
        session.add(OpinionReader(opinion_id=opinion_id, person_id=person_id, at=at))
    session.flush()


def attached_by(session: Session, claim_id: int) -> set[int]:
    """Who has attached sources to the claim, those taken off again too."""
    found = select(col(Source.added_by_id)).where(
        col(Source.claim_id) == claim_id, col(Source.added_by_id).is_not(None)
    )
    return {person for person in session.scalars(found) if person is not None}


def looked_at_it(session: Session, claim_id: int) -> set[int]:
    """Which editors have judged a finding of the claim, or ticked one of its sources as read."""
    judges = select(col(Look.person_id)).where(col(Look.claim_id) == claim_id)
    readers_of_sources = select(col(SourceTick.person_id)).where(col(SourceTick.claim_id) == claim_id)
    return set(session.scalars(judges.union(readers_of_sources)))


# --- One opinion ----------------------------------------------------------------------------------


def by_id(session: Session, opinion_id: int) -> Opinion | None:
    return session.get(Opinion, opinion_id)


def of_claim(session: Session, claim_id: int) -> Opinion | None:
    """The one opinion that a claim ever has."""
    return session.scalar(select(Opinion).where(col(Opinion.claim_id) == claim_id))


def answer(session: Session, opinion_id: int) -> OpinionAnswer | None:
    return session.get(OpinionAnswer, opinion_id)


def every_answer(session: Session) -> list[tuple[Opinion, OpinionAnswer]]:
    both = select(Opinion, OpinionAnswer).join(OpinionAnswer, col(OpinionAnswer.opinion_id) == col(Opinion.id))
    return [(opinion, given) for opinion, given in session.execute(both.order_by(col(Opinion.id)))]


def judged(session: Session, claim_id: int, finding: int) -> bool:
    """Whether an editor has amended or returned this finding of the claim, or a later one."""
    seen = select(col(Look.person_id)).where(col(Look.claim_id) == claim_id, col(Look.finding) >= finding)
    return bool(session.scalar(select(seen.exists())))


# --- Drafts ---------------------------------------------------------------------------------------


def draft(session: Session, opinion_id: int, person_id: int) -> OpinionDraft | None:
    return session.get(OpinionDraft, (opinion_id, person_id))


def replace_draft(session: Session, row: OpinionDraft, seen: int) -> bool:
    """Write the draft over the one that was seen; False when a newer one is there."""
    mine = col(OpinionDraft.opinion_id) == row.opinion_id, col(OpinionDraft.person_id) == row.person_id
    words = {"verdict": row.verdict, "rationale": row.rationale, "grounds": row.grounds, "saved_at": row.saved_at}
    written = update(OpinionDraft).where(*mine, col(OpinionDraft.revision) == seen).values(**words, revision=seen + 1)
    return _changed(session, written) == 1


# --- Handing out ----------------------------------------------------------------------------------


def take_next(session: Session, person_id: int, now: datetime, until: datetime) -> int | None:
    """Hand out the opinion that has waited longest and that this person can give, in one statement."""
    oldest = select(col(Opinion.id)).where(in_the_dark(person_id), _free(now))
    oldest = oldest.order_by(col(Opinion.asked_at), col(Opinion.id)).limit(1)
    if session.get_bind().dialect.name == "postgresql":
        oldest = oldest.with_for_update(skip_locked=True)
    return _hand_out(session, (col(Opinion.id) == oldest.scalar_subquery()) & _free(now), person_id, until)


def take(session: Session, opinion_id: int, person_id: int, now: datetime, until: datetime) -> int | None:
    """Hand out this one, or begin its lease anew for who has it; None when somebody else has it or it is not open."""
    free = _free(now) | (col(Opinion.holder_id) == person_id)
    return _hand_out(session, (col(Opinion.id) == opinion_id) & free, person_id, until)


def _free(now: datetime) -> ColumnElement[bool]:
    """A lease that has run out holds nothing, whether or not the clock has taken it back yet."""
    return col(Opinion.lease_until).is_(None) | (col(Opinion.lease_until) <= now)


def _hand_out(session: Session, which: ColumnElement[bool], person_id: int, until: datetime) -> int | None:
    session.flush()
    given = (
        update(Opinion)
        .where(which, in_the_dark(person_id))
        .values(holder_id=person_id, lease_until=until, fence=col(Opinion.fence) + 1)
        .returning(col(Opinion.id))
        .execution_options(synchronize_session=False)
    )
    found = session.scalar(given)
    session.expire_all()
    return found


def renew(session: Session, opinion_id: int, person_id: int, fence: int, now: datetime, until: datetime) -> bool:
    """Lengthen a lease that still runs and is this person's."""
    return (
        _changed(session, update(Opinion).where(*_held(opinion_id, person_id, fence, now)).values(lease_until=until))
        == 1
    )


def release(session: Session, opinion_id: int, person_id: int) -> bool:
    """Give it back; False when it is not this person's, or not open."""
    mine = col(Opinion.id) == opinion_id, col(Opinion.holder_id) == person_id, _open()
    return _changed(session, update(Opinion).where(*mine).values(holder_id=None, lease_until=None)) == 1


def lapsed(session: Session, now: datetime, limit: int = 200) -> list[int]:
    """Open opinions whose holder's time has run out."""
    found = _open_ones(select(col(Opinion.id))).where(_open(), *_run_out(now))
    return [number for number in session.scalars(found.order_by(col(Opinion.lease_until)).limit(limit)) if number]


def lapse(session: Session, opinion_id: int, now: datetime) -> bool:
    """Take it back from whose time has run out; False when somebody was faster than the clock."""
    over = col(Opinion.id) == opinion_id, _open(), *_run_out(now)
    return _changed(session, update(Opinion).where(*over).values(holder_id=None, lease_until=None)) == 1


def _run_out(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return col(Opinion.holder_id).is_not(None), col(Opinion.lease_until) <= now


def answered(session: Session, opinion_id: int, person_id: int, fence: int, now: datetime) -> bool:
    """Mark it answered by who holds it under this lease; False when the lease is lost or it is not open any more."""
    held = *_held(opinion_id, person_id, fence, now), in_the_dark(person_id)
    return _changed(session, update(Opinion).where(*held).values(answered_at=now, lease_until=None)) == 1


def _held(opinion_id: int, person_id: int, fence: int, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Opinion.id) == opinion_id,
        col(Opinion.holder_id) == person_id,
        col(Opinion.fence) == fence,
        col(Opinion.lease_until) > now,
        _open(),
    )


def close(session: Session, opinion_id: int, now: datetime, why: str) -> bool:
    """End it without an answer; False when it has ended already."""
    ended = update(Opinion).where(col(Opinion.id) == opinion_id, _open())
    return _changed(session, ended.values(closed_at=now, closed_why=why, lease_until=None)) == 1


def _changed(session: Session, statement: Any) -> int:
    session.flush()
    result = session.execute(statement.execution_options(synchronize_session=False))
    session.expire_all()
    return result.rowcount if isinstance(result, CursorResult) else 0


# --- Lists ----------------------------------------------------------------------------------------


def waiting_for(session: Session, person_id: int, limit: int) -> list[Opinion]:
    """The open opinions that this person could give, what they hold first, then the longest waiting."""
    mine = func.coalesce(col(Opinion.holder_id) == person_id, False)
    found = _open_ones(select(Opinion)).where(in_the_dark(person_id))
    return list(session.scalars(found.order_by(mine.desc(), col(Opinion.asked_at), col(Opinion.id)).limit(limit)))


@dataclass(frozen=True, slots=True)
class Both:
    """An answered opinion with the first answer, the second, and who gave it."""

    opinion: Opinion
    finding: Finding
    answer: OpinionAnswer
    name: str


def differing(session: Session, since: datetime, limit: int) -> list[Both]:
    """Answered opinions whose verdict is another than the first, the newest first."""
    first, second = aliased(Finding), aliased(OpinionAnswer)
    found = (
        select(Opinion, first, second, col(Person.name))
        .join(first, col(first.id) == col(Opinion.finding_id))
        .join(second, col(second.opinion_id) == col(Opinion.id))
        .join(Person, col(Person.id) == col(second.person_id))
        .where(col(Opinion.answered_at) >= since, col(first.verdict) != col(second.verdict))
        .order_by(col(Opinion.answered_at).desc(), col(Opinion.id).desc())
    )
    return [Both(*row) for row in session.execute(found.limit(limit))]


def pairs(session: Session, since: datetime, *, drawn: bool) -> list[tuple[Verdict, Verdict]]:
    """(first, second) verdict of the opinions answered since, the newest first."""
    found = (
        select(col(Finding.verdict), col(OpinionAnswer.verdict))
        .select_from(Opinion)
        .join(Finding, col(Finding.id) == col(Opinion.finding_id))
        .join(OpinionAnswer, col(OpinionAnswer.opinion_id) == col(Opinion.id))
        .where(col(Opinion.answered_at) >= since, col(Opinion.drawn).is_(drawn))
        .order_by(col(Opinion.answered_at).desc(), col(Opinion.id).desc())
    )
    return [(row[0], row[1]) for row in session.execute(found.limit(PAIRS_MOST))]


def drawn_without_answer(session: Session, since: datetime) -> tuple[int, int]:
    """(how many drawn opinions are open, how many were closed since without an answer)."""
    counted = select(func.count()).select_from(Opinion).where(col(Opinion.drawn).is_(True))
    still_open = session.scalar(counted.where(_open())) or 0
    return int(still_open), int(session.scalar(counted.where(col(Opinion.closed_at) >= since)) or 0)
