"""Who copied whom among texts, from the earliest on, and what people decided about it.

Each text follows at most one earlier text, the one it has most from: what a later text took from two places does not
make one origin of them. That nothing was found does not prove that two reports are independent.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from itertools import chain

from factcheck.domain.likeness import Followed, Runs, Traits, containment, facts_in_order, followed
from factcheck.domain.texts import say

COPIED = 0.25
"""Containment of runs of five words from which a text is a copy by that sign alone."""

GREY = 0.10
"""From here on a copy if a second sign agrees; measured on press texts written by hand, see benchmarks/origins.py."""

FEWEST_RUNS = 6
"""Shared runs of five words below which containment says nothing: two headlines may agree in one phrase."""

REWORDED, REWORDED_RUNS, REWORDED_SENTENCES = 0.33, 0.1, 3
"""Sentences followed (by length), short runs and number of sentences from which a text is a rewrite of another."""

AGREES, AGREES_SENTENCES = 0.33, 2
"""The same for a second sign beside shared runs, or beside the mark of an agency."""

SHORT_RUNS, SHORT_AGREES = 0.25, 0.25
"""So many short runs (reports of one event written independently had at most 0.07) need fewer sentences."""

MARKED_RUNS = 0.06
ORDERED_FACTS, ORDERED_SHARE = 8, 0.75
"""Rare facts that stand in the same order in both, and their share of those of the shorter text, for a second sign."""

WHOLLY = 0.8

COMPARED = 30_000
"""Characters of a text that are compared, so that a book does not hold a worker."""

CANDIDATE_RUNS = 3
NEAREST = 25
"""Earlier texts compared with one text, those with most short runs in common first."""

CROWD, CROWD_FIRST, CROWD_LAST = 60, 10, 40
"""A run that more texts share finds only the first and the latest of these: a copy of a thousand copies follows one."""


@dataclass(frozen=True)
class Printed:
    """One text as it appeared. `agency` is whom its marks credit; `home` the host it appeared on."""

    id: int
    text: str
    outlet: str = ""
    published: datetime | None = None
    agency: str = ""
    byline: str = ""
    home: str = ""
    traits: Traits = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "traits", Traits(self.text[:COMPARED]))


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two texts have in common; `credit` is a name in words where the later one says whom it has it from."""

    contained: float
    runs: int
    short: float
    followed: Followed
    facts: tuple[int, int]
    credit: str

    @property
    def copied(self) -> str:
        """In words the sign that one copied the other; empty where there is none, or only a first."""
        if self.contained >= COPIED and self.runs >= FEWEST_RUNS:
            return say("%(share)s of the shorter text stand in the other", share=f"{self.contained:.0%}")
        if self.contained >= GREY and (note := self._second()):
            share = f"{self.contained:.0%}"
            return say("%(share)s of the shorter text stand in the other, and %(note)s", share=share, note=note)
        if self._reworded():
            return self._follows()
        if self.credit and self._agrees() and self.short >= MARKED_RUNS:
            return say("credits %(name)s, and %(note)s", name=self.credit, note=self._follows())
        return ""

    @property
    def shares(self) -> bool:
        """The grey zone: they share text, which is no copy by itself."""
        return (self.contained >= GREY and self.runs >= FEWEST_RUNS) or (self._agrees() and self.short >= MARKED_RUNS)

    def _second(self) -> str:
        ordered, of = self.facts
        if self._agrees():
            return self._follows()
        if self.credit:
            return say("it credits %(name)s", name=self.credit)
        if ordered >= ORDERED_FACTS and ordered >= ORDERED_SHARE * of:
            return say("%(hits)s of %(most)s rare facts stand in the same order", hits=ordered, most=of)
        return ""

    def _agrees(self) -> bool:
        return self.followed.share >= AGREES and self.followed.sentences >= AGREES_SENTENCES

    def _reworded(self) -> bool:
        share, sentences = self.followed.share, self.followed.sentences
        enough = min(REWORDED_SENTENCES, max(AGREES_SENTENCES, self.followed.of))
        if self.short >= SHORT_RUNS:
            return share >= SHORT_AGREES and sentences >= AGREES_SENTENCES
        return self.short >= REWORDED_RUNS and share >= REWORDED and sentences >= enough

    def _follows(self) -> str:
        hits, most = self.followed.sentences, self.followed.of
        return say("%(hits)s of %(most)s sentences follow the other's", hits=hits, most=most)


def likeness(earlier: Printed, later: Printed) -> Likeness:
    """Sentences are aligned only where it can matter: that takes longest."""
    a, b = earlier.traits, later.traits
    contained, short = containment(a.fives, b.fives), containment(a.threes, b.threes)
    open_still = contained < COPIED and (contained >= GREY or short >= MARKED_RUNS)
    return Likeness(
        contained=contained,
        runs=len(a.fives & b.fives),
        short=short,
        followed=followed(a, b) if open_still else Followed(0, 0, 0.0),
        facts=facts_in_order(a, b) if open_still else (0, 0),
        credit=credit(earlier, later) if open_still else "",
    )


def credit(earlier: Printed, later: Printed) -> str:
    """The name by which both go back to one writer: the same agency or byline, or the later one names the earlier."""
    for theirs, name in ((later.agency, earlier.agency), (later.agency, earlier.outlet), (later.agency, earlier.home)):
        if name and theirs.casefold() == name.casefold():
            return name
    if earlier.byline and earlier.byline.casefold() == later.byline.casefold():
        return earlier.byline
    named = len(earlier.outlet) > 2 and earlier.outlet != later.outlet and earlier.outlet in later.traits.own_words
    return earlier.outlet if named else ""


# --- Grouping -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one text stands: `origin` is the id of the earliest of its group, `copied_from` whom it follows.

    `how` says the sign in words; `shares` are texts of other origins with which it shares text.
    """

    id: int
    origin: int
    copied_from: int | None = None
    how: str = ""
    shares: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person decided about a text: it has one origin with `together_with`, or (None) one of its own."""

    id: int
    together_with: int | None


Appeared = tuple[bool, float, bool]


def appeared(at: datetime | None) -> Appeared:
    """Sorts by appearance: a day without an hour comes after the hours of that day, no day at all last."""
    whole_day = at is not None and at.time() == time(0, 0)
    moment = at.timestamp() + (86_399 if whole_day else 0) if at else 0.0
    return at is None, moment, whole_day


def earliest_first(texts: Sequence[Printed]) -> list[Printed]:
    """In the order of appearance (`appeared`).

    Where that does not decide, the one that others credit comes first, then the longer one: copies are cut.
    """
    credited = Counter(text.agency.casefold() for text in texts if text.agency)

    def order(text: Printed) -> tuple[Appeared, int, int]:
        return appeared(text.published), -credited[text.outlet.casefold()], -len(text.text)

    return sorted(texts, key=order)


def spread(texts: Sequence[Printed], decided: Iterable[Decided] = ()) -> list[Standing]:
    """Where each text stands, the earliest first. What people decided goes before what was measured.

    A text that was set apart is compared with no other, and what was joined with it stays without it; decisions about
    texts that are not there are passed over.
    """
    ordered = earliest_first(texts)
    place = {text.id: at for at, text in enumerate(ordered)}
    chosen = {one.id: one.together_with for one in decided if one.id in place}
    apart = {text_id for text_id, other in chosen.items() if other is None}
    forest = _Forest(ordered)
    forest.grow(apart)
    for one, other in chosen.items():
        if other in place and other not in apart:
            forest.tie(place[one], place[other])
    return forest.standings()


class _Forest:
    """Which text follows which; indices are places in the order of appearance."""

    def __init__(self, texts: Sequence[Printed]) -> None:
        self._texts = texts
        self._group = list(range(len(texts)))
        self._parent: dict[int, tuple[int, str]] = {}
        self._shares: dict[int, set[int]] = defaultdict(set)

    def grow(self, apart: set[int]) -> None:
        index: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for later, text in enumerate(self._texts):
            if text.id not in apart:
                self._place(later, _candidates(text.traits.threes, index))
                for run in text.traits.threes:
                    index[run].append(later)

    def _place(self, later: int, candidates: Mapping[int, int]) -> None:
        signs = {at: likeness(self._texts[at], self._texts[later]) for at in candidates}
        copied = [at for at, sign in signs.items() if sign.copied]
        for at, sign in signs.items():
            if sign.copied or sign.shares:
                self._shares[later].add(at)
        if not copied:
            return
        nearest = max(copied, key=lambda at: (candidates[at], -at))
        self._follow(later, nearest, signs[nearest].copied)
        for other in copied:
            if self._group[other] != self._group[nearest] and self._both_cut_from(other, nearest, later):
                self.tie(other, nearest)

    def _both_cut_from(self, one: int, other: int, whole: int) -> bool:
        """Two texts that overlap and stand wholly in a third, later one are cuts of one text that came before."""
        a, b, both = (self._texts[at].traits.fives for at in (one, other, whole))
        return bool(a & b) and len(a & both) >= WHOLLY * len(a) and len(b & both) >= WHOLLY * len(b)

    def _follow(self, later: int, earlier: int, how: str) -> None:
        self._parent[later] = (earlier, how)
        self.tie(later, earlier)

    def tie(self, one: int, other: int) -> None:
        low, high = sorted((self._group[one], self._group[other]))
        if low != high:
            self._group = [low if group == high else group for group in self._group]

    def standings(self) -> list[Standing]:
        return [self._standing(at) for at in range(len(self._texts))]

    def _standing(self, at: int) -> Standing:
        parent, how = self._parent.get(at, (None, ""))
        apart = sorted(other for other in self._shares[at] if self._group[other] != self._group[at])
        return Standing(
            id=self._texts[at].id,
            origin=self._texts[self._group[at]].id,
            copied_from=None if parent is None else self._texts[parent].id,
            how=how,
            shares=tuple(self._texts[other].id for other in apart),
        )


def _candidates(threes: Runs, index: Mapping[tuple[str, ...], list[int]]) -> dict[int, int]:
    """The earlier texts that share most short runs with these, at least a few, and how many."""
    shared = Counter(chain.from_iterable(_some(index[run]) for run in threes if run in index))
    return {at: times for at, times in shared.most_common(NEAREST) if times >= CANDIDATE_RUNS}


def _some(holders: Sequence[int]) -> Iterable[int]:
    return holders if len(holders) <= CROWD else chain(holders[:CROWD_FIRST], holders[-CROWD_LAST:])
