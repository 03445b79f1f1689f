"""What tests of all rooms share: both databases, a Valkey, a desk, a clock that can be set, a browser."""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

from tests.servers import NotHere, Postgres, Valkey

if TYPE_CHECKING:
    from playwright.sync_api import BrowserType

    from factcheck.config import Settings
    from factcheck.wiring import Desk

IN_CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}


def missing(why: str) -> NoReturn:
    """Skip for want of a program; in CI, where everything is installed first, that is a failure."""
    if IN_CI:
        pytest.fail(f"{why} (a test run in CI skips nothing)")
    pytest.skip(why)


@pytest.fixture(scope="session")
def _postgres() -> "Iterator[Postgres | NotHere]":
    try:
        server = Postgres()
    except NotHere as why:
        yield why
        return
    yield server
    server.close()


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from factcheck.store.migrations import upgrade

    path = tmp_path_factory.mktemp("template") / "desk.db"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def _postgres_template(_postgres: "Postgres | NotHere") -> "str | NotHere":
    from factcheck.store.migrations import upgrade

    if isinstance(_postgres, NotHere):
        return _postgres
    name = _postgres.create()
    upgrade(_postgres.url(name))
    return name


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh, migrated database: the test runs once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        yield copy_of(request.getfixturevalue("_sqlite_template"), tmp_path)
        return
    yield request.getfixturevalue("postgresql_url")


@pytest.fixture
def postgresql_url(_postgres: "Postgres | NotHere", _postgres_template: "str | NotHere") -> Iterator[str]:
    """A fresh, migrated PostgreSQL database alone, for tests of what only it has."""
    if isinstance(_postgres, NotHere) or isinstance(_postgres_template, NotHere):
        missing(str(_postgres))
    name = _postgres.create(_postgres_template)
    yield _postgres.url(name)
    _postgres.drop(name)


@pytest.fixture
def sqlite_url(_sqlite_template: Path, tmp_path: Path) -> str:
    """A fresh, migrated SQLite database alone, for tests to which the database does not matter."""
    return copy_of(_sqlite_template, tmp_path)


def copy_of(template: Path, folder: Path) -> str:
    shutil.copy(template, folder / "desk.db")
    return f"sqlite:///{folder / 'desk.db'}"


@pytest.fixture(scope="session")
def _valkey() -> Iterator[Valkey]:
    server = Valkey()
    yield server
    server.close()


@pytest.fixture
def valkey_url(_valkey: Valkey) -> str:
    """The address of a running, empty Valkey, on a unix socket."""
    _valkey.forget_everything()
    return _valkey.url


def utc() -> datetime:
    """The time now, in UTC."""
    return datetime.now(UTC)


class SetClock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC).replace(microsecond=0)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, by: timedelta) -> datetime:
        self.now += by
        return self.now


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def settings(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "Settings":
    """Settings with a data folder of their own; nothing of the surrounding environment gets in."""
    from factcheck.config import Settings

    for name in [name for name in os.environ if name.startswith("FACTCHECK_") or name in {"DATABASE_URL", "REDIS_URL"}]:
        monkeypatch.delenv(name)
    return Settings(_env_file=None, data=tmp_path / "data", database_url=database_url)


def without_flushing(desk: "Desk") -> None:
    """Nothing here outlives the test run: SQLite need not flush to disk, as PostgreSQL does not in tests.servers."""
    from sqlalchemy import event

    if desk.unit().dialect == "sqlite":
        event.listen(desk._engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))


@pytest.fixture
def desk(settings: "Settings", clock: SetClock) -> "Iterator[Desk]":
    """A whole desk on that database, with the settable clock."""
    from factcheck.wiring import Desk

    desk = Desk(settings, clock, shared_politeness=False)
    without_flushing(desk)
    yield desk
    desk.close()


BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
LAUNCH = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


def browser_program(chromium: "BrowserType") -> str:
    """The path of a Chromium or Chrome on this machine; NotHere when there is none."""
    mac = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
    candidates = [*(shutil.which(name) for name in BROWSERS), mac, chromium.executable_path]
    found = next((path for path in candidates if path and Path(path).exists()), None)
    if found is None:
        raise NotHere("needs a browser: apt-get install chromium, or playwright install chromium")
    return found


@pytest.fixture(scope="session")
def chromium() -> "Iterator[Any]":
    """A launched headless Chromium (a Playwright Browser); each test opens contexts of its own in it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        try:
            program = browser_program(playwright.chromium)
        except NotHere as why:
            missing(str(why))
        browser = playwright.chromium.launch(executable_path=program, headless=True, args=list(LAUNCH))
        yield browser
        browser.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what did not run for want of a program, and how to get it."""
    wants: dict[str, int] = {}
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if "needs " in reason:
            reason = reason.removeprefix("Skipped: ")
            wants[reason] = wants.get(reason, 0) + 1
    for reason, number in sorted(wants.items()):
        terminalreporter.write_line(f"{number} tests did not run: {reason}", yellow=True)
