"""The pages of those who run the desk: people, outlets, workers, settings, history."""

import re

import pytest
from pydantic import SecretStr
from sqlalchemy import text as sql

from factcheck.domain.errors import NotFound, SignedOut
from factcheck.domain.people import Role
from factcheck.services import jobs as work
from factcheck.services import outlets, people
from factcheck.web.admin.settings import in_words, without_password
from tests.web.conftest import PASSWORD, World

SECTIONS = ("people", "outlets", "plugins", "workers", "settings", "history")


@pytest.mark.parametrize(
    ("name", "open_to"),
    [("ada", set(SECTIONS)), ("omar", {"outlets", "workers"}), ("jana", set())],
)
def test_each_role_sees_its_sections(world: World, name: str, open_to: set[str]) -> None:
    visitor = world.signed_in(name)
    for section in SECTIONS:
        answer = visitor.get(f"/admin/{section}")
        assert answer.status_code == (200 if section in open_to else 403)
        for other in SECTIONS if section in open_to else ():
            assert (f'href="/admin/{other}"' in answer.text) == (other in open_to)
    assert visitor.get("/admin", follow_redirects=True).status_code == (200 if open_to else 403)


# --- People ---------------------------------------------------------------------------------------


def test_a_person_is_added_with_a_link_that_is_shown_once_and_works_once(world: World) -> None:
    ada = world.signed_in("ada")
    added = ada.post("/admin/people", {"name": "Nora", "email": "Nora@desk.example", "roles": ["checker", "editor"]})
    link = re.search(r'<code id="link">([^<]+)</code>', added.text)
    assert link is not None
    path = link[1].removeprefix(world.desk.settings.public_url)
    nora = people.by_email(world.desk.unit(), "nora@desk.example")[0]
    assert nora.roles == (Role.CHECKER, Role.EDITOR)
    assert path.rpartition("/")[2] not in ada.get(f"/admin/people/{nora.id}").text
    stranger = world.visitor()
    stranger.post(path, {"password": PASSWORD, "repeated": PASSWORD})
    assert stranger.get(path).status_code == 404
    assert people.by_email(world.desk.unit(), "nora@desk.example")[0].has_password


def test_the_link_stands_on_the_configured_address_whatever_the_host_header_says(world: World) -> None:
    client, elsewhere = world.signed_in("ada").client, "http://evil.example"
    session = client.get_cookie("desk")
    assert session is not None
    client.set_cookie("desk", session.value, domain="evil.example")
    path = f"/admin/people/{world.actors['jana'].id}"
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(path, base_url=elsewhere).text)
    assert token is not None
    answer = client.post(f"{path}/link", data={"csrf_token": token[1]}, base_url=elsewhere)
    assert f'<code id="link">{world.desk.settings.public_url}/welcome/' in answer.text


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({"name": "", "email": "n@desk.example", "roles": "checker"}, "name", "A name has 1 to 100 characters."),
        ({"name": "Nora", "email": "nora", "roles": "checker"}, "email", "nora is not an e-mail address."),
        ({"name": "Nora", "email": "jana@desk.example", "roles": "checker"}, "email", "already somebody"),
        ({"name": "Nora", "email": "n@desk.example"}, "role", "A role is checker, editor or admin"),
        ({"name": "Nora", "email": "n@desk.example", "roles": "worker"}, "role", "not worker"),
    ],
)
def test_a_refusal_stands_at_its_field(world: World, given: dict[str, str], field: str, said: str) -> None:
    answer = world.signed_in("ada").post("/admin/people", given)
    assert answer.status_code == 422
    assert said in answer.text.replace("&#39;", "'")
    assert f'id="field-{field}-error"' in answer.text
    with pytest.raises(NotFound):
        people.by_email(world.desk.unit(), "n@desk.example")


def test_new_roles_end_the_sessions_of_the_old_ones(world: World) -> None:
    ada, jana = world.signed_in("ada"), world.signed_in("jana")
    ada.post(f"/admin/people/{world.actors['jana'].id}/roles", {"roles": ["editor"]})
    assert jana.get("/queue").status_code == 303
    assert people.by_email(world.desk.unit(), "jana@desk.example")[0].roles == (Role.EDITOR,)


def test_the_last_admin_stays_one(world: World) -> None:
    ada, number = world.signed_in("ada"), world.actors["ada"].id
    for path, given in (("roles", {"roles": "checker"}), ("disable", {})):
        answer = ada.post(f"/admin/people/{number}/{path}", given)
        assert answer.status_code == 422
        assert "This is the last admin" in answer.text


def test_who_is_shut_out_is_out_at_once_and_can_be_let_in_again(world: World) -> None:
    ada, jana, number = world.signed_in("ada"), world.signed_in("jana"), world.actors["jana"].id
    ada.post(f"/admin/people/{number}/disable")
    assert jana.get("/queue").status_code == 303
    with pytest.raises(SignedOut):
        world.signed_in("jana")
    ada.post(f"/admin/people/{number}/enable")
    assert world.signed_in("jana").get("/queue").status_code == 200


def test_an_admin_ends_one_session(world: World) -> None:
    ada, first, second = world.signed_in("ada"), world.signed_in("jana"), world.signed_in("jana")
    page = ada.get(f"/admin/people/{world.actors['jana'].id}").text
    ends = re.findall(r'action="(/admin/people/\d+/sessions/\d+/end)"', page)
    assert len(ends) == 2
    ada.post(ends[0])
    assert sorted(visitor.get("/queue").status_code for visitor in (first, second)) == [200, 303]


def test_a_person_who_is_not_there_is_404(world: World) -> None:
    assert world.signed_in("ada").get("/admin/people/9999").status_code == 404


# --- Outlets --------------------------------------------------------------------------------------


def test_an_outlet_is_added_and_switched_off_and_on(world: World) -> None:
    omar = world.signed_in("omar")
    omar.post("/admin/outlets", {"name": "Hill Post", "feed_url": "https://hill.example/feed", "site": ""})
    (outlet,) = outlets.known(world.desk.unit(), world.actors["omar"])
    assert (outlet.name, outlet.active) == ("Hill Post", True)
    omar.post(f"/admin/outlets/{outlet.id}/switch", {"active": ""})
    assert "switched off" in omar.get("/admin/outlets").text
    omar.post(f"/admin/outlets/{outlet.id}/switch", {"active": "1"})
    assert outlets.known(world.desk.unit(), world.actors["omar"])[0].active


def test_the_owner_of_an_outlet_is_filled_in_and_changed(world: World) -> None:
    omar, hostile = world.signed_in("omar"), "<b>Hill & Sons"
    given = {"name": "Hill Post", "feed_url": "https://hill.example/feed", "owner": "Hill Press"}
    omar.post("/admin/outlets", given)
    (outlet,) = outlets.known(world.desk.unit(), world.actors["omar"])
    assert outlet.owner == "Hill Press"
    omar.post(f"/admin/outlets/{outlet.id}/owner", {"owner": hostile})
    page = omar.get("/admin/outlets").text
    assert "Owned by" in page
    assert "&lt;b&gt;Hill &amp; Sons" in page
    assert "<b>Hill" not in page
    omar.post(f"/admin/outlets/{outlet.id}/owner", {"owner": ""})
    assert "Owner not known" in omar.get("/admin/outlets").text
    assert omar.post("/admin/outlets/999/owner", {"owner": "x"}).status_code == 404
    refused = world.signed_in("jana").post(f"/admin/outlets/{outlet.id}/owner", {"owner": "x"})
    assert refused.status_code == 403


def test_an_outlet_without_a_feed_is_refused_and_kept_in_the_form(world: World) -> None:
    answer = world.signed_in("omar").post("/admin/outlets", {"name": "Hill Post", "feed_url": "javascript:alert(1)"})
    assert answer.status_code == 422
    assert "not the address of a web page" in answer.text
    assert 'value="Hill Post"' in answer.text


# --- Workers, settings, history -------------------------------------------------------------------


def test_failures_of_the_workers_are_told_in_words(world: World) -> None:
    (message, *_) = work.due(world.desk.unit())
    taken = work.take(world.desk.unit(), message.id)
    assert taken is not None
    work.failed(world.desk.unit(), taken.id, "Its page timed out.")
    page = world.signed_in("omar").get("/admin/workers").text
    assert "Its page timed out." in page
    assert "given up" in page
    assert "1 try" in page


def test_the_settings_are_all_there_and_no_secret_among_them(world: World) -> None:
    page = world.signed_in("ada").get("/admin/settings").text
    assert "FACTCHECK_SECRET_KEY" in page
    assert "FACTCHECK_PUBLIC_URL" in page
    assert world.desk.settings.key.decode() not in page


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (SecretStr("hush"), "set"),
        (SecretStr(""), "made on first run"),
        (False, "no"),
        (frozenset({"b:2", "a:1"}), "a:1, b:2"),
        ("postgresql://desk:hush@db.example/desk?sslmode=require", "postgresql://…@db.example/desk"),
        ("redis://:hush@cache.example:6379/0", "redis://…@cache.example:6379/0"),
        ("postgresql://db.example/desk?password=hush", "postgresql://…@db.example/desk"),
        ("sqlite:////srv/desk.db", "sqlite:////srv/desk.db"),
        ("http://[broken", "set"),
    ],
)
def test_a_setting_is_shown_without_what_must_stay_secret(value: object, words: str) -> None:
    assert in_words(value) == words
    assert "hush" not in without_password(words)


def test_the_history_is_checked_on_request(world: World) -> None:
    ada = world.signed_in("ada")
    assert "holds" not in ada.get("/admin/history").text.partition("<main")[2]
    assert "The history holds." in ada.post("/admin/history").text
    with world.desk.unit().writing() as session:
        session.execute(sql("DROP TRIGGER history_no_update"))
        session.execute(sql("UPDATE history SET note = 'forged' WHERE seq = 1 AND subject = 'claim:1'"))
    answer = ada.post("/admin/history").text
    assert "The history does not hold" in answer
    assert "claim:1 entry 1: its content does not match its hash" in answer
