"""The dashboard: numbers of the desk for everybody who works at it."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from factcheck.domain.dashboard import LOOKED_BACK, STEPS
from factcheck.domain.errors import DeskError
from factcheck.services import dashboard
from factcheck.web import errors, filters
from factcheck.web.answers import page, shows_again
from factcheck.web.sessions import actor, desk
from factcheck.web.tongue import zone

rooms = Blueprint("dashboard", __name__)


def again(error: DeskError) -> ResponseReturnValue:
    return show(LOOKED_BACK, error=error)


@rooms.get("/dashboard")
@shows_again(again)
def sheet() -> ResponseReturnValue:
    return show(filters.number("days", request.args) or LOOKED_BACK)


def show(days: int, *, error: DeskError | None = None) -> ResponseReturnValue:
    return page(
        "dashboard/sheet.html",
        status=errors.status_of(error) if error else 200,
        here="dashboard.sheet",
        shown=dashboard.dashboard(desk().unit(), actor(), days=days, zone=zone()),
        choices=tuple(STEPS),
        error=error,
    )
