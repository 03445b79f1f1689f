"""How a screen is read: by axe in each scheme, and by what any page has to have."""

from typing import Any

from playwright.sync_api import Page

from tests.web.test_in_browser import RULES

EVERYTHING = {"type": "tag", "values": RULES}

COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
"""What can differ between two schemes of one page: they are made of the same boxes, which a test holds."""

MENUS = "main details.more"

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
