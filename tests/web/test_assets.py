"""Our styles and scripts are sent without comments and blanks; what others wrote comes byte for byte."""

import re

import pytest
from playwright.sync_api import Browser
from rcssmin import cssmin

from factcheck.web.assets import STATIC, content, names
from factcheck.web.pages import ICONS
from tests.web.conftest import World


def linked(world: World) -> dict[str, str]:
    """The static files that the page to sign in names: their addresses by their names."""
    page = world.visitor().get("/sign-in").text
    return {found[1]: found[0] for found in re.findall(r'"(/static/([^"?]+)\?v=[0-9a-f]{8})"', page)}


def test_a_style_comes_without_its_comments_and_says_the_same(world: World) -> None:
    answer = world.visitor().get(linked(world)["desk.css"])
    written = (STATIC / "desk.css").read_text(encoding="utf-8")
    assert answer.mimetype == "text/css"
    assert "/*" in written
    assert "/*" not in answer.text
    assert len(answer.data) < 0.9 * len(written.encode())
    assert cssmin(answer.text) == answer.text == cssmin(written)


def test_a_script_comes_as_a_script(world: World) -> None:
    answer = world.visitor().get(linked(world)["desk.js"])
    assert answer.mimetype == "text/javascript"
    assert len(answer.data) < len((STATIC / "desk.js").read_bytes())


def test_a_browser_keeps_it_for_good_and_is_told_when_it_is_the_same(world: World) -> None:
    address = linked(world)["desk.css"]
    first = world.visitor().get(address)
    assert "immutable" in first.headers["Cache-Control"]
    again = world.visitor().get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_what_others_wrote_comes_byte_for_byte(world: World) -> None:
    for name in ("mark.svg", *(name for name in names() if name.startswith("vendor/"))):
        assert world.visitor().get(f"/static/{name}").data == (STATIC / name).read_bytes()


def test_the_icons_have_a_short_address_because_a_page_names_them_often(world: World) -> None:
    page = world.signed_in("jana").get("/queue").text
    address = re.findall(r'<use href="(/static/icons.svg\?v=[0-9a-f]{8})#', page)
    assert len(set(address)) == 1
    answer = world.visitor().get(address[0])
    assert answer.mimetype == "image/svg+xml"
    assert answer.data == (STATIC / ICONS).read_bytes()
    assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("name", ["none.css", "../app.py", "%2e%2e/app.py", "vendor/../../app.py"])
def test_there_is_nothing_else(world: World, name: str) -> None:
    assert world.visitor().get(f"/static/{name}").status_code == 404


RULES = """(style) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    const read = (rules) => [...rules].flatMap((rule) => [
        rule.cssRules?.length ? rule.cssText.slice(0, rule.cssText.indexOf("{")) : rule.cssText,
        ...read(rule.cssRules ?? []),
    ]);
    return read(sheet.cssRules).map((words) => words.replaceAll(", ", ","));
}"""


def test_a_browser_reads_the_same_rules_in_what_is_sent(chromium: Browser) -> None:
    """Squeezing once made `.table:is(th)` of `.table :is(th)` inside a container, and the rule was for nobody."""
    page = chromium.new_page()
    for name in sorted(name for name in names() if name.endswith(".css") and not name.startswith("vendor/")):
        written, sent = (STATIC / name).read_text(encoding="utf-8"), content(name).decode()
        assert page.evaluate(RULES, sent) == page.evaluate(RULES, written), name
    page.close()
