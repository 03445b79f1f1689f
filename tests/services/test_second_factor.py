"""The second factor: set up with a code, asked for at sign-in, each code accepted once, and taken away when lost."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pyotp
import pytest
from sqlmodel import select

from factcheck.domain.errors import Invalid, NotAllowed, Refused, SignedOut, TooManyTries
from factcheck.domain.people import Actor, Role
from factcheck.domain.second_factor import HALF_LASTS, RECOVERY_CODES, CodeNeeded
from factcheck.services import people, second_factor, signing_in
from factcheck.services.second_factor import Factors
from factcheck.store import history
from factcheck.store.tables import RecoveryCode, SecondFactor
from tests.services.conftest import Newsroom

PASSWORD = "a long and plain one"
STEP = timedelta(seconds=30)


@pytest.fixture
def room(room: Newsroom) -> Newsroom:
    """Jana has a password; the time stands in the middle of a step, so that a step away is a step away."""
    room.clock.now = room.clock.now.replace(second=15)
    link = people.invite(room.unit(), room.jana.id or 0, room.boss)
    signing_in.set_first_password(room.unit(), room.passwords, link, PASSWORD)
    return room


def factors(room: Newsroom) -> Factors:
    return room.desk.factors


def code(room: Newsroom, secret: str, steps: int = 0) -> str:
    return pyotp.TOTP(secret).at(room.clock.now, counter_offset=steps)


def begun(room: Newsroom, actor: Actor | None = None) -> str:
    """The secret that waits for its first code."""
    who = actor or room.jana
    second_factor.begin(room.unit(), factors(room), room.passwords, who, password=PASSWORD)
    fresh = second_factor.waiting(room.unit(), factors(room), who, email="jana@desk.example")
    assert fresh is not None
    return fresh.secret.replace(" ", "")


def set_up(room: Newsroom) -> tuple[str, tuple[str, ...]]:
    """(the secret, the recovery codes); the code that confirmed it is used up and behind us."""
    secret = begun(room)
    given = second_factor.confirm(room.unit(), factors(room), room.jana, code=code(room, secret), keep=None)
    room.clock.forward(3 * STEP)
    return secret, given


def first_step(room: Newsroom) -> str:
    needed = sign_in(room)
    assert isinstance(needed, CodeNeeded)
    return needed.half


def sign_in(room: Newsroom) -> Any:
    unit = room.unit()
    return signing_in.sign_in(unit, room.passwords, "jana@desk.example", PASSWORD, address="here", browser="test")


def enter(room: Newsroom, half: str, given: str) -> str:
    return second_factor.enter(room.unit(), factors(room), half, given, address="here", browser="test")


def test_without_one_the_password_is_enough(room: Newsroom) -> None:
    assert signing_in.who_is(room.unit(), sign_in(room)) is not None
    begun(room)
    assert signing_in.who_is(room.unit(), sign_in(room)) is not None, "begun is not on"


def test_password_and_code_open_a_session(room: Newsroom) -> None:
    secret, _ = set_up(room)
    half = first_step(room)
    assert signing_in.who_is(room.unit(), half) is None, "half a sign-in opens nothing"
    signed_in = signing_in.who_is(room.unit(), enter(room, half, code(room, secret)))
    assert signed_in is not None
    assert signed_in.actor == room.jana


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_clock_may_be_one_step_off(room: Newsroom, steps: int) -> None:
    secret, _ = set_up(room)
    assert enter(room, first_step(room), code(room, secret, steps))


@pytest.mark.parametrize("steps", [-2, 2, 400])
def test_a_clock_may_not_be_further_off(room: Newsroom, steps: int) -> None:
    secret, _ = set_up(room)
    with pytest.raises(Invalid, match="not right"):
        enter(room, first_step(room), code(room, secret, steps))


def test_a_code_is_accepted_once_in_its_window(room: Newsroom) -> None:
    secret, _ = set_up(room)
    seen = code(room, secret)
    enter(room, first_step(room), seen)
    for _ in range(2):
        with pytest.raises(Invalid, match="used already"):
            enter(room, first_step(room), seen)
        room.clock.forward(STEP)
    assert enter(room, first_step(room), code(room, secret, 1))


def test_a_code_before_one_that_was_used_is_used_up_too(room: Newsroom) -> None:
    secret, _ = set_up(room)
    enter(room, first_step(room), code(room, secret, 1))
    with pytest.raises(Invalid):
        enter(room, first_step(room), code(room, secret))


def test_the_code_that_confirmed_it_does_not_sign_in(room: Newsroom) -> None:
    secret = begun(room)
    seen = code(room, secret)
    second_factor.confirm(room.unit(), factors(room), room.jana, code=seen, keep=None)
    with pytest.raises(Invalid):
        enter(room, first_step(room), seen)


def test_a_recovery_code_works_once_however_it_is_typed(room: Newsroom) -> None:
    _, given = set_up(room)
    assert len(set(given)) == RECOVERY_CODES
    assert enter(room, first_step(room), given[0].upper().replace(" ", "-"))
    with pytest.raises(Invalid):
        enter(room, first_step(room), given[0])
    assert enter(room, first_step(room), given[1])
    assert second_factor.standing(room.unit(), factors(room), room.jana).codes_left == RECOVERY_CODES - 2


def test_new_recovery_codes_end_the_old_ones(room: Newsroom) -> None:
    secret, old = set_up(room)
    new = second_factor.new_codes(room.unit(), factors(room), room.jana, code=code(room, secret))
    with pytest.raises(Invalid):
        enter(room, first_step(room), old[0])
    assert enter(room, first_step(room), new[0])


@pytest.mark.parametrize("given", ["", "12345", "1234567", "000000", "１２３４５６", "x" * 5000, "\u0661" * 6])
def test_what_is_no_code_of_hers_is_refused_with_one_sentence(room: Newsroom, given: str) -> None:
    set_up(room)
    with pytest.raises(Invalid, match="not right, or it has been used") as error:
        enter(room, first_step(room), given)
    assert error.value.field == "code"


def test_the_first_step_is_used_up_and_runs_out(room: Newsroom) -> None:
    secret, given = set_up(room)
    half = first_step(room)
    enter(room, half, code(room, secret))
    with pytest.raises(SignedOut):
        enter(room, half, given[0])
    half = first_step(room)
    room.clock.forward(HALF_LASTS + STEP)
    with pytest.raises(SignedOut):
        enter(room, half, code(room, secret))
    with pytest.raises(SignedOut):
        enter(room, "made up", code(room, secret))


def test_a_new_password_or_shutting_out_ends_the_first_step(room: Newsroom) -> None:
    secret, _ = set_up(room)
    half = first_step(room)
    people.disable(room.unit(), room.jana.id or 0, room.boss)
    with pytest.raises(SignedOut):
        enter(room, half, code(room, secret))
    people.enable(room.unit(), room.jana.id or 0, room.boss)
    with pytest.raises(SignedOut):
        enter(room, half, code(room, secret))


def test_guessing_codes_is_slowed_down_by_minute_and_by_hour(room: Newsroom) -> None:
    secret, _ = set_up(room)
    half = first_step(room)
    for _ in range(5):
        with pytest.raises(Invalid):
            enter(room, half, "000000")
    with pytest.raises(TooManyTries):
        enter(room, half, code(room, secret))
    for _ in range(4):
        room.clock.forward(timedelta(minutes=2))
        half = first_step(room)
        for _ in range(4):
            with pytest.raises((Invalid, TooManyTries)):
                enter(room, half, "000000")
    room.clock.forward(timedelta(minutes=2))
    with pytest.raises(TooManyTries) as many:
        enter(room, first_step(room), code(room, secret))
    assert many.value.retry_after == 3600
    room.clock.forward(timedelta(hours=1))
    assert enter(room, first_step(room), code(room, secret))


def test_who_knows_no_password_cannot_use_up_the_tries_of_somebody_s_code(room: Newsroom) -> None:
    secret, _ = set_up(room)
    half = first_step(room)
    for typed in (f"code {room.jana.id}", f"code:{room.jana.id}", f"{room.jana.id}"):
        for number in range(signing_in.TRIES["person"]):
            with pytest.raises(SignedOut):
                signing_in.sign_in(
                    room.unit(), room.passwords, typed, "no password", address=f"{typed} {number}", browser="test"
                )
    assert enter(room, half, code(room, secret))


def test_sessions_made_before_end_but_the_one_that_sets_it_up(room: Newsroom) -> None:
    here, there = sign_in(room), sign_in(room)
    mine = signing_in.who_is(room.unit(), here)
    assert mine is not None
    secret = begun(room)
    second_factor.confirm(room.unit(), factors(room), room.jana, code=code(room, secret), keep=mine.session_id)
    assert signing_in.who_is(room.unit(), here) is not None
    assert signing_in.who_is(room.unit(), there) is None


def test_it_is_set_up_with_the_password_and_switched_off_with_a_code(room: Newsroom) -> None:
    with pytest.raises(Invalid, match="present password"):
        second_factor.begin(room.unit(), factors(room), room.passwords, room.jana, password="another one")
    secret, _ = set_up(room)
    with pytest.raises(Refused, match="on already"):
        begun(room)
    with pytest.raises(Invalid):
        second_factor.switch_off(room.unit(), factors(room), room.jana, code="000000")
    second_factor.switch_off(room.unit(), factors(room), room.jana, code=code(room, secret))
    assert signing_in.who_is(room.unit(), sign_in(room)) is not None


def test_a_wrong_first_code_switches_nothing_on(room: Newsroom) -> None:
    begun(room)
    with pytest.raises(Invalid):
        second_factor.confirm(room.unit(), factors(room), room.jana, code="000000", keep=None)
    assert not second_factor.standing(room.unit(), factors(room), room.jana).on


def test_an_admin_takes_away_what_is_lost_and_the_history_says_so(settled: Newsroom, room: Newsroom) -> None:
    secret, _ = set_up(room)
    token = enter(room, first_step(room), code(room, secret))
    with pytest.raises(NotAllowed):
        second_factor.reset(room.unit(), room.jana.id or 0, room.eva)
    with pytest.raises(Refused, match="own"):
        second_factor.reset(room.unit(), room.boss.id or 0, room.boss)
    with pytest.raises(Refused, match="no second factor"):
        second_factor.reset(room.unit(), room.omar.id or 0, room.boss)
    second_factor.reset(room.unit(), room.jana.id or 0, room.boss)
    assert signing_in.who_is(room.unit(), token) is None
    assert signing_in.who_is(room.unit(), sign_in(room)) is not None
    with room.unit().reading() as session:
        lines = history.of(session, f"person:{room.jana.id}")
    assert ("reset second factor", "Boss") in {(line.what, line.actor_name) for line in lines}


def test_a_role_may_need_one_and_then_it_stays(room: Newsroom) -> None:
    strict = replace(factors(room), required=frozenset({Role.CHECKER}))
    assert second_factor.missing(room.unit(), strict, room.jana)
    assert not second_factor.missing(room.unit(), strict, room.eva)
    secret, _ = set_up(room)
    assert not second_factor.missing(room.unit(), strict, room.jana)
    with pytest.raises(Refused, match="Your role needs"):
        second_factor.switch_off(room.unit(), strict, room.jana, code=code(room, secret))


def test_neither_secret_nor_codes_are_kept_as_they_are(room: Newsroom) -> None:
    secret, given = set_up(room)
    with room.unit().reading() as session:
        kept = repr(session.get_one(SecondFactor, room.jana.id)) + repr(session.exec(select(RecoveryCode)).all())
        told = repr([(line.note, line.data) for line in history.everything(session)])
    for hidden in (secret, *(each.replace(" ", "") for each in given)):
        assert hidden not in kept + told


def test_the_codes_are_those_of_the_rfc(room: Newsroom) -> None:
    """RFC 6238, appendix B: the SHA-1 secret "12345678901234567890"; the last six of its eight digits."""
    from datetime import UTC, datetime

    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    codes = factors(room).codes
    for seconds, expected in ((59, "287082"), (1111111109, "081804"), (20000000000, "353130")):
        at = datetime.fromtimestamp(seconds, UTC)
        assert codes.step_of(secret, expected, at) == seconds // 30
