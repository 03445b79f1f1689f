"""What is sent about one's own notifications: which to list, what is read, and how one wants to hear of each kind."""

from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, Field

from factcheck.domain.clock import in_utc
from factcheck.domain.notifications import Channel, Notice
from factcheck.services.notifications import PAGE_MOST
from factcheck.web.api.given import Asked, Changes, Id, Sent


class NotificationQuery(Asked):
    unread: bool = Field(default=False, description="Only what is not read yet.")
    limit: Annotated[int, Field(ge=1, le=PAGE_MOST)] = PAGE_MOST
    cursor: Id | None = None


class Marked(Sent):
    read: bool


class ReadUpTo(Sent):
    """All up to the newest that was seen: what comes meanwhile stays unread."""

    upto: Id


class ReadAt(Sent):
    """The moment at which all were marked read, as the answer to that call has it."""

    at: Annotated[AwareDatetime, AfterValidator(in_utc)]


class NewChoices(Changes):
    """How one wants to hear of these kinds; what is not sent stays."""

    channels: dict[Notice, Channel] = Field(default={}, description="Only kinds of one's own role.")
    hour: Annotated[int, Field(ge=0, le=23)] = Field(default=7, description="Of the daily mail, in one's time zone.")
