"""What an article says about itself: title, day, outlet and byline, where nobody has said them."""

import re
from dataclasses import dataclass
from datetime import date

from factcheck.language.dates import days
from factcheck.language.layout import DATELINE, Block, Part, layout, paragraphs

LOOKED_AT = 20000
"""Characters at each end of a text where these things stand."""

SOURCE_LINE = re.compile(
    r"^(?:sources?|copyright|©)\s*:?\s*(?:©\s*)?(?:\d{4}\s+)?(?P<name>[^\n]{2,80})$", re.IGNORECASE
)
# "SOURCE: Northwind News & Agencies", "Copyright 2025 Northwind News"
TAIL = re.compile(r"\s*(?:[,&/|+]|\band\b)\s*(?:the\s+|news\s+)?(?:agenc(?:y|ies)|wires?|staff)\b.*$", re.IGNORECASE)
# " & Agencies"
BY = re.compile(r"^by\s+", re.IGNORECASE)  # "By Ann Lee"


@dataclass(frozen=True, slots=True)
class Found:
    """What was found; empty (None) where the text does not say."""

    title: str = ""
    published: date | None = None
    outlet: str = ""
    byline: str = ""


def describe(text: str) -> Found:
    """Read title, day, outlet and byline off the lines around an article."""
    head = layout(text[:LOOKED_AT])
    if not head:
        return Found()
    return Found(_title(text, head), _published(text, head), _outlet(text, head), _byline(text, head))


def _title(text: str, blocks: list[Block]) -> str:
    first = blocks[0]
    return text[first.start : first.end] if first.part is Part.HEADLINE else ""


def _published(text: str, blocks: list[Block]) -> date | None:
    dated = next((block.day for block in blocks if block.part is Part.DATE), None)
    if dated is not None:
        return dated
    for start, end in paragraphs(text[:LOOKED_AT])[:HEAD]:
        place = DATELINE.match(text[start:end])
        named = [day.day for day in days(place.group(), None) if day.day] if place else []
        if named:
            return named[0]
    for block in blocks:
        if block.part is Part.META and text[block.start : block.end].lower().startswith(
            ("published", "updated", "posted")
        ):
            named = [day.day for day in days(text[block.start : block.end], None) if day.day]
            if named:
                return named[0]
    return None


def _outlet(text: str, blocks: list[Block]) -> str:
    tail_start = max(0, len(text) - LOOKED_AT)
    for start, end in reversed(paragraphs(text[tail_start:])[-8:]):
        match = SOURCE_LINE.match(text[tail_start + start : tail_start + end])
        if match:
            return TAIL.sub("", match["name"]).strip(" .")
    for start, end in paragraphs(text[:LOOKED_AT])[:HEAD]:
        place = DATELINE.match(text[start:end])
        if place and (place["agency"] or place["wire"]):
            return place["agency"] or place["wire"]
    return next((block.note for block in blocks if block.part is Part.DATE and block.note), "")


HEAD = 12
"""Paragraphs at the top in which a place line ("KYIV (Reuters) -") may stand."""


def _byline(text: str, blocks: list[Block]) -> str:
    line = next((text[block.start : block.end] for block in blocks if block.part is Part.BYLINE), "")
    return BY.sub("", line)
