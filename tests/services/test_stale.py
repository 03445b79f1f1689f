"""What somebody sends from an old page changes nothing, and gives them both versions back."""

from collections.abc import Callable

import pytest

from factcheck.domain.errors import Arrived, OutOfDate
from factcheck.domain.evidence import Medium, NewSource, SourceKind, Stance
from factcheck.domain.review import Move, Stage, Verdict
from factcheck.services import attaching, editing
from tests.services.conftest import Newsroom


def amended(room: Newsroom, claim: int) -> None:
    latest = room.sheet(claim).latest
    room.move(claim, Move.AMEND, room.max, hash_seen=latest.content_hash if latest else "", verdict=Verdict.CONFIRMED,
              rationale="The register of May says the same.")  # fmt: skip


def test_an_approval_of_what_was_amended_meanwhile_approves_nothing(settled: Newsroom) -> None:
    room, claim = settled, settled.submitted()
    seen, latest = room.seen(claim), room.sheet(claim).latest
    assert latest is not None
    amended(room, claim)
    with pytest.raises(OutOfDate) as late:
        room.move(claim, Move.APPROVE, room.eva, seen=seen, hash_seen=latest.content_hash)
    assert late.value.theirs["rationale"] == "The register of May says the same."
    assert late.value.theirs["version"] == room.seen(claim)
    with pytest.raises(OutOfDate):
        room.move(claim, Move.APPROVE, room.eva, hash_seen=latest.content_hash)
    with pytest.raises(OutOfDate):
        room.move(claim, Move.APPROVE, room.eva, hash_seen="")
    sheet = room.sheet(claim)
    assert sheet.row.stage is Stage.SUBMITTED
    assert not any(finding.approval for finding in sheet.findings)


def test_a_stale_move_gives_back_what_was_typed(settled: Newsroom) -> None:
    room, claim = settled, settled.claim()
    seen = room.take(claim).version
    room.attach(claim)
    with pytest.raises(OutOfDate) as late:
        room.move(
            claim, Move.SUBMIT, room.jana, seen=seen, verdict=Verdict.DISPUTED, rationale="A long evening's work."
        )
    assert (late.value.yours["verdict"], late.value.yours["rationale"]) == ("disputed", "A long evening's work.")
    assert late.value.theirs["holder"] == "Jana"
    assert room.sheet(claim).findings == ()


def new_source(room: Newsroom, claim: int, seen: int) -> object:
    source = NewSource(medium=Medium.CALL, stance=Stance.CONTEXT, kind=SourceKind.PRIMARY, title="The mayor")
    return attaching.attach(room.unit(), claim, room.jana, seen=seen, source=source)


SAVES: dict[str, Callable[[Newsroom, int, int], object]] = {
    "edit": lambda room, claim, seen: editing.edit(
        room.unit(), claim, room.jana, seen=seen, changes={"topic": "harbour"}
    ),
    "split": lambda room, claim, seen: editing.split(room.unit(), claim, room.jana, seen=seen, at=10),
    "merge": lambda room, claim, seen: editing.merge(room.unit(), claim, room.jana, seen=seen, into=claim + 1),
    "attach": new_source,
    "detach": lambda room, claim, seen: attaching.detach(
        room.unit(), claim, room.jana, seen=seen, source_id=room.sheet(claim).sources[0].id
    ),
    "change source": lambda room, claim, seen: attaching.change_source(
        room.unit(), claim, room.jana, seen=seen, source_id=room.sheet(claim).sources[0].id, changes={"note": "new"}
    ),
    "release": lambda room, claim, seen: room.move(claim, Move.RELEASE, room.jana, seen=seen),
    "submit": lambda room, claim, seen: room.submit(claim, seen=seen),
}


@pytest.mark.parametrize("save", SAVES)
def test_a_stale_save_changes_nothing(settled: Newsroom, save: str) -> None:
    room = settled
    claim = room.claims()[0]
    room.take(claim)
    room.attach(claim)
    before, everything = room.sheet(claim), [room.history(number) for number in (claim, claim + 1)]
    for seen in (before.version - 1, before.version + 1, 0):
        with pytest.raises(OutOfDate) as late:
            SAVES[save](room, claim, seen)
        assert late.value.theirs["version"] == before.version
    assert room.sheet(claim) == before
    assert [room.history(number) for number in (claim, claim + 1)] == everything


@pytest.mark.parametrize("save", SAVES)
def test_the_same_save_from_a_fresh_page_goes_through_and_makes_the_old_one_stale(settled: Newsroom, save: str) -> None:
    room = settled
    claim = room.claims()[0]
    room.take(claim)
    room.attach(claim)
    seen = room.seen(claim)
    SAVES[save](room, claim, seen)
    assert room.seen(claim) == seen + 1


def test_a_stale_source_is_compared_with_its_source_and_a_new_one_with_nothing(settled: Newsroom) -> None:
    room, claim = settled, settled.claim()
    room.take(claim)
    room.attach(claim)
    source = room.sheet(claim).sources[0]
    with pytest.raises(OutOfDate) as late:
        attaching.change_source(
            room.unit(), claim, room.jana, seen=0, source_id=source.id, changes={"kind": "secondary", "note": "Asked."}
        )
    assert late.value.theirs == {"version": room.seen(claim), "kind": source.kind.value, "note": source.note}
    with pytest.raises(OutOfDate) as late:
        new_source(room, claim, 0)
    assert {name for name, value in late.value.theirs.items() if value is not None} == {"version"}


def test_the_same_move_of_the_same_person_has_arrived_and_is_done_once(settled: Newsroom) -> None:
    claim = settled.submitted()
    seen = settled.seen(claim)
    settled.move(claim, Move.RETURN, settled.eva, seen=seen, note="Quote the register.")
    before = settled.sheet(claim)
    with pytest.raises(Arrived, match="done once"):
        settled.move(claim, Move.RETURN, settled.eva, seen=seen, note="Quote the register.")
    for actor, note in ((settled.eva, "Something else."), (settled.max, "Quote the register.")):
        with pytest.raises(OutOfDate) as refused:
            settled.move(claim, Move.RETURN, actor, seen=seen, note=note)
        assert not isinstance(refused.value, Arrived)
    assert settled.sheet(claim) == before


def test_the_same_edit_has_arrived_and_another_is_compared(settled: Newsroom) -> None:
    claim = settled.claim()
    seen = settled.seen(claim)
    editing.edit(settled.unit(), claim, settled.jana, seen=seen, changes={"claimant": "The mayor"})
    with pytest.raises(Arrived):
        editing.edit(settled.unit(), claim, settled.jana, seen=seen, changes={"claimant": "The mayor"})
    for actor, claimant in ((settled.jana, "The council"), (settled.omar, "The mayor")):
        with pytest.raises(OutOfDate) as refused:
            editing.edit(settled.unit(), claim, actor, seen=seen, changes={"claimant": claimant})
        assert not isinstance(refused.value, Arrived)
