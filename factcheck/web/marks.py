"""Where the marks go in a text: spans that may nest and overlap, cut into pieces that HTML can hold.

Offsets are code points of the stored text. Pieces never hold a line end, because browsers rewrite
those: so a piece's place can always be counted from its own start.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from factcheck.domain.claims import Fragment

_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Mark:
    """One claim's place in the text."""

    claim: int
    fragments: tuple[Fragment, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text under the same claims, the one with the shortest place first; `start` is its offset."""

    start: int
    text: str
    claims: tuple[int, ...]


Line = list[Piece]


def lines(
    text: str, marks: Iterable[Mark], start: int = 0, end: int | None = None, cuts: Iterable[int] = ()
) -> list[Line]:
    """The lines of text[start:end] in pieces; blank lines are empty lists. A piece begins at each of `cuts` too."""
    last = len(text) if end is None else end
    spans = sorted((low, high, mark.claim) for mark in marks for low, high in mark.fragments if low < high)
    also = sorted(cuts)
    return [
        line(text, low, high, near, also[bisect_left(also, low) : bisect_left(also, high)])
        for low, high, near in spans_by_line(line_spans(text, start, last), spans)
    ]


Place = tuple[int, int, int]
"""(start, end, claim)"""


def spans_by_line(ends: Iterable[Fragment], spans: Sequence[Place]) -> Iterator[tuple[int, int, list[Place]]]:
    """Each line with the spans that may touch it: both in the order of the text, each looked at once or twice."""
    following = 0
    near: list[Place] = []
    for low, high in ends:
        near = [span for span in near if span[1] > low]
        while following < len(spans) and spans[following][0] < high:
            near.append(spans[following])
            following += 1
        yield low, high, near


def line_spans(text: str, start: int, end: int) -> list[Fragment]:
    """Where each line begins and ends, without its line end."""
    spans: list[Fragment] = []
    low = start
    for found in _LINE_END.finditer(text, start, end):
        spans.append((low, found.start()))
        low = found.end()
    spans.append((low, end))
    return spans


def line(text: str, start: int, end: int, spans: Sequence[Place], also: Sequence[int] = ()) -> Line:
    """One line cut wherever a mark begins or ends, and at the places of `also`."""
    here = [(low, high, claim) for low, high, claim in spans if low < end and high > start]
    cuts = sorted({start, end, *also, *(edge for low, high, _ in here for edge in (low, high) if start < edge < end)})
    return [Piece(low, text[low:high], over(low, here)) for low, high in pairwise(cuts) if low < high]


def over(place: int, spans: Sequence[Place]) -> tuple[int, ...]:
    """The claims whose marks lie over this place, the shortest first, each once."""
    covering = sorted((high - low, claim) for low, high, claim in spans if low <= place < high)
    return tuple(dict.fromkeys(claim for _, claim in covering))


def window(text: str, around: Sequence[Fragment], most: int) -> Fragment:
    """The part of a very long text to show: whole lines, about `most` characters around the fragments."""
    if len(text) <= most:
        return 0, len(text)
    middle = around[0][0] if around else 0
    low = text.rfind("\n", 0, max(0, middle - most // 2)) + 1
    high = text.find("\n", min(len(text), middle + most // 2))
    return low, len(text) if high < 0 else high
