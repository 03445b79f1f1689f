"""Reads RSS and Atom by feedparser, from bytes alone. Runs in the reading process."""

import calendar
import html
import io
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

import feedparser

from factcheck.adapters.apart import Unread
from factcheck.adapters.reading_text import storable

MAX_ENTRIES = 1000
SUMMARY_CHARACTERS = 2000
NAMED_BYTES = 2000
"""Of the address and the id of an entry. PostgreSQL indexes both, and takes no more than 2,700."""
LOOKED_AT_CHARACTERS = 20_000
"""Some feeds carry the whole article as its summary."""

_TAG = re.compile(r"<[a-zA-Z/!?][^>]*>")
_CODE = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|$)", re.IGNORECASE | re.DOTALL)
_BREAK = re.compile(r"</?(?:p|br|div|li|h[1-6]|td)\b[^>]*>", re.IGNORECASE)
_BLANKS = re.compile(r"\s+")


def read(content: bytes, facts: Mapping[str, str]) -> list[dict[str, str]]:
    """The entries that lead to an address of the web. Raises Unread on what is no feed.

    feedparser opens a string or bytes as a file or an address where it can: it gets a stream, always.
    """
    headers = {"content-location": facts["url"], "content-type": facts.get("content_type") or "application/xml"}
    feed = feedparser.parse(io.BytesIO(content), response_headers=headers)
    if not feed.get("version") and not feed.entries:
        raise Unread("it is not a feed")
    found = (_entry(entry, facts["url"]) for entry in feed.entries[:MAX_ENTRIES])
    return [entry for entry in found if entry["url"] and _is_short(entry["url"])]


def _entry(entry: Any, base: str) -> dict[str, str]:
    url, name = _address(entry, base), _said(entry, "id")
    return {
        "guid": name if name and _is_short(name) else url,
        "url": url,
        "title": _words(_said(entry, "title")),
        "summary": _words(_said(entry, "summary"))[:SUMMARY_CHARACTERS],
        "byline": _words(_said(entry, "author")),
        "published": _moment(entry.get("published_parsed") or entry.get("updated_parsed")),
    }


def _is_short(text: str) -> bool:
    return len(text.encode()) <= NAMED_BYTES


def _said(entry: Any, name: str) -> str:
    value = entry.get(name)
    return storable(value).strip() if isinstance(value, str) else ""


def _address(entry: Any, base: str) -> str:
    """The entry's link, or its id where that is an address; nothing but http and https counts."""
    link, name = _said(entry, "link"), _said(entry, "id")
    try:
        url = urljoin(base, link) if link else name
        parts = urlsplit(url)
        return url if parts.scheme in ("http", "https") and parts.hostname else ""
    except ValueError:
        return ""


def _words(text: str) -> str:
    """Text alone, on one line: feeds carry HTML in titles, and HTML that was escaped twice."""
    unescaped = _BREAK.sub(" ", _CODE.sub(" ", html.unescape(text[:LOOKED_AT_CHARACTERS])))
    return _BLANKS.sub(" ", html.unescape(_TAG.sub("", unescaped))).strip()


def _moment(parsed: Any) -> str:
    """feedparser gives a struct_time in UTC, or nothing for a date that it cannot read."""
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC).isoformat() if parsed else ""
    except (ValueError, OverflowError, OSError, TypeError):
        return ""
