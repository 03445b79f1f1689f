"""The workbench of a claim: the claim, its article and what was found for it, read in one transaction."""

from collections.abc import Collection
from dataclasses import dataclass

from factcheck.domain.people import Action, Actor
from factcheck.domain.sheets import ArticleBeside, ClaimSheet, EvidenceSheet
from factcheck.services import articles, blind, claims, evidence, sheets
from factcheck.store import articles as article_rows
from factcheck.store import claims as claim_rows
from factcheck.store.tables import Article, Claim
from factcheck.store.unit import Session, UnitOfWork

SAYS_MOST = 12
"""Other claims of the same claimant that stand below the article's text."""


@dataclass(frozen=True, slots=True)
class Bench:
    """What lies on the workbench, all of one moment."""

    claim: ClaimSheet
    article: ArticleBeside
    found: EvidenceSheet


def sheet(uow: UnitOfWork, claim_id: int, actor: Actor, languages: Collection[str] = ()) -> Bench:
    """The three as this person may see them. NotFound. `languages` are those in which claims are searched besides."""
    actor.require(Action.READ)
    with uow.reading() as session:
        claim = claims.existing(session, claim_id)
        article = articles.existing(session, claim.article_id)  # held here, neither row is asked for again below
        shown = claims.as_it_stands(session, claim_id, actor, uow.now)
        beside = _beside(session, claim, article, actor)
        closed = shown.row.answer_closed
        return Bench(shown, beside, evidence.as_it_stands(session, claim, uow.now, languages, closed=closed))


def _beside(session: Session, claim: Claim, article: Article, actor: Actor) -> ArticleBeside:
    """Only what is shown: an article may have hundreds of claims and many revisions."""
    revision = article_rows.revision(session, claim.article_id, article.revision)
    others = claim_rows.of_claimant(session, claim, SAYS_MOST) if claim.claimant else []
    return ArticleBeside(
        title=article.title,
        outlet=article.outlet,
        published=article.published,
        language=article.language,
        text=revision.text if revision else "",
        marked=claim_rows.fragments_of_article(session, claim.article_id),
        same_claimant=tuple(blind.rows_for(session, [sheets.claim_row(row) for row in others], actor)),
    )
