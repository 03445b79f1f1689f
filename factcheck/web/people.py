"""Pages of people: signing in and out, the first password, and one's own account."""

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from factcheck.domain.errors import DeskError, Invalid
from factcheck.domain.people import TokenScope
from factcheck.domain.preferences import timezones
from factcheck.domain.second_factor import CodeNeeded
from factcheck.services import notifications, preferences, signing_in, tokens
from factcheck.services import second_factor as factors
from factcheck.web import errors, second_factor, tongue
from factcheck.web.answers import onward, page, shows_again
from factcheck.web.doors import before_second_factor, public
from factcheck.web.sessions import actor, begin, desk, end, safe_next, signed_in, visitor
from factcheck.web.tongue import _

rooms = Blueprint("people", __name__)


# --- In and out -----------------------------------------------------------------------------------


def sign_in_again(error: DeskError) -> ResponseReturnValue:
    form = {"email": request.form.get("email", ""), "next": safe_next(request.form.get("next"))}
    return page("people/sign_in.html", status=errors.status_of(error), form=form, error=error)


@rooms.get("/sign-in")
@public
def sign_in_form() -> ResponseReturnValue:
    onto = safe_next(request.args.get("next"))
    if visitor() is not None:
        return redirect(onto, 303)
    return page("people/sign_in.html", form={"email": "", "next": onto}, error=None)


@rooms.post("/sign-in")
@public
@shows_again(sign_in_again)
def sign_in() -> ResponseReturnValue:
    token = signing_in.sign_in(
        desk().unit(),
        desk().passwords,
        request.form.get("email", ""),
        request.form.get("password", ""),
        address=request.remote_addr or "",
        browser=request.user_agent.string,
    )
    if isinstance(token, CodeNeeded):
        return second_factor.ask_code(token.half)
    begin(token)
    return redirect(safe_next(request.form.get("next")), 303)


@rooms.post("/sign-out")
@before_second_factor
def sign_out() -> ResponseReturnValue:
    signing_in.sign_out(desk().unit(), signed_in().token)
    end()
    return redirect(url_for("people.sign_in_form"), 303)


def welcome_again(error: DeskError, token: str) -> ResponseReturnValue:
    person = signing_in.invitation(desk().unit(), token)
    return page("people/welcome.html", status=errors.status_of(error), person=person, error=error)


@rooms.get("/welcome/<token>")
@public
def welcome(token: str) -> ResponseReturnValue:
    return page("people/welcome.html", person=signing_in.invitation(desk().unit(), token), error=None)


@rooms.post("/welcome/<token>")
@public
@shows_again(welcome_again)
def set_first_password(token: str) -> ResponseReturnValue:
    password = same_twice()
    person = signing_in.set_first_password(desk().unit(), desk().passwords, token, password)
    return onward(
        url_for("people.sign_in_form"), _("Welcome, %(name)s. Sign in with your new password.", name=person.name)
    )


def same_twice() -> str:
    """The new password, typed twice alike."""
    password = request.form.get("password", "")
    if password != request.form.get("repeated", ""):
        raise Invalid("repeated", "not_alike", "The two passwords are not alike.")
    return password


# --- One's own account ----------------------------------------------------------------------------


def show_account(error: DeskError | None = None, status: int = 200, new_token: str = "") -> ResponseReturnValue:
    person = signed_in()
    mine = signing_in.sessions(desk().unit(), person.actor.id or 0, person.actor, current=person.session_id)
    keys = tokens.tokens(desk().unit(), person.actor)
    factor = factors.standing(desk().unit(), desk().factors, person.actor)
    return page(
        "people/account.html",
        status=status,
        sessions=mine,
        tokens=keys,
        factor=factor,
        zones=[(name, name.replace("_", " ")) for name in timezones()],
        tongues=tongue.NAMES,
        told=notifications.choices(desk().unit(), person.actor),
        error=error,
        new_token=new_token,
    )


def account_again(error: DeskError) -> ResponseReturnValue:
    return show_account(error, errors.status_of(error))


@rooms.get("/account")
def account() -> ResponseReturnValue:
    return show_account()


@rooms.post("/account/password")
@shows_again(account_again)
def change_password() -> ResponseReturnValue:
    here = signed_in()
    old, new = request.form.get("old", ""), same_twice()
    signing_in.change_password(desk().unit(), desk().passwords, here.actor, old=old, new=new, keep=here.session_id)
    return onward(url_for("people.account"), _("Your password is changed; your other sessions have ended."))


@rooms.post("/account/preferences")
@shows_again(account_again)
def choose_preferences() -> ResponseReturnValue:
    language, timezone = request.form.get("language", ""), request.form.get("timezone", "")
    chosen = preferences.choose(desk().unit(), actor(), language=language, timezone=timezone)
    with tongue.in_tongue(chosen):
        return onward(url_for("people.account"), _("Language and time zone are saved."))


@rooms.post("/account/sessions/<int:session_id>/end")
def end_session(session_id: int) -> ResponseReturnValue:
    signing_in.end_session(desk().unit(), session_id, actor())
    return onward(url_for("people.account"), _("That session has ended."))


@rooms.post("/account/tokens")
@shows_again(account_again)
def add_token() -> ResponseReturnValue:
    scope = TokenScope.WRITE if request.form.get("scope") == TokenScope.WRITE else TokenScope.READ
    me = actor()
    token = tokens.add_token(desk().unit(), me.id or 0, me, label=request.form.get("label", ""), scope=scope)
    return show_account(new_token=token)


@rooms.post("/account/tokens/<int:token_id>/revoke")
def revoke_token(token_id: int) -> ResponseReturnValue:
    tokens.revoke_token(desk().unit(), token_id, actor())
    return onward(url_for("people.account"), _("That token no longer works."))
