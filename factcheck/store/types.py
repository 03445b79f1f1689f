"""Column types that keep what Python means: enums by value with a check, times in UTC, JSON."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Column, DateTime, Dialect, Enum, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator


def stored_enum(words: type[StrEnum], name: str) -> Any:
    """An enum stored by value, never as a native type, with a CHECK constraint of the given name.

    SQLModel would store names and create native types on PostgreSQL, which are hard to migrate.
    """
    return Enum(
        words,
        name=name,
        native_enum=False,
        create_constraint=True,
        validate_strings=True,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )


class Moment(TypeDecorator[datetime]):
    """A point in time, always aware and in UTC; SQLite would lose the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("the desk stores no time without a zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def json_column(default: str) -> Any:
    """A JSON column that is never NULL; `default` is the empty value as JSON, "[]" or "{}"."""
    return Column(JSON().with_variant(JSONB(), "postgresql"), nullable=False, server_default=text(f"'{default}'"))
