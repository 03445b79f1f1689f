"""What a person is told of, and how they want to hear of it."""

from dataclasses import dataclass
from datetime import datetime

from factcheck.domain.notifications import Channel, Notice
from factcheck.domain.stages import Stage


@dataclass(frozen=True, slots=True)
class NotificationLine:
    """One notification; `statement` and `stage` are the claim's as it is now, `by` is empty where nobody did it.

    It leads to the opinion where it tells of one, else to the claim.
    """

    id: int
    kind: Notice
    sentence: str
    claim_id: int
    opinion_id: int | None
    statement: str
    article_title: str
    stage: Stage
    by: str
    note: str
    at: datetime
    read: bool


@dataclass(frozen=True, slots=True)
class NotificationPage:
    """One page of them, the newest first. `before` asks for the next one, None at the end; `unread` counts all."""

    lines: tuple[NotificationLine, ...]
    before: int | None
    unread: int


@dataclass(frozen=True, slots=True)
class NotificationChoices:
    """How a person hears of each kind that their role gets, and at which hour of their day a digest comes."""

    channels: tuple[tuple[Notice, Channel], ...]
    hour: int
