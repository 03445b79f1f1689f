"""The person's own keys: chosen in a plain form, shown at every button, and working as they are printed."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from factcheck.domain.review import Stage
from factcheck.domain.shortcuts import BY_NAME, PLAIN
from tests.web.conftest import World
from tests.web.test_in_browser import LOOKS, NAMES, Desktop, desktop, found_here  # noqa: F401 - the fixture

PAGE = "/account/shortcuts"


# --- The form, without JavaScript -----------------------------------------------------------------


def test_the_form_has_a_field_for_every_key_in_the_order_of_the_table(world: World) -> None:
    shown = world.signed_in("jana").get(PAGE).text
    fields = re.findall(r'id="field-([a-z0-9-]+)" name="\1" value="([^"]*)"', shown)
    assert fields == list(PLAIN.items())


def test_keys_that_are_chosen_stand_at_the_buttons_and_for_nobody_else(world: World) -> None:
    jana, tim = world.signed_in("jana"), world.signed_in("tim")
    saved = jana.post(PAGE, PLAIN | {"next-claim": "Ж", "search": ""}, follow_redirects=True)
    assert "Your keys are saved" in saved.text
    assert 'came as <span class="kbd">n</span>' in saved.text
    queue = jana.get("/queue").text
    assert 'data-key="ж"' in queue
    assert 'aria-keyshortcuts="ж"' in queue
    assert 'data-key="n"' not in queue
    assert 'data-key="/"' not in queue
    assert 'data-key="n"' in tim.get("/queue").text


@pytest.mark.parametrize(
    ("keys", "at", "says"),
    [
        ({"next-claim": "v"}, "save-view", "is there twice"),
        ({"next-claim": "Ctrl+W"}, "next-claim", "belongs to the browser"),
        ({"help": "F5"}, "help", "belongs to the browser"),
    ],
)
def test_a_refusal_leads_to_its_field_and_what_was_typed_stands_there(
    world: World, keys: dict[str, str], at: str, says: str
) -> None:
    jana = world.signed_in("jana")
    answer = jana.post(PAGE, PLAIN | keys)
    assert answer.status_code == 422
    assert says in answer.text
    assert f'<a href="#field-{at}">' in answer.text
    for name, key in keys.items():
        assert f'name="{name}" value="{key}"' in answer.text
    assert 'aria-keyshortcuts="n"' in jana.get("/queue").text


def test_back_to_how_they_came_can_be_undone(world: World) -> None:
    jana = world.signed_in("jana")
    jana.post(PAGE, PLAIN | {"next-claim": "w"})
    back = jana.post(f"{PAGE}/reset", follow_redirects=True).text
    assert 'name="next-claim" value="n"' in back
    assert '<input type="hidden" name="next-claim" value="w">' in back
    jana.post(PAGE, {"next-claim": "w"})
    assert 'data-key="w"' in jana.get("/queue").text


def test_switched_off_no_button_promises_a_single_key(world: World) -> None:
    jana = world.signed_in("jana")
    off = jana.post(f"{PAGE}/switch", {"on": "no"}, follow_redirects=True).text
    assert "single keys are off" in off
    shown = jana.get("/articles/new").text + jana.get("/queue").text
    assert set(re.findall(r'aria-keyshortcuts="([^"]+)"', shown)) == {"Control+Enter"}
    assert 'data-keys="off"' in shown.split("<head>")[0]
    assert "single keys are on" in jana.post(f"{PAGE}/switch", {"on": "yes"}, follow_redirects=True).text


# --- In a browser ---------------------------------------------------------------------------------


def strike(page: Page, key: str, code: str, **more: Any) -> None:
    """A stroke as a keyboard of another layout sends it: what it types, and where the key is."""
    session = page.context.new_cdp_session(page)
    stroke = {"key": key, "code": code, **more}
    session.send("Input.dispatchKeyEvent", {"type": "keyDown", "text": key if len(key) == 1 else "", **stroke})
    session.send("Input.dispatchKeyEvent", {"type": "keyUp", **stroke})
    session.detach()


def taken(world: World) -> int:
    claim = world.claims[0]
    world.signed_in("jana").post(f"/claims/{claim}/moves/take", {"seen": world.seen(claim)})
    return claim


def test_the_chosen_key_does_it_and_the_old_one_no_more(desktop: Desktop, world: World) -> None:  # noqa: F811
    world.signed_in("jana").post(PAGE, PLAIN | {"next-claim": "F2", "help": "q"})
    page = desktop.page("jana")
    page.keyboard.press("n")
    page.keyboard.press("q")
    expect(page.locator("#keys-help")).to_contain_text("Take the best free claim")
    expect(page.locator("#keys-help dt").filter(has_text="F2")).to_have_count(1)
    page.keyboard.press("Escape")
    assert page.url.endswith("/queue")
    page.keyboard.press("F2")
    page.wait_for_url("**/claims/*")


def test_ones_own_key_attaches_what_the_verdict_asks_for(desktop: Desktop, world: World) -> None:  # noqa: F811
    from tests.web.test_work import reported

    claim = taken(world)
    reported(world, claim, "Coastwire", 0)
    world.signed_in("jana").post(PAGE, PLAIN | {"attach": "q", "disputed": "8"})
    page = desktop.page("jana")
    page.goto(f"/claims/{claim}")
    page.keyboard.press("8")
    page.keyboard.press("j")
    page.keyboard.press("q")
    expect(page.locator("#sources .source")).to_have_count(1)
    assert world.sheet(claim).sources[0].stance == "refutes"


@pytest.mark.parametrize(
    ("key", "code", "verdict"),
    [
        ("1", "Digit1", "confirmed"),
        ("&", "Digit1", "confirmed"),  # French: digits are typed with Shift
        ("é", "Digit2", "disputed"),
        ("3", "Numpad3", "unverified"),
        ("٣", "Digit3", "unverified"),  # Arabic digits
    ],
)
def test_digits_are_where_they_are_printed_on_every_layout(
    desktop: Desktop,  # noqa: F811
    world: World,
    key: str,
    code: str,
    verdict: str,
) -> None:
    page = desktop.page("jana")
    page.goto(f"/claims/{taken(world)}")
    strike(page, key, code)
    expect(page.locator(f"#verdict-{verdict}")).to_be_checked()


@pytest.mark.parametrize(
    ("key", "code", "goes"),
    [
        ("n", "KeyN", True),
        ("n", "KeyB", True),  # Dvorak and its like: what is typed counts
        ("b", "KeyN", False),
        ("т", "KeyN", True),  # Ukrainian, Greek, Hebrew: the Latin letter that is printed beside
        ("ν", "KeyN", True),
        ("מ", "KeyN", True),
        ("ז", "KeyZ", False),
    ],
)
def test_letters_are_what_they_type_and_on_other_alphabets_what_stands_beside(
    desktop: Desktop,  # noqa: F811
    key: str,
    code: str,
    goes: bool,
) -> None:
    page = desktop.page("jana")
    strike(page, key, code)
    if goes:
        page.wait_for_url("**/claims/*")
    else:
        page.wait_for_timeout(300)
        assert page.url.endswith("/queue")


def test_a_letter_of_ones_own_alphabet_goes_before_what_stands_beside_it(desktop: Desktop, world: World) -> None:  # noqa: F811
    world.signed_in("jana").post(PAGE, PLAIN | {"help": "т"})
    page = desktop.page("jana")
    strike(page, "т", "KeyN")
    expect(page.locator("#keys-help")).to_be_visible()


def test_what_is_switched_off_in_the_help_rests_on_every_browser_but_the_chord(desktop: Desktop, world: World) -> None:  # noqa: F811
    claim = taken(world)
    page = desktop.page("jana")
    page.keyboard.press("?")
    with page.expect_response("**/account/shortcuts/switch"):
        page.get_by_label("Use single-key shortcuts").uncheck()
    page.keyboard.press("Escape")
    expect(page.locator(".head .kbd")).to_be_hidden()
    page.keyboard.press("n")
    other = desktop.page("jana")
    other.goto(f"/claims/{claim}")
    other.keyboard.press("3")
    expect(other.locator("#verdict-unverified")).not_to_be_checked()
    other.check("#verdict-unverified", force=True)
    other.fill("#field-tried", "The harbour office, twice.")
    other.fill("#field-rationale", "Nobody there could say.")
    other.keyboard.press("Control+Enter")
    other.wait_for_url(lambda url: f"/claims/{claim}" not in url)
    assert world.sheet(claim).row.stage is Stage.SUBMITTED
    assert page.url.endswith("/queue")


@pytest.mark.parametrize("look", LOOKS, ids=NAMES)
def test_axe_finds_nothing_in_the_form_and_the_help(desktop: Desktop, world: World, look: dict[str, Any]) -> None:  # noqa: F811
    page = desktop.page("jana", **look)
    page.goto(PAGE)
    page.fill("#field-next-claim", "v")
    page.get_by_role("button", name="Save the keys").click()
    expect(page.locator(".error-summary")).to_be_focused()
    assert found_here(page) == []
    page.goto("/queue")
    page.keyboard.press("?")
    assert found_here(page) == []
    assert all("422" in words for words in desktop.complaints)
    desktop.complaints.clear()


def test_the_table_names_its_shortcuts_as_forms_do() -> None:
    assert all(re.fullmatch(r"[a-z0-9-]+", name) for name in BY_NAME)
