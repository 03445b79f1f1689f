"""The whole life of a claim through the services, the same on both databases, with a history that holds."""

import json
from datetime import timedelta

import pytest

from factcheck.domain.errors import NotAllowed, NotFound, OutOfDate, Refused, WrongStage
from factcheck.domain.evidence import Medium
from factcheck.domain.people import Actor, Role
from factcheck.domain.review import LEASE, CorrectionClass, DismissReason, Given, Move, QueueFilters, Stage, Verdict
from factcheck.services import claims, editing, history, jobs, leases, publishing, review
from tests.services.conftest import AGAINST, Newsroom


def test_from_the_article_to_the_published_check(settled: Newsroom) -> None:
    room, claim = settled, settled.claim()
    assert room.sheet(claim).row.stage is Stage.QUEUED
    taken = room.take(claim)
    assert (taken.row.stage, taken.row.holder, taken.row.lease_until) == (
        Stage.CHECKING, "Jana", room.clock.now + LEASE,
    )  # fmt: skip
    room.attach(claim)
    sent = room.submit(claim)
    assert (sent.row.stage, sent.row.verdict, sent.latest and sent.latest.authors) == (
        Stage.SUBMITTED, Verdict.CONFIRMED, ("Jana",),
    )  # fmt: skip
    done = room.approve(claim)
    assert (done.row.stage, done.public_finding, done.latest and done.latest.approval and done.latest.approval.approver) == (  # noqa: E501
        Stage.APPROVED, 1, "Eva",
    )  # fmt: skip
    check = publishing.public_check(room.unit(), room.desk.identity, claim)
    assert (check.statement, check.verdict, check.sources[0].title) == (
        "The northern pier is closed.", Verdict.CONFIRMED, "Register of piers",
    )  # fmt: skip
    assert room.history(claim) == ["found", "take", "attach", "submit", "approve"]


def test_a_correction_keeps_the_old_version_public_until_it_is_approved(settled: Newsroom) -> None:
    room, claim = settled, settled.approved()
    room.move(claim, Move.REOPEN, room.eva, note="a reader wrote to us")
    under_review = publishing.public_check(room.unit(), room.desk.identity, claim)
    assert (under_review.finding, under_review.under_review) == (1, True)
    assert room.sheet(claim).row.holder == "Jana"
    room.open(claim)
    room.attach(claim, stance=AGAINST, title="The harbour master, by telephone", medium=Medium.CALL)
    room.submit(claim, verdict=Verdict.DISPUTED, rationale="The pier was open all week.")
    assert publishing.public_check(room.unit(), room.desk.identity, claim).verdict is Verdict.CONFIRMED
    room.approve(claim, correction=CorrectionClass.RATING, public_note="The pier was open.")
    check = publishing.public_check(room.unit(), room.desk.identity, claim)
    assert (check.verdict, check.finding, check.earlier, check.under_review) == (Verdict.DISPUTED, 2, (1,), False)
    assert check.notices[0].note == "The pier was open."
    first = publishing.public_check(room.unit(), room.desk.identity, claim, finding=1)
    assert (first.verdict, first.earlier) == (Verdict.CONFIRMED, ())


def test_returned_work_is_on_top_of_its_authors_list_and_starts_when_opened(settled: Newsroom) -> None:
    room, claim = settled, settled.submitted()
    returned = room.move(claim, Move.RETURN, room.eva, note="Which pier?")
    assert (returned.row.stage, returned.row.holder, returned.row.lease_until) == (Stage.CHECKING, "Jana", None)
    page = claims.queue(room.unit(), room.jana, QueueFilters())
    assert [(row.id, row.returned_note) for row in page.returned] == [(claim, "Which pier?")]
    assert (page.counts.mine, page.counts.returned, page.counts.done) == (1, 1, 1)
    with pytest.raises(Refused, match="run out"):
        room.submit(claim)
    assert room.open(claim).row.lease_until == room.clock.now + LEASE
    again = room.submit(claim, rationale="Pier 4, the northern one.")
    assert [finding.rationale for finding in again.findings][-1] == "Pier 4, the northern one."
    assert len(again.findings) == 2


def test_withdrawn_work_goes_back_to_its_author(settled: Newsroom) -> None:
    room, claim = settled, settled.submitted()
    with pytest.raises(Refused, match="Only who sent it"):
        room.move(claim, Move.WITHDRAW, room.omar)
    back = room.move(claim, Move.WITHDRAW, room.jana)
    assert (back.row.stage, back.row.holder) == (Stage.CHECKING, "Jana")


def test_an_assigned_claim_waits_for_whom_it_is_assigned_to(settled: Newsroom) -> None:
    room, claim = settled, settled.claim()
    room.take(claim)
    given = room.move(claim, Move.ASSIGN, room.eva, assignee=room.omar)
    assert (given.row.holder, given.row.lease_until) == ("Omar", None)
    with pytest.raises(Refused):
        room.submit(claim, room.jana)
    room.open(claim, room.jana)
    assert room.sheet(claim).row.lease_until is None
    room.clock.forward(timedelta(days=2))
    assert review.lapse_all(room.unit()) == 0
    assert room.open(claim, room.omar).row.lease_until == room.clock.now + LEASE


def test_a_dismissed_claim_says_why_and_comes_back(settled: Newsroom) -> None:
    room = settled
    first, second, *_ = room.claims()
    gone = room.move(first, Move.DISMISS, room.jana, reason=DismissReason.DUPLICATE, duplicate_of=second)
    assert (gone.row.stage, gone.dismissed_because) == (Stage.DISMISSED, f"duplicate of claim {second}")
    back = room.move(first, Move.RESTORE, room.omar)
    assert (back.row.stage, back.dismissed_because) == (Stage.QUEUED, "")


def test_only_a_duplicate_names_another_claim(settled: Newsroom) -> None:
    room = settled
    first, second, *_ = room.claims()
    gone = room.move(first, Move.DISMISS, room.jana, reason=DismissReason.OPINION, duplicate_of=second)
    assert gone.dismissed_because == "opinion"


@pytest.mark.parametrize("other", ["itself", "nobody"])
def test_a_duplicate_names_a_claim_that_there_is(settled: Newsroom, other: str) -> None:
    room, claim = settled, settled.claim()
    number = claim if other == "itself" else 4711
    with pytest.raises(Exception, match="Give the number of the other claim"):
        room.move(claim, Move.DISMISS, room.jana, reason=DismissReason.DUPLICATE, duplicate_of=number)
    assert room.sheet(claim).row.stage is Stage.QUEUED


@pytest.mark.parametrize("stage", [Stage.QUEUED, Stage.CHECKING, Stage.SUBMITTED, Stage.APPROVED])
def test_a_published_check_is_voided_from_wherever_it_stands(settled: Newsroom, stage: Stage) -> None:
    room, claim = settled, settled.approved()
    if stage is not Stage.APPROVED:
        room.move(claim, Move.REOPEN, room.eva, note="a reader wrote to us")
        room.open(claim)
    if stage is Stage.QUEUED:
        room.move(claim, Move.RELEASE, room.jana)
    if stage is Stage.SUBMITTED:
        room.submit(claim)
    gone = room.move(claim, Move.VOID, room.eva, public_note="We mistook the pier.")
    assert (gone.row.stage, gone.void_note, gone.moves) == (Stage.VOIDED, "We mistook the pier.", ())
    check = publishing.public_check(room.unit(), room.desk.identity, claim)
    assert (check.voided_at, check.void_note) == (room.clock.now, "We mistook the pier.")
    with pytest.raises(WrongStage):
        room.move(claim, Move.VOID, room.eva, public_note="once more")


def test_a_reopened_claim_with_something_public_is_not_dismissed(settled: Newsroom) -> None:
    room, claim = settled, settled.approved()
    room.move(claim, Move.REOPEN, room.eva, note="a reader wrote to us")
    for state in ("checking", "queued"):
        with pytest.raises(Refused, match="void it instead"):
            room.move(claim, Move.DISMISS, room.eva, reason=DismissReason.OPINION)
        if state == "checking":
            room.move(claim, Move.RELEASE, room.jana)


def test_nothing_of_a_claim_is_public_before_an_approval(settled: Newsroom) -> None:
    claim = settled.submitted()
    with pytest.raises(NotFound):
        publishing.public_check(settled.unit(), settled.desk.identity, claim)
    with pytest.raises(Refused, match="nothing to void"):
        settled.move(claim, Move.VOID, settled.eva, public_note="gone")


def test_an_amendment_is_a_new_finding_of_both(settled: Newsroom) -> None:
    room, claim = settled, settled.submitted()
    latest = room.sheet(claim).latest
    assert latest is not None
    answer = {"verdict": Verdict.CONFIRMED, "rationale": "The register of 3 May says the same."}
    with pytest.raises(Refused, match="Nothing is changed"):
        room.move(claim, Move.AMEND, room.eva, hash_seen=latest.content_hash, verdict=latest.verdict,
                  rationale=latest.rationale)  # fmt: skip
    amended = room.move(claim, Move.AMEND, room.eva, hash_seen=latest.content_hash, **answer)
    assert amended.latest is not None
    assert (amended.latest.number, set(amended.latest.authors)) == (2, {"Jana", "Eva"})
    with pytest.raises(Refused, match="You are an author"):
        room.approve(claim, room.eva)
    assert room.approve(claim, room.max).public_finding == 2


def test_what_is_submitted_or_approved_is_sealed(settled: Newsroom) -> None:
    room, claim = settled, settled.submitted()
    for _ in ("submitted", "approved"):
        assert not room.sheet(claim, room.eva).may_edit
        for actor in (room.jana, room.eva):
            with pytest.raises(Refused, match="is sealed"):
                room.attach(claim, actor)
            with pytest.raises(Refused, match="is sealed"):
                editing.edit(room.unit(), claim, actor, seen=room.seen(claim), changes={"statement": "Something else."})
        if room.sheet(claim).row.stage is Stage.SUBMITTED:
            room.approve(claim)


def test_a_finding_seals_the_claim_its_article_and_its_sources(settled: Newsroom) -> None:
    room, claim = settled, settled.submitted()
    before = room.sheet(claim).latest
    room.move(claim, Move.RETURN, room.eva, note="Which pier?")
    room.open(claim)
    editing.edit(room.unit(), claim, room.jana, seen=room.seen(claim), changes={"statement": "Pier 4 is closed."})
    room.submit(claim)
    one, two = room.sheet(claim).findings
    assert one == before
    assert (one.statement, two.statement) == ("The northern pier is closed.", "Pier 4 is closed.")
    assert one.content_hash != two.content_hash


def test_admins_who_are_neither_sign_nothing(settled: Newsroom) -> None:
    room, claim = settled, settled.submitted()
    assert room.sheet(claim, room.boss).moves == ()
    with pytest.raises(NotAllowed):
        room.approve(claim, room.boss)
    with pytest.raises(NotAllowed):
        room.take_next(room.boss)


def test_nobody_without_a_role_sees_anything(settled: Newsroom) -> None:
    claim, nobody = settled.claim(), Actor(None, "nobody", frozenset({Role.WORKER}))
    for look in (
        lambda: claims.sheet(settled.unit(), claim, nobody),
        lambda: claims.queue(settled.unit(), nobody, QueueFilters()),
        lambda: review.since_last_seen(settled.unit(), claim, nobody),
        lambda: review.waiting(settled.unit(), nobody),
        lambda: history.lines(settled.unit(), f"claim:{claim}", nobody),
    ):
        with pytest.raises(NotAllowed):
            look()


@pytest.mark.parametrize("move", sorted(Move))
def test_a_claim_that_is_not_there_moves_nowhere(settled: Newsroom, move: Move) -> None:
    with pytest.raises(NotFound):
        review.move(settled.unit(), 4711, move, settled.eva, seen=1, given=Given())


def test_the_editor_sees_what_changed_since_they_judged_last(settled: Newsroom) -> None:
    room, claim = settled, settled.submitted()
    assert [finding and finding.number for finding in review.since_last_seen(room.unit(), claim, room.eva)] == [None, 1]
    room.move(claim, Move.RETURN, room.eva, note="Which pier?")
    for rationale in ("The first attempt.", "The second attempt."):
        room.open(claim)
        room.submit(claim, rationale=rationale)
        if rationale.startswith("The first"):
            room.move(claim, Move.RETURN, room.max, note="Still unclear.")
    for editor, earlier in ((room.eva, 1), (room.max, 2)):
        seen, latest = review.since_last_seen(room.unit(), claim, editor)
        assert (seen and seen.number, latest and latest.number) == (earlier, 3)


def test_what_waits_for_an_editor_is_listed_the_oldest_first(settled: Newsroom) -> None:
    one, two, *_ = settled.claims()
    settled.submitted(two)
    settled.submitted(one)
    assert [row.id for row in review.waiting(settled.unit(), settled.eva)] == [one, two]


def test_every_move_tells_the_pages_that_listen(settled: Newsroom) -> None:
    claim = settled.claim()
    jobs.signals(settled.unit())
    settled.take(claim)
    assert jobs.signals(settled.unit()) == [f"claim:{claim}", "queue"]
    assert jobs.signals(settled.unit()) == []
    settled.move(claim, Move.RELEASE, settled.jana)
    assert jobs.signals(settled.unit()) == [f"claim:{claim}", f"person:{settled.jana.id}", "queue"]


def test_the_history_says_who_did_what_from_where_to_where(settled: Newsroom) -> None:
    claim = settled.approved()
    lines = history.lines(settled.unit(), f"claim:{claim}", settled.jana)
    assert [(line.who, line.what, line.from_stage, line.to_stage) for line in reversed(lines)] == [
        ("a worker", "found", None, "queued"),
        ("Jana", "take", "queued", "checking"),
        ("Jana", "attach", None, None),
        ("Jana", "submit", "checking", "submitted"),
        ("Eva", "approve", "submitted", "approved"),
    ]


def test_nothing_a_person_sees_can_be_changed_behind_the_desk(settled: Newsroom) -> None:
    sheet = settled.sheet(settled.claim())
    with pytest.raises(AttributeError):
        sheet.version = 7  # type: ignore[misc]
    assert json.dumps([str(value) for value in sheet.history])


def test_taking_what_somebody_else_took_is_out_of_date(settled: Newsroom) -> None:
    claim, seen = (number := settled.claim()), settled.seen(number)
    settled.take(claim, settled.omar)
    with pytest.raises(WrongStage):
        leases.take(settled.unit(), claim, settled.jana, seen=seen)
    settled.move(claim, Move.RELEASE, settled.omar)
    with pytest.raises(OutOfDate):
        leases.take(settled.unit(), claim, settled.jana, seen=seen)


def test_an_editor_who_helped_with_a_finding_is_its_author(room: Newsroom) -> None:
    claim = room.claim()
    room.take(claim, room.jana)
    room.attach(claim, room.eva)
    sheet = room.submit(claim, room.jana)
    assert set(sheet.latest.authors if sheet.latest else ()) == {"Jana", "Eva"}
    with pytest.raises(NotAllowed) as no:
        room.approve(claim, room.eva)
    assert no.value.rule == "other_pair_of_eyes"


def test_a_claim_is_reopened_for_a_checker_only(room: Newsroom) -> None:
    claim = room.approved()
    with pytest.raises(Refused, match="Choose a checker"):
        room.move(claim, Move.REOPEN, room.eva, note="again", assignee=room.boss)
