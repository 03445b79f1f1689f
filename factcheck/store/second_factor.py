"""Second factors, recovery codes and half-done sign-ins: each code is used up in one conditional statement."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import CursorResult, delete, func, select, update
from sqlalchemy.sql.dml import Update
from sqlmodel import Session, col

from factcheck.store.tables import HalfSignIn, RecoveryCode, SecondFactor


def of(session: Session, person_id: int) -> SecondFactor | None:
    return session.get(SecondFactor, person_id)


def is_on(session: Session, person_id: int) -> bool:
    on = select(col(SecondFactor.person_id)).where(
        col(SecondFactor.person_id) == person_id, col(SecondFactor.confirmed_at).is_not(None)
    )
    return session.scalar(on) is not None


def use_step(session: Session, person_id: int, step: int) -> bool:
    """Use up the code of this time step and all before it; False when that has been done already."""
    session.flush()
    unused = update(SecondFactor).where(col(SecondFactor.person_id) == person_id, col(SecondFactor.last_step) < step)
    return _one(session, unused.values(last_step=step))


def use_recovery(session: Session, person_id: int, sha256: str, at: datetime) -> bool:
    """Use up a recovery code; False when there is no such code or it has been used."""
    unused = update(RecoveryCode).where(
        col(RecoveryCode.person_id) == person_id,
        col(RecoveryCode.sha256) == sha256,
        col(RecoveryCode.used_at).is_(None),
    )
    return _one(session, unused.values(used_at=at))


def _one(session: Session, statement: Update) -> bool:
    result = session.execute(statement)
    return isinstance(result, CursorResult) and result.rowcount == 1


def codes_left(session: Session, person_id: int) -> int:
    left = select(func.count()).where(col(RecoveryCode.person_id) == person_id, col(RecoveryCode.used_at).is_(None))
    return int(session.scalar(left) or 0)


def replace_codes(session: Session, person_id: int, digests: Iterable[str]) -> None:
    session.execute(delete(RecoveryCode).where(col(RecoveryCode.person_id) == person_id))
    session.add_all(RecoveryCode(person_id=person_id, sha256=digest) for digest in digests)


def remove(session: Session, person_id: int) -> bool:
    """Take the second factor away with its recovery codes; whether there was one that was on."""
    was_on = is_on(session, person_id)
    replace_codes(session, person_id, ())
    session.execute(delete(SecondFactor).where(col(SecondFactor.person_id) == person_id))
    return was_on


# --- Between the password and the code ------------------------------------------------------------


def half_by_token(session: Session, sha256: str) -> HalfSignIn | None:
    return session.get(HalfSignIn, sha256)


def use_half(session: Session, sha256: str) -> bool:
    """Use up a half-done sign-in; False when somebody was faster."""
    gone = session.execute(delete(HalfSignIn).where(col(HalfSignIn.token_sha256) == sha256))
    return isinstance(gone, CursorResult) and gone.rowcount == 1


def forget_halves(session: Session, before: datetime) -> None:
    session.execute(delete(HalfSignIn).where(col(HalfSignIn.created_at) < before))
