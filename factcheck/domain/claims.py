"""What a claim is: spans in an article, who makes it, in whose words, and what a splitter gives."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

from factcheck.domain.days import Precision

Fragment = tuple[int, int]
"""Half-open range of code points in the stored text of one article revision."""

FRAGMENT_JOINT = " [...] "


class Quotation(StrEnum):
    """In whose words the claim stands; NONE is the outlet's own voice."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"
    NONE = "none"

    @property
    def interchange(self) -> str:
        """The name in the interchange format of the benchmarks, where NONE is called outlet."""
        return "outlet" if self is Quotation.NONE else self.value


class ClaimKind(StrEnum):
    """What a claim says: the kinds that can be looked up first, then those that no source settles."""

    EVENT = "event"
    QUANTITY = "quantity"
    STATE = "state of affairs"
    CAUSAL = "causal"
    DEFINITION = "definition"
    QUOTATION = "quotation"
    """What is claimed is that somebody said it, rejected it or asked for it."""
    PREDICTION = "prediction"
    PROMISE = "promise"
    REQUEST = "request"
    OPINION = "opinion"
    EXPERIENCE = "personal experience"
    QUESTION = "question"
    REPORTING = "about the reporting"
    """What the outlet says of its own work: "could not be verified"."""


CHECKABLE = frozenset({
    ClaimKind.EVENT, ClaimKind.QUANTITY, ClaimKind.STATE, ClaimKind.CAUSAL, ClaimKind.DEFINITION, ClaimKind.QUOTATION,
})  # fmt: skip
"""Kinds that a source can settle."""


class PlaceRole(StrEnum):
    """Where in the article a place stands."""

    HEADLINE = "headline"
    CAPTION = "caption"
    BODY = "body"


@dataclass(frozen=True, slots=True)
class Span:
    """A claim's place in a text: one or more fragments in ascending order, not overlapping."""

    fragments: tuple[Fragment, ...]

    def text_in(self, text: str) -> str:
        """The verbatim words, fragments joined as the interchange format joins them."""
        return FRAGMENT_JOINT.join(text[start:end] for start, end in self.fragments)

    def fits(self, text: str) -> bool:
        """Whether every fragment is non-empty, in order and inside the text."""
        edge = 0
        for start, end in self.fragments:
            if not edge <= start < end <= len(text):
                return False
            edge = end
        return bool(self.fragments)

    @property
    def start(self) -> int:
        return self.fragments[0][0]

    @property
    def end(self) -> int:
        return self.fragments[-1][1]


def united(fragments: Iterable[Fragment], text: str) -> tuple[Fragment, ...]:
    """The fragments in the order of the text; those that overlap, or have only blanks between them, become one."""
    found: list[Fragment] = []
    for start, end in sorted(fragments):
        if found and not text[found[-1][1] : start].strip():
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class SplitClaim:
    """One claim as a splitter gives it.

    `id` is unique within the split; `duplicate_of` names the claim of the same split that says the
    same thing. `score` is the check-worthiness, 0 to 1; `reasons` say why in words. `chain` runs from
    the outlet to the speaker; `channel` is the form in which it reached the outlet ("a post on Telegram")
    and `claimant_role` what the text says the claimant is ("Defence Minister"). `said_date` is None where
    the text does not say; `said_basis` is the words it was read from ("on Monday"). `event_date` is, apart
    from that, when what is claimed happened. `hedge` is the word that keeps it at a distance
    ("purportedly"); `denial` says that the claimant says it is not so.
    """

    id: str
    span: Span
    statement: str
    claimant: str
    cue: str | None
    quotation: Quotation
    chain: tuple[str, ...]
    said_date: date | None
    said_basis: str | None
    checkworthy: bool
    score: float
    reasons: tuple[str, ...]
    kind: ClaimKind
    role: PlaceRole = PlaceRole.BODY
    duplicate_of: str | None = None
    claimant_role: str = ""
    channel: str = ""
    said_precision: Precision = Precision.DAY
    event_date: date | None = None
    event_precision: Precision = Precision.DAY
    event_basis: str | None = None
    hedge: str = ""
    denial: bool = False


@dataclass(frozen=True, slots=True)
class ArticleText:
    """What a splitter may read: the stored text and what is known about it.

    The text may begin with the headline; `title` is then its first line. Offsets are into `text`.
    """

    text: str
    title: str = ""
    outlet: str = ""
    published: date | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class Split:
    """The result of splitting one article: claims in the order of the text, and every sentence with its class.

    `classes` runs along `sentences`: the kind of the first claim in it, or why there is none. A splitter that
    does not classify sentences leaves it empty.
    """

    claims: tuple[SplitClaim, ...]
    language: str
    sentences: tuple[Fragment, ...] = ()
    classes: tuple[str, ...] = ()
    note: str = ""
    splitter: str = field(default="local")


class Splitter(Protocol):
    """Turns article text into claims. Never raises on any text; same text, same result."""

    def split(self, article: ArticleText) -> Split: ...


class Similarity(Protocol):
    """Compares a statement with passages; used to rank reports against a claim."""

    def best_passages(self, asked: "Sequence[tuple[str, str]]") -> "Sequence[Passage | None]":
        """For each statement and text the passage that answers best; None where nothing does."""
        ...


@dataclass(frozen=True, slots=True)
class Passage:
    """One to three sentences of a stored text that answer a claim best; `score` is 0 to 1."""

    start: int
    end: int
    text: str
    score: float


def joined(claims: Sequence[SplitClaim]) -> list[tuple[SplitClaim, list[SplitClaim]]]:
    """Group what says the same thing: each principal claim with the duplicates that point to it."""
    followers: dict[str, list[SplitClaim]] = {}
    for claim in claims:
        if claim.duplicate_of is not None:
            followers.setdefault(claim.duplicate_of, []).append(claim)
    return [(claim, followers.get(claim.id, [])) for claim in claims if claim.duplicate_of is None]
