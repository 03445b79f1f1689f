"""What the page of a submitted finding shows to who can approve it: ticks, checklist, evidence then and now."""

from dataclasses import dataclass

from factcheck.domain.approving import Check, ThenAndNow, checklist, then_and_now
from factcheck.domain.review import Move, Stage
from factcheck.domain.sheets import ClaimSheet, EvidenceSheet
from factcheck.services import approving
from factcheck.web.sessions import actor, desk


@dataclass(frozen=True, slots=True)
class Reading:
    ticked: frozenset[int]
    checks: tuple[Check, ...]
    evidence: ThenAndNow


def reading(claim: ClaimSheet, found: EvidenceSheet) -> Reading | None:
    """The editor's reading of the latest finding; None for whoever cannot approve it."""
    finding = claim.latest
    if claim.row.stage is not Stage.SUBMITTED or Move.APPROVE not in claim.moves or finding is None:
        return None
    ticked = approving.ticked(desk().unit(), claim.row.id, actor())
    checks = tuple(checklist(claim, finding, found, ticked))
    return Reading(ticked, checks, then_and_now(found, finding.submitted_at))
