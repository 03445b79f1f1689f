"""As whom a command acts, and the desk it acts on."""

from typing import TYPE_CHECKING

from factcheck.domain.errors import NotFound
from factcheck.domain.people import Actor, Role, checked_email

if TYPE_CHECKING:
    from factcheck.config import Settings
    from factcheck.domain.sheets import PersonSheet
    from factcheck.wiring import Desk

COMMAND_LINE = Actor(None, "the command line", frozenset({Role.ADMIN, Role.EDITOR}))
"""Who may run commands on the desk's machine may read its database anyway."""


def settings() -> "Settings":
    """The settings; Invalid, in a sentence, when one of them cannot be used."""
    from pydantic import ValidationError

    from factcheck.config import Settings
    from factcheck.domain.errors import Invalid

    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else "A setting"
        raise Invalid(
            name, "setting", f"The setting {name} cannot be used: {first['msg'].removeprefix('Value error, ')}."
        ) from error


def desk() -> "Desk":
    """The desk of these settings; its links lead to where it answers on this machine."""
    from factcheck.up import address
    from factcheck.wiring import Desk

    return Desk.from_settings(address.known(settings()))


def person(desk: "Desk", email: str) -> "PersonSheet":
    """The person with this address; NotFound when there is none."""
    from factcheck.services import people

    address = checked_email(email)
    for sheet in people.everyone(desk.unit(), COMMAND_LINE):
        if sheet.email == address:
            return sheet
    raise NotFound(f"Nobody here has the address {address}.")


def actor(desk: "Desk", email: str | None) -> Actor:
    """The person of this address as somebody who acts; the command line itself without one."""
    if email is None:
        return COMMAND_LINE
    sheet = person(desk, email)
    return Actor(sheet.id, sheet.name, frozenset(sheet.roles))
