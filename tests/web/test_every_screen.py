"""Every screen in a real browser: read by axe in both schemes and at two widths, under a console that stays silent."""

from collections.abc import Iterator
from contextlib import ExitStack
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from flask import Flask
from playwright.sync_api import Browser, Page, ViewportSize, expect

from factcheck.config import ROOT, Settings
from factcheck.domain.errors import OutsideUnavailable
from factcheck.services import preferences
from factcheck.web.app import create_app
from factcheck.wiring import Desk
from tests.conftest import SetClock, copy_of, without_flushing
from tests.web.conftest import World, furnished, peopled
from tests.web.full_desk import TEXT, FullDesk, fill
from tests.web.screens import NO_SCREENS, SCREENS, Screen
from tests.web.test_in_browser import RULES, Desktop, served

WIDE, NARROW = ViewportSize(width=1440, height=900), ViewportSize(width=320, height=720)
EVERYTHING = {"type": "tag", "values": RULES}
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
"""What can differ between two schemes of one page: they are made of the same boxes, which a test below holds."""

PARTS, MENUS = "main details:not(.more)", "main details.more"
ALIKE = [
    ["[data-row]:not(.article-claim):nth-child(n+7)"], ["tr:nth-child(n+7)"], [".text-line:nth-child(n+23)"],
    [".sentence:nth-child(n+25)"], [".article-claim:nth-child(n+25)"], [".signing-list > li:nth-child(n+9)"],
]  # fmt: skip
"""What axe leaves out: of lists the lines that are like those before them."""

BEGIN = """([part, alike, rules]) => {
    if (innerWidth < 400) scrollTo(0, document.documentElement.scrollHeight); // what sticks below covers nothing there
    const options = { runOnly: rules, resultTypes: ["violations"], preload: false };
    window.reading = axe.run({ include: [part], exclude: alike }, options).then(({ violations }) =>
        violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(" | ")}`));
}"""
STICKS_OUT = """() => {
    const wider = (part) => part.scrollWidth > part.clientWidth + 1;
    const cut = innerWidth < 400 ? [...document.querySelectorAll(".table-wrap, nav")].filter(wider) : [];
    if (cut.length) return cut.map((part) => "cut off on a phone: " + part.outerHTML.slice(0, 120));
    if (document.documentElement.scrollWidth <= innerWidth) return [];
    const right = (part) => part.getBoundingClientRect().right;
    const out = [...document.querySelectorAll("body *")].filter((part) => right(part) > innerWidth + 1);
    return ["wider than the window: " + out.slice(-3).map((part) => part.outerHTML.slice(0, 120)).join(" | ")];
}"""
TOO_SMALL = """() => {
    const hit = [...document.querySelectorAll("a[href], button, summary, input, select, textarea")];
    return hit.filter((part) => {
        if (getComputedStyle(part).display === "inline" && !part.labels) return false;
        if (!part.checkVisibility({ visibilityProperty: true })) return false;
        if (part.closest(".visually-hidden, .skip")) return false;
        const sides = [part, ...(part.labels ?? [])].map((each) => each.getBoundingClientRect());
        return Math.max(...sides.map((side) => Math.min(side.width, side.height))) < 23.95;
    }).map((part) => "too small for a finger: " + part.outerHTML.slice(0, 120));
}"""
"""What is hit, with its label, and is under 24 pixels high or wide (WCAG 2.2, 2.5.8); links in lines of text may be."""

SEND = """([address, fields]) => {
    const token = document.querySelector("meta[name=csrf-token]")?.content;
    const own = document.querySelector("input[name=form]")?.value;
    const form = Object.assign(document.createElement("form"), { method: "post", action: address });
    for (const [name, value] of Object.entries({ csrf_token: token, form: own, ...fields })) {
        if (value !== undefined) form.append(Object.assign(document.createElement("textarea"), { name, value }));
    }
    document.body.append(form);
    form.submit();
}"""


class Tour:
    """Browsers of everybody at the two desks, a wide window and a narrow one each, kept from screen to screen."""

    def __init__(self, full: FullDesk, bare: World, desktops: dict[bool, Desktop]) -> None:
        self.full, self.bare, self.desktops = full, FullDesk(bare), desktops
        self.pages: dict[tuple[bool, str, int], Page] = {}

    def world(self, screen: Screen) -> World:
        return self.bare.world if screen.bare else self.full.world

    def page(self, screen: Screen, size: ViewportSize) -> Page:
        key = (screen.bare, screen.who, size["width"])
        if key not in self.pages:
            self.pages[key] = self.opened(screen, size)
        return self.pages[key]

    def opened(self, screen: Screen, size: ViewportSize) -> Page:
        desktop = self.desktops[screen.bare]
        page = desktop.page(reduced_motion="reduce", viewport=size)
        if screen.who:
            token = (self.bare if screen.bare else self.full).visitor(screen.who).client.get_cookie("desk")
            assert token is not None
            page.context.add_cookies([{"name": "desk", "value": token.value, "url": desktop.address}])
        return page

    def address(self, screen: Screen) -> str:
        return screen.path.format(**self.full.numbers)

    def show(self, screen: Screen, size: ViewportSize) -> Page:
        """Go there, or send what the screen sends, with all parts of the page unfolded."""
        page, address = self.page(screen, size), self.address(screen)
        self.desktops[screen.bare].complaints.clear()
        if not screen.posted:
            answer = page.goto(address)
        else:
            page.goto("/account/second-factor" if screen.who else self.form_of(address))
            fields = {name: value.format(**self.full.numbers) for name, value in screen.sends.items()}
            with page.expect_navigation() as sent:
                page.evaluate(SEND, [address, fields])
            answer = sent.value
        assert answer is not None
        assert answer.status == screen.status
        unfold(page, PARTS)
        return page

    def form_of(self, address: str) -> str:
        return "/sign-in" if address.startswith("/sign-in") else address

    def complaints(self, screen: Screen) -> list[str]:
        """What the console said since it was asked last, but that the answer has the status which it should have."""
        said = self.desktops[screen.bare].complaints
        heard = [words for words in said if f"status of {screen.status} " not in words]
        said.clear()
        return heard


@pytest.fixture(scope="module")
def tour(
    chromium: Browser, _sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, quick_hash: str
) -> Iterator[Tour]:
    with ExitStack() as open_now, pytest.MonkeyPatch.context() as environment:
        worlds = []
        for name in ("full", "bare"):
            app, desk = a_desk(_sqlite_template, tmp_path_factory.mktemp(name), environment)
            open_now.callback(desk.close)
            worlds.append(
                furnished(desk, app, quick_hash)
                if name == "full"
                else World(desk, app, 0, (), peopled(desk, quick_hash))
            )
        full = fill(worlds[0])
        full.numbers |= versions(full)
        desktops = {bare: open_now.enter_context(served(worlds[bare].app, chromium)) for bare in (False, True)}
        yield Tour(full, worlds[1], desktops)


def a_desk(template: Path, folder: Path, environment: pytest.MonkeyPatch) -> tuple[Flask, Desk]:
    """A desk that sends mail, in a folder of its own."""
    post = {"smtp_url": "smtp+plain://127.0.0.1:9", "mail_from": "desk@desk.example"}
    settings = Settings(_env_file=None, data=folder / "data", database_url=copy_of(template, folder), **post)
    desk = Desk(settings, SetClock(), shared_politeness=False)
    without_flushing(desk)
    app = create_app(desk)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app, desk


def versions(full: FullDesk) -> dict[str, int | str]:
    """What forms say of how things stood when they were read."""
    seen: dict[str, int | str] = {
        f"version_of_{name}": full.world.seen(full[name]) for name in ("taken", "submitted", "approved")
    }
    latest = full.world.sheet(full["submitted"]).latest
    assert latest is not None
    return seen | {
        "hash_of_submitted": latest.content_hash,
        "text_of_article": TEXT,
        "topic": full.world.sheet(full["wordy"]).row.topic,
    }


def unfold(page: Page, parts: str) -> None:
    page.evaluate("parts => document.querySelectorAll(parts).forEach(part => { part.open = true; })", parts)


def begin(page: Page, rules: dict[str, Any], part: str = "html") -> None:
    """Let axe read the page as it is, while others are read; finish() waits for what it finds."""
    page.evaluate(BEGIN, [part, ALIKE, rules])


def finish(page: Page) -> list[str]:
    found: list[str] = page.evaluate("() => window.reading")
    return [f"{page.viewport_size['width']} {words}" for words in found] if page.viewport_size else found


def read(pages: list[Page], schemes: dict[str, dict[str, Any]]) -> list[str]:
    """What axe finds on these pages, each in a process of its own, in one scheme after the other."""
    found = []
    for scheme, rules in schemes.items():
        for page in pages:
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            begin(page, rules)
        found += [f"{scheme} {words}" for page in pages for words in finish(page)]
    return found


def menus(page: Page) -> list[str]:
    """What axe finds in the menus, which lie over the page: each is opened after it was read, and closed again."""
    found = []
    for menu in page.locator(MENUS).all():
        menu.evaluate("menu => { menu.open = true; menu.id ||= 'this-menu'; }")
        begin(page, EVERYTHING, f"#{menu.get_attribute('id')}")
        found += finish(page)
        menu.evaluate("menu => { menu.open = false; if (menu.id === 'this-menu') menu.removeAttribute('id'); }")
    return found


def is_no_document(page: Page) -> list[str]:
    """What a page lacks before anything else: a title, a main part, one heading, room for its words and for fingers."""
    headings = page.locator("h1:visible").count()
    lacks = {
        "no title": not page.title().split(" · ")[0].strip(),
        "no main": page.locator("main").count() != 1,
        f"{headings} h1": headings != 1,
    }
    found: list[str] = page.evaluate(STICKS_OUT) + page.evaluate(TOO_SMALL)
    return [words for words, is_so in lacks.items() if is_so] + found


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


# --- That nothing is left out, and that the watch sees ---------------------------------------------


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
