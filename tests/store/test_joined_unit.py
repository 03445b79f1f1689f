"""A transaction joined to another is kept or undone with it."""

from collections.abc import Iterator

import pytest
from sqlmodel import Session, select

from factcheck.store.tables import Outlet
from factcheck.store.unit import JoinedUnit, UnitOfWork
from tests.conftest import SetClock


def outlet(name: str, clock: SetClock) -> Outlet:
    return Outlet(name=name, feed_url=f"https://{name}.example/feed", added_at=clock.now)


def names(session: Session) -> list[str]:
    return sorted(row.name for row in session.scalars(select(Outlet)))


@pytest.fixture
def joined(uow: UnitOfWork) -> Iterator[tuple[JoinedUnit, Session]]:
    with uow.writing() as session:
        yield JoinedUnit(uow, session), session


def test_what_both_wrote_is_there_together(uow: UnitOfWork, clock: SetClock) -> None:
    with uow.writing() as session:
        session.add(outlet("herald", clock))
        with JoinedUnit(uow, session).writing() as inner:
            inner.add(outlet("courier", clock))
        with uow.reading() as outside:
            assert names(outside) == [], "nothing is seen before the outer transaction ends"
    with uow.reading() as session:
        assert names(session) == ["courier", "herald"]


def test_the_outer_end_undoes_what_the_inner_kept(uow: UnitOfWork, clock: SetClock) -> None:
    def fails_late() -> None:
        with uow.writing() as session:
            with JoinedUnit(uow, session).writing() as inner:
                inner.add(outlet("courier", clock))
            raise RuntimeError("late")

    with pytest.raises(RuntimeError, match="late"):
        fails_late()
    with uow.reading() as session:
        assert names(session) == []


def test_a_refused_inner_transaction_is_undone_alone(joined: tuple[JoinedUnit, Session], clock: SetClock) -> None:
    unit, session = joined
    session.add(outlet("herald", clock))

    def refused() -> None:
        with unit.writing() as inner:
            inner.add(outlet("courier", clock))
            inner.flush()
            raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        refused()
    with unit.reading() as session:
        assert names(session) == ["herald"]


def test_time_and_kind_of_database_are_those_of_the_outer_one(
    joined: tuple[JoinedUnit, Session], uow: UnitOfWork
) -> None:
    assert (joined[0].now, joined[0].dialect) == (uow.now, uow.dialect)
