"""Articles with their revisions and claims."""

from dataclasses import dataclass
from datetime import date, datetime

from factcheck.domain.articles import ArticleStatus
from factcheck.domain.claims import Fragment
from factcheck.domain.sheets.claims import PlaceSheet
from factcheck.domain.sheets.queue import ClaimRow
from factcheck.domain.texts import Said

Marked = tuple[int, tuple[Fragment, ...]]
"""A claim's number and one of its places in the latest text."""


@dataclass(frozen=True, slots=True)
class RevisionLine:
    """One text of an article; `number` counts from 1."""

    number: int
    created_at: datetime
    characters: int


@dataclass(frozen=True, slots=True)
class LookedAtLine:
    """A sentence of the latest text, counted from 1, in which a person found nothing to check."""

    sentence: int
    by: str
    by_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class SignOffSheet:
    """The newest signature under an article. `ended` are the sentences that say why it counts no more."""

    revision: int
    by: str
    at: datetime
    note: str
    not_looked_at: int
    open: int
    seal: str
    ended: tuple[Said, ...] = ()

    @property
    def stands(self) -> bool:
        return not self.ended


@dataclass(frozen=True, slots=True)
class ArticleSheet:
    """One article with the text of its latest revision and the claims placed in it."""

    id: int
    title: str
    outlet: str
    byline: str
    published: date | None
    language: str
    url: str
    status: ArticleStatus
    problem: str
    note: str
    text: str
    revision: int
    revisions: tuple[RevisionLine, ...]
    claims: tuple[ClaimRow, ...]
    places: tuple[tuple[int, tuple[PlaceSheet, ...]], ...]
    sentences: tuple[Fragment, ...]
    sentence_classes: tuple[str, ...]
    added_by: str
    created_at: datetime
    version: int
    looked_at: tuple[LookedAtLine, ...] = ()
    sign_off: SignOffSheet | None = None

    @property
    def marked(self) -> tuple[Marked, ...]:
        return tuple((row_id, place.fragments) for row_id, places in self.places for place in places if place.placed)


@dataclass(frozen=True, slots=True)
class ArticleBeside:
    """What a claim's page shows of its article: the text, where claims stand in it, and what else the claimant says."""

    title: str
    outlet: str
    published: date | None
    language: str
    text: str
    marked: tuple[Marked, ...]
    same_claimant: tuple[ClaimRow, ...]


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """An article in the list of articles, with its claims counted by where they stand."""

    id: int
    title: str
    outlet: str
    published: date | None
    language: str
    status: ArticleStatus
    problem: str
    claims: int
    open: int
    approved: int
    created_at: datetime
    url: str = ""
    sign_off: SignOffSheet | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """What came of bringing in an article: new, known already, or known with a changed text."""

    article_id: int
    new: bool
    revised: bool
    sentence: str
