"""What the API answers about notifications, and how their person wants to hear of them."""

from datetime import datetime
from typing import Self

from pydantic import Field

from factcheck.domain.notifications import Channel, Notice
from factcheck.domain.sheets import NotificationChoices, NotificationPage
from factcheck.domain.stages import Stage
from factcheck.web.api.shapes import Shape


class Notification(Shape):
    """Something that you were told. `statement` and `stage` are the claim's as it is now."""

    id: int
    kind: Notice
    sentence: str
    claim_id: int
    opinion_id: int | None = Field(description="The second opinion that it tells of.")
    statement: str
    article_title: str
    stage: Stage
    by: str = Field(description="Who did it; empty where nobody did.")
    note: str
    at: datetime
    read: bool


class NotificationList(Shape):
    items: list[Notification]
    next: int | None = Field(description="Send it as `cursor` for the next page; null on the last one.")
    unread: int = Field(description="Of all, not only of this page; 100 means more than 99.")

    @classmethod
    def of(cls, page: NotificationPage) -> Self:
        return cls(items=list(map(Notification.model_validate, page.lines)), next=page.before, unread=page.unread)


class AllRead(Shape):
    at: datetime = Field(description="Send it back to mark them unread again.")
    unread: int


class Choices(Shape):
    """How you hear of each kind that your role gets, and at which hour of your day the daily mail comes."""

    channels: dict[Notice, Channel]
    hour: int

    @classmethod
    def of(cls, choices: NotificationChoices) -> Self:
        return cls(channels=dict(choices.channels), hour=choices.hour)
