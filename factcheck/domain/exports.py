"""What an export is: its format, what it would hold, and what stays out of it and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class ExportPreview:
    """What an export would hold: its first rows, how many in all, what stays out and what is not fit to publish."""

    format: Format
    count: int
    first: tuple[PublicCheck, ...]
    left_out: tuple[str, ...]
    warnings: tuple[str, ...]


def summary(checks: Iterable[PublicCheck], desk: DeskIdentity) -> tuple[list[str], list[str]]:
    """(left out, warnings) over many checks, each problem once with how many it concerns."""
    errors: dict[str, list[int]] = {}
    warnings: dict[str, list[int]] = {}
    for check in checks:
        if check.voided_at is None:
            found = validate(claim_review(check, desk), desk)
            for sentences, into in ((found.errors, errors), (found.warnings, warnings)):
                for sentence in sentences:
                    into.setdefault(sentence, []).append(check.claim_id)
    return _counted(errors), _counted(warnings)


def _counted(found: dict[str, list[int]]) -> list[str]:
    return [_of_claims(sentence, ids) for sentence, ids in found.items()]


def _of_claims(sentence: str, ids: Sequence[int]) -> str:
    if len(ids) == 1:
        return say("%(why)s (claim %(claim)s)", why=sentence, claim=str(ids[0]))
    shown = ", ".join(str(number) for number in ids[:NAMED]) + (" ..." if len(ids) > NAMED else "")
    return say("%(why)s (%(claims)s claims: %(numbers)s)", why=sentence, claims=len(ids), numbers=shown)
