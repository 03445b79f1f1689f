"""Scores attributions (source, cue, content) against annotated ones, spoken ones apart.

A content is found when its letters and digits overlap the annotated ones by a Jaccard index of at least 0.5, one to
one, best pairs first. The source is right when it shares a word that is more than grammar. Annotated attitudes
(`speech_cue` false) count neither for nor against in the measure of reported speech.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

OVERLAP = 0.5
WORD = re.compile(r"\w+(?:['\u2019]\w+)?")  # "lenders'" gives "lenders", "Ann's" stays
GRAMMAR = frozenset(
    (
        "a an the this that these those his her its their our my your of in on at for to by with from and or as who "
        "which whom whose is was are were be been has had have he's one"
    ).split()
)


@dataclass(frozen=True)
class Said:
    """One attribution as it is compared: letters of its content, weighty words of its source."""

    content: frozenset[int]
    words: frozenset[int]
    source: frozenset[int]
    spoken: bool


@dataclass
class Score:
    """Counts over all articles; the shares are F1 values."""

    gold: int = 0
    found: int = 0
    overlap: int = 0
    sourced: int = 0
    exact: int = 0

    def share(self, right: int) -> float:
        return 2 * right / (self.gold + self.found) if self.gold + self.found else 0.0


def _characters(text: str, span: Any) -> frozenset[int]:
    return frozenset(i for start, end in span or () for i in range(start, min(end, len(text))) if text[i].isalnum())


def _words(text: str, span: Any, leave_out: frozenset[str]) -> frozenset[int]:
    found = [(m.start(), m.group().lower()) for start, end in span or () for m in WORD.finditer(text, start, end)]
    return frozenset(place for place, word in found if word not in leave_out) or frozenset(p for p, _ in found)


def _trimmed(text: str, span: Any) -> frozenset[int]:
    """Words of a content without a leading "that"."""
    found = [(m.start(), m.group().lower()) for start, end in span or () for m in WORD.finditer(text, start, end)]
    while found and found[0][1] == "that":
        found.pop(0)
    return frozenset(place for place, _ in found)


def _read(text: str, one: Mapping[str, Any]) -> Said:
    return Said(
        _characters(text, one.get("content")),
        _trimmed(text, one.get("content")),
        _words(text, one.get("source"), GRAMMAR),
        bool(one.get("speech_cue", True)),
    )


def _jaccard(one: frozenset[int], other: frozenset[int]) -> float:
    common = len(one & other)
    return common / (len(one) + len(other) - common) if common else 0.0


def _matched(gold: Sequence[Said], found: Sequence[Said]) -> list[tuple[int, int]]:
    pairs = [(_jaccard(a.content, b.content), -i, -j) for i, a in enumerate(gold) for j, b in enumerate(found)]
    left: set[int] = set()
    right: set[int] = set()
    taken = []
    for _, i, j in sorted((pair for pair in pairs if pair[0] >= OVERLAP), reverse=True):
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            taken.append((-i, -j))
    return taken


def score(gold: Sequence[Mapping[str, Any]], answers: Sequence[Mapping[str, Any]]) -> dict[str, Score]:
    """Two scores: "reported speech", and "all attributions"."""
    by_id = {answer["doc_id"]: answer["attributions"] for answer in answers}
    scores = {"reported speech": Score(), "all attributions": Score()}
    for article in gold:
        text = article["text"]
        wanted = [_read(text, one) for one in article["attributions"]]
        found = [said for said in (_read(text, one) for one in by_id.get(article["doc_id"], [])) if said.content]
        pairs = _matched(wanted, found)
        for name, counted in scores.items():
            _count(counted, wanted, found, pairs, speech=name == "reported speech")
    return scores


def _count(
    counted: Score, wanted: Sequence[Said], found: Sequence[Said], pairs: Sequence[tuple[int, int]], *, speech: bool
) -> None:
    kept = [(i, j) for i, j in pairs if wanted[i].spoken or not speech]
    dropped = {j for i, j in pairs} - {j for i, j in kept}
    cared = [one for one in wanted if one.spoken or not speech]
    live = [one for j, one in enumerate(found) if j not in dropped]
    counted.gold += len(cared)
    counted.found += len(live)
    counted.overlap += len(kept)
    exact = {one.words for one in cared} & {one.words for one in live}
    counted.exact += len(exact)
    for i, j in kept:
        nobody = not wanted[i].source and not found[j].source
        counted.sourced += nobody or bool(wanted[i].source & found[j].source)


def report(scores: Mapping[str, Score]) -> str:
    return "\n".join(
        f"{name}: overlap F1 {one.share(one.overlap):.3f}, + source F1 {one.share(one.sourced):.3f}, "
        f"content exact F1 {one.share(one.exact):.3f} (P {one.overlap / (one.found or 1):.3f} "
        f"R {one.overlap / (one.gold or 1):.3f}, {one.found} found, {one.gold} annotated)"
        for name, one in scores.items()
    )
