"""Groups the reports of a claim by who copied whom, and keeps what people decided about it."""

from dataclasses import asdict, dataclass
from urllib.parse import urlsplit

from factcheck.domain.errors import Invalid, NotFound, Refused
from factcheck.domain.origins import Decided, Printed, spread
from factcheck.domain.people import Action, Actor
from factcheck.domain.sheets import ClaimSheet
from factcheck.services import changing, claims
from factcheck.store import evidence as rows
from factcheck.store import history, jobs
from factcheck.store.tables import Claim, Page, Report
from factcheck.store.unit import Session, UnitOfWork, alone

REASON_LEAST, REASON_MOST = 3, 2000
"""Characters."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided: `placed_with` is the report itself where it stands alone, None where nothing is said."""

    placed_with: int | None = None
    reason: str = ""
    by: str = ""


def in_turn(session: Session, claim_id: int) -> None:
    """Wait until nobody else groups the claim's reports: two at once would each count without those of the other."""
    alone(session, f"reports of claim:{claim_id}")


def regroup(session: Session, claim_id: int) -> None:
    """Say of each report where it stands, and count the origins; what people decided holds."""
    found = rows.reports(session, claim_id)
    by_id = {report.id: report for report, _ in found}
    standings = spread([_printed(report, page) for report, page in found], _decided(list(by_id.values())))
    for standing in standings:
        row = by_id[standing.id]
        row.origin, row.copied_from, row.copied_how = standing.origin, standing.copied_from, standing.how
        row.shares_with = list(standing.shares)
    claim = session.get_one(Claim, claim_id)
    claim.reports, claim.origins = len(found), len({standing.origin for standing in standings})


def _printed(report: Report, page: Page) -> Printed:
    home = (urlsplit(page.url).hostname or "").removeprefix("www.")
    return Printed(report.id or 0, page.text, page.outlet, page.published, page.agency, page.byline, home)


def _decided(reports: list[Report]) -> list[Decided]:
    placed = [report for report in reports if report.placed_with is not None]
    return [
        Decided(report.id or 0, None if report.placed_with == report.id else report.placed_with) for report in placed
    ]


# --- Decisions ------------------------------------------------------------------------------------


def place(
    uow: UnitOfWork, claim_id: int, actor: Actor, *, seen: int, report_id: int, together_with: int | None, reason: str
) -> ClaimSheet:
    """Say that a report has one origin with another one, or (None) that it stands by itself, and why.

    It holds whatever the workers find later, and the evidence rule counts by it. Invalid without a reason.
    """
    why = " ".join(reason.split())[:REASON_MOST]
    if len(why) < REASON_LEAST:
        raise Invalid("reason", "missing", "Say why: what shows that the report was copied, or that it was not?")
    if together_with == report_id:
        raise Invalid("together_with", "itself", "Choose another report: each has one origin with itself.")
    return _decide(
        uow,
        claim_id,
        actor,
        seen,
        report_id,
        Decision(report_id if together_with is None else together_with, why, actor.name),
    )


def leave_to_workers(uow: UnitOfWork, claim_id: int, actor: Actor, *, seen: int, report_id: int) -> ClaimSheet:
    """Withdraw what was decided about a report: it stands where the comparison of the texts puts it."""
    return _decide(uow, claim_id, actor, seen, report_id, Decision())


def _decide(uow: UnitOfWork, claim_id: int, actor: Actor, seen: int, report_id: int, decision: Decision) -> ClaimSheet:
    actor.require(Action.ATTACH)
    with uow.writing() as session:
        in_turn(session, claim_id)
        yours = {"report": report_id, "together_with": decision.placed_with}
        changing.under_change(session, claim_id, actor, seen, uow.now, yours)
        row, page = _of_claim(session, claim_id, report_id)
        before = Decision(row.placed_with, row.placed_reason, row.placed_by)
        if decision.placed_with is not None and decision.placed_with != report_id:
            _may_be_joined(session, claim_id, decision.placed_with)
        name = page.outlet or page.title or page.url
        changes = {name: [_words(session, row.id, before.placed_with), _words(session, row.id, decision.placed_with)]}
        put_back(session, claim_id, report_id, decision)
        data = {"report": report_id, "before": asdict(before), "changes": changes}
        history.append(session, f"claim:{claim_id}", "place origin", actor, uow.now, note=decision.reason, data=data)
        jobs.signal(session, "queue", f"claim:{claim_id}")
    return claims.sheet(uow, claim_id, actor)


def _may_be_joined(session: Session, claim_id: int, report_id: int) -> None:
    other, _ = _of_claim(session, claim_id, report_id)
    if other.placed_with == other.id:
        raise Refused(
            "apart", "That report stands by itself: %(by)s decided so. Withdraw that first.", by=other.placed_by
        )


def put_back(session: Session, claim_id: int, report_id: int, decision: Decision) -> None:
    """Write a decision onto its report and group anew."""
    row, _ = _of_claim(session, claim_id, report_id)
    row.placed_with, row.placed_reason, row.placed_by = decision.placed_with, decision.reason, decision.by
    session.flush()
    regroup(session, claim_id)


def _of_claim(session: Session, claim_id: int, report_id: int) -> tuple[Report, Page]:
    found = rows.report(session, report_id)
    if found is None or found[0].claim_id != claim_id:
        raise NotFound("There is no such report for this claim.")
    return found


def _words(session: Session, report_id: int | None, placed_with: int | None) -> str:
    if placed_with is None:
        return "as the workers find"
    other = rows.report(session, placed_with) if placed_with != report_id else None
    if other is None:
        return "stands by itself"
    return f"one origin with {other[1].outlet or other[1].title or other[1].url}"
