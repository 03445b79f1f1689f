"""How workers find reports: read feeds, ask the providers, fetch what they name, rank it, group the copies."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from factcheck.domain.claims import Passage, Similarity
from factcheck.domain.evidence import (
    AskStatus,
    Extracted,
    Extractor,
    FeedEntry,
    FeedReader,
    Fetched,
    Fetcher,
    FetchFailed,
    Hit,
    HostBusy,
    Vault,
    origins,
    search_words,
)
from factcheck.domain.jobs import FetchLead, FindReports
from factcheck.domain.review import Stage
from factcheck.services import claims
from factcheck.store import articles as article_rows
from factcheck.store import evidence as rows
from factcheck.store import jobs, search
from factcheck.store.tables import Ask, Claim, FeedItem, Lead, Outlet, Page, Report
from factcheck.store.unit import Session, UnitOfWork

Unit = Callable[[], UnitOfWork]

POLL_EVERY = timedelta(minutes=10)
POLL_LEASE = timedelta(minutes=2)
HITS_PER_PROVIDER = 6
LEADS_MOST = 20
FRESH = timedelta(hours=24)
"""A page fetched within this time is not fetched again for another claim."""

LEAST_SCORE = 0.2
"""A page whose best passage scores less has nothing to say about the claim."""

SUBJECT_LEAST, SUBJECT_MORE = 0.8, 0.4
"""What a score is multiplied by where a page has no word of the headline, and what all of them add."""

HEAD = 200
"""Characters before the headline in which a page names its section or its office."""

OWN_ARCHIVE = "the desk's own archive"
OWN_ADDRESS = "article:"
"""Pages of the desk's own archive have the address article:NUMBER."""

SEARCH_AGAIN_MOST = 200
FETCH_TRIES = 3


# --- Reading an outlet's feed ---------------------------------------------------------------------


def poll_outlet(unit: Unit, fetcher: Fetcher, feeds: FeedReader, outlet_id: int) -> None:
    """Read the feed once, keep its new entries, and search again for the claims they may bear on."""
    uow = unit()
    now = uow.now
    with uow.writing() as session:
        if not rows.claim_poll(session, outlet_id, now, now + POLL_LEASE):
            return
    with uow.reading() as session:
        outlet = rows.outlet(session, outlet_id)
    if outlet is None:
        return
    try:
        fetched = fetcher.fetch(outlet.feed_url, etag=outlet.etag, last_modified=outlet.last_modified)
        entries = [] if fetched.not_modified else feeds.read(fetched)
    except HostBusy as busy:
        with uow.writing() as session:
            session.get_one(Outlet, outlet_id).next_attempt_at = busy.free_at
        raise
    except FetchFailed as failed:
        _note_outlet(uow, outlet_id, failed)
        return
    with uow.writing() as session:
        _keep_feed(session, outlet_id, fetched, entries, uow.now)


def _note_outlet(uow: UnitOfWork, outlet_id: int, failed: FetchFailed) -> None:
    with uow.writing() as session:
        outlet = session.get_one(Outlet, outlet_id)
        outlet.problem = str(failed)
        outlet.next_attempt_at = failed.retry_at or uow.now + POLL_EVERY


def _keep_feed(session: Session, outlet_id: int, fetched: Fetched, entries: Sequence[FeedEntry], now: datetime) -> None:
    outlet = session.get_one(Outlet, outlet_id)
    outlet.problem, outlet.fetched_at, outlet.next_attempt_at = "", now, now + POLL_EVERY
    if not fetched.not_modified:
        outlet.etag = fetched.headers.get("etag", "")
        outlet.last_modified = fetched.headers.get("last-modified", "")
    known = rows.known_guids(session, outlet_id, [entry.guid for entry in entries])
    new = {entry.guid: entry for entry in entries if entry.guid not in known}
    for entry in new.values():
        item = FeedItem(outlet_id=outlet_id, guid=entry.guid, url=entry.url, title=entry.title, found_at=now)
        item.summary, item.published = entry.summary, entry.published
        session.add(item)
        session.flush()
        search.put(session, search.Kind.FEED_ITEM, item.id or 0, entry.title, entry.summary)
    if new:
        for claim_id in rows.open_claims_asked_before(session, now, SEARCH_AGAIN_MOST):
            jobs.enqueue(session, FindReports, claim_id, now)


# --- Asking the providers -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Answer:
    """What one provider answered; `problem` says what went wrong, `again_at` when it is asked again."""

    provider: str
    words: str
    status: AskStatus
    hits: tuple[Hit, ...] = ()
    milliseconds: int = 0
    problem: str = ""
    again_at: datetime | None = None


def gather(unit: Unit, claim_id: int) -> None:
    """Ask every provider about the claim and want each address they name fetched. Safe to run twice."""
    uow = unit()
    now = uow.now
    with uow.reading() as session:
        claim = claims.existing(session, claim_id)
        if claim.stage in {Stage.DISMISSED, Stage.VOIDED}:
            return
        article = article_rows.by_id(session, claim.article_id)
        words = search_words(claim.statement, article.title if article else "")
        answers = [_ask_outlet(session, outlet, words) for outlet, _ in rows.outlets(session, active_only=True)]
        answers.append(_ask_archive(session, claim, words))
    with uow.writing() as session:
        for answer in answers:
            _note_answer(session, claim_id, answer, now)
        known = {lead.url for lead in rows.leads(session, claim_id)}
        hits = [(hit, answer.provider) for answer in answers for hit in answer.hits]
        for hit, provider in hits[: LEADS_MOST * 3]:
            if hit.url not in known and len(known) < LEADS_MOST * 2:
                known.add(hit.url)
                _want(session, claim_id, hit, provider, now)
        jobs.signal(session, f"claim:{claim_id}")


def _ask_outlet(session: Session, outlet: Outlet, words: Sequence[str]) -> Answer:
    """Search the entries that were read from one outlet's feed."""
    asked = " ".join(words)
    if outlet.fetched_at is None:
        again = outlet.next_attempt_at
        status = AskStatus.ERROR if outlet.problem else AskStatus.THROTTLED
        return Answer(outlet.name, asked, status, problem=outlet.problem or "not read yet", again_at=again)
    started = time.perf_counter()
    ids = search.find(session, search.Kind.FEED_ITEM, words, every=False, limit=100)
    found = [item for item, of in rows.feed_items(session, ids) if of.id == outlet.id][:HITS_PER_PROVIDER]
    hits = tuple(Hit(item.url, item.title, outlet.name, item.published, item.summary) for item in found)
    status = AskStatus.FOUND if hits else AskStatus.NOTHING
    again = outlet.next_attempt_at if outlet.problem else None
    return Answer(outlet.name, asked, status, hits, _since(started), outlet.problem, again)


def _ask_archive(session: Session, claim: Claim, words: Sequence[str]) -> Answer:
    """Search the desk's other articles, and the pages that were fetched for other claims."""
    started = time.perf_counter()
    ids = search.find(session, search.Kind.ARTICLE, words, every=False, limit=HITS_PER_PROVIDER + 1)
    articles = [article_rows.by_id(session, found) for found in ids if found != claim.article_id]
    ids = search.find(session, search.Kind.PAGE, words, every=False, limit=HITS_PER_PROVIDER)
    pages = [session.get(Page, found) for found in ids]
    hits = (
        *(Hit(f"{OWN_ADDRESS}{each.id}", each.title, each.outlet) for each in articles[:HITS_PER_PROVIDER] if each),
        *(Hit(page.url, page.title, page.outlet, page.published) for page in pages if page),
    )
    status = AskStatus.FOUND if hits else AskStatus.NOTHING
    return Answer(OWN_ARCHIVE, " ".join(words), status, hits, _since(started))


def _since(started: float) -> int:
    return round((time.perf_counter() - started) * 1000)


def _note_answer(session: Session, claim_id: int, answer: Answer, now: datetime) -> None:
    row = rows.ask(session, claim_id, answer.provider, answer.words)
    if row is None:
        row = Ask(claim_id=claim_id, provider=answer.provider, words=answer.words, status=answer.status, at=now)
        session.add(row)
    row.status, row.hits, row.milliseconds = answer.status, len(answer.hits), answer.milliseconds
    row.problem, row.next_attempt_at, row.at = answer.problem, answer.again_at, now


def _want(session: Session, claim_id: int, hit: Hit, provider: str, now: datetime) -> None:
    lead = Lead(claim_id=claim_id, url=hit.url, title=hit.title, outlet=hit.outlet, provider=provider, found_at=now)
    lead.published = hit.published
    session.add(lead)
    session.flush()
    jobs.enqueue(session, FetchLead, lead.id or 0, now)


# --- Fetching what they named ---------------------------------------------------------------------


def fetch_lead(
    unit: Unit,
    fetcher: Fetcher,
    extractor: Extractor,
    similarity: Similarity,
    vault: Vault,
    lead_id: int,
    attempt: int = 1,
) -> None:
    """Fetch one address, keep it, and make it a report if it bears on the claim. Raises HostBusy and FetchFailed."""
    uow = unit()
    with uow.reading() as session:
        lead = rows.lead(session, lead_id)
        if lead is None or lead.done:
            return
        known = _fresh_page(session, lead, uow.now)
    if known is None:
        try:
            known = _fetch_page(uow, fetcher, extractor, vault, lead)
        except FetchFailed as failed:
            _note_lead(uow, lead_id, failed, attempt)
            raise
    _judge(uow, similarity, lead, known)


def _fresh_page(session: Session, lead: Lead, now: datetime) -> Page | None:
    if lead.url.startswith(OWN_ADDRESS):
        return _own_page(session, lead, now)
    page = rows.page_by_url(session, lead.url)
    return page if page is not None and now - page.fetched_at < FRESH else None


def _own_page(session: Session, lead: Lead, now: datetime) -> Page | None:
    """An article of the desk's own archive in the shape of a page."""
    article = article_rows.by_id(session, int(lead.url.removeprefix(OWN_ADDRESS)))
    revision = article_rows.revision(session, article.id or 0, article.revision) if article else None
    if article is None or revision is None:
        return None
    published = datetime.combine(article.published, datetime.min.time(), now.tzinfo) if article.published else None
    page = Page(url=lead.url, title=article.title, outlet=article.outlet, byline=article.byline, fetched_at=now)
    page.published, page.language, page.text = published, article.language, revision.text
    return page


def _fetch_page(uow: UnitOfWork, fetcher: Fetcher, extractor: Extractor, vault: Vault, lead: Lead) -> Page:
    """No transaction is open while the outside is asked."""
    fetched = fetcher.fetch(lead.url)
    extracted = extractor.extract(fetched)
    return _page(lead, extracted, vault.keep(fetched.body), fetched.fetched_at)


def _page(lead: Lead, extracted: Extracted, sha256: str, at: datetime) -> Page:
    page = Page(url=lead.url, title=extracted.title or lead.title, fetched_at=at, text=extracted.text)
    page.outlet, page.byline, page.agency = lead.outlet or extracted.outlet, extracted.byline, extracted.agency
    page.published, page.language = extracted.published or lead.published, extracted.language
    page.kept_sha256 = sha256
    return page


def _note_lead(uow: UnitOfWork, lead_id: int, failed: FetchFailed, attempt: int) -> None:
    with uow.writing() as session:
        lead = session.get_one(Lead, lead_id)
        again = failed.retry_at if attempt < FETCH_TRIES else None
        lead.problem, lead.next_attempt_at, lead.done = str(failed), again, again is None
        jobs.signal(session, f"claim:{lead.claim_id}")
    if again is None:
        failed.retry_at = None


def _judge(uow: UnitOfWork, similarity: Similarity, lead: Lead, page: Page) -> None:
    """Find the passage that answers the claim; below the least score the page is not a report."""
    with uow.reading() as session:
        claim = claims.existing(session, lead.claim_id)
        article = article_rows.by_id(session, claim.article_id)
    passage = best_passage(similarity, claim.statement, page.title, page.text)
    if passage is not None:
        passage = replace(passage, score=_weighed(passage.score, article.title if article else "", page))
    with uow.writing() as session:
        row = session.get_one(Lead, lead.id)
        row.done, row.problem, row.next_attempt_at = True, "", None
        stored = _store_page(session, page)
        report = rows.report_of_page(session, lead.claim_id, stored.id or 0)
        if passage is not None and passage.score >= LEAST_SCORE:
            _keep_report(session, lead, report or _new_report(lead, stored, uow.now), passage)
        elif report is not None:
            _drop_report(session, report)
        jobs.signal(session, f"claim:{lead.claim_id}")


def best_passage(similarity: Similarity, statement: str, title: str, text: str) -> Passage | None:
    """The passage below the headline, which everybody sees anyway."""
    at = text.find(title, 0, HEAD + len(title)) if title else -1
    start = at + len(title) if at >= 0 else 0
    found = similarity.best_passage(statement, text[start:])
    return found and replace(found, start=found.start + start, end=found.end + start)


def _weighed(score: float, headline: str, page: Page) -> float:
    """A passage counts a little more on a page about what the claim's article is about, and less elsewhere."""
    wanted = search_words(headline)
    if not wanted:
        return score
    there = f"{page.title} {page.text}".casefold()
    share = sum(word in there for word in wanted) / len(wanted)
    return round(min(1.0, score * (SUBJECT_LEAST + SUBJECT_MORE * share)), 3)


def _new_report(lead: Lead, page: Page, now: datetime) -> Report:
    return Report(
        claim_id=lead.claim_id, page_id=page.id or 0, provider=lead.provider, score=0.0, passage_start=0, passage_end=0,
        found_at=now,
    )  # fmt: skip


def _keep_report(session: Session, lead: Lead, report: Report, passage: Passage) -> None:
    new = report.id is None
    report.score, report.passage_start, report.passage_end = passage.score, passage.start, passage.end
    session.add(report)
    session.flush()
    _group(session, lead.claim_id)
    if new:
        _announce(session, lead.claim_id)


def _drop_report(session: Session, report: Report) -> None:
    """The claim was reworded and the page says nothing about it any more. What was attached once stays."""
    if rows.was_attached(session, report.id or 0):
        return
    session.delete(report)
    session.flush()
    _group(session, report.claim_id)


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


def _group(session: Session, claim_id: int) -> None:
    """Mark which reports copy one another and count the origins."""
    found = rows.reports(session, claim_id)
    leaders = origins([page.text for _, page in found])
    for (report, _), leader in zip(found, leaders, strict=True):
        report.origin = found[leader][0].id
    claim = session.get_one(Claim, claim_id)
    claim.reports, claim.origins = len(found), len(set(leaders))


def _announce(session: Session, claim_id: int) -> None:
    """A report that comes after the approval raises a flag; it never changes verdict, stage or version."""
    claim = session.get_one(Claim, claim_id)
    if claim.stage is Stage.APPROVED:
        claim.new_evidence = True
