"""Triage: many claims of the queue at once get a priority, a due day, a topic or a checker, or leave the queue."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from factcheck.domain.errors import Invalid, NotFound, OutOfDate, Refused, WrongStage
from factcheck.domain.people import Action, Actor
from factcheck.domain.review import PARTICIPLE, Case, Given, Move, Stage, step
from factcheck.domain.sheets import ClaimSheet, Triaged
from factcheck.domain.texts import say
from factcheck.services import claims, editing, review, undoing
from factcheck.services.correcting import checked
from factcheck.store.unit import UnitOfWork

FIELDS = frozenset({"priority", "due_on", "topic", "checkworthy"})
MOST = 100
"""Claims at once. Each is a change of its own, with its line in its own history."""

Chosen = Sequence[tuple[int, int]]
"""(claim, the version that the person had on screen)."""


def triage(
    uow: UnitOfWork, actor: Actor, chosen: Chosen, *, changes: Mapping[str, Any], assignee: Actor | None = None
) -> Triaged:
    """Change and assign these claims, each by itself: what somebody has taken or changed meanwhile is left out.

    Invalid when nothing is chosen, too much, or nothing is to be done; NotAllowed when the role does not carry it.
    """
    actor.require(Action.EDIT_CLAIMS)
    wanted = {field: value for field, value in checked(changes).items() if field in FIELDS}
    if assignee is not None:
        step(Case(stage=Stage.QUEUED), Move.ASSIGN, actor, Given(assignee=assignee))
    if not wanted and assignee is None:
        raise Invalid("priority", "nothing", "Say what is to be done: a priority, a due day, a topic or a checker.")
    _checked_number(chosen)

    def one(claim_id: int, seen: int) -> tuple[ClaimSheet, bool]:
        before = queued(uow, claim_id, actor)
        changed = any(getattr(before.row, field) != value for field, value in wanted.items())
        after = editing.edit(uow, claim_id, actor, seen=seen, changes=wanted) if changed else before
        if assignee is None:
            return after, changed
        version = after.version if changed else seen
        given = Given(assignee=assignee, after=after.history[0].seq if changed else 0)
        return review.move(uow, claim_id, Move.ASSIGN, actor, seen=version, given=given), True

    return _each(chosen, one)


def put_back(uow: UnitOfWork, actor: Actor, entries: Sequence[tuple[int, int, int]]) -> Triaged:
    """Undo a triage. `entries` are (claim, version, newest entry of its history); what has moved on is left out."""
    actor.require(Action.EDIT_CLAIMS)
    sequence = {claim_id: seq for claim_id, _, seq in entries}
    chosen = [(claim_id, seen) for claim_id, seen, _ in entries]
    _checked_number(chosen)

    def one(claim_id: int, seen: int) -> tuple[ClaimSheet, bool]:
        return undoing.undo(uow, claim_id, actor, seen=seen, seq=sequence[claim_id]), False

    return _each(chosen, one)


def _checked_number(chosen: Chosen) -> None:
    if not chosen:
        raise Invalid("claim", "none", "Select claims first: tick them, or press x on a row.")
    if len(chosen) > MOST:
        raise Invalid(
            "claim",
            "too_many",
            "At most %(most)s claims at once: you selected %(chosen)s.",
            most=MOST,
            chosen=len(chosen),
        )


def queued(uow: UnitOfWork, claim_id: int, actor: Actor) -> ClaimSheet:
    """The claim, if it waits in the queue; WrongStage when it does not any more."""
    sheet = claims.sheet(uow, claim_id, actor)
    if sheet.row.stage is not Stage.QUEUED:
        raise WrongStage(
            "It has been %(taken)s or moved on: triage is for what waits in the queue.",
            taken=say(PARTICIPLE[Move.TAKE]),
        )
    return sheet


def _each(chosen: Chosen, one: Callable[[int, int], tuple[ClaimSheet, bool]]) -> Triaged:
    done: list[int] = []
    undoable: list[tuple[int, int, int]] = []
    left_out: list[str] = []
    for claim_id, seen in dict(chosen).items():
        try:
            sheet, changed = one(claim_id, seen)
        except (OutOfDate, Refused, NotFound) as why:
            left_out.append(say("Claim %(number)s: %(why)s", number=str(claim_id), why=why.sentence))
            continue
        done.append(claim_id)
        if changed:
            undoable.append((claim_id, sheet.version, sheet.history[0].seq))
    return Triaged(tuple(done), tuple(undoable), tuple(left_out))
