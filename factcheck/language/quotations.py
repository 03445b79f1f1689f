"""Where quotation marks open and close in a paragraph, and what that makes of a claim."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from factcheck.domain.claims import Fragment, Quotation

PAIRS = {"“": '”"', "„": "“”", "«": "»", "»": "«", "‹": "›", "「": "」", '"': '"”', "‘": "’", "'": "'"}
CLOSERS = frozenset("".join(PAIRS.values()))
CLOSING = {
    mark: re.compile(f"[{closers}]") for mark, closers in PAIRS.items()
}  # for “ the next ”, for „ the next “ or ”
CLOSING["“"] = re.compile('["”]|(?<=[.,!?])“(?=\\s|$)')  # some type “It fell,“ he said
SINGLE = frozenset("‘'")
LONGEST_SINGLE = 300
"""Characters: a single mark whose partner is further away is an apostrophe."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation with its marks; `closed` is False where it runs on into the next paragraph."""

    start: int
    end: int
    closed: bool = True


def _may_open(text: str, at: int) -> bool:
    """An opening mark stands before a word, not behind one: the mark in `lenders' data` does not open."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    behind_word = bool(before) and (before.isalnum() or before in ".,!?%")
    return not behind_word and bool(after) and (not after.isspace() or text[at] == "«")


def _single_end(text: str, at: int) -> int:
    """Where a single-quoted passage ends, or -1: `'Important step'` ends at the second mark."""
    closer = PAIRS[text[at]]
    limit = min(len(text), at + LONGEST_SINGLE)
    place = text.find(closer, at + 1, limit)
    while place != -1:
        after = text[place + 1 : place + 2]
        if not after.isalnum() and not text[place - 1].isspace():
            return place
        place = text.find(closer, place + 1, limit)
    return -1


def quotations(paragraph: str) -> tuple[Quoted, ...]:
    """Every quotation of one paragraph in order, not nested; one that never closes runs to the end."""
    found: list[Quoted] = []
    at, size = 0, len(paragraph)
    while at < size:
        mark = paragraph[at]
        if mark not in PAIRS or not _may_open(paragraph, at):
            at += 1
            continue
        if mark in SINGLE:
            end = _single_end(paragraph, at)
        else:
            closing = CLOSING[mark].search(paragraph, at + 1)
            end = closing.start() if closing else size
        if end == -1:
            at += 1
        elif end == size:
            return (*found, Quoted(at, size, closed=False))
        else:
            found.append(Quoted(at, end + 1))
            at = end + 1
    return tuple(found)


def quotation_of(paragraph: str, fragments: Sequence[Fragment], quoted: Sequence[Quoted]) -> Quotation:
    """Direct where all letters stand in quotation marks, mixed where some do, indirect where none does."""
    letters = [i for start, end in fragments for i in range(start, end) if paragraph[i].isalnum()]
    near = [quote for quote in quoted if quote.start < fragments[-1][1] and quote.end > fragments[0][0]]
    inside = sum(any(quote.start <= i < quote.end for quote in near) for i in letters)
    if not inside:
        return Quotation.INDIRECT
    return Quotation.DIRECT if inside >= 0.95 * len(letters) else Quotation.MIXED
