"""Pages for the outlets whose feeds the desk reads: adding one, who owns it, whether it is read."""

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from factcheck.domain.errors import DeskError
from factcheck.domain.people import Action
from factcheck.services import outlets as press
from factcheck.web import errors
from factcheck.web.admin.sections import rooms, shown
from factcheck.web.answers import onward, shows_again
from factcheck.web.doors import needs
from factcheck.web.sessions import actor, desk
from factcheck.web.tongue import _


def outlets_again(error: DeskError, **_: Any) -> ResponseReturnValue:
    return show_outlets(error=error)


def show_outlets(*, error: DeskError | None = None) -> ResponseReturnValue:
    return shown(
        "outlets.html",
        "admin.outlets",
        status=errors.status_of(error) if error else 200,
        outlets=press.known(desk().unit(), actor()),
        error=error,
        typed=request.form if error else {},
    )


@rooms.get("/outlets")
@needs(Action.MANAGE_OUTLETS)
def outlets() -> ResponseReturnValue:
    return show_outlets()


@rooms.post("/outlets")
@needs(Action.MANAGE_OUTLETS)
@shows_again(outlets_again)
def add_outlet() -> ResponseReturnValue:
    given = {name: request.form.get(name, "").strip() for name in ("name", "site", "owner", "feed_url")}
    added = press.add(desk().unit(), actor(), **given)
    return onward(url_for("admin.outlets"), _("%(name)s is read from now on.", name=added.name))


@rooms.post("/outlets/<int:outlet_id>/owner")
@needs(Action.MANAGE_OUTLETS)
@shows_again(outlets_again)
def set_owner(outlet_id: int) -> ResponseReturnValue:
    changed = press.set_owner(desk().unit(), outlet_id, actor(), owner=request.form.get("owner", ""))
    said = (
        _("%(owner)s owns %(name)s.", owner=changed.owner, name=changed.name)
        if changed.owner
        else _("The owner of %(name)s is not known.", name=changed.name)
    )
    return onward(url_for("admin.outlets"), said)


@rooms.post("/outlets/<int:outlet_id>/switch")
@needs(Action.MANAGE_OUTLETS)
@shows_again(outlets_again)
def switch_outlet(outlet_id: int) -> ResponseReturnValue:
    active = request.form.get("active") == "1"
    press.switch(desk().unit(), outlet_id, actor(), active=active)
    back = (url_for("admin.switch_outlet", outlet_id=outlet_id), {"active": "" if active else "1"})
    return onward(
        url_for("admin.outlets"), _("It is read again.") if active else _("It is not read any more."), undo=back
    )
