"""Reads the documents that were fetched, and compares them with the claims that they were fetched for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from factcheck.domain.claims import Similarity
from factcheck.domain.earlier import Came, ImportedCheck
from factcheck.domain.errors import NotFound
from factcheck.domain.fetching import Extractor, Fetched, FetchFailed, Vault
from factcheck.domain.jobs import FetchLead
from factcheck.services import failures, imports, pages, reports
from factcheck.services.jobs import Hand
from factcheck.services.together import Arrived, Wanted, Way, by_page, in_hand, work_through
from factcheck.store import documents as rows
from factcheck.store import jobs as job_rows
from factcheck.store.tables import FetchedDocument, Lead, Page, PageFailure
from factcheck.store.unit import Session, UnitOfWork

Unit = Callable[[], UnitOfWork]


@dataclass(frozen=True, slots=True)
class Reader:
    """What it takes to make a page of a document: its kept body, and what takes the readable part out of it."""

    extractor: Extractor
    vault: Vault

    def read(self, document: FetchedDocument, lead: Lead) -> "Read":
        """Raises FetchFailed where it cannot be read, NotFound where its body is not there any more."""
        headers = {"content-type": document.content_type}
        body = self.vault.read(document.sha256)
        extracted = self.extractor.extract(Fetched(document.url, 200, headers, body, document.fetched_at))
        return Read(pages.made_of(document, extracted, lead), extracted.checks)


@dataclass(frozen=True, slots=True)
class Read:
    """A page, with the fact-checks of its own site that stand on it. None where there is nothing left to read."""

    page: Page | None
    checks: tuple[ImportedCheck, ...] = ()


def read(unit: Unit, reader: Reader, similarity: Similarity, hand: Hand, *, begin: float = 30.0) -> None:
    """Read what is in hand, and make reports of what bears on its claim; the next is read while one is compared.

    A document that is not there any more is fetched again. What was not begun with within `begin` seconds is given
    back.
    """
    uow = unit()
    known, wanted, waiting = _look(uow, hand)

    def bring(one: Wanted) -> Read:
        try:
            return reader.read(waiting[one.lead.url], one.lead)
        except NotFound:
            return Read(None)

    way = Way(bring=bring, note=lambda ended: _note(uow, similarity, ended), begin=begin)
    work_through(way, wanted, hand, known)


def _look(uow: UnitOfWork, hand: Hand) -> tuple[list[Arrived[Read]], list[Wanted], dict[str, FetchedDocument]]:
    """Those that need no reading any more, the others, and their documents."""
    known: list[Arrived[Read]] = []
    wanted: list[Wanted] = []
    now = uow.now
    with uow.reading() as session:
        still, waiting, done = in_hand(session, hand)
        over: dict[int, PageFailure | None] = dict.fromkeys(done)
        for one in still:
            if one.lead.url in waiting:
                wanted.append(one)
            elif page := pages.fresh(session, one.lead, now):
                known.append(Arrived(one, Read(page)))
            elif failure := failures.standing(session, one.lead.url, now):
                over[one.job.id] = failure
            else:
                known.append(Arrived(one, Read(None)))
    if over:
        with uow.writing() as session:
            failures.let_be(session, hand, over, now)
        hand.let_go(over)
    return known, by_page(wanted), waiting


def _note(uow: UnitOfWork, similarity: Similarity, ended: Sequence[Arrived[Read]]) -> None:
    """Compare what was read, all of it together, and write it down with the end of its jobs."""
    read = [(each.wanted.lead, each.thing.page) for each in ended if each.thing and each.thing.page]
    compared = reports.look(uow, similarity, read) if read else []
    now = uow.now
    with uow.writing() as session:
        reports.note(session, similarity, compared, now)
        failures.forget(session, {lead.url for lead, _ in read})
        rows.forget(session, {each.wanted.lead.url for each in ended if each.thing or each.problem})
        job_rows.end_each(session, [each.wanted.job.id for each in ended if each.thing], now)
        job_rows.put_off_each(session, {each.wanted.job.id: (now, "") for each in ended if each.not_begun})
        for each in ended:
            _follow(session, each, now)


def _follow(session: Session, arrived: Arrived[Read], now: datetime) -> None:
    job, lead = arrived.wanted.job, arrived.wanted.lead
    if isinstance(arrived.problem, FetchFailed):
        failures.note(session, job, lead.id, arrived.problem, now)
    elif arrived.thing and arrived.thing.page is None:
        job_rows.enqueue(session, FetchLead, lead.id or 0, now)
    elif arrived.thing:
        imports.keep_found(session, lead.claim_id, arrived.thing.checks, Came.PAGE, lead.url, now)
