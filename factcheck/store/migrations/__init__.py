"""Brings a database to the tables of today; `upgrade` is what `factcheck up` and `factcheck migrate` call."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from factcheck.store.engine import open_engine


def configuration(url: str) -> Config:
    """Alembic's configuration for one database, without an ini file."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["url"] = url
    return config


def upgrade(url: str, to: str = "head") -> None:
    command.upgrade(configuration(url), to)


def downgrade(url: str, to: str) -> None:
    command.downgrade(configuration(url), to)


def check(url: str) -> None:
    """Raise when the tables in the code are not those of the newest migration."""
    command.check(configuration(url))


def revise(url: str, words: str) -> Path:
    """Write a migration that takes a database of today's migrations to the tables in the code; where it is."""
    number = f"{int(newest()) + 1:04d}"
    script = command.revision(configuration(url), words, autogenerate=True, rev_id=number)
    return Path(script.path)  # type: ignore[union-attr]  # one revision was asked for, not several


def newest() -> str:
    """The migration that the code expects."""
    return ScriptDirectory.from_config(configuration("")).get_current_head() or ""


def current(url: str) -> str:
    """The migration at which the database stands; empty for a new one."""
    engine = open_engine(url)
    try:
        with engine.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return ""
            return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")
    finally:
        engine.dispose()
