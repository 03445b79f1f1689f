"""Migrations go up and down and up again, agree with the code, and lose no row, key, index or trigger on the way."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlmodel import SQLModel

from factcheck.store import migrations
from factcheck.store.engine import Engine, open_engine
from tests.conftest import missing
from tests.servers import NotHere, Postgres
from tests.store.rows import ROWS

FIRST = "0001"
CHAIN = [step.revision for step in ScriptDirectory.from_config(migrations.configuration("")).walk_revisions()][::-1]


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database in which nothing is yet."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'desk.db'}"
        return
    server: Postgres | NotHere = request.getfixturevalue("_postgres")
    if isinstance(server, NotHere):
        missing(str(server))
    name = server.create()
    yield server.url(name)
    server.drop(name)


def say(url: str, *statements: tuple[str, dict[str, Any]]) -> None:
    engine = open_engine(url)
    with engine.begin() as connection:
        for statement, values in statements:
            connection.execute(text(statement), values)
    engine.dispose()


def fill(url: str) -> None:
    """One row in every table, the full-text index too."""
    for table, values in ROWS:
        names, marks = ", ".join(f'"{name}"' for name in values), ", ".join(f":{name}" for name in values)
        say(url, (f'INSERT INTO "{table}" ({names}) VALUES ({marks})', values))
    row = ", rowid" if url.startswith("sqlite") else ""
    mark = ", 9" if row else ""
    say(url, (f"INSERT INTO search (kind, ref, title, body{row}) VALUES ('CLAIM', 1, 'Pier', 'closed'{mark})", {}))


Shape = dict[str, Any]


def shape(url: str) -> Shape:
    """What stands in the database: rows, foreign keys, indexes, checks, triggers."""
    engine = open_engine(url)
    with engine.connect() as connection:
        look = inspect(connection)
        tables = sorted(set(look.get_table_names()) - {"alembic_version"})
        ours = [table for table in tables if not table.startswith("search_")]
        triggers = connection.execute(text(TRIGGERS[engine.dialect.name])).all()
        found = {
            "rows": {table: sorted(map(repr, connection.execute(text(f'SELECT * FROM "{table}"')))) for table in ours},
            "keys": {table: sorted(repr(sorted(key.items(), key=str)) for key in look.get_foreign_keys(table))
                     for table in ours},
            "indexes": sorted(map(repr, connection.execute(text(INDEXES[engine.dialect.name])))),
            "checks": {table: sorted(str(check["name"]) for check in look.get_check_constraints(table))
                       for table in ours},
            "triggers": sorted(map(repr, triggers)),
        }  # fmt: skip
    engine.dispose()
    return found


TRIGGERS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
}

INDEXES = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
    "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
}


def test_up_check_down_and_up_again(empty_url: str) -> None:
    migrations.upgrade(empty_url)
    migrations.check(empty_url)
    assert migrations.current(empty_url) == migrations.newest() == CHAIN[-1]
    built = shape(empty_url)
    migrations.downgrade(empty_url, "base")
    assert not any(shape(empty_url)["rows"])
    assert migrations.current(empty_url) == ""
    migrations.upgrade(empty_url)
    migrations.check(empty_url)
    assert shape(empty_url) == built


def test_a_new_database_stands_at_no_migration(empty_url: str) -> None:
    assert migrations.current(empty_url) == ""


def test_the_rows_of_these_tests_fill_every_table(database_url: str) -> None:
    fill(database_url)
    rows = shape(database_url)["rows"]
    assert set(SQLModel.metadata.tables) <= set(rows)
    assert [table for table, found in rows.items() if not found] == []


def test_going_up_twice_changes_nothing(database_url: str) -> None:
    fill(database_url)
    before = shape(database_url)
    migrations.upgrade(database_url)
    assert shape(database_url) == before


@pytest.mark.parametrize("target", CHAIN[:-1])
def test_nothing_is_lost_on_the_way_down_and_up_again(database_url: str, target: str) -> None:
    """Back to an earlier migration and up again: what that migration knew is all there, keys and triggers too."""
    fill(database_url)
    before = shape(database_url)
    migrations.downgrade(database_url, target)
    below = shape(database_url)
    migrations.upgrade(database_url)
    after = shape(database_url)
    for part in ("rows", "keys", "checks"):
        kept = {table: found for table, found in before[part].items() if table in below[part] and table != "search"}
        assert kept
        assert {table: after[part][table] for table in kept} == kept
    assert after["triggers"] == before["triggers"]
    assert after["keys"] == before["keys"]
    assert after["indexes"] == before["indexes"]


def test_children_survive_a_batch_on_their_parent(database_url: str) -> None:
    """What Alembic's batch mode does to a table on SQLite must not delete the rows that point to it."""
    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    fill(database_url)
    before = shape(database_url)
    engine = open_engine(database_url)
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")  # as env.py does
        with Operations(MigrationContext.configure(connection)).batch_alter_table("claim") as batch:
            batch.alter_column("topic", nullable=False)
        connection.commit()
    engine.dispose()
    after = shape(database_url)
    for part in ("rows", "keys", "indexes"):
        assert after[part] == before[part]


def test_the_code_and_the_database_agree(engine: Engine) -> None:
    tables = set(inspect(engine).get_table_names())
    assert set(SQLModel.metadata.tables) <= tables
