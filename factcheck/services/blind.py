"""What is closed to whoever could still give a second opinion: one place for every page, list and API answer."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from factcheck.domain.people import Actor
from factcheck.domain.review import Stage
from factcheck.domain.sheets import ClaimRow, HistoryLine
from factcheck.store import history
from factcheck.store import opinions as rows
from factcheck.store.tables import Claim
from factcheck.store.unit import Session

TOLD = frozenset(
    {
        "add", "ask opinion", "assign", "dismiss", "edit", "found", "lapse", "lapse opinion", "merge", "merged in",
        "open", "place origin", "release", "release opinion", "restore", "search again", "split", "split off",
        "submit", "take", "take opinion", "triage", "undo assign", "undo edit", "undo merge", "undo split",
        "undo triage", "withdraw",
    }
)  # fmt: skip
"""Entries of a history that say nothing about an answer. What is not named here is closed: sources, returns, alerts."""


def closed_to(session: Session, actor: Actor) -> frozenset[int]:
    """The claims whose first answer is closed to this person. The clock and the workers give no opinions."""
    return rows.closed_to(session, actor.id) if actor.id is not None else frozenset()


def is_closed(session: Session, claim_id: int, actor: Actor) -> bool:
    return actor.id is not None and rows.is_closed_to(session, claim_id, actor.id)


def rows_for(session: Session, listed: Sequence[ClaimRow], actor: Actor) -> list[ClaimRow]:
    """The claims in a list, without what tells of answers that are closed to this person."""
    closed = closed_to(session, actor) & {row.id for row in listed}
    counts = history.counted(session, [f"claim:{claim_id}" for claim_id in closed], TOLD) if closed else {}
    return [_bare(row, counts.get(f"claim:{row.id}", 0)) if row.id in closed else row for row in listed]


def _bare(row: ClaimRow, told: int) -> ClaimRow:
    shown = replace(row, verdict=None, alerts=0, returned_note="", new_evidence=False, answer_closed=True)
    return replace(shown, version=_version(row.stage, told))


def _version(stage: Stage, told: int) -> int:
    """What stands for the version of a claim whose answer is closed: what the person sees of it, its stage and history.

    The version itself would count how often somebody attached or changed something towards the answer.
    """
    return told * len(Stage) + list(Stage).index(stage)


def version(session: Session, claim: Claim, actor: Actor) -> int:
    """The version of a claim that the person has on screen when they look at it now."""
    if not is_closed(session, claim.id or 0, actor):
        return claim.version
    subject = f"claim:{claim.id}"
    return _version(claim.stage, history.counted(session, [subject], TOLD).get(subject, 0))


def meant(session: Session, claim: Claim, actor: Actor, seen: int) -> int:
    """The version of the row that the person means by the one they have seen; UNSEEN when that is older."""
    return claim.version if seen == version(session, claim, actor) else UNSEEN


UNSEEN = -1
"""No claim has this version."""


def told(lines: Iterable[HistoryLine]) -> tuple[HistoryLine, ...]:
    """The history, the newest first, without what was done towards the answer; counted anew, so that no gap tells."""
    left = [line for line in lines if line.what in TOLD]
    return tuple(replace(line, seq=len(left) - at, note="", undoable=False) for at, line in enumerate(left))
