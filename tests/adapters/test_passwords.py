"""Passwords: argon2id, at most two at work at a time, and a wrong one is no more than wrong."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from factcheck.adapters import passwords
from factcheck.domain.errors import TooManyTries

PASSWORD = "long enough to be one"


@pytest.fixture(scope="module")
def hashed() -> str:
    return passwords.hash_password(PASSWORD)


def test_a_password_fits_its_own_hash_alone(hashed: str) -> None:
    assert hashed.startswith("$argon2id$")
    assert passwords.password_fits(hashed, PASSWORD)
    assert not passwords.password_fits(hashed, f"{PASSWORD} ")
    assert not passwords.password_fits("no hash at all", PASSWORD)


def test_nobody_has_no_password(hashed: str) -> None:
    assert not passwords.password_fits(None, PASSWORD)
    assert not passwords.password_fits(None, "")


class Counting:
    """A hasher that holds each of its calls until `go` is set, and counts how many are inside at once."""

    def __init__(self) -> None:
        self.inside, self.most = 0, 0
        self.full, self.go, self._lock = threading.Event(), threading.Event(), threading.Lock()

    def hash(self, _: str) -> str:
        with self._lock:
            self.inside += 1
            self.most = max(self.most, self.inside)
            if self.inside == passwords.AT_ONCE:
                self.full.set()
        self.go.wait(10)
        with self._lock:
            self.inside -= 1
        return "hashed"


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counting]:
    counting = Counting()
    monkeypatch.setattr(passwords, "_hasher", counting)
    yield counting
    counting.go.set()


def test_two_are_at_work_and_who_comes_beyond_is_sent_away_in_a_sentence(
    counting: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "WAIT_SECONDS", 0.01)
    with ThreadPoolExecutor(passwords.AT_ONCE) as pool:
        at_work = [pool.submit(passwords.hash_password, PASSWORD) for _ in range(passwords.AT_ONCE)]
        assert counting.full.wait(10)
        with pytest.raises(TooManyTries, match="Too many people are signing in just now"):
            passwords.hash_password(PASSWORD)
        counting.go.set()
        assert [work.result(10) for work in at_work] == ["hashed", "hashed"]
    assert passwords.hash_password(PASSWORD) == "hashed"
    assert counting.most == passwords.AT_ONCE == 2
