"""How the pages feel in a browser on a desk with the demo: `python -m benchmarks.pages`. Times are of this machine.

The tests hold counts and bytes, and times only beside those of a plain page (tests/web/test_numbers.py).
"""

import argparse
import gzip
import os
import platform
import statistics
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, Response, sync_playwright
from sqlalchemy import func, select
from sqlmodel import col

from factcheck.config import Settings
from factcheck.domain.articles import Incoming
from factcheck.domain.people import Actor, Role
from factcheck.services import articles
from factcheck.store.tables import JobRow
from factcheck.wiring import Desk
from tests.conftest import LAUNCH, browser_program
from tests.screenshots import demo, signed_in

TRIES = 12
BUSY, SENT = 20, 40
"""Claims answered while the workers are at work, and while they rest: of 40 the second slowest is the p95."""

BROUGHT_IN, CLAIMS_EACH = 4, 15
SENTENCE = "Pier {number} of part {story} was closed on Sunday because of a storm, the harbour office of Osthaven said."
"""What is brought in to keep the workers busy."""

REST_WITHIN, QUIET = 300.0, 5.0
"""Seconds."""

SLOW = {"offline": False, "latency": 40, "downloadThroughput": 200_000, "uploadThroughput": 200_000}
"""1.6 Mbit/s."""

LOADED = "() => performance.getEntriesByType('navigation')[0].loadEventStart"


def main() -> None:
    argparse.ArgumentParser(description=__doc__).parse_args()
    with tempfile.TemporaryDirectory() as data, demo(data) as (desk, sign_ins), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_program(playwright.chromium), args=list(LAUNCH))
        page = signed_in(browser, desk, sign_ins["checker"], "light", "wide")
        print(f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {browser.version}")
        print(f"the demo: {' '.join(page.locator('#counts').inner_text().split())}")
        workers = Workers(Path(data))
        take_next(page)
        busy(page, workers)
        workers.rest()
        workbench = page.url
        for look in (first_view, cold):
            other = signed_in(browser, desk, sign_ins["checker"], "light", "wide")
            look(other, workbench)
            other.context.close()  # an open page hears of every claim that is sent, and fetches again
        idle(page, workers)
        browser.close()
        workers.desk.close()


class Workers:
    """What the workers of the measured desk still have to do, as its own table of jobs says it."""

    def __init__(self, data: Path) -> None:
        self.desk = Desk(Settings(_env_file=None, data=data, database_url=""))
        self.admin = Actor(None, "the benchmark", frozenset({Role.ADMIN}))

    def open(self) -> int:
        """Jobs that are due or run. What waits for its hour (a feed, a page that is tried again later) is not work."""
        with self.desk.unit().reading() as session:
            due = select(func.count()).where(
                col(JobRow.done_at).is_(None), col(JobRow.next_attempt_at) <= self.desk.clock()
            )
            return int(session.scalar(due) or 0)

    def bring_in(self) -> None:
        """Articles that nobody has seen yet, which are split and searched for."""
        for story in range(BROUGHT_IN):
            text = "\n\n".join(SENTENCE.format(story=story, number=number) for number in range(CLAIMS_EACH))
            incoming = Incoming(text, f"Piers of Osthaven, part {story}", "Benchmark Post", language="en")
            articles.receive(self.desk.unit(), incoming, self.admin)

    def rest(self) -> None:
        """Wait until nothing is left to do for QUIET seconds, or say how much was."""
        end, since = time.monotonic() + REST_WITHIN, time.monotonic()
        while time.monotonic() < min(end, since + QUIET):
            if self.open():
                since = time.monotonic()
            time.sleep(0.5)
        if left := self.open():
            print(f"the workers had {left} jobs left after {REST_WITHIN:.0f} s: what follows was measured beside them")


def take_next(page: Page) -> None:
    page.goto("/queue")
    page.keyboard.press("n")
    page.wait_for_url("**/claims/*")
    page.locator("#lease").wait_for()


def without_cache(page: Page) -> Page:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    return page


def first_view(page: Page, address: str) -> None:
    """Requests and bytes of the workbench, with an empty cache."""
    answers: list[Response] = []
    without_cache(page).goto("about:blank")
    page.on("response", lambda answer: answers.append(answer))  # Playwright takes no built-in method
    page.goto(address, wait_until="load")
    page.wait_for_timeout(1000)  # on a busy machine one hears of answers after the page that they made
    bodies = {answer.url: answer.body() for answer in answers if "/events/" not in answer.url}
    decoded, packed = (sum(map(len, part)) for part in (bodies.values(), map(gzip.compress, bodies.values())))
    print(f"workbench, first view: {len(bodies)} requests, {decoded / 1000:.0f} kB, {packed / 1000:.0f} kB packed")


def cold(page: Page, address: str) -> None:
    """Until the page has loaded, with an empty cache on a processor four times slower and a line of 1.6 Mbit/s."""
    session = without_cache(page).context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    for what, where in (("a plain page", "/account/shortcuts"), ("the queue", "/queue"), ("the workbench", address)):
        took = []
        for _ in range(TRIES // 2):
            page.goto(where, wait_until="load")
            took.append(float(page.evaluate(LOADED)))
        report(f"cold, 4x slower, 1.6 Mbit/s: {what}", took)


def busy(page: Page, workers: Workers) -> None:
    """Beside workers that split and search on the same processors."""
    workers.bring_in()
    before = workers.open()
    took = sent(page, BUSY)
    report(f"send to next claim ready, workers at work ({before} jobs open before, {workers.open()} after)", took)


def idle(page: Page, workers: Workers) -> None:
    """Beside workers that have nothing to do; after it, opening a queue with nothing in it."""
    left = workers.open()
    took = sent(page, SENT)
    report(f"send to next claim ready, workers at rest ({left} jobs open before, {workers.open()} after)", took)
    empty = []
    for _ in range(SENT):
        begun = time.perf_counter()
        page.goto("/queue?q=zeppelin", wait_until="load")
        empty.append(1000 * (time.perf_counter() - begun))
    report("an empty queue", empty)


def sent(page: Page, claims: int) -> list[float]:
    """Milliseconds from the key that sends until the next claim can be answered, for each of so many."""
    took = []
    for _ in range(claims):
        page.keyboard.press("3")
        page.fill("#field-tried", "The press office, twice.")
        page.fill("#field-rationale", "Nobody could say, and no register lists it.")
        was, begun = page.url, time.perf_counter()
        page.keyboard.press("Control+Enter")
        page.wait_for_url(lambda url, was=was: url != was and "/claims/" in url)  # type: ignore[misc]
        page.locator("#lease").wait_for()
        took.append(1000 * (time.perf_counter() - begun))
    return took


def report(what: str, took: list[float]) -> None:
    worst = sorted(took)[max(0, round(0.95 * len(took)) - 1)]
    print(f"{what}: {statistics.median(took):.0f} ms in the middle, {worst:.0f} ms p95 of {len(took)}")


if __name__ == "__main__":
    main()
