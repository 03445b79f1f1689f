"""What an editor goes through before signing: a checklist worked out from the claim, and evidence then and now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from factcheck.domain.evidence import Medium, RuleState, SearchState, Stance
from factcheck.domain.history import content_hash
from factcheck.domain.opinions import OpinionState
from factcheck.domain.sheets import ClaimSheet, EvidenceSheet, FindingSheet, ReportSheet, SourceSheet
from factcheck.domain.stages import Verdict
from factcheck.domain.texts import say

TICKED = ("medium", "url", "title", "outlet", "stance", "kind", "passage", "note", "withheld", "withheld_reason")
"""What a person reads of a source: when any of it changes, the tick is gone. A newer kept copy alone takes none."""


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the checklist. `place` is the id on the page where one looks at it."""

    done: bool
    words: str
    place: str


@dataclass(frozen=True, slots=True)
class ThenAndNow:
    """The reports when the finding was sent and now, in numbers, and those that came since, the newest first."""

    reports_then: int
    origins_then: int
    reports_now: int
    origins_now: int
    since: tuple[ReportSheet, ...]


def tick_digest(source: SourceSheet) -> str:
    """What a tick stands for: the source as it reads in the finding that is ticked."""
    read: Mapping[str, Any] = {name: str(getattr(source, name)) for name in TICKED}
    return content_hash(read)


def then_and_now(found: EvidenceSheet, sent_at: datetime) -> ThenAndNow:
    """The evidence as it was when the finding was sent, and as it is now."""
    then = [[report for report in origin.reports if report.found_at <= sent_at] for origin in found.origins]
    since = sorted(
        (report for report in found.reports if report.found_at > sent_at), key=lambda report: report.found_at
    )
    return ThenAndNow(
        reports_then=sum(map(len, then)),
        origins_then=sum(bool(reports) for reports in then),
        reports_now=found.report_count,
        origins_now=len(found.origins),
        since=tuple(reversed(since)),
    )


def checklist(claim: ClaimSheet, finding: FindingSheet, found: EvidenceSheet, ticked: frozenset[int]) -> list[Check]:
    """The lines in the order in which one reads; what is open is no hindrance, only said."""
    return [
        _sources(finding, ticked),
        _backing(claim, finding),
        *_by_hand(claim, finding),
        _since(then_and_now(found, finding.submitted_at), found.search),
        _standing(claim),
        *_second(claim),
    ]


def _sources(finding: FindingSheet, ticked: frozenset[int]) -> Check:
    total = len(finding.sources)
    read = sum(source.id in ticked for source in finding.sources)
    if not total:
        return Check(True, say("There is no source to read."), "sources")
    return Check(read == total, say("%(read)s of %(total)s sources ticked as read.", read=read, total=total), "sources")


def _backing(claim: ClaimSheet, finding: FindingSheet) -> Check:
    if finding.verdict is Verdict.UNVERIFIED:
        return Check(bool(finding.tried), say("It says what was tried."), "finding")
    _, state = _rule(claim, finding)
    if state.met:
        return Check(True, state.sentence, "sources")
    return Check(False, say("The evidence rule is not met; the reason why it stands without is given."), "finding")


def _rule(claim: ClaimSheet, finding: FindingSheet) -> tuple[Stance, RuleState]:
    """The stance that a confirmed or disputed finding rests on, and how far the evidence rule is met for it."""
    is_confirmed = finding.verdict is Verdict.CONFIRMED
    return (Stance.SUPPORTS, claim.supports) if is_confirmed else (Stance.REFUTES, claim.refutes)


def _by_hand(claim: ClaimSheet, finding: FindingSheet) -> list[Check]:
    """Where the rule is met by independence alone: how many pages count whose texts no worker has compared."""
    if finding.verdict is Verdict.UNVERIFIED:
        return []
    stance, state = _rule(claim, finding)
    pages = [source for source in claim.sources if source.stance is stance and source.medium is Medium.WEB]
    many = sum(not source.is_compared for source in pages)
    if not state.met or state.primary or not many:
        return []
    one, more = (
        say("1 page was added by hand, and no worker has compared it with the others: see that it is no copy."),
        say("%(many)s pages were added by hand, and no worker has compared them: see that none is a copy.", many=many),
    )
    return [Check(False, one if many == 1 else more, "sources")]


NONE_SINCE = {
    SearchState.NOT_BEGUN: say("Nobody has searched for reports on it yet."),
    SearchState.UNDER_WAY: say("The search is under way; no report has come since it was sent."),
    SearchState.ALONE: say("Only the desk's own archive was searched; no report has come since it was sent."),
}
"""What no report since then comes to, as long as the search says little."""


def _since(evidence: ThenAndNow, search: SearchState) -> Check:
    if not evidence.since and search in NONE_SINCE:
        return Check(False, NONE_SINCE[search], "evidence")
    if not evidence.since:
        return Check(True, say("No report has come since it was sent."), "then-and-now")
    many = len(evidence.since)
    one, more = (
        say("1 report has come since it was sent."),
        say("%(many)s reports have come since it was sent.", many=many),
    )
    return Check(False, one if many == 1 else more, "then-and-now")


def _standing(claim: ClaimSheet) -> Check:
    standing = [alert for alert in claim.alerts if alert.set_aside_at is None]
    if not standing:
        return Check(True, say("No source has raised an alert."), "sources")
    one, more = say("An alert stands open."), say("%(many)s alerts stand open.", many=len(standing))
    return Check(False, one if len(standing) == 1 else more, "alerts")


def _second(claim: ClaimSheet) -> list[Check]:
    """Whether the second opinion is in, where one was asked for."""
    opinion = claim.opinion
    if opinion is None or opinion.state is OpinionState.CLOSED:
        return []
    if opinion.verdict is None:
        out = say("The second opinion is not in: approving now goes on without it.")
        return [Check(False, out, "second-opinion")]
    differs = say("The second opinion says %(verdict)s, another verdict: read both.", verdict=opinion.verdict)
    same = say("The second opinion says %(verdict)s, too.", verdict=opinion.verdict)
    return [Check(not opinion.differs, differs if opinion.differs else same, "second-opinion")]
