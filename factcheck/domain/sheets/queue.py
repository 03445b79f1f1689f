"""The queue: its rows, counts, views and what was sorted out."""

from dataclasses import dataclass
from datetime import date, datetime

from factcheck.domain.claims import Quotation
from factcheck.domain.days import Precision
from factcheck.domain.review import Priority, Stage, Verdict


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim in a list: the queue, the article's margin, the approver's list.

    `checked_before` is the rating of the nearest earlier check ("disputed"), with whose it is; empty without one.
    `answer_closed` says that a second opinion is open and that this person could still give it. Lists of what passes
    filters name the `authors` of a finding that waits for approval; `is_own` says that the person is one of them.
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
    answer_closed: bool = False
    authors: tuple[str, ...] = ()
    is_own: bool = False


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
