"""What is closed to whoever could still give a second opinion: one place for every page, list and API answer."""

from collections.abc import Iterable
from dataclasses import replace

from factcheck.domain.people import Actor
from factcheck.domain.sheets import ClaimRow, HistoryLine
from factcheck.store import opinions as rows
from factcheck.store.unit import Session

TOLD = frozenset(
    {
        "add", "ask opinion", "assign", "dismiss", "edit", "found", "lapse", "merge", "merged in", "open",
        "place origin", "release", "release opinion", "restore", "search again", "split", "split off", "submit", "take",
        "take opinion", "triage", "undo assign", "undo edit", "undo merge", "undo split", "undo triage", "withdraw",
    }
)  # fmt: skip
"""Entries of a history that say nothing about an answer. What is not named here is closed: sources, returns, alerts."""


def closed_to(session: Session, actor: Actor) -> frozenset[int]:
    """The claims whose first answer is closed to this person."""
    return rows.closed_to(session, actor.id or 0)


def is_closed(session: Session, claim_id: int, actor: Actor) -> bool:
    return claim_id in closed_to(session, actor)


def row(listed: ClaimRow, closed: frozenset[int]) -> ClaimRow:
    """The claim in a list, without what tells of an answer that is closed."""
    if listed.id not in closed:
        return listed
    return replace(listed, verdict=None, alerts=0, returned_note="", new_evidence=False, answer_closed=True)


def told(lines: Iterable[HistoryLine]) -> tuple[HistoryLine, ...]:
    """The history, the newest first, without what was done towards the answer; counted anew, so that no gap tells."""
    left = [line for line in lines if line.what in TOLD]
    return tuple(replace(line, seq=len(left) - at, note="", undoable=False) for at, line in enumerate(left))
