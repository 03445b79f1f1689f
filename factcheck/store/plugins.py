"""What is set for plug-ins, and what they have used up."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import CursorResult, insert, select, update
from sqlmodel import Session, col

from factcheck.store.tables import PlugIn, PlugInDay
from factcheck.store.unit import alone


def plug_in(session: Session, name: str) -> PlugIn | None:
    return session.get(PlugIn, name)


def active(session: Session, names: Sequence[str]) -> list[PlugIn]:
    """Those of these plug-ins that are switched on."""
    found = select(PlugIn).where(col(PlugIn.name).in_(names), col(PlugIn.active))
    return list(session.scalars(found.order_by(col(PlugIn.name))))


def day(session: Session, name: str, on: date) -> tuple[int, int]:
    """How many calls a plug-in has made on a day, and what it has used up of its budget."""
    found = session.get(PlugInDay, (name, on))
    return (found.asks, found.used) if found else (0, 0)


def alone_with(session: Session, name: str) -> None:
    """Wait until no other transaction changes what is set for this plug-in."""
    alone(session, f"plugin:{name}")


def use_up(session: Session, name: str, on: date, amount: int, most: int | None) -> bool:
    """Count a call of this amount, unless the day's budget does not hold it any more. Two at once never overdraw."""
    alone(session, f"plugin day:{name}")
    if session.get(PlugInDay, (name, on)) is None:
        session.execute(insert(PlugInDay).values(name=name, day=on, asks=0, used=0))
    taken = update(PlugInDay).where(col(PlugInDay.name) == name, col(PlugInDay.day) == on)
    if most is not None:
        taken = taken.where(col(PlugInDay.used) + amount <= most)
    result = session.execute(taken.values(asks=col(PlugInDay.asks) + 1, used=col(PlugInDay.used) + amount))
    return isinstance(result, CursorResult) and result.rowcount == 1


def give_back(session: Session, name: str, on: date, amount: int) -> None:
    """Take back what was counted for a call that was not made after all."""
    counted = update(PlugInDay).where(col(PlugInDay.name) == name, col(PlugInDay.day) == on)
    counted = counted.where(col(PlugInDay.used) >= amount, col(PlugInDay.asks) >= 1)
    session.execute(counted.values(asks=col(PlugInDay.asks) - 1, used=col(PlugInDay.used) - amount))
