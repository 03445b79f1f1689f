"""Kills workers in a storm while they search for claims, and counts what was lost and what was done twice.

    python -m benchmarks.faults [--tasks 8000] [--kills 40] [--database sqlite|postgresql]

Each task is a real one: it searches the desk's archive for one claim and writes down what it asked, once for each
provider. A kill is a kill -9 of one of two worker trees in the middle of its work; another one takes its place.
"""

import argparse
import tempfile
import time
from collections import Counter
from pathlib import Path

from sqlmodel import func, select

from factcheck.domain.articles import Incoming
from factcheck.domain.jobs import SplitArticle
from factcheck.services import articles, jobs, splitting
from factcheck.store.migrations import upgrade
from factcheck.store.tables import Ask, Claim, JobRow
from tests.faults.work import EDITOR, Work
from tests.machines import Process
from tests.servers import Postgres, until
from tests.services.fakes import EverySentence

ON_AN_ARTICLE = 100
PATIENCE = 3600.0


def bring_in(work: Work, tasks: int) -> None:
    """So many claims, each with its search wanted. Articles share no word: a search is that and compares nothing."""
    for first in range(0, tasks, ON_AN_ARTICLE):
        numbers = range(first, min(first + ON_AN_ARTICLE, tasks))
        text = " ".join(f"Larkstead{first} counted{first} {number + 100000} planks{first}." for number in numbers)
        article = articles.receive(work.unit, Incoming(text, outlet=f"Outlet {first}"), EDITOR).article_id
        job = jobs.take(
            work.unit, next(each.id for each in jobs.due(work.unit, 1000) if each.name == SplitArticle.name)
        )
        splitting.split_article(lambda: work.unit, EverySentence(), article)
        if job:
            jobs.done(work.unit, job.id)


def done(work: Work) -> int:
    with work.unit.reading() as session:
        return int(session.exec(select(func.count()).where(JobRow.done_at != None)).one())  # noqa: E711


def storm(work: Work, tasks: int, kills: int) -> list[int]:
    """Kill one of two workers each time another share of the tasks is done. Returns how many were done at each."""
    begun, workers = done(work), [work.worker(1), work.worker(1)]
    killed: list[int] = []
    for number in range(1, kills + 1):
        least = begun + tasks * number // (kills + 1)
        until(lambda least=least: done(work) >= least, PATIENCE, f"{least} tasks")
        oldest: Process = workers.pop(0)
        oldest.kill()
        killed.append(done(work) - begun)
        workers.append(work.worker(1))
    until(work.all_done, PATIENCE, "all tasks")
    return killed


def counted(work: Work) -> dict[str, int]:
    with work.unit.reading() as session:
        claims = session.exec(select(func.count()).select_from(Claim)).one()
        asks = Counter(session.exec(select(Ask.claim_id, Ask.provider)).all())
        rows = session.exec(select(JobRow)).all()
    return {
        "claims": int(claims),
        "searched": len({claim_id for claim_id, _ in asks}),
        "searched twice in effect": sum(number > 1 for number in asks.values()),
        "jobs not done": sum(row.done_at is None for row in rows),
        "jobs failed": sum(row.failed for row in rows),
        "jobs begun more than once": sum(row.attempts > 1 for row in rows),
        "leases left over": sum(row.lease_until is not None for row in rows),
    }


def run(database_url: str, tasks: int, kills: int) -> None:
    upgrade(database_url)
    with tempfile.TemporaryDirectory(prefix="fc-faults-") as folder:
        work = Work(database_url, Path(folder))
        try:
            bring_in(work, tasks)
            work.scheduler()
            started = time.monotonic()
            killed = storm(work, tasks, kills)
            print(f"{tasks} tasks, {len(killed)} kills in {time.monotonic() - started:.0f} s")
            for what, number in counted(work).items():
                print(f"  {what}: {number}")
        finally:
            work.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tasks", type=int, default=8000)
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    given = parser.parse_args()
    if given.database == "postgresql":
        server = Postgres()
        try:
            run(server.url(server.create()), given.tasks, given.kills)
        finally:
            server.close()
        return
    with tempfile.TemporaryDirectory(prefix="fc-faults-db-") as folder:
        run(f"sqlite:///{folder}/desk.db", given.tasks, given.kills)


if __name__ == "__main__":
    main()
