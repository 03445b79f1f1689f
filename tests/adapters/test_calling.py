"""Calls to programs of other people: through the gate, over https or to an allowed pair, bounded, never redirected."""

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from factcheck.adapters.calling import GuardedCaller
from factcheck.adapters.politeness import OwnPoliteness
from factcheck.domain.fetching import FetchFailed, FetchProblem, HostBusy
from factcheck.domain.plugins import Call
from tests.adapters.conftest import now
from tests.elsewhere import Elsewhere, as_json, cut_off, dripping, elsewhere, endless, html


@pytest.fixture
def server() -> Iterator[Elsewhere]:
    with elsewhere() as server:
        yield server


def caller_to(*pairs: str, gap: float = 0.0) -> GuardedCaller:
    return GuardedCaller(
        allowed_private=pairs, contact="desk@paper.example", politeness=OwnPoliteness(clock=now, gap=gap), clock=now
    )


@pytest.fixture
def caller(server: Elsewhere) -> Iterator[GuardedCaller]:
    caller = caller_to(server.pair)
    yield caller
    caller.close()


def problem(caller: GuardedCaller, call: Call) -> FetchFailed:
    with pytest.raises(FetchFailed) as failed:
        caller.call(call)
    return failed.value


def test_a_call_is_a_get_with_its_query_or_a_post_with_its_body(server: Elsewhere, caller: GuardedCaller) -> None:
    server.says(as_json({"fine": True}))
    assert caller.call(Call(f"{server.url}/a", {"q": "river & sea"}, {"x-key": "k"})).body == b'{"fine": true}'
    caller.call(Call(f"{server.url}/b", body=b'{"q": 1}'))
    first, second = server.asked
    assert (first.method, first.path, first.query) == ("GET", "/a", {"q": "river & sea"})
    assert first.headers["x-key"] == "k"
    assert "factcheck-desk (+desk@paper.example)" in first.headers["user-agent"]
    assert (second.method, second.path, second.json) == ("POST", "/b", {"q": 1})
    assert second.headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1/v1", "http://10.0.0.7/v1", "https://127.0.0.1/v1", "http://[::1]/"]
)
def test_what_is_private_is_called_only_if_it_is_allowed(caller: GuardedCaller, url: str) -> None:
    assert problem(caller, Call(url)).problem is FetchProblem.REFUSED_ADDRESS


def test_nothing_goes_out_in_the_clear_to_the_public() -> None:
    looked_up: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        looked_up.append(host)
        return ["93.184.216.34"]

    caller = GuardedCaller(
        allowed_private=(), contact="", politeness=OwnPoliteness(clock=now, gap=0), clock=now, resolve=resolve
    )
    failed = problem(caller, Call("http://api.example.org/v1", headers={"authorization": "Bearer k"}))
    assert failed.problem is FetchProblem.REFUSED_ADDRESS
    assert "https" in str(failed)
    assert not looked_up


def test_no_redirect_is_followed_with_the_key(server: Elsewhere, caller: GuardedCaller) -> None:
    server.says((307, {"Location": f"{server.url}/elsewhere"}, b""))
    failed = problem(caller, Call(server.url, headers={"authorization": "Bearer k"}, body=b"{}"))
    assert "307" in str(failed)
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (401, FetchProblem.FORBIDDEN),
        (403, FetchProblem.FORBIDDEN),
        (404, FetchProblem.GONE),
        (429, FetchProblem.THROTTLED),
        (500, FetchProblem.SERVER_ERROR),
        (502, FetchProblem.SERVER_ERROR),
    ],
)
def test_a_refusal_is_told_in_words_without_what_the_server_said(
    server: Elsewhere, caller: GuardedCaller, status: int, said: FetchProblem
) -> None:
    server.says(as_json({"error": {"message": "Incorrect API key provided: sk-hush"}}, status))
    failed = problem(caller, Call(server.url, headers={"authorization": "Bearer sk-hush"}))
    assert failed.problem is said
    assert "hush" not in str(failed)
    assert len(server.asked) == 1


def test_retry_after_closes_the_gate_of_the_host(server: Elsewhere, caller: GuardedCaller) -> None:
    server.says(as_json({}, 429, Retry_After="60"), as_json({}))
    started = now()
    again = problem(caller, Call(server.url)).retry_at
    assert again is not None
    assert timedelta(seconds=59) < again - started < timedelta(seconds=70)
    with pytest.raises(HostBusy):
        caller.call(Call(server.url))
    assert len(server.asked) == 1


def test_the_gap_of_the_call_counts_and_not_that_of_the_pages(server: Elsewhere) -> None:
    server.says(as_json({}))
    caller = caller_to(server.pair, gap=60.0)
    caller.call(Call(server.url))
    caller.call(Call(server.url, gap=30.0))
    with pytest.raises(HostBusy):
        caller.call(Call(server.url))
    caller.close()


def test_a_drip_ends_at_the_deadline(server: Elsewhere, caller: GuardedCaller) -> None:
    server.says(dripping(30))
    started = time.monotonic()
    assert problem(caller, Call(server.url, seconds=0.5)).problem is FetchProblem.TOO_SLOW
    assert time.monotonic() - started < 15


def test_a_flood_ends_at_the_bound(server: Elsewhere, caller: GuardedCaller) -> None:
    server.says(endless(50_000_000))
    assert problem(caller, Call(server.url, most_bytes=100_000)).problem is FetchProblem.TOO_LARGE


def test_an_answer_that_breaks_off_is_no_answer(server: Elsewhere, caller: GuardedCaller) -> None:
    server.says(cut_off)
    assert problem(caller, Call(server.url)).problem is FetchProblem.NOT_REACHED


def test_html_is_passed_on_for_the_reader_to_judge(server: Elsewhere, caller: GuardedCaller) -> None:
    server.says(html())
    assert caller.call(Call(server.url)).content_type == "text/html"


def test_a_call_says_nothing_of_its_headers_and_body() -> None:
    said: Any = repr(Call("https://x.example", headers={"authorization": "Bearer hush"}, body=b"hush"))
    assert "hush" not in said
