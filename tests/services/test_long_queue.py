"""A queue of 100,000 claims answers as fast as one of 100: measured as a ratio, in one run, on both databases."""

import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from itertools import islice
from math import inf
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, text
from sqlmodel import Session

from factcheck.config import Settings
from factcheck.domain.claims import PlaceRole, Quotation
from factcheck.domain.review import QueueFilters, Sort, Stage
from factcheck.services import claims, review
from factcheck.store import claims as claim_rows
from factcheck.store.tables import Claim, Place
from factcheck.wiring import Desk
from tests.conftest import SetClock, missing, without_flushing
from tests.servers import NotHere
from tests.services.conftest import Newsroom

FEW, MANY = 100, 100_000
PAGE = 20
"""Rows: as many in the middle of the short queue as in the middle of the long one."""

AT_MOST = 2.0
TRIES = 3
"""A neighbour on the machine spoils a measurement, never an answer: a ratio over the line is measured again."""


def rows(settled: Newsroom, article: int, numbers: range) -> Iterator[dict[str, Any]]:
    for number in numbers:
        score = (number * 7919 % 1000) / 1000
        yield {
            "article_id": article, "number": number, "statement": f"Pier {number} is closed.", "score": score,
            "claimant": f"Harbour office {number % 80}", "topic": f"Harbour {number % 50}", "rank": -score,
            "quotation": Quotation.INDIRECT, "stage": Stage.QUEUED, "created_at": settled.clock.now,
        }  # fmt: skip


def fill(settled: Newsroom, article: int, numbers: range) -> None:
    given = rows(settled, article, numbers)
    with settled.unit().writing() as session:
        while chunk := list(islice(given, 5000)):
            session.execute(insert(Claim), chunk)
        place = {"role": PlaceRole.BODY, "fragments": [[0, 4]], "span_text": "Pier"}
        text_of = session.scalar(text("SELECT max(id) FROM revision"))
        made = session.scalars(text("SELECT id FROM claim WHERE id NOT IN (SELECT claim_id FROM place)")).all()
        session.execute(insert(Place), [{"claim_id": claim, "revision_id": text_of, **place} for claim in made])
    tidy(settled)


def tidy(settled: Newsroom) -> None:
    """What a database does by itself within a minute of so many new rows."""
    with settled.desk._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE" if settled.unit().dialect == "sqlite" else "VACUUM ANALYZE"))


def deep(settled: Newsroom) -> str:
    """The cursor of a page in the middle of the queue."""

    def middle(session: Session) -> Claim:
        return claim_rows.by_id(session, int(session.scalar(text("SELECT max(id) / 2 FROM claim")) or 0)) or Claim()

    with settled.unit().reading() as session:
        return claims._cursor(claim_rows.key_of(middle(session), Sort.WORTH))


def quickest(answers: Sequence[Callable[[], object]], times: int = 20) -> list[float]:
    """Seconds of the quickest of so many answers of each, taken in turns: a busy neighbour slows all of them alike."""

    def once(answer: Callable[[], object]) -> float:
        began = time.perf_counter()
        answer()
        return time.perf_counter() - began

    rounds = [[once(answer) for answer in answers] for _ in range(times)]
    return [min(each) for each in zip(*rounds, strict=True)]


def answers(settled: Newsroom) -> dict[str, Callable[[], object]]:
    """Everything that the page of the queue and its buttons ask for."""
    unit, jana, cursor = settled.unit, settled.jana, deep(settled)

    def next_and_back() -> None:
        claim = review.take_next(unit(), jana, QueueFilters())
        with unit().writing() as session:
            put_back = "UPDATE claim SET stage = 'queued', assignee_id = NULL, lease_until = NULL WHERE id = :claim"
            session.execute(text(put_back), {"claim": claim})

    return {
        "the first page": lambda: claims.queue(unit(), jana, QueueFilters(), limit=PAGE),
        "a page in the middle": lambda: claims.queue(unit(), jana, QueueFilters(), cursor=cursor, limit=PAGE),
        "the newest": lambda: claims.queue(unit(), jana, QueueFilters(sort=Sort.NEWEST), limit=PAGE),
        "the oldest": lambda: claims.queue(unit(), jana, QueueFilters(sort=Sort.OLDEST), limit=PAGE),
        "the suggestions of the filters": lambda: claims.names_in_use(unit(), jana),
        "the next claim": next_and_back,
    }


@pytest.fixture(params=["sqlite", "postgresql"])
def both(request: pytest.FixtureRequest, tmp_path: Path, clock: SetClock) -> Iterator[tuple[Newsroom, Newsroom]]:
    """Two newsrooms on the same kind of database, one with a short and one with a long queue."""
    with ExitStack() as stack:
        rooms = [room(request, tmp_path / name, clock, stack) for name in ("short", "long")]
        for newsroom, many in zip(rooms, (FEW, MANY), strict=True):
            fill(newsroom, newsroom.article("The pier."), range(1000, 1000 + many))
        yield rooms[0], rooms[1]


def room(request: pytest.FixtureRequest, folder: Path, clock: SetClock, stack: ExitStack) -> Newsroom:
    folder.mkdir()
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


def test_a_queue_of_100_000_answers_as_fast_as_one_of_100(both: tuple[Newsroom, Newsroom]) -> None:
    short, long = (answers(newsroom) for newsroom in both)
    for what in short:
        ratio = ratio_of(short[what], long[what])
        assert ratio <= AT_MOST, f"{what}: {ratio:.2f} times as long among {MANY:,} claims as among {FEW}"


def ratio_of(short: Callable[[], object], long: Callable[[], object]) -> float:
    """How many times as long the second takes; the lowest of a few tries, no more of them than needed."""
    ratio = inf
    for _ in range(TRIES):
        small, large = quickest([short, long])
        ratio = min(ratio, large / small)
        if ratio <= AT_MOST:
            break
    return ratio
