"""Calls that may come twice: the effect of one and its answer are kept in one transaction, under the caller's key.

What is guaranteed, for calls of one person with one key within two days:

- The effect happens once or not at all. Key, effect and answer are written in the same transaction: a crash
  before its commit leaves nothing of the three, a crash after it leaves all of them.
- A second call waits for the end of the first and gets its answer, word for word.
- A call that was refused leaves nothing, so the same key may be used again once the reason is gone.
- The same key with another request is refused: it is a mistake of the caller.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from factcheck.domain.errors import Invalid
from factcheck.domain.people import Actor
from factcheck.store import answers as rows
from factcheck.store.tables import IdempotencyKey
from factcheck.store.unit import JoinedUnit, Session, UnitOfWork

KEY_MOST = 200
FIELD = "Idempotency-Key"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a call is answered. `again` when it was kept from an earlier call with the same key."""

    status: int
    body: dict[str, Any] | None
    headers: dict[str, str] = field(default_factory=dict)
    again: bool = False


Call = Callable[[UnitOfWork], Answer]


def request_sha256(method: str, path: str, body: bytes) -> str:
    """What tells one request from another under the same key."""
    return hashlib.sha256(b"\n".join((method.encode(), path.encode(), body))).hexdigest()


def once(uow: UnitOfWork, actor: Actor, call: Call, *, key: str, request: str) -> Answer:
    """Carry out the call, unless one with this key has been answered: then that answer. Without a key, just call.

    `request` is request_sha256 of what was sent. The call must ask nothing of the outside: a transaction is open.
    """
    if not key:
        return call(uow)
    if len(key) > KEY_MOST or not key.isascii() or not key.isprintable():
        raise Invalid(FIELD, "key", "A key has at most %(most)s plain characters, for example a UUID.", most=KEY_MOST)
    with uow.writing() as session:
        if not rows.reserve(session, actor.id or 0, key, request, uow.now):
            return _kept(session, actor, key, request)
        answer = call(JoinedUnit(uow, session))
        rows.keep(session, actor.id or 0, key, answer.status, {"body": answer.body, "headers": answer.headers})
        return answer


def _kept(session: Session, actor: Actor, key: str, request: str) -> Answer:
    row = rows.kept(session, actor.id or 0, key)
    if not isinstance(row, IdempotencyKey) or row.request_sha256 != request:
        raise Invalid(
            FIELD, "other_request", "This key was used for another request: take a new key for a new request."
        )
    return Answer(row.status, row.body["body"], row.body["headers"], again=True)
