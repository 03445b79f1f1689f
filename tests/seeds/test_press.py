"""The invented press answers as a real one would, to feed readers, fetchers and extractors."""

import calendar
import io
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from datetime import time as clock
from threading import Thread

import feedparser
import pytest
import trafilatura
from protego import Protego
from pypdf import PdfReader

from factcheck.domain.likeness import Traits, containment
from factcheck.domain.origins import COPIED, Printed, spread
from seeds.press_pages import Outlet, Page, read_press
from seeds.press_server import LATER, OUTLETS, PORTS, outlets
from seeds.press_sites import Addresses
from tests.seeds.conftest import Press, ask, free_ports, start_press

A_DAY = date(2026, 3, 1)
PRESS = read_press(A_DAY)
ARTICLES = [page for outlet in PRESS for page in outlet.pages if not page.is_document]
PATIENCE = 20.0
"""Seconds that a desk waits for a page."""

by_key = pytest.mark.parametrize("place", range(OUTLETS), ids=[outlet.key for outlet in PRESS])


def readable(html: bytes) -> str:
    return trafilatura.extract(html.decode()) or ""


def entries(press: Press, outlet: Outlet) -> Iterator[tuple[str, str]]:
    for entry in feedparser.parse(ask(press.feed_url(outlet)).body).entries:
        yield entry.link, entry.title


@by_key
def test_every_link_of_a_feed_answers_as_meant(press: Press, place: int) -> None:
    outlet = press.outlets[place]
    gone = {press.addresses.sites[outlet.key] + entry.path for entry in outlet.withdrawn}
    documents = {press.addresses.of(page.ref) for page in outlet.pages if page.is_document}
    links = [link for link, _ in entries(press, outlet)]
    assert len(links) == len(outlet.pages) + len(gone)
    never = {press.addresses.of(page.ref) for page in outlet.pages if page.slow > PATIENCE}
    for link in set(links) - never:
        reply = ask(link)
        assert reply.status == (404 if link in gone else 200)
        assert reply.headers["content-type"].startswith("application/pdf" if link in documents else "text/html")


@by_key
def test_a_feed_is_well_formed_and_tells_only_of_the_past(press: Press, place: int) -> None:
    feed = feedparser.parse(ask(press.feed_url(press.outlets[place])).body)
    assert not feed.bozo
    midnight = datetime.combine(press.day, clock.min, tzinfo=UTC).timestamp()
    for entry in feed.entries:
        stamp = entry.get("published_parsed") or entry.updated_parsed
        assert calendar.timegm(stamp) < midnight


def test_there_are_rss_and_atom_and_the_odd_pages_that_a_fetcher_must_stand() -> None:
    assert {outlet.form for outlet in PRESS} == {"rss", "atom"}
    assert len(PRESS) == OUTLETS >= 8
    assert all(3 <= len(outlet.pages) <= 8 for outlet in PRESS)
    assert any(outlet.withdrawn for outlet in PRESS)
    assert any(page.slow for page in ARTICLES)
    assert any(outlet.forbidden for outlet in PRESS)
    assert {page.language for page in ARTICLES} == {"en", "de", "fr"}


@by_key
def test_a_reader_who_has_the_feed_gets_304(press: Press, place: int) -> None:
    url = press.feed_url(press.outlets[place])
    first = ask(url)
    assert ask(url, If_None_Match=first.headers["etag"]).status == 304
    assert ask(url, If_Modified_Since=first.headers["last-modified"]).status == 304
    assert ask(url, If_None_Match='"another"').status == 200
    assert ask(url, If_Modified_Since="Mon, 01 Jan 2001 00:00:00 GMT").status == 200
    assert ask(url, If_Modified_Since="yesterday").status == 200


def test_a_304_carries_no_body(press: Press) -> None:
    url = press.feed_url(press.outlets[0])
    assert ask(url, If_None_Match=ask(url).headers["etag"]).body == b""


def test_the_slow_page_takes_its_time(press: Press) -> None:
    slow = min((page for page in press.pages() if page.slow), key=lambda page: page.slow)
    started = time.monotonic()
    assert ask(press.addresses.of(slow.ref)).status == 200
    assert time.monotonic() - started >= slow.slow


@pytest.mark.parametrize("page", [page for page in ARTICLES if not page.slow], ids=lambda page: page.ref)
def test_a_page_gives_up_its_text_and_its_facts(press: Press, page: Page) -> None:
    html = press.page(page.ref)
    assert len(readable(html).split()) > 100
    facts = trafilatura.extract_metadata(html.decode())
    published = next(each.published for each in press.pages() if each.ref == page.ref)
    assert facts.title == page.title
    assert facts.date == published.date().isoformat()


FORBIDDEN = {"courier": {"courier:orvesk-letters"}, "depeche": {"depeche:carnet-abonnes"}}


def test_robots_txt_forbids_the_subscribers_pages_and_nothing_else(press: Press) -> None:
    for outlet in press.outlets:
        base = press.addresses.sites[outlet.key]
        rules = Protego.parse(ask(f"{base}/robots.txt").body.decode())
        forbidden = {page.ref for page in outlet.pages if not rules.can_fetch(base + page.path, "desk")}
        assert forbidden == FORBIDDEN.get(outlet.key, set())


@pytest.mark.parametrize("copy", [page for page in ARTICLES if page.based_on], ids=lambda page: page.ref)
def test_the_regional_paper_copies_the_agency_and_says_so(press: Press, copy: Page) -> None:
    html = press.page(copy.ref)
    agency = Traits(readable(press.page(copy.based_on))).fives
    assert containment(agency, Traits(readable(html)).fives) >= 0.6
    assert f'"isBasedOn": "{press.addresses.of(copy.based_on)}"' in html.decode()


@pytest.mark.parametrize(
    ("agency", "other"),
    [("corvane:flood-lower-orle", "vpr:flood-52-dead"), ("corvane:orvesk-claim", "courier:orvesk-station")],
)
def test_who_contradicts_the_agency_has_not_copied_it(press: Press, agency: str, other: str) -> None:
    ours, theirs = Traits(readable(press.page(agency))).fives, Traits(readable(press.page(other))).fives
    assert containment(ours, theirs) < COPIED


def test_nothing_else_in_the_press_is_a_copy(press: Press) -> None:
    pages = [page for page in press.pages() if not (page.is_document or page.slow)]
    pages.sort(key=lambda page: page.published)
    texts = [Printed(at, readable(press.page(page.ref)), published=page.published) for at, page in enumerate(pages)]
    leaders = {pages[standing.id].ref: pages[standing.origin].ref for standing in spread(texts)}
    assert {ref: leader for ref, leader in leaders.items() if ref != leader} == {
        page.ref: page.based_on for page in pages if page.based_on
    }


def test_the_statistics_office_s_statement_is_a_readable_pdf(press: Press) -> None:
    document = next(page for page in press.pages() if page.is_document)
    reader = PdfReader(io.BytesIO(press.page(document.ref)), strict=True)
    text = reader.pages[0].extract_text()
    assert f"was 78 days in {press.day.year - 1}, after 81 days in {press.day.year - 2}." in text
    assert "Planned operations 612,300 653,300 +6.7 %" in text
    assert reader.metadata is not None
    assert reader.metadata.title == document.title


def test_the_loader_is_told_where_the_outlets_are() -> None:
    told = outlets(9001)
    assert [each.site for each in told] == [f"http://127.0.0.1:{port}/" for port in range(9001, 9001 + OUTLETS)]
    assert told[0].feed_url == "http://127.0.0.1:9001/feed.xml"
    owned = {each.name for each in told if each.owner == "Lower Orle Press Cooperative"}
    assert owned == {"Orle Valley Gazette", "Port Sael Evening Post"}


def test_a_taken_port_is_said_in_a_sentence(press: Press) -> None:
    taken = int(press.addresses.sites["courier"].rsplit(":", 1)[1])
    process = start_press([*free_ports(PORTS - 1), taken], A_DAY)
    _, said = process.communicate(timeout=10)
    assert process.returncode == 1
    assert said.startswith(f"Port {taken} is taken")
    assert "Traceback" not in said


@pytest.mark.parametrize("page", [page for page in ARTICLES if page.later], ids=lambda page: page.ref)
def test_what_an_outlet_will_change_stands_on_its_page_once(page: Page) -> None:
    assert all(page.body.count(edit.instead_of) == 1 for edit in page.later)


def test_pages_change_silently_once_the_press_is_told_and_stay_changed_when_it_is_opened_again() -> None:
    ports = free_ports(PORTS)
    addresses = Addresses(PRESS, ports[:OUTLETS])
    asked = [page for page in ARTICLES if page.changes_later or page.ref.endswith("orvesk-claim")]

    def answers() -> dict[str, tuple[int, bytes]]:
        replies = {page.ref: ask(addresses.of(page.ref)) for page in asked}
        return {ref: (reply.status, reply.body) for ref, reply in replies.items()}

    with opened(ports):
        first, feed = answers(), ask(addresses.sites["courier"] + "/feed.xml").body
        assert ask(addresses.sites["courier"] + LATER).status == 200
        later = answers()
        assert ask(addresses.sites["courier"] + "/feed.xml").body == feed
    with opened(ports, "--later"):
        assert answers() == later
    assert {ref for ref in first if first[ref] != later[ref]} == {page.ref for page in asked if page.changes_later}
    assert {ref for ref, (status, _) in later.items() if status == 404} == {"gazette:flood-37-dead"}
    assert b"197, dates from last autumn" in later["corvane:observers-orvesk"][1]
    assert b"Correction: An earlier version" in later["courier:lead-exports"][1]


@contextmanager
def opened(ports: list[int], *more: str) -> Iterator[None]:
    process = start_press(ports, A_DAY, *more)
    assert process.stdout is not None
    assert "is open" in process.stdout.readline()
    yield
    process.terminate()
    process.communicate(timeout=5)


def test_the_press_closes_at_once_even_while_somebody_waits_for_a_slow_page() -> None:
    ports = free_ports(PORTS)
    process = start_press(ports, A_DAY)
    assert process.stdout is not None
    process.stdout.readline()
    slow = max(ARTICLES, key=lambda page: page.slow)
    port = ports[[outlet.key for outlet in PRESS].index(slow.ref.split(":")[0])]
    reader = Thread(target=_try, args=(f"http://127.0.0.1:{port}{slow.path}",))
    reader.start()
    time.sleep(0.3)
    process.terminate()
    process.communicate(timeout=2)
    reader.join(timeout=2)
    assert process.returncode == 0


def _try(url: str) -> None:
    try:
        ask(url)
    except OSError:
        return  # the press was closed in the middle of the answer: that is what is tested
