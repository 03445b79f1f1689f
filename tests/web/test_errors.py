"""Every refusal has one status and the sentence of the service; nothing that was typed is lost."""

import inspect

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
