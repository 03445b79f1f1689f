"""Pages of claims: the queue, the approver's list, and one claim with everything about it."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from factcheck.domain.claims import PlaceRole
from factcheck.domain.errors import DeskError, Invalid, Refused
from factcheck.domain.jobs import about_answer
from factcheck.domain.review import MOVES, Move, QueueFilters, Sort, Stage, Verdict, has_role
from factcheck.domain.sheets import ArticleBeside, ArticleSheet, ClaimSheet
from factcheck.services import bench, claims, history, opinions, people, review, views
from factcheck.web import errors, filters, folding, marks
from factcheck.web.answers import page, wants_piece
from factcheck.web.reading import reading
from factcheck.web.sessions import actor, desk

rooms = Blueprint("claims", __name__)

TEXT_MOST = 30_000
"""Characters of the article that the workbench shows around the claim; the article's own page shows all."""

OPINIONS = 3
"""Second opinions that the queue shows above its list; their own page shows all."""

ANY_DAY = 36_500
"""Days within which everything is due that is due at all."""


# --- The queue ------------------------------------------------------------------------------------


@rooms.get("/")
def front() -> ResponseReturnValue:
    return redirect(url_for("claims.queue"), 303)


@rooms.get("/queue")
def queue() -> ResponseReturnValue:
    return show_queue()


def show_queue(*, error: DeskError | None = None) -> ResponseReturnValue:
    """The queue. With an error it is the answer to a triage: what was selected and typed stands there again."""
    wanted = filters.from_args(request.args)
    cursor = request.args.get("cursor", "")
    found = claims.queue(desk().unit(), actor(), wanted, cursor=cursor)
    return page(
        "claims/queue.html",
        piece="claims/_rows.html" if cursor else "claims/_results.html",
        status=errors.status_of(error) if error else 200,
        here="claims.queue",
        error=error,
        typed=request.form if error else {},
        selected=set(request.form.getlist("claim")) if error else set(),
        choosable=checkers_for(Move.ASSIGN),
        views=[] if wants_piece() else views.of(desk().unit(), actor()),
        waiting=[] if wants_piece() else opinions.waiting(desk().unit(), actor(), limit=OPINIONS + 1),
        opinions_shown=OPINIONS,
        found=found,
        filters=wanted,
        args=filters.to_args(wanted),
        cursor=cursor,
        topics=["queue"],
        asked_at=desk().unit().now,
        names={} if wants_piece() else claims.names_in_use(desk().unit(), actor()),
    )


def queue_again(error: DeskError) -> ResponseReturnValue:
    """The queue once more, with the refusal on top of what was selected."""
    return show_queue(error=error)


def checkers_for(move: Move) -> list[tuple[int, str]]:
    """Whom a person can choose for this move of a queued claim; nobody when it is not theirs."""
    rule = MOVES[Stage.QUEUED, move]
    if not has_role(actor(), rule.role):
        return []
    return [(person.id, person.name) for person in people.checkers(desk().unit())]


@rooms.get("/queue/news")
def news() -> ResponseReturnValue:
    """How many claims came in since the list was shown: announced, never pushed into the list."""
    wanted = filters.from_args(request.args)
    since = filters.moment("since", request.args)
    due = wanted.due or (ANY_DAY if wanted.sort is Sort.DUE else 0)
    newest = claims.queue(desk().unit(), actor(), replace(wanted, sort=Sort.NEWEST, due=due))
    fresh = sum(row.created_at > since for row in newest.rows)
    more = bool(newest.cursor) and fresh == len(newest.rows)
    return page(
        "claims/_news.html", fresh=fresh, more=more, counts=newest.counts, args=filters.to_args(wanted), since=since
    )


@rooms.get("/approve")
def to_approve() -> ResponseReturnValue:
    wanted = replace(filters.from_args(request.args), stage=Stage.SUBMITTED)
    if "sort" not in request.args:
        wanted = replace(wanted, sort=Sort.OLDEST)
    cursor = request.args.get("cursor", "")
    found = claims.queue(desk().unit(), actor(), wanted, cursor=cursor)
    return page(
        "review/to_approve.html",
        piece="claims/_rows.html" if cursor else "",
        here="claims.to_approve",
        found=found,
        filters=wanted,
        args={name: value for name, value in filters.to_args(wanted).items() if name != "stage"},
        cursor=cursor,
        topics=["queue"],
        asked_at=desk().unit().now,
    )


# --- One claim ------------------------------------------------------------------------------------


@rooms.get("/claims/<int:claim_id>")
def sheet(claim_id: int) -> ResponseReturnValue:
    return show(claim_id)


def show(claim_id: int, *, error: DeskError | None = None, amending: bool = False) -> ResponseReturnValue:
    """The claim's page: workbench, approval or plain view, as its stage and the person's role have it.

    With an error it is the answer to a form: what was typed stands in the form again.
    """
    unit = desk().unit()
    laid = bench.sheet(unit, claim_id, actor(), desk().settings.search_languages)
    claim, article, found = laid.claim, laid.article, laid.found
    return page(
        "claims/sheet.html",
        status=errors.status_of(error) if error else 200,
        here="claims.to_approve" if claim.row.stage is Stage.SUBMITTED else "claims.queue",
        claim=claim,
        article=article,
        found=found,
        reading=reading(claim, found),
        folding=folding.folding(claim, found),
        error=error,
        leads_to=field_of(error),
        typed=request.form if error else {},
        amending=amending or request.args.get("amend") == "1",
        seen_before=compared(claim),
        choosable=[(person.id, person.name) for person in people.checkers(unit)] if Move.ASSIGN in claim.moves else [],
        topics=["queue", *topics_of(claim)],
        args=filters.to_args(filters.from_args(request.args)),
        **text_of(claim, article),
    )


def topics_of(claim: ClaimSheet) -> list[str]:
    """What a page about the claim hears: news of its answer only where that is open to the person."""
    of_answer = [] if claim.row.answer_closed else [about_answer(claim.row.id)]
    return [f"claim:{claim.row.id}", *of_answer]


FIELD_OF_RULE = {
    "answered": "verdict-confirmed",
    "backed": "sources-title",
    "explained": "return-note",
    "reasoned": "dismiss-reason",
    "correction_classed": "field-correction",
    "publicly_noted": "void-note",
}
"""Where on the claim's page a broken rule is mended."""


def field_of(error: DeskError | None) -> str:
    """The id of the field that the refusal is about; empty when there is none."""
    if isinstance(error, Invalid):
        return f"field-{error.field}"
    if not isinstance(error, Refused):
        return ""
    chosen = request.form.get("verdict", "")
    if error.rule == "answered" and chosen:
        return "field-rationale"
    if error.rule == "backed" and chosen == Verdict.UNVERIFIED:
        return "field-tried"
    return FIELD_OF_RULE.get(error.rule, "")


def again(error: DeskError, claim_id: int, **_: Any) -> ResponseReturnValue:
    """The claim's page once more, with the refusal on top of the form that was sent."""
    return show(claim_id, error=error)


def compared(claim: ClaimSheet) -> Any:
    """What the person compared last and what it is now, for who can approve it."""
    if claim.row.stage is not Stage.SUBMITTED:
        return None
    return review.since_last_seen(desk().unit(), claim.row.id, actor())


def text_of(claim: ClaimSheet, article: ArticleSheet | ArticleBeside) -> dict[str, Any]:
    """The article's text in marked lines, around the claim when it is very long."""
    everywhere = [marks.Mark(row_id, fragments) for row_id, fragments in article.marked]
    body = [place for place in claim.places if place.placed]
    main = next((place for place in body if place.role is PlaceRole.BODY), body[0] if body else None)
    low, high = marks.window(article.text, main.fragments if main else (), TEXT_MOST)
    return {
        "lines": marks.lines(article.text, everywhere, low, high),
        "cut": (low, high) != (0, len(article.text)),
    }


@rooms.get("/claims/<int:claim_id>/history")
def past(claim_id: int) -> ResponseReturnValue:
    claim = claims.sheet(desk().unit(), claim_id, actor())
    lines = history.lines(desk().unit(), f"claim:{claim_id}", actor())
    return page("claims/history.html", piece="claims/_history.html", claim=claim, lines=lines, topics=topics_of(claim))


# --- What the forms of a claim share --------------------------------------------------------------


def seen() -> int:
    """The version of the claim that the person had on screen."""
    return filters.number("seen", request.form)


def address(claim_id: int) -> str:
    """The claim's page, with the filters under which one works and the reports that are open."""
    args = filters.to_args(filters.from_args(request.args))
    return url_for("claims.sheet", claim_id=claim_id, open=folding.kept_open(), **args)


def working_filters() -> QueueFilters:
    """The filters under which one works, from the address of the form."""
    return filters.from_args(request.args)
