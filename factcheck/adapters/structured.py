"""What a page says about itself for machines: JSON-LD of an article, meta tags, the language of its root."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from lxml.html import HtmlElement

MAX_BLOCK = 500_000
"""Characters of one JSON-LD block that are looked at."""
MAX_DEPTH = 12
MAX_REVIEWS, MAX_REVIEW_DEPTH, MAX_PARTS, MAX_NAMED, MAX_WORDS = 50, 4, 40, 5, 3000
"""Of a ClaimReview: how many of a page, how deep, how many fields and entries, characters of one text."""

_ARTICLES = ("Article", "BlogPosting", "Report", "ReportageNewsArticle", "LiveBlogPosting", "PressRelease")


_WRAPPED = re.compile(r"\A\s*(?:(?://|/\*)?\s*<!\[CDATA\[(?:\s*\*/)?|<!--)|(?:(?://|/\*)?\s*\]\]>(?:\s*\*/)?|-->)\s*\Z")
"""What hid scripts from browsers of the last century, and is written by many sites still: "//<![CDATA[ ... //]]>"."""


def article_of(tree: HtmlElement, *addresses: str) -> dict[str, Any]:
    """The JSON-LD article of the page at one of these addresses; empty where there is none.

    A page may list other articles before its own: one that names the page goes before one that names none, and the
    first before the next.
    """
    own = {_place(address) for address in addresses} - {""}

    def distance(article: dict[str, Any]) -> int:
        named = {_place(name) for key in ("url", "@id", "mainEntityOfPage") for name in _addresses(article.get(key))}
        return 0 if own & named else 2 if named - {""} else 1

    articles = (thing for thing in _all_things(tree) if any(kind.endswith(_ARTICLES) for kind in _kinds(thing)))
    return min(articles, key=distance, default={})


def _addresses(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [address for key in ("@id", "url") for address in _addresses(value.get(key))]
    return [value] if isinstance(value, str) else []


def _place(address: str) -> str:
    """An address without what two spellings of it differ in: scheme, www, the slash at its end, the fragment."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    host = (parts.hostname or "").removeprefix("www.")
    return f"{host}{parts.path.rstrip('/')}?{parts.query}" if host else ""


def reviews_of(tree: HtmlElement) -> list[dict[str, Any]]:
    """The JSON-LD objects of the page that are a ClaimReview, the first of them, cut down to what is read of one."""
    reviews = (thing for thing in _all_things(tree) if "ClaimReview" in _kinds(thing))
    return [_cut(review, 0) for review in islice(reviews, MAX_REVIEWS)]


def _cut(value: Any, depth: int) -> Any:
    """The value without its depths, ends of long texts and lists: a page may hold megabytes of them."""
    if isinstance(value, str):
        return value[:MAX_WORDS]
    if depth > MAX_REVIEW_DEPTH:
        return None
    if isinstance(value, dict):
        return {key[:MAX_WORDS]: _cut(part, depth + 1) for key, part in islice(value.items(), MAX_PARTS)}
    if isinstance(value, list):
        return [_cut(part, depth + 1) for part in value[:MAX_NAMED]]
    return value


def _all_things(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    for block in tree.iter("script"):
        source = (block.text or "")[: MAX_BLOCK + 1] if _is_linked_data(block) else ""
        try:
            data = json.loads(_WRAPPED.sub("", source), strict=False) if 0 < len(source) <= MAX_BLOCK else None
        except (ValueError, RecursionError):
            continue
        yield from _things(data, 0)


def _is_linked_data(block: HtmlElement) -> bool:
    return bool(block.get("type", "").partition(";")[0].strip().lower() == "application/ld+json")


def _things(data: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > MAX_DEPTH:
        return
    if isinstance(data, dict):
        yield data
        data = list(data.values())
    if isinstance(data, list):
        for part in data:
            yield from _things(part, depth + 1)


def _kinds(thing: dict[str, Any]) -> list[str]:
    """The kinds of a thing without their vocabulary: "ClaimReview" of "https://schema.org/ClaimReview" too."""
    kind = thing.get("@type", "")
    return [
        re.split("[/#:]", name)[-1] for name in (kind if isinstance(kind, list) else [kind]) if isinstance(name, str)
    ]


def names(value: Any) -> list[str]:
    """The names in a JSON-LD value, which may be text, an object, or a list of both; an address gives its host."""
    if isinstance(value, list):
        return [name for part in value[:20] for name in names(part)]
    if isinstance(value, dict):
        for key in ("name", "sourceOrganization", "publisher", "provider", "url", "@id"):
            if found := names(value.get(key)):
                return found
        return []
    if not isinstance(value, str) or not value.strip():
        return []
    return [_host(value) or value.strip()]


def _host(text: str) -> str:
    try:
        return (urlsplit(text.strip()).hostname or "").removeprefix("www.") if "://" in text else ""
    except ValueError:
        return ""


def meta(tree: HtmlElement, *wanted: str) -> str:
    """The content of the first meta tag that has one of these names or properties, in the order asked for."""
    found: dict[str, str] = {}
    for tag in tree.iter("meta"):
        name = (tag.get("property") or tag.get("name") or tag.get("itemprop") or "").lower()
        found.setdefault(name, (tag.get("content") or "").strip())
    return next((found[name] for name in wanted if found.get(name)), "")


def moment(text: str) -> datetime | None:
    """A date or a time in ISO 8601; what names no zone is taken as UTC."""
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def language_tag(text: str) -> str:
    """The ISO 639-1 part of a language tag: "en" of "en-GB" and "en_GB"."""
    code = text.strip().replace("_", "-").split("-")[0].lower()
    return code if len(code) == 2 and code.isalpha() else ""
