"""How fast the workers fetch what the providers named, beside a bare loop of the same HTTP client in the same run.

    python -m benchmarks.fanout [--claims 20] [--providers 4] [--pages 5] [--hosts 40] [--gap 0.2] [--latency 0.05]

The full size is --claims 1000. Outlets on loopback answer each page after the latency. Two worker processes fetch
every page by way of the outbox, the broker, a lease, robots.txt, the politeness gate and the SSRF gate, keep it and
compare it with its claim; two processes with nothing but an httpx2 client fetch the same addresses. What the reading of
documents takes is timed apart: the bare loop reads nothing. Floor: 60 % of the bare rate, no host faster than its gap.
"""

import argparse
import json
import multiprocessing
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx2
from sqlmodel import select

from factcheck.domain.articles import Incoming
from factcheck.domain.clock import utc_now
from factcheck.domain.jobs import FetchLead
from factcheck.services import articles, splitting
from factcheck.store import claims as claim_rows
from factcheck.store import jobs
from factcheck.store.migrations import upgrade
from factcheck.store.tables import JobRow, Lead
from tests.faults.work import EDITOR
from tests.machines import Machine
from tests.servers import until
from tests.services.fakes import EverySentence

PROCESSES = 2
PATIENCE = 7200.0
FLOOR = 0.6
WARM = 10


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
class Measured:
    pages: int
    seconds: float
    extraction: float
    least_gap: float

    @property
    def rate(self) -> float:
        """Pages a second, without the reading of documents."""
        return self.pages / (self.seconds - self.extraction / PROCESSES)


def bare(urls: Sequence[str]) -> None:
    with httpx2.Client(trust_env=False) as client:
        for url in urls:
            client.get(url).raise_for_status()


def bare_rate(urls: Sequence[str]) -> float:
    """Pages a second of as many bare loops as there are workers."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(PROCESSES) as pool:
        pool.map(bare, [[] for _ in range(PROCESSES)])  # started and imported before the clock is
        started = time.monotonic()
        pool.map(bare, [urls[number::PROCESSES] for number in range(PROCESSES)], chunksize=1)
        return len(urls) / (time.monotonic() - started)


def want(workers: Workers, urls: Sequence[str], claims: int) -> None:
    """So many claims, and for each its share of the addresses as leads, with their jobs."""
    text = " ".join(f"Pier {number} of Larkstead lost 5000 planks." for number in range(claims))
    article = articles.receive(workers.unit, Incoming(text), EDITOR).article_id
    splitting.split_article(lambda: workers.unit, EverySentence(), article)
    now = utc_now()
    with workers.unit.writing() as session:
        for job in session.exec(select(JobRow)):
            job.done_at = now  # the split and the searches: only fetching is measured
        ids = [row.claim.id or 0 for row in claim_rows.of_article(session, article)]
        leads = [
            Lead(claim_id=ids[number % claims], url=url, provider=f"provider {number % 4}", found_at=now)
            for number, url in enumerate(urls)
        ]
        session.add_all(leads)
        session.flush()
        session.add_all(
            JobRow(name=FetchLead.name, queue=FetchLead.queue.value, subject_id=lead.id or 0, next_attempt_at=now,
                   created_at=now) for lead in leads
        )  # fmt: skip
        jobs.signal(session, "queue")


def fetched_by_workers(workers: Workers, outlets: Outlets, urls: Sequence[str]) -> Measured:
    for _ in range(PROCESSES):
        workers.worker(1)
    workers.scheduler()
    until(workers.all_done, PATIENCE, "all pages")
    notes = [float(line) for file in workers.data.glob("extraction-*") for line in file.read_text().split()]
    with workers.unit.reading() as session:
        missed = [lead.problem for lead in session.exec(select(Lead)) if lead.problem or not lead.done]
        ends = sorted(job.done_at for job in session.exec(select(JobRow)) if job.name == FetchLead.name and job.done_at)
    assert not missed, missed[:3]
    # From the end of the first pages on: what programs take to start is no part of a rate.
    first = ends[WARM]
    counted = len(ends) - 1 - WARM
    reading = sum(notes) * counted / len(ends)
    return Measured(counted, (ends[-1] - first).total_seconds(), reading, outlets.least_gap())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=20)
    parser.add_argument("--providers", type=int, default=4)
    parser.add_argument("--pages", type=int, default=5)
    parser.add_argument("--hosts", type=int, default=40)
    parser.add_argument("--gap", type=float, default=0.2)
    parser.add_argument("--latency", type=float, default=0.05)
    given = parser.parse_args()
    outlets = Outlets(given.hosts, given.latency)
    count = given.claims * given.providers * given.pages
    urls = [f"http://127.0.0.1:{outlets.ports[number % given.hosts]}/{number}" for number in range(count)]
    with tempfile.TemporaryDirectory(prefix="fc-fanout-") as folder:
        database = f"sqlite:///{folder}/desk.db"
        upgrade(database)
        workers = Workers(database, Path(folder))
        workers.environment |= {
            "FACTCHECK_HOST_GAP": str(given.gap),
            "FACTCHECK_PRIVATE_HOSTS": ",".join(f"127.0.0.1:{port}" for port in outlets.ports),
        }
        try:
            want(workers, urls, given.claims)
            found = fetched_by_workers(workers, outlets, urls)
            alone = bare_rate(urls)
        finally:
            workers.close()
            outlets.close()
    share = found.rate / alone
    print(f"{count} pages of {given.hosts} hosts, {given.latency * 1000:.0f} ms each, {PROCESSES} processes")
    print(f"  bare httpx2 loop: {alone:.1f} pages/s")
    print(f"  workers: {found.rate:.1f} pages/s ({found.seconds:.1f} s, of which reading {found.extraction:.1f} s "
          f"in {PROCESSES} processes), {share:.0%} of the bare loop (floor {FLOOR:.0%})")  # fmt: skip
    print(f"  least gap between two pages of one host: {found.least_gap:.3f} s (asked for: {given.gap:g} s)")


if __name__ == "__main__":
    main()
