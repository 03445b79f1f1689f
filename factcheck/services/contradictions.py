"""Tells people of a report that came after the answer and speaks against it. It changes no verdict and no stage."""

from collections.abc import Collection, Sequence

from factcheck.domain.contradictions import ANSWERED, SENTENCES, Sighting, contradictions
from factcheck.domain.people import WORKER
from factcheck.domain.watching import AlertKind
from factcheck.services import origins, telling
from factcheck.store import evidence as evidence_rows
from factcheck.store import history, jobs
from factcheck.store import review as review_rows
from factcheck.store import watching as rows
from factcheck.store.tables import Claim, Page, Report, Source
from factcheck.store.unit import Session, UnitOfWork


def tell(
    session: Session,
    claim: Claim,
    found: Sequence[tuple[Report, Page]],
    read: Collection[int | None],
    uow: UnitOfWork,
) -> None:
    """Put an alert on the claim for each new origin that contradicts its finding, once.

    `found` are all its reports, `read` those whose stance holds for what claim and page say now.
    """
    claim_id = claim.id or 0
    origins.in_turn(session, claim_id)
    finding = review_rows.latest_finding(session, claim_id)
    if claim.stage not in ANSWERED or finding is None:
        return
    sources = evidence_rows.sources(session, claim_id)
    seen = [_sighting(report, page, report.id in read, sources) for report, page in found]
    by_id = {report.id: (report, page) for report, page in found}
    told = rows.contradicting(session, claim_id)
    for each in contradictions(finding.verdict, finding.submitted_at, seen, told):
        _alarm(session, *by_id[each.report], uow)


def _sighting(report: Report, page: Page, read: bool, sources: Sequence[Source]) -> Sighting:
    attached = any(source.report_id == report.id or source.url == page.url for source in sources)
    stance = report.stance if read else None
    return Sighting(report.id or 0, report.origin or report.id or 0, stance, report.found_at, attached)


def _alarm(session: Session, report: Report, page: Page, uow: UnitOfWork) -> None:
    if report.stance is None:
        return
    sentence, detail = SENTENCES[report.stance], f"{page.outlet or page.title or page.url}: {report.stance_why}"
    alert = rows.raise_alert(
        session, report.claim_id, sentence, uow.now, kind=AlertKind.ORIGIN, report_id=report.id, detail=detail
    )
    data = {"report": report.id, "url": page.url, "detail": detail}
    history.append(session, f"claim:{report.claim_id}", "alert", WORKER, uow.now, note=sentence, data=data)
    if alert is not None:
        telling.of_alert(session, alert)
    jobs.signal(session, "queue")
