"""A whole claim by each role with nothing but keys: at every step the focus is somewhere, seen, and not covered."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from factcheck.domain.review import Stage
from factcheck.services import articles, splitting
from tests.web.conftest import PASSWORD, World
from tests.web.publishing import submit
from tests.web.test_articles import OneSentenceOneClaim
from tests.web.test_in_browser import Desktop, desktop  # noqa: F401 - the fixture
from tests.web.test_opinions import RATIONALE, opinion_of, sent
from tests.web.test_work import reported

WHERE = """() => {
    const at = document.activeElement;
    if (!at || at === document.body) return "nowhere";
    if (at.matches("main")) return "";
    const option = document.getElementById(at.getAttribute("aria-activedescendant"));
    const around = [at.closest("label"), at.closest("[data-row]"), option, option?.querySelector("label")];
    const places = [at, ...around].filter(Boolean);
    const marked = (place) => {
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(place);
        return (outlineStyle !== "none" && parseFloat(outlineWidth) >= 1) || boxShadow !== "none";
    };
    const shown = places.find(marked);
    const name = `${at.tagName}#${at.id}.${at.className} ${at.textContent.trim().slice(0, 40)}`;
    if (!shown) return `not shown: ${name}`;
    const box = shown.getBoundingClientRect();
    const [left, top] = [Math.max(box.left, 0), Math.max(box.top, 0)];
    const [right, bottom] = [Math.min(box.right, innerWidth), Math.min(box.bottom, innerHeight)];
    if (right - left < 1 || bottom - top < 1) return `outside the window: ${name}`;
    const bare = [[0.5, 0.5], [0.1, 0.2], [0.9, 0.2], [0.1, 0.8], [0.9, 0.8]].some(([x, y]) => {
        const hit = document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y);
        return shown.contains(hit) || hit?.contains(at);
    });
    return bare ? "" : `covered: ${name}`;
}"""
"""What is wrong with where the focus is (WCAG 2.4.7, 2.4.11), or nothing. The main part takes it after a move."""

CALLED = """() => {
    const at = document.activeElement;
    return at === document.body ? null : (at.ariaLabel ?? at.labels?.[0]?.textContent ?? at.textContent).trim();
}"""
"""What the element with the focus is called, as far as these tests go on to it; null when the page has none."""


class Hand:
    """A keyboard that counts what is pressed besides text, and looks where the focus is after every stroke."""

    def __init__(self, page: Page) -> None:
        self.page, self.keys, self.lost = page, 0, list[str]()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.keys += 1
            self.page.keyboard.press(key)
            self.look(key)

    def look(self, after: str) -> None:
        """A page that was just left is not asked; the one that comes is, by arrives()."""
        where = self.page.evaluate(WHERE)
        if where:
            self.lost.append(f"after {after} on {self.page.url.partition('//')[2]}: {where}")

    def goes(self, key: str, address: str) -> None:
        """A stroke that sends a form: the focus goes on in the page that comes."""
        self.keys += 1
        with self.page.expect_navigation(url=address):
            self.page.keyboard.press(key)
        self.arrives(key)

    def follows(self, key: str, address: str) -> None:
        """A link: its page begins at the top, where "Skip to the content" is the first to come."""
        self.keys += 1
        with self.page.expect_navigation(url=address):
            self.page.keyboard.press(key)
        self.page.wait_for_load_state("load")

    def arrives(self, after: str) -> None:
        self.page.wait_for_load_state("load")
        expect(self.page.locator(":focus")).to_have_count(1)
        self.look(after)

    def types(self, words: str) -> None:
        self.page.keyboard.type(words)
        self.look("typing")

    def tabs_to(self, what: str, *, most: int = 60) -> None:
        """Go on with Tab until the focus is at what is called so."""
        for _ in range(most):
            self.keys += 1
            self.page.keyboard.press("Tab")
            called = self.page.evaluate(CALLED)
            if called is None:  # past the last: the browser's own buttons are next, then the page again
                continue
            self.look("Tab")
            if called.startswith(what):
                return
        raise AssertionError(f"Tab does not come to {what}")


@pytest.fixture(params=[1440, 320], ids=["wide", "narrow"])
def hand_of(request: pytest.FixtureRequest, desktop: Desktop) -> Iterator["HandOf"]:  # noqa: F811
    yield HandOf(desktop, request.param)
    assert desktop.complaints == []


class HandOf:
    """Who sits down at a keyboard: signed in by keys, in a window of this width."""

    def __init__(self, desktop: Desktop, width: int) -> None:  # noqa: F811
        self.desktop, self.width = desktop, width

    def __call__(self, name: str) -> Hand:
        page = self.desktop.page(viewport={"width": self.width, "height": 800}, reduced_motion="reduce")
        page.goto("/sign-in")
        hand = Hand(page)
        expect(page.locator("[name=email]")).to_be_focused()
        hand.types(f"{name}@desk.example")
        hand.press("Tab")
        hand.types(PASSWORD)
        hand.goes("Enter", "**/queue")
        hand.keys = 0
        return hand


def test_a_checker_takes_a_claim_attaches_answers_goes_on_and_withdraws(hand_of: HandOf, world: World) -> None:
    for claim in world.claims:
        reported(world, claim, f"Coastwire{claim}", 0)
        reported(world, claim, f"Echo{claim}", 1)
    hand = hand_of("jana")
    page = hand.page
    hand.goes("n", "**/claims/*")
    claim = int(page.url.rpartition("/")[2])
    hand.keys = 0
    hand.press("1", "j", "a")
    expect(page.locator("#sources .source")).to_have_count(1)
    hand.look("the sources came")
    hand.press("o")
    hand.press("Escape")
    add_a_primary_source(hand)
    hand.press("r")
    hand.types("The passenger list names twelve people.")
    expect(page.locator("#saved")).to_contain_text("Draft saved")
    hand.goes("Control+Enter", "**/claims/*")
    assert not page.url.endswith(f"/claims/{claim}")
    assert world.sheet(claim).row.stage is Stage.SUBMITTED
    expect(page.locator(".toast")).to_contain_text("Sent to an editor")
    page.goto(f"/claims/{claim}")
    hand.goes("w", f"**/claims/{claim}")
    assert world.sheet(claim).row.stage is Stage.CHECKING
    assert hand.lost == []


def add_a_primary_source(hand: Hand) -> None:
    hand.press("+", "d")  # the caret is in "It is a", where d chooses the document
    hand.tabs_to("Title")
    hand.types("Passenger list of 2 May")
    hand.tabs_to("What it does")
    hand.press("s")
    hand.tabs_to("Kind")
    hand.press("p")
    hand.tabs_to("Attach")
    hand.press("Enter")
    expect(hand.page.locator("#sources .source")).to_have_count(2)
    hand.look("the second source came")


def test_whoever_finds_an_article_brings_it_in_and_adds_a_claim(hand_of: HandOf, world: World) -> None:
    hand = hand_of("jana")
    page = hand.page
    hand.tabs_to("Articles")
    hand.follows("Enter", "**/articles")
    hand.follows("c", "**/articles/new")
    hand.tabs_to("Text of the article")
    hand.types("Snow on the pass\nThe pass was closed. Ten lorries waited.")
    hand.goes("Control+Enter", "**/articles/*")
    made = int(page.url.rpartition("/")[2])
    splitting.split_article(world.desk.unit, OneSentenceOneClaim(), made)
    page.reload()
    hand.follows("v", "**view=sentences**")
    expect(page.locator("[role=listbox]")).to_be_focused()
    hand.press("End", "Shift+ArrowUp")  # both sentences: each alone is a claim already
    hand.goes("a", "**view=sentences**")
    expect(page.locator(".toast")).to_contain_text("is added")
    added = articles.sheet(world.desk.unit(), made, world.actors["jana"]).claims[-1]
    assert added.statement.split() == ["Snow", "on", "the", "pass", *"The pass was closed. Ten lorries waited.".split()]
    assert hand.lost == []


def test_a_second_checker_answers_without_having_seen_the_first(hand_of: HandOf, world: World) -> None:
    opinion = sent(world, world.claims[0])
    hand = hand_of("tim")
    hand.goes("o", f"**/opinions/{opinion}")
    hand.keys = 0
    hand.press("2", "r")
    hand.types("The harbour log has it open.")
    hand.press("Escape", "w")
    hand.types("https://harbour.example/log")
    expect(hand.page.locator("#saved")).to_contain_text("Draft saved")
    hand.goes("Control+Enter", f"**/opinions/{opinion}")
    assert hand.keys == 5
    expect(hand.page.locator("main")).to_contain_text(RATIONALE)
    assert hand.lost == []


def test_an_editor_ticks_and_approves_returns_and_amends(hand_of: HandOf, world: World) -> None:
    approved, returned, amended = world.claims
    for claim in world.claims:
        submit(world, claim)
    hand = hand_of("omar")
    page = hand.page
    hand.tabs_to("Approve")
    hand.follows("Enter", "**/approve")
    hand.press("j")
    hand.follows("Enter", "**/claims/*")
    page.goto(f"/claims/{approved}")
    for _ in world.sheet(approved).sources:
        hand.press("j", "x")
        expect(page.locator(":focus [aria-pressed=true]")).to_have_count(1)
        hand.look("a tick")
    expect(page.locator(".tick [aria-pressed=true]")).to_have_count(len(world.sheet(approved).sources))
    hand.goes("Control+Enter", "**/claims/*")
    assert world.sheet(approved).row.stage is Stage.APPROVED
    page.goto(f"/claims/{returned}")
    hand.press("b")
    hand.types("Quote the list.")
    hand.tabs_to("Return and next")
    hand.goes("Enter", "**/claims/*")
    assert world.sheet(returned).row.returned_note == "Quote the list."
    page.goto(f"/claims/{amended}")
    hand.follows("m", "**amend=1**")
    hand.press("r")
    hand.types(" Counted twice.")
    hand.goes("Control+Enter", f"**/claims/{amended}*")
    latest = world.sheet(amended).latest
    assert latest is not None
    assert latest.rationale.endswith("Counted twice.")
    assert hand.lost == []


def test_an_admin_invites_somebody_and_switches_a_plug_in(hand_of: HandOf, world: World) -> None:
    hand = hand_of("ada")
    page = hand.page
    hand.tabs_to("Admin")
    hand.follows("Enter", "**/admin/people")
    hand.tabs_to("Name")
    hand.types("Nora")
    hand.press("Tab")
    hand.types("nora@desk.example")
    hand.tabs_to("checker")
    hand.press("Space")
    hand.tabs_to("Add")
    hand.goes("Enter", "**/admin/people")
    expect(page.locator("#link")).to_contain_text("/welcome/")
    hand.tabs_to("Plug-ins")
    hand.follows("Enter", "**/admin/plugins")
    hand.tabs_to("Wikipedia")
    hand.follows("Enter", "**/admin/plugins/*")
    hand.tabs_to("Switch")
    before = page.locator("#state").inner_text()
    hand.goes("Enter", "**/admin/plugins/*")
    expect(page.locator("#state")).not_to_have_text(before)
    assert hand.lost == []


def test_an_opened_answer_and_a_first_answer_are_reached_by_key(hand_of: HandOf, world: World) -> None:
    sent(world, world.claims[0])
    hand = hand_of("omar")
    hand.page.goto(f"/claims/{world.claims[0]}")
    hand.goes("r", f"**/claims/{world.claims[0]}*")
    expect(hand.page.locator("#finding")).to_contain_text(RATIONALE)
    assert opinion_of(world, world.claims[0])
    assert hand.lost == []
