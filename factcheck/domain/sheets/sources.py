"""Evidence that people attached, its kept copies and alerts."""

from dataclasses import dataclass
from datetime import datetime

from factcheck.domain.evidence import Medium, SourceKind, Stance
from factcheck.domain.watching import AlertKind, WatchState

REPORTED = "report "
"""How the name of an origin begins that is a group of reports, before the number of the first of them."""


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

    @property
    def is_compared(self) -> bool:
        """Whether workers know by its text which reports it copies; else its outlet stands for its origin."""
        return self.origin.startswith(REPORTED)


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
