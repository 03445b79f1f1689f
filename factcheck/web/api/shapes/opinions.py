"""What the API answers about second opinions: waiting, at work, answered, and where two answers differ."""

from datetime import datetime

from pydantic import Field

from factcheck.domain.opinions import OpinionState
from factcheck.domain.review import Stage, Verdict
from factcheck.web.api.shapes import Shape
from factcheck.web.api.shapes.review import Finding


class OpinionLine(Shape):
    """A second opinion beside a finding."""

    id: int
    claim_id: int
    statement: str = Field(description="The claim as the finding beside it sealed it.")
    claimant: str
    finding: int = Field(description="The number of the finding beside which it stands.")
    drawn: bool
    asked_by: str = Field(description="Empty where it was drawn.")
    asked_at: datetime
    state: OpinionState
    holder: str
    lease_until: datetime | None
    may_give: bool = Field(description="You could give it: the first answer is closed to you.")
    closed_why: str
    verdict: Verdict | None = Field(description="Null until it is answered.")
    differs: bool


class OpinionDraft(Shape):
    """Your own draft. Send `revision` back when you save it again."""

    verdict: Verdict | None
    rationale: str
    grounds: str
    saved_at: datetime | None
    revision: int


class OpinionAnswer(Shape):
    """The second answer, never changed afterwards."""

    verdict: Verdict
    rationale: str
    grounds: str
    by: str
    sent_at: datetime
    content_hash: str


class Opinion(Shape):
    """One opinion as you may see it."""

    line: OpinionLine
    fence: int = Field(description="Names your lease when you renew it or send your answer.")
    draft: OpinionDraft
    first: Finding | None = Field(description="The first answer; null while it is closed to you.")
    answer: OpinionAnswer | None


class OpinionList(Shape):
    items: list[OpinionLine]


class Disagreement(Shape):
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


class DisagreementList(Shape):
    items: list[Disagreement]
