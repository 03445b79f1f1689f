"""What is sent about claims: the filters of the queue and corrections."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from factcheck.domain.claims import ClaimKind, Quotation
from factcheck.domain.days import Precision
from factcheck.domain.review import Priority, QueueFilters, Sort, Stage, Verdict
from factcheck.services.claims import PAGE_MOST
from factcheck.services.correcting import STATEMENT_MOST
from factcheck.web.api.given import Asked, Changes, Count, Id, Line, Seen, Sent, StatedDay, Words


class Filters(BaseModel):
    """The filters of the queue, the same words everywhere."""

    q: Annotated[Words, Field(max_length=200)] = ""
    topic: Line = ""
    claimant: Line = Field(default="", description="A part of the claimant's name.")
    outlet: Line = Field(default="", description="A part of the outlet's name.")
    article: Id | None = None
    reports: Count = Field(default=0, description="At least so many reports.")
    older: Annotated[int, Field(ge=0, le=36_500)] = Field(default=0, description="At least so many days old.")
    due: Annotated[int, Field(ge=0, le=36_500)] = Field(default=0, description="Due within so many days.")
    unworthy: bool = Field(default=False, description="Also what the splitter marked as not checkable.")
    sort: Sort = Sort.WORTH

    def filters(self) -> QueueFilters:
        known = {name: value for name, value in self if name in QueueFilters.__dataclass_fields__}
        return QueueFilters(**known)


class ClaimQuery(Filters, Asked):
    stage: Stage | None = None
    verdict: Verdict | None = None
    mine: bool = Field(default=False, description="Only what is held by or assigned to you.")
    limit: Annotated[int, Field(ge=1, le=PAGE_MOST)] = 50
    cursor: Annotated[Words, Field(max_length=400)] = ""


class NextFilters(Filters, Sent):
    """From which claims the next one is taken; without filters from all."""


class ClaimChanges(Changes):
    """Fields of a claim, corrected; what is not sent stays. `fragments` are code points of the latest text."""

    seen: Seen
    statement: Annotated[Words, Field(max_length=STATEMENT_MOST)] = ""
    claimant: Line = ""
    cue: Line = ""
    quotation: Quotation = Quotation.NONE
    chain: Annotated[list[Line], Field(max_length=10)] = Field(default_factory=list, description="Outlet first.")
    channel: Line = Field(default="", description="The form in which it reached the outlet: a post, a briefing.")
    claimant_role: Line = ""
    said_date: StatedDay | None = None
    said_precision: Precision = Precision.DAY
    said_basis: Line = ""
    event_date: StatedDay | None = None
    event_precision: Precision = Precision.DAY
    event_basis: Line = ""
    hedge: Line = ""
    denial: bool = False
    checkworthy: bool = True
    fragments: Annotated[list[tuple[Count, Count]], Field(max_length=50)] = Field(default_factory=list)
    topic: Line = ""
    priority: Priority = Priority.NORMAL
    due_on: date | None = None
    kind: ClaimKind | Literal[""] = ""
