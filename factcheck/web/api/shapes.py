"""What the API answers about people and claims, as documented models made from the sheets of the domain."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import date, datetime
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field

from factcheck.domain.claims import PlaceRole, Quotation
from factcheck.domain.days import Precision
from factcheck.domain.earlier import Came, Comparison
from factcheck.domain.evidence import AskStatus, Medium, SourceKind, Stance
from factcheck.domain.people import Role, TokenScope
from factcheck.domain.review import CorrectionClass, Move, Priority, Stage, Verdict
from factcheck.domain.sheets import ClaimRow, ClaimSheet, EvidenceSheet
from factcheck.domain.watching import AlertKind, WatchState


class Shape(BaseModel):
    """Anything the API answers; made from a sheet by its attributes."""

    model_config = ConfigDict(from_attributes=True)


class Problem(Shape):
    """A refusal, as RFC 9457 describes it. `rule` is stable for programs, `detail` is for people."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "about:blank",
                    "title": "Not yet",
                    "status": 422,
                    "detail": "Give a rationale of at least 10 characters.",
                    "rule": "answered",
                }
            ]
        }
    )

    type: str = "about:blank"
    title: str
    status: int
    detail: str = Field(description="What is wrong, in a sentence.")
    rule: str = Field(default="", description="The name of the rule that says no.")
    field: str = Field(default="", description="Which input is meant.")
    yours: dict[str, Any] = Field(default_factory=dict, description="409: what you sent.")
    theirs: dict[str, Any] = Field(default_factory=dict, description="409: what is there by now.")
    retry_after: int = Field(default=0, description="429: seconds to wait.")


class Me(Shape):
    """Whose token this is."""

    id: int
    name: str
    roles: list[Role]
    scope: TokenScope
    may: list[str] = Field(description="What the roles carry besides the moves of the review.")


# --- Claims ---------------------------------------------------------------------------------------

Fragments = list[tuple[int, int]]


class Place(Shape):
    """One place where the article says it: half-open ranges of code points in the text of its latest revision."""

    role: PlaceRole
    fragments: Fragments
    text: str
    placed: bool = Field(description="False when the words are not in the latest revision any more.")
    was: str = Field(description="What it said before the publisher edited it; empty while the words are the same.")


class ClaimLine(Shape):
    """A claim in a list. `verdict` is that of the newest finding, null while nobody has sent one."""

    id: int
    number: int = Field(description="Counted within the article.")
    statement: str
    claimant: str
    article_id: int
    article_title: str
    outlet: str
    stage: Stage
    verdict: Verdict | None
    score: float = Field(description="Check-worthiness, 0 to 1.")
    reasons: list[str]
    kind: str = Field(description="event, quantity, state of affairs ...; empty where nobody has said.")
    checkworthy: bool
    place_count: int
    report_count: int
    origin_count: int = Field(description="How many independent origins the reports have.")
    topic: str
    priority: Priority = Field(description="How soon it is handed out, before its score counts.")
    due_on: date | None = Field(description="The day on which it should be done.")
    holder: str | None
    holder_id: int | None
    lease_until: datetime | None
    returned_note: str
    under_review: bool
    new_evidence: bool
    alert_count: int = Field(description="Open alerts: what may make the verdict stale.")
    created_at: datetime
    version: int = Field(description="Send it back as `seen` with every change.")
    claimant_role: str = Field(description="What the text says the claimant is: Defence Minister.")
    cue: str
    quotation: Quotation
    chain: list[str] = Field(description="The way it came, from the outlet to the claimant.")
    channel: str = Field(description="The form in which it reached the outlet: a post on Telegram, a briefing.")
    said_date: date | None = Field(description="Null where the text does not say.")
    said_precision: Precision = Field(description="Of a month or a year `said_date` is the first day.")
    said_basis: str = Field(description="The words that the day was read from.")
    event_date: date | None = Field(description="When what is claimed happened, apart from when it was said.")
    event_precision: Precision
    event_basis: str
    hedge: str = Field(description="The word that keeps the claim at a distance: purportedly.")
    denial: bool = Field(description="The claimant says that it is not so.")
    checked_before: str = Field(description="How the nearest earlier check rates it, in lists; empty without one.")

    @classmethod
    def of(cls, row: ClaimRow) -> Self:
        return cls(**line(row))


COUNTS = {"places": "place_count", "reports": "report_count", "origins": "origin_count", "alerts": "alert_count"}


def line(row: ClaimRow) -> dict[str, Any]:
    """The row under the names that the API gives its parts."""
    return {COUNTS.get(field.name, field.name): getattr(row, field.name) for field in fields(row)}


class ClaimList(Shape):
    items: list[ClaimLine]
    next: str | None = Field(description="Send it as `cursor` for the next page; null on the last one.")

    @classmethod
    def of(cls, rows: Iterable[ClaimRow], cursor: str) -> Self:
        return cls(items=[ClaimLine.of(row) for row in rows], next=cursor or None)


class EarlierCheck(Shape):
    """A check made before, by this desk or by another publisher, that answers the claim."""

    statement: str
    claimant: str
    rating: str = Field(description="In the words of who checked.")
    verdict: Verdict | None = Field(description="Null where another publisher checked.")
    publisher: str = Field(description="Empty for the desk's own.")
    claim_id: int | None
    url: str
    checked_at: datetime | None
    score: float = Field(description="How near the two are, 0 to 1.")
    compared: Comparison = Field(description="How the two were compared.")
    came: Came | None = Field(description="How a check of somebody else came to the desk; null for the desk's own.")
    found_by: str = Field(description="The provider that named it, or the page whose markup holds it.")


class Report(Shape):
    """Something the workers found. It proves nothing by itself."""

    id: int
    origin: str = Field(description="Reports that copy one another have the same.")
    url: str
    title: str
    outlet: str
    byline: str
    published: datetime | None
    language: str
    passage: str = Field(description="The sentences that answer the claim best.")
    before: str
    after: str
    score: float
    found_at: datetime
    provider: str
    agency: str
    attached: bool
    owner: str = Field(description="The outlet's owner, where an admin has filled one in.")
    copied_from: int | None = Field(description="The earlier report that it follows most.")
    copied_how: str = Field(description="The sign of it, in words.")
    shares_with: list[int] = Field(description="Reports of other origins with which it has some text in common.")
    placed_with: int | None = Field(description="What a person decided: its own id where it stands by itself.")
    placed_reason: str
    placed_by: str
    suggested: Stance | None = Field(description="What a worker takes it to do to the claim; null where it is unsure.")
    suggested_passage: str = Field(description="The sentence of the stored text that carries the suggestion.")
    suggested_why: str


class Origin(Shape):
    """Reports of one origin. Where it has one report, no copied text was found: that proves no independence."""

    label: str
    reports: list[int] = Field(description="Ids of the reports, the earliest first.")


class Ask(Shape):
    """What was asked of whom, with what result."""

    provider: str
    words: str
    status: AskStatus
    hits: int
    milliseconds: int
    at: datetime
    problem: str
    again_at: datetime | None
    language: str
    since: datetime | None = Field(description="The window of days that was asked for; null where it was open.")
    until: datetime | None


class Trouble(Shape):
    """An address that gave nothing."""

    outlet: str
    url: str
    problem: str
    again_at: datetime | None


class Archive(Shape):
    """What the desk keeps of a source, and what the last look at its page found."""

    readable: bool
    warc: str = Field(description="SHA-256 of the archive file; empty while there is none.")
    file_name: str
    problem: str
    state: WatchState | None
    checked_at: datetime | None
    next_at: datetime | None
    miss: str
    public: str = Field(description="Address of the copy in a public archive; empty while there is none.")
    public_at: datetime | None
    public_problem: str


class Alert(Shape):
    """Something that may make the verdict stale, until it is set aside."""

    id: int
    kind: AlertKind
    source_id: int | None
    report_id: int | None = Field(description="The report of a new origin that speaks against the answer.")
    sentence: str
    detail: str
    at: datetime
    set_aside_at: datetime | None
    set_aside_by: str
    set_aside_note: str


class Vain(Shape):
    """A page that was named for the claim, was read, and has nothing on it."""

    outlet: str
    url: str
    title: str
    provider: str


class Source(Shape):
    """Evidence that a person attached."""

    id: int
    medium: Medium
    url: str
    title: str
    outlet: str
    stance: Stance
    kind: SourceKind
    passage: str
    note: str
    withheld: bool = Field(description="Withheld sources never leave the desk in an export.")
    withheld_reason: str
    kept: str = Field(description="SHA-256 of the kept copy; empty while there is none.")
    kept_at: datetime | None
    origin: str
    report_id: int | None
    added_by: str
    added_at: datetime
    archive: Archive | None


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


class ClosedMove(Shape):
    move: Move
    why: str


class Claim(ClaimLine):
    """Everything about one claim, as the holder of the token sees it."""

    fence: int = Field(description="Names your lease when you renew it.")
    span_text: str
    places: list[Place]
    dismissed_because: str
    moves: list[Move] = Field(description="The moves that are open to you now.")
    closed: list[ClosedMove] = Field(description="Moves of your role that are closed, and why.")
    may_edit: bool
    sources: list[Source]
    supports: Rule
    refutes: Rule
    draft: Draft
    findings: list[Finding]
    public_finding: int | None
    void_note: str
    public_url: str
    history: list[HistoryLine]
    note_to_you: str
    alerts: list[Alert] = Field(description="The newest first; those set aside are among them.")
    reports: list[Report]
    origins: list[Origin]
    asks: list[Ask]
    troubles: list[Trouble]
    read_in_vain: list[Vain] = Field(description="Pages that were read for the claim and have nothing on it.")
    searching: bool
    waiting: int = Field(description="How many pages are still to be fetched.")
    gaps: list[str] = Field(description="What the search has not brought, in sentences.")
    earlier: list[EarlierCheck] = Field(description="Checks made before that answer the claim, the nearest first.")

    @classmethod
    def whole(cls, sheet: ClaimSheet, found: EvidenceSheet) -> Self:
        """The claim with what the workers found for it."""
        own = {field.name: getattr(sheet, field.name) for field in fields(sheet) if field.name != "row"}
        reports = [
            {name: getattr(report, name, origin.label) for name in Report.model_fields}
            for origin in found.origins
            for report in origin.reports
        ]
        origins = [Origin(label=each.label, reports=[report.id for report in each.reports]) for each in found.origins]
        return cls(
            **line(sheet.row)
            | own
            | {"reports": reports, "origins": origins, "asks": found.asks, "troubles": found.troubles}
            | {"read_in_vain": found.vain}
            | {"may_edit": sheet.may_edit, "searching": found.searching, "waiting": found.waiting, "gaps": found.gaps}
            | {"earlier": found.earlier}
        )


class Lease(Shape):
    """Your time with a claim. Renew it with its `fence` while you work."""

    fence: int
    until: datetime
