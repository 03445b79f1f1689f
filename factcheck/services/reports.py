"""Makes reports of fetched pages: the passage that answers a claim, how well it does, and what copies what."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from factcheck.domain.claims import Passage, Similarity
from factcheck.domain.evidence import search_words, without_days
from factcheck.domain.jobs import SuggestStances
from factcheck.domain.queries import names_in
from factcheck.domain.review import Stage
from factcheck.services import claims, origins
from factcheck.store import articles as article_rows
from factcheck.store import evidence as rows
from factcheck.store import jobs, search
from factcheck.store.tables import Claim, Lead, Page, Report
from factcheck.store.unit import Session, UnitOfWork, alone

LEAST_SCORE = 0.2
"""A page whose best passage scores less has nothing to say about the claim, unless it is about the same subject."""

LEAST_CONTEXT, SAME_SUBJECT = 0.1, 0.5
"""A denial in other words scores little. It is kept where the page has half of the words of the headline and a name
of the claim; a page of the same subject that scores still less is about something else that happened there."""

SUBJECT_LEAST, SUBJECT_MORE = 0.8, 0.4
"""What a score is multiplied by where a page has no word of the headline, and what all of them add."""

HEAD = 200
"""Characters before the headline in which a page names its section or its office."""

OWN_ADDRESS = "article:"
"""Pages of the desk's own archive have the address article:NUMBER."""


def compare(uow: UnitOfWork, similarity: Similarity, claim_id: int, pages: Sequence[tuple[Lead, Page]]) -> None:
    """Find on each page the passage that answers the claim; a page that does not bear on it is not a report."""
    if not pages:
        return
    with uow.reading() as session:
        claim = claims.existing(session, claim_id)
        article = article_rows.by_id(session, claim.article_id)
    headline = article.title if article else ""
    found = [(lead, page, bearing(similarity, claim.statement, headline, page)) for lead, page in pages]
    with uow.writing() as session:
        origins.in_turn(session, claim_id)
        for url in sorted({page.url for _, page in pages}):  # in one order, so that no two wait for each other
            alone(session, f"page:{url}")
        for lead, page, passage in found:
            _note(session, lead, _store_page(session, page), passage, uow.now)
        origins.regroup(session, claim_id)
        jobs.enqueue(session, SuggestStances, claim_id, uow.now)
        jobs.signal(session, f"claim:{claim_id}")


def bearing(similarity: Similarity, statement: str, headline: str, page: Page) -> Passage | None:
    """The best passage of a page that bears on the claim; None where it is about another matter."""
    passage = best_passage(similarity, statement, headline, page)
    if passage is None or passage.score >= LEAST_SCORE:
        return passage
    return passage if passage.score >= LEAST_CONTEXT and is_context(statement, headline, page) else None


def is_context(statement: str, headline: str, page: Page) -> bool:
    """Whether a page is about what the claim's article is about, and has one of the names in the claim.

    Where a language writes every noun with a capital, a noun does.
    """
    there = _words(page)
    named = any(name.casefold() in there for name in names_in(without_days(statement)))
    return named and _share(headline, page) >= SAME_SUBJECT


def best_passage(similarity: Similarity, statement: str, headline: str, page: Page) -> Passage | None:
    """The passage below the page's title, which everybody sees anyway; `headline` is that of the claim's article."""
    start = below_title(page)
    found = similarity.best_passage(statement, page.text[start:])
    if found is None:
        return None
    score = round(min(1.0, found.score * _subject(headline, page)), 3)
    return replace(found, start=found.start + start, end=found.end + start, score=score)


def below_title(page: Page) -> int:
    """Where the text goes on behind the page's title; 0 where the text does not begin with it."""
    at = page.text.find(page.title, 0, HEAD + len(page.title)) if page.title else -1
    return at + len(page.title) if at >= 0 else 0


def _subject(headline: str, page: Page) -> float:
    """A passage counts a little more on a page about what the claim's article is about, and less elsewhere."""
    return SUBJECT_LEAST + SUBJECT_MORE * _share(headline, page) if search_words(headline) else 1.0


def _share(headline: str, page: Page) -> float:
    """Which share of the headline's telling words the page has; 0 where there is no headline."""
    wanted, there = search_words(headline), _words(page)
    return sum(word in there for word in wanted) / max(1, len(wanted))


def _words(page: Page) -> str:
    return f"{page.title} {page.text}".casefold()


def _note(session: Session, lead: Lead, page: Page, passage: Passage | None, now: datetime) -> None:
    row = session.get_one(Lead, lead.id)
    row.done, row.problem, row.next_attempt_at = True, "", None
    report = rows.report_of_page(session, lead.claim_id, page.id or 0)
    if passage is not None:
        _keep(session, report or _new_report(session, lead, page, now), passage)
    elif report is not None and not rows.is_used(session, report):
        session.delete(report)  # the claim was reworded, and the page says nothing about it any more
    session.flush()


def _keep(session: Session, report: Report, passage: Passage) -> None:
    report.score, report.passage_start, report.passage_end = passage.score, passage.start, passage.end
    session.add(report)


def _new_report(session: Session, lead: Lead, page: Page, now: datetime) -> Report:
    _announce(session, lead.claim_id)
    return Report(
        claim_id=lead.claim_id, page_id=page.id or 0, provider=lead.provider, score=0.0, passage_start=0, passage_end=0,
        found_at=now,
    )  # fmt: skip


PAGE_FIELDS = "title outlet byline agency published language text kept_sha256 fetched_at".split()


def _store_page(session: Session, page: Page) -> Page:
    known = rows.page_by_url(session, page.url)
    if known is not None and page.fetched_at <= known.fetched_at:
        return known
    if known is None:
        session.add(page)
        known = page
    else:
        for field in PAGE_FIELDS:
            setattr(known, field, getattr(page, field))
    session.flush()
    if not known.url.startswith(OWN_ADDRESS):  # articles are in the index themselves
        search.put(session, search.Kind.PAGE, known.id or 0, known.title, known.text)
    return known


def _announce(session: Session, claim_id: int) -> None:
    """A report that comes after the approval raises a flag; it never changes verdict, stage or version."""
    claim = session.get_one(Claim, claim_id)
    if claim.stage is Stage.APPROVED:
        claim.new_evidence = True
