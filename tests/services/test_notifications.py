"""People are told of what concerns them: once, never of their own acts, and only while it is of use."""

from datetime import timedelta
from typing import Any

import pytest

from factcheck.domain.errors import Invalid, NotFound
from factcheck.domain.notifications import KEPT, NOTE_MOST, RULES, Channel, Notice
from factcheck.domain.people import Actor
from factcheck.domain.review import LEASE, CorrectionClass, Move, Verdict
from factcheck.domain.sheets import DraftSheet, NotificationLine
from factcheck.services import (
    drafts,
    editing,
    jobs,
    notifications,
    people,
    reader_errors,
    review,
    telling,
    undoing,
    watching,
)
from factcheck.store import jobs as job_rows
from factcheck.store.tables import Claim
from tests.services.conftest import INSTALLER, Newsroom


@pytest.fixture
def room(settled: Newsroom) -> Newsroom:
    return settled


def lines(room: Newsroom, actor: Actor, **more: Any) -> list[NotificationLine]:
    return list(notifications.listed(room.unit(), actor, **more).lines)


def unread(room: Newsroom, actor: Actor) -> list[Notice]:
    """What the person has not read, the oldest first."""
    return [line.kind for line in reversed(lines(room, actor, only_unread=True))]


def nobody_but(room: Newsroom, *told: Actor) -> bool:
    return all(not lines(room, each) for each in room.people.values() if each not in told)


def leave(room: Newsroom) -> None:
    """The holder's time runs out."""
    room.clock.forward(LEASE + timedelta(seconds=1))
    review.lapse_all(room.unit())


def words_are_gone(room: Newsroom, claim_id: int) -> None:
    with room.unit().writing() as session:
        watching.words_gone(session, claim_id, room.unit())


# --- What people are told of ----------------------------------------------------------------------


def test_who_gets_their_work_back_is_told_by_whom_and_why(room: Newsroom) -> None:
    claim = room.submitted()
    room.move(claim, Move.RETURN, room.eva, note="Quote the register,\nplease.")
    (line,) = lines(room, room.jana)
    assert (line.kind, line.sentence, line.by) == (Notice.RETURNED, "Returned to you", "Eva")
    assert (line.note, line.claim_id) == ("Quote the register, please.", claim)
    assert nobody_but(room, room.jana)


def test_who_is_given_a_claim_is_told(room: Newsroom) -> None:
    room.move(room.claim(), Move.ASSIGN, room.eva, assignee=room.omar)
    assert unread(room, room.omar) == [Notice.ASSIGNED]
    assert nobody_but(room, room.omar)


def test_who_assigns_a_claim_to_themselves_is_told_nothing(room: Newsroom) -> None:
    room.move(room.claim(), Move.ASSIGN, room.max, assignee=room.max)
    assert nobody_but(room)


def test_who_gets_an_approved_claim_again_is_told_why(room: Newsroom) -> None:
    claim = room.approved()
    room.move(claim, Move.REOPEN, room.eva, note="A reader wrote to us.")
    assert [(line.kind, line.note) for line in lines(room, room.jana)] == [(Notice.REOPENED, "A reader wrote to us.")]
    assert nobody_but(room, room.jana)


def test_whose_time_runs_out_over_a_draft_is_told_that_it_is_kept(room: Newsroom) -> None:
    claim = room.claim()
    room.take(claim)
    drafts.save_draft(room.unit(), claim, room.jana, draft=DraftSheet(rationale="So far."))
    leave(room)
    assert unread(room, room.jana) == [Notice.LEASE_LOST]
    assert nobody_but(room, room.jana)


def test_whose_time_runs_out_over_nothing_is_not_troubled(room: Newsroom) -> None:
    room.take(room.claim())
    leave(room)
    assert nobody_but(room)


def test_what_changes_under_an_answer_is_told_to_who_wrote_it_and_who_approved_it(room: Newsroom) -> None:
    claim = room.approved()
    words_are_gone(room, claim)
    for person in (room.jana, room.eva):
        assert [(line.kind, line.by) for line in lines(room, person)] == [(Notice.SOURCE_CHANGED, "")]
    assert nobody_but(room, room.jana, room.eva)


def test_what_changes_under_the_work_is_told_to_who_has_it(room: Newsroom) -> None:
    claim = room.claim()
    room.take(claim, room.omar)
    words_are_gone(room, claim)
    assert unread(room, room.omar) == [Notice.SOURCE_CHANGED]
    assert nobody_but(room, room.omar)


def test_new_evidence_is_told_once_for_each_approval(room: Newsroom) -> None:
    claim = room.approved()
    for _ in range(2):
        with room.unit().writing() as session:
            telling.of_new_evidence(session, session.get_one(Claim, claim), room.clock())
    assert unread(room, room.jana) == [Notice.NEW_EVIDENCE]
    room.corrected(
        claim,
        correction=CorrectionClass.RATING,
        public_note="We looked again.",
        verdict=Verdict.UNVERIFIED,
        tried="The office.",
    )
    with room.unit().writing() as session:
        telling.of_new_evidence(session, session.get_one(Claim, claim), room.clock())
    assert [line.kind for line in lines(room, room.jana)].count(Notice.NEW_EVIDENCE) == 2


def test_editors_are_told_of_what_a_reader_reports(room: Newsroom) -> None:
    claim = room.approved()
    reader_errors.report(room.unit(), claim, "The pier was open on Sunday.", address="192.0.2.1")
    for editor in (room.eva, room.max):
        assert [(line.kind, line.note) for line in lines(room, editor)] == [
            (Notice.READER_ERROR, "The pier was open on Sunday.")
        ]
    assert nobody_but(room, room.eva, room.max)


def test_editors_who_want_it_are_told_what_waits_for_them_but_not_of_what_they_wrote(room: Newsroom) -> None:
    for editor in (room.eva, room.max):
        notifications.choose(room.unit(), editor, channels={"to_approve": "page"})
    claim = room.claim()
    room.take(claim, room.max)
    room.attach(claim, room.max)
    room.submit(claim, room.max)
    assert unread(room, room.eva) == [Notice.TO_APPROVE]
    assert nobody_but(room, room.eva)


def test_nobody_is_asked_to_approve_who_has_not_asked_for_it(room: Newsroom) -> None:
    room.submitted()
    assert nobody_but(room)


def test_who_is_shut_out_is_told_nothing(room: Newsroom) -> None:
    claim = room.approved()
    people.disable(room.unit(), room.jana.id or 0, INSTALLER)
    words_are_gone(room, claim)
    assert lines(room, room.jana) == []
    assert unread(room, room.eva) == [Notice.SOURCE_CHANGED]


def test_a_move_that_is_refused_tells_nobody(room: Newsroom) -> None:
    claim = room.claim()
    room.move(claim, Move.ASSIGN, room.eva, assignee=room.omar)
    with pytest.raises(Exception, match="Somebody changed this claim"):
        room.move(claim, Move.ASSIGN, room.eva, assignee=room.jana, seen=1)
    assert nobody_but(room, room.omar)


def test_the_same_cause_tells_a_person_once(room: Newsroom) -> None:
    claim = room.approved()
    words_are_gone(room, claim)
    words_are_gone(room, claim)
    assert unread(room, room.jana) == [Notice.SOURCE_CHANGED]


def test_a_long_note_is_cut_and_stands_on_one_line(room: Newsroom) -> None:
    room.move(room.submitted(), Move.RETURN, room.eva, note="word\n" * 400)
    (line,) = lines(room, room.jana)
    assert len(line.note) <= NOTE_MOST
    assert line.note.endswith("word…")
    assert "\n" not in line.note


def test_the_page_of_the_person_hears_of_it(room: Newsroom) -> None:
    claim = room.claim()
    with room.unit().writing() as session:
        job_rows.take_signals(session)
    room.move(claim, Move.ASSIGN, room.eva, assignee=room.omar)
    with room.unit().writing() as session:
        assert f"person:{room.omar.id}" in job_rows.take_signals(session)


# --- How long it is of use ------------------------------------------------------------------------


def test_who_opens_the_claim_for_work_has_seen_it(room: Newsroom) -> None:
    claim = room.submitted()
    room.move(claim, Move.RETURN, room.eva, note="Quote the register.")
    room.open(claim)
    assert unread(room, room.jana) == []
    assert len(lines(room, room.jana)) == 1


def test_who_takes_the_claim_again_has_seen_that_the_draft_is_kept(room: Newsroom) -> None:
    claim = room.claim()
    room.take(claim)
    drafts.save_draft(room.unit(), claim, room.jana, draft=DraftSheet(rationale="So far."))
    leave(room)
    room.take(claim)
    assert unread(room, room.jana) == []


def test_what_went_on_to_somebody_else_is_nobody_s_to_read(room: Newsroom) -> None:
    claim = room.claim()
    room.move(claim, Move.ASSIGN, room.eva, assignee=room.omar)
    room.move(claim, Move.ASSIGN, room.eva, assignee=room.jana)
    assert (unread(room, room.omar), unread(room, room.jana)) == ([], [Notice.ASSIGNED])


def test_what_another_editor_has_approved_waits_for_nobody(room: Newsroom) -> None:
    notifications.choose(room.unit(), room.max, channels={"to_approve": "page"})
    claim = room.submitted()
    assert unread(room, room.max) == [Notice.TO_APPROVE]
    room.approve(claim, room.eva)
    assert unread(room, room.max) == []


def test_old_ones_are_forgotten(room: Newsroom) -> None:
    room.move(room.claim(), Move.ASSIGN, room.eva, assignee=room.omar)
    room.clock.forward(KEPT - timedelta(days=1))
    jobs.maintain(room.unit())
    assert len(lines(room, room.omar)) == 1
    room.clock.forward(timedelta(days=2))
    jobs.maintain(room.unit())
    assert lines(room, room.omar) == []


# --- Reading them ---------------------------------------------------------------------------------


@pytest.fixture
def five(room: Newsroom) -> list[int]:
    """Five claims that were assigned to Omar, one after the other."""
    claims = room.claims()
    for claim in claims:
        room.move(claim, Move.ASSIGN, room.eva, assignee=room.omar)
    return claims


def test_they_come_the_newest_first_page_by_page(room: Newsroom, five: list[int]) -> None:
    first = notifications.listed(room.unit(), room.omar, limit=3)
    rest = notifications.listed(room.unit(), room.omar, before=first.before, limit=3)
    assert [line.claim_id for line in (*first.lines, *rest.lines)] == five[::-1]
    assert (first.unread, rest.before) == (5, None)


def test_opening_one_marks_it_read_and_leads_to_its_claim(room: Newsroom, five: list[int]) -> None:
    newest = lines(room, room.omar)[0]
    assert notifications.open_one(room.unit(), newest.id, room.omar).claim_id == five[-1]
    assert notifications.unread(room.unit(), room.omar) == 4
    notifications.mark(room.unit(), newest.id, room.omar, read=False)
    assert notifications.unread(room.unit(), room.omar) == 5


def test_all_are_marked_read_up_to_what_was_on_screen_and_back(room: Newsroom, five: list[int]) -> None:
    shown = lines(room, room.omar)[1].id
    notifications.open_one(room.unit(), lines(room, room.omar)[3].id, room.omar)
    room.clock.forward(timedelta(seconds=1))
    at = notifications.mark_all(room.unit(), room.omar, upto=shown)
    assert notifications.unread(room.unit(), room.omar) == 1
    notifications.unmark_all(room.unit(), room.omar, at=at)
    assert notifications.unread(room.unit(), room.omar) == 4


def test_nobody_opens_or_marks_what_was_told_to_somebody_else(room: Newsroom, five: list[int]) -> None:
    number = lines(room, room.omar)[0].id
    with pytest.raises(NotFound):
        notifications.open_one(room.unit(), number, room.jana)
    with pytest.raises(NotFound):
        notifications.mark(room.unit(), number, room.eva, read=True)
    assert notifications.unread(room.unit(), room.omar) == 5


def test_who_is_no_editor_any_more_sees_nothing_that_was_for_editors(room: Newsroom) -> None:
    claim = room.approved()
    reader_errors.report(room.unit(), claim, "The pier was open on Sunday.", address="192.0.2.1")
    number = lines(room, room.max)[0].id
    people.change_roles(room.unit(), room.max.id or 0, INSTALLER, roles=["checker"])
    max_now = room.person("max")
    assert lines(room, max_now) == []
    assert notifications.unread(room.unit(), max_now) == 0
    with pytest.raises(NotFound):
        notifications.open_one(room.unit(), number, max_now)


def test_the_statement_is_the_claim_s_as_it_is_now(room: Newsroom) -> None:
    claim = room.claim()
    room.move(claim, Move.ASSIGN, room.eva, assignee=room.omar)
    editing.edit(room.unit(), claim, room.eva, seen=room.seen(claim), changes={"statement": "The pier is shut."})
    assert lines(room, room.omar)[0].statement == "The pier is shut."


# --- How people want to hear of them --------------------------------------------------------------


def test_until_somebody_chooses_the_table_holds(room: Newsroom) -> None:
    channels = dict(notifications.choices(room.unit(), room.eva).channels)
    assert channels == {kind: rule.channel for kind, rule in RULES.items()}
    assert set(channels.values()) == {Channel.PAGE, Channel.NONE}


def test_checkers_choose_among_what_checkers_get(room: Newsroom) -> None:
    kinds = {kind for kind, _ in notifications.choices(room.unit(), room.jana).channels}
    of_editors = {Notice.READER_ERROR, Notice.TO_APPROVE, Notice.OPINION_DIFFERS, Notice.OPINION_IN}
    assert set(RULES) - kinds == of_editors
    with pytest.raises(Invalid, match="no such notification for your role"):
        notifications.choose(room.unit(), room.jana, channels={"reader_error": "page"})


def test_what_somebody_does_not_want_is_not_told(room: Newsroom) -> None:
    notifications.choose(room.unit(), room.omar, channels={"assigned": "none"})
    room.move(room.claim(), Move.ASSIGN, room.eva, assignee=room.omar)
    assert lines(room, room.omar) == []


def test_a_way_that_does_not_exist_changes_nothing(room: Newsroom) -> None:
    before = notifications.choices(room.unit(), room.omar)
    with pytest.raises(Invalid):
        notifications.choose(room.unit(), room.omar, channels={"assigned": "none", "returned": "by pigeon"})
    assert notifications.choices(room.unit(), room.omar) == before


def test_an_assignment_that_is_taken_back_is_nobody_s_to_read(room: Newsroom) -> None:
    claim = room.claim()
    sheet = room.move(claim, Move.ASSIGN, room.eva, assignee=room.omar)
    undoing.undo(room.unit(), claim, room.eva, seen=sheet.version, seq=sheet.history[0].seq)
    assert unread(room, room.omar) == []
