"""What the API answers about articles: in lists, and whole with the claims placed in their text."""

from dataclasses import fields
from datetime import date, datetime
from typing import Annotated, Self

from pydantic import BeforeValidator, Field

from factcheck.domain.articles import ArticleStatus
from factcheck.domain.coverage import Cover, Sentence
from factcheck.domain.errors import Refused
from factcheck.domain.sheets import ArticleSheet
from factcheck.domain.sign_offs import Account
from factcheck.web.api.shapes import Shape
from factcheck.web.api.shapes.claims import ClaimLine, Fragments, Place, line
from factcheck.web.api.shapes.review import HistoryLine


class Received(Shape):
    """What came of bringing in an article."""

    id: int
    status: ArticleStatus
    new: bool
    revised: bool = Field(description="True when the article was known and its text has changed.")
    sentence: str


class SignOff(Shape):
    """The newest signature under an article. `stands` is false once something in `ended` has happened."""

    revision: int
    by: str
    at: datetime
    note: str
    not_looked_at: int = Field(description="Sentences that nobody had looked at when it was signed.")
    open: int = Field(description="Claims that were still to be checked then.")
    seal: str
    stands: bool
    ended: list[Annotated[str, BeforeValidator(str)]] = Field(description="Why it counts no more, in sentences.")


class LookedAt(Shape):
    """A sentence, counted from 1, in which a person found nothing to check."""

    sentence: int
    by: str
    at: datetime


class SentenceLine(Shape):
    """A sentence with what it holds, and the numbers of the claims in it."""

    number: int
    start: int
    end: int
    cover: Cover
    claims: list[int]
    why: str = Field(description="What the splitter makes of it.")
    looked_at_by: str

    @classmethod
    def of(cls, sentence: Sentence) -> Self:
        start, end = sentence.place
        return cls(
            number=sentence.number, start=start, end=end, cover=sentence.cover, why=sentence.why,
            claims=[row.number for row in sentence.claims], looked_at_by=sentence.looked_at_by,
        )  # fmt: skip


class DismissedClaim(Shape):
    number: int
    why: str
    by: str


class Standing(Shape):
    """What a signature under the article would seal, and what it would leave untouched. Claims by their numbers."""

    seal: str = Field(description="Send it as `hash_seen` to sign what stands here.")
    why_not: str = Field(description="Why you do not sign it now; empty when you may.")
    needs_note: bool
    not_looked_at: list[SentenceLine]
    left_by_the_splitter: list[SentenceLine]
    looked_at: list[SentenceLine]
    open: list[int]
    not_placed: list[int]
    dismissed: list[DismissedClaim] = Field(description="And those that a person found not checkable.")
    done: list[int]
    sign_off: SignOff | None

    @classmethod
    def of(cls, article: ArticleSheet, account: Account, why_not: Refused | None) -> Self:
        held = account.coverage
        return cls(
            seal=account.seal,
            why_not=str(why_not or ""),
            needs_note=account.untouched,
            not_looked_at=list(map(SentenceLine.of, held.not_looked_at)),
            left_by_the_splitter=list(map(SentenceLine.of, account.left_by_the_splitter)),
            looked_at=list(map(SentenceLine.of, account.looked_at)),
            open=[row.number for row in account.open],
            not_placed=[row.number for row in account.not_placed],
            dismissed=[
                DismissedClaim(number=each.claim.number, why=each.why, by=each.by) for each in account.dismissed
            ],
            done=[row.number for row in account.done],
            sign_off=SignOff.model_validate(article.sign_off) if article.sign_off else None,
        )


class ArticleLine(Shape):
    """An article in a list, its claims counted."""

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
    sign_off: SignOff | None


class ArticleList(Shape):
    items: list[ArticleLine]
    next: str | None = Field(description="Send it as `cursor` for the next page; null on the last one.")


class Revision(Shape):
    number: int
    created_at: datetime
    characters: int


class RevisionText(Shape):
    number: int
    text: str


class HistoryList(Shape):
    items: list[HistoryLine]


class PlacedClaim(ClaimLine):
    """A claim of the article with its spans in `text`."""

    places: list[Place]


class Article(Shape):
    """One article with the text of its latest revision. All offsets count code points in `text`."""

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
    revisions: list[Revision]
    claims: list[PlacedClaim]
    sentences: Fragments
    sentence_classes: list[str] = Field(
        description="One for each sentence: the kind of the first claim in it, or why there is none."
    )
    added_by: str
    created_at: datetime
    version: int
    looked_at: list[LookedAt]
    sign_off: SignOff | None

    @classmethod
    def whole(cls, sheet: ArticleSheet) -> Self:
        places = dict(sheet.places)
        claims = [PlacedClaim(**line(row), places=list(places.get(row.id, ()))) for row in sheet.claims]
        own = {
            field.name: getattr(sheet, field.name) for field in fields(sheet) if field.name not in {"claims", "places"}
        }
        return cls(**own, claims=claims)
