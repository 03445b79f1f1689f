"""Articles and their revisions."""

from datetime import date, datetime

from sqlalchemy import Column, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from factcheck.domain.articles import ArticleStatus
from factcheck.store.types import Moment, json_column, stored_enum


class Article(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    url: str | None = Field(default=None, unique=True)
    title: str = ""
    outlet: str = Field(default="", index=True)
    byline: str = ""
    published: date | None = None
    language: str = ""
    status: ArticleStatus = Field(sa_column=Column(stored_enum(ArticleStatus, "status"), nullable=False))
    problem: str = ""
    note: str = ""
    revision: int = 0
    claims_numbered: int = 0
    version: int = 1
    added_by: str = ""
    created_at: datetime = Field(sa_type=Moment)


class Revision(SQLModel, table=True):
    """The text of an article as it came, never changed afterwards; offsets count code points in it."""

    __table_args__ = (UniqueConstraint("article_id", "number"),)
    id: int | None = Field(default=None, primary_key=True)
    article_id: int = Field(foreign_key="article.id")
    number: int
    text: str = Field(sa_type=Text)
    fingerprint: str = Field(index=True)
    sentences: list[list[int]] = Field(default_factory=list, sa_column=json_column("[]"))
    sentence_classes: list[str] = Field(default_factory=list, sa_column=json_column("[]"))
    split_at: datetime | None = Field(default=None, sa_type=Moment)
    created_at: datetime = Field(sa_type=Moment)


class LookedAt(SQLModel, table=True):
    """A sentence of a revision, counted from 1, in which a person found nothing to check."""

    __tablename__ = "looked_at"
    revision_id: int = Field(foreign_key="revision.id", primary_key=True)
    sentence: int = Field(primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    at: datetime = Field(sa_type=Moment)
