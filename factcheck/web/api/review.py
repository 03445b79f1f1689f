"""The review over the API: taking the next claim, leases, drafts and every move of the table."""

from flask import Response

from factcheck.domain.errors import Invalid
from factcheck.domain.people import Actor
from factcheck.services import approving, claims, drafts, leases, people, review
from factcheck.services.idempotency import Answer
from factcheck.store.unit import UnitOfWork
from factcheck.web.api.answering import answer, once
from factcheck.web.api.claims import whole
from factcheck.web.api.door import actor, rooms
from factcheck.web.api.given.claims import NextFilters
from factcheck.web.api.given.review import LeaseRequest, NewDraft, NewMove, Tick
from factcheck.web.api.shapes.claims import Claim
from factcheck.web.api.shapes.review import Draft, Lease, Ticks
from factcheck.web.sessions import desk


@rooms.post("/claims/next")
@rooms.input(NextFilters, arg_name="given")
@rooms.doc(responses={204: "Nothing is free under these filters."})
@rooms.output(Claim)
def take_next(given: NextFilters) -> Response:
    """Take the next claim

    The best free one under a lease of 20 minutes. Nobody else gets it while the lease runs.
    """
    return once(lambda unit: _next(unit, given))


def _next(unit: UnitOfWork, given: NextFilters) -> Answer:
    taken = leases.take_next(unit, actor(), given.filters())
    return answer(None, 204) if taken is None else answer(whole(unit, claims.sheet(unit, taken, actor())))


@rooms.post("/claims/<int:claim_id>/moves")
@rooms.input(NewMove, arg_name="given")
@rooms.output(Claim)
def make_move(claim_id: int, given: NewMove) -> Response:
    """Make a move

    Every move of the review: take, dismiss, release, assign, submit, withdraw, amend, return, approve, reopen,
    void, restore. A refusal names its rule.
    """
    return once(lambda unit: _move(unit, claim_id, given))


def _move(unit: UnitOfWork, claim_id: int, given: NewMove) -> Answer:
    words = given.given(assignee(unit, given.assignee))
    moved = review.move(unit, claim_id, given.move, actor(), seen=given.seen, given=words, drawn=desk().draw)
    return answer(whole(unit, moved))


def assignee(unit: UnitOfWork, person_id: int | None) -> Actor | None:
    """Who is to get the claim. Invalid when nobody of that number could."""
    if person_id is None:
        return None
    for person in people.checkers(unit):
        if person.id == person_id:
            return Actor(person.id, person.name, frozenset(person.roles))
    raise Invalid("assignee", "to_a_checker", "Choose a checker to give it to.")


@rooms.post("/claims/<int:claim_id>/lease")
@rooms.input(LeaseRequest, arg_name="given")
@rooms.output(Lease)
def lease(claim_id: int, given: LeaseRequest) -> Response:
    """Begin or renew a lease

    With `fence` the lease is renewed. Without, it begins for whom the claim is assigned to: after a return, a
    withdrawal, an assignment or a reopening.
    """
    return once(lambda unit: _lease(unit, claim_id, given.fence))


def _lease(unit: UnitOfWork, claim_id: int, fence: int | None) -> Answer:
    held = leases.open_claim(unit, claim_id, actor()).fence if fence is None else fence
    return answer(Lease(fence=held, until=leases.renew(unit, claim_id, actor(), fence=held)))


@rooms.put("/claims/<int:claim_id>/draft")
@rooms.input(NewDraft, arg_name="given")
@rooms.output(Draft)
def save_draft(claim_id: int, given: NewDraft) -> Response:
    """Save your draft

    Kept for you and this claim, also when your lease runs out.
    """
    return once(
        lambda unit: answer(
            Draft.model_validate(drafts.save_draft(unit, claim_id, actor(), draft=given.draft())),
        )
    )


@rooms.get("/claims/<int:claim_id>/ticks")
@rooms.output(Ticks)
def ticks(claim_id: int) -> Ticks:
    """See which sources you have ticked

    Of the latest finding. A tick goes when its source changes.
    """
    return Ticks(sources=sorted(approving.ticked(desk().unit(), claim_id, actor())))


@rooms.put("/claims/<int:claim_id>/sources/<int:source_id>/tick")
@rooms.input(Tick, arg_name="given")
@rooms.output(Ticks)
def tick_source(claim_id: int, source_id: int, given: Tick) -> Response:
    """Tick a source as read

    For the editor who approves, while the finding waits for approval.
    """
    return once(
        lambda unit: answer(
            Ticks(sources=sorted(approving.tick(unit, claim_id, source_id, actor(), read=given.read))),
        )
    )
