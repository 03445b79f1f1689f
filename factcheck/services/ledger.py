"""The ledger of the searches for a claim: what they start from, how far they are, and what they have not brought."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from factcheck.domain.days import last_day
from factcheck.domain.earlier import ImportedCheck
from factcheck.domain.evidence import AskStatus, Hit, Query, SearchState
from factcheck.domain.gaps import Seen, gaps
from factcheck.domain.owners import Owners
from factcheck.domain.queries import About, is_hindsight
from factcheck.services import earlier, finding
from factcheck.store import evidence as evidence_rows
from factcheck.store.tables import Article, Ask, Claim, Page, Report, Source
from factcheck.store.unit import Session


def about_claim(claim: Claim, article: Article | None) -> About:
    """What a search for the claim starts from."""
    return About(
        statement=claim.statement,
        claimant="" if article and claim.claimant == article.outlet else claim.claimant,
        title=article.title if article else "",
        language=article.language if article else "",
        event=(claim.event_date, last_day(claim.event_date, claim.event_precision)) if claim.event_date else None,
        said=last_day(claim.said_date, claim.said_precision) if claim.said_date else None,
        published=article.published if article else None,
    )


def day_of(claim: Claim, article: Article | None) -> date | None:
    """The day of the claim: when it was said, else when the article was published."""
    return about_claim(claim, article).day


def state(asks: Sequence[Ask], *, still_open: bool) -> SearchState:
    """How far the search has come. Comparing with earlier checks is none, and its own archive alone is no outside."""
    searches = [ask for ask in asks if ask.provider != earlier.LEDGER]
    if not searches:
        return SearchState.NOT_BEGUN
    if still_open:
        return SearchState.UNDER_WAY
    answered = {ask.provider for ask in searches if ask.status in {AskStatus.FOUND, AskStatus.NOTHING}}
    return SearchState.DONE if answered - {finding.OWN_ARCHIVE} else SearchState.ALONE


@dataclass(frozen=True, slots=True)
class Reply:
    """How one ask ended, as it is written into the ledger."""

    status: AskStatus
    hits: tuple[Hit, ...] = ()
    problem: str = ""
    milliseconds: int = 0
    again_at: datetime | None = None
    checks: tuple[ImportedCheck, ...] = ()


def note(session: Session, claim_id: int, provider: str, query: Query, reply: Reply, now: datetime) -> None:
    """Write an ask into the ledger; the same question to the same provider is one line, with its last result.

    One that is not asked this time keeps the answer that it has given before.
    """
    row = evidence_rows.ask(session, claim_id, provider, query.words, query.language)
    if row is not None and reply.status is AskStatus.OFF and row.status in {AskStatus.FOUND, AskStatus.NOTHING}:
        return
    if row is None:
        row = Ask(claim_id=claim_id, provider=provider, words=query.words, status=reply.status, at=now)
        row.first_at, row.language = now, query.language
        session.add(row)
    row.status, row.hits, row.milliseconds = reply.status, len(reply.hits), reply.milliseconds
    row.problem, row.next_attempt_at, row.at = reply.problem, reply.again_at, now
    row.since, row.until = query.since, query.until


def prompts(
    claim: Claim,
    article: Article | None,
    found: Sequence[tuple[Report, Page]],
    sources: Sequence[Source],
    owners: Owners,
    languages: Collection[str] = (),
) -> tuple[str, ...]:
    """The gap prompts for a claim, from its reports and the sources that people attached."""
    day = day_of(claim, article)
    reports = [
        Seen(
            page.url,
            page.outlet,
            owners.of(page.outlet, page.url),
            language=page.language,
            origin=str(report.origin or report.id),
            hindsight=is_hindsight(page.published, day),
        )
        for report, page in found
    ]
    attached = [
        Seen(source.url, source.outlet, owners.of(source.outlet, source.url), kind=source.kind) for source in sources
    ]
    about = " ".join((claim.statement, claim.claimant, article.title if article else ""))
    return gaps(about, article.language if article else "", reports, attached, languages)
