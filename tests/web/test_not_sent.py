"""No network: a form says that it was not sent, keeps what was typed, and what did arrive is done once."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from factcheck.domain.review import Stage
from tests.web.conftest import World
from tests.web.test_in_browser import Desktop, desktop, found_here  # noqa: F401 - the fixture
from tests.web.test_work import submitted

NOTE = "Quote the passenger list, page two."


@pytest.fixture
def approving(desktop: Desktop, world: World) -> Page:  # noqa: F811
    submitted(world, world.claims[0])
    page = desktop.page("omar")
    page.goto(f"/claims/{world.claims[0]}")
    return page


def loses_the_answer() -> Callable[[Route], None]:
    """The first time the desk gets the form, and the browser no answer; afterwards the network is whole again."""
    lost: list[str] = []

    def handle(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.request.url)
        route.fetch(max_redirects=0)
        route.abort()

    return handle


def not_sent(page: Page) -> None:
    expect(page.locator("#messages")).to_contain_text("Not sent")
    expect(page.get_by_role("button", name="Retry")).to_be_focused()


def said(page: Page, words: str) -> None:
    expect(page.locator("#toasts")).to_contain_text(words)
    page.wait_for_load_state()


def test_an_approval_that_cannot_be_sent_says_so_and_is_sent_by_retry(
    desktop: Desktop,  # noqa: F811
    world: World,
    approving: Page,
) -> None:
    approving.context.set_offline(True)
    approving.keyboard.press("Control+Enter")
    not_sent(approving)
    assert found_here(approving) == []
    assert world.sheet(world.claims[0]).row.stage is Stage.SUBMITTED
    approving.context.set_offline(False)
    approving.keyboard.press("Enter")
    approving.wait_for_url("**/approve")
    assert world.sheet(world.claims[0]).row.stage is Stage.APPROVED
    desktop.complaints.clear()


def test_a_return_that_arrived_though_its_answer_was_lost_is_done_once_and_says_so(
    desktop: Desktop,  # noqa: F811
    world: World,
    approving: Page,
) -> None:
    claim = world.claims[0]
    approving.route("**/moves/return*", loses_the_answer())
    approving.keyboard.press("b")
    approving.keyboard.type(NOTE)
    approving.get_by_role("button", name="Return and next").click()
    not_sent(approving)
    expect(approving.locator("#return-note")).to_have_value(NOTE)
    assert world.sheet(claim).row.returned_note == NOTE
    approving.get_by_role("button", name="Retry").click()
    said(approving, "That had reached the desk already: it was done once.")
    assert [line.what for line in world.sheet(claim).history].count("return") == 1
    desktop.complaints.clear()


def test_a_withdrawal_too(desktop: Desktop, world: World) -> None:  # noqa: F811
    claim = world.claims[0]
    submitted(world, claim)
    page = desktop.page("jana")
    page.goto(f"/claims/{claim}")
    page.route("**/moves/withdraw*", loses_the_answer())
    page.keyboard.press("w")
    not_sent(page)
    page.keyboard.press("Enter")
    said(page, "it was done once")
    assert [line.what for line in world.sheet(claim).history].count("withdraw") == 1
    desktop.complaints.clear()


def test_an_amendment_keeps_what_was_typed(desktop: Desktop, world: World, approving: Page) -> None:  # noqa: F811
    claim = world.claims[0]
    approving.goto(f"/claims/{claim}?amend=1")
    approving.route("**/moves/amend*", loses_the_answer())
    approving.fill("#field-rationale", NOTE)
    approving.keyboard.press("Control+Enter")
    not_sent(approving)
    expect(approving.locator("#field-rationale")).to_have_value(NOTE)
    approving.keyboard.press("Enter")
    said(approving, "it was done once")
    assert len(world.sheet(claim).findings) == 2
    desktop.complaints.clear()


def test_an_edit_and_a_triage_are_sent_by_retry_and_done_once(desktop: Desktop, world: World) -> None:  # noqa: F811
    claim = world.claims[0]
    page = desktop.page("jana")
    page.goto(f"/claims/{claim}/edit")
    page.route("**/edit*", loses_the_answer())
    page.fill("#field-claimant", "Lina Brandt, operator")
    page.keyboard.press("Control+Enter")
    not_sent(page)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/claims/{claim}")
    page.goto("/queue")
    page.route("**/queue/triage*", loses_the_answer())
    page.locator("[name=claim]").first.check()
    page.select_option("#triage-priority", "first")
    page.get_by_role("button", name="Set", exact=False).first.click()
    not_sent(page)
    page.keyboard.press("Enter")
    said(page, "sorted out")
    done = [line.what for one in world.claims for line in world.sheet(one).history]
    assert (done.count("edit"), done.count("triage")) == (1, 1)
    desktop.complaints.clear()


def test_a_refusal_is_shown_as_ever(desktop: Desktop, world: World, approving: Page) -> None:  # noqa: F811
    approving.keyboard.press("b")
    approving.keyboard.type("no")
    approving.get_by_role("button", name="Return and next").click()
    expect(approving.locator(".error-summary")).to_contain_text("Say why")
    expect(approving.locator("#return-note")).to_have_value("no")
    assert world.sheet(world.claims[0]).row.stage is Stage.SUBMITTED
    desktop.complaints.clear()
