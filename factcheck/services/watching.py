"""Looks again at what was attached and at articles that came by address, and tells people what changed.

A look never changes a verdict, a stage or a version: it leaves an alert, which a checker may set aside.
"""

from collections.abc import Callable
from dataclasses import dataclass

from factcheck.domain.earlier import Came, ImportedCheck
from factcheck.domain.errors import Invalid, NotFound, Refused
from factcheck.domain.fetching import Extractor, Fetched, Fetcher, FetchFailed, FetchProblem, Vault
from factcheck.domain.jobs import FetchArticle, WatchPage, about_answer
from factcheck.domain.people import WORKER, Action, Actor
from factcheck.domain.review import Stage
from factcheck.domain.sheets import ClaimSheet
from factcheck.domain.watching import (
    ALARMING,
    MISSES_OF_THE_DEAD,
    UNREAD,
    WORDS_CHANGED,
    WORDS_GONE,
    AlertKind,
    Look,
    WatchState,
    compare,
    next_look,
)
from factcheck.services import blind, claims, imports, telling
from factcheck.store import evidence as sources
from factcheck.store import history, jobs
from factcheck.store import watching as rows
from factcheck.store.tables import Article, Source, Watch
from factcheck.store.unit import Session, UnitOfWork

Unit = Callable[[], UnitOfWork]

AT_ONCE = 200
NOTE_MOST = 2000
OVER = frozenset({Stage.DISMISSED, Stage.VOIDED})
"""Sources of such claims are not looked at any more."""


def want_due(uow: UnitOfWork) -> int:
    """Ask for a look at every page whose time has come."""
    with uow.writing() as session:
        due = rows.due(session, uow.now, AT_ONCE)
        for watch in due:
            if not jobs.open_for(session, [WatchPage.name], [watch.id or 0]):
                jobs.enqueue(session, WatchPage, watch.id or 0, uow.now)
        return len(due)


def look_now(uow: UnitOfWork, claim_id: int, source_id: int, actor: Actor) -> ClaimSheet:
    """Have a worker look at a source's page again at once, before its turn. Refused while no copy of it is kept.

    A look that a person wants is not counted: pressing the button three times must not put the next one off by a month.
    """
    actor.require(Action.ATTACH)
    with uow.writing() as session:
        closed = blind.is_closed(session, claim_id, actor)
        if closed or sources.source(session, claim_id, source_id) is None:
            raise NotFound("There is no such source on this claim.")
        watch = rows.of_source(session, source_id)
        if watch is None:
            raise Refused("nothing_kept", "The desk keeps no copy of this page yet that it could be compared with.")
        watch.next_at = uow.now
        if not jobs.open_for(session, [WatchPage.name], [watch.id or 0]):
            watch.looks -= 1
            jobs.enqueue(session, WatchPage, watch.id or 0, uow.now)
    return claims.sheet(uow, claim_id, actor)


# --- One look -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a look brought: the answer, the digest of its text where that is another than the kept one, its checks.

    `gone` is a page of which its server says so.
    """

    look: Look
    fetched: Fetched | None = None
    text_now: str = ""
    problem: str = ""
    gone: bool = False
    checks: tuple[ImportedCheck, ...] = ()


def look_again(unit: Unit, fetcher: Fetcher, extractor: Extractor, vault: Vault, watch_id: int) -> None:
    """Look at one page again and write down what became of it. Raises HostBusy; a miss waits for the next look."""
    uow = unit()
    with uow.reading() as session:
        watch = rows.by_id(session, watch_id)
        source = session.get(Source, watch.source_id) if watch and watch.source_id else None
    if watch is None or watch.next_at is None or watch.next_at > uow.now:
        return
    if watch.article_id is not None:
        _fetch_article_again(uow, watch_id, watch.article_id)
        return
    if source is None or source.removed_at is not None or _is_over(uow, source.claim_id):
        _stop(uow, watch_id)
        return
    seen = _look(fetcher, extractor, vault, watch, source)
    with uow.writing() as session:
        _write_down(session, watch_id, source, seen, uow)


def _is_over(uow: UnitOfWork, claim_id: int) -> bool:
    with uow.reading() as session:
        return claims.existing(session, claim_id).stage in OVER


def _stop(uow: UnitOfWork, watch_id: int) -> None:
    with uow.writing() as session:
        session.get_one(Watch, watch_id).next_at = None


def _look(fetcher: Fetcher, extractor: Extractor, vault: Vault, watch: Watch, source: Source) -> _Seen:
    """No transaction is open while the outside is asked. Marks of an earlier answer spare the page its sending."""
    try:
        fetched = fetcher.fetch(source.url, etag=watch.etag, last_modified=watch.last_modified)
        if fetched.not_modified:  # it is what it was when it was last seen, which may be before it was dead
            text = vault.read(watch.text_now or source.kept_text).decode()
            return _Seen(compare(vault.read(source.kept_text).decode(), source.passage, text), None, watch.text_now)
        extracted = extractor.extract(fetched)
    except FetchFailed as failed:
        gone = failed.problem is FetchProblem.GONE
        dead = gone or watch.misses + 1 >= MISSES_OF_THE_DEAD
        return _Seen(Look(WatchState.DEAD if dead else watch.state), None, watch.text_now, str(failed), gone)
    look = compare(vault.read(source.kept_text).decode(), source.passage, extracted.text)
    changed = look.state is not WatchState.UNCHANGED
    return _Seen(look, fetched, vault.keep(extracted.text.encode()) if changed else "", checks=extracted.checks)


def _write_down(session: Session, watch_id: int, source: Source, seen: _Seen, uow: UnitOfWork) -> None:
    watch = session.get_one(Watch, watch_id)
    before, watch.state = watch.state, seen.look.state
    watch.looks, watch.checked_at = watch.looks + 1, uow.now
    watch.next_at = uow.now + next_look(watch.looks)
    watch.text_now, watch.problem = seen.text_now, seen.problem
    watch.misses = watch.misses + 1 if seen.problem else 0
    if seen.fetched is not None:
        watch.etag = seen.fetched.headers.get("etag", "")
        watch.last_modified = seen.fetched.headers.get("last-modified", "")
    imports.keep_found(session, source.claim_id, seen.checks, Came.PAGE, source.url, uow.now)
    if before is not watch.state and watch.state in ALARMING:
        is_told = ALARMING[watch.state] if seen.gone or watch.state is not WatchState.DEAD else UNREAD
        _alarm(session, source, is_told, seen.look.notice or seen.problem, uow)
    jobs.signal(session, about_answer(source.claim_id))


def _alarm(session: Session, source: Source, sentence: str, detail: str, uow: UnitOfWork) -> None:
    alert = rows.raise_alert(session, source.claim_id, sentence, uow.now, source_id=source.id, detail=detail)
    if alert is not None:
        data = {"source": source.id, "url": source.url, "detail": detail}
        history.append(session, f"claim:{source.claim_id}", "alert", WORKER, uow.now, note=sentence, data=data)
        telling.of_alert(session, alert)
        jobs.signal(session, "queue")


# --- Articles -------------------------------------------------------------------------------------


def watch_article(session: Session, article: Article, uow: UnitOfWork) -> None:
    """Look at an article's page again from now on, if it came by its address."""
    if article.url and rows.of_article(session, article.id or 0) is None:
        session.add(Watch(article_id=article.id, state=WatchState.NEW, next_at=uow.now + next_look(0)))


def _fetch_article_again(uow: UnitOfWork, watch_id: int, article_id: int) -> None:
    """A changed text becomes a revision in the way that every text comes in."""
    with uow.writing() as session:
        watch = session.get_one(Watch, watch_id)
        watch.looks, watch.checked_at = watch.looks + 1, uow.now
        watch.next_at = uow.now + next_look(watch.looks)
        jobs.enqueue(session, FetchArticle, article_id, uow.now)


def words_gone(session: Session, claim_id: int, uow: UnitOfWork) -> None:
    """A new revision has no place for the claim's words."""
    _alarm_about_words(session, claim_id, WORDS_GONE, uow)


def words_changed(session: Session, claim_id: int, uow: UnitOfWork) -> None:
    """A new revision has the claim's words edited."""
    _alarm_about_words(session, claim_id, WORDS_CHANGED, uow)


def _alarm_about_words(session: Session, claim_id: int, sentence: str, uow: UnitOfWork) -> None:
    alert = rows.raise_alert(session, claim_id, sentence, uow.now, kind=AlertKind.WORDS)
    if alert is not None:
        history.append(session, f"claim:{claim_id}", "alert", WORKER, uow.now, note=sentence)
        telling.of_alert(session, alert)
        jobs.signal(session, f"claim:{claim_id}", "queue")


# --- Setting aside --------------------------------------------------------------------------------


def set_aside(uow: UnitOfWork, claim_id: int, alert_id: int, actor: Actor, *, note: str) -> ClaimSheet:
    """Take an alert off the queue with a note why it changes nothing. Invalid without one."""
    actor.require(Action.ATTACH)
    why = note.strip()[:NOTE_MOST]
    if len(why) < 3:
        raise Invalid("note", "missing", "Say why this changes nothing, in a few words.")
    with uow.writing() as session:
        alert = rows.alert(session, claim_id, alert_id)
        if alert is None or blind.is_closed(session, claim_id, actor):
            raise NotFound("There is no such alert on this claim.")
        if alert.set_aside_at is None:
            alert.set_aside_at, alert.set_aside_by, alert.set_aside_note = uow.now, actor.name, why
            session.flush()
            rows.count_open(session, claim_id)
            data = {"alert": alert.sentence}
            history.append(session, f"claim:{claim_id}", "set aside", actor, uow.now, note=why, data=data)
            jobs.signal(session, about_answer(claim_id), "queue")
    return claims.sheet(uow, claim_id, actor)
