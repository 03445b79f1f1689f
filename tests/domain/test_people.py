"""Roles and passwords. The table of permissions stands here once more, apart from the code."""

from itertools import product

import pytest

from factcheck.domain.errors import Invalid, NotAllowed
from factcheck.domain.people import (
    ASSIGNABLE,
    CLOCK,
    PASSWORD_LEAST,
    PASSWORD_MOST,
    PERMISSIONS,
    WORKER,
    Action,
    Actor,
    Role,
    checked_email,
    checked_password,
    checked_roles,
)

GOLDEN = """
                 checker editor admin clock worker
read              yes     yes    yes   no    no
bring_in          yes     yes    yes   no    no
edit_claims       yes     yes    no    no    no
attach            yes     yes    no    no    no
sign_off          no      yes    no    no    no
second            yes     yes    no    no    no
ask_second        no      yes    no    no    no
export            yes     yes    yes   no    no
manage_people     no      no     yes   no    no
manage_outlets    no      yes    yes   no    no
see_workers       no      yes    yes   no    no
manage_plugins    no      no     yes   no    no
"""


def golden() -> dict[tuple[str, str], bool]:
    head, *lines = [line.split() for line in GOLDEN.strip().splitlines()]
    return {(action, role): word == "yes" for action, *words in lines for role, word in zip(head, words, strict=True)}


def test_the_golden_table_names_every_action_and_every_role() -> None:
    assert set(golden()) == {(action.name.lower(), role.value) for action, role in product(Action, Role)}
    assert set(PERMISSIONS) == set(Action)


@pytest.mark.parametrize(("action", "role"), list(product(Action, Role)))
def test_a_role_carries_what_the_golden_table_says(action: Action, role: Role) -> None:
    actor = Actor(1, "Jana", frozenset({role}))
    assert actor.may(action) == golden()[action.name.lower(), role.value]


def test_several_roles_carry_what_either_carries() -> None:
    both = Actor(1, "Kim", frozenset({Role.CHECKER, Role.ADMIN}))
    assert all(both.may(action) for action in (Action.EDIT_CLAIMS, Action.MANAGE_PEOPLE))


def test_nobody_without_a_role_does_anything() -> None:
    assert not any(Actor(1, "Jana", frozenset()).may(action) for action in Action)
    assert not any(who.may(action) for action in Action for who in (CLOCK, WORKER))


def test_a_refusal_names_who_could() -> None:
    with pytest.raises(NotAllowed, match=r"does not let you manage outlets: ask an admin or editor\.$") as no:
        Actor(1, "Jana", frozenset({Role.CHECKER})).require(Action.MANAGE_OUTLETS)
    assert no.value.rule == "manage_outlets"


def test_an_address_is_stored_in_one_spelling() -> None:
    assert checked_email("  Jana@Desk.Example ") == "jana@desk.example"


@pytest.mark.parametrize("text", ["", "jana", "jana@desk", "a b@desk.example", "@desk.example", "a@b@c.example",
                                  "a" * 250 + "@desk.example"])  # fmt: skip
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match=r"is not an e-mail address") as no:
        checked_email(text)
    assert no.value.field == "email"


@pytest.mark.parametrize(
    ("password", "rule"),
    [
        ("k" * (PASSWORD_LEAST - 1), "too_short"),
        ("kartoffel" * 100, "too_long"),
        ("abc" * 10, "too_simple"),
        ("a" * PASSWORD_LEAST, "too_simple"),
    ],
)
def test_a_weak_password_is_refused(password: str, rule: str) -> None:
    with pytest.raises(Invalid) as no:
        checked_password(password)
    assert (no.value.field, no.value.rule) == ("password", rule)


@pytest.mark.parametrize("length", [PASSWORD_LEAST, PASSWORD_MOST])
def test_a_password_of_the_least_and_of_the_most_length_passes(length: int) -> None:
    password = ("correct horse battery" * 20)[:length]
    assert checked_password(password) == password


def test_roles_are_read_by_name() -> None:
    assert checked_roles(["Checker", " editor "]) == {Role.CHECKER, Role.EDITOR}


@pytest.mark.parametrize("names", [[], ["clock"], ["worker"], ["checker", "owner"], [""]])
def test_only_the_three_roles_are_given_to_people(names: list[str]) -> None:
    with pytest.raises(Invalid, match=r"^A role is checker, editor or admin"):
        checked_roles(names)
    assert set(ASSIGNABLE) == {Role.CHECKER, Role.EDITOR, Role.ADMIN}
