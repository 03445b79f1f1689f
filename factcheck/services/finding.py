"""How workers find reports: read feeds, ask the providers, and want what they name fetched and compared."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from factcheck.domain.claims import Similarity
from factcheck.domain.evidence import AskStatus, Hit
from factcheck.domain.fetching import FeedEntry, FeedReader, Fetched, Fetcher, FetchFailed, HostBusy
from factcheck.domain.jobs import PATIENCE, FetchLead, FindReports, ReadLead
from factcheck.domain.review import Stage
from factcheck.domain.search_words import search_words
from factcheck.domain.texts import later, say
from factcheck.services import claims, pages, reports
from factcheck.store import articles as article_rows
from factcheck.store import evidence as rows
from factcheck.store import jobs, search
from factcheck.store.tables import Ask, Claim, FeedItem, Lead, Outlet, Page
from factcheck.store.unit import Session, UnitOfWork

Unit = Callable[[], UnitOfWork]

POLL_EVERY = timedelta(minutes=10)
HITS_PER_PROVIDER = 6
LEADS_MOST = 20
OWN_ARCHIVE = later("the desk's own archive")

SEARCH_AGAIN_MOST = 200


# --- Reading an outlet's feed ---------------------------------------------------------------------


def poll_outlet(
    unit: Unit, fetcher: Fetcher, feeds: FeedReader, outlet_id: int, lease: timedelta = PATIENCE.lease
) -> None:
    """Read the feed once, keep its new entries, and search again for the claims they may bear on.

    `lease` is how long nobody else reads it: as long as its job has to end.
    """
    uow = unit()
    now = uow.now
    with uow.writing() as session:
        if not rows.claim_poll(session, outlet_id, now, now + lease):
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
        for claim_id in rows.claims_asked_before(session, now, SEARCH_AGAIN_MOST):
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


def gather(unit: Unit, similarity: Similarity, claim_id: int) -> None:
    """Ask every provider about the claim, compare the pages that are at hand, and want the others fetched.

    Safe to run twice, and to go on where it was broken off.
    """
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
        add_leads(session, claim_id, [(hit, answer.provider) for answer in answers for hit in answer.hits], now)
        jobs.signal(session, f"claim:{claim_id}")
    follow_up(uow, similarity, claim_id)


def add_leads(session: Session, claim_id: int, named: Sequence[tuple[Hit, str]], now: datetime) -> None:
    """Keep what providers named for the claim, each address once and not without end."""
    known = {lead.url for lead in rows.leads(session, claim_id)}
    for hit, provider in named[: LEADS_MOST * 3]:
        if hit.url not in known and len(known) < LEADS_MOST * 2:
            known.add(hit.url)
            session.add(_lead(claim_id, hit, provider, now))


def follow_up(uow: UnitOfWork, similarity: Similarity, claim_id: int) -> None:
    """Each page is fetched once for all claims: what is fresh is compared here and now."""
    with uow.reading() as session:
        open_leads = [lead for lead in rows.leads(session, claim_id) if not lead.done]
        found = [(lead, pages.fresh(session, lead, uow.now)) for lead in open_leads]
    with uow.writing() as session:
        for lead, page in found:
            if page is None and not jobs.open_for(session, [FetchLead.name, ReadLead.name], [lead.id or 0]):
                jobs.enqueue(session, FetchLead, lead.id or 0, uow.now)
    reports.compare(uow, similarity, [(lead, page) for lead, page in found if page is not None])


def _ask_outlet(session: Session, outlet: Outlet, words: Sequence[str]) -> Answer:
    """Search the entries that were read from one outlet's feed."""
    asked = " ".join(words)
    if outlet.fetched_at is None:
        again = outlet.next_attempt_at
        status = AskStatus.ERROR if outlet.problem else AskStatus.THROTTLED
        return Answer(outlet.name, asked, status, problem=outlet.problem or say("not read yet"), again_at=again)
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
        *(
            Hit(f"{reports.OWN_ADDRESS}{each.id}", each.title, each.outlet)
            for each in articles[:HITS_PER_PROVIDER]
            if each
        ),
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
        row.first_at = now
        session.add(row)
    row.status, row.hits, row.milliseconds = answer.status, len(answer.hits), answer.milliseconds
    row.problem, row.next_attempt_at, row.at = answer.problem, answer.again_at, now


def _lead(claim_id: int, hit: Hit, provider: str, now: datetime) -> Lead:
    lead = Lead(claim_id=claim_id, url=hit.url, title=hit.title, outlet=hit.outlet, provider=provider, found_at=now)
    lead.published = hit.published
    return lead
