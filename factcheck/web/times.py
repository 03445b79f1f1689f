"""How times are said on pages: how long ago, how long still, how long something took."""

from datetime import UTC, date, datetime, timedelta

from factcheck.web.tongue import _, ngettext, number, short_day, zone

YEAR, MONTH, WEEK = 365, 30, 7
"""Days; an age is told in them from two of them on."""


def age(since: datetime, now: datetime) -> str:
    """How long ago, in one unit: "4 min", "3 h", "12 d"."""
    minutes = max(0, int((now - since).total_seconds() // 60))
    return _("now") if minutes < 1 else in_one_unit(minutes)


def ago(since: datetime, now: datetime) -> str:
    """How long ago, in a sentence: "just now", "4 min ago"."""
    minutes = max(0, int((now - since).total_seconds() // 60))
    return _("%(time)s ago", time=in_one_unit(minutes)) if minutes else _("just now")


def in_one_unit(minutes: int) -> str:
    if minutes < 60:
        return _("%(number)s min", number=minutes)
    hours, days = minutes // 60, minutes // 1440
    return _("%(number)s h", number=hours) if hours < 48 else _("%(number)s d", number=number(days))


def days_ago(since: datetime, now: datetime) -> str:
    """How long ago, as one says it: "today", "12 days ago", "4 months ago"."""
    days = max(0, (now - since).days)
    if days == 0:
        return _("today")
    if days >= 2 * YEAR:
        return ngettext("%(num)s year ago", "%(num)s years ago", days // YEAR)
    if days >= 2 * MONTH:
        return ngettext("%(num)s month ago", "%(num)s months ago", days // MONTH)
    if days >= 2 * WEEK:
        return ngettext("%(num)s week ago", "%(num)s weeks ago", days // WEEK)
    return ngettext("%(num)s day ago", "%(num)s days ago", days)


def due_words(day: date, now: datetime) -> str:
    """When something is due, as one says it: "overdue since 3 May", "due today", "due tomorrow", "due 14 May"."""
    today = now.astimezone(zone()).date()
    days = (day - today).days
    spelled_out = short_day(day, with_year=day.year != today.year)
    if days < 0:
        return _("overdue since %(day)s", day=spelled_out)
    if days == 0:
        return _("due today")
    return _("due tomorrow") if days == 1 else _("due %(day)s", day=spelled_out)


def left(until: datetime, now: datetime) -> str:
    """How much time is left: "12 min", "under a minute", "run out"."""
    rest = until - now
    if rest <= timedelta(0):
        return _("run out")
    minutes = int(rest.total_seconds() // 60)
    return _("%(number)s min", number=minutes) if minutes else _("under a minute")


def lasted(time: timedelta) -> str:
    """How long something took, in two units at most: "under a minute", "25 min", "3 h 20 min", "2 d 4 h"."""
    minutes = max(0, int(time.total_seconds() // 60))
    if not minutes:
        return _("under a minute")
    days, hours = minutes // 1440, minutes % 1440 // 60
    parts = (
        _("%(number)s d", number=number(days)) if days else "",
        _("%(number)s h", number=hours) if hours else "",
        _("%(number)s min", number=minutes % 60) if minutes % 60 and not days else "",
    )
    return " ".join(part for part in parts if part)


def iso(moment: datetime) -> str:
    """The moment for a <time> element, in UTC to the second."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
