"""Pages of the second factor: the second step of signing in, and one's own set-up."""

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from factcheck.domain.errors import DeskError, SignedOut
from factcheck.services import second_factor
from factcheck.web import errors
from factcheck.web.answers import onward, page, shows_again
from factcheck.web.doors import before_second_factor, public
from factcheck.web.sessions import actor, begin, desk, safe_next, signed_in
from factcheck.web.tongue import _

rooms = Blueprint("second_factor", __name__)


# --- At sign-in -----------------------------------------------------------------------------------


def ask_code(half: str, *, error: DeskError | None = None) -> ResponseReturnValue:
    """The page of the second step; `half` says that the password was right and stands in its form."""
    form = {"half": half, "next": safe_next(request.form.get("next"))}
    return page("people/code.html", status=errors.status_of(error) if error else 200, form=form, error=error)


def code_again(error: DeskError) -> ResponseReturnValue:
    if isinstance(error, SignedOut):
        form = {"email": "", "next": safe_next(request.form.get("next"))}
        return page("people/sign_in.html", status=errors.status_of(error), form=form, error=error)
    return ask_code(request.form.get("half", ""), error=error)


@rooms.post("/sign-in/code")
@public
@shows_again(code_again)
def enter() -> ResponseReturnValue:
    token = second_factor.enter(
        desk().unit(),
        desk().factors,
        request.form.get("half", ""),
        request.form.get("code", ""),
        address=request.remote_addr or "",
        browser=request.user_agent.string,
    )
    begin(token)
    return redirect(safe_next(request.form.get("next")), 303)


# --- One's own ------------------------------------------------------------------------------------


def show(*, error: DeskError | None = None, status: int = 200, codes: tuple[str, ...] = ()) -> ResponseReturnValue:
    person = signed_in()
    unit, factors = desk().unit(), desk().factors
    return page(
        "people/second_factor.html",
        status=status,
        standing=second_factor.standing(unit, factors, person.actor),
        fresh=second_factor.waiting(unit, factors, person.actor, email=person.email),
        codes=codes,
        error=error,
    )


def again(error: DeskError) -> ResponseReturnValue:
    return show(error=error, status=errors.status_of(error))


@rooms.get("/account/second-factor")
@before_second_factor
def sheet() -> ResponseReturnValue:
    return show()


@rooms.post("/account/second-factor/begin")
@before_second_factor
@shows_again(again)
def begin_setup() -> ResponseReturnValue:
    second_factor.begin(desk().unit(), desk().factors, desk().passwords, actor(), password=request.form.get("old", ""))
    return onward(url_for("second_factor.sheet"))


@rooms.post("/account/second-factor/confirm")
@before_second_factor
@shows_again(again)
def confirm() -> ResponseReturnValue:
    here, code = signed_in(), request.form.get("code", "")
    codes = second_factor.confirm(desk().unit(), desk().factors, here.actor, code=code, keep=here.session_id)
    return show(codes=codes)


@rooms.post("/account/second-factor/codes")
@shows_again(again)
def new_codes() -> ResponseReturnValue:
    code = request.form.get("code", "")
    return show(codes=second_factor.new_codes(desk().unit(), desk().factors, actor(), code=code))


@rooms.post("/account/second-factor/off")
@shows_again(again)
def switch_off() -> ResponseReturnValue:
    second_factor.switch_off(desk().unit(), desk().factors, actor(), code=request.form.get("code", ""))
    return onward(url_for("people.account"), _("Your second factor is off."))
