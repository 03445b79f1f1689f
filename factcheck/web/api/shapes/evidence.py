"""What the API answers about evidence: reports, origins, the ledger, sources and alerts."""

from datetime import datetime

from pydantic import Field

from factcheck.domain.earlier import Came, Comparison
from factcheck.domain.evidence import AskStatus, Medium, SourceKind, Stance
from factcheck.domain.review import Verdict
from factcheck.domain.watching import AlertKind, WatchState
from factcheck.web.api.shapes import Shape


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
    changed: datetime | None = Field(description="When the page says it was changed, on a day after that.")
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
    failed_before: datetime | None = Field(
        description="When it gave nothing to another claim, where it was not asked again for this one."
    )


class Vain(Shape):
    """A page that was named for the claim, was read, and has nothing on it."""

    outlet: str
    url: str
    title: str
    provider: str


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


class ReportText(Shape):
    """The stored text of a report's page."""

    id: int
    url: str
    title: str
    outlet: str
    text: str


class Kept(Shape):
    """The kept text of a source."""

    source_id: int
    title: str
    outlet: str
    url: str
    kept_at: datetime | None
    sha256: str = Field(description="Of the kept bytes.")
    text: str
    passage: tuple[int, int] | None = Field(description="Where it stands in `text`, in code points.")
    text_now: str = Field(description="What the page says since, where that is another text.")
    checked_at: datetime | None
    public: str = Field(description="The address of a public archive's copy.")
    stamped_at: datetime | None = Field(description="When a timestamping authority vouches for it.")
    stamped_by: str
    stamp_problem: str
