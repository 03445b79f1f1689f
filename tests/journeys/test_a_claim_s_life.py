"""An article goes its whole way through a running desk: by keyboard, over real workers, to every export."""

import csv
import io
import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import ARTICLE, Running

LATER = 30_000
"""Milliseconds that a page may take to hear from a worker on a busy machine."""

CLAIM = "four of the forty locks"


def test_from_the_article_to_the_export(running: Running) -> None:
    _add_the_outlet(running)
    cem, edda = running.page("cem"), running.page("edda")
    _bring_in_the_article(cem)
    number = _check_with_what_the_workers_found(cem)
    _return_it(edda, number)
    _mend_and_send_again(cem, number)
    _approve_it(edda, number)
    _find_it_in_every_export(running, edda, number)
    _read_it_as_anybody(running, number)


def _add_the_outlet(running: Running) -> None:
    page = running.page("ada")
    page.goto("/admin/outlets")
    page.fill("[name=name]", "Tide Courier")
    page.fill("[name=feed_url]", f"http://{running.press}/feed.xml")
    page.press("[name=feed_url]", "Enter")
    expect(page.get_by_text("Tide Courier", exact=True)).to_be_visible()


def _bring_in_the_article(page: Page) -> None:
    """The page shows without a reload when the workers have split it."""
    page.goto("/articles/new")
    page.fill("[name=text]", ARTICLE)
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile(r"/articles/\d+"))
    expect(page.get_by_role("link", name="Claim 1 in the text")).to_be_visible(timeout=LATER)
    expect(page.locator("main")).to_contain_text("Orla Denk")


def _check_with_what_the_workers_found(page: Page) -> str:
    """Take the claim, watch a report arrive, attach it by key, answer, send: all by keyboard."""
    page.goto("/queue")
    page.keyboard.press("/")
    page.keyboard.type("locks closed")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("q="))
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.wait_for_url(re.compile(r"/claims/\d+"))
    number = re.findall(r"/claims/(\d+)", page.url)[0]
    expect(page.locator("h1")).to_contain_text(re.compile("locks", re.I))
    expect(page.locator("#evidence")).to_contain_text("Eleven of the forty locks", timeout=LATER)
    expect(page.locator("#evidence")).to_contain_text("2 reports", timeout=LATER)
    expect(page.locator("#evidence")).to_contain_text("1 origin")
    page.keyboard.press("2")
    page.keyboard.press("r")
    page.keyboard.type("The tide board's own bulletin counts eleven closed locks, not four.")
    expect(page.locator("#saved")).to_contain_text("Draft saved")
    page.keyboard.press("Escape")
    _attach_as_primary(page)
    expect(page.locator(".rule-refutes")).to_contain_text("Met")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(lambda url: f"/claims/{number}" not in url)
    return number


def _attach_as_primary(page: Page) -> None:
    report = page.locator("#evidence [data-row]").first
    report.locator("[name=kind]").check()
    report.get_by_role("button", name="refutes").click()
    expect(page.locator("#sources .source")).to_have_count(1)


def _return_it(page: Page, number: str) -> None:
    page.goto("/approve")
    page.goto(f"/claims/{number}")
    page.keyboard.press("b")
    page.keyboard.type("Say when the board counted.")
    page.get_by_role("button", name=re.compile("^Return")).last.click()
    page.wait_for_url(lambda url: f"/claims/{number}" not in url)


def _mend_and_send_again(page: Page, number: str) -> None:
    page.goto("/queue")
    expect(page.locator("main")).to_contain_text("Say when the board counted.")
    page.goto(f"/claims/{number}")
    page.keyboard.press("t")
    expect(page.locator("#lease")).to_be_visible()
    expect(page.locator("#field-rationale")).to_have_value(re.compile("eleven closed locks"))
    page.keyboard.press("r")
    page.keyboard.type(" It counted on the evening of the storm.")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(lambda url: f"/claims/{number}" not in url)


def _approve_it(page: Page, number: str) -> None:
    page.goto(f"/claims/{number}")
    expect(page.locator("ins").first).to_contain_text("evening of the storm")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(lambda url: f"/claims/{number}" not in url)


def _find_it_in_every_export(running: Running, page: Page, number: str) -> None:
    """The page, the command and the API give the same."""
    token = running.command("token", "add", "edda@desk.example", "--scope", "read").strip()
    for form in ("csv", "jsonl", "claimreview", "feed"):
        by_page = page.request.get(f"/exports/download?format={form}").text()
        by_command = running.command("export", "--format", form)
        by_api = page.request.get(
            f"/api/v1/exports/claims?format={form}", headers={"Authorization": f"Bearer {token}"}
        ).text()
        known = [_without_time(text) for text in (by_page, by_command, by_api)]
        assert known[0] == known[1] == known[2]
        assert _address_in(form, by_page) == f"{running.address}/checks/{number}"


def _without_time(text: str) -> str:
    return re.sub(r'"dateModified": "[^"]+", "sdLicense"', '"sdLicense"', text).replace("\r\n", "\n")


def _address_in(form: str, text: str) -> str:
    if form == "csv":
        return next(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))["url"]
    if form == "jsonl":
        return str(json.loads(text.splitlines()[0])["url"])
    document = json.loads(text)
    return str(document[0]["url"] if form == "claimreview" else document["dataFeedElement"][0]["item"][0]["url"])


def _read_it_as_anybody(running: Running, number: str) -> None:
    page = running.page(viewport={"width": 390, "height": 844})
    page.goto(f"/checks/{number}")
    expect(page.locator("main")).to_contain_text(re.compile("disputed", re.I))
    expect(page.locator("main")).to_contain_text("closed locks, not four. It counted on the evening of the storm.")
    expect(page.locator("main")).to_contain_text("Eleven of the forty locks")
    review = json.loads(page.locator("script[type='application/ld+json']").text_content() or "")
    assert review["@type"] == "ClaimReview"
    assert review["reviewRating"]["alternateName"] == "Disputed"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The journey on the embedded default; the services are tested on both databases."""
    return sqlite_url
