"""What a person can correct of a claim, and the check that each new value passes; Invalid says what is wrong."""

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from factcheck.domain.claims import ClaimKind, Quotation
from factcheck.domain.days import Precision, read_day, spelled
from factcheck.domain.errors import Invalid
from factcheck.domain.stages import Priority

STATEMENT_MOST = 2000
DATES = {"said_date": "said_precision", "event_date": "event_precision"}
"""Each date with the field that says how exactly it is stated."""


def checked_statement(statement: Any) -> str:
    """The statement in one line. Invalid when it is too short or too long."""
    plain = " ".join(str(statement or "").split())
    if not 3 <= len(plain) <= STATEMENT_MOST:
        raise Invalid("statement", "length", "A statement has 3 to %(most)s characters.", most=STATEMENT_MOST)
    return plain


def _quotation(value: Any) -> Quotation:
    try:
        return Quotation(value)
    except ValueError as error:
        raise Invalid("quotation", "quotation", "A quotation is direct, indirect, mixed or none.") from error


def _kind(value: Any) -> str:
    """A kind by its word, or none: what a person has added need not have one."""
    try:
        return ClaimKind(value).value if value else ""
    except ValueError as error:
        known = ", ".join(kind.value for kind in ClaimKind)
        raise Invalid("kind", "kind", "A claim is one of these kinds: %(known)s.", known=known) from error


def _line(value: Any) -> str:
    return " ".join(str(value or "").split())[:200]


def _chain(value: Any) -> list[str]:
    names = value if isinstance(value, list | tuple) else str(value or "").split(">")
    return [_line(name) for name in names if _line(name)][:10]


def _priority(value: Any) -> Priority:
    try:
        return Priority(value)
    except ValueError as error:
        raise Invalid("priority", "priority", "A priority is one of: %(known)s.", known=", ".join(Priority)) from error


def _due_on(value: Any) -> date | None:
    if value in (None, ""):
        return None
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError as error:
        raise Invalid("due_on", "date", "Give a day like 2026-03-14.") from error


def _day_of(field: str) -> Callable[[Any], date | None]:
    return lambda value: _stated(field, value)[0]


def _precision_of(field: str) -> Callable[[Any], Precision]:
    def checked(value: Any) -> Precision:
        try:
            return Precision(value or Precision.DAY)
        except ValueError as error:
            raise Invalid(field, "precision", "A date is stated to the day, the month or the year.") from error

    return checked


def _yes_or_no(field: str) -> Callable[[Any], bool]:
    def checked(value: Any) -> bool:
        if value in (True, "yes"):
            return True
        if value in (False, "no"):
            return False
        raise Invalid(field, "yes_or_no", "Say yes or no.")

    return checked


def _stated(field: str, value: Any) -> tuple[date | None, Precision]:
    if value in (None, ""):
        return None, Precision.DAY
    try:
        return (value, Precision.DAY) if isinstance(value, date) else read_day(str(value))
    except ValueError as error:
        wanted = "Give a day, a month or a year: 2026-03-14, 2026-03 or 2026."
        raise Invalid(field, "date", wanted) from error


FIELDS: dict[str, Callable[[Any], Any]] = {
    "statement": checked_statement,
    "claimant": _line,
    "claimant_role": _line,
    "cue": _line,
    "quotation": _quotation,
    "chain": _chain,
    "channel": _line,
    "said_date": _day_of("said_date"),
    "said_precision": _precision_of("said_precision"),
    "said_basis": _line,
    "event_date": _day_of("event_date"),
    "event_precision": _precision_of("event_precision"),
    "event_basis": _line,
    "kind": _kind,
    "hedge": _line,
    "denial": _yes_or_no("denial"),
    "checkworthy": _yes_or_no("checkworthy"),
    "topic": _line,
    "priority": _priority,
    "due_on": _due_on,
}


ABOUT_THE_WORK = frozenset({"topic", "priority", "due_on"})
"""What says how the desk goes about a claim, and nothing about the claim: who sets it is no author of a finding."""


def checked(changes: Mapping[str, Any]) -> dict[str, Any]:
    """The new values; a date brings along how exactly it is stated, unless that is said beside it."""
    implied = {
        DATES[field]: _stated(field, value)[1]
        for field, value in changes.items()
        if field in DATES and not changes.get(DATES[field])
    }
    return {field: FIELDS[field](value) for field, value in {**changes, **implied}.items() if field in FIELDS}


def plain(value: Any) -> Any:
    """A value as history and comparisons keep it."""
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else value


def shown(of: object, field: str) -> Any:
    """What stands in a field of a claim, or of what belongs to it, a date as exactly as it is stated."""
    value = getattr(of, field, None)
    return spelled(value, getattr(of, DATES[field])) if field in DATES else plain(value)
