"""Turns the day markers of the demo's texts into real dates, counted from the day the demo was loaded."""

import re
from datetime import UTC, date, datetime, time, timedelta

_MARKER = re.compile(r"\{(day|date|weekday|iso|month|year):([+-]?\d+)\}")
# fmt: off
_WEEKDAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
}
_MONTHS = {
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    "de": (
        "Januar", "Februar", "März", "April", "Mai", "Juni",
        "Juli", "August", "September", "Oktober", "November", "Dezember",
    ),
    "fr": (
        "janvier", "février", "mars", "avril", "mai", "juin",
        "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    ),
}
# fmt: on


def dated(text: str, today: date, language: str = "en") -> str:
    """Fill every marker of `text`.

    {day:-1} "21 November 2026", {date:-1} "21 November", {weekday:-1} "Saturday" and {iso:-1} "2026-11-21"
    count days from `today`; {month:-1} "October" counts calendar months, {year:-1} "2025" calendar years.
    Texts in German ("de") and French ("fr") get the names of their language.
    """
    return _MARKER.sub(lambda found: _words(found[1], int(found[2]), today, language), text)


def moment(when: str, today: date) -> datetime:
    """The point in time, in UTC, of "-2 18:05": days from `today`, then the hour."""
    days, clock = when.split()
    return datetime.combine(today + timedelta(days=int(days)), time.fromisoformat(clock), tzinfo=UTC)


def _day_of_month(day: int, language: str) -> str:
    if language == "fr":
        return "1er" if day == 1 else str(day)
    return f"{day}." if language == "de" else str(day)


def _words(kind: str, offset: int, today: date, language: str) -> str:
    if kind == "year":
        return str(today.year + offset)
    if kind == "month":
        return _MONTHS[language][(today.month - 1 + offset) % 12]
    then = today + timedelta(days=offset)
    if kind == "iso":
        return then.isoformat()
    if kind == "weekday":
        return _WEEKDAYS[language][then.weekday()]
    short = f"{_day_of_month(then.day, language)} {_MONTHS[language][then.month - 1]}"
    return f"{short} {then.year}" if kind == "day" else short
