"""The form of an amendment, without JavaScript and in a browser: one form for answer, wording and sources."""

import re
from typing import Any

from playwright.sync_api import expect

from factcheck.domain.review import Stage
from tests.web.conftest import World
from tests.web.test_in_browser import Desktop, desktop  # noqa: F401 - the fixture
from tests.web.test_work import submitted


def test_an_editor_changes_wording_and_sources_in_one_form_and_sees_why_not_to_sign_it(world: World) -> None:
    claim, omar = world.claims[0], world.signed_in("omar")
    submitted(world, claim)
    sheet = world.sheet(claim)
    assert sheet.latest is not None
    source = sheet.sources[0].id
    assert f'name="source-{source}-passage"' in omar.get(f"/claims/{claim}?amend=1").text
    form: dict[str, Any] = {
        "seen": sheet.version, "hash_seen": sheet.latest.content_hash, "verdict": "confirmed",
        "rationale": sheet.latest.rationale, "statement": "The night ferry carried twelve people", "source": source,
        f"source-{source}-stance": "supports", f"source-{source}-kind": "primary",
        f"source-{source}-passage": "12 names",
        "new-title": "Log of the harbour office", "new-stance": "supports", "new-kind": "secondary",
    }  # fmt: skip
    page = omar.post(f"/claims/{claim}/moves/amend", form, follow_redirects=True).text
    assert "Amended. Somebody else approves it." in page
    assert "somebody else approves it" in page
    amended = world.sheet(claim)
    assert amended.latest is not None
    assert amended.latest.statement == "The night ferry carried twelve people"
    assert [each.passage for each in amended.latest.sources] == ["12 names", ""]
    assert amended.row.stage is Stage.SUBMITTED


def test_a_refused_amendment_stands_in_the_form_again(world: World) -> None:
    claim, omar = world.claims[0], world.signed_in("omar")
    submitted(world, claim)
    sheet = world.sheet(claim)
    assert sheet.latest is not None
    source = sheet.sources[0].id
    form = {
        "seen": sheet.version, "hash_seen": sheet.latest.content_hash, "verdict": "confirmed", "source": source,
        "rationale": "The list names them.", f"source-{source}-off": "1", "new-url": "javascript:x",
    }  # fmt: skip
    action = re.search(r'id="verdict" method="post" action="([^"]+)"', omar.get(f"/claims/{claim}?amend=1").text)
    assert action
    answer = omar.post(action[1], form)
    assert answer.status_code == 422
    assert "javascript:x" in answer.text
    assert "The list names them." in answer.text
    assert world.sheet(claim) == sheet


def test_by_keyboard_in_a_browser(desktop: Desktop, world: World) -> None:  # noqa: F811
    claim = world.claims[0]
    submitted(world, claim)
    page = desktop.page("omar")
    page.goto(f"/claims/{claim}")
    page.keyboard.press("m")
    page.wait_for_url("**amend=1**")
    page.evaluate("() => document.querySelectorAll('main details:not(.more)').forEach(part => { part.open = true; })")
    page.get_by_label("Take it off the finding").check()
    page.fill("#field-new-title", "Log of the harbour office")
    page.select_option("#field-new-stance", "supports")
    page.select_option("#field-new-kind", "primary")
    page.locator("#field-rationale").focus()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".toast")).to_contain_text("Amended")
    latest = world.sheet(claim).latest
    assert latest is not None
    assert [source.title for source in latest.sources] == ["Log of the harbour office"]
