"""The pages of articles, exports, readers and admins in a real browser: by keyboard, and the triage read by axe."""

from typing import Any

import pytest
from playwright.sync_api import expect

from factcheck.domain.articles import Incoming
from factcheck.domain.review import Stage, Verdict
from factcheck.services import articles, splitting
from tests.web.conftest import TEXT, World
from tests.web.publishing import publish
from tests.web.test_articles import OneSentenceOneClaim
from tests.web.test_in_browser import LOOKS, NAMES, Desktop, desktop, found_here  # noqa: F401 - the fixture

LONG = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"
ARABIC = "أغلق الجسر بعد العثور على شق\n\nقالت الوزارة إن 7000 سيارة تستخدم الجسر يوميا."
SELECT = """words => {
    const walker = document.createTreeWalker(document.querySelector('.text-numbered'), NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const at = node.data.indexOf(words);
        if (at < 0) continue;
        const range = new Range();
        range.setStart(node, at);
        range.setEnd(node, at + words.length);
        getSelection().removeAllRanges();
        getSelection().addRange(range);
    }
}"""


def test_selected_words_become_a_claim_by_one_key_and_another_takes_it_back(desktop: Desktop, world: World) -> None:  # noqa: F811
    splitting.split_article(world.desk.unit, OneSentenceOneClaim(), world.article)
    page = desktop.page("jana")
    page.goto(f"/articles/{world.article}")
    words = "operator Lina Brandt"
    page.evaluate(SELECT, words)
    expect(page.locator(".add-claim [data-selected]")).to_have_text(words)
    page.keyboard.press("a")
    expect(page.locator(".article-claim-open .article-claim-statement")).to_have_text(words)
    added = articles.sheet(world.desk.unit(), world.article, world.actors["jana"]).claims[-1]
    place = world.sheet(added.id).places[0]
    assert place.fragments == ((TEXT.index(words), TEXT.index(words) + len(words)),)
    page.keyboard.press("z")
    expect(page.locator(".toast")).to_contain_text("Undone.")
    assert world.sheet(added.id).row.stage is Stage.DISMISSED
    assert desktop.complaints == []


def test_the_page_shows_the_claims_as_soon_as_the_article_is_split(desktop: Desktop, world: World) -> None:  # noqa: F811
    made = articles.receive(world.desk.unit(), Incoming("Snow\n\nThe pass was closed."), world.actors["jana"])
    page = desktop.page("jana")
    page.goto(f"/articles/{made.article_id}")
    expect(page.locator(".steps")).to_be_visible()
    splitting.split_article(world.desk.unit, OneSentenceOneClaim(), made.article_id)
    page.evaluate("() => document.body.dispatchEvent(new CustomEvent('signal:article'))")
    expect(page.locator(".article-claim")).to_have_count(2)
    expect(page.locator(".steps")).to_have_count(0)
    assert desktop.complaints == []


def test_the_preview_follows_the_form_and_a_key_downloads_it(desktop: Desktop, world: World) -> None:  # noqa: F811
    publish(world, world.claims[0])
    publish(world, world.claims[1], Verdict.DISPUTED)
    page = desktop.page("jana")
    page.goto("/exports")
    expect(page.locator("#preview-title")).to_have_text("2 checks")
    page.get_by_text("JSON Lines").click()
    page.select_option("#field-verdict", "disputed")
    expect(page.locator("#preview-title")).to_have_text("1 check")
    with page.expect_download() as download:
        page.keyboard.press("d")
    assert download.value.suggested_filename.endswith(".jsonl")
    assert len(download.value.path().read_text().splitlines()) == 1
    assert desktop.complaints == []


def test_claims_are_selected_sorted_out_and_put_back_by_keyboard(desktop: Desktop, world: World) -> None:  # noqa: F811
    page = desktop.page("jana")
    expect(page.locator("#triage")).to_be_hidden()
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("[data-counts]")).to_have_text("2 selected")
    page.locator("#triage-priority").select_option("first")
    page.locator("h1").click()
    page.keyboard.press("s")
    expect(page.locator(".toast")).to_contain_text("2 claims sorted out.")
    expect(page.locator(".chip[data-tone=first]")).to_have_count(2)
    page.keyboard.press("z")
    expect(page.locator(".toast")).to_contain_text("2 claims put back.")
    expect(page.locator(".chip[data-tone=first]")).to_have_count(0)
    assert desktop.complaints == []


@pytest.mark.parametrize("look", LOOKS, ids=NAMES)
def test_axe_finds_nothing_in_the_triage(desktop: Desktop, world: World, look: dict[str, Any]) -> None:  # noqa: F811
    omar = world.signed_in("omar")
    due = world.desk.clock().date().isoformat()
    chosen = f"{world.claims[0]}:{world.seen(world.claims[0])}"
    omar.post("/queue/triage", {"claim": chosen, "priority": "first", "due_on": due, "topic": LONG})
    page = desktop.page("omar", **look)
    page.locator("[name=claim]").first.check()
    assert found_here(page) == []
