"""One answer to a claim as it was submitted, and who signed it."""

from dataclasses import dataclass
from datetime import datetime

from factcheck.domain.review import CorrectionClass, Verdict
from factcheck.domain.sheets.sources import SourceSheet


@dataclass(frozen=True, slots=True)
class ApprovalSheet:
    """An editor's signature. `correction` is None for a first answer, `public_note` empty where none is needed."""

    approver: str
    at: datetime
    correction: CorrectionClass | None
    public_note: str


@dataclass(frozen=True, slots=True)
class FindingSheet:
    """One submitted answer, immutable. `approval` is None while nobody has signed it."""

    number: int
    statement: str
    verdict: Verdict
    rationale: str
    tried: str
    override: str
    sources: tuple[SourceSheet, ...]
    authors: tuple[str, ...]
    submitted_at: datetime
    content_hash: str
    approval: ApprovalSheet | None
