"""What pages and exports of a desk with many claims read: by the plans of SQLite, and by the memory that they take."""

import re
import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event

from factcheck.domain.exports import Format
from factcheck.domain.review import QueueFilters, Verdict
from factcheck.services import articles, dashboard, exports, jobs
from tests.long_desk import COMMON, LongDesk
from tests.services.conftest import Newsroom

MANY = 4_000

PAGES: dict[str, Callable[[Newsroom], object]] = {
    "the dashboard": lambda room: dashboard.dashboard(room.unit(), room.jana, days=90),
    "the list of articles": lambda room: articles.listed(room.unit(), room.jana),
    "the workers": lambda room: jobs.workers_seen(room.unit(), room.boss),
    **{
        f"the preview of an export, {name}": lambda room, wanted=wanted: exports.preview(
            room.unit(), room.jana, wanted, Format.CLAIMREVIEW, room.desk.identity
        )
        for name, wanted in {
            "of everything": QueueFilters(),
            "by topic": QueueFilters(topic=COMMON),
            "by age": QueueFilters(older=30),
            "by verdict": QueueFilters(verdict=Verdict.DISPUTED),
        }.items()
    },
}

BIG = re.compile(r"SCAN (claim|history|finding|place|job)(_\d)?( USING INDEX (?!ix_job_(due|trouble)).*)?")
"""Steps that go through a big table from end to end, in whatever order. The indexes of jobs have few of them."""


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Once, and not once for each kind of database."""
    return sqlite_url


@pytest.fixture
def long_room(sqlite_room: Newsroom) -> Newsroom:
    like = sqlite_room.approved()
    LongDesk(sqlite_room.unit(), sqlite_room.clock.now).fill(MANY, like=like, holder=sqlite_room.jana.id or 0)
    return sqlite_room


def test_no_page_goes_through_all_that_there_is(long_room: Newsroom) -> None:
    found = {name: steps for name, page in PAGES.items() if (steps := [*filter(BIG.fullmatch, plan(long_room, page))])}
    assert not found


def plan(room: Newsroom, page: Callable[[Newsroom], object]) -> list[str]:
    """The steps in which SQLite answers what the page asks."""
    made: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            made.append((statement, values))

    event.listen(room.desk._engine, "before_cursor_execute", note)
    try:
        page(room)
    finally:
        event.remove(room.desk._engine, "before_cursor_execute", note)
    with room.unit().reading() as session:
        explain = session.connection().exec_driver_sql
        return [step[3] for statement, values in made for step in explain(f"EXPLAIN QUERY PLAN {statement}", values)]


@pytest.mark.parametrize("format", list(Format))
def test_an_export_of_many_takes_the_memory_of_one_of_few(long_room: Newsroom, format: Format) -> None:
    written(long_room, format, QueueFilters(older=350))  # what is loaded once
    few, some = written(long_room, format, QueueFilters(older=300))
    many, all_of_them = written(long_room, format, QueueFilters())
    assert all_of_them > 3 * some
    assert many < 1.5 * few


def written(room: Newsroom, format: Format, filters: QueueFilters) -> tuple[int, int]:
    """(bytes of memory at the most while a worker writes the file, rows in it)."""
    number = exports.order(room.unit(), room.jana, format=format, filters=filters)
    tracemalloc.start()
    exports.write(room.unit, room.desk.vault, room.desk.identity, number)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak, next(file.rows for file in exports.files(room.unit(), room.jana) if file.id == number)
