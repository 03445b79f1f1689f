"""What the pages show of plug-ins, and of what leaves the desk through them."""

from dataclasses import dataclass
from datetime import datetime

from factcheck.domain.evidence import AskStatus
from factcheck.domain.plugins.declared import PlugInKind
from factcheck.domain.plugins.settings import SettingField

PER_DAY = "per_day"
"""The setting that bounds what a plug-in may use up in a day (UTC): asks for a provider, captures for an archive,
characters for the others."""


@dataclass(frozen=True, slots=True)
class SettingLine:
    """A setting with what stands in it; of a secret only since when there is one."""

    field: SettingField
    value: str
    set_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RecentAsk:
    """One of the last asks of a provider."""

    claim_id: int
    words: str
    status: AskStatus
    hits: int
    problem: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PlugInSheet:
    """A plug-in with its settings. `missing` says what is needed before it can be switched on.

    `used` and `per_day` count what `PER_DAY` bounds, today; `asks` the calls of today.
    """

    name: str
    kind: PlugInKind
    title: str
    about: str
    on: bool
    version: int
    lines: tuple[SettingLine, ...]
    destination: str
    missing: str
    asks: int
    used: int
    per_day: int | None
    asked_at: datetime | None
    problem: str
    problem_at: datetime | None
    changed_by: str
    changed_at: datetime | None
    recent: tuple[RecentAsk, ...] = ()


@dataclass(frozen=True, slots=True)
class Tried:
    """How a test of a plug-in went."""

    well: bool
    sentence: str
    milliseconds: int


@dataclass(frozen=True, slots=True)
class Leaving:
    """What leaves the desk for `destination`, since somebody switched that on: the text of articles for a splitter,
    claims with the text of their reports for a finder of stances."""

    kind: PlugInKind
    title: str
    destination: str
    since: datetime | None
    by: str
