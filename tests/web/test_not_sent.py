"""No network: a form says that it was not sent, keeps what was typed, and what did arrive is done once."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from factcheck.domain.review import Stage
from factcheck.services import articles
from tests.web.conftest import World
from tests.web.test_in_browser import Desktop, desktop, found_here  # noqa: F401 - the fixture
from tests.web.test_work import submitted, taken

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
        if lost or route.request.method != "POST":  # the page may read its claims anew meanwhile
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


def test_the_next_claim_that_was_given_though_the_answer_was_lost_is_the_one_that_opens(
    desktop: Desktop,  # noqa: F811
    world: World,
) -> None:
    page = desktop.page("jana")
    page.route("**/queue/next*", loses_the_answer())
    page.keyboard.press("n")
    not_sent(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**/claims/*")
    held = [claim for claim in world.claims if world.sheet(claim).row.stage is Stage.CHECKING]
    assert [f"/claims/{claim}" in page.url for claim in held] == [True]
    desktop.complaints.clear()


def test_an_article_that_is_brought_in_keeps_its_text_and_comes_in_once(desktop: Desktop, world: World) -> None:  # noqa: F811
    text = "The pier of Osthaven was closed on Monday, the harbour office said. Two boats lay beside it."
    page = desktop.page("jana")
    page.goto("/articles/new")
    page.fill("[name=text]", text)
    page.context.set_offline(True)
    page.keyboard.press("Control+Enter")
    not_sent(page)
    expect(page.locator("[name=text]")).to_have_value(text)
    page.context.set_offline(False)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/articles/\d+"))
    assert len(articles.listed(world.desk.unit(), world.actors["jana"])[0]) == 2
    desktop.complaints.clear()


def test_a_claim_that_is_added_keeps_its_words_and_is_added_once(desktop: Desktop, world: World) -> None:  # noqa: F811
    page = desktop.page("jana")
    page.goto(f"/articles/{world.article}")
    page.evaluate(SELECT_A_LINE)
    page.route("**/claims*", loses_the_answer())
    page.keyboard.press("a")
    not_sent(page)
    page.keyboard.press("Enter")
    said(page, "is added")
    found = articles.sheet(world.desk.unit(), world.article, world.actors["jana"]).claims
    assert len(found) == len(world.claims) + 1
    desktop.complaints.clear()


SELECT_A_LINE = "() => getSelection().selectAllChildren(document.querySelector('[data-text] [data-at]'))"


def test_a_source_is_kept_in_its_form_and_attached_changed_and_removed_once(desktop: Desktop, world: World) -> None:  # noqa: F811
    claim = world.claims[0]
    taken(world, claim)
    page = desktop.page("jana")
    page.goto(f"/claims/{claim}")
    page.route("**/sources?*", loses_the_answer())
    page.route("**/sources", loses_the_answer())
    page.locator("#add-source > summary").click()
    page.fill("#source-new-url", "https://harbour.example/log")
    page.fill("#source-new-passage", "Twelve people went on board.")
    page.locator("#add-source").get_by_role("button", name="Attach").click()
    not_sent(page)
    expect(page.locator("#source-new-passage")).to_have_value("Twelve people went on board.")
    page.keyboard.press("Enter")
    expect(page.locator("#sources .source")).to_have_count(1)
    source = world.sheet(claim).sources[0].id
    page.context.set_offline(True)
    page.locator(f"#source-{source} .source-edit summary").click()
    page.fill(f"#source-{source}-note", "Ask for the page before.")
    page.locator(f"#source-{source} .source-edit").get_by_role("button", name="Save").click()
    not_sent(page)
    page.context.set_offline(False)
    page.route(f"**/sources/{source}", loses_the_answer())
    page.keyboard.press("Enter")
    not_sent(page)
    expect(page.locator(f"#source-{source}-note")).to_have_value("Ask for the page before.")
    page.keyboard.press("Enter")
    said(page, "The source is changed.")
    page.route("**/remove*", loses_the_answer())
    page.get_by_role("button", name="Remove").click()
    not_sent(page)
    page.keyboard.press("Enter")
    expect(page.locator("#sources .source")).to_have_count(0)
    done = [line.what for line in world.sheet(claim).history]
    assert [done.count(what) for what in ("attach", "change source", "detach")] == [1, 1, 1]
    desktop.complaints.clear()


def test_an_answer_that_arrived_though_its_answer_was_lost_is_sent_once_and_is_the_draft(
    desktop: Desktop,  # noqa: F811
    world: World,
) -> None:
    claim = world.claims[0]
    taken(world, claim)
    page = desktop.page("jana")
    page.goto(f"/claims/{claim}")
    page.route("**/moves/submit*", loses_the_answer())
    page.keyboard.press("3")
    page.fill("#field-tried", "The harbour office, twice.")
    page.fill("#field-rationale", NOTE)
    page.keyboard.press("Control+Enter")
    not_sent(page)
    page.keyboard.press("Enter")
    said(page, "it was done once")
    assert len(world.sheet(claim).findings) == 1
    page.keyboard.press("w")
    said(page, "Withdrawn")
    expect(page.locator("#field-rationale")).to_have_value(NOTE)
    desktop.complaints.clear()


def test_a_refusal_is_shown_as_ever(desktop: Desktop, world: World, approving: Page) -> None:  # noqa: F811
    approving.keyboard.press("b")
    approving.keyboard.type("no")
    approving.get_by_role("button", name="Return and next").click()
    expect(approving.locator(".error-summary")).to_contain_text("Say why")
    expect(approving.locator("#return-note")).to_have_value("no")
    assert world.sheet(world.claims[0]).row.stage is Stage.SUBMITTED
    desktop.complaints.clear()
