"""What an export is: its format, what it would hold, and what stays out of it and why."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from factcheck.domain.claim_reviews import claim_review, validate
from factcheck.domain.identity import DeskIdentity
from factcheck.domain.sheets import PublicCheck
from factcheck.domain.texts import say

NAMED = 5
"""Claims of one problem that are named."""


class Format(StrEnum):
    """What other systems take: rows, or ClaimReview one by one or as a Data Commons feed."""

    CSV = "csv"
    JSONL = "jsonl"
    CLAIMREVIEW = "claimreview"
    FEED = "feed"


LOOKED_AT = 100
"""Checks that the preview reads and validates, however many there are: all of them would take as long as the export."""


@dataclass(frozen=True, slots=True)
class ExportPreview:
    """What an export would hold: its first rows, how many in all, what stays out and what is not fit to publish.

    With `all_looked_at` that is said of every check; else of the first LOOKED_AT, and `count` is how many there are
    that none of these keeps out, where COUNTED_MOST + 1 means more than COUNTED_MOST.
    """

    format: Format
    count: int
    first: tuple[PublicCheck, ...]
    left_out: tuple[str, ...]
    warnings: tuple[str, ...]
    all_looked_at: bool = True


@dataclass(slots=True)
class _Concerned:
    """How many checks a problem concerns, and the numbers of the first."""

    number: int = 0
    named: list[int] = field(default_factory=list)

    def add(self, claim_id: int) -> None:
        self.number += 1
        if len(self.named) < NAMED:
            self.named.append(claim_id)


class Summary:
    """What is said of checks as they go by: each problem once with how many it concerns, however many they are."""

    def __init__(self, desk: DeskIdentity) -> None:
        self._desk = desk
        self._errors: dict[str, _Concerned] = {}
        self._warnings: dict[str, _Concerned] = {}

    def add(self, check: PublicCheck) -> None:
        if check.voided_at is None:
            found = validate(claim_review(check, self._desk), self._desk)
            for sentences, into in ((found.errors, self._errors), (found.warnings, self._warnings)):
                for sentence in sentences:
                    into.setdefault(sentence, _Concerned()).add(check.claim_id)

    @property
    def left_out(self) -> list[str]:
        return [_of_claims(sentence, concerned) for sentence, concerned in self._errors.items()]

    @property
    def warnings(self) -> list[str]:
        return [_of_claims(sentence, concerned) for sentence, concerned in self._warnings.items()]


def summary(checks: Iterable[PublicCheck], desk: DeskIdentity) -> tuple[list[str], list[str]]:
    """(left out, warnings) over many checks, each problem once with how many it concerns."""
    said = Summary(desk)
    for check in checks:
        said.add(check)
    return said.left_out, said.warnings


def _of_claims(sentence: str, concerned: _Concerned) -> str:
    if concerned.number == 1:
        return say("%(why)s (claim %(claim)s)", why=sentence, claim=str(concerned.named[0]))
    shown = ", ".join(map(str, concerned.named)) + (" ..." if concerned.number > NAMED else "")
    return say("%(why)s (%(claims)s claims: %(numbers)s)", why=sentence, claims=concerned.number, numbers=shown)
