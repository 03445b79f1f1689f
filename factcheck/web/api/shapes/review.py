"""What the API answers about the review: drafts, findings, approvals, moves, leases."""

from datetime import datetime

from pydantic import Field

from factcheck.domain.review import CorrectionClass, Move, Verdict
from factcheck.web.api.shapes import Shape
from factcheck.web.api.shapes.evidence import Source


class Rule(Shape):
    """How far the evidence rule is met."""

    met: bool
    primary: int
    independent: int
    sentence: str


class Draft(Shape):
    """Your own draft. Send `revision` back when you save it again."""

    verdict: Verdict | None
    rationale: str
    tried: str
    override: str
    saved_at: datetime | None
    revision: int


class Approval(Shape):
    approver: str
    at: datetime
    correction: CorrectionClass | None
    public_note: str


class Finding(Shape):
    """One submitted answer, never changed afterwards. An approval names its `content_hash` as `hash_seen`."""

    number: int
    statement: str
    verdict: Verdict
    rationale: str
    tried: str
    override: str
    sources: list[Source]
    authors: list[str]
    submitted_at: datetime
    content_hash: str
    approval: Approval | None


class HistoryLine(Shape):
    """`changes` are (field, before, after)."""

    seq: int
    at: datetime
    who: str
    what: str
    from_stage: str | None
    to_stage: str | None
    note: str
    changes: list[tuple[str, str, str]]
    undoable: bool = Field(description="True for the newest entry, where it is of a kind that can be taken back.")


class ClosedMove(Shape):
    move: Move
    why: str


class Lease(Shape):
    """Your time with a claim. Renew it with its `fence` while you work."""

    fence: int
    until: datetime


class Ticks(Shape):
    """The sources of the latest finding that you have ticked and that read as they did then."""

    sources: list[int]
