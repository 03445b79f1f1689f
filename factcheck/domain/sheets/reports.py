"""What workers found and asked about a claim."""

from dataclasses import dataclass
from datetime import date, datetime

from factcheck.domain.earlier import Came, Comparison
from factcheck.domain.evidence import AskStatus, SearchState, Stance
from factcheck.domain.owners import shared
from factcheck.domain.review import Verdict


@dataclass(frozen=True, slots=True)
class ReportSheet:
    """What a worker found, with the passage that answers the claim best.

    `copied_from` is the earlier report that it follows most, `copied_how` the sign in words, `shares_with` reports of
    other origins with which it has text in common. `placed_with` is a person's decision: its own id, or another's.
    `changed` is when the outlet says that it changed the page, on a later day than that of publishing.
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
    owner: str = ""
    changed: datetime | None = None


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
    """An address that gave nothing: "outlet X: timed out, again at 14:05".

    `failed_before` is set where it was not asked for this claim, since it had just given nothing to another one.
    """

    outlet: str
    url: str
    problem: str
    again_at: datetime | None
    failed_before: datetime | None = None


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
    `vain` holds what was read and has nothing on it. `search` says whether "nothing" means anything yet.
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
    search: SearchState = SearchState.NOT_BEGUN

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
