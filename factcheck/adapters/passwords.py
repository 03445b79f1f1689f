"""Password hashes by Argon2id, two at a time: each takes 64 MiB, and forty at once took 2.3 GB."""

import base64
import os
import threading
from collections.abc import Generator
from contextlib import contextmanager

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from factcheck.domain.errors import TooManyTries

AT_ONCE = 2
WAIT_SECONDS = 2.0
_RETRY_SECONDS = 3

_hasher = PasswordHasher(type=Type.ID)
_places = threading.BoundedSemaphore(AT_ONCE)


def _hash_of_nobody() -> str:
    """A well-formed hash that no password fits, so that an unknown person costs the same work as a known one."""

    def encoded(size: int) -> str:
        return base64.b64encode(os.urandom(size)).decode("ascii").rstrip("=")

    cost = f"m={_hasher.memory_cost},t={_hasher.time_cost},p={_hasher.parallelism}"
    return f"$argon2id$v=19${cost}${encoded(_hasher.salt_len)}${encoded(_hasher.hash_len)}"


_NOBODY = _hash_of_nobody()


@contextmanager
def _place() -> Generator[None]:
    if not _places.acquire(timeout=WAIT_SECONDS):
        raise TooManyTries("Too many people are signing in just now. Try again in a few seconds.", _RETRY_SECONDS)
    try:
        yield
    finally:
        _places.release()


def hash_password(text: str) -> str:
    """The hash to store. Raises TooManyTries after two seconds without a free place."""
    with _place():
        return _hasher.hash(text)


def password_fits(kept: str | None, text: str) -> bool:
    """Whether the password belongs to the kept hash; a missing or broken hash costs the same work and never fits.

    Raises TooManyTries after two seconds without a free place.
    """
    with _place():
        try:
            return _hasher.verify(kept or _NOBODY, text)
        except InvalidHashError:
            return _never_fits(text)
        except VerificationError:
            return False


def _never_fits(text: str) -> bool:
    try:
        return _hasher.verify(_NOBODY, text)
    except VerificationError:
        return False


class ArgonPasswords:
    """The two functions above as the services know them."""

    def hash(self, password: str) -> str:
        return hash_password(password)

    def fits(self, password_hash: str | None, password: str) -> bool:
        return password_fits(password_hash, password)
