"""Triage: many queued claims at once, each with its own line in its own history, and the way back."""

from datetime import date, timedelta
from typing import Any

import pytest

from factcheck.domain.errors import Invalid, NotAllowed
from factcheck.domain.people import Actor
from factcheck.domain.review import Move, Priority, QueueFilters, Sort, Stage
from factcheck.domain.sheets import Triaged
from factcheck.services import claims, editing, triage, undoing
from tests.services.conftest import Newsroom


def sort_out(
    settled: Newsroom, ids: list[int], actor: Actor | None = None, *, to: Actor | None = None, **changes: Any
) -> Triaged:
    chosen = [(claim, settled.seen(claim)) for claim in ids]
    return triage.triage(settled.unit(), actor or settled.jana, chosen, changes=changes, assignee=to)


def order(settled: Newsroom, **filters: Any) -> list[int]:
    rows, _ = claims.listed(settled.unit(), settled.jana, QueueFilters(stage=Stage.QUEUED, **filters))
    return [row.id for row in rows]


def test_priorities_sort_by_their_words() -> None:
    assert sorted(Priority) == list(Priority) == [Priority.FIRST, Priority.NORMAL, Priority.WHEN_FREE]


def test_priority_comes_before_worth_in_the_list_and_in_the_hand_out(settled: Newsroom) -> None:
    one, two, three, *others = settled.claims()
    sort_out(settled, [three], priority="first")
    sort_out(settled, [one], priority="when free")
    assert order(settled) == [three, two, *others, one]
    assert settled.take_next() == three
    assert settled.take_next() == two


def test_pages_of_the_queue_hold_every_priority_once(settled: Newsroom) -> None:
    ids = settled.claims()
    sort_out(settled, ids[3:], priority="first")
    sort_out(settled, ids[:1], priority="when free")
    found: list[int] = []
    cursor = ""
    for _ in ids:
        rows, cursor = claims.listed(
            settled.unit(), settled.jana, QueueFilters(stage=Stage.QUEUED), cursor=cursor, limit=1
        )
        found += [row.id for row in rows]
    assert cursor == ""
    assert found == order(settled)
    assert sorted(found) == sorted(ids)


def test_what_is_due_is_listed_by_its_day_page_by_page(settled: Newsroom) -> None:
    one, two, three, *_ = settled.claims()
    today = settled.clock.now.date()
    for claim, days in ((two, 1), (three, 0), (one, 9)):
        sort_out(settled, [claim], due_on=(today + timedelta(days=days)).isoformat())
    assert order(settled, sort=Sort.DUE) == [three, two, one]
    first, cursor = claims.listed(settled.unit(), settled.jana, QueueFilters(sort=Sort.DUE), limit=2)
    rest, end = claims.listed(settled.unit(), settled.jana, QueueFilters(sort=Sort.DUE), cursor=cursor, limit=2)
    assert [row.id for row in (*first, *rest)] == [three, two, one]
    assert end == ""
    assert set(order(settled, due=1)) == {two, three}


def test_each_claim_gets_its_own_line_of_history_and_all_can_be_put_back(settled: Newsroom) -> None:
    one, two, *_ = settled.claims()
    came = sort_out(settled, [one, two], priority="first", topic="Harbours", due_on="2031-05-04")
    assert came.done == (one, two)
    row = settled.sheet(one).row
    assert (row.priority, row.topic, row.due_on) == (Priority.FIRST, "Harbours", date(2031, 5, 4))
    line = settled.sheet(two).history[0]
    assert line.what == "triage"
    assert ("priority", "normal", "first") in line.changes
    back = triage.put_back(settled.unit(), settled.jana, came.undoable)
    assert back.done == (one, two)
    row = settled.sheet(one).row
    assert (row.priority, row.topic, row.due_on) == (Priority.NORMAL, "", None)


def test_what_is_not_checkable_leaves_the_queue_and_comes_back(settled: Newsroom) -> None:
    one, *_ = settled.claims()
    came = sort_out(settled, [one], checkworthy=False)
    assert one not in order(settled)
    assert one in order(settled, unworthy=True)
    triage.put_back(settled.unit(), settled.jana, came.undoable)
    assert one in order(settled)


def test_an_editor_assigns_and_sets_a_priority_in_one_go(settled: Newsroom) -> None:
    one, two, *_ = settled.claims()
    came = sort_out(settled, [one, two], settled.eva, to=settled.omar, priority="first")
    assert came.done == (one, two)
    row = settled.sheet(two).row
    assert (row.stage, row.holder_id, row.priority) == (Stage.CHECKING, settled.omar.id, Priority.FIRST)
    back = triage.put_back(settled.unit(), settled.eva, came.undoable)
    assert (back.done, back.left_out) == ((one, two), ())
    for claim in (one, two):
        row = settled.sheet(claim).row
        assert (row.stage, row.holder_id, row.priority) == (Stage.QUEUED, None, Priority.NORMAL)
    assert settled.history(one)[-3:] == ["triage", "assign", "undo assign"]


def test_an_assignment_is_not_taken_from_who_has_begun_and_the_others_are_put_back(settled: Newsroom) -> None:
    one, two, *_ = settled.claims()
    came = sort_out(settled, [one, two], settled.eva, to=settled.omar)
    settled.open(one, settled.omar)
    back = triage.put_back(settled.unit(), settled.eva, came.undoable)
    assert back.done == (two,)
    assert back.left_out == (f"Claim {one}: Omar has begun with it: assign it to somebody else instead.",)
    assert (settled.sheet(one).row.holder_id, settled.sheet(one).row.stage) == (settled.omar.id, Stage.CHECKING)
    assert settled.sheet(two).row.stage is Stage.QUEUED


def test_undoing_an_assignment_gives_the_claim_back_to_who_had_it(settled: Newsroom) -> None:
    claim = settled.claim()
    settled.take(claim, settled.jana)
    moved = settled.move(claim, Move.ASSIGN, settled.eva, assignee=settled.omar)
    undoing.undo(settled.unit(), claim, settled.eva, seen=moved.version, seq=moved.history[0].seq)
    row = settled.sheet(claim).row
    assert (row.stage, row.holder_id, row.lease_until) == (Stage.CHECKING, settled.jana.id, None)
    assert settled.open(claim, settled.jana).row.lease_until is not None


def test_only_an_editor_takes_an_assignment_back(settled: Newsroom) -> None:
    one, *_ = settled.claims()
    came = sort_out(settled, [one], settled.eva, to=settled.omar)
    for actor in (settled.jana, settled.omar):
        back = triage.put_back(settled.unit(), actor, came.undoable)
        assert back.done == ()
        assert len(back.left_out) == 1
    assert settled.sheet(one).row.holder_id == settled.omar.id


def test_a_checker_assigns_nobody_and_an_admin_sorts_nothing_out(settled: Newsroom) -> None:
    one, *_ = settled.claims()
    with pytest.raises(NotAllowed):
        sort_out(settled, [one], to=settled.omar)
    with pytest.raises(NotAllowed):
        sort_out(settled, [one], settled.boss, priority="first")
    assert settled.sheet(one).row.priority is Priority.NORMAL


def test_what_somebody_took_or_changed_meanwhile_is_left_out_and_the_rest_is_done(settled: Newsroom) -> None:
    one, two, three, *_ = settled.claims()
    chosen = [(claim, settled.seen(claim)) for claim in (one, two, three)]
    settled.take(one, settled.omar)
    editing.edit(settled.unit(), two, settled.omar, seen=settled.seen(two), changes={"claimant": "The mayor"})
    came = triage.triage(settled.unit(), settled.jana, [*chosen, (999_999, 1)], changes={"priority": "first"})
    assert came.done == (three,)
    assert [words.split(":")[0] for words in came.left_out] == [f"Claim {one}", f"Claim {two}", "Claim 999999"]
    assert "triage is for what waits in the queue" in came.left_out[0]
    assert settled.sheet(one).row.priority is Priority.NORMAL


def test_what_is_so_already_is_not_written_down_again(settled: Newsroom) -> None:
    one, *_ = settled.claims()
    sort_out(settled, [one], priority="first")
    before = settled.sheet(one)
    came = sort_out(settled, [one], priority="first")
    assert (came.done, came.undoable) == ((one,), ())
    assert settled.sheet(one) == before


def test_who_sets_a_priority_is_no_author_of_the_finding(settled: Newsroom) -> None:
    one, *_ = settled.claims()
    settled.take(one)
    changes = {"priority": "first", "due_on": "2031-05-04", "topic": "Harbours"}
    editing.edit(settled.unit(), one, settled.eva, seen=settled.seen(one), changes=changes)
    settled.attach(one)
    settled.submit(one)
    settled.approve(one, settled.eva)
    assert settled.sheet(one).row.stage is Stage.APPROVED


@pytest.mark.parametrize("changes", [{"priority": "soon"}, {"due_on": "next week"}, {"due_on": "2031-02-30"}, {}])
def test_what_makes_no_sense_changes_nothing(settled: Newsroom, changes: dict[str, Any]) -> None:
    one, two, *_ = settled.claims()
    with pytest.raises(Invalid):
        sort_out(settled, [one, two], **changes)
    assert len(settled.sheet(one).history) == len(settled.sheet(two).history) == 1


def test_nothing_and_too_much_are_refused(settled: Newsroom) -> None:
    with pytest.raises(Invalid, match="Select claims first"):
        sort_out(settled, [], priority="first")
    many = [(number, 1) for number in range(1, triage.MOST + 2)]
    with pytest.raises(Invalid, match="At most 100"):
        triage.triage(settled.unit(), settled.jana, many, changes={"priority": "first"})
