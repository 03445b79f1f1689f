"""Pages for an admin over people: who is here, what they may do, their links, sessions and second factors."""

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from factcheck.domain.errors import DeskError
from factcheck.domain.people import ASSIGNABLE, Action
from factcheck.services import history, second_factor, signing_in
from factcheck.services import people as staff
from factcheck.web import errors
from factcheck.web.admin.sections import PAST_MOST, rooms, shown
from factcheck.web.answers import onward, shows_again
from factcheck.web.doors import needs
from factcheck.web.sessions import actor, desk, signed_in
from factcheck.web.tongue import _


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
    return shown(
        "person.html",
        "admin.people",
        status=errors.status_of(error) if error else 200,
        person=staff.one(desk().unit(), person_id, actor()),
        roles=ASSIGNABLE,
        second_factor=second_factor.is_on(desk().unit(), person_id, actor()),
        sessions=signing_in.sessions(desk().unit(), person_id, actor(), current=signed_in().session_id),
        lines=history.newest(desk().unit(), f"person:{person_id}", actor(), most=PAST_MOST),
        error=error,
        link=link,
    )


@rooms.get("/people/<int:person_id>")
@needs(Action.MANAGE_PEOPLE)
def person(person_id: int) -> ResponseReturnValue:
    return show_person(person_id)


@rooms.post("/people/<int:person_id>/roles")
@needs(Action.MANAGE_PEOPLE)
@shows_again(person_again)
def change_roles(person_id: int) -> ResponseReturnValue:
    changed = staff.change_roles(desk().unit(), person_id, actor(), roles=request.form.getlist("roles"))
    return onward(address(person_id), _("%(name)s's roles are changed; their sessions have ended.", name=changed.name))


@rooms.post("/people/<int:person_id>/disable")
@needs(Action.MANAGE_PEOPLE)
@shows_again(person_again)
def disable(person_id: int) -> ResponseReturnValue:
    shut_out = staff.disable(desk().unit(), person_id, actor())
    return onward(
        address(person_id),
        _("%(name)s is shut out.", name=shut_out.name),
        undo=(url_for("admin.enable", person_id=person_id), {}),
    )


@rooms.post("/people/<int:person_id>/enable")
@needs(Action.MANAGE_PEOPLE)
@shows_again(person_again)
def enable(person_id: int) -> ResponseReturnValue:
    let_in = staff.enable(desk().unit(), person_id, actor())
    return onward(address(person_id), _("%(name)s can sign in again.", name=let_in.name))


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
