"""How providers are asked about a claim: each on its own, every ask in the ledger, no transaction open meanwhile."""

import logging
import time
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from datetime import time as midnight
from typing import Any

from factcheck.domain.claims import Similarity
from factcheck.domain.earlier import Came
from factcheck.domain.errors import DeskError, Invalid, NotFound
from factcheck.domain.evidence import AskStatus, Hit, Query
from factcheck.domain.fetching import FetchFailed, FetchProblem, HostBusy
from factcheck.domain.gaps import parties_of
from factcheck.domain.jobs import AskProvider
from factcheck.domain.plugins import PER_DAY, AskFailed, Call, Caller, Declared, PlugInKind, Wanted
from factcheck.domain.queries import planned, planned_in
from factcheck.domain.review import Stage
from factcheck.domain.texts import say
from factcheck.services import claims, finding, imports, ledger
from factcheck.services.ledger import Reply
from factcheck.services.plugins import Plugged, settings_of
from factcheck.store import articles as article_rows
from factcheck.store import asking as rows
from factcheck.store import evidence as evidence_rows
from factcheck.store import jobs
from factcheck.store import plugins as plugin_rows
from factcheck.store.tables import Inquiry
from factcheck.store.unit import Session, UnitOfWork

log = logging.getLogger(__name__)

Unit = Callable[[], UnitOfWork]
Canonical = Callable[[str], str]

ENOUGH = 12
"""Addresses after which a provider is asked no further query about a claim in one language."""
TRIES = 3
NOT_FOR_LONGER = timedelta(days=2)
"""A claim that a budget has kept waiting for so long is not asked about any more."""

AGAIN = timedelta(hours=12)
"""Readers of feeds have claims searched again often; providers of others are asked about one at most this often."""


def order(unit: Unit, plugged: Plugged, claim_id: int) -> None:
    """Have every provider that is switched on asked about the claim. Those asked lately are not."""
    uow = unit()
    names = [declared.name for declared in plugged.plugins.of_kind(PlugInKind.PROVIDER)]
    with uow.writing() as session:
        if claims.existing(session, claim_id).stage in {Stage.DISMISSED, Stage.VOIDED}:
            return
        for row in plugin_rows.active(session, names):
            want(session, claim_id, row.name, uow.now)


def want(session: Session, claim_id: int, provider: str, now: datetime) -> None:
    """Have one provider asked about the claim."""
    inquiry = rows.inquiry(session, claim_id, provider)
    if inquiry is None:
        inquiry = Inquiry(claim_id=claim_id, provider=provider, wanted_at=now)
        session.add(inquiry)
        session.flush()
    elif inquiry.done_at is not None and now - inquiry.wanted_at >= AGAIN:
        inquiry.wanted_at, inquiry.done_at = now, None
    if inquiry.done_at is None:
        session.flush()
        jobs.enqueue(session, AskProvider, inquiry.id or 0, now)


# --- One inquiry ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Errand:
    """One inquiry as a worker carries it out: the provider with its settings, and the queries still to be asked.

    `named` counts the addresses that it has named in answer to the others, by language.
    """

    inquiry: Inquiry
    declared: Declared
    settings: Any
    queries: tuple[Query, ...]
    named: Mapping[str, int]

    def call(self, query: Query) -> Call:
        asked: Call = self.declared.itself.request(self.settings, query)
        return asked


def ask_provider(
    unit: Unit,
    plugged: Plugged,
    caller: Caller,
    similarity: Similarity,
    canonical: Canonical,
    inquiry_id: int,
    attempt: int = 1,
    languages: Collection[str] = (),
) -> None:
    """Ask one provider about one claim, query after query, and want fetched what it names.

    `languages` are those in which the desk wants claims searched that name their countries.
    Safe to run twice, and to go on where it was broken off. Raises HostBusy and FetchFailed when it is to come again.
    """
    uow = unit()
    errand = _errand(uow, plugged, inquiry_id, languages)
    if errand is None:
        return
    named = Counter(errand.named)
    for query in errand.queries:
        if named[query.language] >= ENOUGH:
            continue
        if not _in_budget(uow, errand, query):
            return
        reply = _asked(uow, errand, caller, query, attempt)
        _keep(uow, errand, query, reply, canonical)
        named[query.language] += len(reply.hits)
    with uow.writing() as session:
        session.get_one(Inquiry, inquiry_id).done_at = uow.now
        jobs.signal(session, f"claim:{errand.inquiry.claim_id}")
    finding.follow_up(uow, similarity, errand.inquiry.claim_id)


def _errand(uow: UnitOfWork, plugged: Plugged, inquiry_id: int, languages: Collection[str]) -> Errand | None:
    """What is to be done; None when nothing is, which is then noted."""
    with uow.reading() as session:
        inquiry = rows.by_id(session, inquiry_id)
        if inquiry is None or inquiry.done_at is not None:
            return None
        claim = claims.existing(session, inquiry.claim_id)
        about = ledger.about_claim(claim, article_rows.by_id(session, claim.article_id))
        abroad = planned_in(about, parties_of(about.text, about.language, languages))
        wanted = Wanted(planned(about), tuple(rows.gone(session, claim.id or 0)), abroad)
        row = plugin_rows.plug_in(session, inquiry.provider)
        known = evidence_rows.asks(session, claim.id or 0)
    try:
        if claim.stage in {Stage.DISMISSED, Stage.VOIDED}:
            raise Off("the claim is not worked on any more")
        declared = plugged.plugins.named(inquiry.provider)
        if row is None or not row.active:
            raise Off("switched off")
        settings = settings_of(plugged, declared, row)
    except (Off, DeskError) as why:
        _off(uow, plugged, inquiry, wanted, str(why))
        return None
    answered = rows.answered(known, declared.title, inquiry.wanted_at)
    queries = tuple(
        query for query in declared.itself.plan(settings, wanted) if (query.words, query.language) not in answered
    )
    named: Counter[str] = Counter()
    for (_, language), hits in answered.items():
        named[language] += hits
    return Errand(inquiry, declared, settings, queries, named)


class Off(Exception):
    """The provider is not asked; the message says why."""


def _off(uow: UnitOfWork, plugged: Plugged, inquiry: Inquiry, wanted: Wanted, why: str) -> None:
    """An ask that was planned and not made stands in the ledger too."""
    try:
        title = plugged.plugins.named(inquiry.provider).title
    except NotFound:
        title = inquiry.provider
    with uow.writing() as session:
        if wanted.queries:
            ledger.note(session, inquiry.claim_id, title, wanted.queries[0], Reply(AskStatus.OFF, problem=why), uow.now)
        session.get_one(Inquiry, inquiry.id).done_at = uow.now
        jobs.signal(session, f"claim:{inquiry.claim_id}")


def _in_budget(uow: UnitOfWork, errand: Errand, query: Query) -> bool:
    """Count the ask. Where the day's budget is used up the claim waits for the next day, which the ledger says."""
    now = uow.now
    most = getattr(errand.settings, PER_DAY, None)
    with uow.writing() as session:
        if plugin_rows.use_up(session, errand.declared.name, now.date(), 1, most):
            return True
        tomorrow = datetime.combine(now.date() + timedelta(days=1), midnight.min, UTC)
        patient = now - errand.inquiry.wanted_at < NOT_FOR_LONGER
        said = say("its budget of %(asks)s asks a day is used up", asks=most or 0)
        reply = Reply(AskStatus.OFF, problem=said, again_at=tomorrow if patient else None)
        ledger.note(session, errand.inquiry.claim_id, errand.declared.title, query, reply, now)
        if patient:
            jobs.enqueue(session, AskProvider, errand.inquiry.id or 0, tomorrow)
        else:
            session.get_one(Inquiry, errand.inquiry.id).done_at = now
        jobs.signal(session, f"claim:{errand.inquiry.claim_id}")
    return False


def _asked(uow: UnitOfWork, errand: Errand, caller: Caller, query: Query, attempt: int) -> Reply:
    """Make the call. What is to be tried again is noted and raised; what has failed for good is a reply too."""
    started = time.perf_counter()
    try:
        answer = errand.declared.itself.parse(errand.settings, query, caller.call(errand.call(query)))
    except HostBusy as busy:
        raise _in_line(uow, errand, query, busy) from busy
    except FetchFailed as failed:
        throttled = failed.problem is FetchProblem.THROTTLED
        return _failed(uow, errand, query, str(failed), failed.retry_at, throttled, attempt, _since(started))
    except AskFailed as failed:
        again = uow.now + failed.wait if failed.wait else None
        return _failed(uow, errand, query, str(failed), again, again is not None, attempt, _since(started))
    except Exception as error:  # the code of a stranger may fail in any way; the ledger says that it did
        log.exception("the provider %s failed", errand.declared.name)
        return Reply(AskStatus.ERROR, problem=say("an error of the plug-in (%(name)s)", name=type(error).__name__))
    status = AskStatus.FOUND if answer.hits else AskStatus.NOTHING
    return Reply(status, tuple(answer.hits), answer.note, _since(started), checks=tuple(answer.checks))


def _since(started: float) -> int:
    return round((time.perf_counter() - started) * 1000)


def _in_line(uow: UnitOfWork, errand: Errand, query: Query, busy: HostBusy) -> HostBusy:
    """When the provider is free for this claim: each that stands before it takes a turn of one gap."""
    with uow.writing() as session:
        plugin_rows.give_back(session, errand.declared.name, uow.now.date(), 1)
        before = rows.open_before(session, errand.inquiry.provider, errand.inquiry.id or 0)
        free_at = busy.free_at + timedelta(seconds=errand.call(query).gap * min(before, 500))
        reply = Reply(AskStatus.THROTTLED, problem=say("waits for its turn"), again_at=free_at)
        ledger.note(session, errand.inquiry.claim_id, errand.declared.title, query, reply, uow.now)
    return HostBusy(busy.host, free_at)


def _failed(
    uow: UnitOfWork,
    errand: Errand,
    query: Query,
    problem: str,
    again: datetime | None,
    throttled: bool,
    attempt: int,
    milliseconds: int,
) -> Reply:
    """A failure that may pass is noted with the time of the next try and raised, at most so many times."""
    last = again is None or attempt >= TRIES
    status = AskStatus.THROTTLED if throttled else AskStatus.ERROR
    reply = Reply(status, problem=problem, milliseconds=milliseconds, again_at=None if last else again)
    if last:
        return reply
    with uow.writing() as session:
        ledger.note(session, errand.inquiry.claim_id, errand.declared.title, query, reply, uow.now)
        _remember(session, errand, reply, uow.now)
        jobs.signal(session, f"claim:{errand.inquiry.claim_id}")
    raise FetchFailed(FetchProblem.THROTTLED if throttled else FetchProblem.SERVER_ERROR, problem, again)


def _keep(uow: UnitOfWork, errand: Errand, query: Query, reply: Reply, canonical: Canonical) -> None:
    claim_id, title = errand.inquiry.claim_id, errand.declared.title
    with uow.writing() as session:
        ledger.note(session, claim_id, title, query, reply, uow.now)
        _remember(session, errand, reply, uow.now)
        finding.add_leads(session, claim_id, [(hit, title) for hit in _spelled(reply.hits, canonical)], uow.now)
        imports.keep_found(session, claim_id, reply.checks, Came.NAMED, title, uow.now)
        jobs.signal(session, f"claim:{claim_id}")


def _spelled(hits: Sequence[Hit], canonical: Canonical) -> list[Hit]:
    """The hits under the one spelling of their address; what is no address of a web page is left out."""
    found = []
    for hit in hits:
        try:
            found.append(replace(hit, url=canonical(hit.url)))
        except Invalid:
            continue
    return found


def _remember(session: Session, errand: Errand, reply: Reply, now: datetime) -> None:
    row = plugin_rows.plug_in(session, errand.declared.name)
    if row is not None:
        row.asked_at = now
        bad = reply.status in {AskStatus.ERROR, AskStatus.THROTTLED}
        row.problem, row.problem_at = (reply.problem, now) if bad else ("", None)
