"""The pages in a real browser: by keyboard alone, under the strict content policy."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Page, expect
from werkzeug.serving import make_server

from factcheck.domain.review import Stage
from factcheck.store.tables import Page as StoredPage
from factcheck.store.tables import Report
from tests.conftest import SetClock
from tests.web.conftest import PASSWORD, TEXT, World
from tests.web.test_work import submitted

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LOOKS: list[dict[str, Any]] = [
    {"viewport": {"width": width, "height": height}, "color_scheme": scheme}
    for width, height in ((1440, 900), (320, 720))
    for scheme in ("light", "dark")
]
NAMES = ["wide-light", "wide-dark", "narrow-light", "narrow-dark"]
HARMLESS = ("/events/", "404 (NOT FOUND)")
"""Without the live process there are no events: the page says so and asks from time to time."""


@dataclass
class Desktop:
    """A browser at a served desk; what its console complains about is gathered."""

    browser: Browser
    address: str
    complaints: list[str] = field(default_factory=list)

    def page(self, name: str = "", **look: Any) -> Page:
        page = self.browser.new_context(base_url=self.address, **look).new_page()
        page.on("console", self.listen)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        if name:
            self.sign_in(page, name)
        return page

    def sign_in(self, page: Page, name: str) -> None:
        page.goto("/sign-in")
        page.fill("[name=email]", f"{name}@desk.example")
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url("**/queue")

    def listen(self, message: ConsoleMessage) -> None:
        where = f"{message.text} {message.location.get('url', '')}"
        if message.type in {"error", "warning"} and not any(word in where for word in HARMLESS):
            self.complaints.append(where)


@pytest.fixture
def desktop(world: World, chromium: Browser) -> Iterator[Desktop]:
    with served(world.app, chromium) as desktop:
        yield desktop
    assert desktop.complaints == []


@contextmanager
def served(app: Flask, chromium: Browser) -> Iterator[Desktop]:
    """The desk on a port of its own, and a browser at it whose contexts are closed in the end."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    before = list(chromium.contexts)
    try:
        yield Desktop(chromium, f"http://127.0.0.1:{server.server_port}")
    finally:
        for context in chromium.contexts:
            if context not in before:
                context.close()
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def reported(world: World) -> int:
    """A claim for which the workers have found something."""
    claim = world.claims[0]
    before, passage = "The list was read out at noon. ", "The passenger list names 12 people."
    with world.desk.unit().writing() as session:
        page = StoredPage(url="https://coastwire.example/ferry", title="Ferry almost empty", outlet="Coastwire")
        page.text, page.fetched_at, page.kept_sha256 = before + passage, world.desk.clock(), "0" * 64
        session.add(page)
        session.flush()
        report = Report(claim_id=claim, page_id=page.id or 0, provider="Coastwire", found_at=world.desk.clock())
        report.passage_start, report.passage_end, report.score = len(before), len(before + passage), 0.8
        session.add(report)
    return claim


def test_a_claim_from_the_queue_to_the_editor_by_keyboard(desktop: Desktop, world: World, reported: int) -> None:
    page = desktop.page("jana")
    page.keyboard.press("j")
    expect(page.locator(":focus")).to_have_class("row-link")
    page.goto(f"/claims/{reported}")
    page.keyboard.press("t")
    expect(page.locator("#lease")).to_be_visible()
    page.wait_for_load_state()  # the lease is seen before the keys of its page listen
    page.keyboard.press("1")
    page.keyboard.press("r")
    page.keyboard.type("The passenger list names 12 people.")
    expect(page.locator("#saved")).to_contain_text("Draft saved")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("a")
    expect(page.locator("#sources .source")).to_have_count(1)
    assert world.sheet(reported).sources[0].stance == "supports"
    expect(page.locator("#field-rationale")).to_have_value("The passenger list names 12 people.")
    page.locator(f"#report-{world.sheet(reported).sources[0].report_id}").focus()
    page.locator("#sources .source-edit summary").click()
    page.locator("#sources .source-edit select[name=kind]").select_option("primary")
    page.locator("#sources .source-edit").get_by_role("button", name="Save").click()
    expect(page.locator(".rule-supports")).to_contain_text("Met: a primary source")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(lambda url: f"/claims/{reported}" not in url)
    expect(page.locator(".toast")).to_contain_text("Sent to an editor")
    assert world.sheet(reported).row.stage is Stage.SUBMITTED
    page.keyboard.press("z")
    page.wait_for_url(f"**/claims/{reported}")
    assert world.sheet(reported).row.stage is Stage.CHECKING


@pytest.mark.parametrize("stance", ["supports", "refutes", "context", "repeats"])
def test_a_report_is_attached_by_the_first_click(desktop: Desktop, world: World, reported: int, stance: str) -> None:
    """Nothing moves away from under the mouse between pressing and letting go."""
    page = desktop.page("jana")
    page.goto(f"/claims/{reported}")
    page.keyboard.press("t")
    expect(page.locator("#lease")).to_be_visible()
    page.locator(".report").get_by_role("button", name=stance).click()
    expect(page.locator("#sources .source")).to_have_count(1)
    assert world.sheet(reported).sources[0].stance == stance


def test_keys_rest_while_one_types_and_can_be_switched_off(desktop: Desktop) -> None:
    page = desktop.page("jana")
    page.keyboard.press("/")
    page.keyboard.type("nj?")
    expect(page.locator("input[name=q]")).to_have_value("nj?")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("#keys-help")).to_contain_text("Take the best free claim")
    page.get_by_label("Use single-key shortcuts").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.wait_for_timeout(200)
    assert page.url.endswith("/queue")


def test_an_editor_returns_and_approves_by_keyboard(desktop: Desktop, world: World) -> None:
    first, second, _ = world.claims
    submitted(world, first)
    submitted(world, second, "tim")
    page = desktop.page("omar")
    page.goto(f"/claims/{first}")
    page.keyboard.press("b")
    page.keyboard.type("Quote the list.")
    page.get_by_role("button", name="Return and next").click()
    page.wait_for_url(f"**/claims/{second}")
    assert world.sheet(first).row.returned_note == "Quote the list."
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/approve")
    assert world.sheet(second).row.stage is Stage.APPROVED


def test_activity_keeps_the_lease_and_a_lost_one_is_said(desktop: Desktop, world: World, clock: SetClock) -> None:
    claim = world.claims[0]
    page = desktop.page("jana")
    page.clock.install()
    page.goto(f"/claims/{claim}")
    page.keyboard.press("t")
    expect(page.locator("#lease")).to_be_visible()
    until = world.sheet(claim).row.lease_until
    clock.forward(timedelta(minutes=5))
    page.clock.fast_forward(61_000)
    with page.expect_response(re.compile("/renew$")):
        page.keyboard.press("Shift")
    assert world.sheet(claim).row.lease_until == (until or clock.now) + timedelta(minutes=5)
    page.clock.run_for(1_000)  # what the jump set off goes out, and is answered before the clock jumps again
    expect(page.locator(".htmx-request")).to_have_count(0)
    clock.forward(timedelta(minutes=30))
    page.clock.fast_forward(61_000)
    page.keyboard.press("Shift")
    expect(page.locator("#messages")).to_contain_text("Your time with this claim has run out")
    assert "422" in desktop.complaints.pop()


def test_who_signs_in_again_in_another_tab_goes_on_and_loses_nothing(desktop: Desktop, world: World) -> None:
    claim = world.claims[0]
    page = desktop.page("jana")
    page.goto(f"/claims/{claim}")
    page.keyboard.press("t")
    expect(page.locator("#lease")).to_be_visible()
    page.context.clear_cookies()
    page.keyboard.press("3")
    page.fill("#field-tried", "The harbour office, twice.")
    page.fill("#field-rationale", "Nobody there could say, and no register lists it.")
    expect(page.locator("#messages")).to_contain_text("in another tab")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#saved")).to_contain_text("Not saved")
    other = page.context.new_page()
    desktop.sign_in(other, "jana")
    other.close()
    page.keyboard.press("Control+Enter")
    page.wait_for_url(lambda url: f"/claims/{claim}" not in url)
    latest = world.sheet(claim).latest
    assert latest is not None
    assert latest.rationale == "Nobody there could say, and no register lists it."
    assert all("401" in words or "400" in words for words in desktop.complaints)
    desktop.complaints.clear()


def test_the_selection_is_counted_in_code_points(desktop: Desktop, world: World) -> None:
    page = desktop.page("jana")
    page.goto(f"/claims/{world.claims[0]}/edit")
    words = "Brandt said. The harbour"
    page.evaluate(
        """words => {
            const lines = document.querySelectorAll('[data-text] .text-line');
            const walker = document.createTreeWalker(lines[lines.length - 1], NodeFilter.SHOW_TEXT);
            const range = new Range();
            for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                if (node.data.includes('Brandt said.')) range.setStart(node, node.data.indexOf('Brandt said.'));
                if (node.data.includes('The harbour')) range.setEnd(node, node.data.indexOf('The harbour') + 11);
            }
            getSelection().removeAllRanges();
            getSelection().addRange(range);
        }""",
        words,
    )
    expect(page.locator("#field-start")).to_have_value(str(TEXT.index(words)))
    expect(page.locator("#field-end")).to_have_value(str(TEXT.index(words) + len(words)))


def test_a_conflict_shows_both_versions_and_keeps_what_was_typed(desktop: Desktop, world: World) -> None:
    claim = world.claims[0]
    page = desktop.page("jana")
    page.goto(f"/claims/{claim}/edit")
    world.signed_in("tim").post(f"/claims/{claim}/edit", {"seen": world.seen(claim), "claimant": "The operator"})
    page.fill("#field-claimant", "Lina Brandt, operator")
    page.keyboard.press("Control+Enter")
    expect(page.locator("h1")).to_have_text("Changed in the meantime")
    expect(page.locator("table")).to_contain_text("The operator")
    page.get_by_role("button", name="Keep mine").click()
    page.wait_for_url(f"**/claims/{claim}")
    assert world.sheet(claim).row.claimant == "Lina Brandt, operator"
    # asked twice: by the script, which says when nothing arrives, and then for the page that shows both versions
    assert ["409" in words for words in desktop.complaints] == [True, True]
    desktop.complaints.clear()


def violations(page: Page, paths: list[str]) -> list[Any]:
    """What axe finds, and pages that are wider than the window: with every part opened that a person can open.

    Menus lie over the page, so they are opened after it was read.
    """
    found: list[Any] = []
    for path in paths:
        page.goto(path)
        page.evaluate(
            "() => document.querySelectorAll('main details:not(.more)').forEach(part => { part.open = true; })"
        )
        found += found_here(page)
        page.evaluate("() => document.querySelectorAll('main details.more').forEach(part => { part.open = true; })")
        found += found_here(page, "main details.more") if page.locator("main details.more").count() else []
    return found


def found_here(page: Page, part: str = "html") -> list[Any]:
    """The same for the page as it stands open now, or for a part of it."""
    path = page.url.partition("//")[2].partition("/")[2]
    problems = Axe().run(page, context=part, options={"runOnly": RULES}).response["violations"]
    found: list[Any] = [(path, problem["id"], problem["nodes"][0]["html"]) for problem in problems]
    if page.evaluate("() => document.documentElement.scrollWidth > innerWidth"):
        found.append((path, "wider than the window"))
    return found


def test_the_workbench_is_light(desktop: Desktop, world: World, reported: int) -> None:
    page = desktop.page("jana", viewport={"width": 1440, "height": 900})
    page.goto(f"/claims/{reported}")
    page.keyboard.press("t")
    expect(page.locator("#lease")).to_be_visible()
    page.goto("about:blank")
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    sizes: dict[str, int] = {}
    page.on("requestfinished", lambda request: sizes.update({request.url: request.sizes()["responseBodySize"]}))
    page.goto(f"/claims/{reported}")
    page.wait_for_load_state("load")
    assert sum(sizes.values()) < 150_000
    assert len(sizes) <= 10


def test_one_signs_in_by_keyboard(desktop: Desktop) -> None:
    page = desktop.page()
    page.goto("/sign-in")
    expect(page.locator("[name=email]")).to_be_focused()
    page.keyboard.type("jana@desk.example")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/queue")
