"""When headline, caption and body say the same thing: which claim repeats which."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from factcheck.domain.claims import PlaceRole
from factcheck.language.terms import terms

REPEATS = 0.6
"""Share of a headline's terms that a body claim must hold."""
SAME = 0.85
"""The same, both ways, for two claims of the body."""
NEAR = 40
"""Claims that share a rare word and are compared, so that time stays linear on huge texts."""
FIRST = 400
"""Claims of the body that a headline or caption is compared with."""


@dataclass(frozen=True)
class Entry:
    """What is compared of a claim."""

    id: str
    words: str
    role: PlaceRole
    claimant: str


def weights(words: str) -> dict[str, float]:
    """Each term once, with its weight."""
    return {term.stem: term.weight for term in terms(words)}


def containment(part: dict[str, float], whole: dict[str, float]) -> float:
    """Weight of the terms of `part` that `whole` has too, 0 to 1."""
    total = sum(part.values())
    return sum(weight for stem, weight in part.items() if stem in whole) / total if total else 0.0


def _numbers(found: dict[str, float]) -> set[str]:
    return {stem for stem in found if stem[0].isdigit()}


def repeats(part: dict[str, float], whole: dict[str, float]) -> bool:
    """Whether `whole` says all that matters in `part`: most words, and every number."""
    return containment(part, whole) >= REPEATS and _numbers(part) <= _numbers(whole)


def duplicates(entries: Sequence[Entry]) -> dict[str, str]:
    """For each claim that repeats another, the id of the one it repeats: always one of the body."""
    known = {entry.id: weights(entry.words) for entry in entries}
    body = [entry for entry in entries if entry.role is PlaceRole.BODY]
    found: dict[str, str] = {}
    for entry in entries:
        if entry.role is not PlaceRole.BODY:
            best = max(body[:FIRST], key=lambda other: containment(known[entry.id], known[other.id]), default=None)
            if best is not None and repeats(known[entry.id], known[best.id]):
                found[entry.id] = best.id
    found.update(_repeated(body, known))
    return found


def _repeated(body: Sequence[Entry], known: dict[str, dict[str, float]]) -> dict[str, str]:
    """Claims of the body that say again what an earlier one said; looked for by their rarest word."""
    common = Counter(stem for entry in body for stem in known[entry.id])
    holding: dict[str, list[Entry]] = defaultdict(list)
    again: dict[str, str] = {}
    for entry in body:
        rarest = min(known[entry.id], key=lambda stem: common[stem], default="")
        twin = next((one for one in holding[rarest][:NEAR] if _twins(one, entry, known)), None)
        if twin is not None:
            again[entry.id] = again.get(twin.id, twin.id)
        for stem in known[entry.id]:
            if len(holding[stem]) < NEAR:
                holding[stem].append(entry)
    return again


def _twins(one: Entry, other: Entry, known: dict[str, dict[str, float]]) -> bool:
    left, right = known[one.id], known[other.id]
    if one.claimant != other.claimant or len(left) < 3 or _numbers(left) != _numbers(right):
        return False
    return containment(left, right) >= SAME and containment(right, left) >= SAME


def covered(words: str, body: Sequence[str]) -> bool:
    """Whether the body as a whole says what a headline says, claim by claim or together."""
    together = {stem: weight for claim in body for stem, weight in weights(claim).items()}
    return repeats(weights(words), together)
