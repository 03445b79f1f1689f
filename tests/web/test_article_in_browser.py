"""The article as the work surface in a real browser: sentences by keyboard, selections by mouse and touch, signed."""

import re

import pytest
from playwright.sync_api import Page, expect

from factcheck.domain.articles import Incoming
from factcheck.domain.review import Stage
from factcheck.services import articles, splitting
from tests.web.conftest import World
from tests.web.test_articles import OneSentenceOneClaim, article
from tests.web.test_in_browser import Desktop, desktop  # noqa: F401 - the fixture
from tests.web.test_more_in_browser import ARABIC, LONG, SELECT
from tests.web.test_sentence_mode import SENTENCES, SNOW, rows, snow, words  # noqa: F401 - the fixture


def settled(page: Page, says: str) -> None:
    """The page has come back with the listbox under the keys, and has said what was done."""
    expect(page.locator(".toast")).to_contain_text(says)
    expect(page.locator("[role=listbox]")).to_be_focused()
    expect(page.locator("[data-tells]")).to_contain_text(says)


def active(page: Page) -> str:
    """What a screen reader reads as the option that the arrows are at."""
    return page.evaluate(
        "() => document.getElementById(document.activeElement.getAttribute('aria-activedescendant')).innerText"
    )


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_every_move_by_keyboard_and_each_taken_back(desktop: Desktop, world: World, snow: int) -> None:  # noqa: F811
    page = desktop.page("jana")
    page.goto(f"/articles/{snow}")
    press(page, "v")
    listbox = page.locator("[role=listbox]")
    expect(listbox).to_be_focused()
    expect(listbox).to_have_attribute("aria-multiselectable", "true")
    assert re.sub(r"\s+", " ", active(page)).strip().startswith("1 Snow fell on the pass. open")
    # two sentences become a claim
    press(page, "End", "Shift+ArrowUp")
    expect(page.locator("[data-tells]")).to_have_text("2 chosen")
    expect(page.locator("[role=option][aria-selected=true]")).to_have_count(2)
    press(page, "a")
    settled(page, "Claim 3 is added.")
    assert words(world, rows(world, snow)[-1]) == SNOW[SENTENCES[2][0] :]
    press(page, "z")
    settled(page, "Undone.")
    # nothing to check, and that taken back: the arrows are where they were
    assert "The road office closed it." in active(page)
    press(page, "n")
    settled(page, "Nothing to check in sentence 3.")
    assert "looked at by Jana" in active(page)
    press(page, "l")
    settled(page, "Sentence 3 is to be looked at again.")
    # a claim reaches into the next sentence
    press(page, "Shift+ArrowUp", "x")
    settled(page, "Claim 2 is extended.")
    assert words(world, rows(world, snow)[1]) == SNOW[SENTENCES[1][0] : SENTENCES[2][1]]
    press(page, "z")
    settled(page, "Undone.")
    # two claims become one
    press(page, "Home", "Shift+ArrowDown", "g")
    settled(page, "Claim 2 is merged into claim 1.")
    press(page, "z")
    settled(page, "Undone.")
    # part of a sentence is split off
    press(page, "Home", "ArrowDown", "w")
    expect(listbox).to_have_attribute("aria-orientation", "horizontal")
    expect(listbox).to_be_focused()
    press(page, "ArrowRight", "ArrowRight", "ArrowRight", "Shift+ArrowRight", "s")
    settled(page, "Claim 2 is split in two.")
    assert words(world, rows(world, snow)[1]) == "Ten lorries waited,"
    assert words(world, rows(world, snow)[-1]) == "and two turned back."
    press(page, "z")
    settled(page, "Undone.")
    # and the claim is opened
    press(page, "Home", "Enter")
    expect(page.locator(".article-claim-open textarea")).to_have_value("Snow fell on the pass.")
    assert desktop.complaints == []


def test_a_refusal_is_read_out_and_what_was_chosen_stays(desktop: Desktop, world: World, snow: int) -> None:  # noqa: F811
    page = desktop.page("jana")
    page.goto(f"/articles/{snow}?view=sentences")
    expect(page.locator("[role=listbox]")).to_be_focused()
    press(page, "Shift+ArrowDown", "n")
    expect(page.get_by_role("alert")).to_contain_text("Sentence 1 holds a claim that is to be checked (1)")
    expect(page.locator("[role=option][aria-selected=true]")).to_have_count(2)
    assert article(world, snow).looked_at == ()
    assert all("422" in complaint for complaint in desktop.complaints)
    desktop.complaints.clear()


def test_shift_lets_go_of_what_it_comes_back_from(desktop: Desktop, snow: int) -> None:  # noqa: F811
    page = desktop.page("jana")
    page.goto(f"/articles/{snow}?view=sentences")
    expect(page.locator("[role=listbox]")).to_be_focused()
    press(page, "Shift+ArrowDown", "Shift+ArrowDown", "Shift+ArrowUp")
    expect(page.locator("[data-tells]")).to_have_text("2 chosen")
    press(page, "Escape")
    expect(page.locator("[data-tells]")).to_have_text("0 chosen")
    press(page, "Control+a")
    expect(page.locator("[data-tells]")).to_have_text("4 chosen")
    page.locator("#sentence-2 label").click()
    expect(page.locator("[data-tells]")).to_have_text("3 chosen")
    expect(page.locator("#sentence-2")).to_have_attribute("aria-selected", "false")


@pytest.mark.parametrize("width", [1440, 320])
def test_a_selection_is_worked_with_and_nothing_jumps(
    desktop: Desktop,  # noqa: F811
    world: World,
    snow: int,  # noqa: F811
    width: int,
) -> None:
    narrow = width == 320
    page = desktop.page("jana", viewport={"width": width, "height": 720}, has_touch=narrow)
    page.goto(f"/articles/{snow}")
    # the buttons come with the selection: it is the text that stays
    expect(page.get_by_role("button", name="Split")).to_be_hidden()
    stays = page.locator(".article-text").first

    def top() -> float:
        return (stays.bounding_box() or {"y": -1})["y"]

    before = top()

    def press_on(name: str) -> None:
        button = page.get_by_role("button", name=name)
        button.tap() if narrow else button.click()

    page.evaluate(SELECT, "and two turned")
    expect(page.locator("[data-selected]")).to_have_text("and two turned")
    assert top() == before
    expect(page.get_by_role("button", name="Split")).to_be_visible()
    press_on("Split")
    expect(page.locator(".toast")).to_contain_text("Claim 2 is split in two.")
    page.goto(f"/articles/{snow}")
    page.evaluate(SELECT, "The road office closed it.")
    press_on("Nothing to check")
    expect(page.locator(".toast")).to_contain_text("Nothing to check in sentence 3.")
    page.goto(f"/articles/{snow}?claim={rows(world, snow)[0].id}")
    page.evaluate(SELECT, "Nobody was hurt.")
    press_on("Extend")
    expect(page.locator(".toast")).to_contain_text("Claim 1 is extended.")
    assert words(world, rows(world, snow)[0]) == "Snow fell on the pass. [...] Nobody was hurt."
    assert rows(world, snow)[-1].stage is Stage.QUEUED
    assert desktop.complaints == []


def lorries(number: int) -> str:
    return "\n".join(f"Lorry {each} waited {each} hours at the pass." for each in range(1, number + 1))


@pytest.mark.parametrize("width", [1440, 320])
def test_two_hundred_claims_stay_inside_the_window(desktop: Desktop, world: World, width: int) -> None:  # noqa: F811
    made = articles.receive(world.desk.unit(), Incoming(lorries(200), LONG), world.actors["jana"]).article_id
    splitting.split_article(world.desk.unit, OneSentenceOneClaim(), made)
    page = desktop.page("jana", viewport={"width": width, "height": 720})
    for view in ("", "?view=sentences", "/sign-off"):
        page.goto(f"/articles/{made}{view}")
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    assert desktop.complaints == []


def test_an_editor_signs_off_by_keyboard_and_withdraws_it(desktop: Desktop, world: World) -> None:  # noqa: F811
    unit, jana = world.desk.unit, world.actors["jana"]
    made = articles.receive(unit(), Incoming(ARABIC, "أغلق الجسر", "Hill Post", language="ar"), jana).article_id
    splitting.split_article(unit, OneSentenceOneClaim(), made)
    page = desktop.page("omar")
    page.goto(f"/articles/{made}/sign-off")
    page.fill("[name=note]", "The rest is about the weather.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".notice[data-tone=good]")).to_contain_text("Signed off by Omar")
    page.keyboard.press("z")
    expect(page.locator(".notice[data-tone=warn]")).to_contain_text("Omar withdrew it.")
    assert desktop.complaints == []


def test_words_of_a_text_that_runs_from_right_to_left_are_chosen_by_the_arrow_that_points_on(
    desktop: Desktop,  # noqa: F811
    world: World,
) -> None:
    made = articles.receive(world.desk.unit(), Incoming(ARABIC, language="ar"), world.actors["jana"]).article_id
    splitting.split_article(world.desk.unit, OneSentenceOneClaim(), made)
    page = desktop.page("jana")
    page.goto(f"/articles/{made}?view=sentences&part=1")
    expect(page.locator("[role=listbox]")).to_be_focused()
    press(page, "Shift+ArrowLeft", "a")
    expect(page.locator(".toast")).to_contain_text("is added")
    assert words(world, article(world, made).claims[-1]) == " ".join(ARABIC.split()[:2])
