"""Leases on a clock that is set: whatever people do, the fence only grows and who is late changes nothing."""

import threading
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from factcheck.domain.errors import OutOfDate, Refused
from factcheck.domain.people import Actor
from factcheck.domain.review import LEASE, Move, Stage
from factcheck.domain.sheets import DraftSheet
from factcheck.services import drafts, leases, review
from factcheck.store import claims as claim_rows
from tests.services.conftest import Newsroom

NUMBERS = count(1)
"""Every example has a claim of its own in the same desk."""


class Leases(RuleBasedStateMachine):
    """Two checkers and an editor around one claim; beside it a model of who may write until when."""

    room: Newsroom

    @initialize()
    def a_claim_comes_in(self) -> None:
        self.claim = self.room.claim(f"Pier {next(NUMBERS)} is closed.", url="")
        self.holder: Actor | None = None
        self.until: datetime | None = None
        self.fence = 0
        self.drafts: dict[int | None, str] = {}
        self.submitted = False
        self.room.attach(self.claim, self.room.eva)

    people = st.sampled_from(["jana", "omar"])

    def who(self, name: str) -> Actor:
        person = getattr(self.room, name)
        assert isinstance(person, Actor)
        return person

    def leased(self, person: Actor) -> bool:
        return self.holder == person and self.until is not None and self.room.clock.now < self.until

    @rule(minutes=st.sampled_from([1, 12, 19, 20, 21, 120]))
    def time_passes(self, minutes: int) -> None:
        self.room.clock.forward(timedelta(minutes=minutes))

    @rule(name=people)
    def takes(self, name: str) -> None:
        free = self.holder is None and not self.submitted
        try:
            self.room.take(self.claim, self.who(name))
        except Refused:
            assert not free
            return
        assert free
        self.holder, self.until = self.who(name), self.room.clock.now + LEASE

    @rule(name=people)
    def opens(self, name: str) -> None:
        self.room.open(self.claim, self.who(name))
        if self.holder == self.who(name) and not self.leased(self.who(name)):
            self.until = self.room.clock.now + LEASE

    @rule(name=people, behind=st.sampled_from([0, 1]))
    def is_active(self, name: str, behind: int) -> None:
        fence = self.room.sheet(self.claim).fence - behind
        try:
            until = leases.renew(self.room.unit(), self.claim, self.who(name), fence=fence)
        except Refused:
            assert behind or not self.leased(self.who(name))
            return
        assert self.leased(self.who(name))
        assert not behind
        self.until = until

    @rule(name=people)
    def gives_back(self, name: str) -> None:
        try:
            self.room.move(self.claim, Move.RELEASE, self.who(name))
        except Refused:
            assert self.holder != self.who(name)
            return
        assert self.holder == self.who(name)
        self.holder = self.until = None

    @rule(name=people)
    def is_assigned(self, name: str) -> None:
        if self.submitted:
            return
        self.room.move(self.claim, Move.ASSIGN, self.room.eva, assignee=self.who(name))
        self.holder, self.until = self.who(name), None

    @rule()
    def the_clock_gives_back(self) -> None:
        over = self.until is not None and self.until <= self.room.clock.now
        assert review.lapse_all(self.room.unit()) >= over
        if over:
            self.holder = self.until = None

    @rule(name=people, text=st.sampled_from(["The register", "says", "the same."]))
    def types(self, name: str, text: str) -> None:
        person = self.who(name)
        known = self.room.sheet(self.claim, person).draft
        drafts.save_draft(
            self.room.unit(), self.claim, person, draft=DraftSheet(rationale=text, revision=known.revision)
        )
        self.drafts[person.id] = text

    @rule(name=people)
    def submits(self, name: str) -> None:
        try:
            self.room.submit(self.claim, self.who(name))
        except Refused:
            assert self.submitted or not self.leased(self.who(name))
            return
        assert self.leased(self.who(name))
        self.holder, self.until, self.submitted = None, None, True

    @precondition(lambda self: self.submitted)
    @rule()
    def is_returned(self) -> None:
        self.room.move(self.claim, Move.RETURN, self.room.eva, note="Which pier?")
        latest = self.room.sheet(self.claim).latest
        assert latest is not None
        self.holder = self.room.people[latest.authors[0].lower()]
        self.until, self.submitted = None, False

    @rule(name=people)
    def a_stale_page_submits(self, name: str) -> None:
        seen = self.room.seen(self.claim)
        with pytest.raises((OutOfDate, Refused)):
            self.room.move(self.claim, Move.SUBMIT, self.who(name), seen=seen - 1)

    @invariant()
    def the_desk_says_what_the_model_says(self) -> None:
        sheet = self.room.sheet(self.claim)
        expected = Stage.SUBMITTED if self.submitted else Stage.CHECKING if self.holder else Stage.QUEUED
        assert sheet.row.stage is expected
        assert sheet.row.holder_id == (self.holder.id if self.holder else None)
        assert sheet.row.lease_until == self.until

    @invariant()
    def the_fence_only_grows(self) -> None:
        fence = self.room.sheet(self.claim).fence
        assert fence >= self.fence
        self.fence = fence

    @invariant()
    def no_draft_is_lost(self) -> None:
        for person in (self.room.jana, self.room.omar):
            assert self.room.sheet(self.claim, person).draft.rationale == self.drafts.get(person.id, "")


def test_leases_hold_whatever_people_do(settled: Newsroom) -> None:
    class Here(Leases):
        room = settled

    run_state_machine_as_test(
        Here, settings=settings(max_examples=8, stateful_step_count=14, deadline=None, derandomize=True)
    )


# --- The same in single sentences -----------------------------------------------------------------


def test_who_is_late_submits_nothing_even_if_nobody_took_it(settled: Newsroom) -> None:
    room, claim = settled, settled.claim()
    room.take(claim)
    room.attach(claim)
    room.clock.forward(LEASE)
    with pytest.raises(Refused, match=r"has run out. Your draft is kept") as no:
        room.submit(claim)
    assert no.value.rule == "held_by_actor"
    assert room.sheet(claim).findings == ()
    room.open(claim)
    assert room.submit(claim).row.stage is Stage.SUBMITTED


def test_the_last_second_of_a_lease_still_counts(settled: Newsroom) -> None:
    room, claim = settled, settled.claim()
    room.take(claim)
    room.attach(claim)
    room.clock.forward(LEASE - timedelta(seconds=1))
    assert room.submit(claim).row.stage is Stage.SUBMITTED


def test_who_is_late_changes_nothing_else_either(settled: Newsroom) -> None:
    room, claim = settled, settled.claim()
    room.take(claim)
    room.clock.forward(LEASE)
    with pytest.raises(Refused, match="run out"):
        room.attach(claim)
    assert room.sheet(claim).sources == ()


def test_each_lease_has_a_higher_fence_and_an_old_one_renews_nothing(settled: Newsroom) -> None:
    room, claim = settled, settled.claim()
    fences = [room.take(claim).fence]
    for _ in range(3):
        room.clock.forward(LEASE)
        fences.append(room.open(claim).fence)
    assert fences == sorted(set(fences))
    for old in fences[:-1]:
        with pytest.raises(Refused, match="What you typed is kept as your draft"):
            leases.renew(room.unit(), claim, room.jana, fence=old)
    assert leases.renew(room.unit(), claim, room.jana, fence=fences[-1]) == room.clock.now + LEASE


def test_renewing_does_not_make_the_page_out_of_date(settled: Newsroom) -> None:
    room, claim = settled, settled.claim()
    taken = room.take(claim)
    room.clock.forward(timedelta(minutes=10))
    leases.renew(room.unit(), claim, room.jana, fence=taken.fence)
    assert room.sheet(claim).version == taken.version
    room.clock.forward(timedelta(minutes=19))
    room.attach(claim)


def test_the_clock_gives_back_what_ran_out_and_says_so(settled: Newsroom) -> None:
    room = settled
    late, early = room.claims()[:2]
    room.take(late)
    room.clock.forward(timedelta(minutes=10))
    room.take(early, room.omar)
    room.clock.forward(timedelta(minutes=10))
    assert review.lapse_all(room.unit()) == 1
    assert (room.sheet(late).row.stage, room.sheet(early).row.stage) == (Stage.QUEUED, Stage.CHECKING)
    assert [(line.who, line.what) for line in room.sheet(late).history[:1]] == [("the clock", "lapse")]


def test_a_lease_that_begins_anew_while_the_clock_looks_is_not_taken_away(settled: Newsroom) -> None:
    """Between looking and giving back, the holder opened the claim again."""
    room, claim = settled, settled.claim()
    room.take(claim)
    room.clock.forward(LEASE)

    @dataclass
    class Late:
        """A unit of work in which, just before it writes, the holder comes back."""

        room: Newsroom

        def __getattr__(self, name: str) -> Any:
            if name == "writing":
                self.room.open(claim)
            return getattr(self.room.unit(), name)

    review.lapse_all(Late(room))  # type: ignore[arg-type]
    assert (room.sheet(claim).row.stage, room.sheet(claim).row.holder) == (Stage.CHECKING, "Jana")


def test_a_lease_that_begins_while_the_clock_waits_for_the_row_is_not_taken_away(settled: Newsroom) -> None:
    """The clock has seen a lease that is over, and must look again once the holder's transaction is through."""
    room, claim = settled, settled.claim()
    room.take(claim)
    now = room.clock.forward(LEASE)
    clock = threading.Thread(target=review.lapse_all, args=(room.unit(),))
    with room.unit().writing() as session:
        assert claim_rows.start_lease(session, claim, room.jana.id or 0, now, now + LEASE)
        clock.start()
        time.sleep(0.3)
    clock.join()
    assert (room.sheet(claim).row.stage, room.sheet(claim).row.holder) == (Stage.CHECKING, "Jana")
