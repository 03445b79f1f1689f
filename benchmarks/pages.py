"""How the pages feel in a browser on a desk with the demo: `python -m benchmarks.pages`. Times are of this machine.

The tests hold counts and bytes, and times only beside those of a plain page (tests/web/test_numbers.py).
"""

import gzip
import os
import platform
import statistics
import time

from playwright.sync_api import Page, Response, sync_playwright

from tests.conftest import LAUNCH, browser_program
from tests.screenshots import demo, signed_in

TRIES = 12
SLOW = {"offline": False, "latency": 40, "downloadThroughput": 200_000, "uploadThroughput": 200_000}
"""1.6 Mbit/s."""

LOADED = "() => performance.getEntriesByType('navigation')[0].loadEventStart"


def main() -> None:
    with demo() as (desk, sign_ins), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_program(playwright.chromium), args=list(LAUNCH))
        page = signed_in(browser, desk, sign_ins["checker"], "light", "wide")
        print(f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {browser.version}")
        print(f"the demo: {page.locator('#counts').inner_text()}")
        take_next(page)
        workbench = page.url
        first_view(signed_in(browser, desk, sign_ins["checker"], "light", "wide"), workbench)
        cold(signed_in(browser, desk, sign_ins["checker"], "light", "wide"), workbench)
        sending(page)
        browser.close()


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
    bodies: dict[str, bytes] = {}

    def keep(answer: Response) -> None:
        if "/events/" not in answer.url:
            bodies[answer.url] = answer.body()

    without_cache(page).goto("about:blank")
    page.on("response", keep)
    page.goto(address, wait_until="load")
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


def sending(page: Page) -> None:
    """From the key that sends until the next claim can be answered; beside it, opening a queue with nothing in it."""
    took = []
    for _ in range(TRIES):
        page.keyboard.press("3")
        page.fill("#field-tried", "The press office, twice.")
        page.fill("#field-rationale", "Nobody could say, and no register lists it.")
        was, begun = page.url, time.perf_counter()
        page.keyboard.press("Control+Enter")
        page.wait_for_url(lambda url, was=was: url != was and "/claims/" in url)  # type: ignore[misc]
        page.locator("#lease").wait_for()
        took.append(1000 * (time.perf_counter() - begun))
    report("send to next claim ready", took)
    empty = []
    for _ in range(TRIES):
        begun = time.perf_counter()
        page.goto("/queue?q=zeppelin", wait_until="load")
        empty.append(1000 * (time.perf_counter() - begun))
    report("an empty queue", empty)


def report(what: str, took: list[float]) -> None:
    worst = sorted(took)[max(0, round(0.95 * len(took)) - 1)]
    print(f"{what}: {statistics.median(took):.0f} ms in the middle, {worst:.0f} ms p95 of {len(took)}")


if __name__ == "__main__":
    main()
