"""Screens as some people have them: forced colours, less motion, letters of twice the size, longer words."""

import pytest

from factcheck.services import preferences
from tests.web.every_screen.reading import is_no_document
from tests.web.every_screen.tour import NARROW, WIDE, Tour
from tests.web.screens import SCREENS, Screen


def test_in_forced_colours_what_is_chosen_is_told_apart(tour: Tour) -> None:
    page = tour.show(Screen("jana", "/claims/{taken}"), WIDE)
    page.emulate_media(forced_colors="active")
    ground = "tile => getComputedStyle(tile).backgroundColor"
    tiles = [page.locator(f".choice[data-verdict={verdict}]") for verdict in ("confirmed", "disputed", "unverified")]
    plain, chosen, other = (tile.evaluate(ground) for tile in tiles)
    here, there = (page.locator(f".bar-nav a{now}").first for now in ("[aria-current]", ":not([aria-current])"))
    edge = "link => getComputedStyle(link).borderBlockEndColor"
    told_apart = here.evaluate(edge) != there.evaluate(edge)
    page.emulate_media(forced_colors="none")
    assert plain == other != chosen
    assert told_apart


SIGNED = [("/claims/{submitted}", ".tag[data-verdict]"), ("/queue?stage=approved", ".tag"), ("/checks/", ".stamp")]


@pytest.mark.parametrize(("path", "told"), SIGNED)
def test_in_forced_colours_verdicts_have_words_and_signs_and_the_focus_shows(tour: Tour, path: str, told: str) -> None:
    page = tour.show(Screen("" if path == "/checks/" else "tim", path), WIDE)
    page.emulate_media(forced_colors="active")
    tags = page.locator(told)
    silent = tags.evaluate_all("tags => tags.filter((tag) => !tag.innerText.trim()).length")
    edges = tags.evaluate_all("tags => tags.map((tag) => getComputedStyle(tag).borderTopStyle)")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    focus = page.locator(":focus-visible").evaluate("at => getComputedStyle(at).outlineStyle")
    page.emulate_media(forced_colors="none")
    assert tags.count() > 0
    assert (silent, set(edges), focus) == (0, {"solid"}, "solid")


@pytest.mark.parametrize("path", ["/articles/{waiting}", "/claims/{taken}", "/queue"])
def test_who_asks_for_less_motion_sees_none(tour: Tour, path: str) -> None:
    """The same pages do move for others, or this would say nothing."""
    page = tour.show(Screen("jana", path), WIDE)
    moves = """() => [...document.querySelectorAll("*")].filter((part) => {
        const { animationName, transitionDuration } = getComputedStyle(part);
        return animationName !== "none" || transitionDuration.split(", ").some((time) => parseFloat(time) > 0);
    }).length"""
    still = page.evaluate(moves)
    page.emulate_media(reduced_motion="no-preference")
    moving = page.evaluate(moves)
    page.emulate_media(reduced_motion="reduce")
    assert still == 0 < moving


TWICE = [Screen("jana", path) for path in ("/queue", "/claims/{taken}", "/account")]


@pytest.mark.parametrize("screen", TWICE, ids=lambda screen: screen.name)
def test_letters_of_twice_the_size_fit(tour: Tour, screen: Screen) -> None:
    page = tour.show(screen, WIDE)
    session = page.context.new_cdp_session(page)
    session.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    found = is_no_document(page)
    session.send("Page.setFontSizes", {"fontSizes": {"standard": 16, "fixed": 13}})
    assert found == []


GERMAN = [screen for screen in SCREENS if screen.who and not screen.posted and "?" not in screen.path]


@pytest.mark.parametrize("screen", GERMAN, ids=lambda screen: screen.name)
def test_the_longer_words_of_german_stay_inside_a_phone(tour: Tour, screen: Screen) -> None:
    unit, person = tour.world(screen).desk.unit, tour.world(screen).actors[screen.who]
    preferences.choose(unit(), person, language="de", timezone="Europe/Berlin")
    try:
        page = tour.show(screen, NARROW)
    finally:
        preferences.choose(unit(), person, language="en", timezone="UTC")
    assert page.locator("html").get_attribute("lang") == "de"
    assert is_no_document(page) == []
    assert tour.complaints(screen) == []
