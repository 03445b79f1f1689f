"""What is sent about sources, origins of reports and alerts."""

from typing import Annotated

from pydantic import ConfigDict, Field

from factcheck.domain.evidence import Medium, NewSource, SourceKind, Stance
from factcheck.web.api.given import Changes, Id, Passage, Seen, Sent, Title, Words


class _OfASource(Sent):
    """What may be said of a source, when it is attached and later."""

    medium: Medium = Medium.WEB
    url: Annotated[Words, Field(max_length=2000)] = ""
    title: Title = ""
    outlet: Title = ""
    passage: Passage = ""
    note: Passage = ""
    withheld: bool = False
    withheld_reason: Passage = ""


class SourceGiven(_OfASource):
    """A source. With `report_id` address, title, passage and kept copy are those of the report."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"seen": 2, "report_id": 7, "stance": "refutes", "kind": "primary"}]},
    )

    seen: Seen
    stance: Stance
    kind: SourceKind
    report_id: Id | None = None

    def source(self) -> NewSource:
        return NewSource(**{name: value for name, value in self if name != "seen"})


class SourceChanges(_OfASource, Changes):
    """Fields of a source, changed; what is not sent stays."""

    seen: Seen
    stance: Stance = Stance.CONTEXT
    kind: SourceKind = SourceKind.SECONDARY


class OriginGiven(Sent):
    """Where a report stands: in one origin with another report, or, where that is null, by itself."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"seen": 2, "together_with": 7, "reason": "Both carry the agency's mark."}]},
    )

    seen: Seen
    together_with: Id | None
    reason: Passage


class SetAside(Sent):
    """Why an alert changes nothing."""

    note: str
