"""What plug-ins of each kind have to offer; a package of its own may declare more of them by entry points."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

from factcheck.domain.claims import Splitter
from factcheck.domain.earlier import ImportedCheck
from factcheck.domain.evidence import Hit, Query
from factcheck.domain.fetching import Fetched
from factcheck.domain.plugins.calls import Call, Caller
from factcheck.domain.stances import StanceFinder

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
