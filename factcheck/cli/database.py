"""Bringing the database up to date, and checking that the migrations say what the tables say."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from factcheck.config import Settings
from factcheck.domain.errors import OutsideUnavailable
from factcheck.store import migrations
from factcheck.up.plan import NEW_DATABASE


def migrate(settings: Settings) -> str:
    """Run the migrations that are missing, and say in a sentence what that came to."""
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    url = settings.sqlalchemy_url
    before, newest = current(url), migrations.newest()
    if before == newest:
        return "The database is up to date."
    migrations.upgrade(url)
    return f"The database went from {before} to {newest}." if before else f"{NEW_DATABASE}, at {newest}."


def current(url: str) -> str:
    """The migration at which the database stands; OutsideUnavailable when it cannot be reached."""
    try:
        return migrations.current(url)
    except Exception as error:  # each database driver has its own way of saying that nobody answers
        reason = str(error).strip().splitlines()[0]
        raise OutsideUnavailable(f"The database does not answer: {reason}") from error


def check() -> None:
    """Migrate an empty database and compare it with the tables; raises when they differ."""
    with _empty() as url:
        migrations.check(url)


def revise(words: str) -> Path:
    """Write the migration that is missing between the migrations and the tables in the code."""
    with _empty() as url:
        return migrations.revise(url, words)


@contextmanager
def _empty() -> Iterator[str]:
    """A database without a row, at the newest migration."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'desk.db'}"
        migrations.upgrade(url)
        yield url
