"""Triage as a form over the queue's list: what is selected gets a priority, a due day, a topic or a checker."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from factcheck.domain.errors import Invalid
from factcheck.domain.people import Action
from factcheck.domain.sheets import Triaged
from factcheck.services import triage
from factcheck.web import filters, review
from factcheck.web.answers import onward, shows_again
from factcheck.web.claims import queue_again, working_filters
from factcheck.web.doors import needs
from factcheck.web.retelling import retold
from factcheck.web.sessions import actor, desk
from factcheck.web.tongue import ngettext

rooms = Blueprint("triage", __name__)

SHOWN = 3
"""How many of the claims that were left out are named in the message; all of them stay in the list."""


@rooms.post("/queue/triage")
@needs(Action.EDIT_CLAIMS)
@shows_again(queue_again)
def sort_out() -> ResponseReturnValue:
    to = review.assignee(filters.number("assignee", request.form))
    came = triage.triage(desk().unit(), actor(), chosen(), changes=changes(request.form), assignee=to)
    undo = None
    if came.undoable:
        undo = (url_for("triage.put_back", **working_args()), {"entries": in_field(came.undoable)})
    return onward(
        url_for("claims.queue", **working_args()),
        said(came, ngettext("%(num)s claim sorted out.", "%(num)s claims sorted out.", len(came.done))),
        undo=undo,
    )


@rooms.post("/queue/triage/undo")
@needs(Action.EDIT_CLAIMS)
@shows_again(queue_again)
def put_back() -> ResponseReturnValue:
    came = triage.put_back(desk().unit(), actor(), entries(request.form.get("entries", "")))
    return onward(
        url_for("claims.queue", **working_args()),
        said(came, ngettext("%(num)s claim put back.", "%(num)s claims put back.", len(came.done))),
    )


def working_args() -> dict[str, Any]:
    return filters.to_args(working_filters())


def chosen() -> list[tuple[int, int]]:
    """The selected claims, each with the version that was on screen: "12:3"."""
    return [(claim, seen) for claim, seen in (numbers(text, 2) for text in request.form.getlist("claim"))]


def changes(form: Mapping[str, str]) -> dict[str, Any]:
    """What is to be set: an empty field leaves it as it is."""
    given = {name: form.get(name, "").strip() for name in ("priority", "due_on", "topic")}
    wanted: dict[str, Any] = {name: value for name, value in given.items() if value}
    return {"checkworthy": False} if form.get("do") == "not checkable" else wanted


def in_field(entries: tuple[tuple[int, int, int], ...]) -> str:
    return ",".join(":".join(str(number) for number in entry) for entry in entries)


def entries(text: str) -> list[tuple[int, int, int]]:
    return [(claim, seen, seq) for claim, seen, seq in (numbers(part, 3) for part in text.split(",") if part)]


def numbers(text: str, many: int) -> list[int]:
    """Numbers that our own pages put into one field; Invalid for anything else."""
    parts = text.split(":")
    if len(parts) != many or not all(part.isascii() and part.isdigit() and len(part) < 10 for part in parts):
        raise Invalid("claim", "selection", "That is no selection of claims: load the queue again.")
    return [int(part) for part in parts]


def said(came: Triaged, done: str) -> str:
    """What came of it in a sentence: "3 claims sorted out. 1 left out: Claim 12: ..."."""
    words = done
    if not came.left_out:
        return words
    more = " …" if len(came.left_out) > SHOWN else ""
    left = ngettext("%(num)s left as it was.", "%(num)s left as they were.", len(came.left_out))
    return f"{words} {left} {' '.join(map(retold, came.left_out[:SHOWN]))}{more}"
