"""Brings fact-checks of others into the desk, so that claims are matched against them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from factcheck.domain.earlier import Came, ImportedCheck
from factcheck.domain.imports import read_checks
from factcheck.domain.jobs import MatchChecks
from factcheck.domain.people import Action, Actor
from factcheck.store import earlier as rows
from factcheck.store import history, jobs
from factcheck.store.tables import ImportedCheckRow
from factcheck.store.unit import Session, UnitOfWork, alone


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a file: how many checks are new, changed, or were there already, and what was left out and why."""

    new: int
    changed: int
    known: int
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublisherLine:
    """How many checks of one publisher are there, and when the last of them came in."""

    publisher: str
    checks: int
    last: datetime


def bring_in(uow: UnitOfWork, actor: Actor, content: bytes, name: str) -> Imported:
    """Take in every fact-check of a JSON document; the same document again changes nothing. `name` is its file's.

    Invalid when it is not JSON or there is no fact-check in it; nothing has changed then.
    """
    actor.require(Action.MANAGE_OUTLETS)
    reading = read_checks(content)
    with uow.writing() as session:
        new, changed = keep(session, reading.checks, uow.now)
        if new or changed:
            data = {"file": name, "new": new, "changed": changed}
            history.append(session, "desk:imports", "import checks", actor, uow.now, data=data)
    return Imported(new, changed, len(reading.checks) - new - changed, reading.left_out)


def keep(
    session: Session, checks: Sequence[ImportedCheck], now: datetime, came: Came = Came.IMPORTED, found_by: str = ""
) -> tuple[int, int]:
    """Store what is new or says something else than before; how many of each.

    What came from nearer stays: no page rewrites what a provider named, and neither what a person imported.
    """
    if not checks:
        return 0, 0
    alone(session, "imported checks")
    there = rows.by_keys(session, [check.key for check in checks])
    new = changed = 0
    for check in checks:
        row = there.get(check.key)
        if row is None:
            new += 1
            row = ImportedCheckRow(key=check.key, digest="", came=came, imported_at=now, **asdict(check))
            session.add(row)
        elif came.distance > row.came.distance or (row.digest, row.came) == (check.digest, came):
            continue
        else:
            changed += row.digest != check.digest
        _write(row, check, now, came, found_by)
    return new, changed


def _write(row: ImportedCheckRow, check: ImportedCheck, now: datetime, came: Came, found_by: str) -> None:
    for field, value in asdict(check).items():
        setattr(row, field, value)
    row.digest, row.imported_at, row.came, row.found_by = check.digest, now, came, found_by


def keep_found(
    session: Session, claim_id: int, checks: Sequence[ImportedCheck], came: Came, found_by: str, now: datetime
) -> None:
    """Store fact-checks that were found while a claim was searched for, and have the claim compared with them.

    Known ones want a comparison too: they may have become known only after the claim was compared.
    """
    if checks:
        keep(session, checks, now, came, found_by)
        jobs.enqueue(session, MatchChecks, claim_id, now)


def publishers(uow: UnitOfWork, actor: Actor) -> tuple[PublisherLine, ...]:
    """Whose checks are there."""
    actor.require(Action.READ)
    with uow.reading() as session:
        return tuple(PublisherLine(*line) for line in rows.publishers(session))
