"""Writes what was asked and answered as WARC records (ISO 28500), in the shape that web archives read."""

import io
from datetime import UTC
from http import HTTPStatus
from urllib.parse import urlsplit

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from factcheck.domain.fetching import Fetched

_OF_THE_WAY = frozenset({"content-encoding", "transfer-encoding", "content-length"})
"""Headers about how the body was sent. It is kept unpacked, so they are kept under the name that pywb gives them."""


def warc(fetched: Fetched, *, software: str) -> bytes:
    """A gzipped WARC 1.1 after a record of who wrote it: of each redirect and of the page the request and the response,
    which name each other."""
    file = io.BytesIO()
    writer = WARCWriter(file, gzip=True, warc_version="1.1")
    about = {"software": software, "format": "WARC File Format 1.1"}
    writer.write_record(writer.create_warcinfo_record("", about))
    for visited in (*fetched.hops, fetched):
        _write(writer, visited)
    return file.getvalue()


def _write(writer: WARCWriter, fetched: Fetched) -> None:
    at = {"WARC-Date": fetched.fetched_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}
    cut = {"WARC-Truncated": "unspecified"} if fetched.cut else {}
    response = writer.create_warc_record(
        fetched.url, "response", payload=io.BytesIO(fetched.body), length=len(fetched.body),
        http_headers=_answer(fetched), warc_headers_dict=at | cut,
    )  # fmt: skip
    request = writer.create_warc_record(fetched.url, "request", http_headers=_question(fetched), warc_headers_dict=at)
    writer.write_request_response_pair(request, response)


def _answer(fetched: Fetched) -> StatusAndHeaders:
    reason = HTTPStatus(fetched.status).phrase if fetched.status in set(HTTPStatus) else ""
    headers = [(_kept_name(name), value) for name, value in fetched.headers.items()]
    headers.append(("content-length", str(len(fetched.body))))
    return StatusAndHeaders(f"{fetched.status} {reason}", headers, protocol="HTTP/1.1")


def _kept_name(name: str) -> str:
    return f"x-archive-orig-{name}" if name in _OF_THE_WAY else name


def _question(fetched: Fetched) -> StatusAndHeaders:
    parts = urlsplit(fetched.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return StatusAndHeaders(f"GET {target} HTTP/1.1", list(fetched.asked.items()), is_http_request=True)
