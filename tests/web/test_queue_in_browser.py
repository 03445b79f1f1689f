"""The queue on a phone and on a desk: folded filters, and lists of none, one and a thousand claims."""

import pytest
from playwright.sync_api import expect

from factcheck.store.tables import Claim
from tests.web.conftest import World
from tests.web.test_in_browser import Desktop, desktop, found_here  # noqa: F401 - the fixture

PHONE = {"viewport": {"width": 320, "height": 720}}
SCREEN = {"viewport": {"width": 1440, "height": 900}}


def test_on_a_phone_the_filters_are_folded_until_one_is_set(desktop: Desktop) -> None:  # noqa: F811
    page = desktop.page("jana", **PHONE)
    form = page.locator("form.filters")
    expect(page.get_by_label("Stage")).to_be_hidden()
    search = page.locator("input[name=q]").bounding_box()
    folded = form.bounding_box()
    assert search is not None
    assert folded is not None
    assert folded["height"] < 4 * search["height"]
    page.get_by_text("Stage and order").click()
    page.get_by_label("Order").select_option("oldest")
    page.get_by_role("button", name="Filter", exact=True).click()
    page.wait_for_url("**/queue?*sort=oldest*")
    expect(page.get_by_label("Order")).to_be_visible()
    assert found_here(page) == []


def test_where_there_is_room_nothing_of_them_is_folded(desktop: Desktop) -> None:  # noqa: F811
    page = desktop.page("jana", **SCREEN)
    expect(page.get_by_text("Stage and order")).to_be_hidden()
    for label in ("Stage", "Order", "Only mine"):
        expect(page.get_by_label(label)).to_be_visible()


@pytest.mark.parametrize("many", [0, 1, 1_000])
@pytest.mark.parametrize("look", [PHONE, SCREEN], ids=["narrow", "wide"])
def test_a_queue_of_none_of_one_and_of_a_thousand(
    desktop: Desktop,  # noqa: F811
    world: World,
    many: int,
    look: dict[str, dict[str, int]],
) -> None:
    with world.desk.unit().writing() as session:
        for claim in world.claims[1:] if many else world.claims:
            session.get_one(Claim, claim).checkworthy = False
        like = session.get_one(Claim, world.claims[0]).model_dump(exclude={"id", "number"})
        session.add_all(Claim(**like, number=100 + number) for number in range(1, many))
    page = desktop.page("jana", **look)
    expect(page.locator("#counts")).to_contain_text("1,000" if many == 1_000 else f"{many} ")
    if not many:
        expect(page.get_by_text("The queue is empty")).to_be_visible()
    shown = page.locator("[data-row]").count()
    assert shown == min(many, 50)
    assert found_here(page) == []
    if many > shown:
        page.get_by_text("Show more").click()
        expect(page.locator("[data-row]")).to_have_count(2 * shown)
