"""Reports that come after an answer and speak against it: which of them people are to be told of."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from factcheck.domain.evidence import Stance
from factcheck.domain.review import Stage, Verdict
from factcheck.domain.texts import later

ANSWERED = frozenset({Stage.SUBMITTED, Stage.APPROVED})
"""Stages in which an answer stands; while somebody works on the claim they see what comes in."""

AGAINST = {Verdict.CONFIRMED: Stance.REFUTES, Verdict.DISPUTED: Stance.SUPPORTS}
"""What speaks against a verdict. Nothing speaks against unverified: it says only that nothing was found."""

SENTENCES = {
    Stance.REFUTES: later("The verdict may be stale: a new origin seems to refute the claim."),
    Stance.SUPPORTS: later("The verdict may be stale: a new origin seems to support the claim."),
}


@dataclass(frozen=True, slots=True)
class Sighting:
    """A report as it is looked at here; `known` where people have it already, as an attached source."""

    report: int
    origin: int
    stance: Stance | None
    found_at: datetime
    known: bool = False


def contradictions(
    verdict: Verdict, answered_at: datetime, seen: Sequence[Sighting], told: Collection[int]
) -> Iterator[Sighting]:
    """The first report of each origin that is new since the answer and speaks against it.

    A new origin has no report that was there when the claim was answered. `told` are reports that people were told of.
    """
    old = {each.origin for each in seen if each.known or each.found_at <= answered_at or each.report in told}
    for each in seen:
        if each.origin not in old and each.stance is not None and each.stance is AGAINST.get(verdict):
            old.add(each.origin)
            yield each
