"""People, their sessions and their tokens."""

from dataclasses import dataclass
from datetime import datetime

from factcheck.domain.people import Role, TokenScope


@dataclass(frozen=True, slots=True)
class PersonSheet:
    """Somebody of the desk. `has_password` is false until they have followed their first link."""

    id: int
    email: str
    name: str
    roles: tuple[Role, ...]
    active: bool
    has_password: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class SessionSheet:
    """One signed-in browser; `current` is the one that asks."""

    id: int
    created_at: datetime
    seen_at: datetime
    address: str
    browser: str
    current: bool


@dataclass(frozen=True, slots=True)
class TokenSheet:
    """A token of the API as its person sees it again: never the token itself."""

    id: int
    label: str
    scope: TokenScope
    created_at: datetime
    last_used_at: datetime | None
