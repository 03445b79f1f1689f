"""Fetches the addresses that providers named, several at a time, and keeps and compares them as they arrive."""

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from queue import Empty, SimpleQueue

from factcheck.domain.claims import Similarity
from factcheck.domain.earlier import Came, ImportedCheck
from factcheck.domain.evidence import Extracted, Extractor, Fetched, Fetcher, FetchFailed, HostBusy, Vault
from factcheck.services import failures, imports, jobs, reports
from factcheck.services.jobs import Hand, TakenJob
from factcheck.store import articles as article_rows
from factcheck.store import evidence as rows
from factcheck.store.tables import Lead, Page, PageFailure
from factcheck.store.unit import Session, UnitOfWork

Unit = Callable[[], UnitOfWork]

FRESH = timedelta(hours=24)
"""A page fetched within this time is not fetched again for another claim."""

GATHER_SECONDS = 0.5
"""What arrives within this time of the last transaction shares the next one."""


@dataclass(frozen=True, slots=True)
class PageReader:
    """What it takes to make a page of an address: fetched, read, kept."""

    fetcher: Fetcher
    extractor: Extractor
    vault: Vault

    def read(self, wanted: "Wanted", fetched: Fetched) -> "Arrived":
        extracted = self.extractor.extract(fetched)
        page = _page(wanted.lead, extracted, self.vault.keep(fetched.body), fetched.fetched_at)
        return Arrived(wanted, page, checks=extracted.checks)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A lead with the job that wants it fetched; `others` in the same hand want the same page."""

    job: TakenJob
    lead: Lead
    others: "list[Wanted]" = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Arrived:
    """What came of one: its page, or why there is none; neither where nobody has begun with it.

    `checks` are fact-checks of the page's own site.
    """

    wanted: Wanted
    page: Page | None = None
    problem: Exception | None = None
    checks: tuple[ImportedCheck, ...] = ()

    def for_each(self) -> "list[Arrived]":
        """The same for each that wants the page."""
        return [self, *(replace(self, wanted=other) for other in self.wanted.others)]


def fetch(
    unit: Unit, reader: PageReader, similarity: Similarity, hand: Hand, *, at_once: int = 1, begin: float = 30.0
) -> None:
    """Fetch what is in hand, `at_once` at a time, and make reports of what bears on its claim.

    Pages are kept while others are on their way, with the end of their jobs in one transaction: the first at once,
    so that a checker who waits sees it, the others with what arrives in the same half second. What was not begun with
    within `begin` seconds is given back. No transaction is open while the outside is asked.
    """
    uow = unit()
    known, wanted = _look(uow, hand)
    belt = _Belt(reader, at_once)
    try:
        belt.put(wanted)
        tray = _Tray(uow, similarity, hand)
        for at_hand in known:
            tray.put(at_hand)
        until = time.monotonic() + begin
        while belt.under_way:
            tray.keep_if_due()
            if arrived := belt.next(tray.patience):
                tray.put(arrived)
            if time.monotonic() >= until:
                for late in belt.give_back():
                    tray.put(late)
        tray.keep()
    finally:
        belt.stop()


def _look(uow: UnitOfWork, hand: Hand) -> tuple[list[Arrived], list[Wanted]]:
    """Those for which nothing has to be fetched any more, and the others."""
    known: list[Arrived] = []
    wanted: dict[str, Wanted] = {}
    over: dict[int, PageFailure | None] = {}
    now = uow.now
    with uow.reading() as session:
        for job in hand.open.values():
            lead = rows.lead(session, job.subject_id)
            if lead is None or lead.done:
                over[job.id] = None
            elif page := fresh_page(session, lead, now):
                known.append(Arrived(Wanted(job, lead), page))
            elif failure := failures.standing(session, lead.url, now):
                over[job.id] = failure
            elif first := wanted.get(lead.url):
                first.others.append(Wanted(job, lead))
            else:
                wanted[lead.url] = Wanted(job, lead)
    if over:
        _let_be(uow, hand, over, now)
    return known, list(wanted.values())


def _let_be(uow: UnitOfWork, hand: Hand, over: Mapping[int, PageFailure | None], now: datetime) -> None:
    """End the jobs for which nothing is asked: done already, or for a page that gave nothing lately."""
    with uow.writing() as session:
        for job_id, failure in over.items():
            job = hand.open[job_id]
            if failure is None:
                jobs.end(session, job_id, now)
            else:
                failures.spare(session, job, job.subject_id, failure, now)
    hand.let_go(over)


class _Belt:
    """Fetching, several at a time, and behind it reading, one at a time: its parsers are in one process apart."""

    def __init__(self, reader: PageReader, at_once: int) -> None:
        self._reader = reader
        self._fetching = ThreadPoolExecutor(at_once, thread_name_prefix="fetching")
        self._reading = ThreadPoolExecutor(1, thread_name_prefix="reading")
        self._arrived: SimpleQueue[Arrived] = SimpleQueue()
        self._begun: dict[Future[None], Wanted] = {}
        self.under_way = 0

    def put(self, wanted: Sequence[Wanted]) -> None:
        self._begun = {self._fetching.submit(self._fetch, each): each for each in wanted}
        self.under_way = len(self._begun)

    def next(self, patience: float) -> Arrived | None:
        """What arrives within so many seconds."""
        try:
            arrived = self._arrived.get(timeout=patience)
        except Empty:
            return None
        self.under_way -= 1
        return arrived

    def give_back(self) -> list[Arrived]:
        """Those that nobody has begun with, and that nobody will."""
        late = [Arrived(wanted) for future, wanted in self._begun.items() if not future.done() and future.cancel()]
        self.under_way -= len(late)
        return late

    def stop(self) -> None:
        """A fetch that is under way ends at its own deadline; nobody waits for it when the worker's time is up."""
        for room in (self._fetching, self._reading):
            room.shutdown(wait=False, cancel_futures=True)

    def _fetch(self, wanted: Wanted) -> None:
        try:
            fetched = self._reader.fetcher.fetch(wanted.lead.url)
            self._reading.submit(self._read, wanted, fetched)
        except Exception as error:
            self._arrived.put(Arrived(wanted, problem=error))

    def _read(self, wanted: Wanted, fetched: Fetched) -> None:
        try:
            self._arrived.put(self._reader.read(wanted, fetched))
        except Exception as error:
            self._arrived.put(Arrived(wanted, problem=error))


class _Tray:
    """What has arrived and is not in the database yet."""

    def __init__(self, uow: UnitOfWork, similarity: Similarity, hand: Hand) -> None:
        self._uow, self._similarity, self._hand = uow, similarity, hand
        self._ended: list[Arrived] = []
        self._due = time.monotonic()

    @property
    def patience(self) -> float:
        """Seconds to wait for more."""
        return max(0.0, self._due - time.monotonic()) if self._ended else GATHER_SECONDS

    def put(self, arrived: Arrived) -> None:
        """An error of the desk stays in hand, for who gave it to us."""
        if isinstance(arrived.problem, Exception) and not isinstance(arrived.problem, FetchFailed | HostBusy):
            self._hand.errors |= {each.wanted.job.id: arrived.problem for each in arrived.for_each()}
            return
        self._ended += arrived.for_each()

    def keep_if_due(self) -> None:
        if time.monotonic() >= self._due:
            self.keep()

    def keep(self) -> None:
        """Compare what has arrived, all of it together, and write it down; others are on their way meanwhile."""
        if not self._ended:
            return
        pages = [(each.wanted.lead, each.page) for each in self._ended if each.page is not None]
        compared = reports.look(self._uow, self._similarity, pages) if pages else []
        with self._uow.writing() as session:
            reports.note(session, self._similarity, compared, self._uow.now)
            failures.forget(session, [lead.url for lead, _ in pages])
            for each in sorted(
                self._ended, key=lambda each: each.wanted.lead.url
            ):  # so that no two wait for each other
                _end(session, each, self._uow.now)
        self._hand.let_go(each.wanted.job.id for each in self._ended)
        self._ended, self._due = [], time.monotonic() + GATHER_SECONDS


def _end(session: Session, arrived: Arrived, now: datetime) -> None:
    job, lead, problem = arrived.wanted.job, arrived.wanted.lead, arrived.problem
    if isinstance(problem, FetchFailed):
        failures.note(session, job, lead.id, problem, now)
    elif isinstance(problem, HostBusy):  # waiting for one's turn is no failed attempt
        jobs.give_back(session, job.id, problem.free_at, str(problem), counted=False)
    elif arrived.page is None:
        jobs.give_back(session, job.id, now, "", counted=False)
    else:
        imports.keep_found(session, lead.claim_id, arrived.checks, Came.PAGE, lead.url, now)
        jobs.end(session, job.id, now)


# --- Pages ----------------------------------------------------------------------------------------


def fresh_page(session: Session, lead: Lead, now: datetime) -> Page | None:
    """The page of a lead where it is at hand: one of the desk's own archive, or one that was fetched lately."""
    if lead.url.startswith(reports.OWN_ADDRESS):
        return _own_page(session, lead, now)
    page = rows.page_by_url(session, lead.url)
    return page if page is not None and now - page.fetched_at < FRESH else None


def _own_page(session: Session, lead: Lead, now: datetime) -> Page | None:
    """An article of the desk's own archive in the shape of a page."""
    article = article_rows.by_id(session, int(lead.url.removeprefix(reports.OWN_ADDRESS)))
    revision = article_rows.revision(session, article.id or 0, article.revision) if article else None
    if article is None or revision is None:
        return None
    published = datetime.combine(article.published, datetime.min.time(), now.tzinfo) if article.published else None
    page = Page(url=lead.url, title=article.title, outlet=article.outlet, byline=article.byline, fetched_at=now)
    page.published, page.language, page.text = published, article.language, revision.text
    return page


def _page(lead: Lead, extracted: Extracted, sha256: str, at: datetime) -> Page:
    page = Page(url=lead.url, title=extracted.title or lead.title, fetched_at=at, text=extracted.text)
    page.outlet, page.byline, page.agency = lead.outlet or extracted.outlet, extracted.byline, extracted.agency
    page.published, page.language = extracted.published or lead.published, extracted.language
    page.modified = extracted.modified
    page.kept_sha256 = sha256
    return page
