"""How Alembic runs here: one connection, foreign keys off around batches on SQLite, types by their plain names."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection, text
from sqlmodel import SQLModel

from factcheck.store import tables  # noqa: F401  # fills the metadata
from factcheck.store.engine import open_engine
from factcheck.store.types import Moment

OWN_SQL = "search"
"""Tables of the full-text search are written by hand in migrations: they differ between the databases."""


def plain_types(kind: str, thing: Any, autogen_context: Any) -> str | Literal[False]:
    """Keep the names of our own types out of migrations, so that an old migration never imports new code."""
    if kind == "type" and isinstance(thing, Moment):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and type(thing).__name__ == "AutoString":
        return "sa.String()"
    return False


def ours(name: str | None, kind: str, parents: Any) -> bool:
    return not (kind == "table" and (name or "").startswith(OWN_SQL))


def migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=True,
        render_item=plain_types,
        include_name=ours,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


engine = open_engine(context.config.attributes["url"])
with engine.connect() as connection:
    if connection.dialect.name == "sqlite":
        # A batch copies and drops the table: with foreign keys on, that deletes every child row.
        connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]
        migrate(connection)
        broken = connection.execute(text("PRAGMA foreign_key_check")).all()
        if broken:
            raise RuntimeError(f"the migration left {len(broken)} rows without what they point to: {broken[:3]}")
        connection.rollback()
        connection.connection.driver_connection.execute("PRAGMA foreign_keys=ON")  # type: ignore[union-attr]
    else:
        connection.execute(text("SELECT pg_advisory_lock(7105)"))  # two processes never migrate at once
        connection.commit()
        migrate(connection)
engine.dispose()
