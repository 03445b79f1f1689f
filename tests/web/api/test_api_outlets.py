"""Outlets over the API: read by everybody, their owners set by who may."""

import pytest

from factcheck.services import outlets
from factcheck.wiring import Desk
from tests.web.api.conftest import ROOT, Caller


@pytest.fixture
def outlet(desk: Desk) -> int:
    feed = "https://herald.example/feed"
    return outlets.add(desk.unit(), ROOT, name="Herald", site="", feed_url=feed, owner="Halvern House").id


def test_the_outlets_come_with_their_owners(checker: Caller, outlet: int) -> None:
    [found] = checker.get("/outlets").json["items"]
    assert (found["id"], found["name"], found["owner"]) == (outlet, "Herald", "Halvern House")
    assert (found["active"], found["fetched_at"], found["problem"]) == (True, None, "")


def test_an_editor_says_who_owns_an_outlet(editor: Caller, outlet: int) -> None:
    answer = editor.call("PATCH", f"/outlets/{outlet}", {"owner": " Coast  Trust "})
    assert (answer.status_code, answer.json["owner"]) == (200, "Coast Trust")
    assert editor.call("PATCH", f"/outlets/{outlet}", {"owner": ""}).json["owner"] == ""


@pytest.mark.parametrize(
    "body", [{}, {"owner": None}, {"owner": 7}, {"owner": "x" * 5_000}, {"owner": "x", "y": 1}, []]
)
def test_what_is_wrong_is_refused_in_words(editor: Caller, outlet: int, body: object) -> None:
    answer = editor.call("PATCH", f"/outlets/{outlet}", body)
    assert answer.status_code == 422
    assert answer.json["detail"]
    assert editor.get("/outlets").json["items"][0]["owner"] == "Halvern House"


def test_a_checker_may_not_and_what_is_not_there_is_not_found(checker: Caller, editor: Caller, outlet: int) -> None:
    assert checker.call("PATCH", f"/outlets/{outlet}", {"owner": "x"}).status_code == 403
    assert editor.call("PATCH", "/outlets/999", {"owner": "x"}).status_code == 404


def test_an_editor_has_one_more_outlet_read_and_stops_it(editor: Caller, checker: Caller) -> None:
    feed = {"name": "Courier", "feed_url": "https://courier.example/feed"}
    assert checker.post("/outlets", feed).status_code == 403
    added = editor.post("/outlets", feed)
    assert (added.status_code, added.json["active"]) == (201, True)
    assert editor.post("/outlets", feed).json["rule"] == "taken"
    for wrong in ("javascript:alert(1)", "ftp://courier.example/feed", "courier", ""):
        assert editor.post("/outlets", feed | {"feed_url": wrong}).status_code == 422, wrong
    number = added.json["id"]
    assert editor.post(f"/outlets/{number}/switch", {"active": False}).json["active"] is False
    assert checker.post(f"/outlets/{number}/switch", {"active": True}).status_code == 403
