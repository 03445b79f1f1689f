"""The tables. Constraints repeat in the database what the domain rules, so that no other way in can break them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    Text,
    UniqueConstraint,
    text,
)
from sqlmodel import Field, SQLModel

from factcheck.domain.articles import ArticleStatus
from factcheck.domain.claims import PlaceRole, Quotation
from factcheck.domain.days import Precision
from factcheck.domain.earlier import Came, Comparison
from factcheck.domain.evidence import AskStatus, Medium, SourceKind, Stance
from factcheck.domain.people import Role, TokenScope
from factcheck.domain.review import CorrectionClass, DismissReason, Priority, Stage, Verdict
from factcheck.domain.watching import AlertKind, WatchState
from factcheck.store.types import Moment, json_column, stored_enum

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def _later_text() -> Any:
    """A text column that came after the first desks: what they have already is empty in it."""
    return Field(default="", sa_column_kwargs={"server_default": ""})


# --- People -----------------------------------------------------------------------------------


class Person(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    email: str = Field(unique=True)
    name: str
    password_hash: str | None = None
    active: bool = True
    created_at: datetime = Field(sa_type=Moment)


class PersonRole(SQLModel, table=True):
    __tablename__ = "person_role"
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    role: Role = Field(sa_column=Column(stored_enum(Role, "role"), primary_key=True))


class Invitation(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    token_sha256: str = Field(unique=True)
    expires_at: datetime = Field(sa_type=Moment)
    used_at: datetime | None = Field(default=None, sa_type=Moment)


class SignIn(SQLModel, table=True):
    """A server-side session: signing out, a new password or role, or an admin ends it here."""

    __tablename__ = "sign_in"
    id: int | None = Field(default=None, primary_key=True)
    token_sha256: str = Field(unique=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    created_at: datetime = Field(sa_type=Moment)
    seen_at: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    address: str = ""
    browser: str = ""


class SignInTry(SQLModel, table=True):
    """Counted before the password is looked at; `key` is a person, an address or everybody."""

    __tablename__ = "sign_in_try"
    __table_args__ = (Index(None, "key", "at"),)
    id: int | None = Field(default=None, primary_key=True)
    key: str
    at: datetime = Field(sa_type=Moment)


class SecondFactor(SQLModel, table=True):
    """A person's secret as it was sealed; on since `confirmed_at`. A code of `last_step` or before is used up."""

    __tablename__ = "second_factor"
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    sealed: str
    begun_at: datetime = Field(sa_type=Moment)
    confirmed_at: datetime | None = Field(default=None, sa_type=Moment)
    last_step: int = 0


class RecoveryCode(SQLModel, table=True):
    __tablename__ = "recovery_code"
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    sha256: str = Field(primary_key=True)
    used_at: datetime | None = Field(default=None, sa_type=Moment)


class HalfSignIn(SQLModel, table=True):
    """Somebody whose password was right and whose code has not come yet; it opens no door."""

    __tablename__ = "half_sign_in"
    token_sha256: str = Field(primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    created_at: datetime = Field(sa_type=Moment)


class ApiToken(SQLModel, table=True):
    __tablename__ = "api_token"
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    sha256: str = Field(unique=True)
    label: str = ""
    scope: TokenScope = Field(sa_column=Column(stored_enum(TokenScope, "scope"), nullable=False))
    created_at: datetime = Field(sa_type=Moment)
    last_used_at: datetime | None = Field(default=None, sa_type=Moment)
    revoked_at: datetime | None = Field(default=None, sa_type=Moment)


class IdempotencyKey(SQLModel, table=True):
    """The answer of an unsafe API call, stored with its effect: the same call again gets the same answer."""

    __tablename__ = "idempotency_key"
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    key: str = Field(primary_key=True)
    request_sha256: str
    status: int
    body: dict[str, Any] = Field(default_factory=dict, sa_column=json_column("{}"))
    at: datetime = Field(sa_type=Moment)


class SavedView(SQLModel, table=True):
    """A person's filters of the queue under a name of their own; `filters` are what its address carries."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("person_id", "name"),)
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    name: str
    filters: dict[str, str] = Field(default_factory=dict, sa_column=json_column("{}"))
    created_at: datetime = Field(sa_type=Moment)


# --- Articles ---------------------------------------------------------------------------------


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


# --- Claims -----------------------------------------------------------------------------------


def _precision(name: str) -> Column[Precision]:
    return Column(name, stored_enum(Precision, name), nullable=False, server_default=Precision.DAY.value)


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
        Index("ix_claim_due", "stage", "due_on", "rank", "id"),
        Index("ix_claim_created", "created_at", "id"),
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
    claimant: str = Field(default="", index=True)
    claimant_role: str = ""
    cue: str = ""
    quotation: Quotation = Field(sa_column=Column(stored_enum(Quotation, "quotation"), nullable=False))
    chain: list[str] = Field(default_factory=list, sa_column=json_column("[]"))
    channel: str = ""
    said_date: date | None = None
    said_precision: Precision = Field(default=Precision.DAY, sa_column=_precision("said_precision"))
    said_basis: str = ""
    event_date: date | None = None
    event_precision: Precision = Field(default=Precision.DAY, sa_column=_precision("event_precision"))
    event_basis: str = ""
    kind: str = ""
    hedge: str = ""
    denial: bool = False
    checkworthy: bool = True
    score: float
    rank: float
    reasons: list[str] = Field(default_factory=list, sa_column=json_column("[]"))
    topic: str = Field(default="", index=True)
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
    was: str = _later_text()


class Draft(SQLModel, table=True):
    claim_id: int = Field(foreign_key="claim.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    verdict: Verdict | None = Field(default=None, sa_column=Column(stored_enum(Verdict, "verdict"), nullable=True))
    rationale: str = Field(default="", sa_type=Text)
    tried: str = Field(default="", sa_type=Text)
    override: str = Field(default="", sa_type=Text)
    revision: int = 1
    saved_at: datetime = Field(sa_type=Moment)


class Finding(SQLModel, table=True):
    """One submitted answer. `content` is what `content_hash` seals; triggers forbid UPDATE and DELETE."""

    __table_args__ = (
        UniqueConstraint("claim_id", "number"),
        UniqueConstraint("id", "content_hash"),
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


# --- Evidence ---------------------------------------------------------------------------------


class Outlet(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    name: str
    site: str = ""
    owner: str = _later_text()
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
    """An address that a provider named for a claim, and what came of fetching it."""

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
    found_at: datetime = Field(sa_type=Moment)


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
    kept_text: str = _later_text()
    kept_warc: str = _later_text()
    kept_problem: str = _later_text()
    kept_name: str = _later_text()
    stamp: str = _later_text()
    stamped_by: str = _later_text()
    stamped_at: datetime | None = Field(default=None, sa_type=Moment)
    stamp_problem: str = _later_text()
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


# --- Plug-ins ---------------------------------------------------------------------------------


class PlugIn(SQLModel, table=True):
    """What an admin has set for a plug-in. `secrets` holds each as it was sealed, with the time since when."""

    __tablename__ = "plug_in"
    name: str = Field(primary_key=True)
    active: bool = False
    settings: dict[str, Any] = Field(default_factory=dict, sa_column=json_column("{}"))
    secrets: dict[str, Any] = Field(default_factory=dict, sa_column=json_column("{}"))
    version: int = 1
    changed_by: str = ""
    changed_at: datetime | None = Field(default=None, sa_type=Moment)
    switched_by: str = ""
    switched_at: datetime | None = Field(default=None, sa_type=Moment)
    asked_at: datetime | None = Field(default=None, sa_type=Moment)
    problem: str = ""
    problem_at: datetime | None = Field(default=None, sa_type=Moment)


class PlugInDay(SQLModel, table=True):
    """What a plug-in has used up on a day (UTC): calls, and what its budget counts."""

    __tablename__ = "plug_in_day"
    __table_args__ = (CheckConstraint("used >= 0", "used"),)
    name: str = Field(primary_key=True)
    day: date = Field(primary_key=True)
    asks: int = 0
    used: int = 0


# --- Earlier checks ---------------------------------------------------------------------------


class ImportedCheckRow(SQLModel, table=True):
    """A fact-check of somebody else; `key` is made of its address and its claim, `digest` of all that it says.

    `found_by` is the provider that named it or the page that carries it; empty where a person imported it.
    """

    __tablename__ = "imported_check"
    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    digest: str
    url: str
    claim: str = Field(sa_type=Text)
    title: str = ""
    claimant: str = ""
    rating: str
    publisher: str = Field(index=True)
    site: str = ""
    language: str = ""
    reviewed: date | None = None
    said: date | None = None
    came: Came = Field(
        default=Came.IMPORTED,
        sa_column=Column(stored_enum(Came, "came"), nullable=False, server_default=Came.IMPORTED.value),
    )
    found_by: str = _later_text()
    imported_at: datetime = Field(sa_type=Moment)


class CheckVector(SQLModel, table=True):
    """What a check means, as a model's vector, so that it is worked out once. `key`: "claim:12", "check:34"."""

    __tablename__ = "check_vector"
    key: str = Field(primary_key=True)
    digest: str
    model: str
    vector: bytes = Field(sa_type=LargeBinary)


class EarlierCheck(SQLModel, table=True):
    """A check, the desk's own or an imported one, that answers a claim; `place` 1 is the nearest."""

    __tablename__ = "earlier_check"
    __table_args__ = (
        UniqueConstraint("claim_id", "place"),
        CheckConstraint("(checked_id IS NULL) <> (imported_id IS NULL)", "one_of_two"),
    )
    id: int | None = Field(default=None, primary_key=True)
    claim_id: int = Field(foreign_key="claim.id")
    place: int
    checked_id: int | None = Field(default=None, foreign_key="claim.id", index=True)
    imported_id: int | None = Field(default=None, foreign_key="imported_check.id", index=True)
    score: float
    compared: Comparison = Field(sa_column=Column(stored_enum(Comparison, "compared"), nullable=False))
    found_at: datetime = Field(sa_type=Moment)


# --- History, jobs, exports -------------------------------------------------------------------


_MOVES = "to_stage IS NOT NULL"


class HistoryEntry(SQLModel, table=True):
    """One link of a chain; triggers forbid UPDATE and DELETE."""

    __tablename__ = "history"
    __table_args__ = (
        UniqueConstraint("subject", "seq"),
        # what the dashboard counts: the moves of the last days
        Index("ix_history_moves", "at", "what", postgresql_where=text(_MOVES), sqlite_where=text(_MOVES)),
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


_OUT = "done_at IS NULL AND published_at IS NOT NULL"
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
