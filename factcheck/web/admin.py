"""Pages for those who run the desk: people, outlets, workers, the settings in force, and whether the history holds."""

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from pydantic import SecretStr

from factcheck.config import Settings
from factcheck.domain.errors import DeskError, NotFound
from factcheck.domain.people import ASSIGNABLE, Action
from factcheck.domain.sheets import PersonSheet
from factcheck.services import history, jobs, mail, second_factor, signing_in
from factcheck.services import outlets as press
from factcheck.services import people as staff
from factcheck.web import errors
from factcheck.web.answers import onward, page, shows_again
from factcheck.web.doors import needs
from factcheck.web.sessions import actor, desk, visitor
from factcheck.web.tongue import _, later

rooms = Blueprint("admin", __name__, url_prefix="/admin")

SECTIONS = (
    ("admin.people", later("People"), Action.MANAGE_PEOPLE),
    ("admin.outlets", later("Outlets"), Action.MANAGE_OUTLETS),
    ("plugins.listed", later("Plug-ins"), Action.MANAGE_PLUGINS),
    ("admin.workers", later("Workers"), Action.SEE_WORKERS),
    ("admin.settings", later("Settings"), Action.MANAGE_PEOPLE),
    ("admin.checked_history", later("History"), Action.MANAGE_PEOPLE),
)


def shown(template: str, section: str, *, piece: str = "", status: int = 200, **values: Any) -> ResponseReturnValue:
    """A page of this part, with the sections that the person's role carries."""
    sections = [(endpoint, label) for endpoint, label, action in SECTIONS if actor().may(action)]
    return page(
        f"admin/{template}",
        piece=piece,
        status=status,
        here="admin.front",
        sections=sections,
        section=section,
        **values,
    )


@rooms.get("")
@needs(Action.MANAGE_OUTLETS)
def front() -> ResponseReturnValue:
    """The first section that the person's role carries."""
    endpoint = next(endpoint for endpoint, _, action in SECTIONS if actor().may(action))
    return onward(url_for(endpoint))


# --- People ---------------------------------------------------------------------------------------


def people_again(error: DeskError) -> ResponseReturnValue:
    return show_people(error=error)


def show_people(*, error: DeskError | None = None, status: int = 200) -> ResponseReturnValue:
    return shown(
        "people.html",
        "admin.people",
        status=errors.status_of(error) if error else status,
        everyone=staff.everyone(desk().unit(), actor()),
        roles=ASSIGNABLE,
        error=error,
        typed=request.form,
    )


@rooms.get("/people")
@needs(Action.MANAGE_PEOPLE)
def people() -> ResponseReturnValue:
    return show_people()


@rooms.post("/people")
@needs(Action.MANAGE_PEOPLE)
@shows_again(people_again)
def add() -> ResponseReturnValue:
    form = request.form
    person, token = staff.add(
        desk().unit(), actor(), email=form.get("email", ""), name=form.get("name", ""), roles=form.getlist("roles")
    )
    return show_person(person.id, link=first_link(token))


def first_link(token: str) -> str:
    """The one-time link. It stands on the configured address: a forged Host header must not lead it elsewhere."""
    return desk().settings.public_url + url_for("people.welcome", token=token)


def person_again(error: DeskError, person_id: int, **_: Any) -> ResponseReturnValue:
    return show_person(person_id, error=error)


def show_person(person_id: int, *, error: DeskError | None = None, link: str = "") -> ResponseReturnValue:
    here = visitor()
    return shown(
        "person.html",
        "admin.people",
        status=errors.status_of(error) if error else 200,
        person=of_number(person_id),
        roles=ASSIGNABLE,
        second_factor=second_factor.is_on(desk().unit(), person_id, actor()),
        sessions=signing_in.sessions(desk().unit(), person_id, actor(), current=here.session_id if here else None),
        lines=history.lines(desk().unit(), f"person:{person_id}", actor())[:PAST_MOST],
        error=error,
        link=link,
    )


PAST_MOST = 50
"""Entries of a person's history that their page shows."""


def of_number(person_id: int) -> PersonSheet:
    for person in staff.everyone(desk().unit(), actor()):
        if person.id == person_id:
            return person
    raise NotFound("There is no such person.")


@rooms.get("/people/<int:person_id>")
@needs(Action.MANAGE_PEOPLE)
def person(person_id: int) -> ResponseReturnValue:
    return show_person(person_id)


@rooms.post("/people/<int:person_id>/roles")
@needs(Action.MANAGE_PEOPLE)
@shows_again(person_again)
def change_roles(person_id: int) -> ResponseReturnValue:
    changed = staff.change_roles(desk().unit(), person_id, actor(), roles=request.form.getlist("roles"))
    return onward(address(person_id), f"{changed.name}'s roles are changed; their sessions have ended.")


@rooms.post("/people/<int:person_id>/disable")
@needs(Action.MANAGE_PEOPLE)
@shows_again(person_again)
def disable(person_id: int) -> ResponseReturnValue:
    shut_out = staff.disable(desk().unit(), person_id, actor())
    return onward(address(person_id), f"{shut_out.name} is shut out.", undo=(enable_address(person_id), {}))


@rooms.post("/people/<int:person_id>/enable")
@needs(Action.MANAGE_PEOPLE)
@shows_again(person_again)
def enable(person_id: int) -> ResponseReturnValue:
    let_in = staff.enable(desk().unit(), person_id, actor())
    return onward(address(person_id), f"{let_in.name} can sign in again.")


@rooms.post("/people/<int:person_id>/link")
@needs(Action.MANAGE_PEOPLE)
@shows_again(person_again)
def new_link(person_id: int) -> ResponseReturnValue:
    return show_person(person_id, link=first_link(staff.invite(desk().unit(), person_id, actor())))


@rooms.post("/people/<int:person_id>/second-factor/reset")
@needs(Action.MANAGE_PEOPLE)
@shows_again(person_again)
def reset_second_factor(person_id: int) -> ResponseReturnValue:
    second_factor.reset(desk().unit(), person_id, actor())
    return onward(address(person_id), _("The second factor is taken away; their sessions have ended."))


@rooms.post("/people/<int:person_id>/sessions/<int:session_id>/end")
@needs(Action.MANAGE_PEOPLE)
def end_session(person_id: int, session_id: int) -> ResponseReturnValue:
    signing_in.end_session(desk().unit(), session_id, actor())
    return onward(address(person_id), _("That session has ended."))


def address(person_id: int) -> str:
    return url_for("admin.person", person_id=person_id)


def enable_address(person_id: int) -> str:
    return url_for("admin.enable", person_id=person_id)


# --- Outlets --------------------------------------------------------------------------------------


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


# --- Workers, settings, history -------------------------------------------------------------------


@rooms.get("/workers")
@needs(Action.SEE_WORKERS)
def workers() -> ResponseReturnValue:
    seen = jobs.workers_seen(desk().unit(), actor())
    return shown("workers.html", "admin.workers", piece="admin/_workers.html", seen=seen)


@rooms.get("/settings")
@needs(Action.MANAGE_PEOPLE)
def settings() -> ResponseReturnValue:
    return show_settings()


def show_settings(*, error: DeskError | None = None) -> ResponseReturnValue:
    return shown(
        "settings.html",
        "admin.settings",
        status=errors.status_of(error) if error else 200,
        lines=in_force(desk().settings),
        sends_mail=desk().post is not None,
        error=error,
    )


def settings_again(error: DeskError) -> ResponseReturnValue:
    return show_settings(error=error)


@rooms.post("/settings/mail")
@needs(Action.MANAGE_PEOPLE)
@shows_again(settings_again)
def try_mail() -> ResponseReturnValue:
    person = visitor()
    to = person.email if person else ""
    mail.try_out(desk().unit(), desk().post, actor(), to)
    return onward(url_for("admin.settings"), _("A test mail is on its way to %(address)s.", address=to))


def in_force(chosen: Settings) -> list[tuple[str, str, str, bool]]:
    """(name in the environment, description, value, whether somebody set it) of every setting; secrets stay secret."""
    return [
        (
            str(field.validation_alias),
            field.description or "",
            in_words(getattr(chosen, name)),
            name in chosen.model_fields_set,
        )
        for name, field in Settings.model_fields.items()
    ]


def in_words(value: object) -> str:
    """A setting as it may be shown."""
    if isinstance(value, SecretStr):
        return _("set") if value.get_secret_value() else _("made on first run")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, frozenset):
        return ", ".join(sorted(value))
    return without_password(str(value))


def without_password(text: str) -> str:
    """An address without the name and password that it may carry."""
    try:
        parts = urlsplit(text)
        secret = parts.scheme and ("@" in parts.netloc or "password" in parts.query.lower())
    except ValueError:
        return _("set")
    if not secret:
        return text
    return parts._replace(netloc=f"…@{parts.netloc.rpartition('@')[2]}", query="").geturl()


@rooms.get("/history")
@needs(Action.MANAGE_PEOPLE)
def checked_history() -> ResponseReturnValue:
    return shown("history.html", "admin.checked_history", problems=None)


@rooms.post("/history")
@needs(Action.MANAGE_PEOPLE)
def check_history() -> ResponseReturnValue:
    problems = history.verify(desk().unit(), desk().settings.key)
    return shown("history.html", "admin.checked_history", problems=problems)
