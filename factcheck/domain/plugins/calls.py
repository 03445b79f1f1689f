"""The calls that plug-ins make to programs of others, and the ways in which an answer can be none."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

from factcheck.domain.fetching import Fetched


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


class AskFailed(Exception):
    """An answer holds no result but a failure; `str(error)` says which.

    With `wait` the provider asks for time and may be asked again then, as many seconds from now.
    """

    def __init__(self, sentence: str, wait: timedelta | None = None) -> None:
        super().__init__(sentence)
        self.wait = wait
