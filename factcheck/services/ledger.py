"""What the search for a claim comes to: its day, how far it has come, and what it has not brought."""

from collections.abc import Collection, Sequence
from datetime import date

from factcheck.domain.evidence import AskStatus, SearchState
from factcheck.domain.gaps import Seen, gaps
from factcheck.domain.owners import Owners
from factcheck.domain.queries import is_hindsight
from factcheck.services import earlier, finding
from factcheck.services.asking import about_claim
from factcheck.store.tables import Article, Ask, Claim, Page, Report, Source


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
