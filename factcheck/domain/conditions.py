"""What the review table asks before a move: conditions whose name says what must hold, and whose message is what
the person reads when it does not."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from factcheck.domain.amending import Amendment
from factcheck.domain.evidence import Backing, Stance, evidence_rule
from factcheck.domain.people import Actor, Role
from factcheck.domain.stages import NEEDS_PUBLIC_NOTE, CorrectionClass, DismissReason, Stage, Verdict
from factcheck.domain.texts import Said, say

RATIONALE_LEAST = 10
NOTE_LEAST = 3
"""Characters. Short enough for "typo", long enough not to be a stray key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Where a claim stands: what the conditions look at.

    `authors` are the people behind the latest finding, `content_hash` its seal. `public_verdict` is
    the verdict of the finding that is public now, None when nothing is. `knowers` are those who know the first answer
    while a second opinion is open, None when none is.
    """

    stage: Stage
    version: int = 1
    assignee: int | None = None
    lease_until: datetime | None = None
    authors: frozenset[int] = frozenset()
    content_hash: str = ""
    submitted_verdict: Verdict | None = None
    public_verdict: Verdict | None = None
    knowers: frozenset[int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a person gives with a move. `now` is the time of the move (UTC).

    `after` is the entry of the history that this move was made in one go with: both are undone together. `draft` is the
    revision of the person's draft that the form had on screen; None where there was no form.
    """

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
    after: int = 0
    draft: int | None = None
    amendment: Amendment = field(default_factory=Amendment)


Condition = Callable[[Case, Actor, Given], Said | None]
"""Named after what must hold; answers None when it does, or the sentence that the person reads."""


# --- Conditions on who stands where: they decide which moves are open -----------------------------


def held_by_actor(case: Case, actor: Actor, given: Given) -> Said | None:
    if case.assignee is None or case.assignee != actor.id:
        return say("Somebody else holds this claim, or nobody does: take it first.")
    if case.lease_until is None or (given.now is not None and case.lease_until <= given.now):
        return say("Your time with this claim has run out. Your draft is kept: open the claim again to go on.")
    return None


def belongs_to_actor(case: Case, actor: Actor, given: Given) -> Said | None:
    return (
        None
        if case.assignee is not None and case.assignee == actor.id
        else say("This claim is not yours to give back.")
    )


def held_by_actor_or_editor(case: Case, actor: Actor, given: Given) -> Said | None:
    return None if Role.EDITOR in actor.roles else held_by_actor(case, actor, given)


def lease_ran_out(case: Case, actor: Actor, given: Given) -> Said | None:
    over = case.lease_until is not None and given.now is not None and case.lease_until <= given.now
    return None if over else say("The lease has not run out.")


def author_is_actor(case: Case, actor: Actor, given: Given) -> Said | None:
    return None if actor.id in case.authors else say("Only who sent it can withdraw it.")


def other_pair_of_eyes(case: Case, actor: Actor, given: Given) -> Said | None:
    return say("You are an author of this finding, so somebody else approves it.") if actor.id in case.authors else None


def nothing_public(case: Case, actor: Actor, given: Given) -> Said | None:
    return (
        None
        if case.public_verdict is None
        else say("This claim has a published check: void it instead of dismissing it.")
    )


def something_public(case: Case, actor: Actor, given: Given) -> Said | None:
    return (
        say("Nothing of this claim is published, so there is nothing to void.") if case.public_verdict is None else None
    )


def knows_the_answer(case: Case, actor: Actor, given: Given) -> Said | None:
    if case.knowers is None or actor.id in case.knowers:
        return None
    return say(
        "A second opinion is open and you could give it: give it, or read the first answer and leave it to others."
    )


ABOUT_THE_PERSON = frozenset(
    {held_by_actor, belongs_to_actor, held_by_actor_or_editor, author_is_actor, other_pair_of_eyes, knows_the_answer}
)
"""Where one of these fails, it is this person who may not: NotAllowed, whatever they give."""


# --- Conditions on what is given with the move ----------------------------------------------------


def reasoned(case: Case, actor: Actor, given: Given) -> Said | None:
    if given.reason is None:
        return say(
            "Say why it is dismissed: opinion, prediction, personal experience, too vague, duplicate, not newsworthy."
        )
    if given.reason is DismissReason.DUPLICATE and given.duplicate_of is None:
        return say("Say which claim it is a duplicate of.")
    return None


def explained(case: Case, actor: Actor, given: Given) -> Said | None:
    return None if len(given.note.strip()) >= NOTE_LEAST else say("Say why, so that the next person knows what to do.")


def to_a_checker(case: Case, actor: Actor, given: Given) -> Said | None:
    able = given.assignee is not None and given.assignee.roles & {Role.CHECKER, Role.EDITOR}
    return None if able else say("Choose a checker to give it to.")


def to_a_checker_if_anybody(case: Case, actor: Actor, given: Given) -> Said | None:
    return None if given.assignee is None else to_a_checker(case, actor, given)


def answered(case: Case, actor: Actor, given: Given) -> Said | None:
    if given.verdict is None:
        return say("Choose a verdict: confirmed, disputed or unverified.")
    if len(given.rationale.strip()) < RATIONALE_LEAST:
        return say("Give a rationale of at least %(least)s characters.", least=RATIONALE_LEAST)
    return None


def backed(case: Case, actor: Actor, given: Given) -> Said | None:
    if given.verdict is Verdict.UNVERIFIED:
        tried = len(given.tried.strip()) >= RATIONALE_LEAST
        return None if tried else say("Say in a line what was tried: unverified needs it.")
    if given.override.strip():
        return None
    stance = Stance.SUPPORTS if given.verdict is Verdict.CONFIRMED else Stance.REFUTES
    state = evidence_rule(stance, given.backing)
    return (
        None if state.met else say("%(rule)s Or say why it stands without (the editor sees it).", rule=state.sentence)
    )


def something_changed(case: Case, actor: Actor, given: Given) -> Said | None:
    return None if given.changed else say("Nothing is changed: approve it or return it instead.")


def sees_the_latest(case: Case, actor: Actor, given: Given) -> Said | None:
    same = bool(case.content_hash) and given.hash_seen == case.content_hash
    return None if same else say("The finding has changed since you opened it: look at it again.")


def correction_classed(case: Case, actor: Actor, given: Given) -> Said | None:
    if case.public_verdict is None:
        return None
    if given.correction is None:
        return say("This corrects something published: choose the class of the correction.")
    if case.submitted_verdict is not case.public_verdict and given.correction is not CorrectionClass.RATING:
        return say("The verdict has changed, so this is a correction of the rating.")
    if given.correction in NEEDS_PUBLIC_NOTE and len(given.public_note.strip()) < NOTE_LEAST:
        return say("Readers have seen the old version: write the public note that says what was wrong.")
    return None


def publicly_noted(case: Case, actor: Actor, given: Given) -> Said | None:
    return (
        None if len(given.public_note.strip()) >= NOTE_LEAST else say("Write the public note that stands in its place.")
    )
