"""How much of an article is accounted for: each sentence by what has come of the claims in it, or who looked at it."""

from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum

from factcheck.domain.claims import Fragment
from factcheck.domain.review import Stage
from factcheck.domain.sheets import ArticleSheet, ClaimRow


class Cover(StrEnum):
    """What a sentence holds. Where several claims stand in it, the first of these in this order counts."""

    OPEN = "open"
    DONE = "done"
    NOT_CHECKABLE = "not checkable"
    NOT_LOOKED_AT = "not looked at"


RANK = {cover: rank for rank, cover in enumerate(Cover)}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the latest text; `number` counts from 1.

    `claims` stand in it, in the order of their numbers. `why` is what the splitter makes of it. `looked_at_by` names
    who found nothing to check in it, and `decided` says whether a person has settled it, not the splitter alone.
    """

    number: int
    place: Fragment
    cover: Cover
    claims: tuple[ClaimRow, ...] = ()
    why: str = ""
    looked_at_by: str = ""

    @property
    def decided(self) -> bool:
        return bool(self.looked_at_by) or any(row.stage is not Stage.QUEUED for row in self.claims)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbouring sentences of one cover; `start` and `width` are thousandths of the text up to its last sentence."""

    cover: Cover
    start: float
    width: float
    sentences: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """Every sentence with what it holds, counted, and the article as a strip from its first to its last sentence."""

    sentences: tuple[Sentence, ...]

    @property
    def counts(self) -> dict[Cover, int]:
        held = [sentence.cover for sentence in self.sentences]
        return {cover: held.count(cover) for cover in Cover}

    @property
    def not_looked_at(self) -> tuple[Sentence, ...]:
        return tuple(sentence for sentence in self.sentences if sentence.cover is Cover.NOT_LOOKED_AT)

    @property
    def left_by_the_splitter(self) -> tuple[Sentence, ...]:
        """Those in which the splitter alone sees nothing to check: its claims are still in the queue."""
        left = (sentence for sentence in self.sentences if sentence.cover is Cover.NOT_CHECKABLE)
        return tuple(sentence for sentence in left if not sentence.decided)

    @property
    def strip(self) -> tuple[Stretch, ...]:
        length = self.sentences[-1].place[1] if self.sentences else 1
        return tuple(strip(self.sentences, length))


def of_claim(row: ClaimRow) -> Cover:
    """What one claim adds to its sentence."""
    if row.stage in {Stage.APPROVED, Stage.VOIDED}:
        return Cover.DONE
    if row.stage is Stage.DISMISSED or (not row.checkworthy and row.stage is Stage.QUEUED):
        return Cover.NOT_CHECKABLE
    return Cover.OPEN


def coverage(article: ArticleSheet) -> Coverage:
    """Every sentence of the latest revision with what it holds."""
    rows = {row.id: row for row in article.claims}
    inside: list[dict[int, ClaimRow]] = [{} for _ in article.sentences]
    for claim_id, places in article.places:
        for fragment in [each for place in places if place.placed for each in place.fragments]:
            for index in touched(article.sentences, fragment):
                inside[index][claim_id] = rows[claim_id]
    looked = {each.sentence: each.by for each in article.looked_at}
    reasons = dict(enumerate(article.sentence_classes))
    return Coverage(
        tuple(
            _sentence(index + 1, place, tuple(held.values()), reasons.get(index, ""), looked.get(index + 1, ""))
            for index, (place, held) in enumerate(zip(article.sentences, inside, strict=True))
        )
    )


def _sentence(number: int, place: Fragment, claims: tuple[ClaimRow, ...], why: str, by: str) -> Sentence:
    unclaimed = Cover.NOT_CHECKABLE if by else Cover.NOT_LOOKED_AT
    cover = min((of_claim(row) for row in claims), key=RANK.__getitem__, default=unclaimed)
    return Sentence(number, place, cover, tuple(sorted(claims, key=lambda row: row.number)), why, by)


def touched(sentences: tuple[Fragment, ...], fragment: Fragment) -> range:
    """The indices of the sentences that the fragment lies in or overlaps."""
    first = max(0, bisect_right(sentences, (fragment[0], fragment[0])) - 1)
    while first < len(sentences) and sentences[first][1] <= fragment[0]:
        first += 1
    return range(first, bisect_right(sentences, (fragment[1] - 1, fragment[1])))


def strip(sentences: tuple[Sentence, ...], length: int) -> list[Stretch]:
    """Neighbours of one cover drawn together."""
    found: list[Stretch] = []
    for sentence in sentences:
        low, high = 1000 * sentence.place[0] / length, 1000 * sentence.place[1] / length
        last = found[-1] if found else None
        if last is not None and last.cover is sentence.cover:
            found[-1] = Stretch(last.cover, last.start, round(high - last.start, 2), last.sentences + 1)
        else:
            found.append(Stretch(sentence.cover, round(low, 2), round(high - low, 2), 1))
    return found
