"""The second factor as pages: without JavaScript, with nothing to be learned from a refusal, and by keyboard."""

import re
from datetime import timedelta

import pyotp
import pytest
from flask import Flask

from factcheck.config import Settings
from factcheck.services import second_factor
from factcheck.web.app import create_app
from factcheck.wiring import Desk
from tests.conftest import SetClock
from tests.web.conftest import PASSWORD, Visitor, World
from tests.web.test_in_browser import Desktop, desktop  # noqa: F401 - the fixture

HERE = "/account/second-factor"


def code(world: World, secret: str, steps: int = 0) -> str:
    return pyotp.TOTP(secret).at(world.desk.clock(), counter_offset=steps)


def begun(visitor: Visitor) -> str:
    """Begin on the page, and read the secret off it."""
    assert visitor.post(f"{HERE}/begin", {"old": PASSWORD}).headers["Location"] == HERE
    shown = re.search(r'factor-secret">([A-Z2-7 ]+)<', visitor.get(HERE).text)
    assert shown is not None
    return shown[1].replace(" ", "")


def set_up(world: World, clock: SetClock, name: str = "jana") -> tuple[str, list[str]]:
    visitor = world.signed_in(name)
    secret = begun(visitor)
    page = visitor.post(f"{HERE}/confirm", {"code": code(world, secret)}).text
    clock.forward(timedelta(seconds=90))
    return secret, re.findall(r"<li><code>([a-z0-9 ]+)</code>", page)


def first_step(world: World, onto: str = "/queue") -> tuple[Visitor, str]:
    visitor = world.visitor()
    answer = visitor.post("/sign-in", {"email": "jana@desk.example", "password": PASSWORD, "next": onto})
    assert answer.status_code == 200
    assert visitor.get("/queue").status_code == 303
    half = re.search(r'name="half" value="([^"]+)"', answer.text)
    assert half is not None
    return visitor, half[1]


def test_it_is_set_up_and_asked_for_by_plain_forms(world: World, clock: SetClock) -> None:
    secret, codes = set_up(world, clock)
    assert len(codes) == 10
    visitor, half = first_step(world)
    assert visitor.get("/queue").status_code == 303
    answer = visitor.post("/sign-in/code", {"half": half, "code": code(world, secret), "next": "/queue"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/queue")
    assert visitor.get("/queue").status_code == 200
    account = visitor.get("/account").text
    assert "10 recovery codes left" in account
    assert not any(each in visitor.get(HERE).text for each in codes), "they are shown once"


def test_a_wrong_code_asks_again_with_one_sentence_and_a_right_one_then_does(world: World, clock: SetClock) -> None:
    secret, codes = set_up(world, clock)
    visitor, half = first_step(world)
    sentences = set()
    for wrong in ("000000", "nonsense", ""):
        answer = visitor.post("/sign-in/code", {"half": half, "code": wrong, "next": "/queue"})
        assert answer.status_code == 422
        sentences.add(re.search(r'class="error-summary".*?</div>', answer.text, re.S)[0])  # type: ignore[index]
    assert len(sentences) == 1
    assert visitor.post("/sign-in/code", {"half": half, "code": codes[3]}).headers["Location"] == "/"
    again, half = first_step(world)
    assert again.post("/sign-in/code", {"half": half, "code": codes[3]}).status_code == 422
    assert secret not in again.get("/sign-in").text


def test_a_replayed_code_is_refused_in_another_browser(world: World, clock: SetClock) -> None:
    secret, _ = set_up(world, clock)
    seen = code(world, secret)
    for status in (303, 422):
        visitor, half = first_step(world)
        assert visitor.post("/sign-in/code", {"half": half, "code": seen}).status_code == status


def test_guessing_codes_is_answered_with_429(world: World, clock: SetClock) -> None:
    secret, _ = set_up(world, clock)
    visitor, half = first_step(world)
    for _ in range(5):
        visitor.post("/sign-in/code", {"half": half, "code": "000000"})
    answer = visitor.post("/sign-in/code", {"half": half, "code": code(world, secret)})
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "60"
    assert "Wait a minute" in answer.text


@pytest.mark.parametrize("half", ["", "made up", "x" * 3000])
def test_without_the_first_step_one_begins_again(world: World, half: str) -> None:
    answer = world.visitor().post("/sign-in/code", {"half": half, "code": "123456", "next": "//elsewhere.example"})
    assert answer.status_code == 401
    assert "Sign in again" in answer.text
    assert 'name="password"' in answer.text
    assert "elsewhere" not in answer.text


def test_nobody_is_sent_elsewhere_after_the_code(world: World, clock: SetClock) -> None:
    secret, _ = set_up(world, clock)
    visitor, half = first_step(world, onto="//elsewhere.example")
    answer = visitor.post("/sign-in/code", {"half": half, "code": code(world, secret), "next": "//elsewhere.example"})
    assert answer.headers["Location"] == "/"


def test_sessions_made_before_end_when_it_is_switched_on(world: World, clock: SetClock) -> None:
    before = world.signed_in("jana")
    set_up(world, clock)
    assert before.get("/queue").status_code == 303


def test_a_role_that_needs_one_finds_the_desk_closed_until_it_is_set_up(settings: Settings, world: World) -> None:
    chosen = settings.model_copy(update={"second_factor_roles": frozenset({"editor"})})
    desk = Desk(chosen, world.desk.clock)
    strict: Flask = create_app(desk)
    editor, checker = world.signed_in("omar"), world.signed_in("jana")  # signed in before it was required
    for visitor in (editor, checker):
        cookie = visitor.client.get_cookie("desk")
        assert cookie is not None
        visitor.client = strict.test_client()
        visitor.client.set_cookie("desk", cookie.value)
    assert checker.get("/queue").status_code == 200
    for path in ("/queue", "/dashboard", "/account", f"/claims/{world.claims[0]}"):
        assert editor.get(path).headers["Location"] == HERE
    assert editor.piece("/queue").status_code == 403
    page = editor.get(HERE).text
    assert "Your role needs a second factor" in page
    editor.headers = {}
    made = editor.client.post("/account/tokens", data={"csrf_token": token_of(page), "label": "x", "scope": "read"})
    assert made.status_code == 403
    token = token_of(page)
    editor.client.post(f"{HERE}/begin", data={"csrf_token": token, "old": PASSWORD})
    shown = re.search(r'factor-secret">([A-Z2-7 ]+)<', editor.get(HERE).text)
    assert shown is not None
    given = {"csrf_token": token, "code": code(world, shown[1].replace(" ", ""))}
    assert "Your recovery codes" in editor.client.post(f"{HERE}/confirm", data=given).text
    assert editor.get("/queue").status_code == 200
    assert "it stays on" in editor.get(HERE).text
    desk.close()


def token_of(page: str) -> str:
    found = re.search(r'name="csrf-token" content="([^"]+)"', page)
    assert found is not None
    return found[1]


def test_an_admin_takes_away_what_somebody_has_lost(world: World, clock: SetClock) -> None:
    set_up(world, clock)
    admin, person = world.signed_in("ada"), world.actors["jana"].id
    assert "Take it away" in admin.get(f"/admin/people/{person}").text
    assert world.signed_in("omar").post(f"/admin/people/{person}/second-factor/reset").status_code == 403
    assert admin.post(f"/admin/people/{person}/second-factor/reset").status_code == 303
    page = admin.get(f"/admin/people/{person}").text
    assert "took the second factor away" in page
    assert "Take it away" not in page
    assert world.signed_in("jana").get("/queue").status_code == 200


def test_settings_name_roles_that_there_are() -> None:
    chosen = Settings(_env_file=None, second_factor_roles="admin, editor")  # type: ignore[arg-type]
    assert chosen.second_factor_roles == {"admin", "editor"}
    with pytest.raises(ValueError, match="'checker', 'editor' or 'admin'"):
        Settings(_env_file=None, second_factor_roles="king")  # type: ignore[arg-type]


def test_it_is_set_up_and_used_by_keyboard(desktop: Desktop, world: World, clock: SetClock) -> None:  # noqa: F811
    page = desktop.page("jana")
    page.goto(HERE)
    page.fill("[name=old]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector(".factor-picture")
    secret = page.locator(".factor-secret").inner_text().replace(" ", "")
    page.fill("[name=code]", code(world, secret))
    page.press("[name=code]", "Enter")
    page.wait_for_selector(".recovery-codes")
    clock.forward(timedelta(seconds=90))
    door = desktop.page()
    door.goto("/sign-in")
    door.fill("[name=email]", "jana@desk.example")
    door.fill("[name=password]", PASSWORD)
    door.press("[name=password]", "Enter")
    door.wait_for_selector("[name=code]")
    door.keyboard.type(code(world, secret))
    door.keyboard.press("Enter")
    door.wait_for_url("**/queue")
    assert second_factor.standing(world.desk.unit(), world.desk.factors, world.actors["jana"]).on
