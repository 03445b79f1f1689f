"""Answers of the API that are kept under the key of their call, so that the same call again gets the same one."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from factcheck.store.tables import IdempotencyKey

NOT_YET = 0
"""The status of a call that has no answer yet. Only the transaction that carries the call out ever sees it."""


def reserve(session: Session, person_id: int, key: str, request_sha256: str, at: datetime) -> bool:
    """Take the key for this transaction; False when a call with it has been answered.

    While another transaction holds the key, this one waits for its end: SQLite has one writer anyway,
    PostgreSQL holds back the second row of the same key.
    """
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = {
        "person_id": person_id,
        "key": key,
        "request_sha256": request_sha256,
        "status": NOT_YET,
        "body": {},
        "at": at,
    }
    taken = insert(IdempotencyKey).values(row).on_conflict_do_nothing().returning(col(IdempotencyKey.key))
    return session.scalar(taken) is not None


def kept(session: Session, person_id: int, key: str) -> IdempotencyKey | None:
    return session.get(IdempotencyKey, (person_id, key))


def keep(session: Session, person_id: int, key: str, status: int, body: dict[str, Any]) -> None:
    """Write the answer to the reserved key."""
    row = session.get_one(IdempotencyKey, (person_id, key))
    row.status, row.body = status, body


def forget(session: Session, before: datetime) -> None:
    session.execute(delete(IdempotencyKey).where(col(IdempotencyKey.at) < before))
