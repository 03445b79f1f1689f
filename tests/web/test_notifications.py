"""Notifications as pages: the bar counts them, without a script too, and nothing on them is anybody else's."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from factcheck.domain.people import Actor
from factcheck.domain.review import Given, Move
from factcheck.services import notifications, reader_errors, review
from factcheck.store import notifications as rows
from tests.conftest import SetClock
from tests.mail_server import MailServer
from tests.web.conftest import World
from tests.web.publishing import publish
from tests.web.test_in_browser import LOOKS, NAMES, Desktop, desktop, found_here  # noqa: F401 - the fixture
from tests.web.test_more_in_browser import ARABIC, LONG

HOSTILE = "<script>alert(1)</script> \u202e\"'><img src=x onerror=alert(2)>"


def assign(world: World, claim: int, to: str = "jana") -> None:
    given = Given(assignee=world.actors[to])
    review.move(world.desk.unit(), claim, Move.ASSIGN, world.actors["omar"], seen=world.seen(claim), given=given)


def many(world: World, number: int, to: str = "jana", **given: Any) -> None:
    """So many notifications about one claim."""
    row = {"person_id": world.actors[to].id, "claim_id": world.claims[0], "kind": "assigned", "by": "Omar", "note": ""}
    row |= {"channel": "page", "at": world.desk.clock()} | given
    with world.desk.unit().writing() as session:
        rows.write(session, [row | {"cause": f"claim:1:{each}"} for each in range(1000, 1000 + number)])


def counted(page: str) -> str:
    found = re.search(r'class="bell-count">([^<]*)<', page)
    return found[1] if found else ""


def left(world: World, actor: Actor) -> int:
    return notifications.unread(world.desk.unit(), actor)


def test_with_nothing_to_tell_the_page_says_what_will_stand_there(world: World) -> None:
    jana = world.signed_in("jana")
    page = jana.get("/notifications").text
    assert "Nothing to tell you yet" in page
    assert "Mark all as read" not in page
    assert counted(page) == ""


def test_the_bar_of_every_page_counts_what_is_unread(world: World) -> None:
    jana = world.signed_in("jana")
    assign(world, world.claims[0])
    assign(world, world.claims[1])
    for address in ("/queue", "/articles", "/account", "/notifications", f"/claims/{world.claims[2]}"):
        assert counted(jana.get(address).text) == "2"
    assert counted(jana.piece("/notifications/count").text) == "2"
    assert counted(world.signed_in("tim").get("/queue").text) == ""


def test_what_is_more_than_99_is_not_counted_out(world: World) -> None:
    many(world, 120)
    assert counted(world.signed_in("jana").get("/queue").text) == "99+"


def test_opening_one_without_a_script_marks_it_read_and_shows_the_claim(world: World) -> None:
    jana = world.signed_in("jana")
    assign(world, world.claims[0])
    action = re.search(r'action="(/notifications/\d+/open)"', jana.get("/notifications").text)
    assert action
    answer = jana.post(action[1])
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/claims/{world.claims[0]}")
    assert left(world, world.actors["jana"]) == 0
    assert "Nothing unread" in jana.get("/notifications?unread=1").text


def test_looking_at_the_list_marks_nothing_read(world: World) -> None:
    jana = world.signed_in("jana")
    assign(world, world.claims[0])
    for address in ("/notifications", "/notifications?unread=1", "/notifications/news?after=0", "/notifications/count"):
        assert jana.get(address).status_code == 200
    assert left(world, world.actors["jana"]) == 1


def test_all_are_marked_read_without_a_script_and_the_way_back_stands_beside_it(world: World) -> None:
    jana = world.signed_in("jana")
    for claim in world.claims:
        assign(world, claim)
    newest = re.search(r'name="upto" value="(\d+)"', jana.get("/notifications").text)
    assert newest
    jana.post("/notifications/read", {"upto": newest[1]})
    assert left(world, world.actors["jana"]) == 0
    page = jana.get("/notifications").text
    at = re.search(r'name="at" value="([^"]+)"', page)
    assert at
    jana.post("/notifications/unread", {"at": at[1].replace("&#43;", "+")})
    assert left(world, world.actors["jana"]) == 3


def test_one_is_marked_unread_again(world: World) -> None:
    jana = world.signed_in("jana")
    assign(world, world.claims[0])
    number = notifications.listed(world.desk.unit(), world.actors["jana"]).lines[0].id
    for read, count in (("1", 0), ("0", 1)):
        answer = jana.post(f"/notifications/{number}/mark?unread=1", {"read": read})
        assert answer.headers["Location"] == "/notifications?unread=1"
        assert left(world, world.actors["jana"]) == count


def test_somebody_else_s_is_not_there(world: World) -> None:
    assign(world, world.claims[0])
    number = notifications.listed(world.desk.unit(), world.actors["jana"]).lines[0].id
    tim = world.signed_in("tim")
    assert tim.post(f"/notifications/{number}/open").status_code == 404
    assert tim.post(f"/notifications/{number}/mark", {"read": "1"}).status_code == 404
    assert left(world, world.actors["jana"]) == 1


@pytest.mark.parametrize(
    ("address", "given"),
    [
        ("/notifications?before=-1", None),
        ("/notifications?before=99999999999999999999", None),
        ("/notifications/news?after=x", None),
        ("/notifications/read", {"upto": "1 OR 1=1"}),
        ("/notifications/unread", {"at": "yesterday"}),
        ("/notifications/unread", {"at": "9999-12-31T23:59:59-12:00"}),
        ("/notifications/unread", {"at": "0001-01-01T00:00:00+14:00"}),
        ("/queue/news?since=9999-12-31T23:59:59-12:00", None),
        ("/notifications/choices", {"assigned": "by pigeon"}),
    ],
)
def test_what_no_page_of_ours_sends_is_refused_in_words(
    world: World, address: str, given: dict[str, str] | None
) -> None:
    jana = world.signed_in("jana")
    answer = jana.get(address) if given is None else jana.post(address, given)
    assert answer.status_code == 422


def test_a_thousand_come_fifty_at_a_time(world: World) -> None:
    many(world, 1000)
    jana = world.signed_in("jana")
    page, seen = jana.get("/notifications").text, 0
    while True:
        seen += page.count("data-row")
        older = re.search(r'href="(/notifications\?before=\d+)"', page)
        if not older:
            break
        page = jana.piece(older[1]).text
    assert seen == 1000


def test_what_people_write_is_shown_as_text(world: World) -> None:
    claim = publish(world, world.claims[0]).row.id
    reader_errors.report(world.desk.unit(), claim, HOSTILE, address="192.0.2.1")
    page = world.signed_in("omar").get("/notifications").text
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_a_person_chooses_in_their_account_what_they_are_told(world: World) -> None:
    jana = world.signed_in("jana")
    page = jana.get("/account").text
    assert "A claim is assigned to you" in page
    assert "A reader reports an error" not in page
    assert "A reader reports an error" in world.signed_in("omar").get("/account").text
    jana.post("/notifications/choices", {"assigned": "none"})
    assign(world, world.claims[0])
    assert left(world, world.actors["jana"]) == 0


# --- In a browser ---------------------------------------------------------------------------------


def test_they_are_reached_read_and_marked_by_keyboard(
    desktop: Desktop,  # noqa: F811
    world: World,
    clock: SetClock,
) -> None:
    assign(world, world.claims[0])
    assign(world, world.claims[1])
    page = desktop.page("jana")
    page.keyboard.press("?")
    expect(page.locator("#keys-help")).to_contain_text("Open your notifications")
    page.keyboard.press("Escape")
    page.keyboard.press("y")
    page.wait_for_url("**/notifications")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/claims/{world.claims[1]}")
    expect(page.locator(".bell-count")).to_have_text("1")
    clock.forward(timedelta(seconds=1))
    page.keyboard.press("y")
    page.wait_for_url("**/notifications")
    page.get_by_role("button", name="Mark all as read").press("Enter")
    expect(page.locator(".toast")).to_contain_text("All marked as read.")
    expect(page.locator(".bell-count")).to_have_count(0)
    page.keyboard.press("z")
    expect(page.locator(".bell-count")).to_have_text("1")


def test_what_comes_is_announced_and_moves_nothing(desktop: Desktop, world: World) -> None:  # noqa: F811
    assign(world, world.claims[0])
    page = desktop.page("jana")
    page.goto("/notifications")
    before = page.locator(".bar").bounding_box(), page.locator(".row").first.inner_text()
    bell = page.locator(".bell").bounding_box()
    many(world, 1)
    page.evaluate("() => document.body.dispatchEvent(new CustomEvent('signal:person'))")
    expect(page.locator(".bell-count")).to_have_text("2")
    expect(page.locator("#news")).to_contain_text("1 new")
    assert (page.locator(".bar").bounding_box(), page.locator(".row").first.inner_text()) == before
    assert page.locator(".bell").bounding_box() == bell
    page.get_by_role("link", name="Show", exact=True).click()
    expect(page.locator(".row")).to_have_count(2)


@pytest.mark.parametrize("look", LOOKS, ids=NAMES)
def test_axe_finds_nothing_on_a_hundred_notifications(desktop: Desktop, world: World, look: dict[str, Any]) -> None:  # noqa: F811
    many(world, 120, note=f"{LONG} {ARABIC}", kind="returned", by=LONG)
    page = desktop.page("jana", **look)
    page.goto("/notifications")
    assert found_here(page) == []


# --- By mail --------------------------------------------------------------------------------------


@pytest.fixture
def mailing(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    """A desk that sends mail, to a server on this machine."""
    server = MailServer(starttls=False)
    given = {"smtp_url": f"smtp+plain://desk:secret@127.0.0.1:{server.port}", "mail_from": "desk@desk.example"}
    monkeypatch.setattr(world.desk, "settings", world.desk.settings.model_copy(update=given))
    server.login = True
    yield server
    server.close()


def test_a_desk_without_a_mail_server_says_so_and_offers_no_mail(world: World) -> None:
    page = world.signed_in("jana").get("/account").text
    assert "This desk sends no mail." in page
    assert "by mail at once" not in page
    admin = world.signed_in("ada")
    assert "Off: set FACTCHECK_SMTP_URL" in admin.get("/admin/settings").text
    assert admin.post("/admin/settings/mail").status_code == 422


def test_a_person_chooses_mail_and_the_hour_of_the_digest(world: World, mailing: MailServer) -> None:
    jana = world.signed_in("jana")
    assert "This desk sends no mail." not in jana.get("/account").text
    jana.post("/notifications/choices", {"assigned": "at_once", "returned": "digest", "hour": "18"})
    page = jana.get("/account").text
    for chosen in ("at_once", "digest", "18"):
        assert f'<option value="{chosen}" selected>' in page
    assert jana.post("/notifications/choices", {"hour": "24"}).status_code == 422


def test_an_admin_tries_the_mail_out_and_reads_what_the_server_says(world: World, mailing: MailServer) -> None:
    admin = world.signed_in("ada")
    page = admin.get("/admin/settings").text
    assert "Send me a test mail" in page
    assert "desk:secret" not in page
    refused = admin.post("/admin/settings/mail")
    assert refused.status_code == 503
    assert "The mail server did not let the desk in: 535 5.7.8 wrong name or password" in refused.text
    mailing.login = False
    mailing.answers = {"EHLO": ["250-mail.example\r\n250 AUTH PLAIN"], "AUTH": ["235 welcome"]}
    assert admin.post("/admin/settings/mail").status_code == 303
    assert [letter.to for letter in mailing.taken] == [["ada@desk.example"]]
    assert world.signed_in("omar").post("/admin/settings/mail").status_code == 403
