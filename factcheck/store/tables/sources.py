"""Evidence that people attached, its copies, and the watch over it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, Index, Integer, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from factcheck.domain.evidence import Medium, SourceKind, Stance
from factcheck.domain.watching import AlertKind, WatchState
from factcheck.store.tables.columns import later_text
from factcheck.store.types import Moment, stored_enum


class Source(SQLModel, table=True):
    """Evidence that a person attached. Removing sets `removed_at`: nothing is lost.

    `kept_sha256` is the page or file itself, `kept_text` its readable part, `kept_warc` the records of request and
    response, `stamp` the timestamp of those records: digests of what lies in the vault.
    """

    id: int | None = Field(default=None, primary_key=True)
    claim_id: int = Field(foreign_key="claim.id", index=True)
    medium: Medium = Field(sa_column=Column(stored_enum(Medium, "medium"), nullable=False))
    url: str = ""
    title: str = ""
    outlet: str = ""
    stance: Stance = Field(sa_column=Column(stored_enum(Stance, "stance"), nullable=False))
    kind: SourceKind = Field(sa_column=Column(stored_enum(SourceKind, "kind"), nullable=False))
    passage: str = Field(default="", sa_type=Text)
    note: str = Field(default="", sa_type=Text)
    withheld: bool = False
    withheld_reason: str = ""
    kept_sha256: str = ""
    kept_at: datetime | None = Field(default=None, sa_type=Moment)
    kept_text: str = later_text()
    kept_warc: str = later_text()
    kept_problem: str = later_text()
    kept_name: str = later_text()
    stamp: str = later_text()
    stamped_by: str = later_text()
    stamped_at: datetime | None = Field(default=None, sa_type=Moment)
    stamp_problem: str = later_text()
    report_id: int | None = Field(default=None, foreign_key="report.id")
    added_by_id: int | None = Field(default=None, foreign_key="person.id")
    added_by: str = ""
    added_at: datetime = Field(sa_type=Moment)
    removed_at: datetime | None = Field(default=None, sa_type=Moment)


class PublicCopy(SQLModel, table=True):
    """A source's page that a public archive keeps, or is asked to. `job` is the archive's name for its work on it.

    `page` is the address it was asked for, `url` where the copy stands. A copy that came to nothing has a `problem`.
    """

    __tablename__ = "public_copy"
    __table_args__ = (UniqueConstraint("source_id", "archive"),)
    id: int | None = Field(default=None, primary_key=True)
    source_id: int = Field(foreign_key="source.id")
    archive: str
    page: str
    job: str = ""
    url: str = ""
    captured_at: datetime | None = Field(default=None, sa_type=Moment)
    tries: int = 0
    problem: str = ""
    wanted_at: datetime = Field(sa_type=Moment)
    begun_at: datetime | None = Field(default=None, sa_type=Moment)
    done_at: datetime | None = Field(default=None, sa_type=Moment)


class Watch(SQLModel, table=True):
    """When a source's page, or an article's, is looked at again, and what the last look found."""

    __table_args__ = (
        CheckConstraint("(source_id IS NULL) <> (article_id IS NULL)", "one_subject"),
        Index(None, "next_at"),
    )
    id: int | None = Field(default=None, primary_key=True)
    source_id: int | None = Field(default=None, foreign_key="source.id", unique=True)
    article_id: int | None = Field(default=None, foreign_key="article.id", unique=True)
    state: WatchState = Field(sa_column=Column(stored_enum(WatchState, "state"), nullable=False))
    looks: int = 0
    misses: int = 0
    checked_at: datetime | None = Field(default=None, sa_type=Moment)
    next_at: datetime | None = Field(default=None, sa_type=Moment)
    etag: str = ""
    last_modified: str = ""
    text_now: str = ""
    problem: str = ""


class Alert(SQLModel, table=True):
    """Something that may make a claim's verdict stale, until a checker sets it aside. An origin has its report."""

    __table_args__ = (
        CheckConstraint("(kind = 'origin') = (report_id IS NOT NULL)", "origin_of_a_report"),
        Index(
            "ix_alert_open",
            "id",
            postgresql_where=text("set_aside_at IS NULL"),
            sqlite_where=text("set_aside_at IS NULL"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    claim_id: int = Field(foreign_key="claim.id", index=True)
    source_id: int | None = Field(default=None, foreign_key="source.id")
    kind: AlertKind = Field(
        default=AlertKind.PAGE,
        sa_column=Column(stored_enum(AlertKind, "kind"), nullable=False, server_default=AlertKind.PAGE.value),
    )
    report_id: int | None = Field(default=None, sa_column=Column(Integer, nullable=True))
    sentence: str
    detail: str = Field(default="", sa_type=Text)
    at: datetime = Field(sa_type=Moment)
    set_aside_at: datetime | None = Field(default=None, sa_type=Moment)
    set_aside_by: str = ""
    set_aside_note: str = Field(default="", sa_type=Text)
