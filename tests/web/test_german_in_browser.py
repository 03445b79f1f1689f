"""The desk in German in a real browser: chosen by the person, read by axe, no wider than a phone."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import select

from factcheck.services import preferences
from factcheck.store.tables import Article
from tests.web.conftest import World
from tests.web.test_in_browser import LOOKS, NAMES, Desktop, desktop, reported, violations
from tests.web.test_work import submitted

__all__ = ["desktop", "reported"]


def in_german(world: World, *names: str) -> None:
    for name in names:
        preferences.choose(world.desk.unit(), world.actors[name], language="de", timezone="Europe/Berlin")


def test_one_chooses_german_and_reads_queue_and_refusal_in_it(desktop: Desktop, world: World) -> None:
    page = desktop.page("jana")
    page.goto("/account")
    page.select_option("[name=language]", "de")
    page.select_option("[name=timezone]", "Europe/Berlin")
    page.get_by_role("form", name="Language and time zone").get_by_role("button").click()
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(page.locator("#toasts")).to_contain_text("Sprache und Zeitzone sind gespeichert.")
    page.goto("/queue")
    expect(page.locator("h1")).to_have_text("Warteschlange")
    page.goto("/queue?reports=many")
    expect(page.locator("main")).to_contain_text("Berichte ist eine ganze Zahl, nicht many.")
    desktop.complaints = [line for line in desktop.complaints if "422" not in line]


def test_times_stay_as_the_person_chose_them_whatever_zone_the_browser_is_in(desktop: Desktop, world: World) -> None:
    """The server has told them in the chosen zone; the page leaves them alone."""
    in_german(world, "jana")
    page = desktop.page("jana", timezone_id="America/New_York", locale="en-US")
    page.goto(f"/claims/{world.claims[0]}/history")
    told = page.locator("time[data-when=both]").first
    there = world.desk.clock().astimezone(preferences_zone())
    expect(told).to_have_text(f"{there:%d.%m.%Y, %H:%M}")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", told.get_attribute("datetime") or "")


def preferences_zone() -> Any:
    from zoneinfo import ZoneInfo

    return ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize("look", LOOKS[::3], ids=NAMES[::3])
def test_axe_finds_nothing_in_german_and_long_words_stay_inside(
    desktop: Desktop, world: World, reported: int, look: dict[str, Any]
) -> None:
    in_german(world, "omar", "ada")
    first, second, third = world.claims
    submitted(world, second, "tim")
    world.signed_in("omar").post(f"/claims/{third}/moves/take", {"seen": world.seen(third)})
    page = desktop.page("omar", **look)
    paths = [
        "/queue", "/queue?q=zeppelin", "/approve", "/account", f"/claims/{first}", f"/claims/{second}",
        f"/claims/{third}",
        f"/claims/{first}/edit", "/articles", "/articles/new", f"/articles/{world.article}", "/dashboard", "/exports",
        "/account/shortcuts", "/notifications",
    ]  # fmt: skip
    assert violations(page, paths) == []
    admin = desktop.page("ada", **look)
    assert violations(admin, ["/admin/people", "/admin/outlets", "/admin/plugins", "/admin/workers"]) == []


def test_on_a_phone_the_statement_stands_above_what_one_may_do_and_the_places_of_the_desk_in_one_line(
    desktop: Desktop,
    world: World,
    reported: int,
) -> None:
    in_german(world, "jana")
    page = desktop.page("jana", viewport={"width": 320, "height": 720})
    page.goto(f"/claims/{reported}")
    assert low(page, ".claim-statement", "bottom") <= low(page, ".claim-actions", "top")
    assert low(page, ".bar-nav a", "top") == low(page, ".bar-nav a:last-child", "top")
    page.set_viewport_size({"width": 1440, "height": 900})
    assert low(page, ".claim-actions", "bottom") <= low(page, ".claim-statement", "top")


def test_long_words_of_the_desk_part_by_its_language_and_those_of_an_article_do_not(
    desktop: Desktop,
    world: World,
    reported: int,
) -> None:
    """Whether a line really breaks is up to the browser, which may have no list of German syllables."""
    with world.desk.unit().writing() as session:
        for article in session.exec(select(Article)):
            article.language = "en"
    in_german(world, "jana")
    page = desktop.page("jana")
    page.goto(f"/claims/{reported}")
    parts = {"#pane-verdict": "auto", ".claim-statement": "manual", ".pane .text a, .pane .text p": "manual"}
    hyphens = "part => getComputedStyle(part).hyphens"
    assert {part: page.locator(part).first.evaluate(hyphens) for part in parts} == parts
    spoken = "part => part.closest('[lang]').lang"
    assert page.locator(".claim-statement").evaluate(spoken) == "en"
    assert page.locator(".pane .text p").first.evaluate(spoken) == "en"
    assert page.locator("#pane-verdict").evaluate(spoken) == "de"


def low(page: Page, part: str, edge: str) -> float:
    """How many pixels below the top of the page an edge of the first of these stands."""
    return float(page.locator(part).first.evaluate("(part, edge) => part.getBoundingClientRect()[edge]", edge))
