"""Takes the readable part out of what was fetched: web pages, PDF and plain text."""

from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from factcheck.adapters.addresses import named_url
from factcheck.adapters.apart import Apart, Unread, reading
from factcheck.domain.articles import NAME_MOST, TITLE_MOST, as_name
from factcheck.domain.fetching import Extracted, Fetched, FetchFailed, FetchProblem
from factcheck.domain.outside_checks import checks_of_page

PDF_MAGIC = b"%PDF-"
_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_FIRST_SIGNS = (b"<!doctype html", b"<html", b"<head", b"<body", b"<title", b"<article", b"<main", b"<meta")


def kind_of(content: bytes, content_type: str = "") -> str:
    """What the bytes are: "pdf", "html" or "text". The content is believed more than what it is called."""
    if PDF_MAGIC in content[:1024]:
        return "pdf"
    return "html" if content_type in _PAGES or _begins_as_page(content) else "text"


def _begins_as_page(content: bytes) -> bool:
    begin = content[:4096].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    while begin.startswith((b"<!--", b"<?xml")):
        begin = begin.partition(b">")[2].lstrip()
    return begin.startswith(_FIRST_SIGNS)


class DocumentExtractor:
    """Implements Extractor. Parsing runs in a process of its own, under a time limit of 10 s.

    The `url` of what it gives is the canonical one, after the page's own rel=canonical.
    """

    def __init__(self, apart: Apart = reading) -> None:
        self._apart = apart

    def extract(self, fetched: Fetched) -> Extracted:
        """Raises FetchFailed: WRONG_TYPE for a declared type that is no document, UNREADABLE for the rest."""
        kind = kind_of(fetched.body, fetched.content_type)
        if kind == "text" and fetched.content_type not in ("", "text/plain", "application/octet-stream"):
            raise FetchFailed(FetchProblem.WRONG_TYPE, fetched.content_type)
        facts = {"url": fetched.url, "content_type": fetched.headers.get("content-type", "")}
        try:
            found = self._apart.read(kind, facts, fetched.body)
            checks = checks_of_page(found.get("reviews", []), fetched.url)
            return replace(extracted(named_url(fetched.url, found.get("canonical", "")), found), checks=checks)
        except Unread as error:
            raise FetchFailed(FetchProblem.UNREADABLE, str(error)) from error


_CALLED = {"title": TITLE_MOST, "outlet": NAME_MOST, "byline": NAME_MOST}
"""What a document calls itself and its makers, with the characters that are kept of it."""

_NAMES = frozenset(field.name for field in fields(Extracted)) - {"url", "published", "modified", "checks"}


def extracted(url: str, found: dict[str, Any]) -> Extracted:
    """What the reading process found, as the domain's value."""
    published, modified = (
        datetime.fromisoformat(found[name]) if found.get(name) else None for name in ("published", "modified")
    )
    facts = {name: value for name, value in found.items() if name in _NAMES}
    facts |= {name: as_name(facts.get(name, ""), most) for name, most in _CALLED.items()}
    return Extracted(url=url, published=published, modified=modified, **facts)
