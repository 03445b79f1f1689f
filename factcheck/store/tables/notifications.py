"""What people are told of, how each of them wants to hear of it, and the mails that carry it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from factcheck.domain.notifications import Channel, Notice
from factcheck.store.types import Moment, stored_enum

_UNREAD = "read_at IS NULL"
_GATHERING = "begun_at IS NULL"


class Notification(SQLModel, table=True):
    """Something that a person is told of. `cause` names what it comes of: the same tells a person once.

    `channel` is how the person wanted to hear of it when it happened.
    """

    __table_args__ = (
        UniqueConstraint("person_id", "cause"),
        Index("ix_notification_newest", "person_id", "id"),
        Index("ix_notification_unread", "person_id", "id", postgresql_where=text(_UNREAD), sqlite_where=text(_UNREAD)),
        Index("ix_notification_about", "claim_id", postgresql_where=text(_UNREAD), sqlite_where=text(_UNREAD)),
        CheckConstraint("channel <> 'none'", "wanted"),
    )
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    claim_id: int = Field(foreign_key="claim.id")
    kind: Notice = Field(sa_column=Column(stored_enum(Notice, "kind"), nullable=False))
    cause: str
    by: str = ""
    note: str = Field(default="", sa_type=Text)
    channel: Channel = Field(sa_column=Column(stored_enum(Channel, "channel"), nullable=False))
    at: datetime = Field(sa_type=Moment)
    read_at: datetime | None = Field(default=None, sa_type=Moment)
    mail_id: int | None = Field(default=None, foreign_key="mail.id", index=True)


class NotificationChoice(SQLModel, table=True):
    """How a person wants to hear of a kind, where that is not as the table of the domain has it."""

    __tablename__ = "notification_choice"
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    kind: Notice = Field(sa_column=Column(stored_enum(Notice, "kind"), primary_key=True))
    channel: Channel = Field(sa_column=Column(stored_enum(Channel, "channel"), nullable=False))


class Digest(SQLModel, table=True):
    """At which hour of their day a person gets a digest, and when the next one is due."""

    __table_args__ = (CheckConstraint("hour >= 0 AND hour <= 23", "hour"),)
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    hour: int
    next_at: datetime = Field(sa_type=Moment, index=True)


class Mail(SQLModel, table=True):
    """A letter with notifications. It gathers more of them until `begun_at`; `message_id` never changes."""

    __table_args__ = (
        Index("ix_mail_gathering", "person_id", postgresql_where=text(_GATHERING), sqlite_where=text(_GATHERING)),
    )
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    digest: bool = False
    message_id: str = Field(unique=True)
    created_at: datetime = Field(sa_type=Moment)
    begun_at: datetime | None = Field(default=None, sa_type=Moment)
    sent_at: datetime | None = Field(default=None, sa_type=Moment)
    tries: int = 0
