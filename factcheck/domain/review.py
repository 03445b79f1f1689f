"""The review: the one table of stages and moves.

Everything that asks what may happen to a claim reads MOVES: the buttons, the API, the services, the tests and the
diagram in the README. Its words are in stages.py, its conditions in conditions.py.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from factcheck.domain.conditions import (
    ABOUT_THE_PERSON,
    Case,
    Condition,
    Given,
    answered,
    author_is_actor,
    backed,
    belongs_to_actor,
    correction_classed,
    explained,
    held_by_actor,
    held_by_actor_or_editor,
    knows_the_answer,
    lease_ran_out,
    nothing_public,
    other_pair_of_eyes,
    publicly_noted,
    reasoned,
    sees_the_latest,
    something_changed,
    something_public,
    to_a_checker,
    to_a_checker_if_anybody,
)
from factcheck.domain.errors import NotAllowed, OutOfDate, Refused, WrongStage
from factcheck.domain.people import Actor, Role
from factcheck.domain.stages import NEEDS_PUBLIC_NOTE, CorrectionClass, DismissReason, Move, Priority, Stage, Verdict
from factcheck.domain.texts import say

__all__ = [
    "ARTICLE", "DOES_WHAT_A_CHECKER_DOES", "LEASE", "MOVES", "NEEDS_PUBLIC_NOTE", "PARTICIPLE", "Case", "Condition",
    "CorrectionClass", "DismissReason", "Given", "Move", "Priority", "QueueFilters", "Rule", "Sort", "Stage", "Verdict",
    "diagram", "has_role", "open_moves", "opened", "refuse", "step", "why_closed",
]  # fmt: skip

LEASE = timedelta(minutes=20)


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table: where the move leads, who may make it, what must hold.

    `standing` conditions decide whether the move is open to a person, `needs` what they must give.
    """

    to: Stage
    role: Role
    standing: tuple[Condition, ...] = ()
    needs: tuple[Condition, ...] = ()


# fmt: off
MOVES: dict[tuple[Stage, Move], Rule] = {
    (Stage.QUEUED,    Move.TAKE):     Rule(Stage.CHECKING,  Role.CHECKER),
    (Stage.QUEUED,    Move.DISMISS):  Rule(Stage.DISMISSED, Role.CHECKER, (nothing_public,), (reasoned,)),
    (Stage.QUEUED,    Move.ASSIGN):   Rule(Stage.CHECKING,  Role.EDITOR,  (), (to_a_checker,)),
    (Stage.QUEUED,    Move.VOID):     Rule(Stage.VOIDED,    Role.EDITOR,  (something_public,), (publicly_noted,)),
    (Stage.CHECKING,  Move.SUBMIT):   Rule(Stage.SUBMITTED, Role.CHECKER, (held_by_actor,), (answered, backed)),
    (Stage.CHECKING,  Move.RELEASE):  Rule(Stage.QUEUED,    Role.CHECKER, (belongs_to_actor,)),
    (Stage.CHECKING,  Move.LAPSE):    Rule(Stage.QUEUED,    Role.CLOCK,   (lease_ran_out,)),
    (Stage.CHECKING,  Move.DISMISS):  Rule(Stage.DISMISSED, Role.CHECKER, (held_by_actor_or_editor, nothing_public), (reasoned,)),  # noqa: E501
    (Stage.CHECKING,  Move.ASSIGN):   Rule(Stage.CHECKING,  Role.EDITOR,  (), (to_a_checker,)),
    (Stage.CHECKING,  Move.VOID):     Rule(Stage.VOIDED,    Role.EDITOR,  (something_public,), (publicly_noted,)),
    (Stage.SUBMITTED, Move.APPROVE):  Rule(Stage.APPROVED,  Role.EDITOR,  (other_pair_of_eyes, knows_the_answer), (sees_the_latest, correction_classed)),  # noqa: E501
    (Stage.SUBMITTED, Move.RETURN):   Rule(Stage.CHECKING,  Role.EDITOR,  (knows_the_answer,), (explained,)),
    (Stage.SUBMITTED, Move.AMEND):    Rule(Stage.SUBMITTED, Role.EDITOR,  (knows_the_answer,), (sees_the_latest, something_changed, answered, backed)),  # noqa: E501
    (Stage.SUBMITTED, Move.WITHDRAW): Rule(Stage.CHECKING,  Role.CHECKER, (author_is_actor,)),
    (Stage.SUBMITTED, Move.VOID):     Rule(Stage.VOIDED,    Role.EDITOR,  (something_public,), (publicly_noted,)),
    (Stage.APPROVED,  Move.REOPEN):   Rule(Stage.CHECKING,  Role.EDITOR,  (), (explained, to_a_checker_if_anybody)),
    (Stage.APPROVED,  Move.VOID):     Rule(Stage.VOIDED,    Role.EDITOR,  (something_public,), (publicly_noted,)),
    (Stage.DISMISSED, Move.RESTORE):  Rule(Stage.QUEUED,    Role.CHECKER),
}
# fmt: on

DOES_WHAT_A_CHECKER_DOES = frozenset({Role.CHECKER, Role.EDITOR})


def has_role(actor: Actor, role: Role) -> bool:
    """Editors may do what checkers do; an admin who is neither signs nothing."""
    return bool(actor.roles & DOES_WHAT_A_CHECKER_DOES) if role is Role.CHECKER else role in actor.roles


def step(case: Case, move: Move, actor: Actor, given: Given | None = None) -> Stage:
    """Where the move leads. WrongStage, NotAllowed, Refused or OutOfDate when a rule says no."""
    given = given or Given()
    rule = opened(case, move, actor, given)
    for condition in rule.needs:
        refuse(condition, case, actor, given)
    return rule.to


def opened(case: Case, move: Move, actor: Actor, given: Given) -> Rule:
    """The line of the table, if the move is open to this person whatever they give. WrongStage, NotAllowed, Refused."""
    rule = MOVES.get((case.stage, move))
    if rule is None:
        raise WrongStage(
            "A claim that is %(stage)s cannot be %(participle)s.", stage=case.stage, participle=say(PARTICIPLE[move])
        )
    if not has_role(actor, rule.role):
        who = say(ARTICLE[rule.role])
        raise NotAllowed(
            "role", "Only %(who)s can %(move)s a claim that is %(stage)s.", who=who, move=move, stage=case.stage
        )
    for condition in rule.standing:
        refuse(condition, case, actor, given)
    return rule


def refuse(condition: Condition, case: Case, actor: Actor, given: Given) -> None:
    """Raise in the condition's own words when it does not hold."""
    sentence = condition(case, actor, given)
    if sentence is None:
        return
    if condition in ABOUT_THE_PERSON:
        raise NotAllowed(condition.__name__, sentence)
    if condition is sees_the_latest:
        raise OutOfDate(sentence, yours={"content_hash": given.hash_seen}, theirs={"content_hash": case.content_hash})
    raise Refused(condition.__name__, sentence)


def open_moves(case: Case, actor: Actor, now: datetime) -> list[Move]:
    """The moves this person could make now, in the order of the table; what they need is asked later."""
    given = Given(now=now)
    return [
        move
        for (stage, move), rule in MOVES.items()
        if stage is case.stage
        and has_role(actor, rule.role)
        and all(condition(case, actor, given) is None for condition in rule.standing)
    ]


def why_closed(case: Case, move: Move, actor: Actor, now: datetime) -> str | None:
    """The sentence that stands instead of a button, None when the move is open or not in the table."""
    rule = MOVES.get((case.stage, move))
    if rule is None or not has_role(actor, rule.role):
        return None
    answers = (condition(case, actor, Given(now=now)) for condition in rule.standing)
    return next((answer for answer in answers if answer is not None), None)


# fmt: off
PARTICIPLE: dict[Move, str] = {
    Move.TAKE: "taken", Move.DISMISS: "dismissed", Move.RELEASE: "released", Move.LAPSE: "given back by the clock",
    Move.ASSIGN: "assigned", Move.SUBMIT: "submitted", Move.WITHDRAW: "withdrawn", Move.AMEND: "amended",
    Move.RETURN: "returned", Move.APPROVE: "approved", Move.REOPEN: "reopened", Move.VOID: "voided",
    Move.RESTORE: "restored",
}
ARTICLE: dict[Role, str] = {
    Role.CHECKER: "a checker or an editor", Role.EDITOR: "an editor", Role.ADMIN: "an admin", Role.CLOCK: "the clock",
    Role.WORKER: "a worker",
}
# fmt: on


def diagram() -> str:
    """The table as a Mermaid state diagram: what `factcheck stages` prints and the README shows."""
    lines = ["stateDiagram-v2", "    [*] --> queued"]
    for (stage, move), rule in MOVES.items():
        who = "" if rule.role is Role.CHECKER else f" ({rule.role.value})"
        lines.append(f"    {stage.value} --> {rule.to.value}: {move.value}{who}")
    return "\n".join(lines)


# --- What a list of claims is asked for -----------------------------------------------------------


class Sort(StrEnum):
    """The order of the queue."""

    WORTH = "worth"
    OLDEST = "oldest"
    NEWEST = "newest"
    DUE = "due"


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueFilters:
    """What the queue and the exports are filtered by; the names are those in the URL.

    `older` and `due` are in days: at least so old, due within so many. `unworthy` also shows what the splitter marked
    as not checkable. Sorted by due day there is only what has one.
    """

    q: str = ""
    stage: Stage | None = None
    verdict: Verdict | None = None
    topic: str = ""
    claimant: str = ""
    outlet: str = ""
    article: int | None = None
    reports: int = 0
    older: int = 0
    due: int = 0
    mine: bool = False
    unworthy: bool = False
    sort: Sort = Sort.WORTH
