"""Keyboard shortcuts as pages have them: the person's keys at every button, and the form that changes them."""

from itertools import groupby

from flask import Blueprint, g, request, url_for
from flask.typing import ResponseReturnValue

from factcheck.domain.errors import DeskError
from factcheck.domain.shortcuts import BY_NAME, PLAIN, SHORTCUTS, Keyboard, Screen
from factcheck.services import shortcuts
from factcheck.web import errors
from factcheck.web.answers import onward, page, shows_again, wants_piece
from factcheck.web.sessions import actor, desk, visitor
from factcheck.web.tongue import _, inside, later

rooms = Blueprint("shortcuts", __name__)

ON_A_KEY = {"Ctrl+Enter": "Ctrl ⏎"}
GROUPS = [(group, list(them)) for group, them in groupby(SHORTCUTS, key=lambda shortcut: shortcut.group)]
HEADINGS = {
    None: later("Every page"),
    Screen.QUEUE: later("The queue"),
    Screen.CHECKING: later("A claim to check"),
    Screen.APPROVING: later("A claim to approve"),
    Screen.SIGNED: later("A claim that is approved or dismissed"),
    Screen.EDITING: later("Forms"),
    Screen.ARTICLE: later("An article"),
    Screen.ARTICLES: later("The articles"),
    Screen.EXPORTS: later("Exports"),
    Screen.HISTORY: later("The history of the desk"),
    Screen.OPINION: later("A second opinion"),
}


def keyboard() -> Keyboard:
    """The keys of whom the page is for, read once for each page."""
    if "keyboard" not in g:
        person = visitor()
        g.keyboard = shortcuts.of(desk().unit(), person.actor) if person else Keyboard()
    known: Keyboard = g.keyboard
    return known


def key_face(key: str) -> str:
    """How a key is printed."""
    return ON_A_KEY.get(key, key)


def shortcut_words(name: str) -> str:
    """What the shortcut does, as the help says it."""
    return str(inside(BY_NAME[name]))


def show(error: DeskError | None = None) -> ResponseReturnValue:
    typed = request.form if error else keyboard().keys
    status = errors.status_of(error) if error else 200
    return page("people/shortcuts.html", status=status, error=error, typed=typed, groups=GROUPS, headings=HEADINGS)


def again(error: DeskError) -> ResponseReturnValue:
    return show(error)


@rooms.get("/account/shortcuts")
def sheet() -> ResponseReturnValue:
    return show()


@rooms.post("/account/shortcuts")
@shows_again(again)
def save() -> ResponseReturnValue:
    typed = {name: request.form[name] for name in BY_NAME if name in request.form}
    shortcuts.save(desk().unit(), actor(), typed)
    return onward(url_for("shortcuts.sheet"), _("Your keys are saved: they are the same on every browser."))


@rooms.post("/account/shortcuts/reset")
def reset() -> ResponseReturnValue:
    had = {name: key for name, key in keyboard().keys.items() if key != PLAIN[name]}
    shortcuts.save(desk().unit(), actor(), {})
    undo = (url_for("shortcuts.save"), had) if had else None
    return onward(url_for("shortcuts.sheet"), _("All keys are back to how they came."), undo=undo)


@rooms.post("/account/shortcuts/switch")
def switch() -> ResponseReturnValue:
    on = request.form.get("on") == "yes"
    shortcuts.switch(desk().unit(), actor(), on=on)
    if wants_piece():
        return "", 204
    return onward(url_for("shortcuts.sheet"), _("Single keys are on.") if on else _("Single keys are off."))
