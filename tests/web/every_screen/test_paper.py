"""On paper stands what is read, in dark ink, and where it and its sources are."""

import pytest
from playwright.sync_api import ViewportSize

from tests.web.every_screen.reading import STICKS_OUT
from tests.web.every_screen.tour import WIDE, Tour
from tests.web.screens import Screen

PRINTED = [
    *(Screen("", path) for path in ("/checks/", "/checks/{corrected}", "/checks/{voided}", "/about")),
    *(Screen("jana", path) for path in ("/claims/{taken}", "/claims/{approved}", "/exports", "/dashboard")),
]

SHEET = ViewportSize(width=680, height=960)
"""What of an A4 sheet is printed on."""

CUT_OFF = """() => [...document.querySelectorAll(".pane, .table-wrap, textarea, section")].filter((part) =>
    part.checkVisibility() && part.scrollHeight > part.clientHeight + 2
).map((part) => part.outerHTML.slice(0, 120))"""

NOT_ON_PAPER = "header.bar, nav, button, a.button, input:not([type=radio]), select, #toasts, .kbd"

COLOURS_ON_PAPER = """() => {
    const dark = [...document.querySelectorAll("html, body, main, main *")].filter((part) => {
        const { color, backgroundColor } = getComputedStyle(part);
        const [ink, ground] = [color, backgroundColor].map((words) => {
            const context = new OffscreenCanvas(1, 1).getContext("2d");
            context.fillStyle = words;
            context.fillRect(0, 0, 1, 1);
            const [red, green, blue, alpha] = context.getImageData(0, 0, 1, 1).data;
            return { light: (red + green + blue) / 765, alpha };
        });
        return part.checkVisibility() && (ink.light > 0.5 || (ground.alpha > 0 && ground.light < 0.8));
    });
    return dark.map((part) => part.outerHTML.slice(0, 120));
}"""


@pytest.mark.parametrize("screen", PRINTED, ids=lambda screen: screen.name)
def test_on_paper_stands_what_is_read_in_dark_ink(tour: Tour, screen: Screen) -> None:
    page = tour.show(screen, WIDE)
    page.reload()  # as it comes, with its folds closed
    page.emulate_media(media="print", color_scheme="dark")
    page.set_viewport_size(SHEET)
    pressed = (
        page.locator(NOT_ON_PAPER)
        .locator("visible=true")
        .evaluate_all("parts => parts.map((part) => part.outerHTML.slice(0, 120))")
    )
    pale = page.evaluate(COLOURS_ON_PAPER)
    wide = page.evaluate(STICKS_OUT)
    cut = page.evaluate(CUT_OFF)
    heading = page.locator("h1").is_visible()
    page.emulate_media(media="screen", color_scheme="light")
    page.set_viewport_size(WIDE)
    assert (pressed, pale, wide, cut, heading) == ([], [], [], [], True)


def test_a_printed_check_says_where_it_and_its_sources_are(tour: Tour) -> None:
    page = tour.show(Screen("", "/checks/{approved}"), WIDE)
    page.emulate_media(media="print")
    behind = "link => getComputedStyle(link, '::after').content"
    said = page.locator(".check-source-title a").first.evaluate(behind)
    inside = page.locator(".check-foot a").first.evaluate(behind)
    address = page.get_by_text("/checks/" + str(tour.full["approved"])).is_visible()
    page.emulate_media(media="screen")
    assert ("https://harbour.example" in said, inside, address) == (True, "none", True)
