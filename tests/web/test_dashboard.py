"""The dashboard as a page: its form without JavaScript, what it refuses, and how it looks with nothing and much."""

import re
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from babel.dates import format_skeleton
from playwright.sync_api import expect

from factcheck.domain.review import DismissReason, Move, Stage
from factcheck.services import preferences, review
from factcheck.store.tables import Claim, HistoryEntry
from tests.web.conftest import World
from tests.web.publishing import publish
from tests.web.test_in_browser import LOOKS, NAMES, Desktop, desktop, violations  # noqa: F401 - the fixture

LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenfabrikantenverband"


@pytest.fixture
def busy(world: World) -> World:
    """A thousand claims of many names and ages, most of them done with."""
    stages = (Stage.QUEUED, Stage.APPROVED, Stage.DISMISSED, Stage.SUBMITTED)
    with world.desk.unit().writing() as session:
        like = session.get_one(Claim, world.claims[0]).model_dump(exclude={"id", "number"})
        for number in range(1000):
            stage = stages[number % 4]
            reason = list(DismissReason)[number % 6] if stage is Stage.DISMISSED else None
            came = world.desk.clock() - timedelta(hours=number)
            own = {"claimant": f"{LONG} {number % 25}", "stage": stage, "dismiss_reason": reason, "created_at": came}
            session.add(Claim(**like | own, number=1000 + number))
            session.add(moved(number, stage, world))
    return world


def moved(number: int, stage: Stage, world: World) -> HistoryEntry:
    """A line of the history without its seal: the page counts, it does not verify."""
    what = {Stage.APPROVED: Move.APPROVE, Stage.DISMISSED: Move.DISMISS, Stage.SUBMITTED: Move.RETURN}
    return HistoryEntry(
        subject=f"claim:{10_000 + number}", seq=1, at=world.desk.clock() - timedelta(hours=number), actor_name="Tim",
        what=what.get(stage, Move.TAKE).value, from_stage="submitted", to_stage=stage.value, previous="", hash="",
    )  # fmt: skip


def test_everybody_finds_the_dashboard_in_the_navigation(world: World) -> None:
    for name in ("jana", "omar", "ada"):
        page = world.signed_in(name).get("/queue").text
        assert 'href="/dashboard"' in page
    assert "3</strong> <span>came in</span>" in world.signed_in("ada").get("/dashboard").text


def test_the_days_are_chosen_by_a_plain_form(world: World) -> None:
    visitor = world.signed_in("jana")
    page = visitor.get("/dashboard?days=7").text
    assert '<option value="7" selected>' in page
    assert '<form class="head-actions" method="get" action="/dashboard"' in page


def test_days_are_those_of_the_person_s_zone(world: World) -> None:
    preferences.choose(world.desk.unit(), world.actors["jana"], language="de", timezone="Pacific/Kiritimati")
    there = world.desk.clock().astimezone(ZoneInfo("Pacific/Kiritimati")).date()
    page = world.signed_in("jana").get("/dashboard?days=7").text
    [first_row] = re.findall(r"<tbody>\s*<tr><th scope=\"row\" class=\"nowrap\">([^<]+)</th>", page)[:1]
    assert first_row == format_skeleton("MMMd", there, locale="de")
    assert "Tage beginnen um Mitternacht" in page


@pytest.mark.parametrize(("days", "said"), [("8", "7, 30, 90 days"), ("soon", "whole number"), ("-7", "whole number")])
def test_other_days_are_refused_in_words_above_the_page(world: World, days: str, said: str) -> None:
    answer = world.signed_in("jana").get("/dashboard", query_string={"days": days})
    assert answer.status_code == 422
    assert said in answer.text
    assert "How long open claims have waited" in answer.text


def test_few_are_too_few_to_judge(world: World) -> None:
    publish(world, world.claims[0])
    page = world.signed_in("jana").get("/dashboard").text
    assert page.count("too few to judge") >= 4
    assert " %</span>" not in page


def test_many_are_judged_with_their_interval(busy: World) -> None:
    page = busy.signed_in("jana").get("/dashboard?days=90").text
    assert " %</span>" in page
    assert "16 others" in page


def test_why_claims_were_dismissed_stands_beside_their_claimant(world: World) -> None:
    sheet = world.sheet(world.claims[0])
    unit = world.desk.unit()
    given = review.Given(reason=DismissReason.TOO_VAGUE)
    review.move(unit, world.claims[0], Move.DISMISS, world.actors["jana"], seen=sheet.version, given=given)
    page = world.signed_in("tim").get("/dashboard").text
    assert "too vague 1" in page
    assert 'href="/queue?claimant=Lina+Brandt"' in page


def test_no_person_of_the_desk_is_named(world: World) -> None:
    publish(world, world.claims[0])
    main = world.signed_in("ada").get("/dashboard").text.split("<main")[1].split("</main>")[0]
    assert not {name.capitalize() for name in world.actors} & set(re.findall(r"\w+", main))


@pytest.mark.parametrize("look", LOOKS, ids=NAMES)
def test_axe_finds_nothing_with_a_thousand_claims(desktop: Desktop, busy: World, look: dict[str, Any]) -> None:  # noqa: F811
    page = desktop.page("jana", **look)
    assert violations(page, ["/dashboard?days=7", "/dashboard?days=90", "/dashboard?days=8"]) == []
    desktop.complaints = [words for words in desktop.complaints if "422" not in words]


@pytest.mark.parametrize("look", LOOKS, ids=NAMES)
def test_axe_finds_nothing_where_nothing_has_come(desktop: Desktop, world: World, look: dict[str, Any]) -> None:  # noqa: F811
    page = desktop.page("jana", **look)
    with world.desk.unit().writing() as session:
        for number in world.claims:
            old = session.get_one(Claim, number)
            old.stage, old.dismiss_reason = Stage.DISMISSED, DismissReason.OPINION
            old.created_at -= timedelta(days=200)
    assert "Nothing in these days" in world.signed_in("jana").get("/dashboard").text
    assert violations(page, ["/dashboard"]) == []


def test_the_days_are_chosen_by_keyboard(desktop: Desktop, busy: World) -> None:  # noqa: F811
    page = desktop.page("jana")
    page.goto("/dashboard")
    page.locator("main select").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/dashboard?days=90")
    page.locator("summary", has_text="The numbers").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".table-tall tbody tr")).to_have_count(30)
