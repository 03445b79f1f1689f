"""Suggests what each report does to its claim, and takes back what was suggested for other words.

A suggestion changes no verdict, no stage, no source and no version: the checker decides when they attach the report.
"""

import hashlib
import time
from collections.abc import Callable

from factcheck.domain.jobs import SuggestStances
from factcheck.domain.review import Stage
from factcheck.domain.stances import StanceFinder, Suggestion
from factcheck.services import claims, contradictions
from factcheck.store import evidence as rows
from factcheck.store import jobs
from factcheck.store.tables import Claim, Page, Report
from factcheck.store.unit import Session, UnitOfWork

Unit = Callable[[], UnitOfWork]


PER_RUN = 40.0
"""Seconds after which the reports that are left wait for the next job: a finder from outside may be slow."""


def suggest(unit: Unit, finder: StanceFinder, claim_id: int, per_run: float = PER_RUN) -> None:
    """Read every report that was not read with these words yet. Safe to run twice; nothing is open while it reads.

    What is read is kept report by report, so that nobody from outside is asked for the same twice.
    """
    uow = unit()
    with uow.reading() as session:
        claim = claims.existing(session, claim_id)
        unread = [
            (report, page) for report, page in rows.reports(session, claim_id) if not is_read(claim, report, page)
        ]
    if claim.stage in {Stage.DISMISSED, Stage.VOIDED}:
        return
    begun = time.monotonic()
    for place, (report, page) in enumerate(unread):
        if place and time.monotonic() - begun > per_run:
            _go_on_later(uow, claim_id)
            break
        suggestion = _suggested(finder, claim, page)
        with uow.writing() as session:
            _note(session, report.id or 0, words_of(claim, page), suggestion)
    with uow.writing() as session:
        claim = claims.existing(session, claim_id)
        now = rows.reports(session, claim_id)
        read = {report.id for report, page in now if is_read(claim, report, page)}
        contradictions.tell(session, claim, now, read, uow)
        jobs.signal(session, f"claim:{claim_id}")


def _go_on_later(uow: UnitOfWork, claim_id: int) -> None:
    with uow.writing() as session:
        jobs.enqueue(session, SuggestStances, claim_id, uow.now)


def _suggested(finder: StanceFinder, claim: Claim, page: Page) -> Suggestion | None:
    found = finder.suggest(claim.statement, claim.claimant, page.text, outlet=page.outlet, language=page.language)
    whole = found is not None and 0 <= found.start < found.end <= len(page.text) and found.why
    return found if whole else None  # no passage, no stance, whoever suggests it


def _note(session: Session, report_id: int, words: str, suggestion: Suggestion | None) -> None:
    report = session.get(Report, report_id)
    if report is None:
        return  # the claim was reworded meanwhile, and the page says nothing about it any more
    report.stance_for, report.stance = words, suggestion.stance if suggestion else None
    report.stance_start, report.stance_end = (suggestion.start, suggestion.end) if suggestion else (0, 0)
    report.stance_why = suggestion.why if suggestion else ""


def words_of(claim: Claim, page: Page) -> str:
    """The digest of what a suggestion was made from: other words need another one."""
    parts = (claim.statement, claim.claimant, page.outlet, page.text)
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def is_read(claim: Claim, report: Report, page: Page) -> bool:
    """Whether what stands at the report was suggested for these very words of claim and page."""
    return report.stance_for == words_of(claim, page)
