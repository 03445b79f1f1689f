"""Outlets and their feeds."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class OutletSheet:
    """An outlet whose feed the workers read."""

    id: int
    name: str
    site: str
    owner: str
    feed_url: str
    active: bool
    entries: int
    fetched_at: datetime | None
    problem: str
    again_at: datetime | None
