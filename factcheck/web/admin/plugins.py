"""Pages for the plug-ins: which are installed, their settings, switching them on and off, and a test of them."""

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from factcheck.domain.errors import DeskError
from factcheck.domain.people import Action
from factcheck.domain.plugins import Tried
from factcheck.services import history, plugins, trials
from factcheck.web import errors, filters
from factcheck.web.admin.sections import PAST_MOST, shown
from factcheck.web.answers import onward, shows_again
from factcheck.web.doors import needs
from factcheck.web.sessions import actor, desk
from factcheck.web.tongue import _

rooms = Blueprint("plugins", __name__, url_prefix="/admin/plugins")


@rooms.get("")
@needs(Action.MANAGE_PLUGINS)
def listed() -> ResponseReturnValue:
    found = plugins.sheets(desk().unit(), desk().plugged, actor())
    return shown("plugins.html", "plugins.listed", plugins=found, broken=desk().plugged.plugins.broken)


def again(error: DeskError, name: str) -> ResponseReturnValue:
    return show(name, error=error)


def show(name: str, *, error: DeskError | None = None, tried: Tried | None = None) -> ResponseReturnValue:
    """The page of one plug-in, with what was typed, why it was refused, or how its test went."""
    return shown(
        "plugin.html",
        "plugins.listed",
        status=errors.status_of(error) if error else 200,
        plugin=plugins.sheet(desk().unit(), desk().plugged, name, actor()),
        lines=history.newest(desk().unit(), f"plugin:{name}", actor(), most=PAST_MOST),
        error=error,
        typed=request.form if error and "settings" in request.form else None,
        tried=tried,
    )


@rooms.get("/<name>")
@needs(Action.MANAGE_PLUGINS)
def sheet(name: str) -> ResponseReturnValue:
    return show(name)


@rooms.post("/<name>")
@needs(Action.MANAGE_PLUGINS)
@shows_again(again)
def change(name: str) -> ResponseReturnValue:
    plugins.change(
        desk().unit(),
        desk().plugged,
        name,
        actor(),
        seen=seen(),
        given={name.removeprefix(errors.UNSHOWN): value for name, value in request.form.items()},
        forget=request.form.getlist("forget"),
    )
    return onward(url_for("plugins.sheet", name=name), _("The settings are kept."))


@rooms.post("/<name>/switch")
@needs(Action.MANAGE_PLUGINS)
@shows_again(again)
def switch(name: str) -> ResponseReturnValue:
    on = request.form.get("on") == "1"
    plugins.switch(desk().unit(), desk().plugged, name, actor(), seen=seen(), on=on)
    return onward(url_for("plugins.sheet", name=name), _("It is switched on.") if on else _("It is switched off."))


@rooms.post("/<name>/test")
@needs(Action.MANAGE_PLUGINS)
@shows_again(again)
def test(name: str) -> ResponseReturnValue:
    return show(name, tried=trials.try_out(desk().unit(), desk().plugged, desk().caller, name, actor()))


def seen() -> int:
    return filters.number("seen", request.form) or 0
