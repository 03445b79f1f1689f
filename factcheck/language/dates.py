"""Days in words ("on Monday", "Dec. 30", "in March 2024"): what they mean in an article of a given day, how exactly."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from factcheck.domain.days import Precision

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

YEAR = r"(?:1[6-9]|20)\d\d"
PERIOD = re.compile(
    r"\b(?P<lead>in|since|until|by|from|of|during|before|after|throughout|early in|late in)?\s*\b(?:"
    rf"{_MONTH.format('m')}\s+(?:of\s+)?(?P<my>{YEAR})"
    rf"|(?P<only>(?-i:{'|'.join(month.title() for month in MONTHS)}))(?!\s+\d)"
    r"|(?P<turn>last|this|next|earlier this|later this)\s+(?:(?P<unit>month|year)|(?P<named>(?-i:"
    + "|".join(month.title() for month in MONTHS)
    + r")))"
    rf"|(?P<y>{YEAR})(?![-–]|\s*(?:percent|per cent|people|km|kilomet|met|euros|dollars))"
    r")\b",
    re.IGNORECASE,
)
# "in March 2024", "in November", "last month", "this year", "since 2019"
NEEDS_LEAD = ("only", "y")
"""What is a month or a year only behind a small word: "may", "2000"."""
TODAY = re.compile(r"\b(?:overnight|this\s+(?:morning|afternoon|evening)|earlier\s+today)\b", re.IGNORECASE)
AGO = re.compile(
    r"\b(?P<count>an?|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,3})\s+(?P<unit>day|month|year)s?\s+(?:ago|earlier)\b",
    re.IGNORECASE,
)  # "three days ago", "a year ago"
NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
COUNTS = {word: number for number, word in enumerate(NUMBERS, 1)} | {"a": 1, "an": 1}

LINE_WORDS = re.compile(
    r"\b(?:published|updated|last|posted|on|at|date|gmt|utc|est|edt|cet|am|pm|ist|a\.m|p\.m)\b|\d{1,2}[:.]\d{2}|[\s,|:;.·–—()+-]|"
    rf"\b(?:{_WEEKDAY}|mon|tue|wed|thu|fri|sat|sun)\b|\b0?\d\b",
    re.IGNORECASE,
)  # what may stand beside the day in a date line: "Published: Monday, ... at 10:30 GMT"

SLASHED = re.compile(r"^\s*(\d{1,2})[./](\d{1,2})[./](\d{4})\s*$")  # "01.12.2025", day first


@dataclass(frozen=True, slots=True)
class Day:
    """An expression of a day, month or year with its words; `day` is its first day, None where it names none."""

    words: str
    day: date | None
    start: int = 0
    end: int = 0
    weekday: bool = False
    precision: Precision = Precision.DAY

    @property
    def single(self) -> date | None:
        """The day, where it is stated to the day."""
        return self.day if self.precision is Precision.DAY else None


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


UNTIL = re.compile(r"\buntil\s+(?:at\s+least\s*)?$", re.IGNORECASE)  # "suspended until at least | Tuesday"
PASSED = re.compile(r"\b(?:was|were|had|did)\b", re.IGNORECASE)  # "was closed until | Tuesday"


def _is_ahead(words: str, place: int) -> bool:
    """Whether the words before a day make it one to come: "has been closed until Tuesday"."""
    return bool(UNTIL.search(words[:place])) and not PASSED.search(words[:place])


def days(words: str, published: date | None, *, ahead: bool = False) -> list[Day]:
    """Every expression of a day in these words; `ahead` where the words speak of the future."""
    return [
        Day(
            match.group(),
            _meant(match, published, ahead=ahead or _is_ahead(words, match.start())),
            match.start(),
            match.end(),
            bool(match["weekday"]),
        )
        for match in DAY.finditer(words)
        if not (match["weekday"] and match["weekday"].lower().endswith("days"))
    ]


def stated(words: str, published: date | None, *, ahead: bool = False) -> list[Day]:
    """Every expression of a day, a month or a year in these words, in order, each as exactly as it is stated."""
    single = days(words, published, ahead=ahead)
    wider = [
        day for day in _periods(words, published, ahead=ahead) if not any(_meet(day, one) for one in single if one.day)
    ]
    kept = [one for one in single if one.day or not any(_meet(day, one) for day in wider)]
    return sorted([*kept, *wider], key=lambda day: day.start)


def _meet(one: Day, other: Day) -> bool:
    return one.start < other.end and other.start < one.end


def _periods(words: str, published: date | None, *, ahead: bool) -> list[Day]:
    found = [Day(match.group(), published, match.start(), match.end()) for match in TODAY.finditer(words)]
    for match in PERIOD.finditer(words):
        if match["lead"] is None and any(match[part] for part in NEEDS_LEAD):
            continue
        first, precision = _period(match, published, ahead=ahead)
        found.append(Day(match.group(), first, match.start(), match.end(), precision=precision))
    return [*found, *(_ago(match, published) for match in AGO.finditer(words))]


def _period(match: re.Match[str], published: date | None, *, ahead: bool) -> tuple[date | None, Precision]:
    """The first day of a month or a year, and which of the two it is."""
    if match["y"]:
        return date(int(match["y"]), 1, 1), Precision.YEAR
    if match["my"]:
        return date(int(match["my"]), _month(match["m"]), 1), Precision.MONTH
    if published is None:
        return None, Precision.MONTH
    if match["unit"]:
        return _turned(match["unit"].lower(), match["turn"].lower(), published)
    month = _month(match["only"] or match["named"])
    later = ahead or (match["turn"] or "").lower() == "next"
    step = (month < published.month) if later else -(month > published.month)
    return date(published.year + step, month, 1), Precision.MONTH


def _turned(unit: str, turn: str, published: date) -> tuple[date, Precision]:
    step = {"last": -1, "next": 1}.get(turn, 0)
    if unit == "year":
        return date(published.year + step, 1, 1), Precision.YEAR
    return _months_on(published, step), Precision.MONTH


def _months_on(published: date, step: int) -> date:
    months = published.year * 12 + published.month - 1 + step
    return date(months // 12, months % 12 + 1, 1)


def _ago(match: re.Match[str], published: date | None) -> Day:
    count = COUNTS.get(match["count"].lower()) or int(match["count"])
    unit = match["unit"].lower()
    precision = Precision(unit)
    first = None
    if published is not None and unit == "day":
        first = published - timedelta(days=count)
    elif published is not None:
        first = _months_on(published, -count * (12 if unit == "year" else 1))
        first = first.replace(month=1) if unit == "year" else first
    return Day(match.group(), first, match.start(), match.end(), precision=precision)


def said_on(words: str, published: date | None) -> Day | None:
    """The day named in the words around a cue, the first that names one; else a vague one, else None."""
    found = stated(words, published)
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
