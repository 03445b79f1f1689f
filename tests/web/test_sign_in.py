"""Signing in and out, the first password, and where one is sent afterwards."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from factcheck.config import Settings
from factcheck.domain.errors import OutsideUnavailable
from factcheck.services import people
from factcheck.web.app import create_app
from factcheck.web.sessions import safe_next
from factcheck.wiring import Desk
from tests.conftest import SetClock
from tests.web.conftest import ADMIN, PASSWORD, World

ELSEWHERE = [
    "//elsewhere.example",
    "///elsewhere.example",
    "/\\elsewhere.example",
    "\\\\elsewhere.example",
    "/\t/elsewhere.example",
    "/\n/elsewhere.example",
    "\t//elsewhere.example",
    " //elsewhere.example",
    "https://elsewhere.example",
    "https:elsewhere.example",
    "https:/elsewhere.example",
    "javascript:alert(1)",
    "data:text/html,hello",
    "elsewhere.example",
    "/queue\r\nSet-Cookie: a=b",
    "/%09/\\elsewhere.example\\..",
    "",
]


@pytest.mark.parametrize("address", ELSEWHERE)
def test_nobody_is_sent_elsewhere(world: World, address: str) -> None:
    visitor = world.visitor()
    answer = visitor.post("/sign-in", {"email": "jana@desk.example", "password": PASSWORD, "next": address})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert safe_next(address) == "/"


@pytest.mark.parametrize("address", ["/queue", "/claims/3?mine=1&outlet=Coast%20Daily", "/"])
def test_one_comes_back_to_where_one_was(world: World, address: str) -> None:
    visitor = world.visitor()
    answer = visitor.post("/sign-in", {"email": "jana@desk.example", "password": PASSWORD, "next": address})
    assert answer.headers["Location"] == address
    assert visitor.get("/queue").status_code == 200


@pytest.mark.parametrize("email", ["jana@desk.example", "nobody@desk.example", ""])
def test_every_failure_has_the_same_sentence(world: World, email: str) -> None:
    answer = world.visitor().post("/sign-in", {"email": email, "password": "not the right one"})
    assert answer.status_code == 401
    assert "The address or the password is not right." in answer.text
    assert "not the right one" not in answer.text


def test_guessing_is_slowed_down(world: World) -> None:
    visitor = world.visitor()
    for _ in range(5):
        visitor.post("/sign-in", {"email": "tim@desk.example", "password": "guess"})
    answer = visitor.post("/sign-in", {"email": "tim@desk.example", "password": PASSWORD})
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) == 60


def test_a_copied_cookie_is_worth_nothing_after_signing_out(world: World) -> None:
    visitor = world.signed_in("jana")
    cookie = visitor.client.get_cookie("desk")
    assert cookie is not None
    assert visitor.post("/sign-out").status_code == 303
    thief = world.visitor()
    thief.client.set_cookie("desk", cookie.value)
    assert thief.get("/queue").status_code == 303


def test_a_session_ends_by_itself(world: World, clock: SetClock) -> None:
    visitor = world.signed_in("jana")
    clock.forward(timedelta(hours=13))
    assert visitor.get("/queue").headers["Location"].startswith("/sign-in")


def test_a_one_time_link_works_once(world: World) -> None:
    _, link = people.add(world.desk.unit(), ADMIN, email="eva@desk.example", name="Eva", roles=["checker"])
    visitor = world.visitor()
    assert "Welcome, Eva" in visitor.get(f"/welcome/{link}").text
    short = visitor.post(f"/welcome/{link}", {"password": "short", "repeated": "short"})
    assert short.status_code == 422
    unlike = visitor.post(f"/welcome/{link}", {"password": "a long new password", "repeated": "another one here"})
    assert "not alike" in unlike.text
    done = visitor.post(f"/welcome/{link}", {"password": "a long new password", "repeated": "a long new password"})
    assert done.headers["Location"] == "/sign-in"
    assert visitor.get(f"/welcome/{link}").status_code == 404


def test_a_new_password_ends_the_other_sessions(world: World) -> None:
    here, there = world.signed_in("jana"), world.signed_in("jana")
    new = {"old": PASSWORD, "password": "an even longer one", "repeated": "an even longer one"}
    assert here.post("/account/password", new).status_code == 303
    assert here.get("/account").status_code == 200
    assert there.get("/account").status_code == 303


def test_a_token_is_shown_once(world: World) -> None:
    visitor = world.signed_in("jana")
    shown = visitor.post("/account/tokens", {"label": "my script", "scope": "write"}).text
    assert "fcd_" in shown
    again = visitor.get("/account").text
    assert "my script" in again
    assert "fcd_" not in again


def test_cookies_are_closed_and_under_https_bound_to_the_host(settings: Settings, desk: Desk, world: World) -> None:
    visitor = world.visitor()
    sent = visitor.post("/sign-in", {"email": "jana@desk.example", "password": PASSWORD}).headers.getlist("Set-Cookie")
    assert any(cookie.startswith("desk=") for cookie in sent)
    assert all("HttpOnly" in cookie and "SameSite=Lax" in cookie and "Secure" not in cookie for cookie in sent)

    https = settings.model_copy(update={"public_url": "https://desk.example"})
    app: Flask = create_app(Desk(https, desk.clock))
    client = app.test_client()
    page = client.get("/sign-in", base_url="https://desk.example")
    token = page.text.split('name="csrf-token" content="')[1].split('"')[0]
    form = {"email": "jana@desk.example", "password": PASSWORD, "csrf_token": token}
    answer = client.post("/sign-in", data=form, base_url="https://desk.example")
    cookies = [*page.headers.getlist("Set-Cookie"), *answer.headers.getlist("Set-Cookie")]
    assert answer.status_code == 303
    assert all(cookie.startswith("__Host-") and "Secure" in cookie and "Path=/" in cookie for cookie in cookies)
    assert answer.headers["Strict-Transport-Security"]


def test_only_a_cookie_that_the_desk_has_signed_opens_it(world: World) -> None:
    visitor = world.signed_in("jana")
    with visitor.client.session_transaction() as session:
        token = session["_user_id"]
    thief = world.visitor()
    thief.client.set_cookie("desk", token)
    assert thief.get("/queue").status_code == 303
    assert visitor.get("/queue").status_code == 200


def test_what_a_browser_brought_along_is_dropped_at_sign_in(world: World) -> None:
    visitor = world.visitor()
    with visitor.client.session_transaction() as session:
        session["_user_id"] = session["planted"] = "x"
    visitor.post("/sign-in", {"email": "jana@desk.example", "password": PASSWORD})
    with visitor.client.session_transaction() as session:
        assert "planted" not in session
        assert session["_user_id"] != "x"


def test_no_page_prolongs_a_session_and_none_that_breaks_ends_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks() -> None:
        raise OutsideUnavailable("The database is away.")

    visitor = world.signed_in("jana")
    visitor.get("/queue")
    with monkeypatch.context() as broken:
        broken.setattr(world.desk, "unit", breaks)
        answers = [visitor.get("/queue")]
    answers.append(visitor.get("/queue"))
    assert [answer.status_code for answer in answers] == [503, 200]
    assert not any("Set-Cookie" in answer.headers for answer in answers)


def test_of_many_sign_ins_the_newest_stand_open_and_the_others_are_folded(world: World, clock: SetClock) -> None:
    jana = world.signed_in("jana")
    assert "Show more" not in jana.get("/account").text
    for _ in range(6):
        clock.forward(timedelta(minutes=1, seconds=1))  # so many tries a minute are let in
        world.signed_in("jana")
    page = jana.get("/account").text
    ends = [found.start() for found in re.finditer(r'action="/account/sessions/\d+/end"', page)]
    assert len(ends) == 6
    assert sum(place < page.index("Show more") for place in ends) == 4
