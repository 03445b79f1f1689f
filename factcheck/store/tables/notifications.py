"""What people are told of, how each of them wants to hear of it, and the mails that carry it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from factcheck.domain.notifications import Channel, Notice
from factcheck.store.types import Moment, stored_enum

_UNREAD = "read_at IS NULL"


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


class NotificationChoice(SQLModel, table=True):
    """How a person wants to hear of a kind, where that is not as the table of the domain has it."""

    __tablename__ = "notification_choice"
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    kind: Notice = Field(sa_column=Column(stored_enum(Notice, "kind"), primary_key=True))
    channel: Channel = Field(sa_column=Column(stored_enum(Channel, "channel"), nullable=False))
