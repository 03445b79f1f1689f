"""What readers get: the published check, its sources and notices."""

from dataclasses import dataclass
from datetime import date, datetime

from factcheck.domain.days import Precision
from factcheck.domain.evidence import AskStatus, Medium, SourceKind, Stance
from factcheck.domain.review import Verdict


@dataclass(frozen=True, slots=True)
class PublicNotice:
    """A correction or the voiding of a published check, as readers see it."""

    at: datetime
    label: str
    note: str


@dataclass(frozen=True, slots=True)
class PublicSource:
    """A source as readers see it; withheld ones never become one of these. `archived_at` is a public archive's copy."""

    title: str
    outlet: str
    url: str
    stance: Stance
    kind: SourceKind
    medium: Medium
    passage: str
    kept_at: datetime | None
    archived_at: str = ""


@dataclass(frozen=True, slots=True)
class PublicAsk:
    """One line of the ledger as it is published: what was asked of whom before the check was signed."""

    provider: str
    words: str
    language: str
    since: datetime | None
    until: datetime | None
    status: AskStatus
    hits: int
    at: datetime


@dataclass(frozen=True, slots=True)
class PublicCheck:
    """A published check. When `voided_at` is set, exports send a tombstone and the page a notice."""

    claim_id: int
    finding: int
    url: str
    statement: str
    claimant: str
    said_date: date | None
    said_precision: Precision
    appearance: str
    article_title: str
    outlet: str
    published: date | None
    language: str
    verdict: Verdict
    rationale: str
    tried: str
    sources: tuple[PublicSource, ...]
    first_published: datetime
    modified: datetime
    approver: str
    authors: tuple[str, ...]
    notices: tuple[PublicNotice, ...]
    under_review: bool
    voided_at: datetime | None
    void_note: str
    earlier: tuple[int, ...] = ()
    asked: tuple[PublicAsk, ...] = ()
