"""Reads fact-checks of others out of JSON: ClaimReview, feeds of it, and answers of Google's Fact Check Tools.

Formats: https://schema.org/ClaimReview; the Data Commons feed (a DataFeed whose items carry ClaimReviews);
https://developers.google.com/fact-check/tools/api/reference/rest/v1alpha1/claims.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from factcheck.domain.articles import checked_address
from factcheck.domain.earlier import ImportedCheck
from factcheck.domain.errors import Invalid, TooLarge

BYTES_MOST = 400_000_000
CLAIM_MOST, TITLE_MOST, NAME_MOST = 2_000, 500, 200
"""Characters."""
DEEPEST = 8
"""Lists and graphs inside one another."""
EXAMPLES = 3
"""How many of what was left out for one reason are named."""

_UNKEPT = re.compile(r"[\x00\ud800-\udfff]")  # no database keeps them

Found = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a document holds: the checks, and in sentences what was left out of it and why."""

    checks: tuple[ImportedCheck, ...]
    left_out: tuple[str, ...]


def read_checks(content: bytes) -> Reading:
    """The checks of a JSON document, each once. Invalid when it is not JSON or holds no fact-check at all."""
    if len(content) > BYTES_MOST:
        raise TooLarge("file", "size", "The file is larger than %(most)s MB.", most=BYTES_MOST // 1_000_000)
    found = list(_reviews(_parsed(content), 0))
    if not found:
        raise Invalid("file", "format", "No fact-check is in it: neither ClaimReview nor Fact Check Tools' `claims`.")
    checks: dict[str, ImportedCheck] = {}
    problems: list[tuple[str, str]] = []
    for number, review in enumerate(found, 1):
        try:
            check = _check(review)
        except Invalid as why:
            problems.append((str(why), _text(review.get("url"), 200) or f"number {number}"))
        else:
            checks[check.key] = check
    return Reading(tuple(checks.values()), tuple(_told(problems)))


def sound(found: object) -> Iterator[ImportedCheck]:
    """The checks of a document that is read already; what cannot be used is passed over without a word."""
    for review in _reviews(found, 0):
        with suppress(Invalid):
            yield _check(review)


def _parsed(content: bytes) -> object:
    try:
        return json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Invalid("file", "format", "The file is not JSON in UTF-8: %(error)s.", error=error) from error


def _told(problems: Sequence[tuple[str, str]]) -> Iterator[str]:
    """ "2 left out: no rating in words (https://..., number 7)"."""
    for why, times in Counter(why for why, _ in problems).most_common():
        named = [which for reason, which in problems if reason == why][:EXAMPLES]
        yield f"{times} left out: {why} ({', '.join(named)}{', ...' if times > EXAMPLES else ''})"


# --- Finding the reviews --------------------------------------------------------------------------


def _reviews(found: object, depth: int) -> Iterator[Found]:
    """Every ClaimReview in the document, in its order, wherever the known formats put it."""
    if depth > DEEPEST:
        return
    if isinstance(found, list):
        for each in found:
            yield from _reviews(each, depth + 1)
    elif isinstance(found, Mapping):
        if any(_is_review(kind) for kind in _list(found.get("@type"))):
            yield found
        for claim in _list(found.get("claims")):
            yield from _of_tools(claim)
        for inside in ("@graph", "dataFeedElement", "item"):
            yield from _reviews(found.get(inside), depth + 1)


def _is_review(kind: object) -> bool:
    """With or without its vocabulary: "ClaimReview", "schema:ClaimReview", "http://schema.org/ClaimReview"."""
    return isinstance(kind, str) and re.split("[/#:]", kind)[-1] == "ClaimReview"


def _of_tools(claim: object) -> Iterator[Found]:
    """The answer of Fact Check Tools, a review each, in the words of ClaimReview."""
    if not isinstance(claim, Mapping):
        return
    item = {"author": {"name": claim.get("claimant")}, "datePublished": claim.get("claimDate")}
    for review in _list(claim.get("claimReview")):
        if isinstance(review, Mapping):
            publisher = _mapping(review.get("publisher"))
            yield {
                "url": review.get("url"),
                "claimReviewed": claim.get("text"),
                "name": review.get("title"),
                "author": {"name": publisher.get("name") or publisher.get("site"), "url": publisher.get("site")},
                "reviewRating": {"alternateName": review.get("textualRating")},
                "datePublished": review.get("reviewDate"),
                "inLanguage": review.get("languageCode"),
                "itemReviewed": item,
            }


# --- Reading one ----------------------------------------------------------------------------------


def _check(review: Found) -> ImportedCheck:
    """Invalid with the reason why it cannot be used."""
    try:
        url = checked_address(_text(review.get("url"), 2001))
    except Invalid:
        raise Invalid("url", "address", "no web address of the check") from None
    claim = _text(review.get("claimReviewed"), CLAIM_MOST)
    if not claim:
        raise Invalid("claim", "claim", "no claim in words")
    rating = _rating(_mapping(review.get("reviewRating")))
    item, author = _mapping(review.get("itemReviewed")), _mapping(review.get("author"))
    site = _host(_text(author.get("url"), 2000)) or _host(url)
    return ImportedCheck(
        url=url,
        claim=claim,
        rating=rating,
        publisher=_text(author.get("name"), NAME_MOST) or site,
        site=site,
        title=_text(review.get("headline") or review.get("name"), TITLE_MOST),
        claimant=_text(_mapping(item.get("author")).get("name"), NAME_MOST),
        reviewed=_day(review.get("datePublished")),
        said=_day(item.get("datePublished")),
        language=_text(review.get("inLanguage"), 35),
    )


def _rating(rating: Found) -> str:
    words = _text(rating.get("alternateName") or rating.get("ratingExplanation"), NAME_MOST)
    if not words:
        raise Invalid("rating", "rating", "no rating in words")
    return words


def _text(value: object, most: int) -> str:
    """Words without blanks around them, zero bytes or halves of characters; nothing where there are none."""
    one = next(iter(_list(value)), None)
    return " ".join(_UNKEPT.sub(" ", one[: 4 * most]).split())[:most] if isinstance(one, str) else ""


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(_text(value, 10))
    except ValueError:
        return None


def _host(address: str) -> str:
    try:
        return (urlsplit(address if "//" in address else f"//{address}").hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _mapping(value: object) -> Found:
    """The object, or the first of several."""
    one = next(iter(_list(value)), None)
    return one if isinstance(one, Mapping) else {}


def _list(value: object) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]
