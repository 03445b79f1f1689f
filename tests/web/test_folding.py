"""A claim with many reports: a few stand open, the others are named, and one link opens them, without script too."""

import html
import re

from playwright.sync_api import expect

from factcheck.domain.watching import AlertKind
from factcheck.store.tables import Alert, Page, Report
from factcheck.web.folding import AT_FIRST, OF_ORIGIN
from tests.web.conftest import World
from tests.web.test_in_browser import Desktop, desktop, found_here  # noqa: F401 - the fixture
from tests.web.test_work import taken

AROUND = "The list was read out at noon, said the office, and nobody objected to what stood in it. " * 3
PASSAGE = "The passenger list names 12 people and one dog, which was not counted."
COPIES = 5


def many_reports(world: World, claim: int, number: int) -> list[int]:
    """Reports of a claim, as workers leave them behind: five at a time have one origin."""
    made: list[int] = []
    with world.desk.unit().writing() as session:
        for index in range(number):
            page = Page(
                url=f"https://paper{index}.example/ferry", title=f"Ferry almost empty, says its operator ({index})"
            )
            page.outlet, page.text = f"Coast Paper {index}", AROUND + PASSAGE + AROUND
            page.fetched_at, page.kept_sha256 = world.desk.clock(), "0" * 64
            session.add(page)
            session.flush()
            report = Report(claim_id=claim, page_id=page.id or 0, provider="feeds", found_at=world.desk.clock())
            report.passage_start, report.passage_end = len(AROUND), len(AROUND + PASSAGE)
            report.score = 0.9 - index // COPIES / 100
            session.add(report)
            session.flush()
            made.append(report.id or 0)
            report.origin = made[index - index % COPIES]
    return made


def open_in(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'<article class="card report" id="report-(\d+)"', page)]


def test_the_first_reports_stand_open_and_the_others_are_named(world: World) -> None:
    claim = world.claims[0]
    made = many_reports(world, claim, 60)
    page = world.signed_in("jana").get(f"/claims/{claim}").text
    assert "60 reports, 12 origins" in page
    assert open_in(page) == [made[0], made[1], made[5], made[6]]
    assert "3 more reports of this origin" in page
    assert "10 more origins" in page
    assert all(f'id="report-{number}"' in page for number in made)  # what leads to a report finds at least its name
    assert all(f"Coast Paper {index}" in page for index in range(60))


def test_a_few_reports_all_stand_open(world: World) -> None:
    claim = world.claims[0]
    made = many_reports(world, claim, OF_ORIGIN + 1)
    page = world.signed_in("jana").get(f"/claims/{claim}").text
    assert open_in(page) == made
    assert "more report" not in page


def test_without_script_a_link_opens_an_origin_and_attaching_leaves_it_open(world: World) -> None:
    claim = world.claims[0]
    made = many_reports(world, claim, 60)
    taken(world, claim)
    jana = world.signed_in("jana")
    first, everything = links(jana.get(f"/claims/{claim}").text)[0], links(jana.get(f"/claims/{claim}").text)[-1]
    assert first.endswith(f"#report-{made[2]}")
    opened = jana.get(first).text
    assert open_in(opened)[:COPIES] == made[:COPIES]
    assert len(open_in(opened)) == COPIES + AT_FIRST - OF_ORIGIN
    assert open_in(jana.get(everything).text) == made
    action = re.search(rf'action="([^"]*/reports/{made[3]}/attach[^"]*)"', opened)
    assert action
    form = {"seen": world.seen(claim), "stance": "supports"}
    after = jana.post(html.unescape(action[1]), form, follow_redirects=True).text
    assert open_in(after)[:COPIES] == made[:COPIES]
    assert [source.report_id for source in world.sheet(claim).sources] == [made[3]]


def test_a_report_that_an_alert_is_about_stands_open(world: World) -> None:
    claim = world.claims[0]
    made = many_reports(world, claim, 60)
    with world.desk.unit().writing() as session:
        alert = Alert(claim_id=claim, kind=AlertKind.ORIGIN, report_id=made[-1], at=world.desk.clock())
        alert.sentence = "A report says otherwise."
        session.add(alert)
    assert open_in(world.signed_in("jana").get(f"/claims/{claim}").text)[-1] == made[-1]


def test_an_address_that_opens_what_is_not_there_opens_nothing(world: World) -> None:
    claim = world.claims[0]
    made = many_reports(world, claim, 60)
    page = world.signed_in("jana").get(f"/claims/{claim}?open=999&open=<b>&open={made[1]}").text
    assert len(open_in(page)) == AT_FIRST
    assert 'name="open"' not in page


def test_what_was_opened_stays_open_while_workers_find_and_people_attach(
    desktop: Desktop,  # noqa: F811
    world: World,
) -> None:
    claim = world.claims[0]
    made = many_reports(world, claim, 60)
    taken(world, claim)
    page = desktop.page("jana")
    page.goto(f"/claims/{claim}")
    page.keyboard.press("r")
    page.keyboard.type("Twelve people")
    page.keyboard.press("Escape")
    page.get_by_role("link", name="3 more reports of this origin").first.click()
    expect(page.locator(".report")).to_have_count(COPIES + AT_FIRST - OF_ORIGIN)
    expect(page.locator(f"#report-{made[2]}")).to_be_focused()
    expect(page.locator("#field-rationale")).to_have_value("Twelve people")
    page.evaluate("() => document.body.dispatchEvent(new CustomEvent('signal:claim'))")  # what the live stream says
    page.wait_for_timeout(500)
    expect(page.locator(".report")).to_have_count(COPIES + AT_FIRST - OF_ORIGIN)
    page.locator(f"#report-{made[4]}").get_by_role("button", name="refutes").click()
    expect(page.locator("#sources .source")).to_have_count(1)
    expect(page.locator(".report")).to_have_count(COPIES + AT_FIRST - OF_ORIGIN)
    page.locator("#sources").get_by_role("button", name="Remove").click()
    expect(page.locator("#sources .source")).to_have_count(0)
    expect(page.locator(".report")).to_have_count(COPIES + AT_FIRST - OF_ORIGIN)
    page.get_by_role("link", name="more origins").click()
    expect(page.locator(".report")).to_have_count(60)
    assert found_here(page) == []


def links(page: str) -> list[str]:
    """Where the folded parts lead, in the order of the page."""
    return [
        html.unescape(found) for found in re.findall(r'<p class="folded small" data-row><a [^>]*?href="([^"]+)"', page)
    ]
