"""Where words stand in a text, whatever stands between them: found in one walk, however often their beginnings come."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from factcheck.domain.claims import Fragment

BETWEEN_BLANKS = re.compile(r"\S+")  # "pier," of "the pier, it"
LETTERS = re.compile(r"\w+")  # "pier"


def places(text: str, words: str, parts: re.Pattern[str] = BETWEEN_BLANKS) -> Iterator[Fragment]:
    """The places at which the words stand, from the first on; none for no words.

    A regular expression made of the words would try each "a" of "a a a a ..." anew, for minutes.
    """
    wanted = " ".join(parts.findall(words))
    spans = [found.span() for found in parts.finditer(text)]
    even, begins = _evened(text, spans)
    at = even.find(wanted) if wanted else -1
    while at >= 0:
        last = at + len(wanted) - 1
        yield _in_text(at, spans, begins), _in_text(last, spans, begins) + 1
        at = even.find(wanted, last + 1)


def _evened(text: str, spans: list[Fragment]) -> tuple[str, list[int]]:
    """The parts of the text with one blank between each two, and where each of them begins there."""
    begins, at = [], 0
    for start, end in spans:
        begins.append(at)
        at += end - start + 1
    return " ".join(text[start:end] for start, end in spans), begins


def _in_text(at: int, spans: list[Fragment], begins: list[int]) -> int:
    part = bisect_right(begins, at) - 1
    return spans[part][0] + at - begins[part]
