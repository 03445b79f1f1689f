"""How much of an article is accounted for: each sentence by what has come of the claims in it."""

from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum

from factcheck.domain.claims import Fragment
from factcheck.domain.review import Stage
from factcheck.domain.sheets import ArticleSheet, ClaimRow


class Cover(StrEnum):
    """What a sentence holds. Where it holds several claims, the first of these in this order counts."""

    OPEN = "open"
    DONE = "done"
    NOT_CHECKABLE = "not checkable"
    NONE = "none"


RANK = {cover: rank for rank, cover in enumerate(Cover)}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbouring sentences of one cover; `start` and `width` are thousandths of the text up to its last sentence."""

    cover: Cover
    start: float
    width: float
    sentences: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """Sentences counted by what they hold, and the article as a strip from its first to its last sentence."""

    counts: dict[Cover, int]
    strip: tuple[Stretch, ...]
    without: tuple[tuple[Fragment, str], ...] = ()
    """Sentences without a claim, each with the reason why."""

    @property
    def sentences(self) -> int:
        return sum(self.counts.values())


def of_claim(row: ClaimRow) -> Cover:
    """What one claim adds to its sentence."""
    if row.stage in {Stage.APPROVED, Stage.VOIDED}:
        return Cover.DONE
    if row.stage is Stage.DISMISSED or not row.checkworthy:
        return Cover.NOT_CHECKABLE
    return Cover.OPEN


def coverage(article: ArticleSheet) -> Coverage:
    """Every sentence of the latest revision with what it holds."""
    rows = {row.id: row for row in article.claims}
    held = [Cover.NONE] * len(article.sentences)
    for claim_id, places in article.places:
        cover = of_claim(rows[claim_id])
        for fragment in [each for place in places if place.placed for each in place.fragments]:
            for index in touched(article.sentences, fragment):
                held[index] = min(held[index], cover, key=RANK.__getitem__)
    counts = {cover: held.count(cover) for cover in Cover}
    without = [
        (place, word)
        for place, word, cover in zip(article.sentences, article.sentence_classes, held, strict=False)
        if cover is Cover.NONE
    ]
    length = article.sentences[-1][1] if article.sentences else 1
    return Coverage(counts, tuple(strip(article.sentences, held, length)), tuple(without))


def touched(sentences: tuple[Fragment, ...], fragment: Fragment) -> range:
    """The indices of the sentences that the fragment lies in or overlaps."""
    first = max(0, bisect_right(sentences, (fragment[0], fragment[0])) - 1)
    while first < len(sentences) and sentences[first][1] <= fragment[0]:
        first += 1
    return range(first, bisect_right(sentences, (fragment[1] - 1, fragment[1])))


def strip(sentences: tuple[Fragment, ...], held: list[Cover], length: int) -> list[Stretch]:
    """Neighbours of one cover drawn together."""
    found: list[Stretch] = []
    for (start, end), cover in zip(sentences, held, strict=True):
        low, high = 1000 * start / length, 1000 * end / length
        last = found[-1] if found else None
        if last is not None and last.cover is cover:
            found[-1] = Stretch(cover, last.start, round(high - last.start, 2), last.sentences + 1)
        else:
            found.append(Stretch(cover, round(low, 2), round(high - low, 2), 1))
    return found
