"""Earlier answers: checks that were made before, here or elsewhere, and how a new claim is matched against them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from factcheck.domain.history import content_hash


class Comparison(StrEnum):
    """How a claim was compared with earlier checks; MEANING needs the optional weights."""

    WORDS = "words"
    MEANING = "words and meaning"


class Came(StrEnum):
    """How a check of somebody else came to the desk, the most trusted way first."""

    IMPORTED = "imported"
    NAMED = "named"
    PAGE = "page"

    @property
    def distance(self) -> int:
        """What came from farther away never replaces what came from nearer."""
        return list(Came).index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedCheck:
    """A fact-check of somebody else, as ClaimReview describes it; `rating` is theirs, in their words."""

    url: str
    claim: str
    rating: str
    publisher: str
    site: str = ""
    title: str = ""
    claimant: str = ""
    reviewed: date | None = None
    said: date | None = None
    language: str = ""

    @property
    def key(self) -> str:
        """What tells it from all others: one page may check several claims."""
        return content_hash({"url": self.url, "claim": self.claim})

    @property
    def digest(self) -> str:
        """Changes with anything that it says."""
        return content_hash({**asdict(self), "reviewed": str(self.reviewed), "said": str(self.said)})


@dataclass(frozen=True, slots=True)
class Answered:
    """What a claim is matched against. `digest` changes with the words, `key` never: "claim:12", "check:34"."""

    key: str
    digest: str
    claim: str
    title: str = ""

    @property
    def words(self) -> str:
        """Everything that it says, as one text."""
        return f"{self.title}. {self.claim}" if self.title else self.claim


@dataclass(frozen=True, slots=True)
class Match:
    """An earlier check that says what the claim says; `score` is 0 to 1, the better the nearer."""

    key: str
    score: float


class Meaning(Protocol):
    """Says what a text means as a vector. `name` is that of the model: vectors of two models do not compare."""

    name: str

    def packed(self, texts: Sequence[str]) -> list[bytes]:
        """A vector for each text, as bytes to be kept."""
        ...


class Matcher(Protocol):
    """Finds among the checks it was given those that answer a claim. It holds words, no texts."""

    comparison: Comparison
    meaning: Meaning | None

    def known(self) -> Mapping[str, str]:
        """The digest of every check it holds, by key."""
        ...

    def learn(self, checks: Iterable[Answered]) -> None:
        """Take these in, in place of what was known under their keys."""
        ...

    def forget(self, keys: Iterable[str]) -> None: ...

    def nearest(self, statement: str) -> list[str]:
        """The keys worth comparing with the statement, the most promising by words first."""
        ...

    def matches(self, statement: str, vectors: Mapping[str, bytes]) -> list[Match]:
        """The checks near enough to be shown, the best first; `vectors` are those of `nearest`, if meaning is used."""
        ...
