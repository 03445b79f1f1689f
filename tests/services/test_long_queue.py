"""A queue of 100,000 claims answers as fast as one of 100: measured as a ratio, in one run, on both databases."""

import re
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from math import inf
from typing import Any

import pytest
from sqlalchemy import event, text

from factcheck.config import Settings
from factcheck.domain.review import QueueFilters, Sort, Stage, Verdict
from factcheck.services import claims, leases, opinions, publishing, views
from factcheck.store import claims as claim_rows
from factcheck.store import queue as queue_rows
from factcheck.wiring import Desk
from tests.conftest import SetClock, missing, without_flushing
from tests.long_desk import COMMON, RARE, LongDesk
from tests.servers import NotHere
from tests.services.conftest import Newsroom

FEW, MANY = 100, 100_000
PAGE = 20
"""Rows at most; where the short queue has fewer, so many are asked of the long one."""

AT_MOST = 2.0
TRIES = 4
"""A neighbour on the machine spoils a measurement, never an answer: a ratio over the line is measured again."""

LISTS: dict[str, tuple[QueueFilters, QueueFilters]] = {
    name: found if isinstance(found, tuple) else (found, found)
    for name, found in {
        "no filter": QueueFilters(),
        **{f"order {sort}": QueueFilters(sort=sort) for sort in Sort},
        **{f"stage {stage}": QueueFilters(stage=stage) for stage in Stage},
        "not checkable too": QueueFilters(unworthy=True),
        "what waits for approval": QueueFilters(stage=Stage.SUBMITTED, sort=Sort.OLDEST),
        "mine": QueueFilters(mine=True),
        "a common topic": QueueFilters(topic=COMMON),
        "a rare topic": QueueFilters(topic=RARE),
        "a topic of one in a hundred": (QueueFilters(topic=COMMON), QueueFilters(topic="Quay 7")),
        "no such topic": QueueFilters(topic="Nowhere"),
        **{f"a common topic, {sort}": QueueFilters(topic=COMMON, sort=sort) for sort in (Sort.OLDEST, Sort.NEWEST)},
        **{f"a rare topic, {sort}": QueueFilters(topic=RARE, sort=sort) for sort in (Sort.OLDEST, Sort.DUE)},
        "a common claimant": QueueFilters(claimant=COMMON),
        "a rare claimant": QueueFilters(claimant=RARE.upper()),
        "a part of 5,000 claimants": QueueFilters(claimant="office"),
        "no such claimant": QueueFilters(claimant="nobody"),
        "a common outlet": QueueFilters(outlet=COMMON),
        "a rare outlet": QueueFilters(outlet=RARE),
        "no such outlet": QueueFilters(outlet="nowhere"),
        "a word of every claim": QueueFilters(q="pier"),
        "a common word": QueueFilters(q=COMMON),
        "a rare word": QueueFilters(q=RARE),
        "a word of one in a hundred": (QueueFilters(q=COMMON), QueueFilters(q="q7")),
        "no such word": QueueFilters(q="nowhere"),
        "reports of many": QueueFilters(reports=1),
        "reports of one in a hundred": QueueFilters(reports=50),
        "reports of few": QueueFilters(reports=90),
        "most by age": QueueFilters(older=30),
        "few by age": QueueFilters(older=390),
        "age, newest first": QueueFilters(older=30, sort=Sort.NEWEST),
        "overdue, soonest first": QueueFilters(due=1, sort=Sort.DUE),
        "a verdict, approved": QueueFilters(verdict=Verdict.DISPUTED, stage=Stage.APPROVED),
        "a verdict, open": QueueFilters(verdict=Verdict.DISPUTED),
        "topic and reports": QueueFilters(topic=COMMON, reports=1),
    }.items()
}
"""What the short and what the long queue are asked for: the same, or what leaves as many rows of it."""


@dataclass(frozen=True)
class Way:
    """Something that pages ask for, on a short desk and on a long one."""

    name: str
    short: Callable[[], object]
    long: Callable[[], object]


def lists(short: Newsroom, long: Newsroom) -> Iterator[Way]:
    """The queue with its counts; the API's list where a stage is not asked for."""
    for name, (few, many) in LISTS.items():
        rows = max(1, min(PAGE, len(asked(short, few).rows)))
        yield Way(name, partial(asked, short, few, rows), partial(asked, long, many, rows))
    for sort in Sort:
        every = QueueFilters(sort=sort)
        yield Way(f"the API's list, {sort}", partial(listed, short, every), partial(listed, long, every))


def asked(newsroom: Newsroom, filters: QueueFilters, rows: int = PAGE, cursor: str = "") -> Any:
    return claims.queue(newsroom.unit(), newsroom.jana, filters, limit=rows, cursor=cursor)


def listed(newsroom: Newsroom, filters: QueueFilters) -> object:
    return claims.listed(newsroom.unit(), newsroom.jana, filters, limit=PAGE)


NEXT = {
    "the next claim": QueueFilters(),
    "the next of a common topic": QueueFilters(topic=COMMON),
    "the next of a rare word": QueueFilters(q=RARE),
    "the next of a rare claimant": QueueFilters(claimant=RARE),
    "the next of no topic": QueueFilters(topic="Nowhere"),
}


def calls(newsroom: Newsroom) -> dict[str, Callable[[], object]]:
    """What else the pages of the queue, its buttons and readers ask for."""
    unit, jana = newsroom.unit, newsroom.jana
    middle = {
        f"a page in the middle, {sort}": partial(asked, newsroom, QueueFilters(sort=sort), cursor=deep(newsroom, sort))
        for sort in (Sort.WORTH, Sort.OLDEST, Sort.NEWEST)
    }
    return {
        **middle,
        **{name: partial(next_and_back, newsroom, filters) for name, filters in NEXT.items()},
        "the suggestions of the filters": lambda: claims.names_in_use(unit(), jana),
        "saved views": lambda: views.of(unit(), jana),
        "second opinions": lambda: opinions.waiting(unit(), jana, limit=4),
        "the public list and its feed": lambda: publishing.newest(unit(), newsroom.desk.identity, limit=PAGE),
    }


def next_and_back(newsroom: Newsroom, filters: QueueFilters) -> None:
    claim = leases.take_next(newsroom.unit(), newsroom.jana, filters)
    with newsroom.unit().writing() as session:
        put_back = "UPDATE claim SET stage = 'queued', assignee_id = NULL, lease_until = NULL WHERE id = :claim"
        session.execute(text(put_back), {"claim": claim})


def deep(newsroom: Newsroom, sort: Sort) -> str:
    """The cursor of a page in the middle of the queue: page 1,000 and more of the long one."""
    key, back = queue_rows._order(sort)
    order = ", ".join(f"{column.key}{' DESC' if back else ''}" for column in key)
    with newsroom.unit().reading() as session:
        waiting = "FROM claim WHERE stage = 'queued' AND checkworthy"
        half = int(session.scalar(text(f"SELECT count(*) {waiting}")) or 0) // 2
        middle = session.scalar(text(f"SELECT id {waiting} ORDER BY {order} LIMIT 1 OFFSET {half}"))
        claim = claim_rows.by_id(session, int(middle or 0))
        assert claim is not None
        return claims._cursor(queue_rows.key_of(claim, sort))


# --- The two desks ---------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def both(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Newsroom, Newsroom]]:
    """Two newsrooms on the same kind of database, one with a short and one with a long queue."""
    with ExitStack() as stack:
        rooms = [room(request, tmp_path_factory, stack) for _ in range(2)]
        for newsroom, many in zip(rooms, (FEW, MANY), strict=True):
            like = newsroom.approved()
            LongDesk(newsroom.unit(), newsroom.clock.now).fill(many, like=like, holder=newsroom.jana.id or 0)
        yield rooms[0], rooms[1]


def room(request: pytest.FixtureRequest, paths: pytest.TempPathFactory, stack: ExitStack) -> Newsroom:
    folder, clock = paths.mktemp("desk"), SetClock()
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("_sqlite_template"), folder / "desk.db")
        url = f"sqlite:///{folder / 'desk.db'}"
    else:
        template, server = request.getfixturevalue("_postgres_template"), request.getfixturevalue("_postgres")
        if isinstance(template, NotHere):
            missing(str(template))
        name = server.create(template)
        stack.callback(server.drop, name)
        url = server.url(name)
    desk = Desk(Settings(_env_file=None, data=folder, database_url=url), clock, shared_politeness=False)
    stack.callback(desk.close)
    without_flushing(desk)
    return Newsroom(desk, clock)


# --- How fast --------------------------------------------------------------------------------------


def test_a_queue_of_100_000_answers_as_fast_as_one_of_100(both: tuple[Newsroom, Newsroom]) -> None:
    short, long = both
    clock = time.process_time if short.unit().dialect == "sqlite" else time.perf_counter
    many = calls(long)
    other = [Way(name, call, many[name]) for name, call in calls(short).items()]
    ratios = {way.name: ratio_of(way, clock) for way in [*lists(short, long), *other]}
    slow = {name: round(ratio, 2) for name, ratio in ratios.items() if ratio > AT_MOST}
    assert not slow, f"so many times as long among {MANY:,} claims as among {FEW}"


def ratio_of(way: Way, clock: Callable[[], float]) -> float:
    """How many times as long the second takes; the lowest of a few tries, no more of them than needed."""
    ratio = inf
    for _ in range(TRIES):
        small, large = quickest([way.short, way.long], clock)
        ratio = min(ratio, large / small)
        if ratio <= AT_MOST:
            break
    return ratio


def quickest(answers: Sequence[Callable[[], object]], clock: Callable[[], float], times: int = 5) -> list[float]:
    """Seconds of the quickest of so many answers of each, taken in turns: a busy neighbour slows all of them alike.

    What SQLite does is done in this process, whose own time no neighbour lengthens.
    """

    def once(answer: Callable[[], object]) -> float:
        began = clock()
        answer()
        return clock() - began

    rounds = [[once(answer) for answer in answers] for _ in range(times)]
    return [min(each) for each in zip(*rounds, strict=True)]


# --- How much is read ------------------------------------------------------------------------------

BIG = "claim|place|article|revision|finding|finding_author|history|opinion|earlier_check|alert|name_in_use"
"""Approvals are not among them: readers get the newest, along the numbers of the table, and no more of it is read."""


def test_no_list_reads_a_big_table_from_end_to_end(both: tuple[Newsroom, Newsroom]) -> None:
    _, long = both
    read = {"sqlite": without_index, "postgresql": without_end}[long.unit().dialect]
    ways: dict[str, Callable[[], object]] = {
        **{name: partial(asked, long, many) for name, (_, many) in LISTS.items()},
        **{f"of all stages, {name}": partial(listed, long, many) for name, (_, many) in LISTS.items()},
        **calls(long),
    }
    found = {name: said for name, way in ways.items() if (said := list(read(long, way)))}
    assert not found


def statements(newsroom: Newsroom, way: Callable[[], object]) -> list[tuple[str, Any]]:
    """The SELECTs that it makes, with their values."""
    made: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            made.append((statement, values))

    event.listen(newsroom.desk._engine, "before_cursor_execute", note)
    try:
        way()
    finally:
        event.remove(newsroom.desk._engine, "before_cursor_execute", note)
    return made


def without_index(newsroom: Newsroom, way: Callable[[], object]) -> Iterator[str]:
    """Steps of SQLite's plans that go through a big table without an index."""
    for statement, values in statements(newsroom, way):
        with newsroom.unit().reading() as session:
            steps = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
        yield from (step[3] for step in steps if re.fullmatch(rf"SCAN ({BIG})(_\d)?", step[3]))


READ_MOST = 9_000
"""Rows of one table, read without an index: more than whoever looks for a common name needs to have enough of it."""


def without_end(newsroom: Newsroom, way: Callable[[], object]) -> Iterator[str]:
    """Big tables that PostgreSQL goes through without an index, and how many of their rows it reads."""
    for statement, values in statements(newsroom, way):
        with newsroom.unit().reading() as session:
            explained = session.connection().exec_driver_sql(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", values)
            plan = explained.scalar_one()[0]["Plan"]
        for node in nodes(plan):
            read = (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"]
            if node["Node Type"] == "Seq Scan" and re.fullmatch(BIG, node["Relation Name"]) and read > READ_MOST:
                yield f"{read} rows of {node['Relation Name']}"


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The node and all below it."""
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes(below)
