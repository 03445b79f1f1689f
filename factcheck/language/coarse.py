"""Splitting without grammar: each sentence one claim of the outlet, for languages whose rules nobody wrote yet."""

import re
from collections.abc import Iterator

from factcheck.domain.claims import Fragment

END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’»“)\]]*+(?=\s)|[。！？]+[」』”]?|[۔؟।]+")
# "It was. ", "It was." at a closing mark (“ closes in German), the full stops of Chinese, Urdu and Hindi

LONGEST = 1200
"""Characters of a sentence; a longer stretch without an end is cut at a space."""
INITIAL = re.compile(r"(?:^|[\s(])(?:\w|\w\.\w|[A-Z]\w?|\d{1,2})$")  # "J", "z.B", "Dr", "3": no end behind these


def sentences(text: str, start: int, end: int) -> Iterator[Fragment]:
    """Fragments of the sentences between two places of a text, in order, without the blanks around them."""
    at = start
    for match in END.finditer(text, start, end):
        if match.group()[0] == "." and INITIAL.search(text[max(at, match.start() - 5) : match.start()]):
            continue
        yield from _bounded(text, at, match.end())
        at = match.end()
    yield from _bounded(text, at, end)


def _bounded(text: str, start: int, end: int) -> Iterator[Fragment]:
    while end - start > LONGEST:
        cut = text.rfind(" ", start + 1, start + LONGEST)
        cut = cut if cut > start else start + LONGEST
        yield from _stripped(text, start, cut)
        start = cut
    yield from _stripped(text, start, end)


def _stripped(text: str, start: int, end: int) -> Iterator[Fragment]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if any(char.isalnum() for char in text[start:end]):
        yield start, end
