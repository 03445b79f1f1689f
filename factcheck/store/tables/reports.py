"""What workers ask and find: outlets, pages, asks, leads, reports."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, Index, Integer, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from factcheck.domain.evidence import AskStatus, Stance
from factcheck.store.tables.columns import later_text
from factcheck.store.types import Moment, json_column, stored_enum


class Outlet(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    name: str
    site: str = ""
    owner: str = later_text()
    feed_url: str = Field(unique=True)
    active: bool = True
    etag: str = ""
    last_modified: str = ""
    fetched_at: datetime | None = Field(default=None, sa_type=Moment)
    problem: str = ""
    next_attempt_at: datetime | None = Field(default=None, sa_type=Moment)
    added_at: datetime = Field(sa_type=Moment)


class FeedItem(SQLModel, table=True):
    __tablename__ = "feed_item"
    __table_args__ = (UniqueConstraint("outlet_id", "guid"),)
    id: int | None = Field(default=None, primary_key=True)
    outlet_id: int = Field(foreign_key="outlet.id")
    guid: str
    url: str
    title: str = ""
    summary: str = Field(default="", sa_type=Text)
    published: datetime | None = Field(default=None, sa_type=Moment)
    found_at: datetime = Field(sa_type=Moment)


class Page(SQLModel, table=True):
    """A fetched and extracted document, kept once however many claims it answers."""

    id: int | None = Field(default=None, primary_key=True)
    url: str = Field(unique=True)
    title: str = ""
    outlet: str = ""
    byline: str = ""
    agency: str = ""
    published: datetime | None = Field(default=None, sa_type=Moment)
    modified: datetime | None = Field(default=None, sa_type=Moment)
    language: str = ""
    text: str = Field(default="", sa_type=Text)
    kept_sha256: str = ""
    fetched_at: datetime = Field(sa_type=Moment)


class Ask(SQLModel, table=True):
    """One question to one provider: the ledger."""

    __table_args__ = (UniqueConstraint("claim_id", "provider", "words", "language"),)
    id: int | None = Field(default=None, primary_key=True)
    claim_id: int = Field(foreign_key="claim.id")
    provider: str
    words: str
    language: str = ""
    since: datetime | None = Field(default=None, sa_type=Moment)
    until: datetime | None = Field(default=None, sa_type=Moment)
    status: AskStatus = Field(sa_column=Column(stored_enum(AskStatus, "status"), nullable=False))
    hits: int = 0
    milliseconds: int = 0
    problem: str = ""
    first_at: datetime | None = Field(default=None, sa_type=Moment)
    at: datetime = Field(sa_type=Moment)
    next_attempt_at: datetime | None = Field(default=None, sa_type=Moment)


class Inquiry(SQLModel, table=True):
    """One provider that is to be asked about one claim, in as many queries as it plans; each leaves an Ask."""

    __table_args__ = (UniqueConstraint("claim_id", "provider"), Index(None, "provider", "done_at"))
    id: int | None = Field(default=None, primary_key=True)
    claim_id: int = Field(foreign_key="claim.id")
    provider: str
    wanted_at: datetime = Field(sa_type=Moment)
    done_at: datetime | None = Field(default=None, sa_type=Moment)


class Lead(SQLModel, table=True):
    """An address that a provider named for a claim, and what came of fetching it.

    `failed_before` is when the page gave nothing to another claim, where that is why it was not asked for this one.
    """

    __table_args__ = (UniqueConstraint("claim_id", "url"),)
    id: int | None = Field(default=None, primary_key=True)
    claim_id: int = Field(foreign_key="claim.id")
    url: str
    title: str = ""
    outlet: str = ""
    provider: str
    published: datetime | None = Field(default=None, sa_type=Moment)
    done: bool = False
    problem: str = ""
    next_attempt_at: datetime | None = Field(default=None, sa_type=Moment)
    failed_before: datetime | None = Field(default=None, sa_type=Moment)
    found_at: datetime = Field(sa_type=Moment)


class FetchedDocument(SQLModel, table=True):
    """What an address answered, from its fetching until it has been read; the body lies in the vault.

    `asked_url` is the address as providers named it, `url` the one after redirects; `content_type` is the whole header.
    """

    __tablename__ = "fetched_document"
    id: int | None = Field(default=None, primary_key=True)
    asked_url: str = Field(unique=True)
    url: str
    content_type: str
    sha256: str
    fetched_at: datetime = Field(sa_type=Moment)


class PageFailure(SQLModel, table=True):
    """A page that gave nothing the last `times` times it was asked for; `passing` where it may give something later."""

    __tablename__ = "page_failure"
    id: int | None = Field(default=None, primary_key=True)
    url: str = Field(unique=True)
    problem: str
    passing: bool
    times: int
    at: datetime = Field(sa_type=Moment)
    next_attempt_at: datetime = Field(sa_type=Moment)


class Report(SQLModel, table=True):
    """A page that bears on a claim. `origin` is the id of the report that leads its group of copies.

    `copied_from` and `shares_with` are what the workers measured; `placed_with` is what a person decided: the id of the
    report with which it has one origin, or its own id where it stands by itself. `stance` is suggested by a worker and
    holds for the words that `stance_for` is the digest of; `stance_start` and `stance_end` count in the page's text.
    """

    __table_args__ = (
        UniqueConstraint("claim_id", "page_id"),
        CheckConstraint("stance IS NULL OR (stance_end > stance_start AND stance_why <> '')", "stance_with_passage"),
        CheckConstraint("placed_with IS NULL OR (placed_reason <> '' AND placed_by <> '')", "placed_with_reason"),
    )
    id: int | None = Field(default=None, primary_key=True)
    claim_id: int = Field(foreign_key="claim.id")
    page_id: int = Field(foreign_key="page.id", index=True)
    provider: str
    score: float
    passage_start: int
    passage_end: int
    origin: int | None = Field(default=None, sa_column=Column(Integer, nullable=True))
    copied_from: int | None = Field(default=None, sa_column=Column(Integer, nullable=True))
    copied_how: str = ""
    shares_with: list[int] = Field(default_factory=list, sa_column=json_column("[]"))
    placed_with: int | None = Field(default=None, sa_column=Column(Integer, nullable=True))
    placed_reason: str = Field(default="", sa_type=Text)
    placed_by: str = ""
    stance: Stance | None = Field(default=None, sa_column=Column(stored_enum(Stance, "stance"), nullable=True))
    stance_start: int = 0
    stance_end: int = 0
    stance_why: str = Field(default="", sa_type=Text)
    stance_for: str = ""
    found_at: datetime = Field(sa_type=Moment)
