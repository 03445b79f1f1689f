"""Second opinions: what was asked beside which finding, who knows the first answer, drafts and answers."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Column, Index, Text, text
from sqlmodel import Field, SQLModel

from factcheck.domain.review import Verdict
from factcheck.store.types import Moment, json_column, stored_enum

_OPEN = "answered_at IS NULL AND closed_at IS NULL"


class Opinion(SQLModel, table=True):
    """A second opinion that was asked for beside a finding, with a lease of its own; `drawn` by the desk, not a person.

    It is open until it is answered or closed. A claim has one ever: after it the first answer is known to everybody.
    """

    __table_args__ = (
        CheckConstraint("lease_until IS NULL OR holder_id IS NOT NULL", "lease_has_holder"),
        CheckConstraint("answered_at IS NULL OR closed_at IS NULL", "answered_or_closed"),
        CheckConstraint("drawn = (asked_by_id IS NULL)", "drawn_or_asked"),
        Index("ix_opinion_open", "asked_at", "id", postgresql_where=text(_OPEN), sqlite_where=text(_OPEN)),
        Index("ix_opinion_answered", "answered_at", "id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    claim_id: int = Field(foreign_key="claim.id", unique=True)
    finding_id: int = Field(foreign_key="finding.id", unique=True)
    drawn: bool
    asked_by_id: int | None = Field(default=None, foreign_key="person.id")
    asked_at: datetime = Field(sa_type=Moment)
    holder_id: int | None = Field(default=None, foreign_key="person.id")
    lease_until: datetime | None = Field(default=None, sa_type=Moment)
    fence: int = 0
    answered_at: datetime | None = Field(default=None, sa_type=Moment)
    closed_at: datetime | None = Field(default=None, sa_type=Moment)
    closed_why: str = ""


class OpinionReader(SQLModel, table=True):
    """Somebody who knows the first answer: to them it is not closed, and they never give the second."""

    __tablename__ = "opinion_reader"
    opinion_id: int = Field(foreign_key="opinion.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    at: datetime = Field(sa_type=Moment)


class OpinionDraft(SQLModel, table=True):
    __tablename__ = "opinion_draft"
    opinion_id: int = Field(foreign_key="opinion.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    verdict: Verdict | None = Field(default=None, sa_column=Column(stored_enum(Verdict, "verdict"), nullable=True))
    rationale: str = Field(default="", sa_type=Text)
    grounds: str = Field(default="", sa_type=Text)
    revision: int = 1
    saved_at: datetime = Field(sa_type=Moment)


class OpinionAnswer(SQLModel, table=True):
    """The answer. Triggers forbid UPDATE and DELETE, and an author or reader of the first answer as its author."""

    __tablename__ = "opinion_answer"
    opinion_id: int = Field(foreign_key="opinion.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    verdict: Verdict = Field(sa_column=Column(stored_enum(Verdict, "verdict"), nullable=False))
    content: dict[str, Any] = Field(default_factory=dict, sa_column=json_column("{}"))
    content_hash: str
    sent_at: datetime = Field(sa_type=Moment)
