"""Claims, the places where they stand, and drafts of their answers."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from factcheck.domain.claims import PlaceRole, Quotation
from factcheck.domain.days import Precision
from factcheck.domain.review import DismissReason, Priority, Stage, Verdict
from factcheck.store.tables.columns import later_text, precision
from factcheck.store.types import Moment, json_column, stored_enum

_DUE = "due_on IS NOT NULL"
_ANSWERED = "findings > 0"


class Claim(SQLModel, table=True):
    """A claim and where its review stands. `fence` grows with each lease; a stale holder's write fails on it."""

    __table_args__ = (
        UniqueConstraint("article_id", "number"),
        CheckConstraint("score >= 0 AND score <= 1", "score"),
        CheckConstraint("lease_until IS NULL OR assignee_id IS NOT NULL", "lease_has_holder"),
        CheckConstraint("assignee_id IS NULL OR stage = 'checking'", "assignee_only_while_checking"),
        CheckConstraint("(dismiss_reason IS NOT NULL) = (stage = 'dismissed')", "dismissed_with_reason"),
        CheckConstraint("rank = -score", "rank"),
        # the queue's order, ascending in every column: one index walk gives a page at any depth
        Index("ix_claim_queue", "stage", "checkworthy", "priority", "rank", "created_at", "id"),
        Index("ix_claim_stage_created", "stage", "created_at", "id"),
        Index("ix_claim_stage_due", "stage", "due_on", "rank", "id"),
        Index("ix_claim_stage_worth", "stage", "priority", "rank", "created_at", "id"),
        # the same orders over all stages
        Index("ix_claim_created", "created_at", "id"),
        Index("ix_claim_worth", "priority", "rank", "created_at", "id"),
        Index("ix_claim_due", "due_on", "rank", "id", postgresql_where=text(_DUE), sqlite_where=text(_DUE)),
        # what a filter that leaves few claims is answered from
        Index("ix_claim_claimant", "claimant", "stage"),
        Index("ix_claim_topic", "topic", "stage"),
        Index("ix_claim_reports", "stage", "reports"),
        Index("ix_claim_answered", "stage", postgresql_where=text(_ANSWERED), sqlite_where=text(_ANSWERED)),
        # most claims are nobody's: with them in the index SQLite would rather read the whole table
        Index(
            "ix_claim_held",
            "assignee_id",
            postgresql_where=text("assignee_id IS NOT NULL"),
            sqlite_where=text("assignee_id IS NOT NULL"),
        ),
        Index("ix_claim_lease", "stage", "lease_until"),
    )
    id: int | None = Field(default=None, primary_key=True)
    article_id: int = Field(foreign_key="article.id")
    number: int
    statement: str = Field(sa_type=Text)
    claimant: str = ""
    claimant_role: str = ""
    cue: str = ""
    quotation: Quotation = Field(sa_column=Column(stored_enum(Quotation, "quotation"), nullable=False))
    chain: list[str] = Field(default_factory=list, sa_column=json_column("[]"))
    channel: str = ""
    said_date: date | None = None
    said_precision: Precision = Field(default=Precision.DAY, sa_column=precision("said_precision"))
    said_basis: str = ""
    event_date: date | None = None
    event_precision: Precision = Field(default=Precision.DAY, sa_column=precision("event_precision"))
    event_basis: str = ""
    kind: str = ""
    hedge: str = ""
    denial: bool = False
    checkworthy: bool = True
    score: float
    rank: float
    reasons: list[str] = Field(default_factory=list, sa_column=json_column("[]"))
    topic: str = ""
    priority: Priority = Field(
        default=Priority.NORMAL,
        sa_column=Column(stored_enum(Priority, "priority"), nullable=False, server_default=Priority.NORMAL.value),
    )
    due_on: date | None = None
    stage: Stage = Field(sa_column=Column(stored_enum(Stage, "stage"), nullable=False))
    assignee_id: int | None = Field(default=None, foreign_key="person.id")
    lease_until: datetime | None = Field(default=None, sa_type=Moment)
    fence: int = 0
    returned_note: str = ""
    dismiss_reason: DismissReason | None = Field(
        default=None, sa_column=Column(stored_enum(DismissReason, "dismiss_reason"), nullable=True)
    )
    duplicate_of: int | None = Field(default=None, foreign_key="claim.id")
    findings: int = 0
    evidence_at: datetime | None = Field(default=None, sa_type=Moment)
    new_evidence: bool = False
    reopened_at: datetime | None = Field(default=None, sa_type=Moment)
    reports: int = 0
    origins: int = 0
    alerts: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    version: int = 1
    created_at: datetime = Field(sa_type=Moment)


class Place(SQLModel, table=True):
    """Where the article says it; the first of a claim is its principal place.

    `was` keeps the words that it had before the publisher edited them, empty while they are the same.
    """

    id: int | None = Field(default=None, primary_key=True)
    claim_id: int = Field(foreign_key="claim.id", index=True)
    revision_id: int = Field(foreign_key="revision.id", index=True)
    role: PlaceRole = Field(sa_column=Column(stored_enum(PlaceRole, "role"), nullable=False))
    fragments: list[list[int]] = Field(default_factory=list, sa_column=json_column("[]"))
    span_text: str = Field(sa_type=Text)
    placed: bool = True
    was: str = later_text()


class Name(SQLModel, table=True):
    """A name that a claimant or an outlet goes or went by; `folded` is what a part of it is looked for in."""

    __tablename__ = "name_in_use"
    kind: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    folded: str


class Draft(SQLModel, table=True):
    claim_id: int = Field(foreign_key="claim.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    verdict: Verdict | None = Field(default=None, sa_column=Column(stored_enum(Verdict, "verdict"), nullable=True))
    rationale: str = Field(default="", sa_type=Text)
    tried: str = Field(default="", sa_type=Text)
    override: str = Field(default="", sa_type=Text)
    revision: int = 1
    saved_at: datetime = Field(sa_type=Moment)
