"""Second opinions in a real browser: given by keyboard alone, kept as typed, and judged on the dashboard."""

from typing import Any

import pytest
from playwright.sync_api import expect

from factcheck.domain.opinions import OpinionState
from factcheck.services import opinion_work, opinions
from factcheck.store.tables import Claim, Finding, Opinion, OpinionAnswer
from tests.web.conftest import World
from tests.web.test_in_browser import LOOKS, NAMES, Desktop, desktop, violations  # noqa: F401 - the fixture
from tests.web.test_opinions import RATIONALE, WORDS, give, sent


def test_an_opinion_from_the_queue_to_both_answers_by_keyboard(desktop: Desktop, world: World) -> None:  # noqa: F811
    opinion = sent(world, world.claims[0])
    page = desktop.page("tim")
    page.keyboard.press("o")
    page.wait_for_url(f"**/opinions/{opinion}")
    expect(page.locator("#lease")).to_be_visible()
    page.wait_for_load_state()  # the lease is seen before the keys of its page listen
    assert RATIONALE not in page.content()
    page.keyboard.press("2")
    page.keyboard.press("r")
    page.keyboard.type(WORDS["rationale"])
    page.keyboard.press("Escape")
    page.keyboard.press("w")
    page.keyboard.type(WORDS["grounds"])
    expect(page.locator("#saved")).to_contain_text("Draft saved")
    page.reload()
    expect(page.locator("#field-grounds")).to_have_value(WORDS["grounds"])
    page.wait_for_load_state()
    page.keyboard.press("Control+Enter")
    expect(page.locator("h1")).to_have_text("Two answers that differ")
    expect(page.locator("#first + p + p")).to_contain_text(RATIONALE)
    assert opinions.sheet(world.desk.unit(), opinion, world.actors["tim"]).line.state is OpinionState.ANSWERED
    assert desktop.complaints == []


def test_an_editor_reads_the_first_answer_by_key_and_signs(desktop: Desktop, world: World) -> None:  # noqa: F811
    claim = world.claims[0]
    sent(world, claim)
    page = desktop.page("omar")
    page.goto(f"/claims/{claim}")
    page.keyboard.press("r")
    expect(page.locator("#finding")).to_contain_text(RATIONALE)
    expect(page.locator("#checklist")).to_contain_text("approving now goes on without it")
    page.wait_for_load_state()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".toast")).to_contain_text("Approved.")
    assert desktop.complaints == []


def test_a_lost_lease_says_so_and_keeps_what_was_typed(desktop: Desktop, world: World) -> None:  # noqa: F811
    opinion = sent(world, world.claims[0])
    page = desktop.page("tim")
    page.goto(f"/opinions/{opinion}")
    page.keyboard.press("o")
    expect(page.locator("#lease")).to_be_visible()
    page.wait_for_load_state()
    page.locator("#verdict-disputed").check()
    page.locator("#field-rationale").fill(WORDS["rationale"])
    page.locator("#field-grounds").fill(WORDS["grounds"])
    with world.desk.unit().writing() as session:
        session.get_one(Opinion, opinion).lease_until = world.desk.clock()
    opinion_work.take(world.desk.unit(), opinion, world.actors["omar"])
    page.keyboard.press("Control+Enter")
    expect(page.locator("[role=alert]").first).to_contain_text("Somebody else is giving this opinion just now.")
    expect(page.locator("main")).to_contain_text(WORDS["rationale"])
    desktop.complaints = [words for words in desktop.complaints if "422" not in words]


def many_pairs(world: World, opinion: int) -> None:
    """Forty opinions like the first, of claims of their own, a few with another verdict: enough to judge."""
    with world.desk.unit().writing() as session:
        first = session.get_one(Opinion, opinion)
        claim = session.get_one(Claim, first.claim_id).model_dump(exclude={"id", "number"})
        finding = session.get_one(Finding, first.finding_id).model_dump(exclude={"id", "claim_id"})
        given = session.get_one(OpinionAnswer, opinion).model_dump(exclude={"opinion_id", "verdict"})
        for number in range(40):
            like = Claim(**claim, number=100 + number)
            session.add(like)
            session.flush()
            beside = Finding(**finding, claim_id=like.id)
            session.add(beside)
            session.flush()
            one = first.model_dump(exclude={"id", "claim_id", "finding_id"})
            asked = Opinion(**one, claim_id=like.id, finding_id=beside.id)
            session.add(asked)
            session.flush()
            session.add(
                OpinionAnswer(**given, opinion_id=asked.id, verdict="disputed" if number % 5 == 0 else "confirmed")
            )


@pytest.mark.parametrize("look", LOOKS, ids=NAMES)
def test_axe_finds_nothing_where_agreement_can_be_judged(
    desktop: Desktop,  # noqa: F811
    world: World,
    look: dict[str, Any],
) -> None:
    differs = sent(world, world.claims[0])
    give(world.signed_in("tim"), differs)
    editor = desktop.page("omar", **look)
    many_pairs(world, differs)
    assert violations(editor, ["/dashboard", "/opinions?days=7"]) == []
    assert "0, as by chance" in editor.content() or "Where two answers differ" in editor.content()
