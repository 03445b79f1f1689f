"""Timestamps: the signed word of an authority that something existed at a moment (RFC 3161)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Stamp:
    """An authority's answer, and the moment that it vouches for."""

    token: bytes
    at: datetime


class BadTimestamp(Exception):
    """An answer is no timestamp of this content by an authority that is trusted; `str(error)` says why."""


class Timestamper(Protocol):
    """Has content stamped and checks stamps. Only the content's digest leaves the desk.

    `stamps` is False where no authority is set: what was stamped before can be checked all the same.
    """

    name: str
    stamps: bool

    def stamp(self, content: bytes) -> Stamp:
        """A stamp that has been checked. Raises BadTimestamp, FetchFailed, HostBusy."""
        ...

    def check(self, token: bytes, content: bytes) -> datetime:
        """The moment that a stamp of this content vouches for; BadTimestamp."""
        ...
