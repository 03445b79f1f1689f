"""Every refusal has one status and the sentence of the service; nothing that was typed is lost."""

import inspect
import re

import pytest

from factcheck.domain import errors as said
from factcheck.web.errors import STATUS, status_of
from tests.web.conftest import World


def test_every_kind_of_refusal_has_a_status() -> None:
    kinds = {kind for _, kind in inspect.getmembers(said, inspect.isclass) if issubclass(kind, said.DeskError)}
    assert kinds - {said.DeskError} == set(STATUS)


def test_the_nearest_class_decides() -> None:
    assert status_of(said.WrongStage("no")) == 409
    assert status_of(said.TooLarge("text", "too_large", "no")) == 413
    assert status_of(said.Refused("rule", "no")) == 422


def test_what_is_too_large_is_413(world: World) -> None:
    answer = world.signed_in("jana").client.post("/sign-out", data=b"x" * (12 * 1024 * 1024))
    assert answer.status_code == 413
    assert "larger than the desk accepts" in answer.text


def test_a_database_that_is_away_is_503(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = world.signed_in("jana")

    def away() -> None:
        raise said.OutsideUnavailable("The database does not answer just now.")

    monkeypatch.setattr(world.desk, "unit", away)
    answer = visitor.get("/queue")
    assert answer.status_code == 503
    assert "does not answer just now" in answer.text


def test_the_api_gets_problem_documents(world: World) -> None:
    answer = world.visitor().get("/api/v1/there-is-no-such-thing")
    assert answer.status_code == 404
    assert answer.mimetype == "application/problem+json"
    assert answer.get_json()["status"] == 404


def test_a_stale_form_shows_both_versions_and_can_be_sent_again(world: World) -> None:
    claim, jana, tim = world.claims[0], world.signed_in("jana"), world.signed_in("tim")
    seen = world.seen(claim)
    tim.post(f"/claims/{claim}/edit", {"seen": seen, "statement": "The ferry carried a dozen people."})
    answer = jana.post(f"/claims/{claim}/edit", {"seen": seen, "statement": "The ferry carried twelve people."})
    assert answer.status_code == 409
    assert "twelve" in answer.text
    assert "dozen" in answer.text
    assert f'name="seen" value="{world.seen(claim)}"' in answer.text
    assert 'name="statement" value="The ferry carried twelve people."' in answer.text
    assert "dozen" in world.sheet(claim).row.statement


def test_a_refused_verdict_keeps_every_word(world: World) -> None:
    claim, jana = world.claims[0], world.signed_in("jana")
    jana.post(f"/claims/{claim}/moves/take", {"seen": world.seen(claim)})
    words = "These are my words about the ferry."
    form = {"seen": world.seen(claim), "verdict": "confirmed", "rationale": words, "then": "next"}
    answer = jana.post(f"/claims/{claim}/moves/submit", form)
    assert answer.status_code == 422
    assert words in answer.text
    assert "There is a problem" in answer.text
    assert 'value="confirmed" id="verdict-confirmed" checked' in answer.text
    assert world.sheet(claim).row.stage == "checking"


def test_a_piece_of_a_page_says_no_where_the_page_shows_messages(world: World) -> None:
    claim, jana = world.claims[0], world.signed_in("jana")
    answer = jana.post(f"/claims/{claim}/renew", {"fence": 0}, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert answer.headers["HX-Retarget"] == "#messages"
    assert "<html" not in answer.text


ODD = dict.fromkeys(("article", "at", "claim", "cursor", "days", "older", "sort", "stage", "verdict", "view"), "x")


def test_a_form_at_an_odd_address_is_refused_in_words(world: World) -> None:
    """The page that would show the form again reads the address too, and refuses it while the refusal is being told."""
    omar, ada = world.signed_in("omar"), world.signed_in("ada")
    tried = 0
    for rule in world.app.url_map.iter_rules():
        if "POST" in (rule.methods or set()) and not rule.endpoint.startswith("api."):
            address = re.sub(r"<[^>]*>", "1", rule.rule).replace("/moves/1", "/moves/approve")
            for visitor in (omar, ada):
                answer = visitor.post(address, {"seen": "x", "name": "x" * 300}, query_string=ODD)
                assert answer.status_code < 500, (rule, answer.text)
            tried += rule.endpoint != "people.sign_out"
    assert tried > 60


def test_a_link_that_is_no_invitation_says_so_whatever_is_typed(world: World) -> None:
    for password in ("short", "correct horse battery"):
        answer = world.visitor().post("/welcome/none", {"password": password, "repeated": "another"})
        assert (answer.status_code, "This link has been used or has run out" in answer.text) == (404, True)


def test_who_is_not_there_is_not_there_whatever_is_wrong_with_the_form(world: World) -> None:
    ada = world.signed_in("ada")
    for roles in ([], ["king"], ["editor"]):
        assert ada.post("/admin/people/999/roles", {"roles": roles}).status_code == 404
