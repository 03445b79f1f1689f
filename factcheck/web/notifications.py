"""Pages of notifications: the list, what the bar counts, marking them read, and how a person wants to hear of them."""

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from factcheck.domain.mail import DIGEST_HOUR
from factcheck.domain.notifications import RULES
from factcheck.services import notifications
from factcheck.web import filters
from factcheck.web.answers import onward, page, shows_again
from factcheck.web.people import account_again
from factcheck.web.sessions import actor, desk
from factcheck.web.tongue import _

rooms = Blueprint("notifications", __name__, url_prefix="/notifications")


@rooms.get("")
def listed() -> ResponseReturnValue:
    before = filters.number("before", request.args) if "before" in request.args else None
    only_unread = request.args.get("unread") == "1"
    found = notifications.listed(desk().unit(), actor(), before=before, only_unread=only_unread)
    return page(
        "notifications/listed.html",
        piece="notifications/_rows.html" if before is not None else "",
        here="notifications.listed",
        found=found,
        only_unread=only_unread,
        newest=found.lines[0].id if found.lines and before is None else 0,
    )


@rooms.get("/count")
def count() -> ResponseReturnValue:
    """What the bar of every page counts, fetched again when something is told."""
    return page("notifications/_count.html", unread=notifications.unread(desk().unit(), actor()))


@rooms.get("/news")
def news() -> ResponseReturnValue:
    """How many came since the list was shown: announced, never pushed into the list."""
    fresh = notifications.unread(desk().unit(), actor(), after=filters.number("after", request.args))
    return page("notifications/_news.html", fresh=fresh, only_unread=request.args.get("unread") == "1")


@rooms.post("/<int:number>/open")
def open_one(number: int) -> ResponseReturnValue:
    opened = notifications.open_one(desk().unit(), number, actor())
    if opened.opinion_id:
        return onward(url_for("opinions.sheet", opinion_id=opened.opinion_id))
    return onward(url_for("claims.sheet", claim_id=opened.claim_id))


@rooms.post("/<int:number>/mark")
def mark(number: int) -> ResponseReturnValue:
    notifications.mark(desk().unit(), number, actor(), read=request.form.get("read") == "1")
    return onward(_back())


@rooms.post("/read")
def mark_all() -> ResponseReturnValue:
    at = notifications.mark_all(desk().unit(), actor(), upto=filters.number("upto", request.form))
    undo = (url_for("notifications.unmark_all"), {"at": at.isoformat()})
    return onward(_back(), _("All marked as read."), undo=undo)


@rooms.post("/unread")
def unmark_all() -> ResponseReturnValue:
    notifications.unmark_all(desk().unit(), actor(), at=filters.moment("at", request.form))
    return onward(_back())


def _back() -> str:
    """The list that the form stood on."""
    return url_for("notifications.listed", unread=1 if request.args.get("unread") == "1" else None)


@rooms.post("/choices")
@shows_again(account_again)
def choose() -> ResponseReturnValue:
    chosen = {kind.value: request.form[kind.value] for kind in RULES if kind.value in request.form}
    hour = filters.number("hour", request.form) if "hour" in request.form else DIGEST_HOUR
    zone = desk().settings.timezone
    notifications.choose(desk().unit(), actor(), channels=chosen, hour=hour, zone=zone)
    return onward(url_for("people.account", _anchor="notifications"), _("Saved: you hear of things as you chose."))
