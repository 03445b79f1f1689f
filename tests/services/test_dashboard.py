"""The dashboard counts what happened, from the history and the claims, on both databases."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event

from factcheck.domain.dashboard import Dashboard
from factcheck.domain.errors import Invalid
from factcheck.domain.people import WORKER
from factcheck.domain.review import CorrectionClass, DismissReason, Move, Verdict
from factcheck.services import dashboard
from factcheck.store.tables import Claim
from tests.services.conftest import Newsroom

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def shown(room: Newsroom, days: int = 30) -> Dashboard:
    return dashboard.dashboard(room.unit(), room.jana, days=days)


@pytest.fixture
def room(room: Newsroom) -> Newsroom:
    """It is noon: an hour more or less is the same day."""
    room.clock.now = room.clock.now.replace(hour=12, minute=0, second=0)
    return room


def test_an_empty_desk_has_a_dashboard_of_noughts(room: Newsroom) -> None:
    found = shown(room)
    assert (found.total("came"), found.total("done"), found.waiting.all, found.every.came) == (0, 0, 0, 0)
    assert not found.returned.enough
    assert found.claimants.named == ()


def test_what_was_done_is_counted_on_its_day(room: Newsroom) -> None:
    first, second = room.claim(), other(room, "Ferries leave from the old quay.")
    room.clock.forward(DAY)
    room.submitted(first)
    room.move(first, Move.RETURN, room.eva, note="Say which pier.")
    room.open(first)
    room.submit(first)
    room.approve(first)
    room.move(second, Move.DISMISS, room.jana, reason=DismissReason.TOO_VAGUE)
    found = shown(room, 7)
    yesterday, today = found.steps[-2:]
    assert (yesterday.came, yesterday.done) == (2, 0)
    assert (today.came, today.submitted, today.returned, today.approved, today.dismissed) == (0, 2, 1, 1, 1)
    assert (found.returned.part, found.returned.whole) == (1, 2)
    room.clock.forward(8 * DAY)
    assert shown(room, 7).total("done") == 0
    assert shown(room, 30).total("done") == 2
    assert shown(room, 90).total("done") == 2


def test_the_day_on_which_something_was_done_is_that_of_the_zone(room: Newsroom) -> None:
    """At noon in UTC it is tomorrow on Kiritimati, fourteen hours ahead, and still today in Honolulu."""
    claim = room.claim()
    room.move(claim, Move.DISMISS, room.jana, reason=DismissReason.TOO_VAGUE)
    for name, days in (("Pacific/Kiritimati", 1), ("Pacific/Honolulu", 0)):
        found = dashboard.dashboard(room.unit(), room.jana, days=7, zone=ZoneInfo(name))
        assert found.steps[-1].begins == room.clock.now.date() + days * DAY
        assert (found.steps[-1].came, found.steps[-1].dismissed) == (1, 1)
    room.clock.forward(timedelta(hours=11))
    there = dashboard.dashboard(room.unit(), room.jana, days=7, zone=ZoneInfo("Pacific/Honolulu"))
    elsewhere = dashboard.dashboard(room.unit(), room.jana, days=7, zone=ZoneInfo("Europe/Kyiv"))
    assert there.steps[-1].dismissed == 1
    assert (elsewhere.steps[-2].dismissed, elsewhere.steps[-1].dismissed) == (1, 0)


def test_open_claims_stand_in_their_class_of_age_and_stage(room: Newsroom) -> None:
    old = room.claim()
    room.clock.forward(4 * DAY)
    sent, taken = other(room, "The mayor counted every one of them."), other(room, "Ferries leave from the old quay.")
    room.clock.forward(2 * DAY)
    room.submitted(sent)
    room.take(taken)
    fresh = other(room, "The bridge at Orlin was opened in March.")
    ages = {line.words: (line.queued, line.checking, line.submitted) for line in shown(room).ages}
    assert old != fresh
    assert ages == {
        "under a day": (1, 0, 0), "1 to 3 days": (0, 1, 1), "3 to 7 days": (1, 0, 0), "7 to 30 days": (0, 0, 0),
        "over 30 days": (0, 0, 0),
    }  # fmt: skip
    room.clock.forward(40 * DAY)
    assert shown(room).ages[-1].all == 4


def test_what_is_not_checkable_is_passed_over_and_does_not_wait(room: Newsroom) -> None:
    claim = room.claim()
    with room.unit().writing() as session:
        session.get_one(Claim, claim).checkworthy = False
    found = shown(room)
    assert (found.every.came, found.every.passed_over, found.every.open, found.waiting.all) == (1, 1, 0, 0)


def test_the_time_to_a_verdict_runs_from_the_last_taking_before_the_first_sending(room: Newsroom) -> None:
    claim = room.claim()
    room.take(claim)
    room.clock.forward(HOUR)
    room.move(claim, Move.RELEASE, room.jana)
    room.clock.forward(HOUR)
    room.submitted(claim)  # taken and sent at once: the hours of the one who gave it back do not count
    room.move(claim, Move.RETURN, room.eva, note="Say which pier.")
    room.clock.forward(HOUR)
    room.open(claim)
    room.submit(claim)
    room.clock.forward(HOUR)
    room.approve(claim)
    found = shown(room)
    assert (found.to_submission.count, found.to_submission.median) == (1, timedelta(0))
    assert (found.to_approval.count, found.to_approval.median) == (1, 4 * HOUR)


def test_an_assigned_claim_is_timed_from_when_it_was_given(room: Newsroom) -> None:
    claim = room.claim()
    room.move(claim, Move.ASSIGN, room.eva, assignee=room.jana)
    room.clock.forward(3 * HOUR)
    room.open(claim)
    room.attach(claim)
    room.submit(claim)
    assert shown(room).to_submission.median == 3 * HOUR


def test_a_correction_is_not_timed_as_a_first_verdict(room: Newsroom) -> None:
    claim = room.approved(room.claim())
    room.clock.forward(9 * HOUR)
    room.corrected(claim, correction=CorrectionClass.CLARIFICATION, rationale="It says so in other words.")
    found = shown(room)
    assert found.to_approval.count == 1
    assert found.to_submission.count == 1
    assert found.total("approved") == 2


def test_the_balance_says_whose_claims_became_what_and_why(room: Newsroom) -> None:
    made = room.claims()[:3]
    every = shown(room).every.came
    with room.unit().writing() as session:
        for claim, name in zip(made, ("Port", "Port", "Town"), strict=True):
            session.get_one(Claim, claim).claimant = name
    room.approved(made[0])
    room.move(made[1], Move.DISMISS, room.jana, reason=DismissReason.OPINION)
    found = shown(room)
    port, town = (next(each for each in found.claimants.named if each.name == name) for name in ("Port", "Town"))
    assert (port.name, port.came, port.checked, port.dismissed, port.open) == ("Port", 2, 1, 1, 0)
    assert port.reasons == ((DismissReason.OPINION, 1),)
    assert (town.name, town.came, town.open, town.reasons) == ("Town", 1, 1, ())
    assert sum(fates.came for fates in found.outlets.named) + found.outlets.others.came == found.every.came == every
    assert not port.share.enough


def test_names_beyond_the_tenth_are_one_line(sqlite_room: Newsroom) -> None:
    room = sqlite_room
    many(room, 30, claimants=13)
    found = shown(room)
    assert len(found.claimants.named) == 10
    assert found.claimants.names == 13
    assert found.claimants.others.came == 30 - sum(fates.came for fates in found.claimants.named) > 0


def test_only_days_that_are_a_choice_are_looked_back_on(sqlite_room: Newsroom) -> None:
    with pytest.raises(Invalid, match="looks back"):
        shown(sqlite_room, 31)


def test_the_number_of_queries_does_not_depend_on_the_number_of_claims(sqlite_room: Newsroom) -> None:
    room = sqlite_room
    room.claim()
    few = queries(room)
    many(room, 1000, claimants=200)
    assert queries(room) == few <= 12


def test_no_number_is_about_one_person(room: Newsroom) -> None:
    room.approved(room.claim(), verdict=Verdict.DISPUTED)
    told = repr(shown(room))
    assert not any(person.name in told for person in room.people.values())
    assert WORKER.name not in told


def other(room: Newsroom, text: str) -> int:
    """A claim of another article."""
    return room.claim(text, url=f"https://herald.example/{abs(hash(text))}")


def many(room: Newsroom, number: int, *, claimants: int) -> None:
    """More claims than a test would wait for, written past the services."""
    like = other(room, "Sixty thousand people left Kastova.")
    with room.unit().writing() as session:
        values = session.get_one(Claim, like).model_dump(exclude={"id", "number"})
        session.add_all(
            Claim(**values | {"claimant": f"Office {each % claimants}"}, number=1000 + each)
            for each in range(number - 1)
        )
        session.get_one(Claim, like).claimant = "Office 0"


def queries(room: Newsroom) -> int:
    said: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        said.append(statement)

    unit = room.unit()
    event.listen(unit._engine, "before_cursor_execute", hear)
    try:
        shown(room)
    finally:
        event.remove(unit._engine, "before_cursor_execute", hear)
    return len([statement for statement in said if statement.startswith("SELECT")])
