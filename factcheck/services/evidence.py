"""Evidence as people read it: what was found for a claim, where it was searched, and searching again."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from factcheck.domain.errors import NotFound
from factcheck.domain.evidence import AskStatus
from factcheck.domain.jobs import FetchLead, FindReports
from factcheck.domain.origins import Appeared, appeared
from factcheck.domain.owners import Owners
from factcheck.domain.people import Action, Actor
from factcheck.domain.sheets import (
    AskSheet,
    EvidenceSheet,
    OriginSheet,
    ReportSheet,
    TroubleSheet,
    VainSheet,
)
from factcheck.domain.texts import say
from factcheck.services import blind, claims, earlier, failures, ledger, reports, stances
from factcheck.store import articles as article_rows
from factcheck.store import asking as asking_rows
from factcheck.store import evidence as rows
from factcheck.store import history, jobs
from factcheck.store.tables import Ask, Claim, Lead, Page, Report
from factcheck.store.unit import Session, UnitOfWork

AROUND = 240
"""Characters of context shown before and after a passage."""

SOON = timedelta(minutes=1)
"""A provider that is asked later than this is waited for, and not being searched."""


def sheet(uow: UnitOfWork, claim_id: int, actor: Actor, languages: Collection[str] = ()) -> EvidenceSheet:
    """Everything the workers found for the claim: reports by origin, what was asked, what failed.

    `languages` are those in which the desk has claims searched besides that of the article.
    """
    actor.require(Action.READ)
    with uow.reading() as session:
        closed = blind.is_closed(session, claim_id, actor)
        return as_it_stands(session, claims.existing(session, claim_id), uow.now, languages, closed=closed)


def as_it_stands(
    session: Session, claim: Claim, now: datetime, languages: Collection[str], *, closed: bool
) -> EvidenceSheet:
    """What was found as this transaction sees it; with `closed`, nothing tells what people attached."""
    claim_id = claim.id or 0
    article = article_rows.by_id(session, claim.article_id)
    found = rows.reports(session, claim_id)
    sources = [] if closed else rows.sources(session, claim_id)
    attached = {source.report_id for source in sources}
    leads = rows.leads(session, claim_id)
    pending = [lead.id or 0 for lead in leads if not lead.done]
    searching = jobs.open_for(session, [FindReports.name], [claim_id]) > 0
    asking = asking_rows.open_of(session, claim_id, now + SOON) > 0
    owners = rows.owners(session)
    checks = earlier.of_claim(session, claim_id, closed=closed)
    asked = rows.asks(session, claim_id)
    asks = [_ask_sheet(ask, now) for ask in asked]
    still_open = bool(searching or asking or pending)
    return EvidenceSheet(
        origins=_by_origin(claim, found, attached, owners),
        asks=tuple(_as_shown(ask, len(checks)) for ask in asks) if closed else tuple(asks),
        troubles=tuple(_trouble(lead) for lead in leads if lead.problem),
        vain=tuple(_vain(lead) for lead in rows.read_in_vain(session, claim_id)),
        searching=searching or asking,
        waiting=len(pending),
        earlier=checks,
        day=ledger.day_of(claim, article),
        gaps=() if still_open else ledger.prompts(claim, article, found, sources, owners, languages),
        search=ledger.state(asked, still_open=still_open),
    )


def _by_origin(
    claim: Claim, found: Sequence[tuple[Report, Page]], attached: set[int | None], owners: Owners
) -> tuple[OriginSheet, ...]:
    """Reports grouped by who copied whom; the group with the best passage first, inside it the earliest."""
    groups: dict[int, list[ReportSheet]] = {}
    for report, page in sorted(found, key=_standing):
        sheet = replace(report_sheet(report, page, attached, claim), owner=owners.of(page.outlet, page.url))
        groups.setdefault(report.origin or report.id or 0, []).append(sheet)
    ordered = sorted(groups.items(), key=lambda group: -max(report.score for report in group[1]))
    return tuple(
        OriginSheet(say("origin %(number)s", number=number), tuple(of)) for number, (_, of) in enumerate(ordered, 1)
    )


def _standing(found: tuple[Report, Page]) -> tuple[bool, Appeared, int]:
    """The one that the others go back to comes first, then they as they appeared."""
    report, page = found
    return report.id != report.origin, appeared(page.published), report.id or 0


def report_sheet(report: Report, page: Page, attached: set[int | None], claim: Claim | None = None) -> ReportSheet:
    start, end = report.passage_start, report.passage_end
    return ReportSheet(
        id=report.id or 0,
        url=page.url,
        title=page.title,
        outlet=page.outlet,
        byline=page.byline,
        published=page.published,
        language=page.language,
        passage=page.text[start:end],
        before=page.text[max(reports.below_title(page), start - AROUND) : start].lstrip(),
        after=page.text[end : end + AROUND],
        score=report.score,
        found_at=report.found_at,
        changed=_changed(page),
        provider=report.provider,
        agency=page.agency,
        attached=report.id in attached,
        kept=page.kept_sha256,
        copied_from=report.copied_from,
        copied_how=report.copied_how,
        shares_with=tuple(report.shares_with),
        placed_with=report.placed_with,
        placed_reason=report.placed_reason,
        placed_by=report.placed_by,
        **_suggestion(claim, report, page),
    )


def _changed(page: Page) -> datetime | None:
    """The day on which its outlet has changed the page, where that is not the day on which it was published."""
    modified, published = page.modified, page.published
    return modified if modified and published and modified.date() > published.date() else None


def _suggestion(claim: Claim | None, report: Report, page: Page) -> dict[str, Any]:
    """What a worker suggests, as long as claim and page have the words for which it was suggested."""
    if claim is None or report.stance is None or not stances.is_read(claim, report, page):
        return {}
    passage = page.text[report.stance_start : report.stance_end]
    return {"suggested": report.stance, "suggested_passage": passage, "suggested_why": report.stance_why}


def _ask_sheet(ask: Ask, now: datetime) -> AskSheet:
    """A line of the ledger. When it is asked again is told as long as that is to come."""
    again = ask.next_attempt_at if ask.next_attempt_at and ask.next_attempt_at > now else None
    return AskSheet(
        ask.provider, ask.words, ask.status, ask.hits, ask.milliseconds, ask.at, ask.problem, again, ask.language,
        ask.since, ask.until,
    )  # fmt: skip


def _as_shown(ask: AskSheet, checks: int) -> AskSheet:
    """The line of the ledger about earlier checks, with the number of those that the person sees."""
    status = AskStatus.FOUND if checks else AskStatus.NOTHING
    return replace(ask, hits=checks, status=status) if ask.provider == earlier.LEDGER else ask


def _trouble(lead: Lead) -> TroubleSheet:
    again = lead.next_attempt_at if not lead.done else None
    return TroubleSheet(lead.outlet, lead.url, lead.problem, again, lead.failed_before)


def _vain(lead: Lead) -> VainSheet:
    return VainSheet(lead.outlet, lead.url, lead.title, lead.provider)


def kept(uow: UnitOfWork, report_id: int, actor: Actor, *, claim_id: int | None = None) -> tuple[ReportSheet, str]:
    """A report with the whole text that was stored of its page. NotFound where it is none of the claim named."""
    actor.require(Action.READ)
    with uow.reading() as session:
        found = rows.report(session, report_id)
        if found is None or claim_id not in {None, found[0].claim_id}:
            raise NotFound("There is no such report.")
        report, page = found
        return report_sheet(report, page, set()), page.text


def search_again(uow: UnitOfWork, claim_id: int, actor: Actor) -> None:
    """Ask the workers to search for the claim once more. Asked again before they have begun, it is one search."""
    actor.require(Action.ATTACH)
    with uow.writing() as session:
        claims.existing(session, claim_id)
        is_new = not jobs.open_for(session, [FindReports.name], [claim_id])
        jobs.enqueue(session, FindReports, claim_id, uow.now)
        for inquiry in asking_rows.of_claim(session, claim_id):
            inquiry.wanted_at, inquiry.done_at = uow.now, None
        for lead in rows.leads(session, claim_id):
            if lead.problem and lead.done:
                lead.done, lead.problem, lead.next_attempt_at, lead.failed_before = False, "", None, None
                failures.forget(session, [lead.url])
                jobs.enqueue(session, FetchLead, lead.id or 0, uow.now)
        if is_new:
            history.append(session, f"claim:{claim_id}", "search again", actor, uow.now)
        jobs.signal(session, f"claim:{claim_id}")
