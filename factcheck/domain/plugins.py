"""Plug-ins: what one declares of itself, the settings that an admin gives it, and the calls it makes to the outside."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from factcheck.domain.claims import Splitter
from factcheck.domain.earlier import ImportedCheck
from factcheck.domain.evidence import AskStatus, Fetched, Hit, Query
from factcheck.domain.stances import StanceFinder


class PlugInKind(StrEnum):
    """What a plug-in is for. `group` is the entry-point group in which a package of its own declares it."""

    SPLITTER = "splitter"
    STANCE = "stance"
    PROVIDER = "provider"
    ARCHIVE = "archive"

    @property
    def group(self) -> str:
        return f"factcheck.{self.value}s"


class FieldKind(StrEnum):
    """What is filled in: a SECRET is written and never shown again, an ADDRESS is one of the web."""

    TEXT = "text"
    SECRET = "secret"  # noqa: S105  # a word of the form, no password
    ADDRESS = "address"
    NUMBER = "number"
    SWITCH = "switch"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class SettingField:
    """One setting as the admin page shows it; `least` and `most` bound a NUMBER, `choices` are those of a CHOICE."""

    name: str
    label: str
    help: str
    kind: FieldKind
    default: str = ""
    required: bool = False
    choices: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None

    @property
    def options(self) -> tuple[tuple[str, str], ...]:
        """The choices as a form wants them: value and words."""
        return tuple((choice, choice) for choice in self.choices)


class SettingsForm(Protocol):
    """The settings of one plug-in, as a form and as the object that the plug-in is handed."""

    @property
    def fields(self) -> tuple[SettingField, ...]: ...

    def checked(self, given: Mapping[str, str]) -> dict[str, Any]:
        """What was typed, as plain values without the secrets; Invalid names the first field that is wrong."""
        ...

    def filled(self, values: Mapping[str, Any], secrets: Mapping[str, str]) -> Any:
        """The settings as the plug-in reads them; Invalid when a needed one is missing."""
        ...


# --- Asking the outside ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Call:
    """One request to a program of somebody else: a POST of `body` where there is one, else a GET.

    `headers` may hold a secret: they are sent and never shown. `seconds` bounds the whole call, `most_bytes` the
    unpacked answer. `gap` are the seconds that the host wants between two calls.
    """

    url: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes | None = field(default=None, repr=False)
    seconds: float = 15.0
    gap: float = 0.0
    most_bytes: int = 2_000_000


class Caller(Protocol):
    """The guarded way out for calls. Raises FetchFailed or HostBusy, nothing else; what returns has a status of 2xx."""

    def call(self, call: Call) -> Fetched: ...


class NoUsableAnswer(Exception):
    """A splitter or a stance finder from outside gave nothing usable; `str(error)` goes on in "the model ..."."""


Chosen = TypeVar("Chosen", contravariant=True)
"""The settings model of a plug-in."""


class ReadingPlugIn(Protocol[Chosen]):
    """What reads texts in place of the desk's own rules. `settings` is a pydantic model."""

    title: str
    about: str
    settings: type[Any]

    def destination(self, settings: Chosen) -> str:
        """Where the texts go, in words for the page; empty where they stay on this machine."""
        ...

    def most_characters(self, settings: Chosen) -> int:
        """Articles, or claims with a report, that are longer than this are not given to it."""
        ...


class SplitterPlugIn(ReadingPlugIn[Chosen], Protocol[Chosen]):
    """A splitter that a desk can switch on in place of its own.

    What an entry point of the group `factcheck.splitters` loads is called without arguments and gives one of these.
    """

    def splitter(self, settings: Chosen, caller: Caller) -> Splitter:
        """A Splitter that may raise NoUsableAnswer, FetchFailed and HostBusy: the desk then splits by its own rules."""
        ...


class StancePlugIn(ReadingPlugIn[Chosen], Protocol[Chosen]):
    """A finder of stances that a desk can switch on in place of its own cues.

    What an entry point of the group `factcheck.stances` loads is called without arguments and gives one of these.
    """

    def finder(self, settings: Chosen, caller: Caller) -> StanceFinder:
        """A StanceFinder that may raise NoUsableAnswer, FetchFailed and HostBusy: the cues are asked then."""
        ...


# --- Providers ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a provider may be asked about a claim: the planned queries, the narrowest first, and the addresses of pages
    that are not there any more.

    `abroad` are queries in other languages, names and numbers alone, for providers that take a language: for each one
    with the names as the claim writes them, then, if it has letters of its own, one in these.
    """

    queries: tuple[Query, ...]
    gone: tuple[str, ...] = ()
    abroad: tuple[Query, ...] = ()

    @property
    def in_their_letters(self) -> tuple[Query, ...]:
        """One query for each other language, in its letters."""
        return tuple({query.language: query for query in self.abroad}.values())

    @property
    def as_written(self) -> tuple[Query, ...]:
        """One query for each other language, for an engine that has translated what it knows."""
        return tuple({query.language: query for query in reversed(self.abroad)}.values())[::-1]


@dataclass(frozen=True, slots=True)
class Answered:
    """What a provider named. `note` says what the answer is short of: "did not answer: two of its engines".

    `checks` are fact-checks of others, with which claims are compared from then on.
    """

    hits: tuple[Hit, ...]
    note: str = ""
    checks: tuple[ImportedCheck, ...] = ()


class AskFailed(Exception):
    """An answer holds no result but a failure; `str(error)` says which.

    With `wait` the provider asks for time and may be asked again then, as many seconds from now.
    """

    def __init__(self, sentence: str, wait: timedelta | None = None) -> None:
        super().__init__(sentence)
        self.wait = wait


class ProviderPlugIn(Protocol[Chosen]):
    """Somebody who can be asked for reports. All four are pure: the desk makes the calls, keeps the gaps between them,
    and writes each into the ledger.

    What an entry point of the group `factcheck.providers` loads is called without arguments and gives one of these.
    """

    title: str
    about: str
    settings: type[Any]

    def destination(self, settings: Chosen) -> str:
        """Whom the words of a claim go to, for the page."""
        ...

    def plan(self, settings: Chosen, wanted: Wanted) -> tuple[Query, ...]:
        """The queries it is to be asked, in its own words; empty where it has nothing to say."""
        ...

    def request(self, settings: Chosen, query: Query) -> Call: ...

    def parse(self, settings: Chosen, query: Query, answer: Fetched) -> Answered:
        """Raises AskFailed for an answer that is none."""
        ...

    def health(self, settings: Chosen) -> Query:
        """A small question for the test button; an answer without hits is one too."""
        ...


# --- Public archives ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PublicCapture:
    """A copy that a public archive keeps of a page: where everybody finds it, and when it was made."""

    url: str
    at: datetime


class ArchivePlugIn(Protocol[Chosen]):
    """A public archive that keeps pages when it is asked to, in a job of its own. All six are pure; those that read an
    answer raise AskFailed.

    What an entry point of the group `factcheck.archives` loads is called without arguments and gives one of these.
    """

    title: str
    about: str
    settings: type[Any]

    def destination(self, settings: Chosen) -> str:
        """Whom the addresses of sources go to, for the page."""
        ...

    def limit(self, settings: Chosen) -> Call: ...

    def free(self, settings: Chosen, answer: Fetched) -> int:
        """How many captures may be begun now."""
        ...

    def save(self, settings: Chosen, page: str) -> Call: ...

    def begun(self, settings: Chosen, answer: Fetched) -> str:
        """The archive's name of the job that makes the copy."""
        ...

    def progress(self, settings: Chosen, job: str) -> Call: ...

    def outcome(self, settings: Chosen, answer: Fetched) -> PublicCapture | None:
        """The copy; None while the job goes on."""
        ...


@dataclass(frozen=True, slots=True)
class Declared:
    """A plug-in that was found, under the name of its entry point."""

    name: str
    kind: PlugInKind
    title: str
    about: str
    form: SettingsForm
    itself: Any


class PlugIns(Protocol):
    """All plug-ins that are installed; `broken` names those that could not be loaded, with the reason."""

    @property
    def broken(self) -> Mapping[str, str]: ...

    def all(self) -> tuple[Declared, ...]: ...

    def of_kind(self, kind: PlugInKind) -> tuple[Declared, ...]: ...

    def named(self, name: str) -> Declared:
        """NotFound when none of that name is installed."""
        ...


class Sealer(Protocol):
    """Keeps secrets so that only who has the desk's secret key can read them."""

    def seal(self, secret: str) -> str: ...

    def opened(self, sealed: str) -> str:
        """Refused when it was sealed under another key of the desk."""
        ...


# --- What the pages show --------------------------------------------------------------------------

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
