"""The second factor: codes that change each half minute, recovery codes for when they are out of reach, who needs one.

Time-based one-time passwords are those of RFC 6238 with its defaults: HMAC-SHA-1, six digits, steps of 30 seconds.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from factcheck.domain.people import Role

STEPS_OFF = 1
"""Steps that a person's clock may be off, either way: what RFC 6238 (5.2) recommends at most."""

RECOVERY_CODES = 10
HALF_LASTS = timedelta(minutes=5)
"""Between the password and the code."""

CODE_TRIES_HOUR = 20
"""Codes of one person that are heard in an hour, so that guessing one of a million takes years."""

WRONG_CODE = "That code is not right, or it has been used already. Wait for the next one and try again."

_TIMED = re.compile(r"[0-9]{6}", re.ASCII)
_BLANKS = re.compile(r"[\s-]+")  # "123 456", "abcd-efgh"


@dataclass(frozen=True, slots=True)
class Picture:
    """A QR code: modules on a side, and the dark ones as the path of an SVG of that size."""

    size: int
    path: str


class TimedCodes(Protocol):
    """Makes secrets and compares codes with them; the adapter knows the algorithm."""

    def secret(self) -> str: ...

    def step_of(self, secret: str, code: str, now: datetime) -> int | None:
        """The number of the time step whose code this is, STEPS_OFF away at most; None when it is none's."""
        ...

    def address(self, secret: str, *, person: str, desk: str) -> str:
        """The otpauth:// address that an app reads."""
        ...

    def picture(self, address: str) -> Picture: ...


@dataclass(frozen=True, slots=True)
class CodeNeeded:
    """The password was right, and a second factor is asked for; `half` is the token of this first step."""

    half: str


@dataclass(frozen=True, slots=True)
class SecondFactorSheet:
    """How a person's second factor stands. `begun` waits for its first code; `required` says a role of theirs is."""

    on: bool
    begun: bool
    since: datetime | None
    codes_left: int
    required: bool


@dataclass(frozen=True, slots=True)
class NewSecret:
    """What a person brings into their app: by the picture, or by typing the secret (in groups of four)."""

    secret: str
    address: str
    picture: Picture


def typed(code: str) -> str:
    """A code as it was typed, without the blanks and hyphens that people put into it."""
    return _BLANKS.sub("", code[:100]).lower()


def is_timed(code: str) -> bool:
    """Whether it looks like the code of an app, and not like a recovery code."""
    return bool(_TIMED.fullmatch(code))


def grouped(text: str) -> str:
    """In groups of four, as one reads it off."""
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def required_of(roles: Iterable[Role], required: frozenset[Role]) -> bool:
    return bool(required.intersection(roles))
