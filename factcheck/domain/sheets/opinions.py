"""Second opinions as people see them: waiting, at work, answered, and where two answers differ."""

from dataclasses import dataclass
from datetime import datetime

from factcheck.domain.opinions import OpinionState
from factcheck.domain.sheets.findings import FindingSheet
from factcheck.domain.stages import Stage, Verdict


@dataclass(frozen=True, slots=True)
class OpinionLine:
    """An opinion in a list. `statement` is the claim as the finding beside it sealed it; `finding` is its number.

    `asked_by` is empty where it was drawn. `may_give` says that this person could; `verdict` and `differs` are None and
    False until it is answered.
    """

    id: int
    claim_id: int
    statement: str
    claimant: str
    finding: int
    drawn: bool
    asked_by: str
    asked_at: datetime
    state: OpinionState
    holder: str
    lease_until: datetime | None
    may_give: bool
    closed_why: str = ""
    verdict: Verdict | None = None
    differs: bool = False


@dataclass(frozen=True, slots=True)
class OpinionDraftSheet:
    """What has been typed so far; kept per person and opinion, `saved_at` None when nothing is saved."""

    verdict: Verdict | None = None
    rationale: str = ""
    grounds: str = ""
    saved_at: datetime | None = None
    revision: int = 0


@dataclass(frozen=True, slots=True)
class OpinionAnswerSheet:
    """A second opinion as it was sent. `grounds` are links and quotations, a line each, `content_hash` a SHA-256."""

    verdict: Verdict
    rationale: str
    grounds: str
    by: str
    sent_at: datetime
    content_hash: str


@dataclass(frozen=True, slots=True)
class OpinionSheet:
    """One opinion as this person may see it: `first` is None while the first answer is closed to them.

    `fence` belongs to the lease of whose it is, and `draft` is the person's own.
    """

    line: OpinionLine
    fence: int
    draft: OpinionDraftSheet
    first: FindingSheet | None
    answer: OpinionAnswerSheet | None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two answers to one claim that differ, and where the claim stands now."""

    opinion_id: int
    claim_id: int
    statement: str
    drawn: bool
    first: Verdict
    first_by: str
    second: Verdict
    second_by: str
    at: datetime
    stage: Stage
    verdict_now: Verdict | None
