"""Scores split articles against annotated ones.

A predicted claim is right when its characters overlap those of a gold claim by a Jaccard index of at least 0.5, matched
one to one, best pairs first. Gold claims that repeat another are optional: neither they nor what matches them counts.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

OVERLAP = 0.5
Claims = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Score:
    """Shares between 0 and 1; `speaker`, `quote_type` and `said_date` are of the matched claims."""

    precision: float
    recall: float
    f1: float
    checkworthy_recall: float
    speaker: float
    quote_type: float
    said_date: float
    average_precision: float


def characters(claim: Mapping[str, Any]) -> frozenset[int]:
    return frozenset(place for start, end in claim["span"] for place in range(start, end))


def jaccard(one: frozenset[int], other: frozenset[int]) -> float:
    common = len(one & other)
    return common / (len(one) + len(other) - common) if common else 0.0


def matched(gold: Claims, found: Claims) -> dict[int, int]:
    """Pairs of indices, gold to found, greedily by overlap."""
    left, right = [characters(claim) for claim in gold], [characters(claim) for claim in found]
    pairs = [(jaccard(a, b), -i, -j) for i, a in enumerate(left) for j, b in enumerate(right)]
    taken: dict[int, int] = {}
    for overlap, i, j in sorted(pairs, reverse=True):
        if overlap >= OVERLAP and -i not in taken and -j not in taken.values():
            taken[-i] = -j
    return taken


def same_speaker(gold: str, found: str | None) -> bool:
    """The found name has the last word of the gold name; where nobody is named, any will do."""
    wanted = re.findall(r"\w+", gold.lower())
    return not wanted or wanted[-1] in re.findall(r"\w+", (found or "").lower())


def right_day(gold: Mapping[str, Any] | None, found: str | None, published: str | None) -> bool:
    """A stated day must be met; where none is stated, silence, the likely day and the publication day pass."""
    gold = gold or {}
    if gold.get("value"):
        return bool(found == gold["value"])
    return found in (None, "", gold.get("likely"), published)


def share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def average_precision(ranked: list[tuple[float, bool]], total: int) -> float:
    """Of the claims by falling score; equal scores in the worst order."""
    hits, added = 0, 0.0
    for place, (_, worth) in enumerate(sorted(ranked, key=lambda one: (-one[0], one[1])), 1):
        if worth:
            hits += 1
            added += hits / place
    return added / total if total else 0.0


def score(gold: Sequence[Mapping[str, Any]], answers: Sequence[Mapping[str, Any]]) -> Score:
    """All measures over all articles together."""
    by_id = {answer["doc_id"]: answer["claims"] for answer in answers}
    count = dict.fromkeys(("gold", "found", "right", "worthy", "worthy_right", "speaker", "type", "day", "pairs"), 0)
    ranked: list[tuple[float, bool]] = []
    for article in gold:
        _count(article, by_id.get(article["doc_id"], []), count, ranked)
    precision, recall = share(count["right"], count["found"]), share(count["right"], count["gold"])
    return Score(
        precision,
        recall,
        2 * precision * recall / (precision + recall) if precision + recall else 0.0,
        share(count["worthy_right"], count["worthy"]),
        share(count["speaker"], count["pairs"]),
        share(count["type"], count["pairs"]),
        share(count["day"], count["pairs"]),
        average_precision(ranked, count["worthy"]),
    )


def _count(article: Mapping[str, Any], found: Claims, count: dict[str, int], ranked: list[tuple[float, bool]]) -> None:
    claims: Claims = article["claims"]
    pairs = matched(claims, found)
    backwards = {j: i for i, j in pairs.items()}
    optional = {i for i, claim in enumerate(claims) if claim.get("duplicate_of")}
    worthy = {i for i, claim in enumerate(claims) if claim["checkworthy"]} - optional
    count["gold"] += len(claims) - len(optional)
    count["found"] += len(found) - sum(i in optional for i in pairs)
    count["right"] += sum(i not in optional for i in pairs)
    count["worthy"] += len(worthy)
    count["worthy_right"] += len(worthy & pairs.keys())
    count["pairs"] += len(pairs)
    for i, j in pairs.items():
        count["speaker"] += same_speaker(claims[i]["speaker"], found[j].get("speaker"))
        count["type"] += claims[i]["quote_type"] == found[j].get("quote_type")
        count["day"] += right_day(claims[i].get("said_date"), found[j].get("said_date"), article.get("published"))
    for j, claim in enumerate(found):
        if backwards.get(j) not in optional:
            hit = j in backwards and bool(claims[backwards[j]]["checkworthy"])
            ranked.append((float(claim.get("score") or 0), hit))


def report(found: Score) -> str:
    return (
        f"claims P {found.precision:.3f}  R {found.recall:.3f}  F1 {found.f1:.3f}\n"
        f"check-worthy R {found.checkworthy_recall:.3f}\n"
        f"matched: speaker {found.speaker:.3f}  quote type {found.quote_type:.3f}  said date {found.said_date:.3f}\n"
        f"ranking AP {found.average_precision:.3f}"
    )
