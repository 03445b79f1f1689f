"""What is sent to sort many claims of the queue out at once."""

from datetime import date
from typing import Annotated, Any

from pydantic import ConfigDict, Field

from factcheck.domain.review import Priority
from factcheck.services.triage import MOST
from factcheck.web.api.given import Changes, Count, Id, Line, Seen, Sent


class SeenClaim(Sent):
    claim: Id
    seen: Seen


class NewTriage(Changes):
    """What these claims get; what is not sent stays. Each is changed by itself."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"claims": [{"claim": 12, "seen": 3}], "priority": "first", "topic": "harbour"}]
        }
    )

    claims: Annotated[list[SeenClaim], Field(min_length=1, max_length=MOST)]
    priority: Priority = Priority.NORMAL
    due_on: date | None = None
    topic: Line = ""
    checkworthy: bool = Field(default=True, description="False: not checkable, so it leaves the queue.")
    assignee: Id | None = Field(default=None, description="Who is to get them; for editors.")

    def wanted(self) -> dict[str, Any]:
        return {name: value for name, value in self.changes().items() if name not in {"claims", "assignee"}}


class SortedOut(Sent):
    claim: Id
    seen: Seen
    seq: Count


class TriageTakenBack(Sent):
    """What a triage answered as `undoable`."""

    entries: Annotated[list[SortedOut], Field(min_length=1, max_length=MOST)]
