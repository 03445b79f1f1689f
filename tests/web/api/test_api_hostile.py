"""Whatever is sent, the API answers with a problem document that names what is wrong, never with a mistake."""

import json
from itertools import product
from typing import Any

import pytest
from apiflask import APIFlask
from pydantic import BaseModel

from factcheck.store import tables
from factcheck.web.api import given
from factcheck.web.api.description import models
from factcheck.web.api.given import articles, claims, editing, evidence, notifications, review, triage
from factcheck.wiring import Desk
from tests.web.api.conftest import TEXT, Caller
from tests.web.api.test_api_door import SAFE, routes

BODIES = {
    "broken": b"{",
    "nothing but a number": b"1",
    "null": b"null",
    "a list": b"[]",
    "deep lists": b"[" * 100_000,
    "deep objects": b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
    "deep inside": b'{"seen":' + b"[" * 5000 + b"]" * 5000 + b"}",
    "an endless number": b'{"seen":' + b"9" * 6000 + b"}",
    "a huge number": b'{"seen":9223372036854775808}',
    "not a number": b'{"seen":NaN}',
    "a real number": b'{"seen":1e400}',
    "a number as text": b'{"seen":"1"}',
    "a truth as number": b'{"seen":true}',
    "a lone surrogate": b'{"text":"\\ud800","note":"\\udfff","title":"\\ud800"}',
    "a surrogate in bytes": b'{"text":"\xed\xa0\x80"}',
    "not UTF-8": b'{"text":"\xff\xfe"}',
    "a zero byte": b'{"text":"\\u0000","move":"take","seen":1,"note":"\\u0000","statement":"\\u0000"}',
    "a raw zero byte": b'{"text":"a\x00b"}',
    "UTF-16": '{"text":"x"}'.encode("utf-16"),
    "a byte order mark": b"\xef\xbb\xbf{}",
    "unknown words": b'{"verdict":"lies","move":"burn","stance":"maybe","seen":1,"kind":"x","medium":"smoke"}',
    "lists for texts": b'{"text":["a"],"title":{"a":1},"rationale":[],"seen":1,"chain":"x","fragments":[[1]]}',
}


def test_no_body_breaks_any_route(app: APIFlask, checker: Caller, claim: int) -> None:
    unsafe = [(method, path.removeprefix("/api/v1")) for method, path in routes(app) if method not in SAFE]
    for (name, body), (method, path) in product(BODIES.items(), unsafe):
        answer = checker.call(method, path, data=body, headers={"Content-Type": "application/json"})
        where = (name, method, path, answer.status_code, answer.text)
        assert answer.status_code in {403, 404, 422}, where
        assert answer.content_type == "application/problem+json", where
        assert answer.status_code == 404 or answer.json["rule"], where
    assert checker.claim(claim)["version"] == 1
    assert len(checker.get("/articles").json["items"]) == 1


def test_other_types_than_json_are_refused(checker: Caller) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "", "json"):
        answer = checker.call("POST", "/articles", data=b'{"text":"x"}', headers={"Content-Type": kind})
        assert answer.status_code == 415, kind
        assert answer.json["detail"].startswith("Send JSON")


def test_too_much_is_refused_before_it_is_read(checker: Caller) -> None:
    body = b'{"text":"' + b"x" * 11 * 1024 * 1024 + b'"}'
    answer = checker.call("POST", "/articles", data=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 413
    assert answer.json["status"] == 413


def test_an_article_longer_than_any_article_is_too_large(checker: Caller) -> None:
    answer = checker.post("/articles", {"text": "word " * 90_000})
    assert (answer.status_code, answer.json["field"], answer.json["rule"]) == (413, "text", "too_large")


NUMBERS = ("0", "99", "999999999", "1000000000", "2147483648", "9223372036854775808", "9" * 5000, "-1", "1.0", "٣")


def test_numbers_of_nothing_lead_nowhere(checker: Caller, claim: int) -> None:
    source = {"seen": 1, "stance": "context", "kind": "primary", "url": "https://a.example/"}
    for number in NUMBERS:
        for method, path, body in (
            ("GET", f"/claims/{number}", None), ("GET", f"/articles/{number}", None),
            ("PATCH", f"/articles/{number}", {"seen": 1}), ("PATCH", f"/claims/{number}", {"seen": 1}),
            ("POST", f"/claims/{number}/moves", {"seen": 1, "move": "take"}), ("POST", f"/claims/{number}/lease", {}),
            ("PUT", f"/claims/{number}/draft", {}), ("POST", f"/claims/{number}/sources", source),
            ("PATCH", f"/claims/{claim}/sources/{number}", {"seen": 1}),
            ("DELETE", f"/claims/{claim}/sources/{number}?seen=1", None),
            ("PUT", f"/claims/{claim}/reports/{number}/origin", {"seen": 1, "together_with": None, "reason": "Own."}),
            ("DELETE", f"/claims/{claim}/reports/{number}/origin?seen=1", None),
            ("POST", f"/articles/{number}/claims", {"fragments": [[0, 9]]}),
            ("POST", f"/claims/{number}/extend", {"seen": 1, "fragments": [[0, 9]]}),
            ("POST", f"/claims/{number}/split", {"seen": 1, "at": 9}),
            ("POST", f"/claims/{number}/merge", {"seen": 1, "into": 2}),
            ("POST", f"/claims/{number}/undo", {"seen": 1, "seq": 1}), ("POST", f"/claims/{number}/search", None),
            ("GET", f"/reports/{number}", None), ("GET", f"/claims/{claim}/sources/{number}/kept", None),
            ("GET", f"/articles/{number}/history", None), ("GET", f"/articles/1/revisions/{number}", None),
            ("PATCH", f"/notifications/{number}", {"read": True}), ("GET", f"/claims/{number}/ticks", None),
        ):  # fmt: skip
            answer = checker.call(method, path, body)
            assert answer.status_code == 404, (method, path, answer.text)
            assert answer.json["status"] == 404
    assert checker.claim(claim)["version"] == 1, "an attempt at a source that is not there leaves nothing behind"


NO_SENSE = (
        ("limit=0", "limit"), ("limit=1000000", "limit"), ("limit=x", "limit"), ("limit=" + "9" * 5000, "limit"),
        ("stage=lost", "stage"), ("verdict=lies", "verdict"), ("article=9223372036854775808", "article"),
        ("older=999999999", "older"), ("q=%00", "q"), ("claimant=a%00b", "claimant"), ("colour=red", "colour"),
        ("cursor=x", "cursor"), ("cursor=W10", "cursor"), ("cursor=" + "A" * 500, "cursor"), ("q=a&q=b", "q"),
        ("cursor=WzFlOTk5LCAiMjAyNi0wMS0wMVQwMDowMDowMCswMDowMCIsIDFlOTk5XQ", "cursor"), ("token=x", "token"),
)  # fmt: skip


def test_a_filter_that_makes_no_sense_is_named(checker: Caller, claim: int) -> None:
    for query, field in NO_SENSE:
        answer = checker.get(f"/claims?{query}")
        assert (answer.status_code, answer.json.get("field")) == (422, field), query


def test_a_strange_filter_finds_something_or_nothing(checker: Caller, claim: int) -> None:
    for query in ("q=%22%27)%20OR%201=1--", "q=*", "q=%F0%9F%9B%B6", "claimant=%25", "q=NEAR(", "outlet=_", "q=%FF%FE"):
        assert checker.get(f"/claims?{query}").status_code == 200, query
        assert checker.get(f"/articles?q={query.split('=')[1]}").status_code == 200, query
        assert checker.get(f"/exports/claims?format=jsonl&{query}").status_code == 200, query
    assert (
        checker.get("/claims?stage=&verdict=&claimant=&article=&q=&limit=&cursor=").json == checker.get("/claims").json
    )


def test_a_cursor_of_articles_that_is_not_from_here_is_named(checker: Caller) -> None:
    for cursor in ("x", "-1", "1.5", "9" * 19, "٣"):
        answer = checker.get("/articles", query_string={"cursor": cursor})
        assert (answer.status_code, answer.json["field"]) == (422, "cursor"), cursor


def test_an_export_that_makes_no_sense_is_refused_before_it_begins(checker: Caller) -> None:
    for query in (
        "",
        "format=xml",
        "format=csv&since=yesterday",
        "format=csv&since=9999-12-31T23:59:59-12:00",
        "format=csv&stage=queued",
        "format=csv&mine=1",
    ):
        answer = checker.get(f"/exports/claims?{query}")
        assert answer.status_code == 422, query
        assert answer.content_type == "application/problem+json"


COLUMNS = {
    name
    for table in (tables.Claim, tables.Article, tables.Source, tables.Draft, tables.Finding, tables.Approval)
    for name in table.model_fields
}


def test_no_column_is_set_by_the_way(checker: Caller, claim: int) -> None:
    """Every column of the tables goes to every route beside a good body: what is no input there is refused by name."""
    calls: dict[tuple[str, str], tuple[type[BaseModel], dict[str, Any]]] = {
        ("POST", "/articles"): (articles.NewArticle, {"text": "Another text of another day."}),
        ("PATCH", "/articles/1"): (articles.ArticleChanges, {"seen": 1}),
        ("POST", "/claims/next"): (claims.NextFilters, {}),
        ("PATCH", f"/claims/{claim}"): (claims.ClaimChanges, {"seen": 1}),
        ("POST", f"/claims/{claim}/sources"): (
            evidence.SourceGiven,
            {"seen": 1, "stance": "context", "kind": "primary"},
        ),
        ("POST", f"/claims/{claim}/moves"): (review.NewMove, {"seen": 1, "move": "take"}),
        ("POST", f"/claims/{claim}/lease"): (review.LeaseRequest, {"fence": 1}),
        ("PUT", f"/claims/{claim}/draft"): (review.NewDraft, {"rationale": "x"}),
        ("POST", "/articles/1/claims"): (editing.NewClaim, {"fragments": [[0, 9]]}),
        ("POST", f"/claims/{claim}/extend"): (editing.MoreWords, {"seen": 1, "fragments": [[0, 9]]}),
        ("POST", f"/claims/{claim}/split"): (editing.Cut, {"seen": 1, "at": 9}),
        ("POST", f"/claims/{claim}/merge"): (editing.Into, {"seen": 1, "into": 2}),
        ("POST", f"/claims/{claim}/undo"): (editing.TakenBack, {"seen": 1, "seq": 1}),
        ("POST", "/triage"): (triage.NewTriage, {"claims": [{"claim": claim, "seen": 1}], "topic": "x"}),
        ("PATCH", "/notifications/1"): (notifications.Marked, {"read": True}),
        ("PATCH", "/notifications/choices"): (notifications.NewChoices, {"hour": 8}),
    }
    before = checker.claim(claim)
    for column, ((method, path), (model, body)) in product(sorted(COLUMNS), calls.items()):
        if column not in model.model_fields:
            answer = checker.call(method, path, body | {column: 1})
            refusal = (answer.status_code, answer.json["rule"], answer.json["field"])
            assert refusal == (422, "unknown_field", column), (method, path)
    assert checker.claim(claim) == before
    assert len(checker.get("/articles").json["items"]) == 1


def test_no_input_is_a_column_that_only_the_desk_sets() -> None:
    """Stage, holder, score, seals and the like are results of what happens, never of what is sent."""
    own = {"id", "stage", "version", "score", "rank", "lease_until", "assignee_id", "findings",
           "content_hash", "content", "added_by", "added_by_id", "added_at", "created_at", "approver_id", "approved_at",
           "kept_sha256", "kept_at", "reopened_at", "new_evidence", "evidence_at", "submitted_by"}  # fmt: skip
    assert own <= COLUMNS
    sent = {name for model in models(given) if issubclass(model, given.Sent) for name in model.model_fields}
    assert not sent & own


def test_a_script_comes_back_as_the_text_it_is(checker: Caller, claim: int) -> None:
    hostile = "</script><script>alert(1)</script> <img src=x onerror=alert(1)>"
    assert checker.patch(f"/claims/{claim}", {"seen": 1, "statement": hostile}).status_code == 200
    answer = checker.get(f"/claims/{claim}")
    assert answer.json["statement"] == hostile
    assert answer.content_type == "application/json"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_text_is_stored_as_it_came(checker: Caller) -> None:
    text = "\ufeffLine one\r\nline two\u2028\tand e\u0301, 🛶, \u202e and \x1b.\n\n"
    came = checker.call(
        "POST", "/articles", data=json.dumps({"text": text}, ensure_ascii=False).encode(),
        headers={"Content-Type": "application/json; charset=utf-8"},
    )  # fmt: skip
    assert checker.get(f"/articles/{came.json['id']}").json["text"] == text


def test_a_wrong_method_says_which_are_right(checker: Caller) -> None:
    answer = checker.delete("/claims")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert answer.content_type == "application/problem+json"


def test_a_database_that_is_away_is_said_and_no_mistake(
    desk: Desk, checker: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    from factcheck.domain.errors import OutsideUnavailable
    from factcheck.store.unit import UnitOfWork

    def away(self: UnitOfWork) -> None:
        raise OutsideUnavailable("The database does not answer just now. Nothing was changed; try again.")

    monkeypatch.setattr(UnitOfWork, "reading", away)
    answer = checker.get("/me")
    assert (answer.status_code, answer.content_type) == (503, "application/problem+json")


def test_the_text_of_the_tests_is_one_that_the_desk_reads(checker: Caller, article: int) -> None:
    assert checker.get(f"/articles/{article}").json["text"] == TEXT
