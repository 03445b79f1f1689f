"""Fetches the addresses that providers named, several at a time; what they answer is read by another queue."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from factcheck.domain.fetching import Fetched, Fetcher, FetchFailed, HostBusy, Vault
from factcheck.domain.jobs import ReadLead
from factcheck.services import failures, pages
from factcheck.services.jobs import Hand
from factcheck.services.together import Arrived, Wanted, Way, by_page, in_hand, work_through
from factcheck.store import documents
from factcheck.store import jobs as job_rows
from factcheck.store.tables import FetchedDocument, Lead, PageFailure
from factcheck.store.unit import Session, UnitOfWork

Unit = Callable[[], UnitOfWork]


@dataclass(frozen=True, slots=True)
class _Got:
    """What an address answered; `sha256` is the digest of its body once that is kept."""

    url: str
    fetched: Fetched
    sha256: str = ""

    def document(self) -> FetchedDocument:
        content_type = self.fetched.headers.get("content-type", "")
        return FetchedDocument(
            asked_url=self.url, url=self.fetched.url, content_type=content_type, sha256=self.sha256,
            fetched_at=self.fetched.fetched_at,
        )  # fmt: skip


def fetch(unit: Unit, fetcher: Fetcher, vault: Vault, hand: Hand, *, at_once: int = 1, begin: float = 30.0) -> None:
    """Fetch what is in hand, `at_once` at a time, and want it read. No transaction is open while the outside is asked.

    What was not begun with within `begin` seconds is given back.
    """
    uow = unit()
    wanted = _look(uow, hand)
    way = Way(
        bring=lambda one: _Got(one.lead.url, fetcher.fetch(one.lead.url)),
        then=lambda got: replace(got, sha256=vault.keep(got.fetched.body)),
        note=lambda ended: _note(uow, ended),
        at_once=at_once,
        begin=begin,
    )
    work_through(way, wanted, hand)


def _look(uow: UnitOfWork, hand: Hand) -> list[Wanted]:
    """What has to be fetched; the other jobs are ended."""
    wanted: list[Wanted] = []
    at_hand: dict[int, Lead] = {}
    now = uow.now
    with uow.reading() as session:
        still, waiting, done = in_hand(session, hand)
        over: dict[int, PageFailure | None] = dict.fromkeys(done)
        for one in still:
            if one.lead.url in waiting or pages.fresh(session, one.lead, now):
                at_hand[one.job.id] = one.lead
            elif failure := failures.standing(session, one.lead.url, now):
                over[one.job.id] = failure
            else:
                wanted.append(one)
    if over or at_hand:
        with uow.writing() as session:
            failures.let_be(session, hand, over, now)
            _pass_on(session, at_hand, now)
        hand.let_go([*over, *at_hand])
    return by_page(wanted)


def _note(uow: UnitOfWork, ended: Sequence[Arrived[_Got]]) -> None:
    """What has arrived waits to be read, from the transaction on that ends its fetching."""
    now = uow.now
    came = {each.thing.url: each.thing for each in ended if each.thing}
    with uow.writing() as session:
        documents.keep(session, [got.document() for got in came.values()])
        _pass_on(session, {each.wanted.job.id: each.wanted.lead for each in ended if each.thing}, now)
        job_rows.put_off_each(session, dict(_given_back(ended, now)))
        for each in ended:
            if isinstance(each.problem, FetchFailed):
                failures.note(session, each.wanted.job, each.wanted.lead.id, each.problem, now)


def _given_back(ended: Sequence[Arrived[_Got]], now: datetime) -> Iterator[tuple[int, tuple[datetime, str]]]:
    """Those whose host is busy or that nobody has begun with, with when they come again and why."""
    for each in ended:
        if isinstance(each.problem, HostBusy):
            yield each.wanted.job.id, (each.problem.free_at, str(each.problem))
        elif each.not_begun:
            yield each.wanted.job.id, (now, "")


def _pass_on(session: Session, fetched: dict[int, Lead], now: datetime) -> None:
    """These jobs have what they wanted: it is to be read."""
    job_rows.enqueue_each(session, ReadLead, [lead.id or 0 for lead in fetched.values()], now)
    job_rows.end_each(session, fetched, now)
