"""The one place that reads the clock; everything else is handed the time. And how a moment from outside is read."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    return datetime.now(UTC)


def read_moment(text: str) -> datetime:
    """A moment in UTC out of ISO 8601 (2026-03-14T09:30:00+01:00); without a zone it is UTC. ValueError for others."""
    return in_utc(datetime.fromisoformat(text))


def in_utc(moment: datetime) -> datetime:
    """The same moment in UTC. ValueError where it has none: the last hours of the year 9999 west of Greenwich."""
    try:
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except OverflowError as error:
        raise ValueError("this moment lies outside the calendar") from error
