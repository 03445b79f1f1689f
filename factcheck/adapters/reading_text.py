"""Reads plain text: its characters, its language, its first line. Runs in the reading process."""

import codecs
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import py3langid
from w3lib.encoding import http_content_type_encoding, read_bom, resolve_encoding

from factcheck.adapters.agencies import agency_of
from factcheck.adapters.apart import Unread

TITLE_CHARACTERS = 200
HEAD_LINES = 8
HEAD_CHARACTERS = 3000
LANGUAGE_CHARACTERS = 3000
LANGUAGE_LEAST = 60
"""Characters below which the language is not guessed."""

_BYLINE = re.compile(r"(?:By|Von|BY|by)[ \t]+([A-Z\u00c0-\u00de][^\n.:;!?]{2,80})")
_DAY = re.compile(
    r"(?:(?:published|updated|posted)\b[: \t]*(?:on[ \t]+)?)?(?:[a-z]+day,?[ \t]+)?(.{6,25})", re.IGNORECASE
)
_DAY_FORMATS = ("%Y-%m-%d", "%B %d, %Y", "%d %B %Y", "%b %d, %Y", "%d %b %Y", "%B %d %Y", "%d. %B %Y", "%d.%m.%Y")
_BINARY = frozenset(range(0x20)) - frozenset(b"\t\n\r\f\b\x1b\x1a")


def read(content: bytes, facts: Mapping[str, str]) -> dict[str, Any]:
    """The text as it came, line ends and all; the first line is the title where it looks like one."""
    text = decoded(content, facts.get("content_type", ""))
    if not text.strip():
        raise Unread("it holds no text")
    head = [line.strip() for line in text[:HEAD_CHARACTERS].strip().splitlines()][:HEAD_LINES]
    byline = _byline(head)
    return {
        "text": text,
        "title": _title(text),
        "byline": byline,
        "published": _published(head),
        "language": language_of(text),
        "agency": agency_of(text, byline),
    }


def decoded(content: bytes, content_type: str = "") -> str:
    """Bytes to text: by the mark at the beginning, the declared charset, UTF-8, then Windows-1252. Raises Unread."""
    marked, mark = read_bom(content)
    if marked and mark:
        return _plain(content[len(mark) :].decode(marked, "replace"))
    if _BINARY & set(content[:4096]):
        raise Unread("it is not text")
    for charset in (_declared(content_type), "utf-8", "cp1252"):
        try:
            return _plain(content.decode(charset or "utf-8"))
        except UnicodeDecodeError:
            continue
    # Windows-1252 leaves five bytes undefined, for which browsers take the control characters of Latin-1.
    return _plain(content.decode("latin-1"))


def _declared(content_type: str) -> str:
    name = http_content_type_encoding(content_type) or ""
    resolved = resolve_encoding(name) if name else None
    return codecs.lookup(resolved).name if resolved else ""


def _plain(text: str) -> str:
    """PostgreSQL keeps no NUL, and no database keeps half a surrogate pair."""
    if "\x00" in text:
        raise Unread("it is not text")
    return text


def storable(text: str) -> str:
    """Text out of a parser, with what no database keeps replaced."""
    return text.replace("\x00", "\ufffd").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def language_of(text: str) -> str:
    """The likely language as an ISO 639-1 code; empty for a text too short to tell."""
    sample = text[:LANGUAGE_CHARACTERS]
    return str(py3langid.classify(sample)[0]) if len(sample.strip()) >= LANGUAGE_LEAST else ""


def _byline(head: list[str]) -> str:
    """Who wrote it, where a line of its own near the top says so."""
    return next((found[1].strip() for line in head if (found := _BYLINE.fullmatch(line))), "")


def _published(head: list[str]) -> str:
    """The day that stands on a line of its own near the top, as the beginning of that day in UTC."""
    for line in head:
        said = _DAY.fullmatch(line)
        for form in _DAY_FORMATS if said else ():
            try:
                return datetime.strptime(said[1].strip(), form).replace(tzinfo=UTC).isoformat() if said else ""
            except ValueError:
                continue
    return ""


def _title(text: str) -> str:
    """The first line, unless it is so long or so alone that it must be the text itself."""
    lines = [line.strip() for line in text.strip().splitlines()]
    return lines[0] if len(lines) > 1 and len(lines[0]) <= TITLE_CHARACTERS else ""
