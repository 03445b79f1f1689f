"""Every screen read by axe in both schemes and at two widths, under a console that stays silent."""

from itertools import product

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import ViewportSize, expect

from factcheck.domain.errors import OutsideUnavailable
from tests.web.every_screen.reading import COLOURS, EVERYTHING, begin, finish, is_no_document, menus, read
from tests.web.every_screen.tour import NARROW, WIDE, Tour, unfold
from tests.web.screens import SCREENS, Screen


@pytest.mark.parametrize("screen", [screen for screen in SCREENS if not screen.posted], ids=lambda screen: screen.name)
def test_a_screen_can_be_read_by_everybody(tour: Tour, screen: Screen) -> None:
    wide, narrow = tour.show(screen, WIDE), tour.show(screen, NARROW)
    for page in (wide, narrow):
        page.evaluate(AXE_SCRIPT)
    assert is_no_document(wide) + is_no_document(narrow) == []
    assert read([wide, narrow], {"light": EVERYTHING, "dark": COLOURS}) == []
    assert menus(narrow) == []
    assert tour.complaints(screen) == []


@pytest.mark.parametrize("screen", [screen for screen in SCREENS if screen.posted], ids=lambda screen: screen.name)
def test_what_the_desk_answers_can_be_read_by_everybody(tour: Tour, screen: Screen) -> None:
    page = tour.show(screen, NARROW)
    page.evaluate(AXE_SCRIPT)
    assert is_no_document(page) == []
    assert read([page], {"dark": EVERYTHING}) == []
    assert tour.complaints(screen) == []


@pytest.mark.parametrize("broken", [RuntimeError("its disk is full"), OutsideUnavailable("The database is away.")])
def test_a_desk_that_is_broken_still_says_so_on_a_page(
    tour: Tour, monkeypatch: pytest.MonkeyPatch, broken: Exception
) -> None:
    screen = Screen("omar", "/queue", 503 if isinstance(broken, OutsideUnavailable) else 500, bare=True)
    for size in (WIDE, NARROW):
        tour.page(screen, size)  # the person is signed in before it breaks

    def breaks() -> None:
        raise broken

    monkeypatch.setattr(tour.bare.world.desk, "unit", breaks)
    pages = [tour.show(screen, size) for size in (WIDE, NARROW)]
    for page in pages:
        page.evaluate(AXE_SCRIPT)
    assert [words for page in pages for words in is_no_document(page)] == []
    assert read(pages, {"light": EVERYTHING, "dark": COLOURS}) == []
    assert tour.complaints(screen) == []


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_an_approval_that_was_not_sent_says_so_to_everybody(tour: Tour, size: ViewportSize) -> None:
    screen = Screen("omar", "/claims/{submitted}")
    page = tour.show(screen, size)
    page.context.set_offline(True)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#messages")).to_contain_text("Not sent")
    page.evaluate(AXE_SCRIPT)
    found = is_no_document(page) + read([page], {"light": EVERYTHING, "dark": COLOURS})
    page.context.set_offline(False)
    assert found == []
    assert not any("Content Security Policy" in words for words in tour.complaints(screen))


def test_the_menu_of_the_bar_too(tour: Tour) -> None:
    screen = Screen("tim", "/articles")
    for size, scheme in product((WIDE, NARROW), ("light", "dark")):
        page = tour.show(screen, size)
        page.evaluate(AXE_SCRIPT)
        unfold(page, ".bar details")
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        begin(page, EVERYTHING, ".bar .more")
        assert is_no_document(page) + finish(page) == []
