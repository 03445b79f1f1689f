"""A claim with its places, draft and history, as somebody who works on it sees it."""

from dataclasses import dataclass
from datetime import datetime

from factcheck.domain.claims import Fragment, PlaceRole
from factcheck.domain.evidence import RuleState
from factcheck.domain.review import Move, Verdict
from factcheck.domain.sheets.findings import FindingSheet
from factcheck.domain.sheets.opinions import OpinionLine
from factcheck.domain.sheets.queue import ClaimRow
from factcheck.domain.sheets.sources import AlertSheet, SourceSheet


@dataclass(frozen=True, slots=True)
class PlaceSheet:
    """One place where the article says it. `fragments` are code points of the revision's text.

    `was` is what it said before the publisher edited it; empty while the words are the same.
    """

    role: PlaceRole
    fragments: tuple[Fragment, ...]
    text: str
    placed: bool
    was: str = ""


@dataclass(frozen=True, slots=True)
class DraftSheet:
    """What a checker has typed so far; kept per person and claim, `saved_at` None when nothing is saved."""

    verdict: Verdict | None = None
    rationale: str = ""
    tried: str = ""
    override: str = ""
    saved_at: datetime | None = None
    revision: int = 0


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One entry of a history as a person reads it. `undo` is its seq when it can be undone now."""

    seq: int
    at: datetime
    who: str
    what: str
    from_stage: str | None
    to_stage: str | None
    note: str
    changes: tuple[tuple[str, str, str], ...]
    undoable: bool
    by_a_person: bool = True


@dataclass(frozen=True, slots=True)
class ClosedMove:
    """A move whose button is replaced by the sentence why."""

    move: Move
    why: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a claim stands and which moves are open to a person now: what is left of it once they go on to another."""

    version: int
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class ClaimSheet:
    """One claim as somebody who works on it sees it. `version` is what a form sends back as `seen`.

    `sealed` says why the person cannot change it; empty when they can. `opinion` is the newest second opinion; while
    `row.answer_closed`, there is nothing in here that somebody else has answered or attached.
    """

    row: ClaimRow
    version: int
    fence: int
    span_text: str
    places: tuple[PlaceSheet, ...]
    dismissed_because: str
    moves: tuple[Move, ...]
    closed: tuple[ClosedMove, ...]
    sealed: str
    sources: tuple[SourceSheet, ...]
    supports: RuleState
    refutes: RuleState
    draft: DraftSheet
    findings: tuple[FindingSheet, ...]
    public_finding: int | None
    void_note: str
    public_url: str
    history: tuple[HistoryLine, ...]
    note_to_you: str
    alerts: tuple[AlertSheet, ...] = ()
    opinion: OpinionLine | None = None

    @property
    def may_edit(self) -> bool:
        return not self.sealed

    @property
    def latest(self) -> FindingSheet | None:
        return self.findings[-1] if self.findings else None
