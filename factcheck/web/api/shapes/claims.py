"""What the API answers about claims: in lists, and whole with what the workers found."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import date, datetime
from typing import Any, Self

from pydantic import Field

from factcheck.domain.claims import PlaceRole, Quotation
from factcheck.domain.days import Precision
from factcheck.domain.evidence import SearchState
from factcheck.domain.review import Move, Priority, Stage, Verdict
from factcheck.domain.sheets import ClaimRow, ClaimSheet, EvidenceSheet
from factcheck.web.api.shapes import Shape
from factcheck.web.api.shapes.evidence import Alert, Ask, EarlierCheck, Origin, Report, Source, Trouble, Vain
from factcheck.web.api.shapes.opinions import OpinionLine
from factcheck.web.api.shapes.review import ClosedMove, Draft, Finding, HistoryLine, Rule

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
    answer_closed: bool = Field(
        description="A second opinion is open that you could give: you see nothing of the first."
    )

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
    opinion: OpinionLine | None = Field(description="The second opinion, where one was asked for.")
    reports: list[Report]
    origins: list[Origin]
    asks: list[Ask]
    troubles: list[Trouble]
    read_in_vain: list[Vain] = Field(description="Pages that were read for the claim and have nothing on it.")
    searching: bool
    search: SearchState = Field(
        description="How far the search has come; alone: it is over, and nobody outside the desk has answered."
    )
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
            | {"searching": found.searching, "search": found.search, "waiting": found.waiting, "gaps": found.gaps}
            | {"may_edit": sheet.may_edit, "earlier": found.earlier}
        )
