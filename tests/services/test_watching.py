"""Attached pages are looked at again: what changed is told to people, and changes nothing by itself."""

import json
from datetime import timedelta

import pytest
from sqlmodel import select

from factcheck.adapters.extracting import DocumentExtractor
from factcheck.domain.articles import ArticleStatus, Incoming
from factcheck.domain.earlier import Came
from factcheck.domain.errors import Invalid, NotAllowed, NotFound, Refused
from factcheck.domain.fetching import Extractor, FetchFailed, FetchProblem, HostBusy
from factcheck.domain.jobs import FetchArticle, MatchChecks, WatchPage
from factcheck.domain.review import DismissReason, Move, QueueFilters
from factcheck.domain.sheets import AlertSheet, SourceSheet
from factcheck.domain.watching import STEPS, UNREAD, WORDS_GONE, WatchState
from factcheck.language.matching import CheckMatcher
from factcheck.services import articles, attaching, claims, earlier, evidence, splitting, watching
from factcheck.store import jobs as job_rows
from factcheck.store import watching as rows
from factcheck.store.tables import JobRow, Watch
from tests.services.conftest import Newsroom
from tests.services.fakes import EverySentence, FirstLineIsTitle
from tests.services.test_keeping import PAGE, PASSAGE, TEXT, Desk

GONE = "The verdict may be stale: the passage is gone from the page."


class Watched(Desk):
    """A page that is archived, and looked at as time goes by."""

    def __init__(self, room: Newsroom) -> None:
        super().__init__(room)
        self.the_source = self.archive(self.attach())

    def watch(self) -> Watch:
        with self.room.unit().reading() as session:
            found = rows.of_source(session, self.the_source.id)
        assert found
        return found

    def look(self, page: str | Exception | None = None, extractor: Extractor | None = None) -> SourceSheet:
        """Wait until the page's time has come and look at it."""
        if page is not None:
            self.web.pages[PAGE] = page
        watch = self.watch()
        assert watch.next_at
        self.room.clock.now = max(self.room.clock.now, watch.next_at)
        reads = extractor or FirstLineIsTitle()
        watching.look_again(self.room.unit, self.web, reads, self.room.desk.vault, watch.id or 0)
        return self.source(self.the_source)

    def alerts(self) -> list[AlertSheet]:
        return [alert for alert in self.sheet().alerts if alert.set_aside_at is None]

    def set_aside(self, note: str = "the archive has it") -> None:
        watching.set_aside(self.room.unit(), self.claim, self.alerts()[0].id, self.room.omar, note=note)


@pytest.fixture
def watched(settled: Newsroom) -> Watched:
    return Watched(settled)


def test_an_unchanged_page_is_looked_at_ever_more_seldom(watched: Watched) -> None:
    begun = watched.room.clock.now
    waits = []
    for _ in range(5):
        watched.look()
        waits.append(watched.room.clock.now - begun)
        begun = watched.room.clock.now
    assert waits == [*STEPS, STEPS[-1]]
    assert watched.alerts() == []
    assert watched.watch().state is WatchState.UNCHANGED


def test_a_page_is_not_looked_at_before_its_time(watched: Watched) -> None:
    watching.look_again(
        watched.room.unit, watched.web, FirstLineIsTitle(), watched.room.desk.vault, watched.watch().id or 0
    )
    assert watched.web.visits == [PAGE]


@pytest.mark.parametrize(
    ("page", "state", "sentence"),
    [
        (f"Harbour\n{TEXT} More of it.", WatchState.CHANGED, None),
        ("Harbour\nThe northern pier is open.", WatchState.PASSAGE_GONE, GONE),
        (
            f"Harbour\n{TEXT}\nCorrection: it was the southern one.",
            WatchState.CORRECTED,
            "The verdict may be stale: a correction notice has appeared on the page.",
        ),
        (
            FetchFailed(FetchProblem.GONE),
            WatchState.DEAD,
            "The page is not there any more. The desk has its copy.",
        ),
    ],
)
def test_what_became_of_the_page_is_told(
    watched: Watched, page: str | Exception, state: WatchState, sentence: str | None
) -> None:
    source = watched.look(page)
    assert source.archive
    assert source.archive.state is state
    assert [alert.sentence for alert in watched.alerts()] == ([sentence] if sentence else [])


def test_an_alert_changes_no_verdict_no_stage_and_no_version(settled: Newsroom) -> None:
    watched = Watched(settled)
    settled.approved(watched.claim)
    before = watched.sheet()
    watched.look("Harbour\nThe northern pier is open.")
    after = watched.sheet()
    assert (after.row.stage, after.row.verdict, after.version) == (before.row.stage, before.row.verdict, before.version)
    assert (after.row.alerts, before.row.alerts) == (1, 0)
    assert after.latest == before.latest


def test_the_queue_shows_it_and_the_history_keeps_it(watched: Watched) -> None:
    watched.look("Harbour\nThe northern pier is open.")
    [row] = [
        row for row in claims.queue(watched.room.unit(), watched.room.omar, QueueFilters()).rows if row.alerts
    ]  # fmt: skip
    assert row.id == watched.claim
    assert [(line.what, line.note) for line in watched.sheet().history if line.what == "alert"] == [("alert", GONE)]


def test_the_same_alert_is_raised_once(watched: Watched) -> None:
    watched.look("Harbour\nThe northern pier is open.")
    watched.look("Harbour\nThe northern pier is open again.")
    assert len(watched.alerts()) == 1


def test_a_checker_sets_it_aside_with_a_note(watched: Watched) -> None:
    watched.look("Harbour\nThe northern pier is open.")
    watched.set_aside()
    assert (watched.alerts(), watched.sheet().row.alerts) == ([], 0)
    [alert] = watched.sheet().alerts
    assert (alert.set_aside_by, alert.set_aside_note) == (watched.room.omar.name, "the archive has it")
    assert watched.sheet().history[0].what == "set aside"
    watched.look()
    assert watched.alerts() == []


def test_it_comes_again_when_the_page_changes_again(watched: Watched) -> None:
    watched.look("Harbour\nThe northern pier is open.")
    watched.set_aside()
    watched.look(f"Harbour\n{TEXT}")
    watched.look("Harbour\nThe northern pier is open.")
    assert len(watched.alerts()) == 1


def test_setting_aside_needs_a_reason_a_role_and_an_alert(watched: Watched) -> None:
    watched.look("Harbour\nThe northern pier is open.")
    with pytest.raises(Invalid):
        watched.set_aside(" ")
    alert, unit = watched.alerts()[0].id, watched.room.unit
    with pytest.raises(NotAllowed):
        watching.set_aside(unit(), watched.claim, alert, watched.room.boss, note="no matter")
    with pytest.raises(NotFound):
        watching.set_aside(unit(), watched.claim, 99, watched.room.omar, note="no matter")


def test_a_page_that_does_not_answer_is_dead_after_three_looks(watched: Watched) -> None:
    down = FetchFailed(FetchProblem.NOT_REACHED, retry_at=watched.room.clock.now)
    states = [watched.look(down).archive.state for _ in range(3)]  # type: ignore[union-attr]
    assert states == [WatchState.NEW, WatchState.NEW, WatchState.DEAD]
    [alert] = watched.alerts()
    assert (alert.sentence, alert.detail) == (UNREAD, "could not be reached")
    assert watched.look(f"Harbour\n{TEXT}").archive.state is WatchState.UNCHANGED  # type: ignore[union-attr]


def test_a_busy_host_is_no_look(watched: Watched) -> None:
    with pytest.raises(HostBusy):
        watched.look(HostBusy("tide.example", watched.room.clock.now))
    assert watched.watch().looks == 0


def test_what_was_taken_off_and_what_was_dismissed_is_not_looked_at(watched: Watched) -> None:
    seen = watched.sheet().version
    attaching.detach(
        watched.room.unit(), watched.claim, watched.room.jana, seen=seen, source_id=watched.the_source.id
    )  # fmt: skip
    watched.room.clock.forward(timedelta(hours=1))
    watching.look_again(
        watched.room.unit, watched.web, FirstLineIsTitle(), watched.room.desk.vault, watched.watch().id or 0
    )
    assert (watched.web.visits, watched.watch().next_at) == ([PAGE], None)


def test_a_dismissed_claim_rests(watched: Watched) -> None:
    watched.room.move(watched.claim, Move.DISMISS, watched.room.jana, reason=DismissReason.OPINION)
    watched.look()
    assert (watched.web.visits, watched.watch().next_at) == ([PAGE], None)


def test_due_pages_are_wanted_once(watched: Watched) -> None:
    assert watching.want_due(watched.room.unit()) == 0
    watched.room.clock.forward(STEPS[0])
    watching.want_due(watched.room.unit())
    watching.want_due(watched.room.unit())
    with watched.room.unit().reading() as session:
        assert job_rows.open_for(session, [WatchPage.name], [watched.watch().id or 0]) == 1


class TestArticles:
    """Articles that came by their address are watched too."""

    ADDRESS = "https://herald.example/pier"

    @pytest.fixture
    def room(self, settled: Newsroom) -> Desk:
        desk = Desk(settled)
        desk.web.pages[self.ADDRESS] = f"Pier\n{PASSAGE}. Ferries leave from the old quay."
        return desk

    def bring_in(self, desk: Desk) -> int:
        received = articles.receive_address(desk.room.unit(), self.ADDRESS, desk.room.jana)
        self.fetch(desk, received.article_id)
        splitting.split_article(desk.room.unit, EverySentence(), received.article_id)
        return received.article_id

    def fetch(self, desk: Desk, article: int) -> None:
        splitting.fetch_article(desk.room.unit, desk.web, FirstLineIsTitle(), article)

    def watch(self, desk: Desk, article: int) -> Watch:
        with desk.room.unit().reading() as session:
            found = rows.of_article(session, article)
        assert found
        return found

    def test_it_is_fetched_again_when_its_time_has_come(self, room: Desk) -> None:
        article = self.bring_in(room)
        room.room.clock.forward(STEPS[0])
        watch = self.watch(room, article)
        watching.look_again(room.room.unit, room.web, FirstLineIsTitle(), room.room.desk.vault, watch.id or 0)
        with room.room.unit().reading() as session:
            assert job_rows.open_for(session, [FetchArticle.name], [article]) >= 1
        assert self.watch(room, article).next_at == room.room.clock.now + STEPS[1]

    def test_a_silent_edit_is_a_revision_and_its_claims_move_over(self, room: Desk) -> None:
        article = self.bring_in(room)
        room.web.pages[self.ADDRESS] = f"Pier\nNew first words. {PASSAGE}."
        self.fetch(room, article)
        sheet = articles.sheet(room.room.unit(), article, room.room.jana)
        assert sheet.revision == 2
        alerts = {claim.statement: claim.alerts for claim in sheet.claims}
        assert alerts == {f"{PASSAGE}.": 0, "Ferries leave from the old quay.": 1}
        gone = next(claim.id for claim in sheet.claims if claim.alerts)
        assert [alert.sentence for alert in room.room.sheet(gone).alerts] == [WORDS_GONE]

    def test_one_whose_page_becomes_that_of_another_article_stays_what_it_is(self, room: Desk) -> None:
        other = articles.receive(room.room.unit(), Incoming(f"Pier\nNew words. {PASSAGE}."), room.room.jana).article_id
        article = self.bring_in(room)
        room.web.pages[self.ADDRESS] = f"Pier\nNew words. {PASSAGE}."
        self.fetch(room, article)
        splitting.split_article(room.room.unit, EverySentence(), article)
        sheet = articles.sheet(room.room.unit(), article, room.room.jana)
        assert (sheet.revision, sheet.status, sheet.problem) == (2, ArticleStatus.READY, "")
        assert other != article

    def test_a_page_that_answers_again_has_no_problem_any_more(self, room: Desk) -> None:
        article = self.bring_in(room)
        page = room.web.pages[self.ADDRESS]
        room.web.pages[self.ADDRESS] = FetchFailed(FetchProblem.GONE)
        with pytest.raises(FetchFailed):
            self.fetch(room, article)
        assert "not there" in articles.sheet(room.room.unit(), article, room.room.jana).problem
        room.web.pages[self.ADDRESS] = page
        self.fetch(room, article)
        sheet = articles.sheet(room.room.unit(), article, room.room.jana)
        assert (sheet.revision, sheet.status, sheet.problem) == (1, ArticleStatus.READY, "")


def test_a_person_may_have_a_page_looked_at_before_its_turn(watched: Watched) -> None:
    watched.web.pages[PAGE] = "The ferry\nThe night ferry carried nobody at all."
    watching.look_now(watched.room.unit(), watched.claim, watched.the_source.id, watched.room.omar)
    watching.look_now(watched.room.unit(), watched.claim, watched.the_source.id, watched.room.omar)
    watch = watched.watch()
    assert watch.next_at == watched.room.clock.now
    with watched.room.unit().reading() as session:
        assert job_rows.open_for(session, [WatchPage.name], [watch.id or 0]) == 1
    watched.look()
    assert [alert.sentence for alert in watched.alerts()] == [GONE]


def test_a_look_before_its_turn_puts_the_next_one_off_no_further(watched: Watched) -> None:
    for _ in range(4):
        watching.look_now(watched.room.unit(), watched.claim, watched.the_source.id, watched.room.omar)
        watched.look()
        with watched.room.unit().writing() as session:
            for job in session.exec(select(JobRow)):
                job.done_at = watched.room.clock.now
        assert watched.watch().next_at == watched.room.clock.now + STEPS[0]
    watched.look()
    assert watched.watch().next_at == watched.room.clock.now + STEPS[1]


def test_a_page_without_a_kept_copy_cannot_be_compared(watched: Watched) -> None:
    bare = watched.attach()
    with pytest.raises(Refused, match="keeps no copy of this page yet"):
        watching.look_now(watched.room.unit(), watched.claim, bare.id, watched.room.omar)
    with pytest.raises(NotFound):
        watching.look_now(watched.room.unit(), watched.claim, bare.id + 99, watched.room.omar)


# --- Fact-checks in the markup of attached pages ---------------------------------------------------


def checking(rating: str) -> str:
    """An attached page whose site says in its markup that it has checked something."""
    check = {
        "@type": "ClaimReview", "url": PAGE, "claimReviewed": "The pier is closed.",
        "reviewRating": {"alternateName": rating},
    }  # fmt: skip
    words = "".join(f"<p>{line}</p>" for line in TEXT.splitlines() if line) + "<p>The harbour office said so.</p>"
    return f'<html><script type="application/ld+json">{json.dumps(check)}</script><article>{words}</article></html>'


def matched(desk: Desk) -> list[tuple[str, Came]]:
    earlier.match(desk.room.unit(), CheckMatcher(), desk.claim)
    found = evidence.sheet(desk.room.unit(), desk.claim, desk.room.jana).earlier
    return [(each.rating, each.came) for each in found]


def test_a_fact_check_that_an_attached_page_gets_later_is_an_earlier_check(watched: Watched) -> None:
    """With the real extractor; and what it says the next time is what it says now."""
    assert matched(watched) == []
    for rating in ("Half true", "False"):
        watched.look(checking(rating), DocumentExtractor())
        with watched.room.unit().reading() as session:
            assert job_rows.open_for(session, [MatchChecks.name], [watched.claim])
        assert matched(watched) == [(rating, Came.PAGE)]


def test_a_fact_check_in_an_attached_page_is_an_earlier_check_once_its_copy_is_kept(settled: Newsroom) -> None:
    desk = Desk(settled)
    desk.web.pages[PAGE] = checking("Half true")
    desk.archive(desk.attach(), extractor=DocumentExtractor())
    assert matched(desk) == [("Half true", Came.PAGE)]
