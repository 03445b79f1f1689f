"""The frozen plain values that pages and the API get to show; rows of the database never leave the services."""

from dataclasses import dataclass
from datetime import date, datetime

from factcheck.domain.articles import ArticleStatus
from factcheck.domain.claims import Fragment, PlaceRole, Quotation
from factcheck.domain.days import Precision
from factcheck.domain.earlier import Came, Comparison
from factcheck.domain.evidence import AskStatus, Medium, RuleState, SourceKind, Stance
from factcheck.domain.owners import shared
from factcheck.domain.people import Role, TokenScope
from factcheck.domain.review import CorrectionClass, Move, Priority, Stage, Verdict
from factcheck.domain.watching import AlertKind, WatchState


@dataclass(frozen=True, slots=True)
class PersonSheet:
    id: int
    email: str
    name: str
    roles: tuple[Role, ...]
    active: bool
    has_password: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class SessionSheet:
    """One signed-in browser; `current` is the one that asks."""

    id: int
    created_at: datetime
    seen_at: datetime
    address: str
    browser: str
    current: bool


@dataclass(frozen=True, slots=True)
class TokenSheet:
    id: int
    label: str
    scope: TokenScope
    created_at: datetime
    last_used_at: datetime | None


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
class ClaimRow:
    """A claim in a list: the queue, the article's margin, the approver's list.

    `checked_before` is the rating of the nearest earlier check ("disputed"), with whose it is; empty without one.
    """

    id: int
    number: int
    statement: str
    claimant: str
    article_id: int
    article_title: str
    outlet: str
    stage: Stage
    verdict: Verdict | None
    score: float
    reasons: tuple[str, ...]
    kind: str
    checkworthy: bool
    places: int
    reports: int
    origins: int
    topic: str
    priority: Priority
    due_on: date | None
    holder: str | None
    holder_id: int | None
    lease_until: datetime | None
    returned_note: str
    under_review: bool
    new_evidence: bool
    created_at: datetime
    version: int
    claimant_role: str
    cue: str
    quotation: Quotation
    chain: tuple[str, ...]
    channel: str
    said_date: date | None
    said_precision: Precision
    said_basis: str
    event_date: date | None
    event_precision: Precision
    event_basis: str
    hedge: str
    denial: bool
    alerts: int
    checked_before: str = ""


@dataclass(frozen=True, slots=True)
class ViewSheet:
    """A person's saved view of the queue; `filters` are what its address carries."""

    id: int
    name: str
    filters: dict[str, str]


COUNTED_MOST = 1000
"""Claims. What is more is not counted out: one more than this means "more than"."""


@dataclass(frozen=True, slots=True)
class QueueCounts:
    """The line on top of the queue. `open` and `submitted` are counted up to COUNTED_MOST and one more.

    `mine` is held by or assigned to the person, `done` theirs in seven days.
    """

    open: int
    mine: int
    returned: int
    submitted: int
    done: int


@dataclass(frozen=True, slots=True)
class Triaged:
    """What came of a triage. `done` are the claims it was done to, `undoable` (claim, version, history entry) of those
    that can be put back, `left_out` the sentences that say why another stayed as it was."""

    done: tuple[int, ...]
    undoable: tuple[tuple[int, int, int], ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QueuePage:
    """One page of the queue; `cursor` asks for the next one, empty at the end.

    `again` are published claims with what speaks against leaving them as they are, the newest first.
    """

    rows: tuple[ClaimRow, ...]
    cursor: str
    counts: QueueCounts
    returned: tuple[ClaimRow, ...]
    again: tuple[tuple[ClaimRow, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ReportSheet:
    """What a worker found, with the passage that answers the claim best.

    `copied_from` is the earlier report that it follows most, `copied_how` the sign in words, `shares_with` reports of
    other origins with which it has text in common. `placed_with` is a person's decision: its own id, or another's.
    `suggested` is a worker's, never without the passage and the reason. `owner` is the outlet's, where it is known.
    """

    id: int
    url: str
    title: str
    outlet: str
    byline: str
    published: datetime | None
    language: str
    passage: str
    before: str
    after: str
    score: float
    found_at: datetime
    provider: str
    agency: str
    attached: bool
    kept: str
    copied_from: int | None = None
    copied_how: str = ""
    shares_with: tuple[int, ...] = ()
    placed_with: int | None = None
    placed_reason: str = ""
    placed_by: str = ""
    suggested: Stance | None = None
    suggested_passage: str = ""
    suggested_why: str = ""
    is_earlier_check: bool = False
    owner: str = ""


@dataclass(frozen=True, slots=True)
class OriginSheet:
    """Reports that copy one another, the earliest first."""

    label: str
    reports: tuple[ReportSheet, ...]


@dataclass(frozen=True, slots=True)
class AskSheet:
    """One line of the ledger: what was asked, of whom, with what result."""

    provider: str
    words: str
    status: AskStatus
    hits: int
    milliseconds: int
    at: datetime
    problem: str
    again_at: datetime | None
    language: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class TroubleSheet:
    """An address that gave nothing: "outlet X: timed out, again at 14:05"."""

    outlet: str
    url: str
    problem: str
    again_at: datetime | None


@dataclass(frozen=True, slots=True)
class VainSheet:
    """A page that was named for the claim, was read, and has nothing on it."""

    outlet: str
    url: str
    title: str
    provider: str


@dataclass(frozen=True, slots=True)
class EarlierSheet:
    """An earlier check that answers a claim. `claim_id` and `verdict` are None where another publisher made it.

    `rating` is in the words of who checked, `checked_at` None where they do not say when. `came` says how a check of
    somebody else came to the desk, `found_by` the provider that named it or the page whose markup holds it.
    """

    statement: str
    claimant: str
    rating: str
    verdict: Verdict | None
    publisher: str
    claim_id: int | None
    url: str
    checked_at: datetime | None
    score: float
    compared: Comparison
    came: Came | None
    found_by: str


@dataclass(frozen=True, slots=True)
class EvidenceSheet:
    """Everything the workers found for one claim. `searching` while a job for it is still to be done.

    `day` is that of the claim: a report that is younger was not known then. `gaps` say what was not found,
    `vain` holds what was read and has nothing on it.
    """

    origins: tuple[OriginSheet, ...]
    asks: tuple[AskSheet, ...]
    troubles: tuple[TroubleSheet, ...]
    searching: bool
    waiting: int
    earlier: tuple[EarlierSheet, ...]
    day: date | None = None
    gaps: tuple[str, ...] = ()
    vain: tuple[VainSheet, ...] = ()

    @property
    def reports(self) -> tuple[ReportSheet, ...]:
        return tuple(report for origin in self.origins for report in origin.reports)

    @property
    def shared_owners(self) -> frozenset[str]:
        """The owners of two outlets and more that have reports here."""
        return shared((report.outlet or report.url, report.owner) for report in self.reports)

    @property
    def report_count(self) -> int:
        return len(self.reports)

    def report(self, report_id: int) -> ReportSheet | None:
        return next((report for report in self.reports if report.id == report_id), None)


@dataclass(frozen=True, slots=True)
class SourceSheet:
    """Evidence that a person attached; inside the desk also when withheld from exports."""

    id: int
    medium: Medium
    url: str
    title: str
    outlet: str
    stance: Stance
    kind: SourceKind
    passage: str
    note: str
    withheld: bool
    withheld_reason: str
    kept: str
    kept_at: datetime | None
    origin: str
    report_id: int | None
    added_by: str
    added_at: datetime
    archive: "ArchiveSheet | None" = None


@dataclass(frozen=True, slots=True)
class ArchiveSheet:
    """What the desk keeps of a source beside its digest, and what the last look at its page found.

    `readable` says that its text can be shown, `warc` is the digest of its archive file, `public` the address of the
    copy in a public archive. It is no part of a finding.
    """

    readable: bool
    warc: str
    file_name: str
    problem: str
    state: WatchState | None
    checked_at: datetime | None
    next_at: datetime | None
    miss: str
    public: str = ""
    public_at: datetime | None = None
    public_problem: str = ""


@dataclass(frozen=True, slots=True)
class AlertSheet:
    """Something that may make the verdict stale; `set_aside_at` is None while it stands open.

    `report_id` is that of the report that speaks against the answer, where the alert is about a new origin.
    """

    id: int
    kind: AlertKind
    source_id: int | None
    report_id: int | None
    sentence: str
    detail: str
    at: datetime
    set_aside_at: datetime | None
    set_aside_by: str
    set_aside_note: str


@dataclass(frozen=True, slots=True)
class KeptSheet:
    """The text that was kept of a source, where its passage stands in it, and another text seen since, if any.

    `public` is the address of a public archive's copy; `stamped_at` what a timestamping authority vouches for.
    """

    source_id: int
    title: str
    outlet: str
    url: str
    kept_at: datetime | None
    sha256: str
    warc: str
    text: str
    passage: tuple[int, int] | None
    text_now: str
    checked_at: datetime | None
    public: str = ""
    stamped_at: datetime | None = None
    stamped_by: str = ""
    stamp_problem: str = ""


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
class ApprovalSheet:
    approver: str
    at: datetime
    correction: CorrectionClass | None
    public_note: str


@dataclass(frozen=True, slots=True)
class FindingSheet:
    """One submitted answer, immutable. `approval` is None while nobody has signed it."""

    number: int
    statement: str
    verdict: Verdict
    rationale: str
    tried: str
    override: str
    sources: tuple[SourceSheet, ...]
    authors: tuple[str, ...]
    submitted_at: datetime
    content_hash: str
    approval: ApprovalSheet | None


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


@dataclass(frozen=True, slots=True)
class ClosedMove:
    """A move whose button is replaced by the sentence why."""

    move: Move
    why: str


@dataclass(frozen=True, slots=True)
class ClaimSheet:
    """One claim as somebody who works on it sees it. `version` is what a form sends back as `seen`.

    `sealed` says why the person cannot change it; empty when they can.
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

    @property
    def may_edit(self) -> bool:
        return not self.sealed

    @property
    def latest(self) -> FindingSheet | None:
        return self.findings[-1] if self.findings else None


@dataclass(frozen=True, slots=True)
class RevisionLine:
    number: int
    created_at: datetime
    characters: int


@dataclass(frozen=True, slots=True)
class ArticleSheet:
    """One article with the text of its latest revision and the claims placed in it."""

    id: int
    title: str
    outlet: str
    byline: str
    published: date | None
    language: str
    url: str
    status: ArticleStatus
    problem: str
    note: str
    text: str
    revision: int
    revisions: tuple[RevisionLine, ...]
    claims: tuple[ClaimRow, ...]
    places: tuple[tuple[int, tuple[PlaceSheet, ...]], ...]
    sentences: tuple[Fragment, ...]
    sentence_classes: tuple[str, ...]
    added_by: str
    created_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """An article in the list of articles, with its claims counted by where they stand."""

    id: int
    title: str
    outlet: str
    published: date | None
    language: str
    status: ArticleStatus
    problem: str
    claims: int
    open: int
    approved: int
    created_at: datetime
    url: str = ""


@dataclass(frozen=True, slots=True)
class Received:
    """What came of bringing in an article: new, known already, or known with a changed text."""

    article_id: int
    new: bool
    revised: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class PublicNotice:
    """A correction or the voiding of a published check, as readers see it."""

    at: datetime
    label: str
    note: str


@dataclass(frozen=True, slots=True)
class PublicSource:
    """A source as readers see it; withheld ones never become one of these. `archived_at` is a public archive's copy."""

    title: str
    outlet: str
    url: str
    stance: Stance
    kind: SourceKind
    medium: Medium
    passage: str
    kept_at: datetime | None
    archived_at: str = ""


@dataclass(frozen=True, slots=True)
class PublicAsk:
    """One line of the ledger as it is published: what was asked of whom before the check was signed."""

    provider: str
    words: str
    language: str
    since: datetime | None
    until: datetime | None
    status: AskStatus
    hits: int
    at: datetime


@dataclass(frozen=True, slots=True)
class PublicCheck:
    """A published check. When `voided_at` is set, exports send a tombstone and the page a notice."""

    claim_id: int
    finding: int
    url: str
    statement: str
    claimant: str
    said_date: date | None
    said_precision: Precision
    appearance: str
    article_title: str
    outlet: str
    published: date | None
    language: str
    verdict: Verdict
    rationale: str
    tried: str
    sources: tuple[PublicSource, ...]
    first_published: datetime
    modified: datetime
    approver: str
    authors: tuple[str, ...]
    notices: tuple[PublicNotice, ...]
    under_review: bool
    voided_at: datetime | None
    void_note: str
    earlier: tuple[int, ...] = ()
    asked: tuple[PublicAsk, ...] = ()


@dataclass(frozen=True, slots=True)
class OutletSheet:
    """An outlet whose feed the workers read."""

    id: int
    name: str
    site: str
    owner: str
    feed_url: str
    active: bool
    entries: int
    fetched_at: datetime | None
    problem: str
    again_at: datetime | None


@dataclass(frozen=True, slots=True)
class ExportFileSheet:
    """An export written by a worker. `left_out` says what is missing from it and why."""

    id: int
    format: str
    filters: str
    status: str
    rows: int
    left_out: tuple[str, ...]
    warnings: tuple[str, ...]
    created_at: datetime
    size: int
