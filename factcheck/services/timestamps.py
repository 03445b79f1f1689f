"""Has an authority stamp what is kept, where the desk has one set, and checks the stamps again later."""

from collections.abc import Callable
from dataclasses import dataclass

from factcheck.domain.errors import NotFound
from factcheck.domain.evidence import Medium
from factcheck.domain.fetching import FetchFailed, Vault
from factcheck.domain.jobs import StampCopy
from factcheck.domain.timestamps import BadTimestamp, Timestamper
from factcheck.store import evidence as rows
from factcheck.store import jobs
from factcheck.store.tables import Source
from factcheck.store.unit import UnitOfWork

Unit = Callable[[], UnitOfWork]

TRIES = 5
AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class StampsChecked:
    """How many stamps hold, how many could not be checked for want of trusted certificates, and which do not hold."""

    good: int
    unchecked: int
    problems: tuple[str, ...]


def want_missing(uow: UnitOfWork, timestamper: Timestamper | None, *, again: bool = False) -> int:
    """Ask for a stamp of every archive file and upload without one; `again` also where it was in vain."""
    if timestamper is None or not timestamper.stamps:
        return 0
    with uow.writing() as session:
        wanted = 0
        for source in rows.unstamped(session, AT_ONCE, again=again):
            if not jobs.open_for(session, [StampCopy.name], [source.id or 0]):
                source.stamp_problem = ""
                jobs.enqueue(session, StampCopy, source.id or 0, uow.now)
                wanted += 1
        return wanted


def stamp(unit: Unit, timestamper: Timestamper | None, vault: Vault, source_id: int, attempt: int = 1) -> None:
    """Have what is kept of one source stamped. Safe to run twice. Raises HostBusy and FetchFailed."""
    uow = unit()
    with uow.reading() as session:
        source = session.get(Source, source_id)
    if timestamper is None or not timestamper.stamps or source is None or source.stamp or not to_stamp(source):
        return
    try:
        stamped = timestamper.stamp(vault.read(to_stamp(source)))
    except FetchFailed as failed:
        failed.retry_at = failed.retry_at if attempt < TRIES else None
        _note(uow, source_id, str(failed))
        raise
    except (BadTimestamp, NotFound) as failed:
        _note(uow, source_id, str(failed))
        return
    token = vault.keep(stamped.token)
    with uow.writing() as session:
        row = session.get_one(Source, source_id)
        if to_stamp(row) == to_stamp(source):  # else the source has got another page meanwhile
            row.stamp, row.stamped_at, row.stamped_by, row.stamp_problem = token, stamped.at, timestamper.name, ""


def to_stamp(source: Source) -> str:
    """The digest of what is stamped: the archive file of a page, the file of an upload; empty while there is none."""
    return source.kept_sha256 if source.medium is Medium.UPLOAD else source.kept_warc


def _note(uow: UnitOfWork, source_id: int, problem: str) -> None:
    with uow.writing() as session:
        session.get_one(Source, source_id).stamp_problem = problem


def verify(uow: UnitOfWork, vault: Vault, timestamper: Timestamper | None) -> StampsChecked:
    """Check every stamp against what is kept and the certificates that are trusted now."""
    with uow.reading() as session:
        stamped = [(row.id, row.stamp, to_stamp(row)) for row in rows.stamped(session)]
    if timestamper is None:
        return StampsChecked(0, len(stamped), ())
    problems = []
    for source_id, token, kept in stamped:
        try:
            timestamper.check(vault.read(token), vault.read(kept))
        except (BadTimestamp, NotFound) as failed:
            problems.append(f"the timestamp of source {source_id}: {failed}")
    return StampsChecked(len(stamped) - len(problems), 0, tuple(problems))
