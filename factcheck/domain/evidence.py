"""What workers find and what people attach: asks, reports, sources and the evidence rule."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from factcheck.domain.earlier import ImportedCheck
from factcheck.domain.texts import later, say


class Stance(StrEnum):
    """What a source does to the claim; REPEATS is the claimant again and supports nothing."""

    SUPPORTS = "supports"
    REFUTES = "refutes"
    CONTEXT = "context"
    REPEATS = "repeats"


class SourceKind(StrEnum):
    """PRIMARY: who was there, decided or measured; SECONDARY: who reports it. The evidence rule weighs them apart."""

    PRIMARY = "primary"
    SECONDARY = "secondary"


class Medium(StrEnum):
    """What a source is made of; only WEB needs an address."""

    WEB = "web"
    UPLOAD = "upload"
    DOCUMENT = "document"
    CALL = "call"
    RECORDING = "recording"
    PERSON = "person"


class AskStatus(StrEnum):
    """How one question to one provider ended."""

    FOUND = "found"
    NOTHING = "nothing"
    THROTTLED = "throttled"
    ERROR = "error"
    OFF = "off"


class SearchState(StrEnum):
    """How far the search for reports on a claim has come. ALONE: it is over, and nobody outside the desk answered."""

    NOT_BEGUN = "not begun"
    UNDER_WAY = "under way"
    ALONE = "alone"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked of a provider: words, and a window of time (both ends may be open)."""

    words: str
    language: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """An address that a provider named, with what it said about it."""

    url: str
    title: str = ""
    outlet: str = ""
    published: datetime | None = None
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """One answer of one address, as it came; `url` is the address after redirects.

    `body` is the decompressed bytes; `headers` have lower-case names; `not_modified` is a 304; `asked` are the
    headers that the desk sent. `hops` are the redirects that led here, the first one first; of a hop whose body was
    not read to its end `cut` is true.
    """

    url: str
    status: int
    headers: dict[str, str]
    body: bytes
    fetched_at: datetime
    not_modified: bool = False
    asked: dict[str, str] = field(default_factory=dict)
    hops: "tuple[Fetched, ...]" = ()
    cut: bool = False

    @property
    def content_type(self) -> str:
        return self.headers.get("content-type", "").split(";")[0].strip().lower()


class FetchProblem(StrEnum):
    """Why an address gave nothing; the words are what a checker reads."""

    REFUSED_ADDRESS = later("the desk does not fetch from this address")
    ROBOTS = later("its robots.txt forbids it")
    TOO_LARGE = later("larger than the desk accepts")
    TOO_SLOW = later("timed out")
    TOO_MANY_REDIRECTS = later("redirects too often")
    WRONG_TYPE = later("not a type of document the desk reads")
    NOT_REACHED = later("could not be reached")
    BAD_CERTIFICATE = later("its certificate is not for this name")
    GONE = later("not there (404 or 410)")
    FORBIDDEN = later("refuses the desk (401 or 403)")
    THROTTLED = later("asks the desk to wait")
    SERVER_ERROR = later("has an error of its own")
    UNREADABLE = later("could not be read as text")


class FetchFailed(Exception):
    """An address gave nothing usable. `retry_at` is set where another try makes sense."""

    def __init__(self, problem: FetchProblem, detail: str = "", retry_at: datetime | None = None) -> None:
        names_it = detail.startswith(problem.value)  # it tells of an earlier failure of this kind
        super().__init__(detail if names_it else f"{problem.value}{f' ({detail})' if detail else ''}")
        self.problem = problem
        self.retry_at = retry_at


class HostBusy(Exception):
    """The politeness gate of the host is closed; give the lease back and come again at `free_at`."""

    def __init__(self, host: str, free_at: datetime) -> None:
        super().__init__(say("%(host)s may be asked again at %(time)s", host=host, time=f"{free_at:%H:%M:%S}"))
        self.host = host
        self.free_at = free_at


class Fetcher(Protocol):
    """The one guarded way out to the web. Raises FetchFailed or HostBusy, nothing else."""

    def fetch(self, url: str, *, etag: str = "", last_modified: str = "", accept: Sequence[str] = ()) -> Fetched: ...


@dataclass(frozen=True, slots=True)
class Extracted:
    """The readable part of a fetched document. `text` is what is stored and what offsets count in.

    `checks` are fact-checks that the page's markup says its own site has made.
    """

    url: str
    title: str
    text: str
    outlet: str = ""
    byline: str = ""
    published: datetime | None = None
    modified: datetime | None = None
    language: str = ""
    agency: str = ""
    checks: tuple[ImportedCheck, ...] = ()


class Extractor(Protocol):
    """Takes the readable part out of bytes. Raises FetchFailed(UNREADABLE or WRONG_TYPE)."""

    def extract(self, fetched: Fetched) -> Extracted: ...


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry of an outlet's feed."""

    guid: str
    url: str
    title: str
    summary: str = ""
    byline: str = ""
    published: datetime | None = None


class FeedReader(Protocol):
    """Parses RSS or Atom. Raises FetchFailed(UNREADABLE) on what is no feed."""

    def read(self, fetched: Fetched) -> list[FeedEntry]: ...


class Vault(Protocol):
    """Keeps bytes by their SHA-256 under the data folder; the same bytes are kept once."""

    def keep(self, content: bytes) -> str:
        """Store the bytes and return their SHA-256 in hexadecimal."""
        ...

    def read(self, sha256: str) -> bytes:
        """The bytes kept under this digest, checked against it; NotFound when there are none."""
        ...

    def state(self, sha256: str) -> "KeptState":
        """Whether what was kept under this digest is still there and still the same."""
        ...


class KeptState(StrEnum):
    """What has become of the bytes behind a digest."""

    WHOLE = "whole"
    MISSING = "missing"
    CHANGED = "changed"


Archivist = Callable[[Fetched], bytes]
"""Makes the archive file of one answer: the records of request and response, ready to be kept."""


# --- The evidence rule ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSource:
    """What a person attaches. WEB needs `url`, every other medium a title; withheld needs its reason."""

    medium: Medium
    stance: Stance
    kind: SourceKind
    url: str = ""
    title: str = ""
    outlet: str = ""
    passage: str = ""
    note: str = ""
    withheld: bool = False
    withheld_reason: str = ""
    report_id: int | None = None


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """A file that came with a source: its bytes and their readable part lie in the vault under these digests.

    `text` is empty where the desk cannot read the file; `name` is what the person's machine calls it.
    """

    name: str
    sha256: str
    text: str


@dataclass(frozen=True, slots=True)
class Backing:
    """What the evidence rule looks at in one attached source. `origin` names its group of copies."""

    stance: Stance
    kind: SourceKind
    origin: str


@dataclass(frozen=True, slots=True)
class RuleState:
    """How far the evidence rule is met, in numbers and in a sentence."""

    met: bool
    primary: int
    independent: int
    sentence: str


def evidence_rule(stance: Stance, sources: Sequence[Backing]) -> RuleState:
    """One primary source or two of independent origin that take this stance (product rule 4)."""
    counted = [source for source in sources if source.stance is stance]
    primary = sum(source.kind is SourceKind.PRIMARY for source in counted)
    independent = len({source.origin for source in counted})
    if primary:
        return RuleState(True, primary, independent, say("Met: a primary source."))
    if independent >= 2:
        return RuleState(
            True, primary, independent, say("Met: %(count)s sources of independent origin.", count=independent)
        )
    have = say("None is attached yet.") if not counted else say("One origin is attached.")
    if stance is Stance.SUPPORTS:
        needs = say("Needs one primary source that supports it, or two of independent origin. %(have)s", have=have)
    else:
        needs = say("Needs one primary source that refutes it, or two of independent origin. %(have)s", have=have)
    return RuleState(False, primary, independent, needs)


# --- Query planning -----------------------------------------------------------------------------

STOP_WORDS = frozenset(
    "about above after again against also among been before being below between both could does doing "
    "down during each from further have having here hers herself himself into itself just more most much "
    "must myself only other ours over said same says shall should since some such than that their theirs "
    "them then there these they this those through under until upon very were what when where which while "
    "whom will with within would your".split()
)
MOST_WORDS = 14
MOST_ABOUT = 8
_WORD = re.compile(r"\w+")  # "60,000" gives "60", "000"
_DAY = re.compile(
    r"\b\d{1,2}\.?\s+[^\W\d_]+\s+(?:19|20)\d\d\b"  # "20 November 2026", "20. November 2026"
    r"|\b[^\W\d_]+\s+\d{1,2},\s+(?:19|20)\d\d\b"  # "November 20, 2026"
)


def without_days(statement: str) -> str:
    """The statement without days of the calendar: reports of one week share them whatever they are about."""
    return _DAY.sub(" ", statement)


def search_words(statement: str, about: str = "") -> tuple[str, ...]:
    """The words that a full-text index is asked for: numbers, names and long words of a statement, each once.

    `about` is the headline under which it stands: a few of its words join those of the statement, which alone
    often does not say what it is about ("They have lost half of their value").
    """
    found = _telling(statement)[:MOST_WORDS]
    further = [word for word in _telling(about) if word not in found]
    return (*found, *further[:MOST_ABOUT])


def _telling(text: str) -> list[str]:
    words = (word for word in _WORD.findall(without_days(text)) if _tells(word))
    return list(dict.fromkeys(word.casefold() for word in words))


def _tells(word: str) -> bool:
    if word.casefold() in STOP_WORDS:
        return False
    return len(word) > 3 or word[:1].isdigit() or (word.isupper() and len(word) > 1)
