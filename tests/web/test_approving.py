"""The approver's page: ticks without JavaScript and by key, the checklist, evidence then and now."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect
from sqlalchemy import update
from sqlmodel import col

from factcheck.domain.evidence import AskStatus
from factcheck.domain.review import Given, Move
from factcheck.services import approving, finding, review
from factcheck.store.tables import Ask, JobRow, Page, Report
from tests.conftest import SetClock
from tests.web.conftest import World
from tests.web.test_in_browser import LOOKS, NAMES, Desktop, desktop, found_here  # noqa: F401 - the fixture
from tests.web.test_work import submitted


def comes_later(world: World, claim: int, clock: SetClock) -> None:
    clock.forward(timedelta(hours=1))
    with world.desk.unit().writing() as session:
        page = Page(url="https://wire.example/list", title="Passenger list published", outlet="Coastwire")
        page.text, page.fetched_at = "The list names 14 people.", clock.now
        session.add(page)
        session.flush()
        session.add(
            Report(
                claim_id=claim, page_id=page.id or 0, provider="feed", score=0.9, passage_start=0, passage_end=25,
                found_at=clock.now,
            )
        )  # fmt: skip


def answered(world: World, claim: int, provider: str) -> None:
    """Somebody was asked about the claim and knew nothing."""
    with world.desk.unit().writing() as session:
        at = world.desk.unit().now
        session.add(Ask(claim_id=claim, provider=provider, words="ferry", status=AskStatus.NOTHING, first_at=at, at=at))


def nothing_left(world: World) -> None:
    """No job of a search is to be done any more."""
    with world.desk.unit().writing() as session:
        session.execute(update(JobRow).where(col(JobRow.done_at).is_(None)).values(done_at=world.desk.unit().now))


def test_sources_are_ticked_with_plain_forms(world: World) -> None:
    claim = world.claims[0]
    submitted(world, claim)
    source = world.sheet(claim).sources[0].id
    omar = world.signed_in("omar")
    page = omar.get(f"/claims/{claim}").text
    assert "0 of 1 sources ticked as read." in page
    assert "Nobody has searched for reports on it yet." in page
    answer = omar.post(f"/claims/{claim}/sources/{source}/tick?sort=oldest", {"read": "yes"})
    assert answer.headers["Location"] == f"/claims/{claim}?sort=oldest#source-{source}"
    page = omar.get(f"/claims/{claim}").text
    assert "1 of 1 sources ticked as read." in page
    assert 'aria-pressed="true"' in page
    omar.post(f"/claims/{claim}/sources/{source}/tick", {"read": "no"})
    assert "0 of 1 sources ticked as read." in omar.get(f"/claims/{claim}").text


def test_the_list_says_who_wrote_each_and_what_one_does_not_sign(world: World) -> None:
    first, second, _ = world.claims
    submitted(world, first)
    submitted(world, second)
    latest = world.sheet(second).latest
    assert latest is not None
    words = Given(verdict=latest.verdict, rationale="The list names them all.", hash_seen=latest.content_hash)
    review.move(world.desk.unit(), second, Move.AMEND, world.actors["omar"], seen=world.seen(second), given=words)
    page = world.signed_in("omar").get("/approve").text
    one, two = (page.split(f'href="/claims/{claim}')[1].split("</li>")[0] for claim in (first, second))
    assert "answered by Jana<" in one
    assert "answered by Jana, Omar<" in two
    assert ("somebody else signs" in one, "yours: somebody else signs" in two) == (False, True)


def test_checklist_and_evidence_say_the_same_of_the_search(world: World) -> None:
    claim = world.claims[0]
    submitted(world, claim)
    omar = world.signed_in("omar")
    page = omar.get(f"/claims/{claim}").text
    for sentence in ("Nobody has searched for reports on it yet.", "Not searched yet", "Nothing has been asked yet."):
        assert sentence in page, sentence
    assert "Search now" in page
    assert "No report has come" not in page
    answered(world, claim, finding.OWN_ARCHIVE)
    nothing_left(world)
    page = omar.get(f"/claims/{claim}").text
    assert "Only the desk&#39;s own archive was searched; no report has come since it was sent." in page
    assert "own archive was searched: nobody outside has answered." in page
    answered(world, claim, "Courier")
    page = omar.get(f"/claims/{claim}").text
    assert "No report has come since it was sent." in page
    assert "The workers found no report on this claim." in page


def test_the_checklist_follows_the_search_while_the_page_is_open(world: World) -> None:
    claim = world.claims[0]
    submitted(world, claim)
    omar, seen = world.signed_in("omar"), world.sheet(claim).version
    answered(world, claim, "Courier")
    piece = omar.piece(f"/claims/{claim}/evidence?seen={seen}").text
    assert "The search is under way; no report has come since it was sent." in piece
    assert "Looking" in piece
    assert 'hx-target="#then-and-now"' in piece
    for other in ("", f"?seen={seen + 1}"):
        assert "Before you sign" not in omar.piece(f"/claims/{claim}/evidence{other}").text


def test_who_does_not_approve_is_offered_no_tick(world: World) -> None:
    claim = world.claims[0]
    submitted(world, claim)
    source = world.sheet(claim).sources[0].id
    jana = world.signed_in("jana")
    assert "Before you sign" not in jana.get(f"/claims/{claim}").text
    assert jana.post(f"/claims/{claim}/sources/{source}/tick", {"read": "yes"}).status_code == 403
    assert world.signed_in("omar").post(f"/claims/{claim}/sources/999/tick", {"read": "yes"}).status_code == 404


def test_what_has_come_since_is_named(world: World, clock: SetClock) -> None:
    claim = world.claims[0]
    submitted(world, claim)
    comes_later(world, claim, clock)
    page = world.signed_in("omar").get(f"/claims/{claim}").text
    assert "1 report has come since it was sent." in page
    assert "Passenger list published" in page.split("Evidence then and now")[1].split("</section>")[0]


@pytest.mark.parametrize("look", LOOKS, ids=NAMES)
def test_an_editor_ticks_by_key_and_axe_finds_nothing(
    desktop: Desktop,  # noqa: F811
    world: World,
    clock: SetClock,
    look: dict[str, Any],
) -> None:
    claim = world.claims[0]
    submitted(world, claim)
    comes_later(world, claim, clock)
    page = desktop.page("omar", **look)
    page.goto(f"/claims/{claim}")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("#checklist")).to_contain_text("1 of 1 sources ticked as read.")
    source = world.sheet(claim).sources[0].id
    assert approving.ticked(world.desk.unit(), claim, world.actors["omar"]) == {source}
    assert found_here(page) == []
    page.keyboard.press("x")
    expect(page.locator("#checklist")).to_contain_text("0 of 1 sources ticked as read.")
    assert desktop.complaints == []
