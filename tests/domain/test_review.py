"""The review table: what is in it leads where it says, what is not does not happen, and every no has its sentence."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain.errors import NotAllowed, OutOfDate, Refused, WrongStage
from factcheck.domain.evidence import Backing, SourceKind, Stance
from factcheck.domain.people import CLOCK, WORKER, Actor, Role
from factcheck.domain.review import (
    ARTICLE,
    MOVES,
    NEEDS_PUBLIC_NOTE,
    PARTICIPLE,
    Case,
    CorrectionClass,
    DismissReason,
    Given,
    Move,
    Stage,
    Verdict,
    diagram,
    has_role,
    open_moves,
    step,
    why_closed,
)

NOW = datetime.now(UTC)
SOON, JUST_NOW = NOW + timedelta(seconds=1), NOW - timedelta(seconds=1)

JANA = Actor(1, "Jana", frozenset({Role.CHECKER}))
OMAR = Actor(2, "Omar", frozenset({Role.CHECKER}))
EVA = Actor(3, "Eva", frozenset({Role.EDITOR}))
BOSS = Actor(4, "Boss", frozenset({Role.ADMIN}))
BOTH = Actor(5, "Kim", frozenset({Role.CHECKER, Role.EDITOR}))
EVERYBODY = (JANA, OMAR, EVA, BOSS, BOTH, CLOCK, WORKER)

PRIMARY = (Backing(Stance.SUPPORTS, SourceKind.PRIMARY, "a"), Backing(Stance.REFUTES, SourceKind.PRIMARY, "b"))
EVERYTHING = Given(
    now=NOW,
    note="because of the second paragraph",
    reason=DismissReason.OPINION,
    assignee=JANA,
    verdict=Verdict.CONFIRMED,
    rationale="The register says the same.",
    tried="Asked the ministry twice.",
    backing=PRIMARY,
    hash_seen="seal",
    correction=CorrectionClass.RATING,
    public_note="An earlier version was wrong.",
    changed=True,
)

THE_TABLE = """
queued    take     checker checking     submitted withdraw checker checking
queued    dismiss  checker dismissed    submitted amend    editor  submitted
queued    assign   editor  checking     submitted return   editor  checking
queued    void     editor  voided       submitted approve  editor  approved
checking  release  checker queued       submitted void     editor  voided
checking  lapse    clock   queued       approved  reopen   editor  checking
checking  dismiss  checker dismissed    approved  void     editor  voided
checking  assign   editor  checking     dismissed restore  checker queued
checking  submit   checker submitted    checking  void     editor  voided
"""


def golden() -> set[tuple[str, ...]]:
    """The table of the product, written down once more apart from the code."""
    words = THE_TABLE.split()
    return {tuple(words[at : at + 4]) for at in range(0, len(words), 4)}


def held(actor: Actor, **more: object) -> Case:
    return replace(Case(stage=Stage.CHECKING, assignee=actor.id, lease_until=SOON), **more)


def submitted(*authors: Actor, **more: object) -> Case:
    ids = frozenset(author.id for author in authors if author.id is not None)
    case = Case(stage=Stage.SUBMITTED, authors=ids, content_hash="seal", submitted_verdict=Verdict.CONFIRMED)
    return replace(case, **more)


def case_for(stage: Stage, move: Move) -> Case:
    """A case in which everything stands as the move wants it, for Jana and Eva."""
    if stage is Stage.CHECKING:
        until = JUST_NOW if move is Move.LAPSE else SOON
        public = Verdict.CONFIRMED if move is Move.VOID else None
        return Case(stage=stage, assignee=JANA.id, lease_until=until, public_verdict=public)
    if stage is Stage.SUBMITTED:
        return submitted(JANA, public_verdict=Verdict.CONFIRMED if move is Move.VOID else None)
    public = Verdict.CONFIRMED if move in {Move.VOID, Move.REOPEN} else None
    return Case(stage=stage, public_verdict=public)


ACTOR_OF = {Role.CHECKER: JANA, Role.EDITOR: EVA, Role.CLOCK: CLOCK}


def test_the_table_in_the_code_is_the_table_of_the_product() -> None:
    assert {(s.value, m.value, rule.role.value, rule.to.value) for (s, m), rule in MOVES.items()} == golden()


@pytest.mark.parametrize(("stage", "move"), sorted(set(product(Stage, Move)) - set(MOVES)))
def test_what_is_not_in_the_table_does_not_happen(stage: Stage, move: Move) -> None:
    for actor in EVERYBODY:
        with pytest.raises(WrongStage, match=f"^A claim that is {stage.value} cannot be {PARTICIPLE[move]}.$"):
            step(case_for(stage, move), move, actor, EVERYTHING)


@pytest.mark.parametrize(("stage", "move"), list(MOVES))
def test_what_is_in_the_table_leads_where_it_says(stage: Stage, move: Move) -> None:
    rule = MOVES[stage, move]
    assert step(case_for(stage, move), move, ACTOR_OF[rule.role], EVERYTHING) is rule.to


@pytest.mark.parametrize(("stage", "move"), list(MOVES))
def test_only_the_role_of_the_table_makes_a_move(stage: Stage, move: Move) -> None:
    rule = MOVES[stage, move]
    for actor in EVERYBODY:
        if not has_role(actor, rule.role):
            with pytest.raises(NotAllowed, match=f"^Only {ARTICLE[rule.role]} can {move.value}"):
                step(case_for(stage, move), move, actor, EVERYTHING)


def test_editors_do_what_checkers_do_and_admins_who_are_neither_sign_nothing() -> None:
    assert has_role(EVA, Role.CHECKER)
    assert not has_role(JANA, Role.EDITOR)
    assert not any(has_role(BOSS, role) for role in (Role.CHECKER, Role.EDITOR, Role.CLOCK))
    assert not any(has_role(who, role) for who in (CLOCK, WORKER) for role in (Role.CHECKER, Role.EDITOR, Role.ADMIN))


def test_the_clock_only_gives_leases_back() -> None:
    assert [move for (_, move), rule in MOVES.items() if rule.role is Role.CLOCK] == [Move.LAPSE]


Refusal = tuple[Case, Move, Actor, Given, str, str]


def without(**less: object) -> Given:
    return replace(EVERYTHING, **less)


REFUSALS: dict[str, Refusal] = {
    "somebody else's claim is not submitted": (
        held(OMAR), Move.SUBMIT, JANA, EVERYTHING, "held_by_actor",
        "Somebody else holds this claim, or nobody does: take it first.",
    ),
    "nobody's claim is not submitted": (
        Case(stage=Stage.CHECKING), Move.SUBMIT, JANA, EVERYTHING, "held_by_actor",
        "Somebody else holds this claim, or nobody does: take it first.",
    ),
    "a lease that has run out submits nothing": (
        held(JANA, lease_until=NOW), Move.SUBMIT, JANA, EVERYTHING, "held_by_actor",
        "Your time with this claim has run out. Your draft is kept: open the claim again to go on.",
    ),
    "a claim that was never opened submits nothing": (
        held(JANA, lease_until=None), Move.SUBMIT, JANA, EVERYTHING, "held_by_actor",
        "Your time with this claim has run out. Your draft is kept: open the claim again to go on.",
    ),
    "an editor submits no claim of somebody else": (
        held(JANA), Move.SUBMIT, EVA, EVERYTHING, "held_by_actor",
        "Somebody else holds this claim, or nobody does: take it first.",
    ),
    "another's claim is not released": (
        held(OMAR), Move.RELEASE, JANA, EVERYTHING, "belongs_to_actor", "This claim is not yours to give back.",
    ),
    "a running lease does not lapse": (
        held(JANA), Move.LAPSE, CLOCK, EVERYTHING, "lease_ran_out", "The lease has not run out.",
    ),
    "an assignment without a lease does not lapse": (
        held(JANA, lease_until=None), Move.LAPSE, CLOCK, EVERYTHING, "lease_ran_out", "The lease has not run out.",
    ),
    "a checker dismisses no claim that another holds": (
        held(OMAR), Move.DISMISS, JANA, EVERYTHING, "held_by_actor_or_editor",
        "Somebody else holds this claim, or nobody does: take it first.",
    ),
    "a published claim is not dismissed while queued": (
        Case(stage=Stage.QUEUED, public_verdict=Verdict.DISPUTED), Move.DISMISS, JANA, EVERYTHING, "nothing_public",
        "This claim has a published check: void it instead of dismissing it.",
    ),
    "a published claim is not dismissed while checked": (
        held(JANA, public_verdict=Verdict.DISPUTED), Move.DISMISS, JANA, EVERYTHING, "nothing_public",
        "This claim has a published check: void it instead of dismissing it.",
    ),
    "dismissing needs a reason": (
        Case(stage=Stage.QUEUED), Move.DISMISS, JANA, without(reason=None), "reasoned",
        "Say why it is dismissed: opinion, prediction, personal experience, too vague, duplicate, not newsworthy.",
    ),
    "a duplicate needs the claim it repeats": (
        Case(stage=Stage.QUEUED), Move.DISMISS, JANA, without(reason=DismissReason.DUPLICATE), "reasoned",
        "Say which claim it is a duplicate of.",
    ),
    "assigning needs somebody": (
        Case(stage=Stage.QUEUED), Move.ASSIGN, EVA, without(assignee=None), "to_a_checker",
        "Choose a checker to give it to.",
    ),
    "an admin checks nothing": (
        held(OMAR), Move.ASSIGN, EVA, without(assignee=BOSS), "to_a_checker", "Choose a checker to give it to.",
    ),
    "submitting needs a verdict": (
        held(JANA), Move.SUBMIT, JANA, without(verdict=None), "answered",
        "Choose a verdict: confirmed, disputed or unverified.",
    ),
    "submitting needs a rationale": (
        held(JANA), Move.SUBMIT, JANA, without(rationale="   short    "), "answered",
        "Give a rationale of at least 10 characters.",
    ),
    "confirmed needs a source that supports it": (
        held(JANA), Move.SUBMIT, JANA, without(backing=PRIMARY[1:]), "backed",
        "Needs one primary source that supports it, or two of independent origin. None is attached yet. "
        "Or say why it stands without (the editor sees it).",
    ),
    "disputed needs a source that refutes it": (
        held(JANA), Move.SUBMIT, JANA, without(verdict=Verdict.DISPUTED, backing=PRIMARY[:1]), "backed",
        "Needs one primary source that refutes it, or two of independent origin. None is attached yet. "
        "Or say why it stands without (the editor sees it).",
    ),
    "an override of blanks is none": (
        held(JANA), Move.SUBMIT, JANA, without(backing=(), override="  \n"), "backed",
        "Needs one primary source that supports it, or two of independent origin. None is attached yet. "
        "Or say why it stands without (the editor sees it).",
    ),
    "unverified needs what was tried": (
        held(JANA), Move.SUBMIT, JANA, without(verdict=Verdict.UNVERIFIED, tried="nothing"), "backed",
        "Say in a line what was tried: unverified needs it.",
    ),
    "only its author withdraws a finding": (
        submitted(OMAR), Move.WITHDRAW, JANA, EVERYTHING, "author_is_actor", "Only who sent it can withdraw it.",
    ),
    "an amendment changes something": (
        submitted(JANA), Move.AMEND, EVA, without(changed=False), "something_changed",
        "Nothing is changed: approve it or return it instead.",
    ),
    "an amendment follows the evidence rule too": (
        submitted(JANA), Move.AMEND, EVA, without(backing=()), "backed",
        "Needs one primary source that supports it, or two of independent origin. None is attached yet. "
        "Or say why it stands without (the editor sees it).",
    ),
    "returning needs what is missing": (
        submitted(JANA), Move.RETURN, EVA, without(note="  "), "explained",
        "Say why, so that the next person knows what to do.",
    ),
    "an author does not approve": (
        submitted(EVA), Move.APPROVE, EVA, EVERYTHING, "other_pair_of_eyes",
        "You are an author of this finding, so somebody else approves it.",
    ),
    "a co-author does not approve": (
        submitted(JANA, EVA), Move.APPROVE, EVA, EVERYTHING, "other_pair_of_eyes",
        "You are an author of this finding, so somebody else approves it.",
    ),
    "who could give the second opinion does not approve": (
        submitted(JANA, knowers=frozenset({1})), Move.APPROVE, EVA, EVERYTHING, "knows_the_answer",
        "A second opinion is open and you could give it: give it, or read the first answer and leave it to others.",
    ),
    "a correction is classed": (
        submitted(JANA, public_verdict=Verdict.CONFIRMED), Move.APPROVE, EVA, without(correction=None),
        "correction_classed", "This corrects something published: choose the class of the correction.",
    ),
    "a changed verdict corrects the rating": (
        submitted(JANA, public_verdict=Verdict.DISPUTED), Move.APPROVE, EVA, without(correction=CorrectionClass.TYPO),
        "correction_classed", "The verdict has changed, so this is a correction of the rating.",
    ),
    "a correction of substance has a public note": (
        submitted(JANA, public_verdict=Verdict.CONFIRMED), Move.APPROVE, EVA,
        without(correction=CorrectionClass.SUBSTANCE, public_note=" "), "correction_classed",
        "Readers have seen the old version: write the public note that says what was wrong.",
    ),
    "a claim is reopened for a checker": (
        Case(stage=Stage.APPROVED, public_verdict=Verdict.CONFIRMED), Move.REOPEN, EVA, without(assignee=BOSS),
        "to_a_checker_if_anybody", "Choose a checker to give it to.",
    ),
    "reopening needs a reason": (
        Case(stage=Stage.APPROVED, public_verdict=Verdict.CONFIRMED), Move.REOPEN, EVA, without(note="no"),
        "explained", "Say why, so that the next person knows what to do.",
    ),
    "voiding needs a public note": (
        Case(stage=Stage.APPROVED, public_verdict=Verdict.CONFIRMED), Move.VOID, EVA, without(public_note=""),
        "publicly_noted", "Write the public note that stands in its place.",
    ),
}  # fmt: skip
ABOUT_WHO_ASKS = {
    "held_by_actor", "belongs_to_actor", "held_by_actor_or_editor", "author_is_actor", "other_pair_of_eyes",
    "knows_the_answer",
}  # fmt: skip
"""Whatever this person gave, the answer would be no."""

REFUSALS |= {
    f"nothing published, nothing voided: {stage.value}": (
        Case(stage=stage), Move.VOID, EVA, EVERYTHING, "something_public",
        "Nothing of this claim is published, so there is nothing to void.",
    )
    for (stage, move) in MOVES if move is Move.VOID
}  # fmt: skip


@pytest.mark.parametrize("refusal", REFUSALS.values(), ids=REFUSALS.keys())
def test_every_condition_refuses_in_its_own_words(refusal: Refusal) -> None:
    case, move, actor, given, rule, sentence = refusal
    with pytest.raises(Refused) as refused:
        step(case, move, actor, given)
    assert (refused.value.rule, str(refused.value)) == (rule, sentence)
    assert isinstance(refused.value, NotAllowed) == (rule in ABOUT_WHO_ASKS)


def test_no_condition_of_the_table_is_without_a_refusal() -> None:
    named = {condition.__name__ for rule in MOVES.values() for condition in (*rule.standing, *rule.needs)}
    assert {refusal[4] for refusal in REFUSALS.values()} == named - {"sees_the_latest"}


@pytest.mark.parametrize("move", [Move.APPROVE, Move.AMEND])
@pytest.mark.parametrize(("seal", "seen"), [("seal", "older"), ("seal", ""), ("", "")])
def test_an_older_finding_on_screen_is_out_of_date(move: Move, seal: str, seen: str) -> None:
    with pytest.raises(OutOfDate, match="has changed since you opened it") as late:
        step(submitted(JANA, content_hash=seal), move, EVA, without(hash_seen=seen))
    assert (late.value.yours, late.value.theirs) == ({"content_hash": seen}, {"content_hash": seal})


def test_an_override_with_a_reason_stands_without_sources() -> None:
    given = without(backing=(), override="The court file is sealed until May.")
    assert step(held(JANA), Move.SUBMIT, JANA, given) is Stage.SUBMITTED


def test_unverified_needs_no_source() -> None:
    assert step(held(JANA), Move.SUBMIT, JANA, without(verdict=Verdict.UNVERIFIED, backing=())) is Stage.SUBMITTED


def test_an_editor_dismisses_what_another_holds() -> None:
    assert step(held(JANA), Move.DISMISS, EVA, EVERYTHING) is Stage.DISMISSED


def test_an_expired_claim_can_still_be_given_back() -> None:
    assert step(held(JANA, lease_until=JUST_NOW), Move.RELEASE, JANA, EVERYTHING) is Stage.QUEUED


@pytest.mark.parametrize("correction", sorted(set(CorrectionClass) - NEEDS_PUBLIC_NOTE))
def test_a_small_correction_needs_no_note(correction: CorrectionClass) -> None:
    case = submitted(JANA, public_verdict=Verdict.CONFIRMED)
    assert step(case, Move.APPROVE, EVA, without(correction=correction, public_note="")) is Stage.APPROVED


def test_a_first_approval_is_no_correction() -> None:
    assert step(submitted(JANA), Move.APPROVE, EVA, without(correction=None, public_note="")) is Stage.APPROVED


cases = st.builds(
    Case,
    stage=st.sampled_from(Stage),
    assignee=st.sampled_from([None, *(actor.id for actor in EVERYBODY)]),
    lease_until=st.sampled_from([None, JUST_NOW, NOW, SOON]),
    authors=st.frozensets(st.integers(1, 5), max_size=3),
    content_hash=st.just("seal"),
    submitted_verdict=st.sampled_from([None, *Verdict]),
    public_verdict=st.sampled_from([None, *Verdict]),
)


@given(case=cases, actor=st.sampled_from(EVERYBODY))
def test_open_moves_are_those_that_step_allows_to_whom_gives_everything(case: Case, actor: Actor) -> None:
    def possible(move: Move) -> bool:
        try:
            step(case, move, actor, EVERYTHING)
        except Refused:
            return False
        return True

    assert set(open_moves(case, actor, NOW)) == {move for move in Move if possible(move)}


@given(case=cases, actor=st.sampled_from(EVERYBODY))
def test_a_closed_move_of_ones_role_says_why_and_an_open_one_does_not(case: Case, actor: Actor) -> None:
    now_open = open_moves(case, actor, NOW)
    for move in Move:
        rule = MOVES.get((case.stage, move))
        in_reach = rule is not None and has_role(actor, rule.role)
        assert (why_closed(case, move, actor, NOW) is not None) == (in_reach and move not in now_open)


nearly = st.builds(
    Given,
    now=st.just(NOW),
    note=st.text(max_size=5),
    reason=st.sampled_from([None, *DismissReason]),
    assignee=st.sampled_from([None, *EVERYBODY]),
    verdict=st.sampled_from([None, *Verdict]),
    rationale=st.text(max_size=15),
    hash_seen=st.sampled_from(["", "seal", "older"]),
    correction=st.sampled_from([None, *CorrectionClass]),
    public_note=st.text(max_size=5),
    changed=st.booleans(),
)


@given(case=cases, move=st.sampled_from(Move), actor=st.sampled_from(EVERYBODY), given=nearly)
def test_a_step_leads_where_the_table_says_or_is_refused_in_a_sentence(
    case: Case, move: Move, actor: Actor, given: Given
) -> None:
    try:
        assert step(case, move, actor, given) is MOVES[case.stage, move].to
    except (Refused, OutOfDate) as no:
        assert str(no).endswith((".", ")."))  # noqa: PT017  # whether it refuses is what varies
        assert str(no)[0].isupper()  # noqa: PT017


@given(case=cases, actor=st.sampled_from(EVERYBODY), given=nearly)
def test_no_author_ever_approves(case: Case, actor: Actor, given: Given) -> None:
    if actor.id in case.authors:
        with pytest.raises((Refused, OutOfDate)):
            step(case, Move.APPROVE, actor, given)


def test_the_diagram_has_a_line_for_each_line_of_the_table() -> None:
    lines = diagram().splitlines()
    assert lines[:2] == ["stateDiagram-v2", "    [*] --> queued"]
    assert len(lines) == 2 + len(MOVES)
    assert "    submitted --> approved: approve (editor)" in lines


def test_every_stage_but_voided_leads_somewhere_and_every_stage_is_reached() -> None:
    assert {stage for stage, _ in MOVES} == set(Stage) - {Stage.VOIDED}
    assert {rule.to for rule in MOVES.values()} == set(Stage)


def test_every_move_and_role_has_its_words() -> None:
    assert set(PARTICIPLE) == set(Move)
    assert set(ARTICLE) == set(Role)
