"""Earlier answers: a claim that was checked before, here or elsewhere, says so, with what came of it and when."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from factcheck.adapters.extracting import DocumentExtractor
from factcheck.domain.earlier import Came, Comparison
from factcheck.domain.errors import Invalid, NotAllowed
from factcheck.domain.jobs import JobKind, MatchChecks, MatchQueued
from factcheck.domain.outside_checks import checks_of_answer
from factcheck.domain.review import DismissReason, Move, QueueFilters, Verdict
from factcheck.domain.sheets import EarlierSheet
from factcheck.language import CheckMatcher, MiniLM, weights_folder
from factcheck.services import articles, claims, earlier, evidence, imports, jobs, splitting
from factcheck.store.tables import JobRow
from tests.conftest import missing
from tests.services.conftest import Newsroom
from tests.services.fakes import Web

SAME = "The northern pier is closed today."
OTHER = "A tower fell in Orlin."


class Counted(MiniLM):
    """The real model, noting what it is asked."""

    asked: Sequence[str] = ()

    def packed(self, texts: Sequence[str]) -> list[bytes]:
        self.asked = [*self.asked, *texts]
        return super().packed(texts)


def review(claim: str = "The northern pier is closed.", rating: str = "False", **more: Any) -> dict[str, Any]:
    """A ClaimReview of another publisher."""
    return {
        "@type": "ClaimReview",
        "url": "https://facts.example/pier",
        "claimReviewed": claim,
        "author": {"@type": "Organization", "name": "Example Facts"},
        "reviewRating": {"alternateName": rating},
        "itemReviewed": {"@type": "Claim", "author": {"name": "Lina Brandt"}, "datePublished": "2025-12-30"},
        "datePublished": "2026-01-02T09:00:00Z",
    } | more


def bring_in(room: Newsroom, document: object) -> imports.Imported:
    return imports.bring_in(room.unit(), room.boss, json.dumps(document).encode(), "checks.json")


def matched(room: Newsroom, claim_id: int, matcher: CheckMatcher | None = None) -> tuple[EarlierSheet, ...]:
    """What the claim's page shows once a worker has matched it."""
    earlier.match(room.unit(), matcher or CheckMatcher(), claim_id)
    return evidence.sheet(room.unit(), claim_id, room.jana).earlier


def another(room: Newsroom, words: str = SAME, number: int = 2) -> int:
    return room.claim(words, url=f"https://herald.example/{number}")


# --- The desk's own checks ------------------------------------------------------------------------


def test_a_claim_that_the_desk_has_checked_says_what_came_of_it_and_when(settled: Newsroom) -> None:
    room = settled
    checked = room.claim()
    room.approved(checked)
    approved_at = room.clock.now
    room.clock.forward(timedelta(days=130))
    [found] = matched(room, another(room))
    assert (found.claim_id, found.verdict, found.checked_at) == (checked, Verdict.CONFIRMED, approved_at)
    assert (found.publisher, found.compared) == ("", Comparison.WORDS)
    assert matched(room, another(room, OTHER, 3)) == ()


def test_only_published_checks_are_answers(settled: Newsroom) -> None:
    room = settled
    checked = room.claim()
    room.submitted(checked)
    again = another(room)
    assert matched(room, again) == ()


def test_a_claim_is_no_answer_to_itself(settled: Newsroom) -> None:
    checked = settled.claim()
    settled.approved(checked)
    assert matched(settled, checked) == ()


def test_a_voided_check_is_an_answer_no_more(settled: Newsroom) -> None:
    room = settled
    checked = room.claim()
    room.approved(checked)
    matcher, again = CheckMatcher(), another(room)
    assert len(matched(room, again, matcher)) == 1
    room.move(checked, Move.VOID, room.eva, public_note="Wrong pier.")
    assert evidence.sheet(room.unit(), again, room.jana).earlier == ()
    assert matched(room, again, matcher) == ()


def test_the_queue_says_that_a_claim_was_checked_before(settled: Newsroom) -> None:
    room = settled
    bring_in(room, review())
    claim_id = room.claim(SAME)
    matched(room, claim_id)
    rows = claims.queue(room.unit(), room.jana, QueueFilters()).rows
    assert [row.checked_before for row in rows if row.id == claim_id] == ["False (Example Facts)"]


def test_the_ledger_says_how_it_was_compared(settled: Newsroom) -> None:
    claim_id = settled.claim()
    matched(settled, claim_id)
    matched(settled, claim_id)
    [ask] = evidence.sheet(settled.unit(), claim_id, settled.jana).asks
    assert (ask.provider, ask.words, ask.hits) == ("earlier checks", "compared by words", 0)


# --- Imported checks ------------------------------------------------------------------------------


def test_an_imported_check_is_shown_with_its_publisher(settled: Newsroom) -> None:
    room = settled
    came = bring_in(room, review())
    [found] = matched(room, room.claim(SAME))
    assert (came.new, came.changed, came.known, came.left_out) == (1, 0, 0, ())
    assert (found.rating, found.publisher, found.url) == ("False", "Example Facts", "https://facts.example/pier")
    assert (found.claimant, found.verdict, found.claim_id) == ("Lina Brandt", None, None)
    assert found.checked_at == datetime(2026, 1, 2, tzinfo=UTC)


def test_the_same_file_again_changes_nothing_and_a_new_rating_changes_one(settled: Newsroom) -> None:
    room = settled
    both = [review(), review(OTHER, url="https://facts.example/tower")]
    bring_in(room, both)
    again, changed = bring_in(room, both), bring_in(room, [review(rating="True"), both[1]])
    assert (again.new, again.changed, again.known) == (0, 0, 2)
    assert (changed.new, changed.changed, changed.known) == (0, 1, 1)
    assert [found.rating for found in matched(room, room.claim(SAME))] == ["True"]
    [line] = imports.publishers(room.unit(), room.jana)
    assert (line.publisher, line.checks) == ("Example Facts", 2)


def test_a_worker_that_has_matched_before_learns_what_is_new(settled: Newsroom) -> None:
    matcher, claim_id = CheckMatcher(), settled.claim(SAME)
    assert matched(settled, claim_id, matcher) == ()
    bring_in(settled, review())
    assert len(matched(settled, claim_id, matcher)) == 1


def test_bad_files_change_nothing_and_checkers_import_nothing(settled: Newsroom) -> None:
    room = settled
    for content in (b"", b"\xff", b"{", b"[]", b'{"claims": []}', b'{"@type": "Article"}', b"[" * 100_000):
        with pytest.raises(Invalid):
            imports.bring_in(room.unit(), room.boss, content, "x.json")
    with pytest.raises(NotAllowed):
        imports.bring_in(room.unit(), room.jana, json.dumps(review()).encode(), "x.json")
    assert imports.publishers(room.unit(), room.jana) == ()


# --- By meaning -----------------------------------------------------------------------------------


def test_by_meaning_each_check_is_worked_out_once_and_again_when_it_changes(settled: Newsroom) -> None:
    room, folder = settled, weights_folder()
    if folder is None:
        missing("The weights are not installed: make semantic")
    bring_in(room, review())
    first, second = (another(room, words, n) for n, words in enumerate((SAME, "The pier in the north is shut."), 2))
    meaning = Counted(folder)
    [found] = matched(room, first, CheckMatcher(meaning))
    assert found.compared is Comparison.MEANING
    assert list(meaning.asked) == ["The northern pier is closed.", SAME]
    later = Counted(folder)
    assert len(matched(room, second, CheckMatcher(later))) == 1
    assert list(later.asked) == ["The pier in the north is shut."]
    bring_in(room, review(rating="True"))
    last = Counted(folder)
    matched(room, first, CheckMatcher(last))
    assert list(last.asked) == ["The northern pier is closed.", SAME]


# --- Checks that nobody brought in ----------------------------------------------------------------


def found_while_searching(room: Newsroom, claim_id: int, came: Came, by: str, *checks: dict[str, Any]) -> None:
    with room.unit().writing() as session:
        imports.keep_found(session, claim_id, checks_of_answer(list(checks)), came, by, room.clock.now)


def waiting(room: Newsroom, kind: JobKind) -> list[int]:
    """Whose jobs of this kind are to be done."""
    with room.unit().reading() as session:
        rows = session.exec(select(JobRow).where(JobRow.name == kind.name, JobRow.done_at == None))  # noqa: E711
        return sorted(row.subject_id for row in rows)


def test_what_is_found_while_searching_is_compared_with_the_claim(settled: Newsroom) -> None:
    room, claim_id = settled, settled.claim(SAME)
    found_while_searching(room, claim_id, Came.NAMED, "Google Fact Check Tools", review())
    assert waiting(room, MatchChecks) == [claim_id]
    [found] = matched(room, claim_id)
    assert (found.rating, found.publisher) == ("False", "Example Facts")
    assert (found.came, found.found_by) == (Came.NAMED, "Google Fact Check Tools")


def test_what_is_known_already_is_compared_with_another_claim_too(settled: Newsroom) -> None:
    room = settled
    first, second = room.claim(SAME), another(room, f"{SAME} It stays so.")
    for claim_id in (first, second, second):
        found_while_searching(room, claim_id, Came.PAGE, "https://facts.example/pier", review())
    assert waiting(room, MatchChecks) == [first, second]
    [line] = imports.publishers(room.unit(), room.jana)
    assert line.checks == 1


def test_no_page_rewrites_what_a_provider_named_and_neither_what_a_person_imported(settled: Newsroom) -> None:
    room, claim_id = settled, settled.claim(SAME)

    def shown() -> tuple[str, Came | None]:
        [found] = matched(room, claim_id)
        return found.rating, found.came

    found_while_searching(room, claim_id, Came.PAGE, "its page", review(rating="One"))
    assert shown() == ("One", Came.PAGE)
    found_while_searching(room, claim_id, Came.NAMED, "Google", review(rating="Two"))
    found_while_searching(room, claim_id, Came.PAGE, "its page", review(rating="Three"))
    assert shown() == ("Two", Came.NAMED)
    bring_in(room, review(rating="Four"))
    found_while_searching(room, claim_id, Came.NAMED, "Google", review(rating="Five"))
    assert shown() == ("Four", Came.IMPORTED)


# --- Queued claims, once a check is published -----------------------------------------------------


def test_a_check_that_is_approved_answers_the_claims_that_wait(settled: Newsroom) -> None:
    """Jobs and all: the approval orders one, which orders a comparison of each claim that shares words with it."""
    room, checked = settled, settled.claim()
    waits, differs = another(room, f"{SAME} It stays so."), another(room, OTHER, 3)
    assert matched(room, waits) == ()
    room.submitted(checked)
    assert waiting(room, MatchQueued) == []
    room.approve(checked)
    assert waiting(room, MatchQueued) == [checked]
    earlier.match_queued(room.unit(), checked)
    assert waiting(room, MatchChecks) == [waits]
    assert differs not in waiting(room, MatchChecks)
    [found] = matched(room, waits)
    assert (found.claim_id, found.verdict) == (checked, Verdict.CONFIRMED)


def test_only_claims_that_wait_are_compared_again_and_a_voided_check_spreads_no_more(settled: Newsroom) -> None:
    room, checked = settled, settled.claim()
    taken, dismissed, waits = (another(room, f"{SAME} Note {number}.", number) for number in (2, 3, 4))
    room.take(taken)
    room.move(dismissed, Move.DISMISS, room.jana, reason=DismissReason.NOT_NEWSWORTHY)
    room.approved(checked)
    for _ in range(2):
        earlier.match_queued(room.unit(), checked)
    assert waiting(room, MatchChecks) == [waits]
    room.move(checked, Move.VOID, room.eva, public_note="Wrong pier.")
    late = another(room, f"{SAME} Note 5.", 5)
    earlier.match_queued(room.unit(), checked)
    assert late not in waiting(room, MatchChecks)


def test_what_answers_a_claim_is_told_to_the_open_queue(settled: Newsroom) -> None:
    room = settled
    bring_in(room, review())
    claim_id = room.claim(SAME)
    jobs.signals(room.unit())
    matched(room, claim_id)
    assert set(jobs.signals(room.unit())) == {"queue", f"claim:{claim_id}"}


def test_an_article_that_is_a_fact_check_itself_is_an_earlier_check_of_its_own_claims(settled: Newsroom) -> None:
    """With the real extractor: it comes by its address, and says in its markup what it has checked."""
    room, url, web = settled, "https://facts.example/pier", Web(settled.clock)
    words = (
        f"{SAME} Ferries leave from the old quay. Nobody at the harbour office could say for how long it will be so."
    )
    markup = f'<script type="application/ld+json">{json.dumps(review("The northern pier is closed today."))}</script>'
    web.pages[url] = f"<!doctype html><html><head>{markup}</head><body><article><p>{words}</p></article></body></html>"
    number = articles.receive_address(room.unit(), url, room.jana).article_id
    splitting.fetch_article(room.unit, web, DocumentExtractor(), number)
    room.split(number)
    [claim_id] = [row.id for row in articles.sheet(room.unit(), number, room.jana).claims if row.statement == SAME]
    [found] = matched(room, claim_id)
    assert (found.publisher, found.came, found.found_by) == ("facts.example", Came.PAGE, url)
