"""The desk's corrected claims as gold data: articles that people have gone through, in the interchange format."""

from collections.abc import Iterator
from typing import Any

from factcheck.domain.articles import ArticleStatus
from factcheck.domain.days import spelled
from factcheck.domain.review import DismissReason, Stage
from factcheck.services import articles
from factcheck.store import articles as rows
from factcheck.store import claims as claim_rows
from factcheck.store import history
from factcheck.store.claims import Listed
from factcheck.store.tables import Article, Claim, Place
from factcheck.store.unit import Session, UnitOfWork


def gold(uow: UnitOfWork) -> Iterator[dict[str, Any]]:
    """One article after another, the oldest first.

    Only those in which a person has had every claim worth checking in hand: taken, corrected, dismissed, added.
    What nobody has looked at is the splitter's own answer, and nothing to measure it by.
    """
    with uow.reading() as session:
        wanted = rows.ids_with_status(session, ArticleStatus.READY)
    for article_id in wanted:
        with uow.reading() as session:
            listed = claim_rows.of_article(session, article_id)
            if gone_through(session, listed):
                yield _document(session, articles.existing(session, article_id), listed)


def gone_through(session: Session, listed: list[Listed]) -> bool:
    """Whether people have had all claims in hand that are worth checking, and at least one claim at all."""
    touched = history.touched_by_people(session, [f"claim:{row.claim.id}" for row in listed])
    left = [row for row in listed if row.claim.checkworthy and f"claim:{row.claim.id}" not in touched]
    return bool(touched) and not left


def _document(session: Session, article: Article, listed: list[Listed]) -> dict[str, Any]:
    revision = rows.revision(session, article.id or 0, article.revision)
    places = claim_rows.places(session, [row.claim.id or 0 for row in listed])
    claims = [shape for row in listed for shape in _claim(row.claim, places[row.claim.id or 0])]
    return {
        "doc_id": f"article-{article.id}",
        "title": article.title,
        "published": article.published.isoformat() if article.published else None,
        "outlet": article.outlet,
        "language": article.language,
        "text": revision.text if revision else "",
        "claims": sorted(claims, key=lambda shape: shape["span"]),
    }


def _claim(claim: Claim, places: list[Place]) -> Iterator[dict[str, Any]]:
    """A claim once for each of its places in the text as it is now; all but the first repeat it."""
    first = f"c{claim.number}"
    merged = claim.stage is Stage.DISMISSED and claim.dismiss_reason is DismissReason.DUPLICATE
    for number, place in enumerate([place for place in places if place.placed] if not merged else []):
        yield _shape(claim, place) | {
            "id": first if number == 0 else f"{first}-{number + 1}",
            "duplicate_of": None if number == 0 else first,
        }


def _shape(claim: Claim, place: Place) -> dict[str, Any]:
    return {
        "span": place.fragments,
        "span_text": place.span_text,
        "claim": claim.statement,
        "speaker": claim.claimant,
        "speaker_role": claim.claimant_role,
        "cue": claim.cue or None,
        "quote_type": claim.quotation.interchange,
        "chain": list(claim.chain),
        "channel": claim.channel,
        "said_date": {"value": spelled(claim.said_date, claim.said_precision), "basis": claim.said_basis or None},
        "event_date": {"value": spelled(claim.event_date, claim.event_precision), "basis": claim.event_basis or None},
        "checkworthy": claim.checkworthy and claim.stage is not Stage.DISMISSED,
        "score": claim.score,
        "kind": claim.kind,
        "hedge": claim.hedge,
        "denial": claim.denial,
        "role": place.role.value,
    }
