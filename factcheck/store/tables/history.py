"""The history, which is only ever added to."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from factcheck.store.types import Moment, json_column

_MOVES = "to_stage IS NOT NULL"


class HistoryEntry(SQLModel, table=True):
    """One link of a chain; triggers forbid UPDATE and DELETE."""

    __tablename__ = "history"
    __table_args__ = (
        UniqueConstraint("subject", "seq"),
        # what the dashboard counts: the moves of the last days
        Index(
            "ix_history_moves", "at", "what", "subject", "seq", postgresql_where=text(_MOVES), sqlite_where=text(_MOVES)
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    subject: str
    seq: int
    at: datetime = Field(sa_type=Moment)
    actor_id: int | None = None
    actor_name: str
    what: str
    from_stage: str | None = None
    to_stage: str | None = None
    note: str = Field(default="", sa_type=Text)
    data: dict[str, Any] = Field(default_factory=dict, sa_column=json_column("{}"))
    previous: str
    hash: str


class Checkpoint(SQLModel, table=True):
    """A signed statement of all chain heads at one time; triggers forbid UPDATE and DELETE."""

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=Moment)
    heads: dict[str, Any] = Field(default_factory=dict, sa_column=json_column("{}"))
    digest: str
    signature: str
