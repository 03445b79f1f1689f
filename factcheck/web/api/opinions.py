"""Second opinions over the API: those that wait, one at work, the blind answer, and where two answers differ."""

from collections.abc import Callable

from flask import Response

from factcheck.domain.people import Actor
from factcheck.services import opinion_work, opinions
from factcheck.services.idempotency import Answer
from factcheck.store.unit import UnitOfWork
from factcheck.web.api.answering import answer, once
from factcheck.web.api.door import actor, rooms
from factcheck.web.api.given import NothingMore
from factcheck.web.api.given.opinions import DaysQuery, NewOpinion, NewOpinionDraft
from factcheck.web.api.given.review import LeaseRequest
from factcheck.web.api.shapes.opinions import (
    Disagreement,
    DisagreementList,
    Opinion,
    OpinionDraft,
    OpinionLine,
    OpinionList,
)
from factcheck.web.api.shapes.review import Lease
from factcheck.web.sessions import desk


@rooms.get("/opinions")
@rooms.output(OpinionList)
def opinions_waiting() -> OpinionList:
    """List second opinions

    Those that you could give: what is in your hands first, then the longest waiting.
    """
    found = opinions.waiting(desk().unit(), actor())
    return OpinionList(items=[OpinionLine.model_validate(line) for line in found])


@rooms.get("/opinions/<int:opinion_id>")
@rooms.output(Opinion)
def opinion(opinion_id: int) -> Opinion:
    """See a second opinion

    The first answer is null while you could give the second; afterwards both are there.
    """
    return _shown(desk().unit(), opinion_id)


def _shown(unit: UnitOfWork, opinion_id: int) -> Opinion:
    return Opinion.model_validate(opinions.sheet(unit, opinion_id, actor()))


@rooms.post("/opinions/next")
@rooms.input(NothingMore, arg_name="given")
@rooms.doc(responses={204: "No second opinion waits for you."})
@rooms.output(Opinion)
def take_next_opinion(given: NothingMore) -> Response:
    """Take the next second opinion

    The one that has waited longest, under a lease of 20 minutes. You say by it that you do not know the first answer.
    """
    return once(_next)


def _next(unit: UnitOfWork) -> Answer:
    taken = opinion_work.take_next(unit, actor())
    return answer(None, 204) if taken is None else answer(_shown(unit, taken))


@rooms.post("/opinions/<int:opinion_id>/lease")
@rooms.input(LeaseRequest, arg_name="given")
@rooms.output(Lease)
def opinion_lease(opinion_id: int, given: LeaseRequest) -> Response:
    """Take or keep a second opinion

    With `fence` your lease is renewed. Without, you take this opinion or go on with it.
    """
    return once(lambda unit: _lease(unit, opinion_id, given.fence))


def _lease(unit: UnitOfWork, opinion_id: int, fence: int | None) -> Answer:
    held = opinion_work.take(unit, opinion_id, actor()).fence if fence is None else fence
    return answer(Lease(fence=held, until=opinion_work.renew(unit, opinion_id, actor(), fence=held)))


@rooms.put("/opinions/<int:opinion_id>/draft")
@rooms.input(NewOpinionDraft, arg_name="given")
@rooms.output(OpinionDraft)
def save_opinion_draft(opinion_id: int, given: NewOpinionDraft) -> Response:
    """Save the draft of your opinion

    Kept for you and this opinion, also when your lease runs out.
    """
    return once(
        lambda unit: answer(
            OpinionDraft.model_validate(opinion_work.save_draft(unit, opinion_id, actor(), draft=given.draft()))
        )
    )


@rooms.post("/opinions/<int:opinion_id>/answer")
@rooms.input(NewOpinion, arg_name="given")
@rooms.output(Opinion)
def send_opinion(opinion_id: int, given: NewOpinion) -> Response:
    """Send your second opinion

    Under the fence of your lease. From then on both answers are open to everybody at the desk.
    """
    return once(lambda unit: answer(_sent(unit, opinion_id, given)))


def _sent(unit: UnitOfWork, opinion_id: int, given: NewOpinion) -> Opinion:
    sent = opinion_work.send(unit, opinion_id, actor(), fence=given.fence, given=given.given())
    return Opinion.model_validate(sent)


@rooms.post("/opinions/<int:opinion_id>/release")
@rooms.input(NothingMore, arg_name="given")
@rooms.output(Opinion)
def release_opinion(opinion_id: int, given: NothingMore) -> Response:
    """Give a second opinion back

    For somebody else to take; your draft is kept.
    """
    return once(lambda unit: _after(unit, opinion_id, opinion_work.release))


@rooms.post("/opinions/<int:opinion_id>/read")
@rooms.input(NothingMore, arg_name="given")
@rooms.output(Opinion)
def read_first_answer(opinion_id: int, given: NothingMore) -> Response:
    """Read the first answer

    For an editor who wants to approve or return it. You cannot give the second opinion afterwards.
    """
    return once(lambda unit: _after(unit, opinion_id, opinions.read))


@rooms.post("/opinions/<int:opinion_id>/close")
@rooms.input(NothingMore, arg_name="given")
@rooms.output(Opinion)
def close_opinion(opinion_id: int, given: NothingMore) -> Response:
    """Go on without a second opinion

    The first answer is open to everybody then, and no other opinion on this claim can be asked for.
    """
    return once(lambda unit: _after(unit, opinion_id, opinions.close))


def _after(unit: UnitOfWork, opinion_id: int, do: Callable[[UnitOfWork, int, Actor], object]) -> Answer:
    do(unit, opinion_id, actor())
    return answer(_shown(unit, opinion_id))


@rooms.post("/claims/<int:claim_id>/opinion")
@rooms.input(NothingMore, arg_name="given")
@rooms.output(OpinionLine)
def ask_for_opinion(claim_id: int, given: NothingMore) -> Response:
    """Ask for a second opinion

    On a claim that waits for approval and of which nothing is published. You know the first answer by it.
    """
    return once(lambda unit: answer(OpinionLine.model_validate(opinions.ask(unit, claim_id, actor()))))


@rooms.get("/disagreements")
@rooms.input(DaysQuery, location="query", arg_name="asked")
@rooms.output(DisagreementList)
def disagreements(asked: DaysQuery) -> DisagreementList:
    """List where two answers differ

    For editors: the newest first, of the last 7, 30 or 90 days.
    """
    found = opinions.differing(desk().unit(), actor(), days=asked.days)
    return DisagreementList(items=[Disagreement.model_validate(each) for each in found])
