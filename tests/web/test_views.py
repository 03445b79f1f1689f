"""Saved views by plain forms: saved under a name, open as a tab, removed, and put back by the toast."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.web.conftest import World
from tests.web.test_in_browser import LOOKS, NAMES, Desktop, desktop, found_here  # noqa: F401 - the fixture

LONG = "Donaudampfschifffahrtsgesellschafts"


def test_filters_are_saved_opened_removed_and_put_back(world: World) -> None:
    jana = world.signed_in("jana")
    assert "Save these filters" not in jana.get("/queue").text
    assert "Save these filters" in jana.get("/queue?claimant=Lina").text
    saved = jana.post("/queue/views?claimant=Lina&stage=&junk=1", {"name": "Coast <b>"}, follow_redirects=True)
    assert saved.request.full_path == "/queue?claimant=Lina"
    assert "Coast &lt;b&gt;" in saved.text
    assert 'href="/queue?claimant=Lina" aria-current="page"' in saved.text
    assert "Save these filters" not in saved.text
    assert 'href="/queue?claimant=Lina"' in jana.get("/queue").text
    remove = re.search(r'action="(/queue/views/\d+/remove)"', saved.text)
    assert remove
    gone = jana.post(remove[1], follow_redirects=True)
    assert 'class="views"' not in gone.text
    jana.post("/queue/views?claimant=Lina", {"name": "Coast <b>"})
    assert 'class="views"' in jana.get("/queue").text
    assert 'class="views"' not in world.signed_in("tim").get("/queue").text


def test_a_refused_view_stands_in_its_form_again(world: World) -> None:
    jana = world.signed_in("jana")
    answer = jana.post("/queue/views?claimant=Lina", {"name": "x" * 41})
    assert answer.status_code == 422
    assert "at most 40 characters" in answer.text
    assert f'value="{"x" * 41}"' in answer.text
    assert jana.post("/queue/views", {"name": "All"}).status_code == 422
    assert jana.post("/queue/views/1/remove").status_code == 404


@pytest.mark.parametrize("look", LOOKS, ids=NAMES)
def test_a_view_is_saved_and_opened_by_keyboard_and_axe_finds_nothing(
    desktop: Desktop,  # noqa: F811
    world: World,
    look: dict[str, Any],
) -> None:
    page = desktop.page("jana", **look)
    page.goto("/queue?sort=oldest")
    page.keyboard.press("v")
    page.keyboard.type(LONG)
    page.keyboard.press("Enter")
    expect(page.locator(".view[aria-current]")).to_contain_text(LONG)
    page.keyboard.press("0")
    page.wait_for_url("**/queue")
    page.keyboard.press("1")
    page.wait_for_url("**/queue?sort=oldest")
    assert found_here(page) == []
    page.goto("/queue?sort=newest")
    page.locator(".save-view summary").click()
    page.keyboard.type("nothing new")
    expect(page.get_by_label("Name of the view")).to_have_value("nothing new")
    assert found_here(page) == []
    assert desktop.complaints == []
