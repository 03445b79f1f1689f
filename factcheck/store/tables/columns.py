"""Columns that several tables have."""

from typing import Any

from sqlalchemy import Column
from sqlmodel import Field

from factcheck.domain.days import Precision
from factcheck.store.types import stored_enum


def later_text() -> Any:
    """A text column that came after the first desks: what they have already is empty in it."""
    return Field(default="", sa_column_kwargs={"server_default": ""})


def precision(name: str) -> Column[Precision]:
    return Column(name, stored_enum(Precision, name), nullable=False, server_default=Precision.DAY.value)
