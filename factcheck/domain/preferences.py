"""What people choose for themselves: the language of the pages and the time zone of the times on them."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from zoneinfo import available_timezones

from factcheck.domain.errors import Invalid


class Tongue(StrEnum):
    """A language in which the pages are complete."""

    ENGLISH = "en"
    GERMAN = "de"


@dataclass(frozen=True, slots=True)
class Preferences:
    """`tongue` is None where the browser's language is followed, `timezone` empty where its time zone is."""

    tongue: Tongue | None = None
    timezone: str = ""


@cache
def timezones() -> tuple[str, ...]:
    """The names of time zones that can be chosen, as in the IANA database: "Europe/Berlin", and UTC."""
    places = sorted(name for name in available_timezones() if "/" in name and not name.startswith(NO_PLACES))
    return ("UTC", *places)


NO_PLACES = ("Etc/", "SystemV/", "US/", "Brazil/", "Canada/", "Chile/", "Mexico/", "posix/", "right/")
"""How names begin that are offsets, or old spellings of places."""


def checked_preferences(language: str, timezone: str) -> Preferences:
    """The choice of these words; empty ones follow the browser. Invalid names the one that does not exist."""
    return Preferences(checked_tongue(language), checked_timezone(timezone))


def checked_tongue(language: str) -> Tongue | None:
    try:
        return Tongue(language.strip()) if language.strip() else None
    except ValueError:
        raise Invalid(
            "language", "unknown_language", "The pages exist in these languages: %(languages)s.",
            languages=", ".join(Tongue),
        ) from None  # fmt: skip


def checked_timezone(timezone: str) -> str:
    """The IANA name of a zone, empty for none chosen. Invalid."""
    name = timezone.strip()
    if name and name not in timezones():
        raise Invalid("timezone", "unknown_timezone", "There is no time zone “%(name)s”.", name=name[:60])
    return name
