"""Articles: what came in, by revision, and how the same one is recognised when it comes twice."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from urllib.parse import urlsplit

from factcheck.domain.errors import Invalid, TooLarge

MOST_BYTES = 10_000_000
MOST_CHARACTERS = 400_000
"""About 60,000 words, far over any news article; what is longer is a book or an attack."""

TITLE_MOST, NAME_MOST = 1000, 200
"""Characters of a title, and of an outlet or a byline, that others give: lists repeat them in each line."""

ADDRESS_MOST = 2000
"""Bytes of an address: PostgreSQL indexes no more than 2,700."""

_BLANKS = re.compile(r"\s+")  # any run of blanks and line ends

# controls of ASCII and Latin-1, and what turns the direction of all that follows; the marks U+200E and U+200F stay
_TURNING = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]+")


class ArticleStatus(StrEnum):
    """WAITING: its page is to be fetched or its split has not begun; FAILED: `problem` says why."""

    WAITING = "waiting"
    SPLITTING = "splitting"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Incoming:
    """An article as it comes in. `text` is stored as it is; empty fields are to be found in the text."""

    text: str
    title: str = ""
    outlet: str = ""
    byline: str = ""
    published: date | None = None
    language: str = ""
    url: str = ""


def fingerprint(text: str) -> str:
    """SHA-256 of the text with case and blanks evened out: the same words have the same fingerprint."""
    return hashlib.sha256(_BLANKS.sub(" ", text).strip().casefold().encode()).hexdigest()


def as_name(text: str, most: int = NAME_MOST) -> str:
    """A title or name out of somebody else's document: on one line, with an end, and turning no other text round."""
    return _TURNING.sub(" ", text[: 4 * most]).strip()[:most]


def checked_text(text: str) -> str:
    """The text as it is; Invalid when there is nothing to read, TooLarge when it is no article any more."""
    if not text.strip():
        raise Invalid("text", "empty", "There is no text in it.")
    if len(text) > MOST_CHARACTERS:
        raise TooLarge("text", "too_large", "The text is over %(most)s characters long.", most=MOST_CHARACTERS)
    if "\x00" in text:
        raise Invalid("text", "binary", "This is not text: it holds zero bytes.")
    return text


def plain_address(url: str) -> str:
    """An address without what two spellings of it differ in: scheme, www, the slash at its end, the fragment."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return url
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.netloc.lower().removeprefix('www.')}{parts.path.rstrip('/')}{query}"


def checked_address(url: str) -> str:
    """The address without blanks around it; Invalid when it is not one of a web page."""
    plain = url.strip()
    try:
        parts = urlsplit(plain)
        named, _ = parts.hostname, parts.port  # reading the port is what checks it
    except ValueError:
        parts, named = urlsplit(""), None
    if parts.scheme not in {"http", "https"} or not named or len(plain.encode("utf-8", "replace")) > ADDRESS_MOST:
        raise Invalid("url", "address", "That is not the address of a web page: it begins with http:// or https://.")
    if "@" in parts.netloc:
        raise Invalid("url", "secret", "The address carries a name or a password. Everybody at the desk would see it.")
    return plain
