"""Plug-ins that work in place of a part of the desk: which one is switched on, what it may be given, how it went.

Where one gives nothing usable the desk's own part does the work; `Unused` says why, in words for a note.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from factcheck.domain.errors import DeskError
from factcheck.domain.fetching import FetchFailed, HostBusy
from factcheck.domain.plugins import PER_DAY, Declared, NoUsableAnswer, PlugInKind
from factcheck.domain.texts import say
from factcheck.services.plugins import Plugged, settings_of
from factcheck.store import plugins as rows
from factcheck.store.unit import UnitOfWork

log = logging.getLogger(__name__)

Given = TypeVar("Given")


@dataclass(frozen=True, slots=True)
class Engaged:
    """A plug-in that is switched on, with its settings, and where the text goes."""

    declared: Declared
    settings: Any
    destination: str

    @property
    def named(self) -> str:
        return say("the model at %(place)s", place=self.destination) if self.destination else self.declared.title


class Unused(Exception):
    """The plug-in is not used for this text; the message says why."""


def engaged(uow: UnitOfWork, plugged: Plugged, kind: PlugInKind) -> Engaged | None:
    """The one of its kind that an admin has switched on. Raises Unused where it is not set up."""
    declared = {each.name: each for each in plugged.plugins.of_kind(kind)}
    with uow.reading() as session:
        active = rows.active(session, list(declared))
        if not active:
            return None
        plug_in = declared[active[0].name]
        try:
            settings = settings_of(plugged, plug_in, active[0])
        except DeskError as why:
            raise Unused(say("%(name)s is not set up: %(why)s", name=plug_in.title, why=why.sentence)) from why
    return Engaged(plug_in, settings, plug_in.itself.destination(settings))


def take(uow: UnitOfWork, engaged: Engaged, length: int, what: str) -> None:
    """Count a text of so many characters. Raises Unused where it, or what was given today, is over the bounds."""
    most = engaged.declared.itself.most_characters(engaged.settings)
    if length > most:
        raise Unused(say(what, length=length, most=most, named=engaged.named))
    budget = getattr(engaged.settings, PER_DAY, None)
    with uow.writing() as session:
        if not rows.use_up(session, engaged.declared.name, uow.now.date(), length, budget):
            raise Unused(
                say(
                    "today's budget of %(characters)s characters for %(named)s is used up",
                    characters=budget or 0,
                    named=engaged.named,
                )
            )


def answer(uow: UnitOfWork, engaged: Engaged, length: int, work: Callable[[], Given]) -> Given:
    """What the plug-in gives, and a note how it went. Raises Unused, whatever the code of a stranger does."""
    try:
        found = work()
    except (NoUsableAnswer, FetchFailed) as failed:
        _note(uow, engaged, str(failed))
        raise Unused(say("%(named)s gave no usable answer (%(why)s)", named=engaged.named, why=str(failed))) from failed
    except HostBusy as busy:
        with uow.writing() as session:
            rows.give_back(session, engaged.declared.name, uow.now.date(), length)
        until = f"{busy.free_at:%H:%M}"
        raise Unused(
            say("%(named)s wants to be left alone until %(time)s UTC", named=engaged.named, time=until)
        ) from busy
    except Exception as error:  # the code of a stranger may fail in any way; the desk does the work all the same
        log.exception("the plug-in %s failed", engaged.declared.name)
        _note(uow, engaged, say("an error of the plug-in (%(name)s)", name=type(error).__name__))
        raise Unused(say("%(name)s has an error; the worker's log has more", name=engaged.declared.title)) from error
    _note(uow, engaged, "")
    return found


def _note(uow: UnitOfWork, engaged: Engaged, problem: str) -> None:
    with uow.writing() as session:
        row = rows.plug_in(session, engaged.declared.name)
        if row is None:
            return
        row.asked_at = uow.now
        if problem:
            row.problem, row.problem_at = problem, uow.now
        else:
            row.problem, row.problem_at = "", None
