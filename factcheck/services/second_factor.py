"""A person's second factor: setting it up, asking for it at sign-in, and what happens when it is lost."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from factcheck.domain.errors import Invalid, Refused, SignedOut, TooManyTries
from factcheck.domain.people import Action, Actor, Role
from factcheck.domain.plugins import Sealer
from factcheck.domain.second_factor import (
    CODE_TRIES_HOUR,
    HALF_LASTS,
    RECOVERY_CODES,
    WRONG_CODE,
    NewSecret,
    SecondFactorSheet,
    TimedCodes,
    grouped,
    is_timed,
    required_of,
    typed,
)
from factcheck.services import people, signing_in
from factcheck.store import history
from factcheck.store import people as person_rows
from factcheck.store import second_factor as rows
from factcheck.store.tables import SecondFactor
from factcheck.store.unit import Session, UnitOfWork, alone

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Of recovery codes: nothing that is mistaken for another. 16 of 31 signs are 79 bits, too many to try a hash for."""


@dataclass(frozen=True, slots=True)
class Factors:
    """What second factors are made of here: `desk` is the name in the app, `required` the roles that need one."""

    codes: TimedCodes
    sealer: Sealer
    desk: str
    required: frozenset[Role]


def standing(uow: UnitOfWork, factors: Factors, actor: Actor) -> SecondFactorSheet:
    """How one's own second factor stands."""
    with uow.reading() as session:
        row = rows.of(session, actor.id or 0)
        on = row is not None and row.confirmed_at is not None
        left = rows.codes_left(session, actor.id or 0) if on else 0
    since = row.confirmed_at if row is not None else None
    return SecondFactorSheet(on, row is not None and not on, since, left, required_of(actor.roles, factors.required))


def missing(uow: UnitOfWork, factors: Factors, actor: Actor) -> bool:
    """Whether this person must set one up before anything else. Asks the database only where a role needs one."""
    if not required_of(actor.roles, factors.required):
        return False
    with uow.reading() as session:
        return not rows.is_on(session, actor.id or 0)


# --- Setting it up --------------------------------------------------------------------------------


def begin(uow: UnitOfWork, factors: Factors, passwords: signing_in.Passwords, actor: Actor, *, password: str) -> None:
    """Make a secret that waits for its first code. Asks for the password: a borrowed browser must not lock one out."""
    signing_in.own_password(uow, passwords, actor, password)
    sealed = factors.sealer.seal(factors.codes.secret())
    with uow.writing() as session:
        alone(session, f"second factor {actor.id}")
        if rows.is_on(session, actor.id or 0):
            raise Refused("second_factor_on", "Your second factor is on already. Switch it off first.")
        rows.remove(session, actor.id or 0)
        session.add(SecondFactor(person_id=actor.id or 0, sealed=sealed, begun_at=uow.now))


def waiting(uow: UnitOfWork, factors: Factors, actor: Actor, *, email: str) -> NewSecret | None:
    """The secret that waits for its first code, for the person themselves; None when there is none."""
    with uow.reading() as session:
        row = rows.of(session, actor.id or 0)
    if row is None or row.confirmed_at is not None:
        return None
    secret = factors.sealer.opened(row.sealed)
    address = factors.codes.address(secret, person=email, desk=factors.desk)
    return NewSecret(grouped(secret), address, factors.codes.picture(address))


def confirm(uow: UnitOfWork, factors: Factors, actor: Actor, *, code: str, keep: int | None) -> tuple[str, ...]:
    """Switch it on with a first code; returns the recovery codes, this once. Every session but `keep` ends."""
    _count_code(uow, actor.id or 0)
    with uow.writing() as session:
        alone(session, f"second factor {actor.id}")
        row = rows.of(session, actor.id or 0)
        if row is None or row.confirmed_at is not None:
            raise Refused("second_factor_not_begun", "There is nothing to confirm: begin anew.")
        if not is_timed(typed(code)) or not _fits(session, uow, factors, row, typed(code)):
            raise Invalid("code", "code", WRONG_CODE)
        row.confirmed_at = uow.now
        person_rows.end_sign_ins(session, actor.id or 0, uow.now, but=keep)
        history.append(session, f"person:{actor.id}", "set up second factor", actor, uow.now)
        return _fresh_codes(session, actor.id or 0)


def new_codes(uow: UnitOfWork, factors: Factors, actor: Actor, *, code: str) -> tuple[str, ...]:
    """New recovery codes in place of the old ones, shown this once."""
    _count_code(uow, actor.id or 0)
    with uow.writing() as session:
        _own_code(session, uow, factors, actor, code)
        history.append(session, f"person:{actor.id}", "new recovery codes", actor, uow.now)
        return _fresh_codes(session, actor.id or 0)


def switch_off(uow: UnitOfWork, factors: Factors, actor: Actor, *, code: str) -> None:
    """Switch one's own off with a code. Refused where a role needs it."""
    if required_of(actor.roles, factors.required):
        raise Refused("second_factor_required", "Your role needs a second factor: it cannot be switched off.")
    _count_code(uow, actor.id or 0)
    with uow.writing() as session:
        _own_code(session, uow, factors, actor, code)
        rows.remove(session, actor.id or 0)
        history.append(session, f"person:{actor.id}", "switch off second factor", actor, uow.now)


def reset(uow: UnitOfWork, person_id: int, actor: Actor) -> None:
    """Take away what a person has lost: their sessions end, and their password is enough until they set one up anew."""
    actor.require(Action.MANAGE_PEOPLE)
    if actor.id == person_id:
        raise Refused("own_second_factor", "Your own is switched off under My account, with a code.")
    with uow.writing() as session:
        person = people.person_by_id(session, person_id)
        alone(session, f"second factor {person_id}")
        if not rows.remove(session, person_id):
            raise Refused("no_second_factor", "%(name)s has no second factor.", name=person.name)
        person_rows.end_sign_ins(session, person_id, uow.now)
        history.append(session, f"person:{person_id}", "reset second factor", actor, uow.now)


def is_on(uow: UnitOfWork, person_id: int, actor: Actor) -> bool:
    """Whether a person has one, for an admin."""
    actor.require(Action.MANAGE_PEOPLE)
    with uow.reading() as session:
        return rows.is_on(session, person_id)


def _own_code(session: Session, uow: UnitOfWork, factors: Factors, actor: Actor, code: str) -> None:
    row = rows.of(session, actor.id or 0)
    if row is None or row.confirmed_at is None:
        raise Refused("no_second_factor", "You have no second factor yet.")
    if not _fits(session, uow, factors, row, typed(code)):
        raise Invalid("code", "code", WRONG_CODE)


def _fresh_codes(session: Session, person_id: int) -> tuple[str, ...]:
    made = ["".join(secrets.choice(ALPHABET) for _ in range(16)) for _ in range(RECOVERY_CODES)]
    rows.replace_codes(session, person_id, [people.digest(code) for code in made])
    return tuple(grouped(code) for code in made)


# --- At sign-in -----------------------------------------------------------------------------------


def enter(uow: UnitOfWork, factors: Factors, half: str, code: str, *, address: str, browser: str) -> str:
    """The second step: open the session with a code of the app or a recovery code, and return its token.

    Invalid for a wrong code, whatever is wrong with it; SignedOut when the first step is too long ago; TooManyTries.
    """
    digest = people.digest(half)
    person_id = _first_step(uow, digest)
    _count_code(uow, person_id, address)
    with uow.writing() as session:
        person = people.person_by_id(session, person_id)
        row = rows.of(session, person_id)
        if row is None or row.confirmed_at is None or not person.active:
            raise SignedOut(signing_in.AGAIN)
        if not _fits(session, uow, factors, row, typed(code)):
            raise Invalid("code", "code", WRONG_CODE)
        if not rows.use_half(session, digest):
            raise SignedOut(signing_in.AGAIN)
        by = "code" if is_timed(typed(code)) else "recovery code"
        return signing_in.open_session(session, uow, person, address=address, browser=browser, data={"second": by})


def _first_step(uow: UnitOfWork, digest: str) -> int:
    with uow.reading() as session:
        half = rows.half_by_token(session, digest)
        if half is None or uow.now - half.created_at > HALF_LASTS:
            raise SignedOut(signing_in.AGAIN)
        return half.person_id


def _fits(session: Session, uow: UnitOfWork, factors: Factors, row: SecondFactor, code: str) -> bool:
    """Whether the code is right, and use it up: neither kind is accepted twice."""
    if not is_timed(code):
        return rows.use_recovery(session, row.person_id, people.digest(code), uow.now)
    step = factors.codes.step_of(factors.sealer.opened(row.sealed), code, uow.now)
    return step is not None and rows.use_step(session, row.person_id, step)


def _count_code(uow: UnitOfWork, person_id: int, address: str = "") -> None:
    """Count a try before the code is looked at: by minute as for passwords, and by hour."""
    key = str(person_id)
    with uow.reading() as session:
        heard = person_rows.tries_since(session, f"code:{key}", uow.now - timedelta(hours=1))
    if heard >= CODE_TRIES_HOUR:
        raise TooManyTries("Too many codes were tried. Wait an hour, or ask an admin.", 3600)
    signing_in.count_try(uow, {"code": key, "address": address or f"code {key}", "all": "all"})
