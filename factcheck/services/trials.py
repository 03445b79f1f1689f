"""The test button of a plug-in: one small call with the settings that are kept, and in words how it went."""

import time
from collections.abc import Callable

from factcheck.domain.fetching import FetchFailed, HostBusy
from factcheck.domain.people import Action, Actor
from factcheck.domain.plugins import AskFailed, Caller, Declared, PlugInKind, Tried
from factcheck.domain.texts import say
from factcheck.services import splitters, stance_finders
from factcheck.services.engaging import Engaged, Unused
from factcheck.services.plugins import Plugged, settings_of
from factcheck.store import plugins as rows
from factcheck.store.unit import UnitOfWork


def try_out(uow: UnitOfWork, plugged: Plugged, caller: Caller, name: str, actor: Actor) -> Tried:
    """Ask a plug-in once. It counts as a call of the day; Invalid or Refused where it is not set up."""
    actor.require(Action.MANAGE_PLUGINS)
    declared = plugged.plugins.named(name)
    trial, size = TRIALS[declared.kind]
    with uow.writing() as session:
        row = rows.plug_in(session, name)
        settings = settings_of(plugged, declared, row) if row else declared.form.filled({}, {})
        rows.use_up(session, name, uow.now.date(), size, None)
    started = time.perf_counter()
    try:
        said = trial(uow, declared, settings, caller)
    except (Unused, AskFailed, FetchFailed, HostBusy) as why:
        return Tried(False, str(why), _since(started))
    return Tried(True, said, _since(started))


def _split(uow: UnitOfWork, declared: Declared, settings: object, caller: Caller) -> str:
    engaged = Engaged(declared, settings, declared.itself.destination(settings))
    found = splitters.ask(uow, engaged, caller, splitters.TRIAL)
    return say("it answered, and named %(claims)s claims whose words stand in the text", claims=len(found.claims))


def _find_stance(uow: UnitOfWork, declared: Declared, settings: object, caller: Caller) -> str:
    engaged = Engaged(declared, settings, declared.itself.destination(settings))
    found = stance_finders.ask(uow, engaged, caller, *stance_finders.TRIAL)
    if found is None:
        return say("it answered that it is not sure of the trial's report")
    return say("it answered that the stance of the trial's report is: %(stance)s", stance=found.stance)


def _look_in(uow: UnitOfWork, declared: Declared, settings: object, caller: Caller) -> str:
    """An archive is asked how much it would take, and keeps nothing."""
    problem = ""
    try:
        free = declared.itself.free(settings, caller.call(declared.itself.limit(settings)))
    except (AskFailed, FetchFailed) as failed:
        problem = str(failed)
        raise
    finally:
        _note(uow, declared.name, problem)
    return say("it answered, and would begin %(captures)s captures now", captures=free)


def _ask(uow: UnitOfWork, declared: Declared, settings: object, caller: Caller) -> str:
    query = declared.itself.health(settings)
    problem = ""
    try:
        answer = declared.itself.parse(settings, query, caller.call(declared.itself.request(settings, query)))
    except (AskFailed, FetchFailed) as failed:
        problem = str(failed)
        raise
    finally:
        _note(uow, declared.name, problem)
    named = {"hits": len(answer.hits), "words": query.words}
    if answer.note:
        return say("it answered, and named %(hits)s addresses for “%(words)s”; %(why)s", **named, why=answer.note)
    return say("it answered, and named %(hits)s addresses for “%(words)s”", **named)


def _note(uow: UnitOfWork, name: str, problem: str) -> None:
    with uow.writing() as session:
        row = rows.plug_in(session, name)
        if row is not None:
            row.asked_at, row.problem, row.problem_at = uow.now, problem, uow.now if problem else None


def _since(started: float) -> int:
    return round((time.perf_counter() - started) * 1000)


Trial = Callable[[UnitOfWork, Declared, object, Caller], str]
TRIALS: dict[PlugInKind, tuple[Trial, int]] = {
    PlugInKind.SPLITTER: (_split, len(splitters.TRIAL.text)),
    PlugInKind.STANCE: (_find_stance, sum(map(len, stance_finders.TRIAL))),
    PlugInKind.PROVIDER: (_ask, 1),
    PlugInKind.ARCHIVE: (_look_in, 0),
}
"""How a plug-in of each kind is tried out, and how much of its budget that uses up."""
