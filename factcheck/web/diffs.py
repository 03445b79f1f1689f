"""What changed between two wordings, word by word."""

import difflib
import re
from collections import Counter
from collections.abc import Sequence

PAIRS_MOST = 100_000
"""Pairs of places at which both say the same word or line, up to which they are compared. Two honest texts of 3,000
words have half as many; texts that are made of few words over and over have millions, and would take an hour."""

Step = tuple[str, int, int, int, int]
"""What difflib says: kind, from where to where in the old, from where to where in the new."""


def steps(old: Sequence[str], new: Sequence[str]) -> Sequence[Step]:
    """How the one becomes the other, as difflib has it; as a whole where finding out would hold up everybody else."""
    if pairs(old, new) > PAIRS_MOST:
        return as_a_whole(old, new)
    return difflib.SequenceMatcher(None, old, new).get_opcodes()


def pairs(old: Sequence[str], new: Sequence[str]) -> int:
    """Pairs of places at which both say the same, as difflib counts them: of 200 and more in `new` it passes over those
    that are more than a hundredth of all. Without that, "a b a b ..." takes minutes."""
    often, most = Counter(new), len(new) // 100 + 1 if len(new) >= 200 else len(new)
    return sum(often[each] for each in old if often[each] <= most)


def as_a_whole(old: Sequence[str], new: Sequence[str]) -> list[Step]:
    """What is the same at the beginning and at the end, and all between them as replaced."""
    head = alike(old, new)
    tail = alike(old[head:][::-1], new[head:][::-1])
    gone, come = len(old) - tail, len(new) - tail
    found = [
        ("equal", 0, head, 0, head),
        ("replace", head, gone, head, come),
        ("equal", gone, len(old), come, len(new)),
    ]
    return [step for step in found if step[1] < step[2] or step[3] < step[4]]


def alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many of the first are the same."""
    most = min(len(one), len(other))
    return next((at for at in range(most) if one[at] != other[at]), most)


_WORD = re.compile(r"\s+|\d+(?:[.,]\d+)+|\w+|[^\w\s]")  # "60,000 men" gives "60,000", " ", "men": a number is one word


def word_diff(before: str, after: str) -> list[tuple[str, str]]:
    """What changed between two wordings, word by word: ("same" | "del" | "ins", text) in reading order."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    parts: list[tuple[str, str]] = []
    gone, come = "", ""
    for kind, a, b, c, d in steps(old, new):
        same = "".join(old[a:b]) if kind == "equal" else ""
        if kind == "equal" and (same.strip() or not (gone or come)):
            parts += [*changed(gone, come), ("same", same)]
            gone, come = "", ""
        else:  # a blank between two changes belongs to both: words that were replaced together stay together
            gone, come = gone + "".join(old[a:b]), come + "".join(new[c:d])
    return parts + changed(gone, come)


def changed(gone: str, come: str) -> list[tuple[str, str]]:
    return [part for part in (("del", gone), ("ins", come)) if part[1]]
