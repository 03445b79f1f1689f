"""Days as texts state them: some to the day, some only to the month or the year, and how such a date is spelled."""

import re
from calendar import monthrange
from datetime import date
from enum import StrEnum

SPELLED = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")  # "2024-03-14", "2024-03", "2024"


class Precision(StrEnum):
    """How exactly a date is stated; of a month or a year the first day stands for all of it."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


def spelled(day: date | None, precision: Precision) -> str | None:
    """The date as ISO 8601 writes it with reduced precision: "2024-03-14", "2024-03", "2024"; None without one."""
    return day.isoformat()[: {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}[precision]] if day else None


def last_day(day: date, precision: Precision) -> date:
    """The last day that a date may mean: of a month or a year its end."""
    if precision is Precision.DAY:
        return day
    month = 12 if precision is Precision.YEAR else day.month
    return date(day.year, month, monthrange(day.year, month)[1])


def read_day(text: str) -> tuple[date, Precision]:
    """The way back from `spelled`. ValueError for anything else, and for a day that no calendar has."""
    match = SPELLED.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is no year, month or day")
    year, month, day = match.groups()
    precision = Precision.DAY if day else Precision.MONTH if month else Precision.YEAR
    return date(int(year), int(month or 1), int(day or 1)), precision
