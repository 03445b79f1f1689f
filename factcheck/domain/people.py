"""Who works at the desk, what their role carries, and what a password must be."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from factcheck.domain.errors import Invalid, NotAllowed
from factcheck.domain.texts import later, say


class Role(StrEnum):
    """A person has one or more of the first three; CLOCK and WORKER act without a person behind them."""

    CHECKER = "checker"
    EDITOR = "editor"
    ADMIN = "admin"
    CLOCK = "clock"
    WORKER = "worker"


ASSIGNABLE = (Role.CHECKER, Role.EDITOR, Role.ADMIN)


class Action(StrEnum):
    """What a person may do apart from the moves of the review table."""

    READ = "read the desk"
    BRING_IN = "bring in articles"
    EDIT_CLAIMS = "edit claims"
    ATTACH = "attach sources"
    SIGN_OFF = "sign articles off"
    SECOND = "give second opinions"
    ASK_SECOND = "ask for second opinions"
    EXPORT = "export"
    MANAGE_PEOPLE = "manage people"
    MANAGE_OUTLETS = "manage outlets"
    SEE_WORKERS = "see the workers"
    MANAGE_PLUGINS = "manage plug-ins"


# fmt: off
PERMISSIONS: dict[Action, frozenset[Role]] = {
    Action.READ:           frozenset({Role.CHECKER, Role.EDITOR, Role.ADMIN}),
    Action.BRING_IN:       frozenset({Role.CHECKER, Role.EDITOR, Role.ADMIN}),
    Action.EDIT_CLAIMS:    frozenset({Role.CHECKER, Role.EDITOR}),
    Action.ATTACH:         frozenset({Role.CHECKER, Role.EDITOR}),
    Action.SIGN_OFF:       frozenset({Role.EDITOR}),
    Action.SECOND:         frozenset({Role.CHECKER, Role.EDITOR}),
    Action.ASK_SECOND:     frozenset({Role.EDITOR}),
    Action.EXPORT:         frozenset({Role.CHECKER, Role.EDITOR, Role.ADMIN}),
    Action.MANAGE_PEOPLE:  frozenset({Role.ADMIN}),
    Action.MANAGE_OUTLETS: frozenset({Role.ADMIN, Role.EDITOR}),
    Action.SEE_WORKERS:    frozenset({Role.ADMIN, Role.EDITOR}),
    Action.MANAGE_PLUGINS: frozenset({Role.ADMIN}),
}
# fmt: on


def who(action: Action) -> str:
    """The roles that carry the action, as a refusal names them: "admin or editor"."""
    return " or ".join(sorted(role.value for role in PERMISSIONS[action]))


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: `id` is the person, None for the clock and the workers."""

    id: int | None
    name: str
    roles: frozenset[Role]

    def may(self, action: Action) -> bool:
        return bool(self.roles & PERMISSIONS[action])

    def require(self, action: Action) -> None:
        """Raise NotAllowed, naming the roles that could, when the person's role does not carry the action."""
        if not self.may(action):
            raise NotAllowed(
                action.name.lower(),
                "Your role does not let you %(action)s: ask an %(who)s.",
                action=action,
                who=say(who(action)),
            )


CLOCK = Actor(None, later("the clock"), frozenset({Role.CLOCK}))
WORKER = Actor(None, later("a worker"), frozenset({Role.WORKER}))

PASSWORD_LEAST = 12
PASSWORD_MOST = 200
"""Characters. The upper end keeps the hash from being a way to burn the desk's processor."""

INVITATION_LASTS = timedelta(days=3)
SIGN_IN_IDLE = timedelta(hours=12)
SIGN_IN_LASTS = timedelta(days=7)

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")  # jana@desk.example


def checked_email(text: str) -> str:
    """The address in the one spelling that the desk stores; Invalid when it is none."""
    email = text.strip().lower()
    if len(email) > 254 or not _EMAIL.fullmatch(email):
        raise Invalid("email", "email", "%(text)s is not an e-mail address.", text=text.strip()[:80] or say("Nothing"))
    return email


def checked_password(password: str) -> str:
    """The password as it is; Invalid when it is too short, too long or one character repeated."""
    if len(password) < PASSWORD_LEAST:
        raise Invalid("password", "too_short", "A password needs at least %(least)s characters.", least=PASSWORD_LEAST)
    if len(password) > PASSWORD_MOST:
        raise Invalid("password", "too_long", "A password has at most %(most)s characters.", most=PASSWORD_MOST)
    if len(set(password)) < 4:
        raise Invalid("password", "too_simple", "A password needs more than three different characters.")
    return password


def checked_roles(roles: Iterable[str]) -> frozenset[Role]:
    """The roles by name; Invalid when one is unknown or none is given."""
    names = {name.strip().lower() for name in roles}
    known = {role.value: role for role in ASSIGNABLE}
    unknown = sorted(names - known.keys())
    if unknown or not names:
        raise Invalid(
            "role",
            "unknown_role",
            "A role is checker, editor or admin, not %(given)s.",
            given=", ".join(unknown) or say("nothing"),
        )
    return frozenset(known[name] for name in names)


class TokenScope(StrEnum):
    """What a token may do of what its person may."""

    READ = "read"
    WRITE = "write"
