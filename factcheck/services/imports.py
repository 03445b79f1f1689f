"""Brings fact-checks of others into the desk, so that claims are matched against them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from factcheck.domain.earlier import ImportedCheck
from factcheck.domain.imports import read_checks
from factcheck.domain.people import Action, Actor
from factcheck.store import earlier as rows
from factcheck.store import history
from factcheck.store.tables import ImportedCheckRow
from factcheck.store.unit import Session, UnitOfWork


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


def keep(session: Session, checks: Sequence[ImportedCheck], now: datetime) -> tuple[int, int]:
    """Store what is new or says something else than before; how many of each."""
    there = rows.by_keys(session, [check.key for check in checks])
    new = changed = 0
    for check in checks:
        row = there.get(check.key)
        if row is None:
            new += 1
            session.add(ImportedCheckRow(key=check.key, digest=check.digest, imported_at=now, **asdict(check)))
        elif row.digest != check.digest:
            changed += 1
            for field, value in asdict(check).items():
                setattr(row, field, value)
            row.digest, row.imported_at = check.digest, now
    return new, changed


def publishers(uow: UnitOfWork, actor: Actor) -> tuple[PublisherLine, ...]:
    """Whose checks are there."""
    actor.require(Action.READ)
    with uow.reading() as session:
        return tuple(PublisherLine(*line) for line in rows.publishers(session))
