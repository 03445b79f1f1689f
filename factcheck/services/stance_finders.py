"""Who suggests stances: the desk's own cues, or a finder from outside that an admin has switched on."""

from collections.abc import Callable
from dataclasses import replace

from factcheck.domain.plugins import Caller, NoUsableAnswer, PlugInKind
from factcheck.domain.stances import StanceFinder, Suggestion
from factcheck.domain.texts import later, say
from factcheck.services import engaging
from factcheck.services.engaging import Engaged, Unused
from factcheck.services.plugins import Plugged
from factcheck.store.unit import UnitOfWork

Unit = Callable[[], UnitOfWork]

TRIAL = (
    "The ferry to Osthaven carried 212 people on its first day.",
    "Lina Brandt",
    "Ferry service resumes. The passenger list of the first day names 212 people, the harbour office said.",
)
"""What a test of the settings sends: an invented claim, its claimant, and an invented report."""


TOO_LONG = later("the report has %(length)s characters, and at most %(most)s are sent to %(named)s")


class ChosenStances:
    """Implements StanceFinder. Where the one from outside gives nothing usable the cues are asked, and it is said.

    No transaction is open while the outside is asked. Nothing is sent unless an admin has switched that on.
    """

    def __init__(
        self, unit: Unit, plugged: Plugged, caller: Callable[[], Caller], own: Callable[[], StanceFinder]
    ) -> None:
        self._unit, self._plugged, self._caller, self._own = unit, plugged, caller, own

    def suggest(
        self, statement: str, claimant: str, text: str, *, outlet: str = "", language: str = ""
    ) -> Suggestion | None:
        try:
            chosen = engaging.engaged(self._unit(), self._plugged, PlugInKind.STANCE)
            if chosen is not None:
                engaging.take(self._unit(), chosen, len(statement) + len(text), TOO_LONG)
                return ask(self._unit(), chosen, self._caller(), statement, claimant, text, outlet, language)
            note = ""
        except Unused as why:
            note = str(why)
        found = self._own().suggest(statement, claimant, text, outlet=outlet, language=language)
        return replace(found, why=_by_cues(found.why, note)) if found and note else found


def _by_cues(why: str, note: str) -> str:
    return say("%(why)s (by the desk's own cues: %(note)s)", why=why, note=note)


def ask(
    uow: UnitOfWork,
    chosen: Engaged,
    caller: Caller,
    statement: str,
    claimant: str,
    text: str,
    outlet: str = "",
    language: str = "",
) -> Suggestion | None:
    """Ask the one from outside, and note how it went. Raises Unused."""

    def suggested() -> Suggestion | None:
        finder: StanceFinder = chosen.declared.itself.finder(chosen.settings, caller)
        found = finder.suggest(statement, claimant, text, outlet=outlet, language=language)
        if found is not None and not (0 <= found.start < found.end <= len(text) and found.why):
            raise NoUsableAnswer("it pointed to words that are not in the report")
        return found

    return engaging.answer(uow, chosen, len(statement) + len(text), suggested)
