"""Triage by plain forms: selecting, setting, putting back, and what is refused stands there again."""

import re
from datetime import timedelta

import pytest

from factcheck.domain.review import Priority, Stage
from tests.conftest import SetClock
from tests.web.conftest import World


def picked(world: World, *claims: int) -> list[str]:
    return [f"{claim}:{world.seen(claim)}" for claim in claims]


def test_selected_claims_get_a_priority_and_the_toast_puts_it_back(world: World) -> None:
    first, second, _ = world.claims
    jana = world.signed_in("jana")
    assert f'value="{first}:1" form="triage"' in jana.get("/queue").text
    form = {"claim": picked(world, first, second), "priority": "first", "do": "set"}
    page = jana.post("/queue/triage?claimant=Lina", form, follow_redirects=True)
    assert page.request.full_path == "/queue?claimant=Lina"
    assert "2 claims sorted out." in page.text
    assert [world.sheet(claim).row.priority for claim in world.claims] == [
        Priority.FIRST, Priority.FIRST, Priority.NORMAL,
    ]  # fmt: skip
    entries = re.search(r'name="entries" value="([^"]+)"', page.text)
    assert entries
    back = jana.post("/queue/triage/undo", {"entries": entries[1]}, follow_redirects=True)
    assert "2 claims put back." in back.text
    assert {world.sheet(claim).row.priority for claim in world.claims} == {Priority.NORMAL}


def test_due_days_read_as_one_says_them(world: World, clock: SetClock) -> None:
    jana = world.signed_in("jana")
    today = clock.now.date()
    for claim, days in zip(world.claims, (-2, 0, 1), strict=True):
        due = (today + timedelta(days=days)).isoformat()
        jana.post("/queue/triage", {"claim": picked(world, claim), "due_on": due})
    page = jana.get("/queue?sort=due").text
    assert page.index("overdue since") < page.index("due today") < page.index("due tomorrow")


def test_not_checkable_leaves_the_queue(world: World) -> None:
    claim = world.claims[0]
    form = {"claim": picked(world, claim), "do": "not checkable", "topic": "left alone"}
    world.signed_in("jana").post("/queue/triage", form)
    row = world.sheet(claim).row
    assert (row.checkworthy, row.topic) == (False, "")


def test_only_an_editor_is_offered_somebody_to_assign_to(world: World) -> None:
    claim, tim = world.claims[0], world.actors["tim"].id
    assert 'name="assignee"' not in world.signed_in("jana").get("/queue").text
    omar = world.signed_in("omar")
    assert f'<option value="{tim}">Tim</option>' in omar.get("/queue").text
    omar.post("/queue/triage", {"claim": picked(world, claim), "assignee": str(tim)})
    row = world.sheet(claim).row
    assert (row.stage, row.holder) == (Stage.CHECKING, "Tim")
    entries = re.search(r'name="entries" value="([^"]+)"', omar.get("/queue").text)
    assert entries
    assert "1 claim put back." in omar.post("/queue/triage/undo", {"entries": entries[1]}, follow_redirects=True).text
    assert world.sheet(claim).row.stage is Stage.QUEUED
    refused = world.signed_in("jana").post(
        "/queue/triage", {"claim": picked(world, world.claims[1]), "assignee": str(tim)}
    )
    assert refused.status_code == 403


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"priority": "first"}, "Select claims first"),
        ({"claim": "1"}, "no selection of claims"),
        ({"claim": "1:2:3"}, "no selection of claims"),
        ({"claim": "٣:1"}, "no selection of claims"),
        ({"claim": "9999999999:1"}, "no selection of claims"),
        ({"claim": "1:1"}, "Say what is to be done"),
        ({"claim": "1:1", "due_on": "tomorrow"}, "Give a day like"),
        ({"claim": "1:1", "priority": "high"}, "A priority is one of"),
        ({"claim": "1:1", "assignee": "x"}, "whole number"),
    ],
)
def test_what_makes_no_sense_is_said_and_what_was_typed_stands_there_again(
    world: World, form: dict[str, str], says: str
) -> None:
    answer = world.signed_in("jana").post("/queue/triage?sort=oldest", form | {"topic": ""} | form)
    assert answer.status_code == 422
    assert says in answer.text
    assert 'id="triage"' in answer.text
    if form.get("due_on"):
        assert f'value="{form["due_on"]}"' in answer.text


@pytest.mark.parametrize("entries", ["", "1", "a:b:c", "1:1:1,,x"])
def test_an_undo_of_nothing_is_refused(world: World, entries: str) -> None:
    assert world.signed_in("jana").post("/queue/triage/undo", {"entries": entries}).status_code == 422


def test_who_only_reads_is_offered_no_triage(world: World) -> None:
    page = world.signed_in("ada").get("/queue").text
    assert 'form="triage"' not in page
    answer = world.signed_in("ada").post("/queue/triage", {"claim": picked(world, world.claims[0]), "topic": "x"})
    assert answer.status_code == 403
