"""Letting people in and out: what is throttled, what ends a session, what a link and a token are worth."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest

from factcheck.domain.errors import Invalid, NotAllowed, NotFound, Refused, SignedOut, TooManyTries
from factcheck.domain.people import INVITATION_LASTS, SIGN_IN_IDLE, SIGN_IN_LASTS, Role, TokenScope
from factcheck.services import history, people, signing_in, tokens
from factcheck.store import people as rows
from factcheck.store.tables import ApiToken, Invitation
from tests.services.conftest import Newsroom
from tests.services.fakes import PlainPasswords

PASSWORD = "correct horse battery"
JANA = "jana@desk.example"


@pytest.fixture
def door(settled: Newsroom) -> Newsroom:
    """A newsroom in which Jana has a password."""
    signing_in.set_password(settled.unit(), settled.passwords, settled.jana.id or 0, PASSWORD, settled.boss)
    return settled


def sign_in(room: Newsroom, password: str = PASSWORD, email: str = JANA, address: str = "192.0.2.1") -> str:
    return signing_in.sign_in(room.unit(), room.passwords, email, password, address=address, browser="a browser")


def inside(room: Newsroom, token: str) -> bool:
    return signing_in.who_is(room.unit(), token) is not None


# --- Signing in -----------------------------------------------------------------------------------


def test_who_signs_in_is_who_they_are(door: Newsroom) -> None:
    signed_in = signing_in.who_is(door.unit(), sign_in(door, email=f" {JANA.upper()} "))
    assert signed_in is not None
    assert (signed_in.actor, signed_in.email) == (door.jana, JANA)
    assert signing_in.who_is(door.unit(), "not a token") is None


def test_every_reason_to_stay_outside_sounds_the_same(door: Newsroom) -> None:
    people.disable(door.unit(), door.omar.id or 0, door.boss)
    said = set()
    for email, password in ((JANA, "wrong"), ("nobody@desk.example", PASSWORD), ("omar@desk.example", PASSWORD),
                            ("eva@desk.example", "")):  # fmt: skip
        with pytest.raises(SignedOut) as no:
            sign_in(door, password, email)
        said.add(str(no.value))
    assert said == {"The address or the password is not right."}
    assert door.passwords.compared == 4, "as much work for who is not there as for who is"


def test_a_token_of_a_session_is_kept_only_as_its_digest(door: Newsroom) -> None:
    token = sign_in(door)
    with door.unit().reading() as session:
        [stored] = rows.open_sign_ins(session, door.jana.id or 0)
    assert token not in repr(stored.model_dump())
    assert len(token) >= 43


def test_the_sixth_try_in_a_minute_is_not_even_compared(door: Newsroom) -> None:
    for _ in range(5):
        with pytest.raises(SignedOut):
            sign_in(door, "wrong")
    with pytest.raises(TooManyTries) as no:
        sign_in(door)
    assert (no.value.retry_after, door.passwords.compared) == (60, 5)
    door.clock.forward(timedelta(seconds=61))
    assert inside(door, sign_in(door))


def test_an_address_that_tries_many_people_is_throttled_and_another_is_not(door: Newsroom) -> None:
    for number in range(20):
        with pytest.raises(SignedOut):
            sign_in(door, "wrong", f"nobody{number}@desk.example")
    with pytest.raises(TooManyTries):
        sign_in(door)
    assert inside(door, sign_in(door, address="192.0.2.2"))


def test_many_addresses_together_are_throttled_too(door: Newsroom) -> None:
    for number in range(120):
        with pytest.raises(SignedOut):
            sign_in(door, "wrong", f"nobody{number}@desk.example", f"192.0.2.{number}")
    with pytest.raises(TooManyTries):
        sign_in(door, address="198.51.100.1")


def test_tries_that_come_at_once_are_counted_one_by_one(door: Newsroom) -> None:
    together, outcomes = threading.Barrier(12), []

    def guess() -> None:
        together.wait()
        try:
            sign_in(door, "wrong")
        except (SignedOut, TooManyTries) as no:
            outcomes.append(type(no))

    threads = [threading.Thread(target=guess) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(kind.__name__ for kind in outcomes) == ["SignedOut"] * 5 + ["TooManyTries"] * 7
    assert door.passwords.compared == 5


def test_guessing_ones_own_password_is_throttled_as_well(door: Newsroom) -> None:
    for _ in range(5):
        with pytest.raises(Invalid, match="present password"):
            signing_in.change_password(door.unit(), door.passwords, door.jana, old="wrong", new="another long one")
    with pytest.raises(TooManyTries):
        signing_in.change_password(door.unit(), door.passwords, door.jana, old=PASSWORD, new="another long one")


# --- What ends a session --------------------------------------------------------------------------

ENDS: dict[str, Callable[[Newsroom, str], object]] = {
    "signing out": lambda room, token: signing_in.sign_out(room.unit(), token),
    "a new password": lambda room, token: signing_in.change_password(
        room.unit(), room.passwords, room.jana, old=PASSWORD, new="another long one"
    ),
    "a password set for them": lambda room, token: signing_in.set_password(
        room.unit(), room.passwords, room.jana.id or 0, "another long one", room.boss
    ),
    "a new role": lambda room, token: people.change_roles(
        room.unit(), room.jana.id or 0, room.boss, roles=["checker", "editor"]
    ),
    "being disabled": lambda room, token: people.disable(room.unit(), room.jana.id or 0, room.boss),
    "an admin": lambda room, token: [
        signing_in.end_session(room.unit(), each.id, room.boss)
        for each in signing_in.sessions(room.unit(), room.jana.id or 0, room.boss)
    ],
    "half a day of nothing": lambda room, token: room.clock.forward(SIGN_IN_IDLE + timedelta(seconds=1)),
}


@pytest.mark.parametrize("end", ENDS)
def test_a_session_is_ended_on_the_server(door: Newsroom, end: str) -> None:
    token = sign_in(door)
    assert inside(door, token)
    ENDS[end](door, token)
    assert not inside(door, token)
    assert signing_in.sessions(door.unit(), door.jana.id or 0, door.boss) == []


def test_a_session_that_is_used_lasts_a_week_and_no_longer(door: Newsroom) -> None:
    token, begun = sign_in(door), door.clock.now
    while door.clock.now < begun + SIGN_IN_LASTS:
        assert inside(door, token)
        door.clock.forward(timedelta(hours=6))
    assert inside(door, token)
    door.clock.forward(timedelta(seconds=1))
    assert not inside(door, token)


def test_being_enabled_again_revives_no_session(door: Newsroom) -> None:
    token = sign_in(door)
    people.disable(door.unit(), door.jana.id or 0, door.boss)
    people.enable(door.unit(), door.jana.id or 0, door.boss)
    assert not inside(door, token)
    assert inside(door, sign_in(door))


def test_changing_ones_password_keeps_only_the_session_that_did_it(door: Newsroom) -> None:
    here, there = sign_in(door), sign_in(door)
    mine = signing_in.who_is(door.unit(), here)
    assert mine is not None
    signing_in.change_password(
        door.unit(), door.passwords, door.jana, old=PASSWORD, new="another long one", keep=mine.session_id
    )
    assert (inside(door, here), inside(door, there)) == (True, False)


def test_sessions_are_ended_by_their_person_or_an_admin_only(door: Newsroom) -> None:
    token = sign_in(door)
    [session] = signing_in.sessions(door.unit(), door.jana.id or 0, door.jana)
    for other in (door.omar, door.eva):
        with pytest.raises(NotFound):
            signing_in.end_session(door.unit(), session.id, other)
        with pytest.raises(NotAllowed):
            signing_in.sessions(door.unit(), door.jana.id or 0, other)
    assert inside(door, token)


# --- Links ----------------------------------------------------------------------------------------


def invited(room: Newsroom) -> str:
    return people.add(room.unit(), room.boss, email="new@desk.example", name="New", roles=["checker"])[1]


def test_a_link_lets_in_once(settled: Newsroom) -> None:
    token = invited(settled)
    assert signing_in.invitation(settled.unit(), token).name == "New"
    signing_in.set_first_password(settled.unit(), settled.passwords, token, PASSWORD)
    assert inside(settled, sign_in(settled, email="new@desk.example"))
    with pytest.raises(NotFound, match="used or has run out"):
        signing_in.set_first_password(settled.unit(), settled.passwords, token, "another long one")
    with pytest.raises(NotFound):
        signing_in.invitation(settled.unit(), token)


def test_a_link_used_by_two_at_once_lets_one_in(settled: Newsroom) -> None:
    token, rival = invited(settled), PlainPasswords()
    settled.passwords.meanwhile = lambda: signing_in.set_first_password(
        settled.unit(), rival, token, "the rival's password"
    )
    with pytest.raises(NotFound):
        signing_in.set_first_password(settled.unit(), settled.passwords, token, PASSWORD)
    assert inside(settled, sign_in(settled, "the rival's password", "new@desk.example"))


@pytest.mark.parametrize("end", ["time", "a newer link", "being disabled"])
def test_a_link_ends(settled: Newsroom, end: str) -> None:
    token = invited(settled)
    person = signing_in.invitation(settled.unit(), token)
    if end == "time":
        settled.clock.forward(INVITATION_LASTS)
    elif end == "a newer link":
        people.invite(settled.unit(), person.id, settled.boss)
    else:
        people.disable(settled.unit(), person.id, settled.boss)
    with pytest.raises(NotFound):
        signing_in.invitation(settled.unit(), token)


def test_a_weak_password_does_not_use_the_link_up(settled: Newsroom) -> None:
    token = invited(settled)
    with pytest.raises(Invalid):
        signing_in.set_first_password(settled.unit(), settled.passwords, token, "short")
    signing_in.set_first_password(settled.unit(), settled.passwords, token, PASSWORD)


def test_neither_links_nor_tokens_stand_in_the_database(settled: Newsroom) -> None:
    link = invited(settled)
    token = tokens.add_token(settled.unit(), settled.jana.id or 0, settled.jana, label="x", scope=TokenScope.READ)
    with settled.unit().reading() as session:
        kept = [
            session.get_one(ApiToken, 1).model_dump(),
            *(session.get_one(Invitation, n).model_dump() for n in (5, 6)),
        ]
    assert link not in repr(kept)
    assert token not in repr(kept)


# --- People ---------------------------------------------------------------------------------------


def test_only_admins_manage_people(settled: Newsroom) -> None:
    for actor in (settled.jana, settled.eva, settled.max):
        for attempt in (
            lambda who: people.add(settled.unit(), who, email="x@desk.example", name="X", roles=["admin"]),
            lambda who: people.invite(settled.unit(), settled.jana.id or 0, who),
            lambda who: people.change_roles(settled.unit(), who.id, who, roles=["admin"]),
            lambda who: people.disable(settled.unit(), settled.boss.id or 0, who),
            lambda who: signing_in.set_password(settled.unit(), settled.passwords, settled.boss.id or 0, PASSWORD, who),
            lambda who: people.everyone(settled.unit(), who),
            lambda who: history.lines(settled.unit(), f"person:{settled.jana.id}", who),
        ):
            with pytest.raises(NotAllowed):
                attempt(actor)


def test_the_last_admin_stays(settled: Newsroom) -> None:
    boss = settled.boss.id or 0
    for attempt in (
        lambda: people.disable(settled.unit(), boss, settled.boss),
        lambda: people.change_roles(settled.unit(), boss, settled.boss, roles=["editor"]),
    ):
        with pytest.raises(Refused, match="This is the last admin") as no:
            attempt()
        assert no.value.rule == "last_admin"
    second = settled.hire("second", ["admin"])
    people.change_roles(settled.unit(), boss, settled.boss, roles=["editor"])
    with pytest.raises(Refused, match="last admin"):
        people.disable(settled.unit(), second.id or 0, second)


def test_two_admins_who_leave_at_once_do_not_both_get_away(settled: Newsroom) -> None:
    admins = [settled.boss, settled.hire("second", ["admin"])]
    together, refused = threading.Barrier(2), []

    def leave(number: int) -> None:
        together.wait()
        try:
            people.disable(settled.unit(), admins[number].id or 0, admins[number])
        except Refused:
            refused.append(number)

    threads = [threading.Thread(target=leave, args=(number,)) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1


def test_an_address_is_one_persons(settled: Newsroom) -> None:
    with pytest.raises(Invalid, match="already somebody's address here"):
        people.add(settled.unit(), settled.boss, email=" JANA@desk.example", name="Another", roles=["checker"])


def test_who_is_disabled_is_given_no_claims(settled: Newsroom) -> None:
    people.disable(settled.unit(), settled.jana.id or 0, settled.boss)
    assert [person.name for person in people.checkers(settled.unit())] == ["Eva", "Max", "Omar"]


def test_what_is_done_to_people_stands_in_their_history(settled: Newsroom) -> None:
    people.change_roles(settled.unit(), settled.jana.id or 0, settled.boss, roles=["editor"])
    [newest, oldest] = history.lines(settled.unit(), f"person:{settled.jana.id}", settled.boss)
    assert (newest.who, newest.what, newest.changes) == ("Boss", "change roles", (("roles", "checker", "editor"),))
    assert oldest.what == "add"


# --- Tokens ---------------------------------------------------------------------------------------


def test_a_token_is_its_persons_hands_until_it_is_revoked(settled: Newsroom) -> None:
    jana = settled.jana.id or 0
    token = tokens.add_token(settled.unit(), jana, settled.jana, label=" cms ", scope=TokenScope.READ)
    assert token.startswith("fcd_")
    assert tokens.who_holds(settled.unit(), token) == (settled.jana, TokenScope.READ)
    people.change_roles(settled.unit(), jana, settled.boss, roles=["editor"])
    assert tokens.who_holds(settled.unit(), token)[0].roles == {Role.EDITOR}
    [sheet] = tokens.tokens(settled.unit(), settled.jana)
    assert (sheet.label, sheet.last_used_at) == ("cms", settled.clock.now)
    with pytest.raises(NotFound):
        tokens.revoke_token(settled.unit(), sheet.id, settled.omar)
    tokens.revoke_token(settled.unit(), sheet.id, settled.jana)
    with pytest.raises(SignedOut):
        tokens.who_holds(settled.unit(), token)
    assert tokens.tokens(settled.unit(), settled.jana) == []


def test_a_token_ends_with_its_person(settled: Newsroom) -> None:
    jana = settled.jana.id or 0
    token = tokens.add_token(settled.unit(), jana, settled.jana, label="", scope=TokenScope.WRITE)
    people.disable(settled.unit(), jana, settled.boss)
    people.enable(settled.unit(), jana, settled.boss)
    with pytest.raises(SignedOut):
        tokens.who_holds(settled.unit(), token)


def test_nobody_makes_a_token_for_somebody_else(settled: Newsroom) -> None:
    with pytest.raises(NotAllowed):
        tokens.add_token(settled.unit(), settled.eva.id or 0, settled.jana, label="", scope=TokenScope.WRITE)
