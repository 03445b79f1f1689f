"""Pages of second opinions: those that wait, the bench of a second checker, two answers side by side."""

from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from factcheck.domain.dashboard import LOOKED_BACK, STEPS
from factcheck.domain.errors import DeskError, Invalid, Refused
from factcheck.domain.jobs import about_answer
from factcheck.domain.opinions import OpinionGiven, OpinionState
from factcheck.domain.people import Action
from factcheck.domain.review import Verdict
from factcheck.domain.sheets import OpinionDraftSheet, OpinionSheet
from factcheck.services import bench, opinion_work, opinions
from factcheck.web import claims as claim_pages
from factcheck.web import errors, filters, folding
from factcheck.web.answers import onward, page, shows_again, wants_piece
from factcheck.web.doors import needs
from factcheck.web.sessions import actor, desk
from factcheck.web.tongue import _

rooms = Blueprint("opinions", __name__)


# --- Lists ----------------------------------------------------------------------------------------


def list_again(error: DeskError) -> ResponseReturnValue:
    return show_list(LOOKED_BACK, error=error)


@rooms.get("/opinions")
@shows_again(list_again)
def listed() -> ResponseReturnValue:
    return show_list(filters.number("days", request.args) or LOOKED_BACK)


def show_list(days: int, *, error: DeskError | None = None) -> ResponseReturnValue:
    """What this person could give, and for editors where two answers differ."""
    unit, editor = desk().unit(), actor().may(Action.ASK_SECOND)
    return page(
        "opinions/listed.html",
        status=errors.status_of(error) if error else 200,
        error=error,
        waiting=opinions.waiting(unit, actor()),
        differing=opinions.differing(unit, actor(), days=days) if editor else None,
        days=days,
        choices=tuple(STEPS),
        topics=["queue"],
    )


# --- One opinion ----------------------------------------------------------------------------------


@rooms.get("/opinions/<int:opinion_id>")
def sheet(opinion_id: int) -> ResponseReturnValue:
    return show(opinion_id)


def again(error: DeskError, opinion_id: int) -> ResponseReturnValue:
    """The opinion once more, with the refusal on top of what was typed."""
    return show(opinion_id, error=error)


def show(opinion_id: int, *, error: DeskError | None = None) -> ResponseReturnValue:
    """The bench for whose it is just now; both answers once they are in; else where it stands."""
    opinion = opinions.sheet(desk().unit(), opinion_id, actor())
    told: dict[str, Any] = {
        "status": errors.status_of(error) if error else 200,
        "opinion": opinion,
        "error": error,
        "leads_to": field_of(error),
        "typed": request.form if error else {},
    }
    if opinion.line.state is OpinionState.YOURS:
        return page("opinions/bench.html", **told, **around(opinion))
    name = "opinions/compared.html" if opinion.answer else "opinions/standing.html"
    heard = [] if opinion.first is None else [about_answer(opinion.line.claim_id)]
    return page(name, **told, topics=["queue", f"claim:{opinion.line.claim_id}", *heard])


def around(opinion: OpinionSheet) -> dict[str, Any]:
    """The claim, its article and what the workers found, as the second checker may see them."""
    laid = bench.sheet(desk().unit(), opinion.line.claim_id, actor(), desk().settings.search_languages)
    return {
        "claim": laid.claim,
        "article": laid.article,
        "found": laid.found,
        "folding": folding.folding(laid.claim, laid.found),
        "topics": [f"claim:{opinion.line.claim_id}"],
        "args": {},
        **claim_pages.text_of(laid.claim, laid.article),
    }


def field_of(error: DeskError | None) -> str:
    """The id of the field that the refusal is about; empty when there is none."""
    if isinstance(error, Invalid):
        return f"field-{error.field}"
    if not isinstance(error, Refused):
        return ""
    chosen = "field-rationale" if request.form.get("verdict") else "verdict-confirmed"
    return {"answered": chosen, "grounded": "field-grounds"}.get(error.rule, "")


# --- Asking and going on without ------------------------------------------------------------------


@rooms.post("/claims/<int:claim_id>/opinion")
@needs(Action.ASK_SECOND)
@shows_again(claim_pages.again)
def ask(claim_id: int) -> ResponseReturnValue:
    opinions.ask(desk().unit(), claim_id, actor())
    return onward(claim_pages.address(claim_id), _("Asked for. Checkers find it in their queue."))


@rooms.post("/opinions/<int:opinion_id>/read")
@needs(Action.ASK_SECOND)
@shows_again(again)
def read(opinion_id: int) -> ResponseReturnValue:
    claim_id = opinions.read(desk().unit(), opinion_id, actor())
    return onward(url_for("claims.sheet", claim_id=claim_id))


@rooms.post("/opinions/<int:opinion_id>/close")
@needs(Action.ASK_SECOND)
@shows_again(again)
def close(opinion_id: int) -> ResponseReturnValue:
    claim_id = opinions.close(desk().unit(), opinion_id, actor())
    return onward(url_for("claims.sheet", claim_id=claim_id), _("Nobody waits for the second opinion any more."))


# --- Giving one -----------------------------------------------------------------------------------


@rooms.post("/opinions/next")
@needs(Action.SECOND)
def take_next() -> ResponseReturnValue:
    taken = opinion_work.take_next(desk().unit(), actor())
    if taken is None:
        return onward(url_for("claims.queue"), _("No second opinion waits for you."))
    return onward(url_for("opinions.sheet", opinion_id=taken))


@rooms.post("/opinions/<int:opinion_id>/take")
@needs(Action.SECOND)
@shows_again(again)
def take(opinion_id: int) -> ResponseReturnValue:
    opinion_work.take(desk().unit(), opinion_id, actor())
    return onward(url_for("opinions.sheet", opinion_id=opinion_id))


@rooms.post("/opinions/<int:opinion_id>/renew")
@needs(Action.SECOND)
@shows_again(again)
def renew(opinion_id: int) -> ResponseReturnValue:
    fence = filters.number("fence", request.form)
    until = opinion_work.renew(desk().unit(), opinion_id, actor(), fence=fence)
    if wants_piece():
        return page("review/_lease.html", until=until)
    return onward(url_for("opinions.sheet", opinion_id=opinion_id))


@rooms.post("/opinions/<int:opinion_id>/release")
@needs(Action.SECOND)
@shows_again(again)
def release(opinion_id: int) -> ResponseReturnValue:
    opinion_work.release(desk().unit(), opinion_id, actor())
    return onward(url_for("claims.queue"), _("Given back. Your draft is kept."))


@rooms.post("/opinions/<int:opinion_id>/draft")
@needs(Action.SECOND)
def save_draft(opinion_id: int) -> ResponseReturnValue:
    saved = opinion_work.save_draft(desk().unit(), opinion_id, actor(), draft=draft())
    if wants_piece():
        return page("review/_saved.html", draft=saved)
    return onward(url_for("opinions.sheet", opinion_id=opinion_id), _("Your draft is saved."))


@rooms.post("/opinions/<int:opinion_id>/answer")
@needs(Action.SECOND)
@shows_again(again)
def send(opinion_id: int) -> ResponseReturnValue:
    typed = draft()
    given = OpinionGiven(typed.verdict, typed.rationale, typed.grounds)
    fence = filters.number("fence", request.form)
    sent = opinion_work.send(desk().unit(), opinion_id, actor(), fence=fence, given=given)
    same, another = (
        _("Sent. Both answers have the same verdict."),
        _("Sent. The first answer has another verdict: see both."),
    )
    return onward(url_for("opinions.sheet", opinion_id=opinion_id), another if sent.line.differs else same)


def draft() -> OpinionDraftSheet:
    """What the form holds, as a draft over the revision it was loaded with."""
    form = request.form
    return OpinionDraftSheet(
        verdict=filters.word(Verdict, "verdict", form),
        rationale=form.get("rationale", ""),
        grounds=form.get("grounds", ""),
        revision=filters.number("revision", form),
    )
