"""What is found for a claim follows its words: pages at hand are compared at once, and again when it is reworded."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from factcheck.adapters.extracting import DocumentExtractor
from factcheck.config import Settings
from factcheck.domain.articles import Incoming
from factcheck.domain.claims import ArticleText, ClaimKind, Passage, Quotation, Span, Split, SplitClaim
from factcheck.domain.evidence import Medium, NewSource, SourceKind, Stance
from factcheck.domain.jobs import ReadLead
from factcheck.domain.people import Actor, Role
from factcheck.domain.sheets import ReportSheet
from factcheck.language import TextSimilarity
from factcheck.services import (
    articles,
    attaching,
    claims,
    documents,
    editing,
    evidence,
    finding,
    jobs,
    people,
    reports,
    splitting,
)
from factcheck.services.jobs import Hand
from factcheck.services.reports import Beside
from factcheck.store import evidence as rows
from factcheck.store import search
from factcheck.store.tables import JobRow, Lead, Page, Report
from factcheck.wiring import Desk

ADMIN = Actor(None, "the test", frozenset({Role.ADMIN, Role.EDITOR}))
NOW = datetime.now(UTC)
BRIDGE = "The bridge over the Lonne was closed on Monday. Engineers found cracks in two of its piers."
SCHOOL = "The school in Hask gets a new roof. The council pays 40,000 crowns for the roof of the school."


class OneClaim:
    """A splitter for which the whole text is one claim."""

    def split(self, article: ArticleText) -> Split:
        span, text = Span(((0, len(article.text)),)), article.text
        found = SplitClaim(
            "c1", span, text, "", None, Quotation.NONE, (), None, None, True, 0.9, (), ClaimKind.QUANTITY
        )
        return Split((found,), "en")


@pytest.fixture
def desk(sqlite_url: str, tmp_path: Path) -> Iterator[Desk]:
    desk = Desk.from_settings(Settings(_env_file=None, data=tmp_path, database_url=sqlite_url))
    yield desk
    desk.close()


@pytest.fixture
def checker(desk: Desk) -> Actor:
    people.add(desk.unit(), ADMIN, email="ada@desk.example", name="Ada", roles=["checker"])
    return people.by_email(desk.unit(), "ada@desk.example")[1]


def keep_page(desk: Desk, url: str, title: str, text: str) -> None:
    """A page that was fetched for another claim a moment ago."""
    with desk.unit().writing() as session:
        page = Page(url=url, title=title, text=f"{title}\n{text}", fetched_at=NOW, outlet="The Hask Herald")
        session.add(page)
        session.flush()
        search.put(session, search.Kind.PAGE, page.id or 0, title, text)


def bring_in(desk: Desk, text: str, title: str = "") -> int:
    received = articles.receive(desk.unit(), Incoming(text, title), ADMIN)
    splitting.split_article(desk.unit, OneClaim(), received.article_id)
    return articles.sheet(desk.unit(), received.article_id, ADMIN).claims[0].id


def found(desk: Desk, claim_id: int) -> list[ReportSheet]:
    """What is found once the workers have searched."""
    finding.gather(desk.unit, desk.similarity, claim_id)
    sheet = evidence.sheet(desk.unit(), claim_id, ADMIN)
    return [report for origin in sheet.origins for report in origin.reports]


def test_a_page_at_hand_is_compared_while_searching(desk: Desk) -> None:
    keep_page(desk, "http://hask.example/1", "Bridge closed", BRIDGE)
    keep_page(desk, "http://hask.example/2", "New roof", SCHOOL)
    claim_id = bring_in(desk, "Engineers found cracks in three piers of the bridge over the Lonne.")
    reports = found(desk, claim_id)
    assert [(report.title, report.passage) for report in reports] == [("Bridge closed", BRIDGE)]
    assert evidence.sheet(desk.unit(), claim_id, ADMIN).waiting == 0


def test_searching_twice_finds_nothing_twice(desk: Desk) -> None:
    keep_page(desk, "http://hask.example/1", "Bridge closed", BRIDGE)
    claim_id = bring_in(desk, "Engineers found cracks in three piers of the bridge over the Lonne.")
    assert [report.id for report in found(desk, claim_id)] == [report.id for report in found(desk, claim_id)]


def reword(desk: Desk, claim_id: int, actor: Actor, statement: str) -> None:
    sheet = claims.sheet(desk.unit(), claim_id, actor)
    editing.edit(desk.unit(), claim_id, actor, seen=sheet.version, changes={"statement": statement})


def test_a_reworded_claim_is_searched_again_and_compared_again(desk: Desk, checker: Actor) -> None:
    keep_page(desk, "http://hask.example/1", "Bridge closed", BRIDGE)
    keep_page(desk, "http://hask.example/2", "New roof", SCHOOL)
    claim_id = bring_in(desk, "Engineers found cracks in three piers of the bridge over the Lonne.")
    assert [report.title for report in found(desk, claim_id)] == ["Bridge closed"]
    reword(desk, claim_id, checker, "The roof of the school in Hask costs 60,000 crowns.")
    assert evidence.sheet(desk.unit(), claim_id, checker).searching
    assert [report.title for report in found(desk, claim_id)] == ["New roof"]


def test_what_was_attached_stays_found_when_the_claim_is_reworded(desk: Desk, checker: Actor) -> None:
    keep_page(desk, "http://hask.example/1", "Bridge closed", BRIDGE)
    claim_id = bring_in(desk, "Engineers found cracks in three piers of the bridge over the Lonne.")
    number = found(desk, claim_id)[0].id
    source = NewSource(medium=Medium.WEB, stance=Stance.REFUTES, kind=SourceKind.SECONDARY, report_id=number)
    sheet = claims.sheet(desk.unit(), claim_id, checker)
    attaching.attach(desk.unit(), claim_id, checker, seen=sheet.version, source=source)
    reword(desk, claim_id, checker, "The roof of the school in Hask costs 60,000 crowns.")
    assert [report.title for report in found(desk, claim_id)] == ["Bridge closed"]


def test_the_headline_finds_what_the_claim_alone_does_not_name(desk: Desk) -> None:
    keep_page(desk, "http://hask.example/1", "Bridge closed", f"{BRIDGE} They cost 3 million crowns to mend.")
    text = "They cost 2 million crowns to mend."
    assert [report.title for report in found(desk, bring_in(desk, text, "Cracks in the bridge over the Lonne"))]


class Everything:
    """A similarity for which the whole text answers, moderately."""

    def best_passages(self, asked: Sequence[tuple[str, str]]) -> list[Passage | None]:
        return [Passage(0, len(text), text, 0.5) for _, text in asked]


@pytest.mark.parametrize("before", ["", "Local news\n"])
def test_the_title_of_a_page_is_no_passage(before: str) -> None:
    page = Page(url="", title="Bridge closed", text=f"{before}Bridge closed\n{BRIDGE}", fetched_at=NOW)
    [passage] = reports.best_passages(Everything(), [Beside("anything", "", page)])
    assert passage is not None
    assert page.text[passage.start : passage.end] == f"\n{BRIDGE}"


def test_the_title_of_a_page_is_not_shown_again_in_front_of_the_passage() -> None:
    page = Page(url="", title="Bridge closed", text=f"Bridge closed\nIt rained. {BRIDGE}", fetched_at=NOW)
    start = page.text.index(BRIDGE)
    report = Report(
        claim_id=1,
        page_id=1,
        provider="a feed",
        score=1.0,
        passage_start=start,
        passage_end=len(page.text),
        found_at=NOW,
    )
    assert evidence.report_sheet(report, page, set()).before == "It rained. "


@pytest.mark.parametrize(("after", "told"), [(timedelta(hours=2), False), (timedelta(days=2), True)])
def test_a_page_that_was_changed_on_a_later_day_says_so(after: timedelta, told: bool) -> None:
    """A page may know today what it did not know on the day of the claim."""
    noon = datetime.fromisoformat("2026-11-20T12:00:00+00:00")
    page = Page(url="", title="", text=BRIDGE, fetched_at=NOW, published=noon, modified=noon + after)
    report = Report(claim_id=1, page_id=1, provider="a feed", score=1, passage_start=0, passage_end=9, found_at=NOW)
    assert evidence.report_sheet(report, page, set()).changed == (page.modified if told else None)


def test_a_page_about_the_subject_counts_more_than_one_about_another() -> None:
    pages = [Page(url="", title="", text=text, fetched_at=NOW) for text in (BRIDGE, SCHOOL)]
    beside = [Beside("anything", "Cracks in bridge over the Lonne", page) for page in pages]
    scores = reports.best_passages(Everything(), beside)
    assert [score.score for score in scores if score] == [pytest.approx(0.6), pytest.approx(0.4)]


CONTROL = "The army took full control of Brinn on Friday."
TAKEN = "Tessaly says its army has captured the harbour town of Brinn"
DENIED = """The ministry in Calder rejected the report from Tessaly. Its army denies the loss of the harbour town.
Brinn remains in our hands, a spokesman said."""


def test_a_denial_in_other_words_is_kept_though_it_scores_little() -> None:
    page = Page(url="", title="Ministry rejects report", text=DENIED, fetched_at=NOW)
    [passage] = reports.bearing(TextSimilarity(), [Beside(CONTROL, TAKEN, page)])
    assert passage is not None
    assert passage.score < reports.LEAST_SCORE
    assert "denies the loss of the harbour town" in passage.text


@pytest.mark.parametrize(
    ("headline", "text"),
    [
        (TAKEN, "Brinn opens its herring festival on Saturday. A brass band plays in the market square."),
        (TAKEN, "The central bank of Tessaly raised its key rate. The bank takes full control of lending."),
        (TAKEN, "Tessaly's army has captured a hill above the harbour town of Karst, its general says."),
        ("", DENIED),
    ],
    ids=["same place", "same country", "another town", "no headline"],
)
def test_a_page_about_another_matter_is_not_kept_for_a_shared_word(headline: str, text: str) -> None:
    page = Page(url="", title="Briefly", text=text, fetched_at=NOW)
    assert reports.bearing(TextSimilarity(), [Beside(CONTROL, headline, page)]) == [None]


def test_what_was_read_in_vain_is_listed_until_it_bears_on_the_claim(desk: Desk, checker: Actor) -> None:
    keep_page(desk, "http://hask.example/1", "Bridge closed", BRIDGE)
    keep_page(desk, "http://hask.example/2", "Bridge club", "The bridge club of Hask meets in the school.")
    claim_id = bring_in(desk, "Engineers found cracks in three piers of the bridge over the Lonne.")
    assert [report.title for report in found(desk, claim_id)] == ["Bridge closed"]
    assert in_vain(desk, claim_id) == ["Bridge club"]
    reword(desk, claim_id, checker, "The bridge club meets in the school of Hask.")
    assert [report.title for report in found(desk, claim_id)] == ["Bridge club"]
    assert in_vain(desk, claim_id) == ["Bridge closed"]


def in_vain(desk: Desk, claim_id: int) -> list[str]:
    return [page.title for page in evidence.sheet(desk.unit(), claim_id, ADMIN).vain]


# --- A page that is fetched again and has changed -------------------------------------------------

CRACKS = "Engineers found cracks in three piers of the bridge over the Lonne."
ADDRESS = "http://hask.example/1"


def fetch_again(desk: Desk, claim_id: int, text: str) -> None:
    """The page at ADDRESS is fetched for this claim, later than ever before, and says this now."""
    page = Page(url=ADDRESS, title="Bridge closed", text=f"Bridge closed\n{text}", fetched_at=NOW + timedelta(days=2))
    reports.compare(desk.unit(), desk.similarity, [(lead_of(desk, claim_id), page)])


def lead_of(desk: Desk, claim_id: int) -> Lead:
    with desk.unit().reading() as session:
        return next(lead for lead in rows.leads(session, claim_id) if lead.url == ADDRESS)


def compare_what_waits(desk: Desk) -> None:
    due = [message.id for message in jobs.due(desk.unit()) if message.name == ReadLead.name]
    hand = Hand(dict(jobs.take_together(desk.unit(), due).open))
    documents.read(desk.unit, documents.Reader(DocumentExtractor(), desk.vault), desk.similarity, hand)


def waiting(desk: Desk) -> list[int]:
    """The leads that wait to be compared."""
    with desk.unit().reading() as session:
        open_jobs = select(JobRow.subject_id).where(JobRow.name == ReadLead.name, JobRow.done_at == None)  # noqa: E711
        return list(session.exec(open_jobs))


@pytest.fixture
def two_claims(desk: Desk) -> tuple[int, int]:
    """Two claims on which one page is a report."""
    keep_page(desk, ADDRESS, "Bridge closed", BRIDGE)
    one, other = (bring_in(desk, text) for text in (CRACKS, "The bridge over the Lonne has been closed on Monday."))
    assert [report.passage for report in found(desk, one)] == [BRIDGE]
    assert found(desk, other)[0].passage == "The bridge over the Lonne was closed on Monday."
    return one, other


def shown(desk: Desk, claim_id: int) -> list[str]:
    sheet = evidence.sheet(desk.unit(), claim_id, ADMIN)
    return [report.passage for origin in sheet.origins for report in origin.reports]


def test_a_passage_goes_along_when_its_page_is_fetched_again_for_another_claim(
    desk: Desk, two_claims: tuple[int, int]
) -> None:
    one, other = two_claims
    fetch_again(desk, other, f"It rained for a week. {BRIDGE}")
    assert shown(desk, one) == [BRIDGE]
    assert lead_of(desk, one).id in waiting(desk)
    assert not lead_of(desk, one).done


def test_a_passage_whose_words_are_gone_is_not_shown_in_other_words(desk: Desk, two_claims: tuple[int, int]) -> None:
    one, other = two_claims
    text = "The bridge over the Lonne was open on Monday. Engineers found no cracks in its piers."
    fetch_again(desk, other, text)
    assert shown(desk, one) == [""]
    compare_what_waits(desk)
    assert shown(desk, one) == [text]
    assert waiting(desk) == []


def test_a_page_that_says_the_same_has_nothing_compared_again(desk: Desk, two_claims: tuple[int, int]) -> None:
    fetch_again(desk, two_claims[1], BRIDGE)
    assert waiting(desk) == []
    assert lead_of(desk, two_claims[0]).done
