"""Plug-ins with their settings, and what they were asked on each day."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from factcheck.store.types import Moment, json_column


class PlugIn(SQLModel, table=True):
    """What an admin has set for a plug-in. `secrets` holds each as it was sealed, with the time since when."""

    __tablename__ = "plug_in"
    name: str = Field(primary_key=True)
    active: bool = False
    settings: dict[str, Any] = Field(default_factory=dict, sa_column=json_column("{}"))
    secrets: dict[str, Any] = Field(default_factory=dict, sa_column=json_column("{}"))
    version: int = 1
    changed_by: str = ""
    changed_at: datetime | None = Field(default=None, sa_type=Moment)
    switched_by: str = ""
    switched_at: datetime | None = Field(default=None, sa_type=Moment)
    asked_at: datetime | None = Field(default=None, sa_type=Moment)
    problem: str = ""
    problem_at: datetime | None = Field(default=None, sa_type=Moment)


class PlugInDay(SQLModel, table=True):
    """What a plug-in has used up on a day (UTC): calls, and what its budget counts."""

    __tablename__ = "plug_in_day"
    __table_args__ = (CheckConstraint("used >= 0", "used"),)
    name: str = Field(primary_key=True)
    day: date = Field(primary_key=True)
    asks: int = 0
    used: int = 0
