"""A database of each kind, rows to try things on, and ways to say SQL past the domain."""

import shutil
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, text

from factcheck.store.engine import Engine, open_engine
from factcheck.store.unit import UnitOfWork
from tests.conftest import SetClock, missing
from tests.servers import NotHere
from tests.store.rows import ROWS


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def uow(engine: Engine, clock: SetClock) -> UnitOfWork:
    return UnitOfWork(engine, clock)


class Sql:
    """Says SQL directly, as somebody would who goes around the desk; each statement is undone when it fails."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.dialect = connection.dialect.name

    def __call__(self, said: str, /, **values: object) -> list[tuple[object, ...]]:
        with self.connection.begin_nested():
            result = self.connection.execute(text(said), values)
            return [tuple(row) for row in result] if result.returns_rows else []

    def insert(self, table: str, /, **values: object) -> None:
        names = ", ".join(f'"{name}"' for name in values)
        marks = ", ".join(f":{name}" for name in values)
        self(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', **values)

    def count(self, table: str) -> int:
        return int(str(self(f'SELECT count(*) FROM "{table}"')[0][0]))


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shared(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """One migrated database for all tests of a module."""
    if request.param == "sqlite":
        path = tmp_path_factory.mktemp("shared") / "desk.db"
        shutil.copy(request.getfixturevalue("_sqlite_template"), path)
        engine = open_engine(f"sqlite:///{path}")
    else:
        template = request.getfixturevalue("_postgres_template")
        if isinstance(template, NotHere):
            missing(str(template))
        server = request.getfixturevalue("_postgres")
        engine = open_engine(server.url(server.create(template)))
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def filled(shared: Engine) -> Engine:
    """That database with one row in every table."""
    with shared.begin() as connection:
        for table, values in ROWS:
            Sql(connection).insert(table, **values)
    return shared


@pytest.fixture
def sql(filled: Engine) -> Iterator[Sql]:
    """A transaction on that database, undone after the test."""
    with filled.connect() as connection, connection.begin() as transaction:
        yield Sql(connection)
        transaction.rollback()
