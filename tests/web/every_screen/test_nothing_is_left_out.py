"""That no page is missing on the list of screens, and that the watch sees what it watches for."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from factcheck.config import ROOT
from tests.web.every_screen.reading import EVERYTHING, is_no_document, read
from tests.web.every_screen.tour import NARROW, WIDE, Tour
from tests.web.screens import NO_SCREENS, SCREENS, Screen


def test_every_page_of_the_desk_is_on_the_list(tour: Tour) -> None:
    """A new address is a screen, or says among NO_SCREENS what it is instead."""
    app = tour.full.world.app
    lookup = app.url_map.bind("desk.example")
    addresses = [tour.address(screen) for screen in SCREENS if not screen.posted and screen.status == 200]
    addresses += [address.format(**tour.full.numbers) for address in NO_SCREENS]
    named = {lookup.match(address.partition("?")[0], method="GET")[0] for address in addresses}
    asked = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or set()) and not rule.rule.startswith(("/api/", "/static/"))
    }
    assert asked - named == set()


@pytest.mark.parametrize("address", NO_SCREENS)
def test_what_is_no_screen_is_none(tour: Tour, address: str) -> None:
    page = tour.page(Screen("ada" if address == "/admin" else "jana", ""), WIDE)
    piece = {"HX-Request": "true"}
    answer = page.request.get(address.format(**tour.full.numbers), headers=piece, max_redirects=0)
    assert answer.status in {200, 303}
    assert b"<main" not in answer.body()


def test_every_form_that_is_shown_again_is_on_the_list(tour: Tour) -> None:
    """A view that shows its form with the refusal makes a screen of its own."""
    app = tour.full.world.app
    lookup = app.url_map.bind("desk.example")
    named = {
        lookup.match(tour.address(screen).partition("?")[0], method="POST")[0].partition(".")[0]
        for screen in SCREENS
        if screen.posted and screen.status != 405
    }
    showing = {name.partition(".")[0] for name, view in app.view_functions.items() if hasattr(view, "again")}
    assert showing - named - {"dashboard"} == set()


def test_the_two_schemes_differ_in_colours_alone() -> None:
    for sheet in (ROOT / "factcheck" / "web" / "static").glob("*.css"):
        assert "prefers-color-scheme" not in sheet.read_text(encoding="utf-8")


def test_the_watch_sees_what_it_watches_for(tour: Tour) -> None:
    screen = Screen("tim", "/queue")
    page = tour.show(screen, NARROW)
    page.evaluate(AXE_SCRIPT)
    page.evaluate("""() => document.querySelector("main").insertAdjacentHTML(
        "beforeend", "<h1>Two</h1><img src=/static/mark.svg><p style='color: red'>x</p><hr>")""")
    page.evaluate("""() => Object.assign(document.querySelector("hr").style, { inlineSize: "3000px" })""")
    assert [words.partition(":")[0] for words in is_no_document(page)] == ["2 h1", "wider than the window"]
    assert [words.split()[2] for words in read([page], {"light": EVERYTHING})] == ["image-alt:"]
    assert ["Content Security Policy" in words for words in tour.complaints(screen)] == [True]
