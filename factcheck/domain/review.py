"""The review: stages, moves, the one table that joins them, and the conditions it names.

Everything that asks what may happen to a claim reads MOVES: the buttons, the API, the services, the
tests and the diagram in the README.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from factcheck.domain.errors import NotAllowed, OutOfDate, Refused, WrongStage
from factcheck.domain.evidence import Backing, Stance, evidence_rule
from factcheck.domain.people import Actor, Role

LEASE = timedelta(minutes=20)
RATIONALE_LEAST = 10
NOTE_LEAST = 3
"""Characters. Short enough for "typo", long enough not to be a stray key."""


class Stage(StrEnum):
    QUEUED = "queued"
    CHECKING = "checking"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    DISMISSED = "dismissed"
    VOIDED = "voided"


class Move(StrEnum):
    TAKE = "take"
    DISMISS = "dismiss"
    RELEASE = "release"
    LAPSE = "lapse"
    ASSIGN = "assign"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    AMEND = "amend"
    RETURN = "return"
    APPROVE = "approve"
    REOPEN = "reopen"
    VOID = "void"
    RESTORE = "restore"


class Verdict(StrEnum):
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"
    UNVERIFIED = "unverified"


class DismissReason(StrEnum):
    OPINION = "opinion"
    PREDICTION = "prediction"
    PERSONAL_EXPERIENCE = "personal experience"
    TOO_VAGUE = "too vague"
    DUPLICATE = "duplicate"
    NOT_NEWSWORTHY = "not newsworthy"


class CorrectionClass(StrEnum):
    RATING = "rating"
    SUBSTANCE = "substance"
    CLARIFICATION = "clarification"
    UPDATE = "update"
    TYPO = "typo"


NEEDS_PUBLIC_NOTE = frozenset({CorrectionClass.RATING, CorrectionClass.SUBSTANCE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Where a claim stands: what the conditions look at.

    `authors` are the people behind the latest finding, `content_hash` its seal. `public_verdict` is
    the verdict of the finding that is public now, None when nothing is.
    """

    stage: Stage
    version: int = 1
    assignee: int | None = None
    lease_until: datetime | None = None
    authors: frozenset[int] = frozenset()
    content_hash: str = ""
    submitted_verdict: Verdict | None = None
    public_verdict: Verdict | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a person gives with a move. `now` is the time of the move (UTC)."""

    now: datetime | None = None
    note: str = ""
    reason: DismissReason | None = None
    duplicate_of: int | None = None
    assignee: Actor | None = None
    verdict: Verdict | None = None
    rationale: str = ""
    tried: str = ""
    override: str = ""
    backing: Sequence[Backing] = field(default=())
    hash_seen: str = ""
    correction: CorrectionClass | None = None
    public_note: str = ""
    changed: bool = False


Condition = Callable[[Case, Actor, Given], str | None]
"""Named after what must hold; answers None when it does, or the sentence that the person reads."""


# --- Conditions on who stands where: they decide which moves are open -----------------------------


def held_by_actor(case: Case, actor: Actor, given: Given) -> str | None:
    if case.assignee is None or case.assignee != actor.id:
        return "Somebody else holds this claim, or nobody does: take it first."
    if case.lease_until is None or (given.now is not None and case.lease_until <= given.now):
        return "Your time with this claim has run out. Your draft is kept: open the claim again to go on."
    return None


def belongs_to_actor(case: Case, actor: Actor, given: Given) -> str | None:
    return None if case.assignee is not None and case.assignee == actor.id else "This claim is not yours to give back."


def held_by_actor_or_editor(case: Case, actor: Actor, given: Given) -> str | None:
    return None if Role.EDITOR in actor.roles else held_by_actor(case, actor, given)


def lease_ran_out(case: Case, actor: Actor, given: Given) -> str | None:
    over = case.lease_until is not None and given.now is not None and case.lease_until <= given.now
    return None if over else "The lease has not run out."


def author_is_actor(case: Case, actor: Actor, given: Given) -> str | None:
    return None if actor.id in case.authors else "Only who sent it can withdraw it."


def other_pair_of_eyes(case: Case, actor: Actor, given: Given) -> str | None:
    return "You are an author of this finding, so somebody else approves it." if actor.id in case.authors else None


def nothing_public(case: Case, actor: Actor, given: Given) -> str | None:
    return (
        None if case.public_verdict is None else "This claim has a published check: void it instead of dismissing it."
    )


def something_public(case: Case, actor: Actor, given: Given) -> str | None:
    return "Nothing of this claim is published, so there is nothing to void." if case.public_verdict is None else None


ABOUT_THE_PERSON = frozenset(
    {held_by_actor, belongs_to_actor, held_by_actor_or_editor, author_is_actor, other_pair_of_eyes}
)
"""Where one of these fails, it is this person who may not: NotAllowed, whatever they give."""


# --- Conditions on what is given with the move ----------------------------------------------------


def reasoned(case: Case, actor: Actor, given: Given) -> str | None:
    if given.reason is None:
        return "Say why it is dismissed: " + ", ".join(reason.value for reason in DismissReason) + "."
    if given.reason is DismissReason.DUPLICATE and given.duplicate_of is None:
        return "Say which claim it is a duplicate of."
    return None


def explained(case: Case, actor: Actor, given: Given) -> str | None:
    return None if len(given.note.strip()) >= NOTE_LEAST else "Say why, so that the next person knows what to do."


def to_a_checker(case: Case, actor: Actor, given: Given) -> str | None:
    able = given.assignee is not None and given.assignee.roles & {Role.CHECKER, Role.EDITOR}
    return None if able else "Choose a checker to give it to."


def answered(case: Case, actor: Actor, given: Given) -> str | None:
    if given.verdict is None:
        return "Choose a verdict: confirmed, disputed or unverified."
    if len(given.rationale.strip()) < RATIONALE_LEAST:
        return f"Give a rationale of at least {RATIONALE_LEAST} characters."
    return None


def backed(case: Case, actor: Actor, given: Given) -> str | None:
    if given.verdict is Verdict.UNVERIFIED:
        tried = len(given.tried.strip()) >= RATIONALE_LEAST
        return None if tried else "Say in a line what was tried: unverified needs it."
    if given.override.strip():
        return None
    stance = Stance.SUPPORTS if given.verdict is Verdict.CONFIRMED else Stance.REFUTES
    state = evidence_rule(stance, given.backing)
    return None if state.met else f"{state.sentence} Or say why it stands without (the editor sees it)."


def something_changed(case: Case, actor: Actor, given: Given) -> str | None:
    return None if given.changed else "Nothing is changed: approve it or return it instead."


def sees_the_latest(case: Case, actor: Actor, given: Given) -> str | None:
    same = bool(case.content_hash) and given.hash_seen == case.content_hash
    return None if same else "The finding has changed since you opened it: look at it again."


def correction_classed(case: Case, actor: Actor, given: Given) -> str | None:
    if case.public_verdict is None:
        return None
    if given.correction is None:
        return "This corrects something published: choose the class of the correction."
    if case.submitted_verdict is not case.public_verdict and given.correction is not CorrectionClass.RATING:
        return "The verdict has changed, so this is a correction of the rating."
    if given.correction in NEEDS_PUBLIC_NOTE and len(given.public_note.strip()) < NOTE_LEAST:
        return "Readers have seen the old version: write the public note that says what was wrong."
    return None


def publicly_noted(case: Case, actor: Actor, given: Given) -> str | None:
    return None if len(given.public_note.strip()) >= NOTE_LEAST else "Write the public note that stands in its place."


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
    (Stage.SUBMITTED, Move.APPROVE):  Rule(Stage.APPROVED,  Role.EDITOR,  (other_pair_of_eyes,), (sees_the_latest, correction_classed)),  # noqa: E501
    (Stage.SUBMITTED, Move.RETURN):   Rule(Stage.CHECKING,  Role.EDITOR,  (), (explained,)),
    (Stage.SUBMITTED, Move.AMEND):    Rule(Stage.SUBMITTED, Role.EDITOR,  (), (sees_the_latest, something_changed, answered, backed)),  # noqa: E501
    (Stage.SUBMITTED, Move.WITHDRAW): Rule(Stage.CHECKING,  Role.CHECKER, (author_is_actor,)),
    (Stage.SUBMITTED, Move.VOID):     Rule(Stage.VOIDED,    Role.EDITOR,  (something_public,), (publicly_noted,)),
    (Stage.APPROVED,  Move.REOPEN):   Rule(Stage.CHECKING,  Role.EDITOR,  (), (explained,)),
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
    rule = MOVES.get((case.stage, move))
    if rule is None:
        raise WrongStage(f"A claim that is {case.stage.value} cannot be {PARTICIPLE[move]}.")
    if not has_role(actor, rule.role):
        raise NotAllowed("role", f"Only {ARTICLE[rule.role]} can {move.value} a claim that is {case.stage.value}.")
    for condition in (*rule.standing, *rule.needs):
        refuse(condition, case, actor, given)
    return rule.to


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
    WORTH = "worth"
    OLDEST = "oldest"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueFilters:
    """What the queue and the exports are filtered by; the names are those in the URL.

    `older` is in days; `unworthy` also shows what the splitter marked as not checkable.
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
    mine: bool = False
    unworthy: bool = False
    sort: Sort = Sort.WORTH
