"""How fast the workers fetch what the providers named, beside a bare loop of the same HTTP client in the same run.

    python -m benchmarks.fanout [--claims 20] [--providers 4] [--pages 5] [--hosts 40] [--gap 0.2] [--latency 0.05]
                                [--at-once 4]

The full size is --claims 1000. Outlets on loopback answer each page after the latency. Two worker processes, each with
--at-once pages on their way (a desk has 4 unless its settings say otherwise), fetch every page by way of the outbox,
the broker, a lease, robots.txt, the politeness gate and the SSRF gate, and keep what they get: its bytes in the vault,
synced to the disk, its row with the end of its job and the wish to have it read in one transaction. Beside them two
processes with --at-once threads and nothing but an httpx2 client fetch the same addresses: the first half before the
workers, the second half after them, so that a machine that grows busier or idler meanwhile favours neither.

Extraction is timed apart, as the desk does it: documents are read by a queue of their own. Two workers of that queue
take the readable part out of every page, compare it with its claim and group the claim's reports by origin; theirs is
the second rate. A desk does both at the same time, on as many cores as it has. Suggesting stances is the work of a
third queue, which is not served here. Each rate begins with the WARM-th page: what programs take to start is no part
of it. Floor: 60 % of the bare rate, no host asked faster than its gap (its robots.txt belongs to the visit of a page).
"""

import argparse
import json
import multiprocessing
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import httpx2
from sqlmodel import select

from benchmarks.data_files import machine
from factcheck.domain.articles import Incoming
from factcheck.domain.clock import utc_now
from factcheck.domain.jobs import FetchLead, JobKind, ReadLead
from factcheck.services import articles, splitting
from factcheck.store import claims as claim_rows
from factcheck.store.migrations import upgrade
from factcheck.store.tables import JobRow, Lead
from tests.faults.work import EDITOR
from tests.machines import Machine
from tests.services.fakes import EverySentence

PROCESSES = 2
PATIENCE = 7200.0
FLOOR = 0.6
WARM = 50
LOOK_SECONDS = 0.5
"""Between two looks at whether all is done: each reads the table of jobs, and takes time from those who work."""
ON_AN_ARTICLE = 50
"""Claims of one article, as long ones have."""


class Outlets:
    """The outlets in a process of their own."""

    def __init__(self, hosts: int, latency: float) -> None:
        command = [sys.executable, "-m", "benchmarks.fanout_outlets", str(hosts), str(latency)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.ports: list[int] = self._read()

    def _read(self) -> list[int]:
        assert self._process.stdout
        return list(json.loads(self._process.stdout.readline()))

    def least_gap(self) -> float:
        """The shortest time between two pages of one host since it was last asked, in seconds."""
        assert self._process.stdin
        self._process.stdin.write("gaps\n")
        self._process.stdin.flush()
        return min(self._read(), default=float("inf"))

    def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()


class Workers(Machine):
    application = "benchmarks.fanout_worker"


@dataclass(frozen=True)
class Stage:
    """What the workers did of one kind: pages counted, and the seconds of the clock that they took."""

    pages: int
    seconds: float

    @property
    def rate(self) -> float:
        return self.pages / self.seconds


@dataclass(frozen=True)
class Measured:
    """Both stages, the seconds of taking the readable part out of each page, and the least gap in seconds."""

    fetching: Stage
    reading: Stage
    extraction: list[float]
    least_gap: float
    bare_rate: float

    @property
    def share(self) -> float:
        return self.fetching.rate / self.bare_rate


def bare(urls: Sequence[str], at_once: int) -> None:
    with httpx2.Client(trust_env=False) as client, ThreadPoolExecutor(at_once) as pool:
        for response in pool.map(client.get, urls):
            response.raise_for_status()


def bare_seconds(urls: Sequence[str], at_once: int) -> float:
    """How long as many bare loops take as there are workers."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(PROCESSES) as pool:
        pool.starmap(bare, [([], 1)] * PROCESSES)  # started and imported before the clock is
        started = time.monotonic()
        shares = [(urls[number::PROCESSES], at_once) for number in range(PROCESSES)]
        pool.starmap(bare, shares, chunksize=1)
        return time.monotonic() - started


def want(workers: Machine, urls: Sequence[str], claims: int) -> None:
    """So many claims, and for each its share of the addresses, one after the other, as a search leaves them."""
    ids = [claim for first in range(0, claims, ON_AN_ARTICLE) for claim in _article(workers, first, claims)]
    now = utc_now()
    with workers.unit.writing() as session:
        for job in session.exec(select(JobRow)):
            job.done_at = now  # the split and the searches: only fetching is measured
        leads = [
            Lead(claim_id=ids[number * claims // len(urls)], url=url, provider=f"provider {number % 4}", found_at=now)
            for number, url in enumerate(urls)
        ]
        session.add_all(leads)
        session.flush()
        session.add_all(
            JobRow(name=FetchLead.name, queue=FetchLead.queue.value, subject_id=lead.id or 0, next_attempt_at=now,
                   created_at=now) for lead in leads
        )  # fmt: skip


def _article(workers: Machine, first: int, claims: int) -> list[int]:
    numbers = range(first, min(first + ON_AN_ARTICLE, claims))
    text = " ".join(f"Pier {number} of Larkstead lost 5000 planks." for number in numbers)
    article = articles.receive(workers.unit, Incoming(text), EDITOR).article_id
    splitting.split_article(lambda: workers.unit, EverySentence(), article)
    with workers.unit.reading() as session:
        return [row.claim.id or 0 for row in claim_rows.of_article(session, article)]


def stage(workers: Workers, kind: JobKind) -> Stage:
    """Start two workers for the queue of this kind of job; when all of them are done, end them."""
    started = [workers.worker(1, [kind.queue]) for _ in range(PROCESSES)]
    end = time.monotonic() + PATIENCE
    while not workers.all_done(kind.name):
        assert time.monotonic() < end, f"the end of every {kind.name}"
        time.sleep(LOOK_SECONDS)
    for worker in started:
        worker.stop()
    ends = sorted(job.done_at for job in workers.jobs() if job.name == kind.name and job.done_at)
    return Stage(len(ends) - 1 - WARM, (ends[-1] - ends[WARM]).total_seconds())


def missed(workers: Machine) -> list[str]:
    """What did not become a page that was read, in words."""
    with workers.unit.reading() as session:
        return [f"{lead.url}: {lead.problem}" for lead in session.exec(select(Lead)) if lead.problem or not lead.done]


def measured(given: argparse.Namespace) -> Measured:
    outlets = Outlets(given.hosts, given.latency)
    urls = [f"http://127.0.0.1:{outlets.ports[number % given.hosts]}/{number}" for number in range(_pages(given))]
    with tempfile.TemporaryDirectory(prefix="fc-fanout-") as folder:
        database = f"sqlite:///{folder}/desk.db"
        upgrade(database)
        workers = Workers(database, Path(folder))
        workers.environment |= {
            "FACTCHECK_HOST_GAP": str(given.gap),
            "FACTCHECK_FETCHES_AT_ONCE": str(given.at_once),
            "FACTCHECK_PRIVATE_HOSTS": ",".join(f"127.0.0.1:{port}" for port in outlets.ports),
        }
        try:
            want(workers, urls, given.claims)
            return _beside_a_bare_loop(workers, outlets, urls, given.at_once)
        finally:
            workers.close()
            outlets.close()


def _beside_a_bare_loop(workers: Workers, outlets: Outlets, urls: Sequence[str], at_once: int) -> Measured:
    half = len(urls) // 2
    bare = bare_seconds(urls[:half], at_once)
    outlets.least_gap()  # the bare loop is not polite
    workers.scheduler()
    fetching = stage(workers, FetchLead)
    gap = outlets.least_gap()
    bare += bare_seconds(urls[half:], at_once)
    reading = stage(workers, ReadLead)
    assert not missed(workers), missed(workers)[:3]
    notes = [float(line) for file in workers.data.glob("extraction-*") for line in file.read_text().split()]
    return Measured(fetching, reading, notes, gap, len(urls) / bare)


def _pages(given: argparse.Namespace) -> int:
    return int(given.claims * given.providers * given.pages)


def asked(words: Sequence[str] | None = None) -> argparse.Namespace:
    """What is to be measured; without words, what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=20)
    parser.add_argument("--providers", type=int, default=4)
    parser.add_argument("--pages", type=int, default=5)
    parser.add_argument("--hosts", type=int, default=40)
    parser.add_argument("--gap", type=float, default=0.2)
    parser.add_argument("--latency", type=float, default=0.05)
    parser.add_argument("--at-once", type=int, default=4)
    return parser.parse_args(words)


def main() -> None:
    given = asked()
    found = measured(given)
    print(machine())
    print(f"{_pages(given)} pages of {given.hosts} hosts, {given.latency * 1000:.0f} ms each, {PROCESSES} processes "
          f"with {given.at_once} on their way in each")  # fmt: skip
    print(f"  bare httpx2 loop: {found.bare_rate:.1f} pages/s")
    fetching, reading, read = found.fetching, found.reading, found.extraction
    print(f"  workers: {fetching.rate:.1f} pages/s, {found.share:.0%} of the bare loop (floor {FLOOR:.0%})")
    print(f"  reading, keeping and comparing, timed apart: {reading.rate:.1f} pages/s of {PROCESSES} processes; "
          f"{1000 * sum(read) / max(1, len(read)):.1f} ms a page for its readable part alone")  # fmt: skip
    print(f"  least gap between two pages of one host: {found.least_gap:.3f} s (asked for: {given.gap:g} s)")


if __name__ == "__main__":
    main()
