"""The sections of the pages under /admin, each shown to those whose role carries its action."""

from typing import Any

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from factcheck.domain.people import Action
from factcheck.web.answers import onward, page
from factcheck.web.doors import needs
from factcheck.web.sessions import actor
from factcheck.web.tongue import later

rooms = Blueprint("admin", __name__, url_prefix="/admin")

SECTIONS = (
    ("admin.people", later("People"), Action.MANAGE_PEOPLE),
    ("admin.outlets", later("Outlets"), Action.MANAGE_OUTLETS),
    ("plugins.listed", later("Plug-ins"), Action.MANAGE_PLUGINS),
    ("admin.workers", later("Workers"), Action.SEE_WORKERS),
    ("admin.settings", later("Settings"), Action.MANAGE_PEOPLE),
    ("admin.checked_history", later("History"), Action.MANAGE_PEOPLE),
)


PAST_MOST = 50
"""Entries of a history that the page of a person or a plug-in shows."""


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
