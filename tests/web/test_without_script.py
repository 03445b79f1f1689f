"""Browsers without JavaScript: a day's work by plain forms, and two versions of one text, of which each can be kept."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from factcheck.domain.articles import Incoming
from factcheck.domain.review import Stage
from factcheck.services import articles, splitting
from tests.web.conftest import World
from tests.web.publishing import submit
from tests.web.test_articles import OneSentenceOneClaim
from tests.web.test_in_browser import Desktop, desktop, found_here  # noqa: F401 - the fixture
from tests.web.test_opinions import WORDS, sent
from tests.web.test_work import reported

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


# --- Everything else that one does all day, by plain forms in a browser that runs no script ---------


def said(page: Page, words: str) -> None:
    expect(page.locator("#toasts")).to_contain_text(words)


def test_a_source_is_attached_the_answer_returned_and_sent_again(desktop: Desktop, world: World) -> None:  # noqa: F811
    claim = world.claims[0]
    reported(world, claim, "Coastwire", 0)
    page = desktop.page("jana", java_script_enabled=False)
    page.goto(f"/claims/{claim}")
    page.get_by_role("button", name="Take this claim").click()
    page.locator(".report").get_by_role("button", name="supports").click()
    said(page, "Attached: supports.")
    page.locator("#add-source > summary").click()
    form = page.locator("#add-source form")
    form.get_by_label("It is a").select_option("document")
    form.get_by_label("Title").fill("Passenger list of 2 May")
    form.get_by_label("What it does").select_option("supports")
    form.get_by_label("Kind").select_option("primary")
    form.get_by_role("button", name="Attach").click()
    said(page, "The source is attached.")
    page.check("#verdict-confirmed", force=True)
    page.fill("#field-rationale", "The passenger list names twelve people.")
    page.get_by_role("button", name="Send to editor and open next").click()
    assert world.sheet(claim).row.stage is Stage.SUBMITTED
    editor = desktop.page("omar", java_script_enabled=False)
    editor.goto(f"/claims/{claim}")
    editor.locator("summary").filter(has_text="Return").click()
    editor.fill("#return-note", "Quote the list.")
    editor.get_by_role("button", name="Return and next").click()
    assert world.sheet(claim).row.returned_note == "Quote the list."
    page.goto("/queue")
    expect(page.locator("[data-returned]")).to_contain_text("Quote the list.")
    page.get_by_role("button", name="Open and go on").click()
    expect(page.locator("#field-rationale")).to_have_value("The passenger list names twelve people.")
    page.get_by_role("button", name="Send to editor and open next").click()
    assert world.sheet(claim).row.stage is Stage.SUBMITTED


def test_an_editor_ticks_what_was_read_and_approves(desktop: Desktop, world: World) -> None:  # noqa: F811
    claim = submit(world, world.claims[0]).row.id
    page = desktop.page("omar", java_script_enabled=False)
    page.goto(f"/claims/{claim}")
    for _ in world.sheet(claim).sources:
        page.locator(".tick [aria-pressed=false]").first.click()
    expect(page.locator(".tick [aria-pressed=true]")).to_have_count(len(world.sheet(claim).sources))
    page.get_by_role("button", name="Approve and next").click()
    assert world.sheet(claim).row.stage is Stage.APPROVED


def test_claims_are_sorted_out_together_and_put_back(desktop: Desktop, world: World) -> None:  # noqa: F811
    page = desktop.page("omar", java_script_enabled=False)
    for box in page.locator("[name=claim]").all()[:2]:
        box.check()
    page.select_option("#triage-priority", "first")
    page.locator("#triage").get_by_role("button").first.click()
    said(page, "2 claims sorted out.")
    expect(page.locator(".chip[data-tone=first]")).to_have_count(2)
    page.get_by_role("button", name="Undo").click()
    said(page, "2 claims put back.")
    expect(page.locator(".chip[data-tone=first]")).to_have_count(0)


def test_a_second_opinion_is_taken_and_given(desktop: Desktop, world: World) -> None:  # noqa: F811
    sent(world, world.claims[0])
    page = desktop.page("tim", java_script_enabled=False)
    page.get_by_role("button", name="Next opinion").click()
    page.check("#verdict-disputed", force=True)
    page.fill("#field-rationale", WORDS["rationale"])
    page.fill("#field-grounds", WORDS["grounds"])
    page.get_by_role("button", name="Send").click()
    expect(page.locator("h1")).to_have_text("Two answers that differ")


def test_sentences_become_claims_are_undone_and_the_article_is_signed(desktop: Desktop, world: World) -> None:  # noqa: F811
    splitting.split_article(world.desk.unit, OneSentenceOneClaim(), world.article)
    page = desktop.page("omar", java_script_enabled=False)
    page.goto(f"/articles/{world.article}?view=sentences")
    for number in (2, 3):  # together: each alone is a claim already
        page.locator(f"#sentence-{number} input").check()
    page.get_by_role("button", name="Add claim").click()
    said(page, "is added")
    page.locator("#toasts").get_by_role("button", name="Undo").click()
    said(page, "Undone.")
    jana = desktop.page("jana", java_script_enabled=False)
    jana.goto(f"/articles/{world.article}/sign-off")
    expect(jana.locator("main")).to_contain_text("An editor signs articles off")
    page.goto(f"/articles/{untouched(world)}/sign-off")
    page.fill("[name=note]", "The rest is the weather.")
    page.get_by_role("button", name="Sign revision 1 off").click()
    expect(page.locator(".notice[data-tone=good]")).to_contain_text("Signed off by Omar")
    page.locator("#toasts").get_by_role("button", name="Undo").click()
    expect(page.locator(".notice[data-tone=warn]")).to_contain_text("Omar withdrew it.")


def untouched(world: World) -> int:
    """An article on which Omar has set nothing aside, so that he may sign it."""
    unit = world.desk.unit
    made = articles.receive(unit(), Incoming("Fog\n\nThe ferry waited."), world.actors["jana"]).article_id
    splitting.split_article(unit, OneSentenceOneClaim(), made)
    return made
