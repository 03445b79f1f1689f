"""The finder of stances that asks a language model: what it sends, and what it makes of every answer servers give."""

from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.adapters.calling import GuardedCaller
from factcheck.adapters.model_stances import ModelStancePlugIn, StanceSettings, read_stance
from factcheck.adapters.politeness import OwnPoliteness
from factcheck.domain.evidence import Stance
from factcheck.domain.fetching import FetchFailed, FetchProblem
from factcheck.domain.plugins import NoUsableAnswer
from factcheck.domain.stances import Suggestion
from tests.adapters.conftest import now
from tests.elsewhere import (
    FAILURES,
    Answer,
    Elsewhere,
    as_json,
    completion,
    dripping,
    elsewhere,
    html,
)

CLAIM = "The night ferry carried 12 people."
TEXT = "Night ferry 😀 almost empty.\n\nThe passenger list names 14 people, the harbour office said. It sailed at nine."
PASSAGE = "The passenger list names 14 people, the harbour office said."


@pytest.fixture
def server() -> Iterator[Elsewhere]:
    with elsewhere() as server:
        yield server


def suggest(server: Elsewhere, **more: Any) -> Suggestion | None:
    caller = GuardedCaller(
        allowed_private=[server.pair], contact="", politeness=OwnPoliteness(clock=now, gap=0), clock=now
    )
    given = {"address": f"{server.url}/v1", "model": "tide-7b", "key": "sk-hush"} | more
    try:
        finder = ModelStancePlugIn().finder(StanceSettings.model_validate(given), caller)
        return finder.suggest(CLAIM, "Lina Brandt", TEXT, outlet="Coast Daily")
    finally:
        caller.close()


def says(stance: Any = "refutes", passage: Any = PASSAGE, why: Any = "number differs: 12 / 14") -> Answer:
    return completion({"stance": stance, "passage": passage, "why": why})


def test_a_suggestion_has_its_passage_and_says_which_model_it_is_from(server: Elsewhere) -> None:
    server.says(says())
    found = suggest(server)
    assert found is not None
    assert (found.stance, TEXT[found.start : found.end]) == (Stance.REFUTES, PASSAGE)
    assert found.why == "number differs: 12 / 14 (model tide-7b)"


def test_the_request_is_what_compatible_servers_take(server: Elsewhere) -> None:
    server.says(says())
    suggest(server, answer_limit="max_completion_tokens", answer_tokens=700)
    (asked,) = server.asked
    assert (asked.method, asked.path) == ("POST", "/v1/chat/completions")
    assert asked.headers["authorization"] == "Bearer sk-hush"
    assert (asked.json["model"], asked.json["max_completion_tokens"]) == ("tide-7b", 700)
    material = asked.json["messages"][1]["content"]
    assert material.endswith(TEXT)
    assert all(words in material for words in (CLAIM, "Lina Brandt", "Coast Daily"))
    shape = asked.json["response_format"]["json_schema"]["schema"]
    assert set(shape["required"]) == {"stance", "passage", "why"}
    assert shape["properties"]["stance"]["enum"] == ["supports", "refutes", "context", "repeats", "none"]


def test_no_stance_is_an_answer(server: Elsewhere) -> None:
    server.says(says("none", "", ""))
    assert suggest(server) is None


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (says(passage="The passenger list names 14 people."), "do not stand in the report"),
        (says(passage="The passenger list names 14 people, the harbour office said"), ""),
        (says(passage=""), "no passage"),
        (says(passage=None), "no passage"),
        (says(passage=["The passenger list"]), "no passage"),
        (says(passage="x" * 2_000), "too long"),
        (says("disproves"), "another shape"),
        (says(None), "another shape"),
        (says({"a": 1}), "another shape"),
        (completion([1]), "another shape"),
        (completion({}), "another shape"),
        (html(), "not JSON"),
        (as_json('{"choices": [{"mess'), "not JSON"),
        (as_json("[" * 100_000), "not JSON"),
        (as_json({"error": {"message": "overloaded"}}), "no choice"),
        (completion(None), "empty"),
        (completion(None, refusal="I cannot help with that."), "refused"),
        (completion({"stance": "none"}, finish_reason="length"), "cut off"),
        (completion("It refutes the claim."), "not JSON"),
    ],
)
def test_an_answer_that_is_none_is_said_to_be_none(server: Elsewhere, answer: Answer, said: str) -> None:
    server.says(answer)
    if not said:  # a part of a sentence is verbatim too
        assert suggest(server) is not None
        return
    with pytest.raises(NoUsableAnswer, match=said) as failed:
        suggest(server)
    assert "hush" not in str(failed.value)


@pytest.mark.parametrize(("answer", "problem"), FAILURES)
def test_a_server_that_fails_is_said_to_fail(server: Elsewhere, answer: Answer, problem: FetchProblem) -> None:
    server.says(answer)
    with pytest.raises(FetchFailed) as failed:
        suggest(server)
    assert failed.value.problem is problem
    assert "hush" not in str(failed.value)
    assert len(server.asked) == 1


def test_a_drip_ends_at_the_time_out(server: Elsewhere) -> None:
    server.says(dripping(30))
    with pytest.raises(FetchFailed) as failed:
        suggest(server, seconds=5)
    assert failed.value.problem is FetchProblem.TOO_SLOW


def test_the_reason_is_bounded_and_in_plain_words(server: Elsewhere) -> None:
    server.says(says(why="<b>differs</b>\u202e\x00 " + "x" * 900))
    found = suggest(server)
    assert found is not None
    assert found.why.startswith("differs xxx")
    assert len(found.why) < 260
    server.says(says(why=7))
    found = suggest(server)
    assert found is not None
    assert found.why == "no reason given (model tide-7b)"


@hypothesis.settings(deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(body: bytes) -> None:
    with pytest.raises(NoUsableAnswer):
        read_stance(body, TEXT, "m")
