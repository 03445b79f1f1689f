"""What the answers of all providers have in common: JSON or not, errors inside a 200, dates, text with marks in it."""

import html
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from factcheck.domain.articles import TITLE_MOST, as_name
from factcheck.domain.evidence import Hit
from factcheck.domain.fetching import Fetched
from factcheck.domain.plugins import AskFailed
from factcheck.domain.texts import say

SHORT_WAIT = timedelta(minutes=1)
LONGEST_TEXT = 1000

_TAG = re.compile(r"<[^<>]*>")  # '<span class="searchmatch">'
_BLANKS = re.compile(r"\s+")
_UNKEPT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")  # control characters, halves of characters


def json_of(answer: Fetched) -> Any:
    """The JSON of an answer. Control characters inside its texts are let through: some providers do not escape them.

    Raises AskFailed for a page in HTML, for plain words and for what was cut off, all of which come with a status 200.
    """
    text = answer.body.decode("utf-8-sig", "replace").strip()
    if not text:
        raise AskFailed("its answer is empty")
    if text[:1] == "<" or answer.content_type == "text/html":
        raise AskFailed("it answered with a web page instead of JSON")
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError) as error:
        if text[:1] in "{[":
            raise AskFailed("its JSON is broken or cut off") from error
        raise AskFailed("it answered in plain words instead of JSON") from error


def object_of(answer: Fetched) -> dict[str, Any]:
    """The JSON object of an answer. Raises AskFailed also for an `error` inside a 200."""
    found = json_of(answer)
    if not isinstance(found, dict):
        raise AskFailed("its answer has another shape than is documented")
    if found.get("error"):
        raise AskFailed(_reported(found["error"]))
    return found


def _reported(error: Any) -> str:
    """An error with its short code. Longer words of a stranger are not shown: they may repeat a key."""
    code = error.get("code") or error.get("status") if isinstance(error, dict) else error
    plain = str(code)
    if re.fullmatch(r"[\w-]{1,40}", plain):
        return say("it reports an error (%(code)s)", code=plain)
    return say("it reports an error")


def records(value: Any) -> list[dict[str, Any]]:
    """The objects of a list; nothing for what is no list. AskFailed would lose the good ones beside a bad one."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def text_of(record: Mapping[str, Any], *names: str) -> str:
    """The first of these fields that holds text, without marks, entities and control characters."""
    for name in names:
        value = record.get(name)
        if isinstance(value, str) and value.strip():
            plain = html.unescape(_TAG.sub("", _UNKEPT.sub("", value)))
            return _BLANKS.sub(" ", _UNKEPT.sub("", plain)).strip()[:LONGEST_TEXT]
    return ""


def hit(url: Any, title: str, outlet: str = "", published: datetime | None = None, summary: str = "") -> Hit | None:
    """A hit, if its address is one of the web."""
    address = url.strip() if isinstance(url, str) else ""
    if (
        not address.startswith(("http://", "https://"))
        or len(address.encode("utf-8", "replace")) > 2000
        or _UNKEPT.search(address)
    ):
        return None
    return Hit(address, as_name(title, TITLE_MOST), as_name(outlet), published, summary)


def kept(hits: list[Hit | None]) -> tuple[Hit, ...]:
    """Those that are hits, each address once."""
    return tuple({each.url: each for each in reversed(hits) if each is not None}.values())[::-1]


def moment(value: Any, *patterns: str) -> datetime | None:
    """A time as providers write it: ISO 8601, RFC 2822 or one of these patterns; UTC where it has no zone."""
    text = value.strip() if isinstance(value, str) else ""
    found = (
        _iso(text) or next((when for pattern in patterns if (when := _patterned(text, pattern))), None) or _mail(text)
    )
    return found.replace(tzinfo=UTC) if found and found.tzinfo is None else found


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _patterned(text: str, pattern: str) -> datetime | None:
    try:
        return datetime.strptime(text, pattern).replace(tzinfo=UTC)
    except ValueError:
        return None


def _mail(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None


def unquoted(words: str) -> str:
    """The words for a provider that knows no quotation marks."""
    return words.replace('"', "")
