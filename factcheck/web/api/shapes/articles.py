"""What the API answers about articles: in lists, and whole with the claims placed in their text."""

from dataclasses import fields
from datetime import date, datetime
from typing import Self

from pydantic import Field

from factcheck.domain.articles import ArticleStatus
from factcheck.domain.sheets import ArticleSheet
from factcheck.web.api.shapes import Shape
from factcheck.web.api.shapes.claims import ClaimLine, Fragments, Place, line


class Received(Shape):
    """What came of bringing in an article."""

    id: int
    status: ArticleStatus
    new: bool
    revised: bool = Field(description="True when the article was known and its text has changed.")
    sentence: str


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


class ArticleList(Shape):
    items: list[ArticleLine]
    next: str | None = Field(description="Send it as `cursor` for the next page; null on the last one.")


class Revision(Shape):
    number: int
    created_at: datetime
    characters: int


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

    @classmethod
    def whole(cls, sheet: ArticleSheet) -> Self:
        places = dict(sheet.places)
        claims = [PlacedClaim(**line(row), places=list(places.get(row.id, ()))) for row in sheet.claims]
        own = {
            field.name: getattr(sheet, field.name) for field in fields(sheet) if field.name not in {"claims", "places"}
        }
        return cls(**own, claims=claims)
