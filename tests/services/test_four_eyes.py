"""Nobody approves their own work: over random histories with amendments, returns, reopenings and new roles."""

from itertools import count

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from factcheck.domain.errors import Invalid, OutOfDate, Refused
from factcheck.domain.evidence import SourceKind, Stance
from factcheck.domain.people import Actor, TokenScope
from factcheck.domain.review import CorrectionClass, Move, Stage, Verdict
from factcheck.services import attaching, editing, origins, people, tokens, undoing
from tests.services.conftest import Newsroom
from tests.services.test_origins import WIRE, report

NUMBERS = count(1)
"""Every example has a claim of its own in the same desk."""

PEOPLE = st.sampled_from(["jana", "omar", "eva", "max"])


class Histories(RuleBasedStateMachine):
    """Four people who may be anything do anything to one claim; what is approved never has its author's signature."""

    room: Newsroom

    @initialize()
    def a_claim_comes_in(self) -> None:
        self.claim = self.room.claim(f"Pier {next(NUMBERS)} is closed.", url="")
        self.room.attach(self.claim, self.room.max)
        self.step = 0

    def who(self, name: str) -> Actor:
        return people.by_email(self.room.unit(), f"{name}@desk.example")[1]

    def tries(self, move: Move, name: str, **given: object) -> None:
        latest = self.room.sheet(self.claim).latest
        self.step += 1
        everything = {
            "note": "because", "rationale": f"The register says so, entry {self.step}.", "verdict": Verdict.CONFIRMED,
            "hash_seen": latest.content_hash if latest else "", "correction": CorrectionClass.RATING,
            "public_note": "The entry was wrong.",
        }  # fmt: skip
        try:
            self.room.move(self.claim, move, self.who(name), **everything | given)
        except (Refused, OutOfDate, Invalid):
            return

    @rule(name=PEOPLE)
    def somebody_works_on_it(self, name: str) -> None:
        self.tries(Move.TAKE, name)
        self.room.open(self.claim, self.who(name))
        self.tries(Move.SUBMIT, name)

    @rule(name=PEOPLE, move=st.sampled_from([Move.AMEND, Move.RETURN, Move.WITHDRAW, Move.REOPEN, Move.RELEASE]))
    def somebody_moves_it(self, name: str, move: Move) -> None:
        self.tries(move, name)

    @rule(name=PEOPLE, to=PEOPLE)
    def somebody_assigns_it(self, name: str, to: str) -> None:
        self.tries(Move.ASSIGN, name, assignee=self.who(to))

    @rule(name=PEOPLE)
    def somebody_tries_to_approve(self, name: str) -> None:
        sheet = self.room.sheet(self.claim)
        author = sheet.latest is not None and name.capitalize() in sheet.latest.authors
        self.tries(Move.APPROVE, name)
        after = self.room.sheet(self.claim)
        if author and sheet.row.stage is Stage.SUBMITTED:
            assert after.row.stage is Stage.SUBMITTED

    @rule(name=PEOPLE, roles=st.sampled_from([["checker"], ["editor"], ["checker", "editor"], ["admin"]]))
    def somebody_gets_another_role(self, name: str, roles: list[str]) -> None:
        people.change_roles(self.room.unit(), self.who(name).id or 0, self.room.boss, roles=roles)

    @invariant()
    def no_finding_is_signed_by_its_author(self) -> None:
        for finding in self.room.sheet(self.claim, self.room.boss).findings:
            assert finding.authors
            assert finding.approval is None or finding.approval.approver not in finding.authors


def test_no_history_ends_in_an_approval_by_an_author(settled: Newsroom) -> None:
    class Here(Histories):
        room = settled

    run_state_machine_as_test(
        Here, settings=settings(max_examples=6, stateful_step_count=16, deadline=None, derandomize=True)
    )


def test_who_becomes_an_editor_does_not_approve_what_they_sent_as_a_checker(settled: Newsroom) -> None:
    room, claim = settled, settled.submitted()
    people.change_roles(room.unit(), room.jana.id or 0, room.boss, roles=["editor"])
    promoted = people.by_email(room.unit(), "jana@desk.example")[1]
    assert Move.APPROVE not in room.sheet(claim, promoted).moves
    with pytest.raises(Refused, match="You are an author of this finding"):
        room.approve(claim, promoted)


def test_a_token_carries_its_person_and_no_second_pair_of_eyes(settled: Newsroom) -> None:
    room, claim = settled, settled.claim()
    room.take(claim, room.max)
    room.attach(claim, room.max)
    room.submit(claim, room.max)
    token = tokens.add_token(room.unit(), room.max.id or 0, room.max, label="script", scope=TokenScope.WRITE)
    actor, _ = tokens.who_holds(room.unit(), token)
    with pytest.raises(Refused, match="You are an author of this finding"):
        room.approve(claim, actor)


def test_after_reopening_the_new_author_is_another_than_the_new_approver(settled: Newsroom) -> None:
    room, claim = settled, settled.approved()
    room.move(claim, Move.REOPEN, room.eva, note="a reader wrote to us", assignee=room.eva)
    room.open(claim, room.eva)
    room.submit(claim, room.eva, rationale="The register of May says the same.")
    with pytest.raises(Refused, match="You are an author"):
        room.approve(claim, room.eva, correction=CorrectionClass.UPDATE)
    assert room.approve(claim, room.max, correction=CorrectionClass.UPDATE).public_finding == 2


# --- Whose words and whose evidence ---------------------------------------------------------------

EVAS = {
    "verdict": Verdict.UNVERIFIED,
    "rationale": "The register of June has no entry.",
    "tried": "Asked the register.",
}


def refused(room: Newsroom, claim: int) -> bool:
    """Whether Eva is an author of what waits, and cannot sign it."""
    with pytest.raises(Refused, match="You are an author"):
        room.approve(claim, room.eva)
    latest = room.sheet(claim).latest
    return latest is not None and "Eva" in latest.authors


def test_who_amended_stays_an_author_when_the_checker_sends_their_words_again(settled: Newsroom) -> None:
    """An amendment, a withdrawal, the same words once more under another name: still the editor's own."""
    room, claim = settled, settled.submitted()
    amended = room.sheet(claim).latest
    assert amended is not None
    room.move(claim, Move.AMEND, room.eva, hash_seen=amended.content_hash, **EVAS)
    room.move(claim, Move.WITHDRAW, room.jana)
    room.open(claim)
    room.submit(claim, rationale="Something else altogether.")
    assert refused(room, claim)
    room.move(claim, Move.WITHDRAW, room.jana)
    room.move(claim, Move.RELEASE, room.jana)
    room.take(claim)
    room.submit(claim, **EVAS | {"rationale": "the  register of June has no ENTRY."})
    assert refused(room, claim)
    assert room.approve(claim, room.max).public_finding == 4


def test_who_sends_the_words_of_another_does_not_make_them_their_own(settled: Newsroom) -> None:
    """Eva answers, Max changes a word of the sources, takes it over and sends what she wrote: she is no second pair."""
    room, claim = settled, settled.claim()
    room.take(claim, room.eva)
    room.attach(claim, room.max)
    room.submit(claim, room.eva, **EVAS)
    room.move(claim, Move.WITHDRAW, room.eva)
    room.move(claim, Move.ASSIGN, room.max, assignee=room.jana)
    room.open(claim)
    room.submit(claim, **EVAS)
    assert refused(room, claim)


def test_a_claim_that_another_answers_in_their_own_words_can_be_signed_by_who_gave_it_up(settled: Newsroom) -> None:
    room, claim = settled, settled.claim()
    room.take(claim, room.eva)
    room.submit(claim, room.eva, **EVAS)
    room.move(claim, Move.WITHDRAW, room.eva)
    room.move(claim, Move.RELEASE, room.eva)
    room.take(claim)
    room.attach(claim)
    room.submit(claim)
    assert room.approve(claim, room.eva).public_finding == 2


def test_who_changed_a_source_is_an_author_though_the_claim_went_back_to_the_queue(settled: Newsroom) -> None:
    room, claim = settled, settled.claim()
    room.take(claim)
    source = room.attach(claim, stance=Stance.CONTEXT, kind=SourceKind.SECONDARY).sources[0].id
    changes = {"stance": "supports", "kind": "primary", "passage": "Closed since May."}
    attaching.change_source(room.unit(), claim, room.eva, seen=room.seen(claim), source_id=source, changes=changes)
    room.move(claim, Move.RELEASE, room.jana)
    room.take(claim)
    room.submit(claim)
    assert refused(room, claim)


def test_who_parted_origins_is_an_author_of_what_they_back(settled: Newsroom) -> None:
    """Two reports of one origin are one; who says that they are two makes the evidence that the rule asks for."""
    room, claim = settled, settled.claim()
    report(room, claim, "Northwire", WIRE, 0)
    copy = report(room, claim, "Echo", f"{WIRE} Ferries are late.", 1)
    origins.place(
        room.unit(), claim, room.eva, seen=room.seen(claim), report_id=copy, together_with=None, reason="It says so."
    )
    room.take(claim)
    room.attach(claim)
    room.submit(claim)
    assert refused(room, claim)


def test_who_brings_their_own_wording_back_by_undoing_is_an_author(settled: Newsroom) -> None:
    room, claim = settled, settled.claim()
    editing.edit(room.unit(), claim, room.eva, seen=room.seen(claim), changes={"statement": "The pier is shut."})
    room.take(claim)
    editing.edit(room.unit(), claim, room.jana, seen=room.seen(claim), changes={"statement": "The pier is closed."})
    newest = room.sheet(claim).history[0].seq
    undoing.undo(room.unit(), claim, room.eva, seen=room.seen(claim), seq=newest)
    room.attach(claim)
    room.submit(claim)
    assert refused(room, claim)


def test_who_merged_a_place_into_a_claim_in_work_is_an_author(settled: Newsroom) -> None:
    room = settled
    claim, other, *_ = room.claims("The northern pier is closed. The pier in the north is shut.")
    room.take(claim)
    editing.merge(room.unit(), other, room.eva, seen=room.seen(other), into=claim)
    room.attach(claim)
    room.submit(claim)
    assert refused(room, claim)
