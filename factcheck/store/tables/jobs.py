"""Work that waits or is done: jobs, signals to open pages, files of exports."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from factcheck.store.types import Moment, json_column

_OUT = "done_at IS NULL AND published_at IS NOT NULL"
TROUBLE = "(failed OR problem <> '')"
"""Jobs that have failed for good, or once at least."""
_NEXT = "done_at IS NULL AND published_at IS NULL"


class JobRow(SQLModel, table=True):
    """A piece of work, written in the transaction that wants it; the relay publishes it after the commit."""

    __tablename__ = "job"
    __table_args__ = (
        Index(
            "ix_job_due",
            "next_attempt_at",
            postgresql_where=text("done_at IS NULL"),
            sqlite_where=text("done_at IS NULL"),
        ),
        Index("ix_job_subject", "name", "subject_id", "done_at"),
        # what the relay asks for many times a second: what is out, and what of each queue comes next
        Index("ix_job_out", "queue", postgresql_where=text(_OUT), sqlite_where=text(_OUT)),
        Index("ix_job_next", "queue", "id", postgresql_where=text(_NEXT), sqlite_where=text(_NEXT)),
        # what the page of the workers shows, newest first
        Index("ix_job_trouble", "id", postgresql_where=text(TROUBLE), sqlite_where=text(TROUBLE)),
    )
    id: int | None = Field(default=None, primary_key=True)
    name: str
    queue: str
    subject_id: int
    attempts: int = 0
    next_attempt_at: datetime = Field(sa_type=Moment)
    published_at: datetime | None = Field(default=None, sa_type=Moment)
    lease_until: datetime | None = Field(default=None, sa_type=Moment)
    done_at: datetime | None = Field(default=None, sa_type=Moment)
    failed: bool = False
    problem: str = ""
    created_at: datetime = Field(sa_type=Moment)


class Signal(SQLModel, table=True):
    """A topic that pages listen to; the relay publishes and removes it. It carries no content."""

    id: int | None = Field(default=None, primary_key=True)
    topic: str


class ExportFile(SQLModel, table=True):
    __tablename__ = "export_file"
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    format: str
    filters: dict[str, Any] = Field(default_factory=dict, sa_column=json_column("{}"))
    status: str = "waiting"
    rows: int = 0
    size: int = 0
    sha256: str = ""
    left_out: list[str] = Field(default_factory=list, sa_column=json_column("[]"))
    warnings: list[str] = Field(default_factory=list, sa_column=json_column("[]"))
    created_at: datetime = Field(sa_type=Moment)
