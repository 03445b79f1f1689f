"""Desks at work on both databases, and one on a PostgreSQL of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from factcheck.store.migrations import upgrade
from tests.conftest import missing
from tests.faults.work import Work
from tests.servers import NotHere, Postgres


@pytest.fixture
def work(database_url: str, tmp_path: Path) -> Iterator[Work]:
    yield from working(database_url, tmp_path)


@pytest.fixture
def work_on_sqlite(sqlite_url: str, tmp_path: Path) -> Iterator[Work]:
    """For faults of the broker, to which the database does not matter."""
    yield from working(sqlite_url, tmp_path)


def working(database_url: str, folder: Path) -> Iterator[Work]:
    data = folder / "data"
    data.mkdir()
    work = Work(database_url, data)
    yield work
    work.close()


@pytest.fixture
def own_postgres() -> Iterator[Postgres]:
    """A PostgreSQL of the test's own, to be stopped and started."""
    try:
        server = Postgres()
    except NotHere as why:
        missing(str(why))
    yield server
    server.close()


@pytest.fixture
def work_on_own_postgres(own_postgres: Postgres, tmp_path: Path) -> Iterator[Work]:
    url = own_postgres.url(own_postgres.create())
    upgrade(url)
    yield from working(url, tmp_path)
