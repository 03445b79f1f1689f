"""The archive file of a page: what was asked and answered, in records that web archives read."""

import hashlib
import io
import time
from datetime import UTC, datetime
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from factcheck.adapters.warc import warc
from factcheck.domain.fetching import Fetched
from tests.adapters.conftest import Outlet
from tests.adapters.test_gate import Fetchers

AT = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)
PAGE = Fetched(
    "https://tide.example/pier?page=2", 200,
    {"content-type": "text/html", "content-encoding": "gzip", "content-length": "12"},
    b"<p>The pier is closed.</p>", AT, asked={"host": "tide.example", "user-agent": "factcheck-desk"},
)  # fmt: skip


def records(file: bytes) -> dict[str, tuple[dict[str, str], str, dict[str, str], bytes]]:
    """Kind of record -> its headers, first line, HTTP headers and content."""
    return {
        record.rec_type: (
            dict(record.rec_headers.headers),
            f"{record.http_headers.protocol} {record.http_headers.statusline}" if record.http_headers else "",
            dict(record.http_headers.headers) if record.http_headers else {},
            record.content_stream().read(),
        )
        for record in ArchiveIterator(io.BytesIO(file))
    }


def test_request_and_response_name_each_other_and_their_time() -> None:
    found = records(warc(PAGE, software="factcheck-desk"))
    assert list(found) == ["warcinfo", "response", "request"]
    response, request = found["response"], found["request"]
    assert request[0]["WARC-Concurrent-To"] == response[0]["WARC-Record-ID"]
    assert {response[0]["WARC-Date"], request[0]["WARC-Date"]} == {"2026-03-14T09:30:00Z"}
    assert response[0]["WARC-Target-URI"] == request[0]["WARC-Target-URI"] == PAGE.url
    assert (request[1], request[2]) == ("GET /pier?page=2 HTTP/1.1", PAGE.asked)


def test_the_body_is_kept_unpacked_and_says_so() -> None:
    _, line, headers, content = records(warc(PAGE, software="x"))["response"]
    assert line == "HTTP/1.1 200 OK"
    assert content == PAGE.body
    assert headers["content-length"] == str(len(PAGE.body))
    assert headers["x-archive-orig-content-encoding"] == "gzip"
    assert "content-encoding" not in headers


def test_the_digests_of_the_records_hold(tmp_path: object) -> None:
    path = f"{tmp_path}/page.warc.gz"
    with open(path, "wb") as file:
        file.write(warc(PAGE, software="x"))
    checker = Checker(type("Command", (), {"inputs": [path], "verbose": False}))
    assert checker.process_all() in (None, 0)


def test_a_fetched_page_brings_the_headers_that_were_asked_with(outlet: Outlet, fetcher_to: Fetchers) -> None:
    fetched = fetcher_to(outlet).fetch(outlet.page("/a"))
    _, line, headers, content = records(warc(fetched, software="x"))["request"]
    assert line == "GET /a HTTP/1.1"
    assert headers["user-agent"] == outlet.headers[-1]["user-agent"]
    assert (headers["host"], content) == (outlet.pair, b"")
    kept = records(warc(fetched, software="x"))["response"][3]
    assert hashlib.sha256(kept).digest() == hashlib.sha256(fetched.body).digest()


def chain(file: bytes) -> list[tuple[str, str, str]]:
    """Kind, address and first line of each record, in the order of the file."""
    return [
        (record.rec_type, record.rec_headers.get_header("WARC-Target-URI"), record.http_headers.statusline)
        for record in ArchiveIterator(io.BytesIO(file))
        if record.http_headers
    ]


def test_every_redirect_on_the_way_is_kept(outlet: Outlet, other_outlet: Outlet, fetcher_to: Fetchers) -> None:
    there = other_outlet.page("/c", "the end")
    outlet.pages["/a"] = (301, {"Location": "/b", "Set-Cookie": "seen=1"}, b"moved for good")
    outlet.redirect("/b", there, 307)
    fetched = fetcher_to(outlet, other_outlet).fetch(outlet.url("/a"))
    assert chain(warc(fetched, software="x")) == [
        ("response", outlet.url("/a"), "301 Moved Permanently"), ("request", outlet.url("/a"), "/a HTTP/1.1"),
        ("response", outlet.url("/b"), "307 Temporary Redirect"), ("request", outlet.url("/b"), "/b HTTP/1.1"),
        ("response", there, "200 OK"), ("request", there, "/c HTTP/1.1"),
    ]  # fmt: skip
    first = next(record for record in ArchiveIterator(io.BytesIO(warc(fetched, software="x"))) if record.http_headers)
    assert first.content_stream().read() == b"moved for good"
    assert first.http_headers.get_header("location") == "/b"
    assert first.rec_headers.get_header("WARC-Truncated") is None


def test_a_redirect_whose_body_cannot_be_read_is_followed_all_the_same(outlet: Outlet, fetcher_to: Fetchers) -> None:
    outlet.pages["/a"] = (302, {"Location": "/end", "Content-Encoding": "gzip"}, b"this is not packed")
    outlet.page("/end", "the end")
    fetched = fetcher_to(outlet).fetch(outlet.url("/a"))
    assert fetched.body == b"the end"
    assert [(hop.body, hop.cut) for hop in fetched.hops] == [(b"", True)]


def test_a_page_that_was_reached_at_once_has_no_redirects(outlet: Outlet, fetcher_to: Fetchers) -> None:
    fetched = fetcher_to(outlet).fetch(outlet.page("/a"))
    assert fetched.hops == ()
    assert len(chain(warc(fetched, software="x"))) == 2


def test_a_redirect_that_goes_on_and_on_is_followed_at_once_and_marked_as_cut(
    outlet: Outlet, fetcher_to: Fetchers
) -> None:
    def endless(handler: Any) -> None:
        handler.send_response(302)
        handler.send_header("Location", "/end")
        handler.end_headers()
        for _ in range(40):
            handler.wfile.write(b"x")
            time.sleep(0.1)

    outlet.pages["/a"] = endless
    outlet.page("/end", "the end")
    fetched = fetcher_to(outlet, deadline=2.0).fetch(outlet.url("/a"))
    assert [(hop.status, hop.body, hop.cut) for hop in fetched.hops] == [(302, b"", True)]
    first = next(record for record in ArchiveIterator(io.BytesIO(warc(fetched, software="x"))) if record.http_headers)
    assert first.rec_headers.get_header("WARC-Truncated") == "unspecified"
