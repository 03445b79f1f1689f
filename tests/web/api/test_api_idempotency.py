"""The same call twice with one key happens once, whatever happens in between."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from werkzeug.test import TestResponse

from factcheck.services import jobs
from factcheck.store import answers
from factcheck.wiring import Desk
from tests.conftest import SetClock
from tests.web.api.conftest import Caller

SOURCE = {"seen": 1, "medium": "document", "title": "Harbour log", "stance": "refutes", "kind": "primary"}


def keyed(caller: Caller, key: str = "k-1") -> Caller:
    return replace(caller, also={"Idempotency-Key": key})


def attach(caller: Caller, claim: int, **more: object) -> TestResponse:
    return caller.post(f"/claims/{claim}/sources", SOURCE | more)


def test_the_second_call_gets_the_answer_of_the_first(checker: Caller, claim: int) -> None:
    first, second = attach(keyed(checker), claim), attach(keyed(checker), claim)
    assert first.status_code == second.status_code == 201
    assert first.json == second.json
    assert "Idempotent-Replayed" not in first.headers
    assert second.headers["Idempotent-Replayed"] == "true"
    assert len(checker.claim(claim)["sources"]) == 1
    assert checker.claim(claim)["version"] == 2


def test_an_article_comes_in_once_with_its_address(checker: Caller) -> None:
    first, second = (keyed(checker).post("/articles", {"text": "A text of its own."}) for _ in range(2))
    assert (first.status_code, second.status_code) == (202, 202)
    assert first.json == second.json
    assert first.headers["Location"] == second.headers["Location"]


def test_next_claim_with_a_key_is_one_claim(checker: Caller, article: int) -> None:
    taken = {keyed(checker).post("/claims/next").json["id"] for _ in range(3)}
    assert len(taken) == 1
    assert len(checker.get("/claims?stage=checking").json["items"]) == 1
    none = {keyed(checker, "k-2").post("/claims/next", {"q": "zeppelin"}).status_code for _ in range(2)}
    assert none == {204}


def test_calls_at_the_same_time_happen_once(checker: Caller, claim: int) -> None:
    with ThreadPoolExecutor(8) as pool:
        given = list(pool.map(lambda _: attach(keyed(checker), claim), range(8)))
    assert {answer.status_code for answer in given} == {201}
    assert len({answer.get_data() for answer in given}) == 1
    assert sum("Idempotent-Replayed" not in answer.headers for answer in given) == 1
    assert len(checker.claim(claim)["sources"]) == 1


def test_a_key_is_of_one_request(checker: Caller, claim: int) -> None:
    assert attach(keyed(checker), claim).status_code == 201
    for answer in (
        attach(keyed(checker), claim, title="Another log"),
        keyed(checker).post("/articles", {"text": "A text of its own."}),
        keyed(checker).delete(f"/claims/{claim}/sources/1?seen=2"),
    ):
        assert (answer.status_code, answer.json["rule"], answer.json["field"]) == (
            422,
            "other_request",
            "Idempotency-Key",
        )
    assert checker.claim(claim)["version"] == 2


def test_a_key_is_of_one_person(checker: Caller, editor: Caller, claim: int) -> None:
    assert attach(keyed(checker), claim).status_code == 201
    assert attach(keyed(editor), claim, seen=2).status_code == 201
    assert len(checker.claim(claim)["sources"]) == 2


def test_what_was_refused_may_be_tried_again_with_the_same_key(checker: Caller, claim: int) -> None:
    assert attach(keyed(checker), claim, title="").status_code == 422
    assert attach(keyed(checker), claim).status_code == 201
    stale = attach(keyed(checker, "k-2"), claim, title="Toll list")
    assert stale.status_code == 409
    assert attach(keyed(checker, "k-2"), claim, title="Toll list", seen=2).status_code == 201


def test_a_crash_before_the_end_leaves_neither_effect_nor_key(
    checker: Caller, claim: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*given: object) -> None:
        raise RuntimeError("the power is gone")

    with monkeypatch.context() as broken:
        broken.setattr(answers, "keep", crash)
        failed = attach(keyed(checker), claim)
    assert (failed.status_code, failed.content_type) == (500, "application/problem+json")
    assert "power" not in failed.text
    assert checker.claim(claim)["sources"] == []
    assert checker.claim(claim)["version"] == 1
    assert [line["what"] for line in checker.claim(claim)["history"]] == ["found"]
    assert attach(keyed(checker), claim).status_code == 201


@pytest.mark.parametrize("key", ["", "x" * 201, "schlüssel", "a\tb"])
def test_a_key_is_plain_and_short(checker: Caller, claim: int, key: str) -> None:
    answer = attach(keyed(checker, key), claim)
    assert (answer.status_code, answer.json["field"]) == (422, "Idempotency-Key")
    assert checker.claim(claim)["version"] == 1


def test_a_key_opens_no_door(checker: Caller, admin: Caller, claim: int) -> None:
    assert attach(keyed(checker), claim).status_code == 201
    assert replace(keyed(checker), token="fcd_wrong").post(f"/claims/{claim}/sources", SOURCE).status_code == 401
    assert attach(keyed(admin), claim, seen=2).status_code == 403


def test_answers_are_forgotten_after_two_days(desk: Desk, clock: SetClock, checker: Caller, claim: int) -> None:
    attach(keyed(checker), claim)
    jobs.maintain(desk.unit())
    assert attach(keyed(checker), claim).headers["Idempotent-Replayed"] == "true"
    clock.forward(timedelta(days=2, minutes=1))
    jobs.maintain(desk.unit())
    again = attach(keyed(checker), claim)
    assert "Idempotent-Replayed" not in again.headers
    assert len(checker.claim(claim)["sources"]) == 1
