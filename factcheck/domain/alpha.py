"""Krippendorff's alpha for verdicts: how far answers that were given apart agree, beyond what chance would give.

K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), and Content Analysis, 4th edition (2019), ch. 12.
"""

import random
from collections import Counter
from collections.abc import Hashable, Sequence
from functools import lru_cache
from itertools import permutations

Unit = tuple[Hashable, ...]
"""The answers to one and the same question, each of another person; who answered not at all is left out."""

Cells = dict[tuple[Hashable, Hashable], float]

RESAMPLES = 1000
SEED = 2007
"""The same pairs give the same interval on every page and machine."""


def coincidences(units: Sequence[Unit]) -> Cells:
    """The coincidence matrix: each pair of answers to one unit, in both orders, weighs 1 / (answers - 1).

    A unit with fewer than two answers pairs nothing and is left out.
    """
    cells: Cells = {}
    for unit in units:
        if len(unit) > 1:
            for pair, often in Counter(permutations(unit, 2)).items():
                cells[pair] = cells.get(pair, 0.0) + often / (len(unit) - 1)
    return cells


def alpha(units: Sequence[Unit]) -> float | None:
    """Nominal alpha: 1 when all agree, 0 as by chance, below 0 when answers avoid one another.

    None where it is not defined: without a pair, or where every answer is the same, so that there is nothing on
    which people could have differed.
    """
    cells = coincidences(units)
    expected = _expected(cells)
    if expected is None:
        return None
    differing = sum(weight for (one, other), weight in cells.items() if one != other)
    return 1 - differing / sum(cells.values()) / expected


def interval(units: Sequence[Unit], resamples: int = RESAMPLES, seed: int = SEED) -> tuple[float, float] | None:
    """The interval of 95 % for alpha by the bootstrap; None where alpha is not defined.

    Units are drawn with replacement, and the disagreement that chance would give stays that of the answers at hand, as
    in A. F. Hayes and K. Krippendorff, Answering the call for a standard reliability measure for coding data,
    Communication Methods and Measures 1 (2007), 77-89. The ends are the 2.5th and 97.5th percentile.
    """
    return _interval(tuple(sorted(tuple(sorted(map(str, unit))) for unit in units)), resamples, seed)


@lru_cache(maxsize=32)
def _interval(units: tuple[Unit, ...], resamples: int, seed: int) -> tuple[float, float] | None:
    """Of units in one order, so that neither the order of units nor that of people counts."""
    expected = _expected(coincidences(units))
    if expected is None:
        return None
    parts = [(_disagreement(unit), len(unit)) for unit in units if len(unit) > 1]
    drawing = random.Random(seed)  # noqa: S311 - no secret: a seeded sample
    found = []
    for _ in range(resamples):
        drawn = drawing.choices(parts, k=len(parts))
        share = sum(part for part, _ in drawn) / sum(answers for _, answers in drawn)
        found.append(max(-1.0, 1 - share / expected))
    found.sort()
    return found[round(0.025 * (resamples - 1))], found[round(0.975 * (resamples - 1))]


def _disagreement(unit: Unit) -> float:
    """What a unit adds to the cells beside the diagonal."""
    counts = Counter(unit)
    same = sum(often * (often - 1) for often in counts.values())
    return (len(unit) * (len(unit) - 1) - same) / (len(unit) - 1)


def _expected(cells: Cells) -> float | None:
    """The share of pairs that would differ if answers were dealt out by chance; None where none could."""
    totals: dict[Hashable, float] = {}
    for (value, _), weight in cells.items():
        totals[value] = totals.get(value, 0.0) + weight
    every = sum(totals.values())
    differing = every * every - sum(often * often for often in totals.values())
    return differing / (every * (every - 1)) if len(totals) > 1 else None
