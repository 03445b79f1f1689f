"""The outbox: what is wanted is published, taken by one, tried again, and never lost."""

import threading
from datetime import timedelta

import pytest
from sqlmodel import select

from factcheck.domain.errors import NotAllowed
from factcheck.domain.jobs import (
    ATTEMPTS,
    PATIENCE,
    FetchLead,
    FindReports,
    Maintain,
    PollOutlet,
    SplitArticle,
    backoff,
)
from factcheck.services import articles, jobs
from factcheck.services.jobs import OUT_AT_ONCE, TakenJob
from factcheck.store import evidence as evidence_rows
from factcheck.store import jobs as rows
from factcheck.store.tables import JobRow
from tests.services.conftest import Newsroom


@pytest.fixture
def job(settled: Newsroom) -> int:
    """One job that is due."""
    with settled.unit().writing() as session:
        rows.enqueue(session, PollOutlet, 12, settled.clock.now)
    [message] = jobs.due(settled.unit())
    assert (message.name, message.queue) == (PollOutlet.name, "fetch")
    return message.id


def row(room: Newsroom, job: int) -> JobRow:
    with room.unit().reading() as session:
        return session.get_one(JobRow, job)


def due(room: Newsroom) -> list[int]:
    return [message.id for message in jobs.due(room.unit())]


def take(room: Newsroom, job: int) -> TakenJob:
    taken = jobs.take(room.unit(), job)
    assert taken is not None
    return taken


def test_a_job_is_published_once_taken_once_and_done(settled: Newsroom, job: int) -> None:
    jobs.mark_published(settled.unit(), [job])
    assert due(settled) == []
    taken = take(settled, job)
    assert (taken.subject_id, taken.attempt) == (12, 1)
    assert jobs.take(settled.unit(), job) is None
    jobs.done(settled.unit(), job)
    assert jobs.take(settled.unit(), job) is None
    settled.clock.forward(PATIENCE.lease + PATIENCE.lost_after)
    jobs.sweep(settled.unit())
    assert due(settled) == []


def test_one_waiting_job_for_the_same_is_enough(settled: Newsroom, job: int) -> None:
    with settled.unit().writing() as session:
        rows.enqueue(session, PollOutlet, 12, settled.clock.now)
        rows.enqueue(session, PollOutlet, 13, settled.clock.now)
    assert len(due(settled)) == 2


def test_what_is_wanted_while_it_runs_is_done_once_more(settled: Newsroom, job: int) -> None:
    take(settled, job)
    with settled.unit().writing() as session:
        rows.enqueue(session, PollOutlet, 12, settled.clock.now)
    assert len(due(settled)) == 2


def test_a_lost_message_is_published_again(settled: Newsroom, job: int) -> None:
    jobs.mark_published(settled.unit(), [job])
    settled.clock.forward(PATIENCE.lost_after - timedelta(seconds=1))
    assert jobs.sweep(settled.unit()) == 0
    settled.clock.forward(timedelta(seconds=1))
    assert jobs.sweep(settled.unit()) == 1
    assert due(settled) == [job]


def test_a_dead_workers_job_goes_to_another_when_its_lease_is_over(settled: Newsroom, job: int) -> None:
    jobs.mark_published(settled.unit(), [job])
    take(settled, job)
    settled.clock.forward(PATIENCE.lease - timedelta(seconds=1))
    assert (jobs.sweep(settled.unit()), jobs.take(settled.unit(), job)) == (0, None)
    settled.clock.forward(timedelta(seconds=1))
    assert jobs.sweep(settled.unit()) == 1
    assert take(settled, job).attempt == 2


def test_a_job_that_always_kills_its_worker_ends_as_failed(settled: Newsroom, job: int) -> None:
    for _ in range(ATTEMPTS):
        jobs.mark_published(settled.unit(), due(settled))
        take(settled, job)
        settled.clock.forward(PATIENCE.lease)
        jobs.sweep(settled.unit())
    assert due(settled) == []
    assert jobs.take(settled.unit(), job) is None
    assert row(settled, job).failed
    assert "worker" in row(settled, job).problem


def test_a_job_never_runs_twice_at_once(settled: Newsroom, job: int) -> None:
    together, taken = threading.Barrier(8), []

    def worker() -> None:
        together.wait()
        taken.append(jobs.take(settled.unit(), job))

    threads = [threading.Thread(target=worker) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([job for job in taken if job is not None]) == 1


def test_what_is_put_off_comes_when_it_was_told_to(settled: Newsroom, job: int) -> None:
    take(settled, job)
    until = settled.clock.now + timedelta(minutes=7)
    jobs.put_off(settled.unit(), job, until, "asks the desk to wait")
    assert (due(settled), jobs.take(settled.unit(), job)) == ([], None)
    settled.clock.forward(timedelta(minutes=7))
    assert due(settled) == [job]
    assert take(settled, job).attempt == 2


def test_waiting_for_ones_turn_is_no_attempt(settled: Newsroom, job: int) -> None:
    for _ in range(ATTEMPTS + 1):
        assert take(settled, job).attempt == 1
        jobs.put_off(settled.unit(), job, settled.clock.now, "busy", counted=False)


def test_what_fails_is_tried_again_ever_later_and_then_given_up(settled: Newsroom, job: int) -> None:
    for attempt in range(1, ATTEMPTS):
        assert jobs.retry(settled.unit(), take(settled, job), "no answer")
        assert row(settled, job).next_attempt_at == settled.clock.now + backoff(attempt)
        assert due(settled) == []
        settled.clock.forward(backoff(attempt))
        assert due(settled) == [job]
    assert not jobs.retry(settled.unit(), take(settled, job), "no answer")
    assert (row(settled, job).failed, due(settled), jobs.take(settled.unit(), job)) == (True, [], None)


def test_untried_pages_go_together_and_all_else_goes_alone(settled: Newsroom, job: int) -> None:
    with settled.unit().writing() as session:
        for lead in range(FetchLead.together + 2):
            rows.enqueue(session, FetchLead, lead, settled.clock.now)
    pages = [message.id for message in jobs.due(settled.unit()) if message.name == FetchLead.name]
    sent = jobs.bundles(jobs.due(settled.unit()))
    assert [bundle.ids for bundle in sent] == [(job,), tuple(pages[:-2]), tuple(pages[-2:])]
    jobs.take_together(settled.unit(), pages[:1])
    jobs.put_off(settled.unit(), pages[0], settled.clock.now, "no answer")
    alone = [bundle.ids for bundle in jobs.bundles(jobs.due(settled.unit())) if pages[0] in bundle.ids]
    assert alone == [(pages[0],)], "what took its worker down takes no others with it"


def test_of_each_queue_only_so_many_are_out_at_once(settled: Newsroom, job: int) -> None:
    with settled.unit().writing() as session:
        for lead in range(2 * OUT_AT_ONCE):
            rows.enqueue(session, FetchLead, lead, settled.clock.now)
        rows.enqueue(session, SplitArticle, 1, settled.clock.now)
    first = [message.id for message in jobs.due(settled.unit(), 1000)]
    assert len(first) == OUT_AT_ONCE + 1, "the queue of splits is not that of fetches"
    jobs.mark_published(settled.unit(), first)
    assert due(settled) == []
    half = first[: OUT_AT_ONCE // 2]
    jobs.take_together(settled.unit(), half)
    assert due(settled) == [], "what is in hand is still out"
    for number in half[1:]:
        jobs.done(settled.unit(), number)
    assert due(settled) == [], "they come in one go, not one by one"
    jobs.done(settled.unit(), half[0])
    assert len(jobs.due(settled.unit(), 1000)) == len(half)


def test_several_are_taken_together_but_not_what_others_have(settled: Newsroom, job: int) -> None:
    with settled.unit().writing() as session:
        rows.enqueue(session, PollOutlet, 13, settled.clock.now)
        rows.enqueue(session, PollOutlet, 14, settled.clock.now + timedelta(minutes=1))
    taken = take(settled, job)
    with settled.unit().reading() as session:
        every = [row.id or 0 for row in session.exec(select(JobRow))]
    hand = jobs.take_together(settled.unit(), every)
    assert taken.id not in hand.open
    assert [each.subject_id for each in hand.open.values()] == [13]


def test_failures_are_shown_to_editors_and_admins(settled: Newsroom, job: int) -> None:
    jobs.failed(settled.unit(), job, "no answer")
    for actor in (settled.eva, settled.boss):
        sheet = jobs.workers_seen(settled.unit(), actor)
        assert [(line.what, line.subject, line.problem, line.over) for line in sheet.failures] == [
            ("read a feed", "outlet", "no answer", True)
        ]
        assert {line.queue: line.failed for line in sheet.queues}["fetch"] == 1
    with pytest.raises(NotAllowed):
        jobs.workers_seen(settled.unit(), settled.jana)


def test_a_claim_that_nobody_searched_for_is_found_by_the_sweep(settled: Newsroom) -> None:
    claim = settled.claim()
    lost = [job for job in due(settled) if row(settled, job).name == FindReports.name]
    for job in lost:
        jobs.failed(settled.unit(), job, "lost")
    assert jobs.sweep(settled.unit()) == 1
    assert [row(settled, job).subject_id for job in due(settled) if row(settled, job).name == FindReports.name] == [
        claim
    ]
    assert jobs.sweep(settled.unit()) == 0


def test_claims_that_wait_for_their_search_do_not_hide_one_whose_search_was_lost(settled: Newsroom) -> None:
    """Two hundred at a time are looked for; those whose search is still to come are not among them."""
    with settled.unit().reading() as session:
        assert evidence_rows.unasked_claims(session, 1) == []
    waiting, lost = settled.claim(), settled.claim("The southern pier is open.", url="https://herald.example/4")
    with settled.unit().writing() as session:
        for job in session.exec(select(JobRow).where(JobRow.name == FindReports.name, JobRow.subject_id == lost)):
            job.done_at = settled.clock.now
    with settled.unit().reading() as session:
        assert waiting < lost
        assert evidence_rows.unasked_claims(session, 1) == [lost]


def test_what_is_not_committed_wants_no_work(settled: Newsroom) -> None:
    with pytest.raises(ZeroDivisionError), settled.unit().writing() as session:  # noqa: PT012
        rows.enqueue(session, SplitArticle, 1, settled.clock.now)
        raise ZeroDivisionError
    assert due(settled) == []


def test_an_article_wants_its_split_in_the_same_breath(settled: Newsroom) -> None:
    article = settled.article()
    names = {(row(settled, job).name, row(settled, job).subject_id) for job in due(settled)}
    assert (SplitArticle.name, article) in names
    assert articles.sheet(settled.unit(), article, settled.jana).claims


def test_tidying_up_forgets_what_is_done_and_keeps_what_failed(settled: Newsroom, job: int) -> None:
    with settled.unit().writing() as session:
        rows.enqueue(session, PollOutlet, 13, settled.clock.now)
    other = next(number for number in due(settled) if number != job)
    jobs.done(settled.unit(), job)
    jobs.failed(settled.unit(), other, "no answer")
    settled.clock.forward(timedelta(days=8))
    jobs.maintain(settled.unit())
    with settled.unit().reading() as session:
        assert session.get(JobRow, job) is None
        assert session.get(JobRow, other) is not None


def test_tidying_up_is_wanted_once_however_many_ask(settled: Newsroom) -> None:
    for _ in range(3):
        jobs.want_maintenance(settled.unit())
    assert [message.name for message in jobs.due(settled.unit())] == [Maintain.name]
