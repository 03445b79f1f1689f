"""Which class each sentence of an article has: the kind of the first claim in it, or why there is none."""

from bisect import bisect_right
from collections.abc import Sequence

from factcheck.domain.claims import Fragment, SplitClaim
from factcheck.domain.texts import later
from factcheck.language.drafts import Reading
from factcheck.language.layout import Block, Part
from factcheck.language.tokens import has_finite

AROUND = {
    Part.DATE: later("the date line"),
    Part.BYLINE: later("the byline"),
    Part.CROSSHEAD: later("a heading inside the text"),
    Part.META: later("a line about the article"),
}
"""Lines in which no claims are looked for, by what they are."""
SUMMARY = later("sums up claims of the text")
ONLY_CUE = later("only says who speaks")
NO_STATEMENT = later("no statement: it has no verb")
NOTHING = later("no claim was found in it")

Classed = tuple[Fragment, str]


def classed(
    article: str, readings: Sequence[Reading], blocks: Sequence[Block], claims: Sequence[SplitClaim]
) -> list[Classed]:
    """Every sentence, and every line around the article, with its class, in the order of the text."""
    held = _kinds_at(claims)
    found = [_of(reading, held) for reading in readings]
    found += [((block.start, block.end), AROUND[block.part]) for block in blocks if block.part in AROUND]
    return sorted(one for one in found if any(char.isalnum() for char in article[slice(*one[0])]))


def place_of(reading: Reading) -> Fragment:
    """Where a sentence stands in the article."""
    offset = reading.paragraph.offset
    return reading.sent.start_char + offset, reading.sent.end_char + offset


REACH = 6
"""Fragments back in which one that reaches into a sentence is looked for."""
Held = list[tuple[int, int, str]]


def _kinds_at(claims: Sequence[SplitClaim]) -> Held:
    """The fragments of all claims in order, with the kinds of their claims."""
    return sorted((start, end, claim.kind.value) for claim in claims for start, end in claim.span.fragments)


def _of(reading: Reading, held: Held) -> Classed:
    start, end = place_of(reading)
    at = bisect_right(held, (start, start, ""))
    near = held[max(0, at - REACH) : at + 1]
    kind = next((kind for low, high, kind in near if low < end and high > start), "")
    return (start, end), kind or _why_none(reading)


def _why_none(reading: Reading) -> str:
    if reading.attributions:
        return ONLY_CUE
    if not has_finite(reading.sent):
        return NO_STATEMENT
    return SUMMARY if reading.role.value == "headline" else NOTHING
