"""What comes from the web: an answer as it came or why there is none, its readable part, and the bytes kept of it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from factcheck.domain.earlier import ImportedCheck
from factcheck.domain.texts import later, say


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

    def keep_pieces(self, pieces: Iterable[bytes]) -> tuple[str, int]:
        """Store what comes in pieces, without having it in memory whole; its SHA-256 and its bytes."""
        ...

    def pieces(self, sha256: str) -> Iterator[bytes]:
        """The bytes kept under this digest, checked against it before the first comes; NotFound when there are none."""
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
