"""The append-only history: how an entry is sealed to the one before it, and how a chain is checked.

An entry's hash is SHA-256 over the previous hash and the entry as canonical JSON (sorted keys, no
blanks, UTF-8). Each subject has a chain of its own: one chain for everything would queue all writers
behind one row. Signed checkpoints over all heads show when a tail was cut.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from factcheck.domain.texts import say

FIRST = "0" * 64


def canonical(value: Mapping[str, Any]) -> bytes:
    """The one spelling of a JSON object that is hashed."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def content_hash(content: Mapping[str, Any]) -> str:
    """The seal of a finding: SHA-256 of its canonical JSON, in hexadecimal."""
    return hashlib.sha256(canonical(content)).hexdigest()


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the history. `subject` is "claim:12", "article:3", "person:5"; `seq` counts from 1."""

    subject: str
    seq: int
    at: datetime
    actor_id: int | None
    actor_name: str
    what: str
    from_stage: str | None
    to_stage: str | None
    note: str
    data: Mapping[str, Any]

    def sealed(self, previous: str) -> str:
        """The hash of this entry on top of the one before it."""
        body = {
            "subject": self.subject,
            "seq": self.seq,
            "at": self.at.isoformat(),
            "actor_id": self.actor_id,
            "actor_name": self.actor_name,
            "what": self.what,
            "from": self.from_stage,
            "to": self.to_stage,
            "note": self.note,
            "data": dict(self.data),
        }
        return hashlib.sha256(previous.encode() + canonical(body)).hexdigest()


def broken_links(chain: Iterable[tuple[Entry, str, str]]) -> list[str]:
    """What is wrong in one chain of (entry, previous hash, hash), in sentences; empty when it holds."""
    problems: list[str] = []
    expected_seq, previous = 1, FIRST
    for entry, stated_previous, stated in chain:
        where = say("%(subject)s entry %(number)s", subject=entry.subject, number=str(entry.seq))
        if entry.seq != expected_seq:
            problems.append(
                say("%(where)s: entry %(number)s is missing or out of order", where=where, number=str(expected_seq))
            )
        if stated_previous != previous:
            problems.append(say("%(where)s: does not follow the entry before it", where=where))
        if entry.sealed(stated_previous) != stated:
            problems.append(say("%(where)s: its content does not match its hash", where=where))
        expected_seq, previous = entry.seq + 1, stated
    return problems


def heads_digest(heads: Mapping[str, tuple[int, str]]) -> str:
    """One digest over the head (seq, hash) of every chain."""
    return content_hash({subject: [seq, head] for subject, (seq, head) in heads.items()})


def signature(digest: str, at: datetime, key: bytes) -> str:
    """HMAC-SHA-256 of a checkpoint: only who holds the desk's key can write one."""
    return hmac.new(key, f"{at.isoformat()} {digest}".encode(), hashlib.sha256).hexdigest()
