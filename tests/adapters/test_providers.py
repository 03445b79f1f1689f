"""Providers against servers that answer in the documented shapes, and misbehave in the documented ways."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.adapters.calling import GuardedCaller
from factcheck.adapters.plugin_forms import ModelForm
from factcheck.adapters.plugins import EntryPointPlugIns
from factcheck.adapters.politeness import OwnPoliteness
from factcheck.domain.evidence import Query
from factcheck.domain.fetching import Fetched, FetchFailed, FetchProblem, HostBusy
from factcheck.domain.plugins import Answered, AskFailed, Declared, PlugInKind, Wanted
from tests.adapters.conftest import now
from tests.elsewhere import Answer, Elsewhere, as_json, cut_off, dripping, elsewhere, endless, html

PROVIDERS = EntryPointPlugIns().of_kind(PlugInKind.PROVIDER)
NAMES = [declared.name for declared in PROVIDERS]
QUERY = Query('"Lina Brandt" ferry', "en", datetime(2026, 4, 27, tzinfo=UTC), datetime(2026, 6, 3, tzinfo=UTC))
KEYS = {"google-fact-checks": "x-goog-api-key", "brave-news": "x-subscription-token"}


@pytest.fixture
def server() -> Iterator[Elsewhere]:
    with elsewhere() as server:
        yield server


def declared(name: str) -> Declared:
    return next(each for each in PROVIDERS if each.name == name)


def settings(name: str, server: Elsewhere, **more: Any) -> Any:
    address = f"{server.url}/w/api.php" if name == "mediawiki" else server.url
    values = {"address": address} | ({"index": server.url} if name == "wayback" else {}) | more
    return declared(name).form.filled(values, {"key": "hush"} if name in KEYS else {})


def ask(name: str, server: Elsewhere, query: Query = QUERY, **more: Any) -> Answered:
    caller = GuardedCaller(
        allowed_private=[server.pair], contact="desk@paper.example", politeness=OwnPoliteness(clock=now, gap=0),
        clock=now,
    )  # fmt: skip
    provider, chosen = declared(name).itself, settings(name, server, **more)
    try:
        answer: Answered = provider.parse(chosen, query, caller.call(provider.request(chosen, query)))
        return answer
    finally:
        caller.close()


# --- The documented shapes ------------------------------------------------------------------------

GOOGLE = {
    "claims": [
        {
            "text": "The ferry carried 12 people",
            "claimant": "Lina Brandt",
            "claimDate": "2026-05-03T00:00:00Z",
            "claimReview": [
                {
                    "publisher": {"name": "Coast Check", "site": "coastcheck.example"},
                    "url": "https://coastcheck.example/ferry",
                    "title": "Was the ferry empty?",
                    "reviewDate": "2026-05-06T10:00:00Z",
                    "textualRating": "Mostly <b>false</b>",
                    "languageCode": "en",
                },
                {"publisher": {"site": "tide.example"}, "url": "https://tide.example/1", "textualRating": "True"},
            ],
        },
        {"text": "Without a review"},
    ],
    "nextPageToken": "CAo",
}


def test_google_gives_fact_checks_with_rating_and_publisher(server: Elsewhere) -> None:
    server.says(as_json(GOOGLE))
    first, second = ask("google-fact-checks", server).hits
    assert (first.url, first.title, first.outlet) == (
        "https://coastcheck.example/ferry", "Was the ferry empty?", "Coast Check",
    )  # fmt: skip
    assert first.summary == "Mostly false: The ferry carried 12 people"
    assert first.published == datetime(2026, 5, 6, 10, tzinfo=UTC)
    assert (second.title, second.outlet) == ("The ferry carried 12 people", "tide.example")
    check, bare = ask("google-fact-checks", server).checks
    assert (check.claim, check.rating, check.claimant) == ("The ferry carried 12 people", "Mostly false", "Lina Brandt")
    assert (check.publisher, check.reviewed, bare.publisher) == ("Coast Check", date(2026, 5, 6), "tide.example")
    asked = server.asked[0]
    assert asked.path == "/v1alpha1/claims:search"
    assert asked.query == {"query": "Lina Brandt ferry", "languageCode": "en", "pageSize": "20"}
    assert asked.headers["x-goog-api-key"] == "hush"


GDELT = (
    '{"articles": [{"url": "https://tide.example/ferry", "title": "Ferry\tto\x01 Osthaven &amp; back",'
    ' "url_mobile": "", "seendate": "20260505T101500Z", "domain": "tide.example",'
    ' "language": "English", "sourcecountry": "Norvane"},'
    ' {"url": "ftp://tide.example/x", "title": "No page of the web"}, {"title": "No address"}]}'
)


def test_gdelt_gives_articles_though_its_json_holds_control_characters(server: Elsewhere) -> None:
    server.says(as_json(GDELT))
    (hit,) = ask("gdelt", server).hits
    assert (hit.url, hit.title, hit.outlet) == (
        "https://tide.example/ferry",
        "Ferry to Osthaven & back",
        "tide.example",
    )
    assert hit.published == datetime(2026, 5, 5, 10, 15, tzinfo=UTC)
    (asked,) = server.asked
    assert (asked.path, asked.query) == (
        "/api/v2/doc/doc",
        {
            "query": '"Lina Brandt" ferry sourcelang:english', "mode": "artlist", "format": "json", "maxrecords": "25",
            "startdatetime": "20260427000000", "enddatetime": "20260603000000",
        },
    )  # fmt: skip


def test_gdelt_is_asked_once_in_five_seconds(server: Elsewhere) -> None:
    server.says(as_json({}))
    caller = GuardedCaller(
        allowed_private=[server.pair], contact="", politeness=OwnPoliteness(clock=now, gap=0), clock=now
    )
    gdelt, chosen = declared("gdelt").itself, settings("gdelt", server)
    caller.call(gdelt.request(chosen, QUERY))
    with pytest.raises(HostBusy):
        caller.call(gdelt.request(chosen, QUERY))
    caller.close()
    assert len(server.asked) == 1


WIKI = {
    "batchcomplete": True,
    "query": {
        "pages": [
            {
                "pageid": 7, "ns": 0, "title": "Osthaven", "index": 2, "fullurl": "https://en.wiki.example/wiki/Osthaven",
                "lastrevid": 41, "revisions": [{"revid": 41, "parentid": 40, "timestamp": "2026-05-02T08:00:00Z"}],
            },
            {
                "pageid": 9, "ns": 0, "title": "Night ferry", "index": 1,
                "fullurl": "https://en.wiki.example/wiki/Night_ferry",
                "revisions": [{"revid": 99, "timestamp": "2025-01-01T00:00:00Z"}],
            },
            {"pageid": 11, "ns": 0, "title": "Bare", "index": 3, "fullurl": "https://en.wiki.example/wiki/Bare"},
        ]
    },
}  # fmt: skip


def test_mediawiki_cites_the_revision_in_the_order_of_its_ranking(server: Elsewhere) -> None:
    server.says(as_json(WIKI))
    hits = ask("mediawiki", server).hits
    assert [hit.url for hit in hits] == [
        "https://en.wiki.example/wiki/Night_ferry?oldid=99",
        "https://en.wiki.example/wiki/Osthaven?oldid=41",
        "https://en.wiki.example/wiki/Bare",
    ]
    assert hits[1].title == "Osthaven (revision 41)"
    assert hits[1].published == datetime(2026, 5, 2, 8, tzinfo=UTC)
    (asked,) = server.asked
    assert asked.query["gsrsearch"] == '"Lina Brandt" ferry'
    assert (asked.query["formatversion"], asked.query["maxlag"]) == ("2", "5")
    assert "desk@paper.example" in asked.headers["user-agent"]


@pytest.mark.parametrize(("language", "host"), [("uk", "uk"), ("pt-br", "pt"), ("", "en")])
def test_wikipedia_is_that_of_the_article_s_language(language: str, host: str) -> None:
    chosen = declared("mediawiki").form.filled(declared("mediawiki").form.checked(
        {"address": "https://LANGUAGE.wikipedia.org/w/api.php", "otherwise": "en"}), {})  # fmt: skip
    call = declared("mediawiki").itself.request(chosen, Query("ferry", language))
    assert call.url == f"https://{host}.wikipedia.org/w/api.php"


def test_a_wiki_that_lags_asks_to_wait_inside_a_200(server: Elsewhere) -> None:
    server.says(
        as_json({"error": {"code": "maxlag", "info": "Waiting for 10.0.0.1: 7 seconds lagged."}}, Retry_After="7")
    )
    with pytest.raises(AskFailed, match=r"wait \(maxlag\)") as failed:
        ask("mediawiki", server)
    assert failed.value.wait is not None
    assert failed.value.wait.total_seconds() == 7


SEARX = {
    "query": "ferry",
    "number_of_results": 0,
    "results": [
        {
            "url": "https://tide.example/ferry", "title": "Ferry", "content": "It <em>sailed</em>.",
            "engine": "bing news", "publishedDate": "2026-05-05T10:00:00", "category": "news",
        },
        {"url": "https://tide.example/ferry", "title": "Ferry again"},
        {"url": "https://herald.example/2", "title": "Quay", "publishedDate": None},
    ],
    "unresponsive_engines": [["google news", "timeout"], ["qwant news", "access denied"]],
}  # fmt: skip


def test_searxng_names_the_engines_that_did_not_answer(server: Elsewhere) -> None:
    server.says(as_json(SEARX))
    answer = ask("searxng", server)
    assert [hit.url for hit in answer.hits] == ["https://tide.example/ferry", "https://herald.example/2"]
    assert answer.hits[0].published == datetime(2026, 5, 5, 10, tzinfo=UTC)
    assert answer.hits[0].summary == "It sailed."
    assert answer.note == "did not answer: google news (timeout), qwant news (access denied)"
    assert server.asked[0].query == {
        "q": '"Lina Brandt" ferry', "format": "json", "categories": "news", "language": "en",
    }  # fmt: skip


BRAVE = {
    "type": "news",
    "query": {"original": "ferry"},
    "results": [
        {
            "type": "news_result", "title": "Ferry", "url": "https://tide.example/ferry",
            "description": "It <strong>sailed</strong>",
            "age": "2 days ago", "page_age": "2026-05-05T10:00:00", "meta_url": {"hostname": "tide.example"},
            "extra_snippets": ["Twelve on board.", 7],
        },
    ],
}  # fmt: skip


def test_brave_is_asked_for_the_days_around_the_claim(server: Elsewhere) -> None:
    server.says(as_json(BRAVE))
    (hit,) = ask("brave-news", server).hits
    assert (hit.url, hit.outlet, hit.summary) == (
        "https://tide.example/ferry", "tide.example", "It sailed Twelve on board.",
    )  # fmt: skip
    (asked,) = server.asked
    assert (asked.path, asked.query["freshness"]) == ("/res/v1/news/search", "2026-04-27to2026-06-03")
    assert asked.headers["x-subscription-token"] == "hush"


def test_brave_says_in_headers_of_its_own_how_long_to_wait(server: Elsewhere) -> None:
    limits = {"X_RateLimit_Remaining": "1, 0", "X_RateLimit_Reset": "1, 1800"}
    server.says(as_json({"type": "ErrorResponse"}, 429, **limits))
    with pytest.raises(FetchFailed) as failed:
        ask("brave-news", server)
    assert failed.value.retry_at is not None
    assert 1700 < (failed.value.retry_at - now()).total_seconds() <= 1800


GONE = Query("https://herald.example/gone?a=1", "", QUERY.since, QUERY.until)


def test_wayback_gives_the_capture_that_is_nearest_to_the_day(server: Elsewhere) -> None:
    closest = {
        "available": True, "url": "http://web.archive.org/web/20260505101500/https://herald.example/gone",
        "timestamp": "20260505101500", "status": "200",
    }  # fmt: skip
    server.says(as_json({"url": GONE.words, "archived_snapshots": {"closest": closest}}))
    (hit,) = ask("wayback", server, GONE).hits
    assert hit.url == "https://web.archive.org/web/20260505101500/https://herald.example/gone"
    assert (hit.title, hit.published) == ("Kept copy of 5 May 2026", None)  # the day of the copy, not of the page
    assert (server.asked[0].path, server.asked[0].query) == (
        "/wayback/available", {"url": GONE.words, "timestamp": "20260427"},
    )  # fmt: skip


def test_wayback_s_index_gives_the_captures_around_the_day(server: Elsewhere) -> None:
    rows = [
        ["timestamp", "original", "statuscode", "digest"],
        ["20260505101500", "https://herald.example/gone", "200", "A"],
        ["20260506", "https://herald.example/gone", "200", "B"],
    ]
    server.says(as_json(rows))
    hits = ask("wayback", server, GONE, way="cdx").hits
    assert [hit.url for hit in hits] == [
        f"{server.url}/web/20260505101500/https://herald.example/gone",
        f"{server.url}/web/20260506/https://herald.example/gone",
    ]
    assert (server.asked[0].path, server.asked[0].query["from"], server.asked[0].query["to"]) == (
        "/cdx/search/cdx", "20260427", "20260603",
    )  # fmt: skip


def test_a_throttled_target_of_the_archive_is_an_error_inside_a_200(server: Elsewhere) -> None:
    server.says(as_json({"error": "too-many-requests"}))
    for way in ("availability", "cdx"):
        with pytest.raises(AskFailed):
            ask("wayback", server, GONE, way=way)


def test_the_archive_is_asked_about_what_is_gone_and_about_nothing_else() -> None:
    wayback, chosen = declared("wayback").itself, declared("wayback").form.filled({}, {})
    assert wayback.plan(chosen, Wanted((QUERY,))) == ()
    (planned,) = wayback.plan(chosen, Wanted((QUERY,), (GONE.words,)))
    assert (planned.words, planned.since) == (GONE.words, QUERY.since)


# --- What goes wrong with all of them -------------------------------------------------------------

EMPTY: dict[str, Any] = {
    "google-fact-checks": {}, "gdelt": {}, "mediawiki": {"batchcomplete": True},
    "searxng": {"results": [], "unresponsive_engines": []}, "brave-news": {"type": "news", "results": []},
    "wayback": {"url": "x", "archived_snapshots": {}},
}  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_an_answer_too(server: Elsewhere, name: str) -> None:
    server.says(as_json(EMPTY[name]))
    assert ask(name, server) == Answered(())


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (html(), "web page instead of JSON"),
        ((200, {"Content-Type": "text/html"}, b"Your query was too short or too long."), "web page instead of JSON"),
        ((200, {"Content-Type": "text/plain"}, b"Please limit requests to one every 5 seconds"), "plain words"),
        (as_json('{"results": [{"url": "https://tide.ex'), "broken or cut off"),
        (as_json(""), "empty"),
        (as_json({"error": {"code": 400, "status": "INVALID_ARGUMENT", "message": "key hush"}}), "reports an error"),
        (as_json("[" * 50_000), "broken or cut off"),
    ],
)
def test_a_200_that_is_no_answer_is_said_to_be_none(server: Elsewhere, name: str, answer: Answer, said: str) -> None:
    server.says(answer)
    with pytest.raises(AskFailed, match=said) as failed:
        ask(name, server)
    assert "hush" not in str(failed.value)


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (html(403), FetchProblem.FORBIDDEN),
        (as_json({"error": "hush"}, 401), FetchProblem.FORBIDDEN),
        (as_json({}, 429, Retry_After="60"), FetchProblem.THROTTLED),
        (as_json({}, 503), FetchProblem.SERVER_ERROR),
        (cut_off, FetchProblem.NOT_REACHED),
        (dripping(20), FetchProblem.TOO_SLOW),
        (endless(20_000_000), FetchProblem.TOO_LARGE),
    ],
)
def test_a_server_that_fails_is_said_to_fail(server: Elsewhere, answer: Answer, problem: FetchProblem) -> None:
    server.says(answer)
    with pytest.raises(FetchFailed) as failed:
        ask("searxng", server, seconds=2)
    assert failed.value.problem is problem


@pytest.mark.parametrize("name", NAMES)
def test_no_address_of_a_request_holds_the_key(server: Elsewhere, name: str) -> None:
    call = declared(name).itself.request(settings(name, server), QUERY)
    assert "hush" not in f"{call.url} {call.query}"
    assert ("hush" in call.headers.values()) == (name in KEYS)
    assert KEYS.get(name, "") in {"", *call.headers}


@pytest.mark.parametrize("name", NAMES)
def test_every_provider_has_a_form_a_budget_a_destination_and_a_small_question(server: Elsewhere, name: str) -> None:
    found, chosen = declared(name), settings(name, server)
    assert isinstance(found.form, ModelForm)
    assert all(field.label and "_" not in field.label for field in found.form.fields)
    assert {"per_day", "seconds"} <= {field.name for field in found.form.fields}
    assert found.itself.destination(chosen) == server.pair
    assert found.itself.health(chosen).words
    assert found.title
    assert found.about.endswith(".")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(
            ["claims", "claimReview", "articles", "query", "pages", "results", "archived_snapshots", "closest", "url",
             "title", "revisions", "revid", "unresponsive_engines", "meta_url", "extra_snippets", "publisher", "index",
             "available", "fullurl", "timestamp"]
        ),
        inner, max_size=4,
    ),
    max_leaves=20,
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
@hypothesis.settings(deadline=None, max_examples=60)
@given(body=st.binary(max_size=60) | JSON.map(lambda value: json.dumps(value).encode()))
def test_no_answer_breaks_a_parser(name: str, body: bytes) -> None:
    provider = declared(name)
    chosen = provider.form.filled({"address": "https://api.example.org"}, {"key": "k"} if name in KEYS else {})
    try:
        answer = provider.itself.parse(chosen, QUERY, Fetched("https://x.example", 200, {}, body, now()))
    except AskFailed:
        return
    assert all(hit.url.startswith(("http://", "https://")) for hit in answer.hits)
    assert all(not set("\x00\ud800") & set(f"{hit.url}{hit.title}{hit.summary}{hit.outlet}") for hit in answer.hits)


# --- In other languages ---------------------------------------------------------------------------

ABROAD = Wanted(
    (QUERY,), (), (Query("Lina Brandt", "uk"), Query("Ліна Брандт", "uk"), Query("Lina Brandt", "fr"))
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("google-fact-checks", [("Ліна Брандт", "uk"), ("Lina Brandt", "fr")]),
        ("searxng", [("Ліна Брандт", "uk"), ("Lina Brandt", "fr")]),
        ("brave-news", [("Ліна Брандт", "uk"), ("Lina Brandt", "fr")]),
        ("mediawiki", [("Ліна Брандт", "uk"), ("Lina Brandt", "fr")]),
        ("gdelt", [("Lina Brandt", "uk"), ("Lina Brandt", "fr")]),
        ("wayback", []),
    ],
)
def test_who_takes_a_language_is_asked_in_the_others_too(
    server: Elsewhere, name: str, asked: list[tuple[str, str]]
) -> None:
    more = {"address": "https://LANGUAGE.wiki.example/w/api.php"} if name == "mediawiki" else {}
    planned = declared(name).itself.plan(settings(name, server, **more), ABROAD)
    assert [(query.words, query.language) for query in planned if query.language != "en"] == asked


def test_a_wiki_of_one_language_is_asked_in_that(server: Elsewhere) -> None:
    planned = declared("mediawiki").itself.plan(settings("mediawiki", server), ABROAD)
    assert {query.language for query in planned} == {"en"}
