"""A desk at work whose processes are killed: claims to search for, a feed to read, pages to fetch, a lease to end."""

import threading
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlmodel import select

from factcheck.adapters.feeds import Feeds
from factcheck.adapters.fetching import GuardedFetcher
from factcheck.adapters.politeness import OwnPoliteness
from factcheck.domain.articles import Incoming
from factcheck.domain.jobs import Queue, SplitArticle
from factcheck.domain.people import Actor, Role
from factcheck.domain.review import LEASE, QueueFilters, Stage
from factcheck.services import articles, finding, history, jobs, leases, outlets, people, splitting
from factcheck.store.tables import Ask, Claim, FetchedDocument, HistoryEntry, JobRow, Lead, Report
from factcheck.store.unit import UnitOfWork
from tests.adapters.conftest import Outlet
from tests.conftest import utc
from tests.machines import Machine
from tests.servers import until
from tests.services.fakes import EverySentence

IN_TIME = 600.0
"""Seconds; most of it is for a machine that is busy with other work."""
AT_MOST = 3 * IN_TIME
"""Seconds that one test may take, with all that it waits for."""
TASK_SECONDS = 16.0
REDELIVER_SECONDS = 2.0
"""Shorter than a task may take, so that messages are handed out again while their job is still being done."""
LEASED_SECONDS = 3.0

INSTALLER = Actor(None, "the installation", frozenset({Role.ADMIN}))
EDITOR = Actor(None, "an editor", frozenset({Role.EDITOR}))


class Work(Machine):
    """The background half of a desk with work in it. `outlet` answers its pages while `open` is set."""

    application = "tests.faults.slow"

    def __init__(self, database_url: str, data: Path) -> None:
        super().__init__(database_url, data)
        self.outlet = Outlet()
        self.open = threading.Event()
        self.open.set()
        self.environment |= {
            "FACTCHECK_TASK_SECONDS": str(TASK_SECONDS),
            "FACTCHECK_REDELIVER_SECONDS": str(REDELIVER_SECONDS),
            "FACTCHECK_HOST_GAP": "0",
            # A page that is slow because the machine is busy would be asked for again only after ten minutes.
            "FACTCHECK_FETCH_SECONDS": str(IN_TIME),
            "FACTCHECK_PRIVATE_HOSTS": self.outlet.pair,
        }
        self.claims = 0

    def bring_in(self, claims: int = 6) -> None:
        """An article with so many claims, an outlet that reports on each, and a checker who holds one for a moment."""
        self.claims = claims
        sentences = [f"Pier {number + 300} of Larkstead lost {number + 5000} planks." for number in range(claims)]
        self._print(sentences)
        self._read_feed()
        article = articles.receive(self.unit, Incoming(" ".join(sentences), outlet="The Herald"), EDITOR)
        self._split(article.article_id)
        self._let_a_checker_take_one()

    def _read_feed(self) -> None:
        """Here and now, so that every search finds what is in it."""
        tide = outlets.add(self.unit, EDITOR, name="The Tide", site="", feed_url=self.outlet.url("/feed"))
        fetcher = GuardedFetcher(
            allowed_private={self.outlet.pair}, contact="", politeness=OwnPoliteness(clock=utc, gap=0), clock=utc
        )
        finding.poll_outlet(lambda: self.unit, fetcher, Feeds(), tide.id)
        fetcher.close()

    def _split(self, article_id: int) -> None:
        """Here and now, so that no worker has to load a model of the language for sentences as plain as these."""
        job = jobs.take(self.unit, next(job.id for job in jobs.due(self.unit) if job.name == SplitArticle.name))
        assert job
        splitting.split_article(lambda: self.unit, EverySentence(), article_id)
        jobs.done(self.unit, job.id)

    def _print(self, sentences: list[str]) -> None:
        items = []
        for number, sentence in enumerate(sentences):
            address = self.outlet.url(f"/{number}")
            self.outlet.pages[f"/{number}"] = self._page(sentence)
            items.append(f"<item><title>{sentence}</title><link>{address}</link><guid>{address}</guid></item>")
        feed = f"<rss version='2.0'><channel><title>The Tide</title>{''.join(items)}</channel></rss>"
        self.outlet.page("/feed", feed, "application/rss+xml")

    def _page(self, sentence: str) -> Any:
        body = f"The piers\nThe harbour master said: {sentence}"

        def answer(handler: Any) -> None:
            self.open.wait(60)
            handler.send_response(200)
            handler.send_header("Content-Type", "text/plain")
            handler.send_header("Content-Length", str(len(body)))
            handler.end_headers()
            handler.wfile.write(body.encode())

        return answer

    def _let_a_checker_take_one(self) -> None:
        """Under a lease that runs out in a moment: it began almost a whole lease ago."""
        jana, _ = people.add(self.unit, INSTALLER, email="jana@desk.example", name="Jana", roles=["checker"])
        begun = datetime.now(UTC) - LEASE + timedelta(seconds=LEASED_SECONDS)
        checker = Actor(jana.id, "Jana", frozenset({Role.CHECKER}))
        assert leases.take_next(UnitOfWork(self.engine, lambda: begun), checker, QueueFilters())

    def being_fetched(self) -> int:
        """How many pages have been asked for."""
        return sum(path not in ("/feed", "/robots.txt") for path in self.outlet.asked)

    def messages(self) -> int:
        """How many the broker holds."""
        return sum(int(self.broker.say("LLEN", f"fc:{queue}").strip(":\r\n")) for queue in Queue)

    def unread(self) -> int:
        """How many fetched documents wait for a reader."""
        with self.unit.reading() as session:
            return len(session.exec(select(FetchedDocument)).all())

    def done(self) -> int:
        return sum(job.done_at is not None for job in self.jobs())

    def settle(self) -> None:
        """Wait for the end of the work, then assert that nothing was lost and nothing done twice."""
        until(self._is_over, IN_TIME, "the end of the work")
        nothing_is_lost(self)

    def _is_over(self) -> bool:
        with self.unit.reading() as session:
            held = session.exec(select(Claim.id).where(Claim.stage != Stage.QUEUED)).all()
        return not held and self.all_done()

    def close(self) -> None:
        self.open.set()
        super().close()
        self.outlet.stop()


def nothing_is_lost(work: Work) -> None:
    """Every claim in one final state, every report once, no lease older than now, every job done."""
    now = datetime.now(UTC)
    with work.unit.reading() as session:
        wanted, claims = session.exec(select(JobRow)).all(), session.exec(select(Claim)).all()
        asks, leads = session.exec(select(Ask)).all(), session.exec(select(Lead)).all()
        reports, entries = session.exec(select(Report)).all(), session.exec(select(HistoryEntry)).all()
    assert [(job.name, job.problem) for job in wanted if job.done_at is None or job.failed] == []
    assert [each for each in (*wanted, *claims) if each.lease_until is not None and each.lease_until <= now] == []
    assert len(claims) == work.claims
    assert {(claim.stage, claim.assignee_id) for claim in claims} == {(Stage.QUEUED, None)}
    told = Counter(entry.what for entry in entries if entry.subject.startswith(("claim:", "article:")))
    assert told == {
        "bring in": 1, "revision": 1, "split": 1, "found": work.claims, "take": 1, "lapse": 1,
    }  # fmt: skip
    assert Counter((ask.claim_id, ask.provider) for ask in asks) == {
        (claim.id, provider): 1
        for claim in claims
        for provider in ("The Tide", "the desk's own archive", "earlier checks")
    }
    assert [lead.url for lead in leads if not lead.done or lead.problem] == []
    assert work.unread() == 0
    assert max(Counter((report.claim_id, report.page_id) for report in reports).values()) == 1
    found = Counter(report.claim_id for report in reports)
    assert {claim.id: claim.reports for claim in claims} == found
    assert min(found.values()) >= 1
    assert history.verify(work.unit, (work.data / "secret_key").read_text().strip().encode()) == []
