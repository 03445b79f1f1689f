"""Fact-checks of others are read from the formats in which they come, and what cannot be used is said."""

import json
from datetime import date
from typing import Any

import pytest

from factcheck.domain.imports import Reading, read_checks

REVIEW: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "url": "https://www.facts.example/pier",
    "claimReviewed": "The  pier is\nopen.",
    "author": {"name": "Example Facts", "url": "https://www.facts.example"},
    "reviewRating": {"ratingValue": 1, "alternateName": "False"},
    "itemReviewed": {"@type": "Claim", "author": [{"name": "Lina Brandt"}], "datePublished": "2026-01-01"},
    "datePublished": "2026-01-03",
    "inLanguage": "en",
}
TOOLS: dict[str, Any] = {
    "claims": [
        {
            "text": "The pier is open.",
            "claimant": "Lina Brandt",
            "claimDate": "2026-01-01T00:00:00Z",
            "claimReview": [
                {
                    "publisher": {"name": "Example Facts", "site": "facts.example"},
                    "url": "https://www.facts.example/pier",
                    "title": "No, the pier is not open",
                    "reviewDate": "2026-01-03T08:00:00Z",
                    "textualRating": "False",
                    "languageCode": "en",
                }
            ],
        }
    ],
    "nextPageToken": "x",
}


def read(document: object) -> Reading:
    return read_checks(json.dumps(document).encode())


@pytest.mark.parametrize(
    "document",
    [
        REVIEW,
        [REVIEW],
        {"@graph": [{"@type": "WebPage"}, REVIEW | {"@type": ["ClaimReview"]}]},
        {"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": [REVIEW]}, {"item": None}]},
        {"dataFeedElement": {"item": REVIEW}},
        TOOLS,
    ],
)
def test_every_known_format_gives_the_check(document: object) -> None:
    [check], left_out = read(document).checks, read(document).left_out
    assert (check.claim, check.rating, check.publisher, check.site) == (
        "The pier is open.", "False", "Example Facts", "facts.example",
    )  # fmt: skip
    assert (check.claimant, check.said, check.reviewed) == ("Lina Brandt", date(2026, 1, 1), date(2026, 1, 3))
    assert left_out == ()


@pytest.mark.parametrize(
    ("missing", "why"),
    [
        ({"url": "javascript:alert(1)"}, "no web address of the check"),
        ({"url": None}, "no web address of the check"),
        ({"claimReviewed": " "}, "no claim in words"),
        ({"claimReviewed": {"@value": 3}}, "no claim in words"),
        ({"reviewRating": {"ratingValue": 3}}, "no rating in words"),
        ({"reviewRating": "False"}, "no rating in words"),
    ],
)
def test_what_cannot_be_used_is_left_out_and_said(missing: dict[str, Any], why: str) -> None:
    reading = read([REVIEW, REVIEW | missing])
    assert len(reading.checks) == 1
    [line] = reading.left_out
    assert line.startswith(f"1 left out: {why} (")


def test_many_of_one_kind_are_one_line_with_examples() -> None:
    [line] = read([REVIEW | {"claimReviewed": "", "url": f"https://facts.example/{n}"} for n in range(9)]).left_out
    assert line == (
        "9 left out: no claim in words "
        "(https://facts.example/0, https://facts.example/1, https://facts.example/2, ...)"
    )  # fmt: skip


def test_what_is_odd_but_usable_is_used() -> None:
    [check] = read(REVIEW | {"author": None, "datePublished": "yesterday", "itemReviewed": "a claim"}).checks
    assert (check.publisher, check.reviewed, check.claimant) == ("facts.example", None, "")
    [check] = read(REVIEW | {"claimReviewed": "a\0b" * 5000, "url": " https://facts.example/x "}).checks
    assert len(check.claim) == 2000
    assert "\0" not in check.claim


def test_a_check_that_stands_there_twice_is_one() -> None:
    assert len(read([REVIEW, REVIEW, TOOLS]).checks) == 1
