"""Finds among earlier checks those that answer a claim: by words with BM25, and by meaning where the weights are."""

import math
from array import array
from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from factcheck.domain.earlier import Answered, Comparison, Match, Meaning
from factcheck.language.meaning import unpacked
from factcheck.language.posts import without_machinery
from factcheck.language.terms import terms

SATURATION = 1.2
"""k1 of BM25 (Robertson and Zaragoza, 2009)."""
LENGTH_SHARE = 0.6
"""b of BM25."""
FEW = 1000
"""Checks. Fewer do not show how rare a word is: they are taken for a part of so many."""
COMPARED = 50
"""Checks that are compared by meaning: the best by words."""
MEANING_SHARE = 0.4
"""How much of a score the meaning makes where there is one: best on the posts of CLEF 2020 task 2 (train)."""
LINE = 0.4
"""The score from which a check is shown."""
LEAST_MEANING = 0.6
"""How near the meaning itself must be then: names and numbers alone can carry a score over the line.

Both are set on 160 posts of the same set, where nine of ten nearest checks that are shown are the right ones, and by
words alone every one of them; half of what is right is not shown. `benchmarks/matching.py` counts it for any set.
"""
SHOWN = 5

Scores = NDArray[np.float64]


class CheckMatcher:
    """An index of the words of all checks, in memory. Without `meaning` it compares by words alone."""

    def __init__(self, meaning: Meaning | None = None) -> None:
        self.meaning = meaning
        self.comparison = Comparison.MEANING if meaning else Comparison.WORDS
        self._known: dict[str, str] = {}
        self._places: dict[str, int] = {}
        self._keys: list[str] = []
        self._lengths = array("i")
        self._standing = array("b")
        self._postings: dict[str, tuple[array[int], array[int]]] = {}

    def known(self) -> Mapping[str, str]:
        return self._known

    def learn(self, checks: Iterable[Answered]) -> None:
        for check in checks:
            self.forget([check.key])
            self._add(check)

    def forget(self, keys: Iterable[str]) -> None:
        """What is forgotten keeps its place in the index, and is never found any more."""
        for key in keys:
            if self._known.pop(key, None) is not None:
                self._standing[self._places.pop(key)] = 0

    def _add(self, check: Answered) -> None:
        place = len(self._keys)
        self._known[check.key], self._places[check.key] = check.digest, place
        self._keys.append(check.key)
        self._standing.append(1)
        stems = [term.stem for term in terms(check.words)]
        self._lengths.append(len(stems))
        for stem in dict.fromkeys(stems):
            places, times = self._postings.setdefault(stem, (array("i"), array("i")))
            places.append(place)
            times.append(stems.count(stem))

    def nearest(self, statement: str) -> list[str]:
        shares, _ = self._shares(statement)
        return [self._keys[place] for place in _best(shares, COMPARED)]

    def matches(self, statement: str, vectors: Mapping[str, bytes]) -> list[Match]:
        compared = self._compared(statement, vectors)
        return [match for match, near in compared if near >= LEAST_MEANING and match.score >= LINE][:SHOWN]

    def ranked(self, statement: str, vectors: Mapping[str, bytes]) -> list[Match]:
        """The most promising checks with their scores, the best first, however far they are from the statement."""
        return [match for match, _ in self._compared(statement, vectors)]

    def _compared(self, statement: str, vectors: Mapping[str, bytes]) -> list[tuple[Match, float]]:
        """Each with how near its meaning is; 1 where that is not asked."""
        shares, shared = self._shares(statement)
        places = _best(shares, COMPARED)
        if self.meaning is None:
            # one shared word of a short statement is a large share and proves little
            scores = shares * shared / (shared + 1)
            return [(Match(self._keys[place], _rounded(scores[place])), 1.0) for place in places]
        asked = unpacked(self.meaning.packed([without_machinery(statement)])[0])
        found = []
        for place in places:
            key = self._keys[place]
            if key in vectors:
                near = float(asked @ unpacked(vectors[key]))
                score = (1 - MEANING_SHARE) * shares[place] + MEANING_SHARE * near
                found.append((Match(key, _rounded(score)), near))
        return sorted(found, key=lambda compared: -compared[0].score)

    def _shares(self, statement: str) -> tuple[Scores, Scores]:
        """BM25 of every check as a share of what one with each word of the statement once has; the words shared.

        Each word counts once, however often the statement says it.
        """
        asked = dict.fromkeys(term.stem for term in terms(without_machinery(statement)))
        found, shared, whole = np.zeros(len(self._keys)), np.zeros(len(self._keys)), 0.0
        norms, all_checks = self._norms(), max(len(self._keys), FEW)
        for stem in asked:
            places, times = (np.frombuffer(each, dtype=np.intc) for each in self._postings.get(stem, NOWHERE))
            rarity = math.log1p((all_checks - len(places) + 0.5) / (len(places) + 0.5))
            found[places] += rarity * times * (SATURATION + 1) / (times + norms[places])
            shared[places] += 1
            whole += rarity
        found *= np.frombuffer(self._standing, dtype=np.int8)
        return found / (whole or 1.0), shared

    def _norms(self) -> Scores:
        """What holds repeated words and long checks back."""
        lengths = np.frombuffer(self._lengths, dtype=np.intc)
        average = max(1.0, float(lengths.mean())) if len(lengths) else 1.0
        return np.asarray(SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * lengths / average))


NOWHERE = (array("i"), array("i"))


def _best(scores: Scores, most: int) -> list[int]:
    """Where the highest scores above nothing are, the best first, the older first where two are the same."""
    order = np.argsort(-scores, kind="stable")[:most]
    return [int(place) for place in order if scores[place] > 0]


def _rounded(score: float) -> float:
    return round(min(1.0, max(0.0, float(score))), 4)
