"""Finds the words of a claim again in a new text: exactly, else by the words around them where they were edited.

Among several places with exactly these words the one whose surroundings are most like the old ones is taken. The cost
grows with the length of the text, not with its square: of long texts only the surroundings are compared word by word.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from factcheck.domain.claims import Fragment

AROUND = 30
"""Words before and after the claim's own that are looked at."""
CLOSE = 6
"""Words before and after that must stand for themselves where the claim's own say little."""
LIKE, BARELY_LIKE, SURELY_THERE = 0.6, 0.5, 0.75
"""Share of words that old and new have in common for an edit to be a light one; less is enough where so many of the
close words stand. A rewritten sentence is another claim."""
LONGEST = 400
"""Words of a claim that is searched for by its surroundings; a longer one is found by its exact words alone."""
CANDIDATES = 500
"""Places with the same words that are compared, those nearest to where the old ones stood."""
COMMON = 40
"""Runs of three words that stand more often in the text tell no place."""
STEP = 8
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Anchored:
    """Where the claim's words stand in the new text; `changed` when they are no longer the same."""

    fragments: tuple[Fragment, ...]
    changed: bool


@dataclass(frozen=True)
class Words:
    """A text as its words, with their places; `runs` says where each run of three words begins."""

    text: str
    words: list[str] = field(init=False)
    starts: list[int] = field(init=False)
    ends: list[int] = field(init=False)
    runs: dict[tuple[str, ...], list[int]] = field(init=False)

    def __post_init__(self) -> None:
        spans = [found.span() for found in _WORD.finditer(self.text)]
        words = [self.text[start:end].casefold() for start, end in spans]
        runs: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for at in range(len(words) - 2):
            runs[tuple(words[at : at + 3])].append(at)
        for name, value in (("words", words), ("runs", runs)):
            object.__setattr__(self, name, value)
        object.__setattr__(self, "starts", [start for start, _ in spans])
        object.__setattr__(self, "ends", [end for _, end in spans])

    def within(self, start: int, end: int) -> tuple[int, int]:
        """Numbers of the first word and of the one after the last that stand wholly in this stretch."""
        first = bisect_left(self.starts, start)
        return first, max(first, bisect_right(self.ends, end))


def anchor(old: Words, fragments: Sequence[Fragment], new: Words) -> Anchored | None:
    """The claim's fragments in the new text, in their order; None when one of them is not there."""
    found: list[Fragment] = []
    changed = False
    for fragment in fragments:
        behind = found[-1][1] if found else 0
        place = _exact(old, fragment, new, behind)
        if place is None:
            place, changed = _edited(old, fragment, new, behind), True
        if place is None:
            return None
        found.append(place)
    return Anchored(tuple(found), changed)


# --- The same words -------------------------------------------------------------------------------


def _exact(old: Words, fragment: Fragment, new: Words, behind: int) -> Fragment | None:
    start, end = fragment
    quote = old.text[start:end]
    places = list(_occurrences(new.text, quote, behind))
    if not places:
        return None
    away = [abs(at * len(old.text) - start * len(new.text)) for at in places]
    nearest = sorted(range(len(places)), key=away.__getitem__)[:CANDIDATES]
    wanted = _surroundings(old, start, end)
    best = max(nearest, key=lambda i: (_alike(wanted, _surroundings(new, places[i], places[i] + len(quote))), -away[i]))
    return places[best], places[best] + len(quote)


def _occurrences(text: str, quote: str, behind: int) -> Iterator[int]:
    at = text.find(quote, behind) if quote else -1
    while at >= 0:
        yield at
        at = text.find(quote, at + len(quote))


def _surroundings(text: Words, start: int, end: int) -> tuple[list[str], list[str]]:
    """The words before, the nearest first, and those after."""
    first, last = text.within(start, end)
    return text.words[max(0, first - AROUND) : first][::-1], text.words[last : last + AROUND]


def _alike(ours: tuple[list[str], list[str]], theirs: tuple[list[str], list[str]]) -> int:
    """How many words around two places are the same; those in an unbroken run from the place on count twice."""
    shared = 0
    for mine, other in zip(ours, theirs, strict=True):
        length = min(len(mine), len(other))
        run = next((at for at in range(length) if mine[at] != other[at]), length)
        shared += run + (Counter(mine) & Counter(other)).total()
    return shared


# --- Edited words ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Aligned:
    """Old words beside new ones: where in the new text each begins and ends, in words from number `first` on.

    `stands` says whether the word itself is there; one that was taken out begins and ends at the same place.
    """

    begins: list[int]
    ends: list[int]
    stands: list[bool]
    first: int


def _edited(old: Words, fragment: Fragment, new: Words, behind: int) -> Fragment | None:
    """Where the surroundings say that the words were, if they are like what stands there now."""
    first, last = old.within(*fragment)
    if not 0 < last - first <= LONGEST:
        return None
    begin, end = max(0, first - AROUND), min(len(old.words), last + AROUND)
    shift = _shift(old, begin, end, new)
    if shift is None:
        return None
    aligned = _align(old.words[begin:end], new, begin + shift)
    here = range(first - begin, last - begin)
    start, stop = aligned.begins[here.start], aligned.ends[here.stop - 1]
    if start >= stop or not _is_light(aligned, here, stop - start):
        return None
    place = _with_marks(old, fragment, new, aligned.first + start, aligned.first + stop)
    return place if place[0] >= behind else None


def _shift(old: Words, begin: int, end: int, new: Words) -> int | None:
    """How many words further on the surroundings stand now, by what most runs of three words say."""
    votes: Counter[int] = Counter()
    for at in range(begin, end - 2):
        places = new.runs.get(tuple(old.words[at : at + 3]), ())
        if len(places) <= COMMON:
            votes.update({(place - at) // STEP for place in places})
    if not votes:
        return None
    expected = begin * (len(new.words) / len(old.words) - 1)
    return max(votes, key=lambda step: (votes[step] + votes[step + 1], -abs(step * STEP - expected))) * STEP


def _align(words: list[str], new: Words, first: int) -> _Aligned:
    """Each old word beside its new one, in the part of the new text that begins near word number `first`."""
    begin = max(0, first - 2 * STEP)
    region = new.words[begin : first + len(words) + 4 * STEP]
    aligned = _Aligned([], [], [], begin)
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, words, region, autojunk=False).get_opcodes():
        for at in range(i2 - i1):
            aligned.begins.append(j1 + at * (j2 - j1) // (i2 - i1))
            aligned.ends.append(j1 - (-(at + 1) * (j2 - j1) // (i2 - i1)))
            aligned.stands.append(kind == "equal")
    return aligned


def _is_light(aligned: _Aligned, here: range, length: int) -> bool:
    """Whether enough of the words stand, or some of them and nearly all that are close around them."""
    share = 2 * sum(aligned.stands[here.start : here.stop]) / (len(here) + length)
    if share >= LIKE:
        return True
    close = aligned.stands[max(0, here.start - CLOSE) : here.start] + aligned.stands[here.stop : here.stop + CLOSE]
    return share >= BARELY_LIKE and bool(close) and sum(close) >= SURELY_THERE * len(close)


def _with_marks(old: Words, fragment: Fragment, new: Words, first: int, last: int) -> Fragment:
    """The stretch from the first word to the one before `last`, with the marks that stood around the old words."""
    start, end = new.starts[first], new.ends[last - 1]
    old_first, old_last = old.within(*fragment)
    lead, trail = old.text[fragment[0] : old.starts[old_first]], old.text[old.ends[old_last - 1] : fragment[1]]
    if new.text.endswith(lead, 0, start):
        start -= len(lead)
    if new.text.startswith(trail, end):
        end += len(trail)
    return start, end
