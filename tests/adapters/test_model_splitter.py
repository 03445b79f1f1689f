"""The splitter that asks a language model: what it sends, and what it makes of every answer that servers give."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.adapters.calling import GuardedCaller
from factcheck.adapters.model_answer import read_answer, span_of
from factcheck.adapters.model_splitter import ModelSettings, ModelSplitterPlugIn
from factcheck.adapters.politeness import OwnPoliteness
from factcheck.domain.claims import ArticleText, PlaceRole, Quotation, Split
from factcheck.domain.fetching import FetchFailed, FetchProblem
from factcheck.domain.plugins import NoUsableAnswer
from tests.adapters.conftest import now
from tests.elsewhere import (
    FAILURES,
    Answer,
    Elsewhere,
    as_json,
    claim,
    completion,
    dripping,
    elsewhere,
    html,
)

TEXT = (
    "Night ferry almost empty\n\nThe night ferry carried 12 people 😀, operator Lina Brandt said on Sunday. "
    "The ferry, she said, will stop. The night ferry carried 12 people."
)
ARTICLE = ArticleText(TEXT, "Night ferry almost empty", "Coast Daily", date(2026, 5, 4), "en")


@pytest.fixture
def server() -> Iterator[Elsewhere]:
    with elsewhere() as server:
        yield server


def settings(server: Elsewhere, **more: Any) -> ModelSettings:
    return ModelSettings.model_validate({"address": f"{server.url}/v1", "model": "tide-7b", "key": "sk-hush"} | more)


def split(server: Elsewhere, article: ArticleText = ARTICLE, **more: Any) -> Split:
    caller = GuardedCaller(
        allowed_private=[server.pair], contact="", politeness=OwnPoliteness(clock=now, gap=0), clock=now
    )
    try:
        chosen = settings(server, **more)
        return ModelSplitterPlugIn().splitter(chosen, caller).split(article)
    finally:
        caller.close()


def test_the_request_is_what_compatible_servers_take(server: Elsewhere) -> None:
    server.says(completion({"claims": [claim("The night ferry carried 12 people")]}))
    split(server, answer_limit="max_completion_tokens", answer_tokens=700)
    (asked,) = server.asked
    assert (asked.method, asked.path) == ("POST", "/v1/chat/completions")
    assert asked.headers["authorization"] == "Bearer sk-hush"
    assert (asked.json["model"], asked.json["max_completion_tokens"]) == ("tide-7b", 700)
    assert [message["role"] for message in asked.json["messages"]] == ["system", "user"]
    assert asked.json["messages"][1]["content"].endswith(TEXT)
    shape = asked.json["response_format"]
    assert (shape["type"], shape["json_schema"]["strict"]) == ("json_schema", True)
    entry = shape["json_schema"]["schema"]["properties"]["claims"]["items"]
    assert entry["additionalProperties"] is False
    assert set(entry["required"]) == set(entry["properties"]) == set(claim("x"))


def test_without_a_key_none_is_sent(server: Elsewhere) -> None:
    server.says(completion({"claims": [claim("12 people")]}))
    split(server, key="")
    assert "authorization" not in server.asked[0].headers


def test_a_claim_keeps_what_the_model_says_and_stands_where_its_words_stand(server: Elsewhere) -> None:
    said = claim(
        "The ferry,", "will stop", statement="The night ferry will stop.", quotation="mixed", kind="prediction",
        chain=["Coast Daily", "Lina Brandt"], said_date="2026-05-03", said_basis="on Sunday",
    )  # fmt: skip
    server.says(completion({"claims": [said, claim("Night ferry almost empty", quotation="none", claimant="")]}))
    headline, other = split(server).claims
    assert headline.span.text_in(TEXT) == "Night ferry almost empty"
    assert (headline.role, headline.quotation, headline.claimant) == (
        PlaceRole.HEADLINE, Quotation.NONE, "Coast Daily",
    )  # fmt: skip
    assert other.span.text_in(TEXT) == "The ferry, [...] will stop"
    assert (other.role, other.quotation, other.claimant) == (PlaceRole.BODY, Quotation.MIXED, "Lina Brandt")
    assert (other.said_date, other.said_basis) == (date(2026, 5, 3), "on Sunday")
    assert (other.checkworthy, headline.checkworthy) == (False, True)


def test_words_that_stand_twice_are_taken_in_the_order_of_the_text(server: Elsewhere) -> None:
    first, second = "The night ferry carried 12 people", "The night ferry carried 12 people."
    server.says(completion({"claims": [claim(first), claim("will stop"), claim(second)]}))
    claims = split(server).claims
    assert [found.span.start for found in claims] == [TEXT.index(first), TEXT.index("will stop"), TEXT.rindex(first)]


def test_what_is_not_in_the_article_is_left_out_and_counted(server: Elsewhere) -> None:
    server.says(
        completion(
            {
                "claims": [
                    claim("The night ferry carried 12 people"),
                    claim("The night ferry carried twelve people"),
                    claim("will stop", "The ferry,"),  # its pieces in the wrong order
                    claim("operator Lina", "Lina Brandt said"),  # its pieces overlap
                    claim("will stop", ""),
                    claim("The ferry, she"),
                    claim("The ferry, she"),
                    claim("almost empty", kind="gossip"),
                    claim("almost empty", score=7),
                    claim("almost empty", said_date="Sunday"),
                    claim("almost empty", statement="half \ud800 a sign"),
                    claim("almost empty", claimant="Lina\x00"),
                    {"words": "almost empty"},
                    "almost empty",
                ]
            }
        )
    )
    found = split(server)
    assert [each.span.text_in(TEXT) for each in found.claims] == ["The night ferry carried 12 people", "The ferry, she"]
    assert found.note == (
        "left out of the model's answer: 4 whose words do not stand in the article, 7 that could not be read, "
        "1 that repeated another"
    )


def test_claims_may_overlap_one_another(server: Elsewhere) -> None:
    server.says(completion({"claims": [claim("Lina Brandt said"), claim("operator Lina Brandt said")]}))
    wide, narrow = split(server).claims
    assert wide.span.start < narrow.span.start < narrow.span.end == wide.span.end


GOOD = {"claims": [claim("12 people")]}
FENCED = '```json\n{"claims": [{"words": ["12 people"], "statement": "12 people sailed."}]}\n```'


@pytest.mark.parametrize("written", [FENCED, FENCED.replace("json", ""), f"\n{FENCED}\n"])
def test_json_in_fences_is_read(server: Elsewhere, written: str) -> None:
    server.says(completion(written))
    assert [found.statement for found in split(server).claims] == ["12 people sailed."]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (html(), "not JSON"),
        (as_json('{"choices": [{"mess'), "not JSON"),
        (as_json("[NaN]"), "not JSON"),
        (as_json("[" * 100_000), "not JSON"),
        (as_json({"error": {"message": "overloaded"}}), "no choice"),
        (as_json({"choices": []}), "no choice"),
        (as_json({"choices": [None]}), "no choice"),
        (as_json([]), "no choice"),
        (completion(None), "empty"),
        (completion(""), "empty"),
        (completion(None, refusal="I cannot help with that."), "refused"),
        (completion(GOOD, refusal="I cannot help with that."), "refused"),
        (completion(GOOD, finish_reason="length"), "cut off"),
        (completion(GOOD, finish_reason="content_filter"), "filter"),
        (completion('{"claims": [{"words"'), "not JSON"),
        (completion("Here are the claims: 12 people."), "not JSON"),
        (completion({"results": []}), "another shape"),
        (completion([claim("12 people")]), "another shape"),
        (completion({"claims": {"1": claim("12 people")}}), "another shape"),
        (completion({"claims": []}), "no claim"),
        (completion({"claims": [claim("13 people"), claim("14 people")]}), "none of its 2 claims stand"),
        (completion({"claims": [{"claim": "12 people"}]}), "none of its 1 claims could be used"),
    ],
)
def test_an_answer_that_is_none_is_said_to_be_none(server: Elsewhere, answer: Answer, said: str) -> None:
    server.says(answer)
    with pytest.raises(NoUsableAnswer, match=said) as failed:
        split(server)
    assert "hush" not in str(failed.value)


@pytest.mark.parametrize(("answer", "problem"), FAILURES)
def test_a_server_that_fails_is_said_to_fail(server: Elsewhere, answer: Answer, problem: FetchProblem) -> None:
    server.says(answer)
    with pytest.raises(FetchFailed) as failed:
        split(server)
    assert failed.value.problem is problem
    assert "hush" not in str(failed.value)
    assert len(server.asked) == 1


def test_a_drip_ends_at_the_time_out(server: Elsewhere) -> None:
    server.says(dripping(30))
    with pytest.raises(FetchFailed) as failed:
        split(server, seconds=5)
    assert failed.value.problem is FetchProblem.TOO_SLOW


@hypothesis.settings(deadline=None)
@given(st.text(max_size=60), st.lists(st.text(min_size=1, max_size=8), min_size=1, max_size=3), st.integers(0, 60))
def test_a_span_is_in_the_text_and_reads_as_the_words(text: str, words: list[str], edge: int) -> None:
    span = span_of(words, text, edge)
    if span is not None:
        assert span.fits(text)
        assert [text[start:end] for start, end in span.fragments] == [word.strip() for word in words]


@hypothesis.settings(deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(body: bytes) -> None:
    with pytest.raises(NoUsableAnswer):
        read_answer(body, ARTICLE)
