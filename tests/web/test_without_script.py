"""Browsers without JavaScript: two versions of one text, compared on a page, and each can be kept."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import World
from tests.web.test_in_browser import Desktop, desktop, found_here  # noqa: F401 - the fixture

MINE, THEIRS = "The office counted four cars.", "The office counted forty cars."


@pytest.fixture
def two_drafts(desktop: Desktop, world: World) -> Iterator[Page]:  # noqa: F811
    """The page that answers a draft which is older than one of another window."""
    claim = world.claims[0]
    page = desktop.page("jana", java_script_enabled=False)
    page.goto(f"/claims/{claim}")
    page.get_by_role("button", name="Take this claim").click()
    world.signed_in("jana").post(f"/claims/{claim}/draft", {"verdict": "disputed", "rationale": THEIRS, "revision": 0})
    page.check("#verdict-confirmed")
    page.fill("#field-rationale", MINE)
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator("h1")).to_have_text("Changed in the meantime")
    yield page
    assert all("409" in words for words in desktop.complaints)
    desktop.complaints.clear()


def test_of_two_drafts_one_reads_both_and_keeps_ones_own(two_drafts: Page, world: World) -> None:
    table = two_drafts.locator("table")
    expect(table).to_contain_text(MINE)
    expect(table).to_contain_text(THEIRS)
    expect(table.locator("ins")).to_have_text(["confirmed", "four"])
    two_drafts.get_by_role("button", name="Keep mine").click()
    expect(two_drafts.locator("#field-rationale")).to_have_value(MINE)
    expect(two_drafts.locator("#verdict-confirmed")).to_be_checked()
    draft = world.sheet(world.claims[0]).draft
    assert (draft.rationale, draft.verdict) == (MINE, "confirmed")


def test_of_two_drafts_one_takes_the_other_and_goes_on(two_drafts: Page, world: World) -> None:
    two_drafts.get_by_role("link", name="Take theirs").click()
    expect(two_drafts.locator("#field-rationale")).to_have_value(THEIRS)
    expect(two_drafts.locator("#verdict-disputed")).to_be_checked()
    two_drafts.fill("#field-rationale", THEIRS + " Twice.")
    two_drafts.get_by_role("button", name="Save draft").click()
    expect(two_drafts.locator("h1")).not_to_have_text("Changed in the meantime")
    assert world.sheet(world.claims[0]).draft.rationale == THEIRS + " Twice."


def test_a_claim_that_two_edited_is_kept_or_taken(desktop: Desktop, world: World) -> None:  # noqa: F811
    claim = world.claims[0]
    page = desktop.page("jana", java_script_enabled=False)
    for button, stays in (("Keep mine", "Lina Brandt, operator"), ("Take theirs", "The operator 2")):
        page.goto(f"/claims/{claim}/edit")
        other = "The operator" if button == "Keep mine" else "The operator 2"
        world.signed_in("tim").post(f"/claims/{claim}/edit", {"seen": world.seen(claim), "claimant": other})
        page.fill("#field-claimant", "Lina Brandt, operator")
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.locator("table")).to_contain_text(other)
        page.locator("main").get_by_text(button, exact=True).click()
        expect(page.locator("h1")).not_to_have_text("Changed in the meantime")
        assert world.sheet(claim).row.claimant == stays
    assert all("409" in words for words in desktop.complaints)
    desktop.complaints.clear()
