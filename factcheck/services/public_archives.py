"""Asks a public archive to keep what is attached, if an admin has switched one on.

The archive works in a job of its own: between two looks at it the desk's job waits in its row, and no worker sleeps.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from datetime import time as midnight
from typing import Any

from factcheck.domain.errors import DeskError
from factcheck.domain.fetching import FetchFailed, HostBusy
from factcheck.domain.jobs import SaveInPublic, about_answer
from factcheck.domain.plugins import PER_DAY, AskFailed, Caller, Declared, PlugInKind, PublicCapture
from factcheck.services import reports
from factcheck.services.plugins import Plugged, settings_of
from factcheck.store import jobs
from factcheck.store import plugins as plugin_rows
from factcheck.store import public_archives as rows
from factcheck.store.tables import PublicCopy, Source
from factcheck.store.unit import Session, UnitOfWork

Unit = Callable[[], UnitOfWork]

TRIES = 5
"""Begun captures after which a page is given up."""
FIRST_LOOK = timedelta(seconds=10)
FULL = timedelta(minutes=1)
"""How long to wait when the account may begin no further capture."""
GIVEN_UP = timedelta(hours=1)
"""A capture that is under way for so long is begun anew."""
AT_ONCE = 50


def want_missing(uow: UnitOfWork, plugged: Plugged) -> int:
    """Ask every archive that is on for the pages of which it has no copy; how many were asked for."""
    names = [declared.name for declared in plugged.plugins.of_kind(PlugInKind.ARCHIVE)]
    if not names:
        return 0
    wanted = 0
    with uow.writing() as session:
        for row in plugin_rows.active(session, names):
            for source in rows.uncopied(session, row.name, reports.OWN_ADDRESS, AT_ONCE):
                session.add(PublicCopy(source_id=source.id or 0, archive=row.name, page=source.url, wanted_at=uow.now))
            session.flush()
            for copy in rows.open_copies(session, row.name, row.changed_at, AT_ONCE):
                wanted += _want(session, copy, uow.now)
    return wanted


def _want(session: Session, copy: PublicCopy, now: datetime) -> bool:
    if jobs.open_for(session, [SaveInPublic.name], [copy.id or 0]):
        return False
    if copy.done_at is not None:
        copy.done_at, copy.problem, copy.tries, copy.job = None, "", 0, ""
    jobs.enqueue(session, SaveInPublic, copy.id or 0, now)
    return True


# --- One copy -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Errand:
    """One copy as a worker sees to it: the archive with its settings, and how far it has come."""

    copy: PublicCopy
    declared: Declared
    settings: Any

    @property
    def itself(self) -> Any:
        return self.declared.itself

    def come_again(self, at: datetime) -> HostBusy:
        """Raised, it gives the job back until then; waiting for one's turn is no failed attempt."""
        return HostBusy(self.itself.destination(self.settings), at)


def save(unit: Unit, plugged: Plugged, caller: Caller, copy_id: int) -> None:
    """Take the next step towards a public copy: begin it, or look whether it is there.

    Safe to run twice. Raises HostBusy when it is to come again, and FetchFailed.
    """
    uow = unit()
    errand = _errand(uow, plugged, copy_id)
    if errand is None:
        return
    try:
        if not errand.copy.job:
            _begin(uow, errand, caller)
            raise errand.come_again(uow.now + FIRST_LOOK)
        found = errand.itself.outcome(
            errand.settings, caller.call(errand.itself.progress(errand.settings, errand.copy.job))
        )
    except AskFailed as failed:
        _put_off_or_give_up(uow, errand, failed)
        return
    except FetchFailed as failed:
        _note(uow, errand, str(failed), over=failed.retry_at is None)
        raise
    _note_outcome(uow, errand, found)


def _errand(uow: UnitOfWork, plugged: Plugged, copy_id: int) -> _Errand | None:
    """What is to be done; None when nothing is. An archive that was switched off leaves the copy open."""
    with uow.reading() as session:
        copy = rows.by_id(session, copy_id)
        source = session.get(Source, copy.source_id) if copy else None
        row = plugin_rows.plug_in(session, copy.archive) if copy else None
    if copy is None or copy.done_at is not None or row is None or not row.active:
        return None
    if source is None or source.removed_at is not None or source.withheld or source.url != copy.page:
        return None
    try:
        declared = plugged.plugins.named(copy.archive)
        return _Errand(copy, declared, settings_of(plugged, declared, row))
    except DeskError:
        return None


def _begin(uow: UnitOfWork, errand: _Errand, caller: Caller) -> None:
    """Begin the capture, if the account and the day's budget have room for one."""
    free = errand.itself.free(errand.settings, caller.call(errand.itself.limit(errand.settings)))
    if free < 1:
        raise errand.come_again(uow.now + FULL)
    with uow.writing() as session:
        most = getattr(errand.settings, PER_DAY, None)
        if not plugin_rows.use_up(session, errand.declared.name, uow.now.date(), 1, most):
            raise errand.come_again(datetime.combine(uow.now.date() + timedelta(days=1), midnight.min, UTC))
    job = errand.itself.begun(errand.settings, caller.call(errand.itself.save(errand.settings, errand.copy.page)))
    with uow.writing() as session:
        copy = session.get_one(PublicCopy, errand.copy.id)
        copy.job, copy.begun_at, copy.tries, copy.problem = job, uow.now, copy.tries + 1, ""
        _note_call(session, errand, "", uow.now)


def _put_off_or_give_up(uow: UnitOfWork, errand: _Errand, failed: AskFailed) -> None:
    """Raises HostBusy where the archive, or the page's server, may be asked again later."""
    again = failed.wait is not None and errand.copy.tries < TRIES
    _note(uow, errand, str(failed), over=not again)
    if failed.wait is not None and again:
        raise errand.come_again(uow.now + failed.wait)


def _note(uow: UnitOfWork, errand: _Errand, problem: str, *, over: bool) -> None:
    with uow.writing() as session:
        copy = session.get_one(PublicCopy, errand.copy.id)
        copy.problem, copy.job = problem, ""
        copy.tries += not errand.copy.job  # a capture that was begun has been counted
        copy.done_at = uow.now if over or copy.tries >= TRIES else None
        _note_call(session, errand, problem, uow.now)


def _note_outcome(uow: UnitOfWork, errand: _Errand, found: PublicCapture | None) -> None:
    """Keep where the copy stands. While the archive is at work, come again: later, the longer it takes."""
    begun = errand.copy.begun_at or uow.now
    if found is None and uow.now - begun < GIVEN_UP:
        raise errand.come_again(uow.now + max(FIRST_LOOK, (uow.now - begun) / 2))
    if found is None:
        _put_off_or_give_up(uow, errand, AskFailed("the capture takes too long", FULL))
        return
    with uow.writing() as session:
        copy = session.get_one(PublicCopy, errand.copy.id)
        copy.url, copy.captured_at, copy.done_at, copy.problem = found.url, found.at, uow.now, ""
        _note_call(session, errand, "", uow.now)


def _note_call(session: Session, errand: _Errand, problem: str, now: datetime) -> None:
    """What the admin's page says of the archive, and that the claim's page has news."""
    row = plugin_rows.plug_in(session, errand.declared.name)
    if row is not None:
        row.asked_at, row.problem, row.problem_at = now, problem, now if problem else None
    source = session.get_one(Source, errand.copy.source_id)
    jobs.signal(session, about_answer(source.claim_id))
