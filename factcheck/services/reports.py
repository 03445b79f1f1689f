"""Makes reports of fetched pages: the passage that answers a claim, how well it does, and what copies what."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from factcheck.domain.claims import Passage, Similarity
from factcheck.domain.jobs import ReadLead, SuggestStances
from factcheck.domain.queries import names_in
from factcheck.domain.review import Stage
from factcheck.domain.search_words import search_words, without_days
from factcheck.services import claims, origins, telling
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


@dataclass(frozen=True, slots=True)
class Beside:
    """A page beside the words it is compared with: those of a claim, and the headline of its article."""

    statement: str
    headline: str
    page: Page


@dataclass(frozen=True, slots=True)
class Compared:
    """What came of a lead: `passage` is what answers the claim, None where nothing does."""

    lead: Lead
    beside: Beside
    passage: Passage | None


def compare(uow: UnitOfWork, similarity: Similarity, pages: Sequence[tuple[Lead, Page]]) -> None:
    """Find on each page the passage that answers its claim; a page that does not bear on it is not a report."""
    if not pages:
        return
    compared = look(uow, similarity, pages)
    with uow.writing() as session:
        note(session, similarity, compared, uow.now)


def look(uow: UnitOfWork, similarity: Similarity, pages: Sequence[tuple[Lead, Page]]) -> list[Compared]:
    """Find the passages; nothing is written, and no transaction is open meanwhile."""
    with uow.reading() as session:
        about = {claim_id: _words_of(session, claim_id) for claim_id in {lead.claim_id for lead, _ in pages}}
    beside = [Beside(*about[lead.claim_id], page) for lead, page in pages]
    found = zip(pages, beside, bearing(similarity, beside), strict=True)
    return [Compared(lead, each, passage) for (lead, _), each, passage in found]


def note(session: Session, similarity: Similarity, compared: Sequence[Compared], now: datetime) -> None:
    """Make reports of pages that were compared. Those of several claims may come together: each is grouped once."""
    claim_ids = sorted({each.lead.claim_id for each in compared})
    _in_turn(session, claim_ids, compared)
    about = {claim_id: _words_of(session, claim_id) for claim_id in claim_ids}
    # what many pages need is asked for once, not for each of them
    known = rows.pages_by_url(session, {each.beside.page.url for each in compared})
    leads = rows.leads_by_id(session, {each.lead.id for each in compared})
    for each in compared:
        passage, beside = each.passage, Beside(*about[each.lead.claim_id], each.beside.page)
        if beside != each.beside:  # reworded since
            [passage] = bearing(similarity, [beside])
        was_known = beside.page.url in known
        page = _store_page(session, beside.page, known, now)
        report = rows.report_of_page(session, each.lead.claim_id, page.id or 0) if was_known else None
        _note(session, leads[each.lead.id], page, report, passage, now)
    for claim_id in claim_ids:
        origins.regroup(session, claim_id)
        jobs.enqueue(session, SuggestStances, claim_id, now)
        jobs.signal(session, f"claim:{claim_id}")


def _words_of(session: Session, claim_id: int) -> tuple[str, str]:
    """What a claim says, and the headline of its article."""
    claim = claims.existing(session, claim_id)
    article = article_rows.by_id(session, claim.article_id)
    return claim.statement, article.title if article else ""


def _in_turn(session: Session, claim_ids: Sequence[int], compared: Sequence[Compared]) -> None:
    """Claims and then pages, each in one order, so that no two wait for each other."""
    for claim_id in claim_ids:
        origins.in_turn(session, claim_id)
    for url in sorted({each.beside.page.url for each in compared}):
        alone(session, f"page:{url}")


def bearing(similarity: Similarity, pages: Sequence[Beside]) -> list[Passage | None]:
    """Of each page the best passage that bears on its claim; None where it is about another matter."""
    found = zip(best_passages(similarity, pages), pages, strict=True)
    return [passage if passage and _bears(passage, beside) else None for passage, beside in found]


def _bears(passage: Passage, beside: Beside) -> bool:
    return passage.score >= LEAST_SCORE or (passage.score >= LEAST_CONTEXT and is_context(beside))


def is_context(beside: Beside) -> bool:
    """Whether a page is about what the claim's article is about, and has one of the names in the claim.

    Where a language writes every noun with a capital, a noun does.
    """
    there = _words(beside.page)
    named = any(name.casefold() in there for name in names_in(without_days(beside.statement)))
    return named and _share(beside.headline, beside.page) >= SAME_SUBJECT


def best_passages(similarity: Similarity, pages: Sequence[Beside]) -> list[Passage | None]:
    """Passages below the titles of the pages, which everybody sees anyway."""
    starts = [below_title(beside.page) for beside in pages]
    asked = [(beside.statement, beside.page.text[start:]) for beside, start in zip(pages, starts, strict=True)]
    found = zip(similarity.best_passages(asked), pages, starts, strict=True)
    return [_placed(passage, beside, start) if passage else None for passage, beside, start in found]


def _placed(passage: Passage, beside: Beside, start: int) -> Passage:
    """A passage of the text from `start` on as one of the whole page."""
    score = round(min(1.0, passage.score * _subject(beside.headline, beside.page)), 3)
    return replace(passage, start=passage.start + start, end=passage.end + start, score=score)


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


def _note(
    session: Session, lead: Lead, page: Page, report: Report | None, passage: Passage | None, now: datetime
) -> None:
    lead.done, lead.problem, lead.next_attempt_at, lead.failed_before = True, "", None, None
    if passage is not None:
        _keep(session, report or _new_report(session, lead, page, now), passage)
    elif report is not None and not rows.is_used(session, report):
        session.delete(report)  # the claim was reworded, and the page says nothing about it any more


def _keep(session: Session, report: Report, passage: Passage) -> None:
    report.score, report.passage_start, report.passage_end = passage.score, passage.start, passage.end
    session.add(report)


def _new_report(session: Session, lead: Lead, page: Page, now: datetime) -> Report:
    _announce(session, lead.claim_id, now)
    return Report(
        claim_id=lead.claim_id, page_id=page.id or 0, provider=lead.provider, score=0.0, passage_start=0, passage_end=0,
        found_at=now,
    )  # fmt: skip


PAGE_FIELDS = "title outlet byline agency published modified language text kept_sha256 fetched_at".split()


def _store_page(session: Session, page: Page, known: dict[str, Page], now: datetime) -> Page:
    """The page's row, which stands among those that are known then."""
    row = known.get(page.url)
    if row is not None and page.fetched_at <= row.fetched_at:
        return row
    if row is None:
        session.add(page)
        row = known[page.url] = page
    else:
        before = row.text
        for field in PAGE_FIELDS:
            setattr(row, field, getattr(page, field))
        if row.text != before:
            _place_anew(session, row, before, now)
    session.flush()
    if not row.url.startswith(OWN_ADDRESS):  # articles are in the index themselves
        search.put(session, search.Kind.PAGE, row.id or 0, row.title, row.text)
    return row


def _place_anew(session: Session, page: Page, before: str, now: datetime) -> None:
    """The passages of a page whose text is another now, and the wish to have it compared with all its claims again.

    Until then a passage stands where its words do, and nowhere where they are gone: the old place would show others.
    """
    for report, lead in rows.reports_of_page(session, page):
        words = before[report.passage_start : report.passage_end]
        at = page.text.find(words) if words else -1
        report.passage_start, report.passage_end = (at, at + len(words)) if at >= 0 else (0, 0)
        lead.done = False
        jobs.enqueue(session, ReadLead, lead.id or 0, now)


def _announce(session: Session, claim_id: int, now: datetime) -> None:
    """A report that comes after the approval raises a flag; it never changes verdict, stage or version."""
    claim = session.get_one(Claim, claim_id)
    if claim.stage is Stage.APPROVED and not claim.new_evidence:
        claim.new_evidence = True
        telling.of_new_evidence(session, claim, now)
