"""Findings and what editors make of them."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, ForeignKeyConstraint, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from factcheck.domain.review import CorrectionClass, Verdict
from factcheck.store.types import Moment, json_column, stored_enum


class Finding(SQLModel, table=True):
    """One submitted answer. `content` is what `content_hash` seals; triggers forbid UPDATE and DELETE."""

    __table_args__ = (
        UniqueConstraint("claim_id", "number"),
        UniqueConstraint("id", "content_hash"),
        # what a person has done this week
        Index("ix_finding_done", "submitted_by", "submitted_at"),
    )
    id: int | None = Field(default=None, primary_key=True)
    claim_id: int = Field(foreign_key="claim.id")
    number: int
    verdict: Verdict = Field(sa_column=Column(stored_enum(Verdict, "verdict"), nullable=False))
    content: dict[str, Any] = Field(default_factory=dict, sa_column=json_column("{}"))
    content_hash: str
    submitted_by: int = Field(foreign_key="person.id")
    submitted_at: datetime = Field(sa_type=Moment)


class FindingAuthor(SQLModel, table=True):
    __tablename__ = "finding_author"
    finding_id: int = Field(foreign_key="finding.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True)


class Approval(SQLModel, table=True):
    """An editor's signature on one finding's hash; a trigger refuses an approver who is an author."""

    __table_args__ = (
        ForeignKeyConstraint(["finding_id", "content_hash"], ["finding.id", "finding.content_hash"]),
        Index(None, "approved_at", "id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    finding_id: int = Field(unique=True)
    claim_id: int = Field(foreign_key="claim.id", index=True)
    content_hash: str
    approver_id: int = Field(foreign_key="person.id")
    approved_at: datetime = Field(sa_type=Moment)
    correction: CorrectionClass | None = Field(
        default=None, sa_column=Column(stored_enum(CorrectionClass, "correction"), nullable=True)
    )
    public_note: str = Field(default="", sa_type=Text)


class Voiding(SQLModel, table=True):
    claim_id: int = Field(foreign_key="claim.id", primary_key=True)
    public_note: str = Field(sa_type=Text)
    person_id: int = Field(foreign_key="person.id")
    at: datetime = Field(sa_type=Moment, index=True)


class Look(SQLModel, table=True):
    """Which finding of a claim a person has seen last: the approver's diff starts from it."""

    claim_id: int = Field(foreign_key="claim.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    finding: int


class SourceTick(SQLModel, table=True):
    """That an editor has read a source of a submitted finding, as `digest` has it: it counts while that is the same."""

    __tablename__ = "source_tick"
    source_id: int = Field(foreign_key="source.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    claim_id: int = Field(foreign_key="claim.id", index=True)
    digest: str
    at: datetime = Field(sa_type=Moment)
