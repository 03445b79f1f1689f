"""Saved views as forms: the filters of the address under a name, and the way to be rid of one."""

from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from factcheck.services import views
from factcheck.web import filters
from factcheck.web.answers import onward, shows_again
from factcheck.web.claims import queue_again, working_filters
from factcheck.web.sessions import actor, desk
from factcheck.web.tongue import _

rooms = Blueprint("views", __name__)


@rooms.post("/queue/views")
@shows_again(queue_again)
def save() -> ResponseReturnValue:
    args = filters.to_args(working_filters())
    saved = views.save(desk().unit(), actor(), name=request.form.get("name", ""), filters=args)
    return onward(url_for("claims.queue", **args), _("Saved as “%(name)s”.", name=saved.name))


@rooms.post("/queue/views/<int:view_id>/remove")
def remove(view_id: int) -> ResponseReturnValue:
    gone = views.remove(desk().unit(), actor(), view_id)
    args: dict[str, Any] = dict(gone.filters)
    undo = (url_for("views.save", **args), {"name": gone.name})
    return onward(url_for("claims.queue", **args), _("“%(name)s” is removed.", name=gone.name), undo=undo)
