"""The numbers that pages hold in a real browser: strokes, bytes, requests, and times beside those of a plain page."""

import gzip
import statistics
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from factcheck.domain.evidence import Medium, NewSource, SourceKind, Stance
from factcheck.domain.review import Stage
from factcheck.services import attaching
from tests.web.conftest import PASSWORD, World
from tests.web.test_folding import many_reports
from tests.web.test_in_browser import Desktop, desktop, reported  # noqa: F401 - the fixtures
from tests.web.test_work import SOURCE, taken

RATIONALE = "The passenger list names twelve people."
TRIES = 3


class Strokes:
    """A keyboard that counts what is pressed besides text."""

    def __init__(self, page: Page) -> None:
        self.page, self.keys = page, 0

    def press(self, key: str) -> None:
        self.keys += 1
        self.page.keyboard.press(key)


def test_three_keys_answer_a_claim_and_two_more_attach_a_source(desktop: Desktop, world: World, reported: int) -> None:  # noqa: F811
    taken(world, reported)
    other = NewSource(
        medium=Medium.DOCUMENT, stance=Stance.SUPPORTS, kind=SourceKind.SECONDARY, title="Log", outlet="Harbour office"
    )
    attaching.attach(world.desk.unit(), reported, world.actors["jana"], seen=world.seen(reported), source=other)
    page = desktop.page("jana")
    page.goto(f"/claims/{reported}")
    hand = Strokes(page)
    hand.press("1")
    hand.press("j")
    hand.press("a")
    expect(page.locator("#sources .source")).to_have_count(2)
    assert hand.keys == 3
    hand.press("r")
    page.keyboard.type(RATIONALE)
    hand.press("Control+Enter")
    page.wait_for_url(lambda url: f"/claims/{reported}" not in url)
    assert hand.keys == 5
    assert world.sheet(reported).row.stage is Stage.SUBMITTED


def test_a_claim_whose_source_is_there_takes_three_keys(desktop: Desktop, world: World) -> None:  # noqa: F811
    claim = world.claims[0]
    taken(world, claim)
    world.signed_in("jana").post(f"/claims/{claim}/sources", SOURCE | {"seen": world.seen(claim)})
    page = desktop.page("jana")
    page.goto(f"/claims/{claim}")
    hand = Strokes(page)
    hand.press("1")
    hand.press("r")
    page.keyboard.type(RATIONALE)
    hand.press("Control+Enter")
    page.wait_for_url(lambda url: f"/claims/{claim}" not in url)
    assert hand.keys == 3
    assert world.sheet(claim).row.stage is Stage.SUBMITTED


@pytest.mark.parametrize("reports", [1, 60])
def test_the_first_view_of_the_workbench_is_light_on_the_wire(
    desktop: Desktop,  # noqa: F811
    world: World,
    reports: int,
) -> None:
    claim = world.claims[0]
    many_reports(world, claim, reports)
    taken(world, claim)
    page = desktop.page("jana", viewport={"width": 1440, "height": 900})
    page.goto("about:blank")
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    bodies: dict[str, bytes] = {}
    page.on("response", lambda answer: bodies.update({answer.url: answer.body()}) if answer.ok else None)
    page.goto(f"/claims/{claim}", wait_until="load")
    expect(page.locator("#lease")).to_be_visible()
    assert len(bodies) <= 10
    assert sum(map(len, bodies.values())) <= 150_000
    assert sum(len(gzip.compress(body)) for body in bodies.values()) <= 45_000


def test_what_a_worker_finds_comes_to_the_screen_and_the_caret_stays(desktop: Desktop, world: World) -> None:  # noqa: F811
    from tests.web.test_work import reported as found

    claim = world.claims[0]
    taken(world, claim)
    page = desktop.page("jana")
    page.goto(f"/claims/{claim}")
    page.keyboard.press("r")
    page.keyboard.type("The list names people.")
    for _ in range(len("people.")):
        page.keyboard.press("ArrowLeft")
    found(world, claim, "Coastwire", 0)
    page.evaluate("() => document.body.dispatchEvent(new CustomEvent('signal:claim'))")  # what the live stream says
    expect(page.locator(".report")).to_have_count(1)
    expect(page.locator("#field-rationale")).to_be_focused()
    page.keyboard.type("twelve ")
    expect(page.locator("#field-rationale")).to_have_value("The list names twelve people.")


# --- Times, beside those of a plain page in the same run ---------------------------------------------


def ready(page: Page, go: Callable[[], object]) -> float:
    """Milliseconds until the page that `go` leads to has loaded, the middle of a few tries."""

    def once() -> float:
        go()
        page.wait_for_load_state("load")
        return float(page.evaluate("() => performance.getEntriesByType('navigation')[0].loadEventStart"))

    return statistics.median(once() for _ in range(TRIES))


def test_on_a_slow_machine_and_line_the_workbench_is_ready_soon_after_a_plain_page(
    desktop: Desktop,  # noqa: F811
    world: World,
    reported: int,  # noqa: F811
) -> None:
    taken(world, reported)
    page = desktop.page("jana")
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    slow = {"offline": False, "latency": 40, "downloadThroughput": 200_000, "uploadThroughput": 200_000}  # 1.6 Mbit/s
    session.send("Network.emulateNetworkConditions", slow)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    plain = ready(page, lambda: page.goto("/account/shortcuts"))
    assert ready(page, lambda: page.goto(f"/claims/{reported}")) <= 2.5 * plain


def test_sending_an_answer_and_opening_the_next_claim_takes_a_few_plain_pages(desktop: Desktop, world: World) -> None:  # noqa: F811
    """From the key to the next claim, beside opening a plain page; sending is two calls to the desk and one page."""
    page = desktop.page("jana")
    plain = took(page, [lambda: page.goto("/account/shortcuts")] * TRIES)
    page.goto("/queue")
    page.keyboard.press("n")
    page.wait_for_url("**/claims/*")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method) if "/claims/" in request.url else None)
    sending = took(page, [lambda: answer(page)] * (len(world.claims) - 1), before=lambda: written(page))
    assert sending <= 5 * plain
    assert sent.count("POST") <= 2 * (len(world.claims) - 1)  # the answer, and at most one draft before it


def written(page: Page) -> None:
    page.keyboard.press("3")
    page.fill("#field-tried", "The press office, twice.")
    page.fill("#field-rationale", RATIONALE)


def answer(page: Page) -> None:
    was = page.url
    page.keyboard.press("Control+Enter")
    page.wait_for_url(lambda url: url != was and "/claims/" in url)
    page.locator("#lease").wait_for()


def took(page: Page, acts: list[Callable[[], object]], before: Callable[[], object] = lambda: None) -> float:
    """Seconds of the quickest."""

    def once(act: Callable[[], object]) -> float:
        before()
        begun = time.perf_counter()
        act()
        page.wait_for_load_state("load")
        return time.perf_counter() - begun

    return min(once(act) for act in acts)


# --- Without JavaScript ------------------------------------------------------------------------------


def test_signing_in_filtering_answering_approving_and_exporting_without_javascript(
    desktop: Desktop,  # noqa: F811
    world: World,
) -> None:
    claim = world.claims[0]
    page = desktop.page(java_script_enabled=False)
    sign_in(page, "jana")
    page.fill("[name=q]", "ferry")
    page.press("[name=q]", "Enter")
    page.get_by_role("link", name="The night ferry carried 12 people").click()
    page.get_by_role("button", name="Take this claim").click()
    page.check("#verdict-unverified")
    page.fill("#field-tried", "The harbour office, twice.")
    page.fill("#field-rationale", "Nobody there could say, and no register lists it.")
    page.get_by_role("button", name="Send to editor and open next").click()
    assert world.sheet(claim).row.stage is Stage.SUBMITTED
    page.context.clear_cookies()
    sign_in(page, "omar")
    page.goto("/approve")
    page.get_by_role("link", name="The night ferry carried 12 people").click()
    page.get_by_role("button", name="Approve and next").click()
    assert world.sheet(claim).row.stage is Stage.APPROVED
    page.goto("/exports?format=csv")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").first.click()
    assert "12 people" in download.value.path().read_text()


def sign_in(page: Page, name: str) -> None:
    page.goto("/sign-in")
    page.fill("[name=email]", f"{name}@desk.example")
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/queue")
