"""The workbench when things go wrong: two windows, no network, a crashed browser, time nearly up."""

import re
from datetime import timedelta

from playwright.sync_api import Page, expect

from factcheck.domain.review import Stage
from tests.conftest import SetClock
from tests.web.conftest import World
from tests.web.test_in_browser import Desktop, desktop, found_here  # noqa: F401 - the fixture

RATIONALE = "Nobody at the harbour could say, and no register lists it."


def working(desktop: Desktop, world: World, claim: int) -> Page:  # noqa: F811
    page = desktop.page("jana")
    page.goto(f"/claims/{claim}")
    page.keyboard.press("t")
    expect(page.locator("#lease")).to_be_visible()
    return page


def test_one_key_sends_and_opens_the_next_while_the_caret_is_in_the_text(desktop: Desktop, world: World) -> None:  # noqa: F811
    claim = world.claims[0]
    page = working(desktop, world, claim)
    page.keyboard.press("3")
    page.fill("#field-tried", "The harbour office, twice.")
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    page.keyboard.type(RATIONALE)
    expect(page.locator("#field-rationale")).to_be_focused()
    page.keyboard.press("Control+Enter")
    page.wait_for_url(lambda url: f"/claims/{claim}" not in url and "/claims/" in url)
    latest = world.sheet(claim).latest
    assert latest is not None
    assert latest.rationale == RATIONALE
    assert desktop.complaints == []


def test_what_cannot_be_sent_says_so_and_is_sent_by_retry(desktop: Desktop, world: World) -> None:  # noqa: F811
    claim = world.claims[0]
    page = working(desktop, world, claim)
    page.context.set_offline(True)
    page.keyboard.press("3")
    page.fill("#field-tried", "The harbour office, twice.")
    page.fill("#field-rationale", RATIONALE)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#messages")).to_contain_text("Not sent: the desk does not answer.")
    expect(page.locator("#field-rationale")).to_have_value(RATIONALE)
    assert world.sheet(claim).row.stage is Stage.CHECKING
    page.context.set_offline(False)
    page.get_by_role("button", name="Retry").click()
    page.wait_for_url(lambda url: f"/claims/{claim}" not in url)
    assert world.sheet(claim).row.stage is Stage.SUBMITTED
    desktop.complaints.clear()


def test_what_was_typed_without_a_network_outlives_the_page(desktop: Desktop, world: World) -> None:  # noqa: F811
    claim = world.claims[0]
    page = working(desktop, world, claim)
    page.context.set_offline(True)
    page.keyboard.press("2")
    page.fill("#field-rationale", RATIONALE)
    page.close()
    again = page.context.new_page()
    page.context.set_offline(False)
    again.goto(f"/claims/{claim}")
    expect(again.locator("#field-rationale")).to_have_value(RATIONALE)
    expect(again.locator("#verdict-disputed")).to_be_checked()
    expect(again.locator("#messages")).to_contain_text("is in the form again")
    expect(again.locator("#saved")).to_contain_text("Draft saved")
    assert world.sheet(claim).draft.rationale == RATIONALE
    again.reload()
    expect(again.locator("#messages")).to_be_empty()
    desktop.complaints.clear()


def test_who_signs_out_leaves_nothing_typed_in_the_browser(desktop: Desktop, world: World) -> None:  # noqa: F811
    page = working(desktop, world, world.claims[0])
    page.evaluate("() => localStorage.setItem('draft 1 /claims/9/draft', '{}')")
    page.get_by_text("Jana").first.click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in")
    assert page.evaluate("() => Object.keys(localStorage).filter(key => key.startsWith('draft '))") == []


def two_windows(desktop: Desktop, world: World, claim: int) -> Page:  # noqa: F811
    """A window whose draft is older than that of another, after it has tried to save its own."""
    page = working(desktop, world, claim)
    other = page.context.new_page()
    other.goto(f"/claims/{claim}")
    other.fill("#field-rationale", "The office counted forty cars.")
    expect(other.locator("#saved")).to_contain_text("Draft saved")
    other.close()
    page.fill("#field-rationale", "The office counted four cars.")
    expect(page.locator("#messages")).to_contain_text("A newer draft of yours is there")
    expect(page.locator("#messages .diff ins")).to_have_text("four")
    return page


def test_of_two_drafts_one_keeps_ones_own(desktop: Desktop, world: World) -> None:  # noqa: F811
    claim = world.claims[0]
    page = two_windows(desktop, world, claim)
    assert found_here(page) == []
    page.get_by_role("button", name="Keep mine").click()
    expect(page.locator("#saved")).to_contain_text("Draft saved")
    expect(page.locator("#messages")).to_be_empty()
    assert world.sheet(claim).draft.rationale == "The office counted four cars."
    assert all("409" in words for words in desktop.complaints)
    desktop.complaints.clear()


def test_of_two_drafts_one_takes_the_other(desktop: Desktop, world: World) -> None:  # noqa: F811
    claim = world.claims[0]
    page = two_windows(desktop, world, claim)
    page.get_by_role("button", name="Take theirs").click()
    expect(page.locator("#field-rationale")).to_have_value("The office counted forty cars.")
    expect(page.locator("#saved")).to_contain_text("Draft saved")
    assert world.sheet(claim).draft.rationale == "The office counted forty cars."
    desktop.complaints.clear()


def test_two_minutes_before_the_end_the_page_warns_and_one_key_keeps_the_claim(
    desktop: Desktop,  # noqa: F811
    world: World,
    clock: SetClock,
) -> None:
    claim = world.claims[0]
    page = desktop.page("jana")
    page.clock.install()
    page.goto(f"/claims/{claim}")
    page.keyboard.press("t")
    warning = page.locator("#lease-warning")
    expect(page.locator("#lease")).to_be_visible()
    page.clock.fast_forward(17 * 60_000)
    expect(warning).to_be_hidden()
    page.clock.fast_forward(80_000)
    expect(warning).to_contain_text("nearly up")
    expect(page).to_have_title(re.compile(r"^\(yours for 1 min\)|^\(under a minute left\)"))
    clock.forward(timedelta(minutes=18, seconds=20))
    page.keyboard.press("l")
    expect(warning).to_be_hidden()
    assert world.sheet(claim).row.lease_until == clock.now + timedelta(minutes=20)
    assert desktop.complaints == []
