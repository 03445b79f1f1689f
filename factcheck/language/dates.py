"""Days in words ("on Monday", "Dec. 30", "last week"): what they mean in an article of a given day."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
          "november", "december")  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_MONTH = (
    r"(?P<{}>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)  # "December", "Dec."
_WEEKDAY = "Mondays?|Tuesdays?|Wednesdays?|Thursdays?|Fridays?|Saturdays?|Sundays?"
_DAY_PART = r"(?:\s+(?:morning|afternoon|evening|night))?"

DAY = re.compile(
    rf"(?:\bon\s+|\bsince\s+|\buntil\s+|\bby\s+|\bfrom\s+)?(?:"
    rf"\b(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})\b"
    rf"|\b{_MONTH.format('m1')}\s+(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|,\d)(?:,?\s+(?P<y1>\d{{4}}))?\b"
    rf"|\b(?:the\s+)?(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH.format('m2')}(?:,?\s+(?P<y2>\d{{4}}))?\b"
    rf"|\b(?P<turn>last|next|this|early|late|earlier)?\s*(?P<weekday>{_WEEKDAY})\b{_DAY_PART}"
    rf"|\b(?P<near>today|yesterday|tomorrow|tonight)\b{_DAY_PART}"
    rf"|\b(?P<vague>(?:last|this|next|earlier\s+this|later\s+this)\s+(?:week|month|year))\b"
    rf")",
    re.IGNORECASE,
)
# "2025-12-01", "Dec. 1, 2025", "on 3 July", "on Monday night", "yesterday", "last week"

LINE_WORDS = re.compile(
    r"\b(?:published|updated|last|posted|on|at|date|gmt|utc|est|edt|cet|am|pm|ist|a\.m|p\.m)\b|\d{1,2}[:.]\d{2}|[\s,|:;.·–—()+-]|"
    rf"\b(?:{_WEEKDAY}|mon|tue|wed|thu|fri|sat|sun)\b|\b0?\d\b",
    re.IGNORECASE,
)  # what may stand beside the day in a date line: "Published: Monday, ... at 10:30 GMT"

SLASHED = re.compile(r"^\s*(\d{1,2})[./](\d{1,2})[./](\d{4})\s*$")  # "01.12.2025", day first


@dataclass(frozen=True, slots=True)
class Day:
    """An expression of a day with its words; `day` is None where it names no single day."""

    words: str
    day: date | None
    start: int = 0
    end: int = 0
    weekday: bool = False


def _month(name: str) -> int:
    return next(number for number, month in enumerate(MONTHS, 1) if month.startswith(name.lower().rstrip(".")[:3]))


def _calendar(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _without_year(month: int, day: int, published: date | None, *, ahead: bool) -> date | None:
    """ "Dec. 30" is the nearest one before the article's day (after it when it lies ahead)."""
    if published is None:
        return None
    step = 1 if ahead else -1
    for year in (published.year, published.year + step):
        found = _calendar(year, month, day)
        if found and (found >= published if ahead else found <= published):
            return found
    return _calendar(published.year, month, day)


def _weekday(name: str, turn: str, published: date | None, *, ahead: bool) -> date | None:
    """ "on Monday" in a Monday article is that Monday; "last" and "next" are never the same day."""
    if published is None:
        return None
    wanted = WEEKDAYS.index(name.lower().rstrip("s") if name.lower().endswith("days") else name.lower())
    back = (published.weekday() - wanted) % 7
    if ahead or turn == "next":
        return published + timedelta(days=(7 - back) if back or turn == "next" else 0)
    return published - timedelta(days=back or (7 if turn == "last" else 0))


def _near(name: str, published: date | None) -> date | None:
    shift = {"yesterday": -1, "tomorrow": 1}.get(name.lower(), 0)
    return published + timedelta(days=shift) if published else None


def _meant(match: re.Match[str], published: date | None, *, ahead: bool) -> date | None:
    part = match.groupdict()
    if part["iso"]:
        return _calendar(*(int(number) for number in part["iso"].split("-")))
    if part["weekday"]:
        return _weekday(part["weekday"], (part["turn"] or "").lower(), published, ahead=ahead)
    if part["near"]:
        return _near(part["near"], published)
    month, day, year = part["m1"] or part["m2"], part["d1"] or part["d2"], part["y1"] or part["y2"]
    if not month:
        return None
    if year:
        return _calendar(int(year), _month(month), int(day))
    return _without_year(_month(month), int(day), published, ahead=ahead)


def days(words: str, published: date | None, *, ahead: bool = False) -> list[Day]:
    """Every expression of a day in these words; `ahead` where the words speak of the future."""
    return [
        Day(match.group(), _meant(match, published, ahead=ahead), match.start(), match.end(), bool(match["weekday"]))
        for match in DAY.finditer(words)
        if not (match["weekday"] and match["weekday"].lower().endswith("days"))
    ]


def said_on(words: str, published: date | None) -> Day | None:
    """The day named in the words around a cue, the first that names one; else a vague one, else None."""
    found = days(words, published)
    return next((day for day in found if day.day), found[0] if found else None)


def only_date(line: str) -> date | None:
    """The day of a line that holds a full date and nothing else worth reading; None for other lines."""
    day, rest = _date_and_rest(line)
    return day if not rest or rest.isdigit() else None


def dated_name(line: str) -> tuple[date, str] | None:
    """The day and the name of a line like "Northwind News, Monday 3 February 2025"; None for other lines."""
    day, _ = _date_and_rest(line)
    match = FULL_DAY.search(line)
    if day is None or match is None:
        return None
    name = OUTSIDE.sub("", f"{line[: match.start()]} {line[match.end() :]}").strip(" ,|-–—·:")
    return (day, name) if NAME.match(name) else None


FULL_DAY = re.compile(rf"(?:(?:{_WEEKDAY}),?\s+)?{DAY.pattern}", re.IGNORECASE)  # "Monday 3 February 2025"
OUTSIDE = re.compile(rf"\b(?:{_WEEKDAY})\b,?", re.IGNORECASE)  # "Monday,"
NAME = re.compile(r"^(?:[A-Z][\w&.'’-]*\s?){1,5}$")  # "Northwind News"


def _date_and_rest(line: str) -> tuple[date | None, str]:
    """A full date in a short line, and what stands beside it but for weekday, time and marks."""
    if len(line) > 90:
        return None, line
    slashed = SLASHED.match(line)
    if slashed:
        return _calendar(int(slashed[3]), int(slashed[2]), int(slashed[1])), ""
    match = DAY.search(line)
    while match and match["weekday"]:
        match = DAY.search(line, match.end())
    if not match or not (match["iso"] or match["y1"] or match["y2"]):
        return None, line
    return _meant(match, None, ahead=False), LINE_WORDS.sub("", line[: match.start()] + line[match.end() :])
