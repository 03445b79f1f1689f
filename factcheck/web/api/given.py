"""What may be sent to the API, as plain models: a name that is not here is refused, nothing is set by the way."""

from dataclasses import replace
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from factcheck.domain.amending import Amendment
from factcheck.domain.claims import ClaimKind, Quotation
from factcheck.domain.dashboard import LOOKED_BACK
from factcheck.domain.days import Precision
from factcheck.domain.evidence import Medium, NewSource, SourceKind, Stance
from factcheck.domain.exports import Format
from factcheck.domain.opinions import OpinionGiven
from factcheck.domain.people import Actor
from factcheck.domain.review import (
    CorrectionClass,
    DismissReason,
    Given,
    Move,
    Priority,
    QueueFilters,
    Sort,
    Stage,
    Verdict,
)
from factcheck.domain.sheets import DraftSheet, OpinionDraftSheet
from factcheck.services.claims import PAGE_MOST
from factcheck.services.correcting import STATEMENT_MOST
from factcheck.services.effects import TEXT_MOST
from factcheck.services.evidence import TEXT_MOST as SOURCE_MOST
from factcheck.services.sentences import MOST as SENTENCES_MOST

LARGEST = 999_999_999
"""The largest number of a thing: every database takes it, and so do the addresses of the desk."""


def _without_zero_bytes(text: str) -> str:
    if "\x00" in text:
        raise PydanticCustomError("binary", "this is not text, it holds zero bytes")
    return text


Words = Annotated[str, AfterValidator(_without_zero_bytes)]
Line = Annotated[Words, Field(max_length=200)]
Title = Annotated[Words, Field(max_length=1000)]
Text = Annotated[Words, Field(max_length=TEXT_MOST)]
Passage = Annotated[Words, Field(max_length=SOURCE_MOST)]
Id = Annotated[int, Field(ge=1, le=LARGEST)]
Count = Annotated[int, Field(ge=0, le=LARGEST)]
StatedDay = Annotated[
    Words,
    Field(
        pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$",
        description="As exactly as it is stated: 2026-03-14, 2026-03 or 2026.",
        examples=["2026-03-14", "2026-03"],
    ),
]
Seen = Annotated[Count, Field(description="The version of the claim that you saw.")]


class Sent(BaseModel):
    """A JSON body: no unknown names, and no text where a number belongs."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Asked(BaseModel):
    """A query string: no unknown names; everything in it is text at first."""

    model_config = ConfigDict(extra="forbid")


def _what_is_not_sent_stays(schema: dict[str, Any]) -> None:
    """A change has no defaults, whatever the model needs to be made."""
    for told in schema["properties"].values():
        told.pop("default", None)


class Changes(Sent):
    """A body of which only what is sent counts."""

    model_config = ConfigDict(json_schema_extra=_what_is_not_sent_stays)

    def changes(self) -> dict[str, Any]:
        """What was really sent, besides the version that was seen."""
        return {name: getattr(self, name) for name in self.model_fields_set - {"seen"}}


# --- Articles -------------------------------------------------------------------------------------


class NewArticle(Sent):
    """One of text, url or html; what else is not given is looked for in the article itself."""

    model_config = ConfigDict(
        json_schema_extra={
            "oneOf": [{"required": ["text"]}, {"required": ["url"]}, {"required": ["html"]}],
            "examples": [{"text": "The bridge was closed on Monday, the ministry said.", "outlet": "Corvane Daily"}],
        }
    )

    text: Words = ""
    url: Annotated[Words, Field(max_length=2000)] = ""
    html: Words = ""
    title: Title = ""
    outlet: Line = ""
    byline: Line = ""
    published: date | None = None
    language: Annotated[Words, Field(max_length=35)] = ""

    @model_validator(mode="after")
    def _one_of(self) -> Self:
        if len(self.model_fields_set & {"text", "url", "html"}) != 1:
            raise PydanticCustomError("one_of", "send one of text, url or html")
        return self


class ArticleChanges(Changes):
    """What was found about the article, corrected. `seen` is the version of the article."""

    seen: Count
    title: Title = ""
    outlet: Line = ""
    byline: Line = ""
    published: date | None = None
    language: Annotated[Words, Field(max_length=35)] = ""


class ArticleQuery(Asked):
    q: Annotated[Words, Field(max_length=200)] = ""
    cursor: Annotated[Words, Field(max_length=20)] = ""
    limit: Annotated[int, Field(ge=1, le=PAGE_MOST)] = 50


class SentencesLookedAt(Sent):
    """Sentences by their numbers, counted from 1 in `sentences` of the article."""

    seen: Annotated[Count, Field(description="The revision in which the sentences were counted.")]
    sentences: Annotated[list[Id], Field(min_length=1, max_length=SENTENCES_MOST)]
    looked_at: bool = Field(default=True, description="False takes it back.")


class NewSignOff(Sent):
    """A signature under the article. `hash_seen` is the `seal` of what the person saw before they sign."""

    hash_seen: Line
    note: Text = Field(default="", description="Needed when something is untouched.")


# --- Claims ---------------------------------------------------------------------------------------


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


# --- Evidence -------------------------------------------------------------------------------------


class SourceGiven(Sent):
    """A source. With `report_id` address, title, passage and kept copy are those of the report."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"seen": 2, "report_id": 7, "stance": "refutes", "kind": "primary"}]},
    )

    seen: Seen
    stance: Stance
    kind: SourceKind
    medium: Medium = Medium.WEB
    report_id: Id | None = None
    url: Annotated[Words, Field(max_length=2000)] = ""
    title: Title = ""
    outlet: Title = ""
    passage: Passage = ""
    note: Passage = ""
    withheld: bool = False
    withheld_reason: Passage = ""

    def source(self) -> NewSource:
        return NewSource(**{name: value for name, value in self if name != "seen"})


class SourceChanges(Changes):
    """Fields of a source, changed; what is not sent stays."""

    seen: Seen
    stance: Stance = Stance.CONTEXT
    kind: SourceKind = SourceKind.SECONDARY
    medium: Medium = Medium.WEB
    url: Annotated[Words, Field(max_length=2000)] = ""
    title: Title = ""
    outlet: Title = ""
    passage: Passage = ""
    note: Passage = ""
    withheld: bool = False
    withheld_reason: Passage = ""


class OriginGiven(Sent):
    """Where a report stands: in one origin with another report, or, where that is null, by itself."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"seen": 2, "together_with": 7, "reason": "Both carry the agency's mark."}]},
    )

    seen: Seen
    together_with: Id | None
    reason: Passage


class SeenQuery(Asked):
    """The version seen, in the query string of a call whose body may be empty."""

    seen: Seen | None = None


class SeenBody(Sent):
    seen: Seen


class SetAside(Sent):
    """Why an alert changes nothing."""

    note: str


class OutletGiven(Sent):
    """Who owns an outlet; empty where nobody knows."""

    owner: Line


# --- Review ---------------------------------------------------------------------------------------


class AddedSource(SourceGiven):
    """A source that an amendment adds; the version is that of the move."""

    seen: Seen = 1


class AmendedSource(SourceChanges):
    """A source that an amendment changes, by its number; what is not sent stays."""

    source: Id
    seen: Seen = 1


class AmendmentGiven(Sent):
    """What an editor changes besides the answer, sealed together with it."""

    statement: Text = Field(default="", description="The new wording; empty: as it is.")
    change: list[AmendedSource] = Field(default=[], max_length=100)
    remove: list[Id] = Field(default=[], max_length=100)
    add: list[AddedSource] = Field(default=[], max_length=20)

    def amendment(self) -> Amendment:
        changes = {
            each.source: {name: getattr(each, name) for name in each.model_fields_set - {"seen", "source"}}
            for each in self.change
        }
        added = tuple(each.source() for each in self.add)
        return Amendment(statement=self.statement, changes=changes, without=frozenset(self.remove), added=added)


class NewMove(Sent):
    """One move of the review, with what it needs."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"move": "submit", "seen": 4, "verdict": "disputed", "rationale": "The ministry's register says 12."},
                {"move": "approve", "seen": 5, "hash_seen": "…"},
            ]
        }
    )

    move: Move
    seen: Seen
    verdict: Verdict | None = None
    rationale: Text = ""
    tried: Text = Field(default="", description="unverified: what was tried.")
    override: Text = Field(default="", description="Why it stands although the evidence rule is not met.")
    note: Text = ""
    reason: DismissReason | None = None
    duplicate_of: Id | None = None
    assignee: Id | None = Field(default=None, description="The person who is to get the claim.")
    hash_seen: Annotated[Words, Field(max_length=64)] = Field(
        default="", description="approve and amend: the content_hash of the finding you saw."
    )
    correction: CorrectionClass | None = None
    public_note: Text = ""
    amendment: AmendmentGiven = Field(default=AmendmentGiven(), description="amend: wording and sources.")

    def given(self, assignee: Actor | None) -> Given:
        plain = {name: value for name, value in self if name not in {"move", "seen", "assignee", "amendment"}}
        return replace(Given(**plain), assignee=assignee, amendment=self.amendment.amendment())


class LeaseRequest(Sent):
    """With the fence of your lease it is renewed; without one it begins, if the claim is assigned to you."""

    fence: Count | None = None


class NewDraft(Sent):
    """What you have typed so far. `revision` is that of the draft you saw, 0 when there was none."""

    verdict: Verdict | None = None
    rationale: Text = ""
    tried: Text = ""
    override: Text = ""
    revision: Count = 0

    def draft(self) -> DraftSheet:
        return DraftSheet(**dict(self))


# --- Second opinions ------------------------------------------------------------------------------


class NothingMore(Sent):
    """An empty object: the address says it all."""


class NewOpinionDraft(Sent):
    """What you have typed so far. `revision` is that of the draft you saw, 0 when there was none."""

    verdict: Verdict | None = None
    rationale: Text = ""
    grounds: Text = ""
    revision: Count = 0

    def draft(self) -> OpinionDraftSheet:
        return OpinionDraftSheet(**dict(self))


class NewOpinion(Sent):
    """Your answer. `grounds` say what it rests on: links, quotations, or what was tried."""

    fence: Count
    verdict: Verdict
    rationale: Text
    grounds: Text

    def given(self) -> OpinionGiven:
        return OpinionGiven(self.verdict, self.rationale, self.grounds)


class DaysQuery(Asked):
    days: int = Field(default=LOOKED_BACK, ge=1, le=LARGEST, description="How far to look back: 7, 30 or 90.")


# --- Exports --------------------------------------------------------------------------------------


class ExportQuery(Filters, Asked):
    format: Format
    verdict: Verdict | None = None
    since: Annotated[Words, Field(max_length=40)] = Field(
        default="", description="A time: only what changed after it. The header Export-Cursor gives the next one."
    )
