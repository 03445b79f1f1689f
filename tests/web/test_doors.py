"""Who gets in where: every route is closed unless it is on the list, and no form works without its token."""

import pytest
from flask import Flask
from werkzeug.routing import Rule

from factcheck.domain.people import Action
from factcheck.web import doors
from factcheck.web.pages import NAVIGATION
from tests.web.conftest import World

OPEN = {
    "openapi.spec",
    "people.set_first_password",
    "people.sign_in",
    "people.sign_in_form",
    "people.welcome",
    "public.check",
    "second_factor.enter",
    "static",
}


def rules(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if app.blueprints.get(rule.endpoint.split(".")[0])]


def address(rule: Rule) -> str:
    """The rule's address with something plausible for each of its parts."""
    path = rule.rule
    for name in rule.arguments:
        for kind in ("", "int:", "path:"):
            path = path.replace(f"<{kind}{name}>", "1" if kind == "int:" else "take")
    return path


def guarded(app: Flask) -> list[Rule]:
    return [
        rule
        for rule in rules(app)
        if rule.endpoint.split(".")[0] not in doors.BY_TOKEN
        and not doors.is_public(rule.endpoint, app.view_functions[rule.endpoint])
    ]


def test_the_open_doors_are_these_and_no_others(app: Flask) -> None:
    views = app.view_functions.items()
    standing_open = {name for name, view in views if doors.is_public(name, view)}
    assert {name for name in standing_open if not name.startswith("public.")} == {
        name for name in OPEN if not name.startswith("public.")
    }


def test_nobody_gets_in_without_signing_in(world: World) -> None:
    stranger = world.visitor()
    tried = 0
    for rule in guarded(world.app):
        for method in (rule.methods or set()) & {"GET", "POST"}:
            answer = stranger.client.open(address(rule), method=method)
            assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (303, "/sign-in"), rule
            assert "Brandt" not in answer.text
            tried += 1
    assert tried > 25


def test_a_piece_is_answered_with_401_and_never_with_a_redirect(world: World) -> None:
    stranger = world.visitor()
    for rule in guarded(world.app):
        for method in (rule.methods or set()) & {"GET", "POST"}:
            answer = stranger.client.open(address(rule), method=method, headers={"HX-Request": "true"})
            assert answer.status_code == 401, rule
            assert "Location" not in answer.headers


def test_no_form_works_without_its_token(world: World) -> None:
    editor = world.signed_in("omar")
    before = [world.sheet(claim).history for claim in world.claims]
    for rule in rules(world.app):
        if "POST" in (rule.methods or set()) and rule.endpoint.split(".")[0] not in doors.BY_TOKEN:
            answer = editor.client.post(address(rule), data={"seen": "1"})
            assert answer.status_code in {400, 403}, rule
    assert [world.sheet(claim).history for claim in world.claims] == before


def test_a_form_from_another_site_does_nothing(world: World) -> None:
    checker = world.signed_in("jana")
    claim = world.claims[0]
    for site in ("cross-site", "same-site"):
        answer = checker.post(f"/claims/{claim}/moves/take", {"seen": 1}, headers={"Sec-Fetch-Site": site})
        assert answer.status_code == 403
    assert world.sheet(claim).row.holder is None


def test_no_look_at_a_page_changes_anything(world: World) -> None:
    editor = world.signed_in("omar")
    before = [world.sheet(claim) for claim in world.claims]
    for rule in guarded(world.app):
        if "GET" in (rule.methods or set()):
            editor.get(address(rule))
    assert [world.sheet(claim) for claim in world.claims] == before


@pytest.mark.parametrize("name", ["jana", "omar", "ada"])
def test_the_navigation_leads_only_where_the_person_may_go(world: World, name: str) -> None:
    visitor = world.signed_in(name)
    page = visitor.get("/queue").text
    for place in NAVIGATION:
        if place.endpoint in world.app.view_functions:
            path = next(rule.rule for rule in rules(world.app) if rule.endpoint == place.endpoint)
            shown = f'href="{path}"' in page.split("</nav>")[0]
            assert not shown or visitor.get(path, follow_redirects=True).status_code == 200


def test_an_admin_who_is_no_checker_takes_nothing(world: World) -> None:
    claim = world.claims[0]
    assert world.signed_in("ada").post(f"/claims/{claim}/moves/take", {"seen": 1}).status_code == 403
    assert world.actors["ada"].may(Action.READ)


def test_what_is_not_there_and_what_is_not_ours_look_the_same(world: World) -> None:
    checker = world.signed_in("jana")
    answers = [checker.post(f"/account/sessions/{number}/end") for number in (2, 9_999)]
    assert [answer.status_code for answer in answers] == [404, 404]


@pytest.mark.parametrize("address", ["/queue?q=%00", "/articles?q=a%00b", "/exports?claimant=%00", "/sign-in?next=%00"])
def test_zero_bytes_in_an_address_are_refused_in_words(world: World, address: str) -> None:
    answer = world.signed_in("jana").get(address)
    assert answer.status_code == 422
    assert "zero bytes" in answer.get_data(as_text=True)


def test_zero_bytes_in_a_form_change_nothing(world: World) -> None:
    jana, claim = world.signed_in("jana"), world.claims[0]
    before = world.sheet(claim)
    answer = jana.post(f"/claims/{claim}/edit", {"seen": world.seen(claim), "statement": "a\x00b"})
    assert answer.status_code == 422
    assert world.sheet(claim) == before
