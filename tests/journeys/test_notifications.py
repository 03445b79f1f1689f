"""Somebody is told while they work: the count rises by itself on a desk that really runs, and is read by keyboard."""

from pathlib import Path

from playwright.sync_api import expect

from factcheck.config import Settings
from factcheck.domain.articles import Incoming
from factcheck.domain.review import Given, Move
from factcheck.services import articles, editing, people, review
from factcheck.wiring import Desk
from tests.journeys.conftest import ARTICLE, Running

WORDS = "The canal carries about 30 percent of the country's grain."


def test_the_count_rises_while_one_types_and_leads_to_the_claim(running: Running) -> None:
    page = running.page("cem")
    page.goto("/articles")
    expect(page.locator("#live")).to_have_text("Live")
    search = page.locator("input[name=q]")
    search.press_sequentially("canal")
    assert page.locator(".bell-count").count() == 0
    claim = assigned(running)
    expect(page.locator(".bell-count")).to_have_text("1")
    expect(search).to_be_focused()
    expect(search).to_have_value("canal")
    page.keyboard.press("Escape")
    page.keyboard.press("y")
    page.wait_for_url("**/notifications")
    expect(page.locator(".notification")).to_contain_text("Assigned to you by Edda")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/claims/{claim}")
    expect(page.locator(".bell-count")).to_have_count(0)


def assigned(running: Running) -> int:
    """Edda assigns a claim to Cem."""
    given = running.environment
    settings = Settings(_env_file=None, data=Path(given["FACTCHECK_DATA"]), database_url=given["DATABASE_URL"])
    desk = Desk(settings)
    edda, cem = (people.by_email(desk.unit(), f"{name}@desk.example")[1] for name in ("edda", "cem"))
    article = articles.receive(desk.unit(), Incoming(ARTICLE, "Canal"), edda).article_id
    start = ARTICLE.index(WORDS)
    claim = editing.add(desk.unit(), article, edda, fragments=[(start, start + len(WORDS))])
    review.move(desk.unit(), claim.row.id, Move.ASSIGN, edda, seen=claim.version, given=Given(assignee=cem))
    desk.close()
    return claim.row.id
