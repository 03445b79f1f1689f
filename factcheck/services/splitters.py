"""Which splitter an article gets: the desk's own, or one from outside that an admin has switched on."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from factcheck.domain.claims import ArticleText, Split, Splitter
from factcheck.domain.errors import DeskError
from factcheck.domain.evidence import FetchFailed, HostBusy
from factcheck.domain.plugins import PER_DAY, Caller, Declared, PlugInKind, SplitFailed
from factcheck.services.plugins import Plugged, settings_of
from factcheck.store import plugins as rows
from factcheck.store.unit import UnitOfWork

log = logging.getLogger(__name__)

Unit = Callable[[], UnitOfWork]

TRIAL = ArticleText(
    "Ferry service resumes\n\nThe ferry to Osthaven carried 212 people on its first day, operator Lina Brandt said.",
    title="Ferry service resumes",
    outlet="Coast Daily",
)
"""What a test of the settings sends: an invented text."""


@dataclass(frozen=True, slots=True)
class Engaged:
    """A splitter from outside that is switched on, with its settings, and where the text goes."""

    declared: Declared
    settings: Any
    destination: str

    @property
    def named(self) -> str:
        return f"the model at {self.destination}" if self.destination else self.declared.title


class ChosenSplitter:
    """Implements Splitter. Where the one from outside gives nothing usable, the desk's own splits, and a note says why.

    No transaction is open while the outside is asked. Nothing is sent unless an admin has switched that on.
    """

    def __init__(self, unit: Unit, plugged: Plugged, caller: Callable[[], Caller], own: Splitter) -> None:
        self._unit, self._plugged, self._caller, self._own = unit, plugged, caller, own

    def split(self, article: ArticleText) -> Split:
        own = self._own.split(article)
        try:
            engaged = self._engaged()
            if engaged is None:
                return own
            found = self._asked(engaged, article)
        except Unused as why:
            note = f"split by the desk's own rules: {why}"
            return replace(own, note=f"{note}; {own.note}" if own.note else note)
        note = f"split by {engaged.named}" + (f"; {found.note}" if found.note else "")
        # The sentences with what belongs to them stay those of the desk: a model has no offsets to give.
        return replace(own, claims=found.claims, note=note, splitter=found.splitter)

    def _engaged(self) -> Engaged | None:
        declared = {each.name: each for each in self._plugged.plugins.of_kind(PlugInKind.SPLITTER)}
        with self._unit().reading() as session:
            active = rows.active(session, list(declared))
            if not active:
                return None
            plug_in = declared[active[0].name]
            try:
                settings = settings_of(self._plugged, plug_in, active[0])
            except DeskError as why:
                raise Unused(f"{plug_in.title} is not set up: {why}") from why
        return Engaged(plug_in, settings, plug_in.itself.destination(settings))

    def _asked(self, engaged: Engaged, article: ArticleText) -> Split:
        length, most = len(article.text), engaged.declared.itself.most_characters(engaged.settings)
        if length > most:
            raise Unused(f"the article has {length:,} characters, and at most {most:,} are sent to {engaged.named}")
        self._use_up(engaged, length)
        return ask(self._unit(), engaged, self._caller(), article)

    def _use_up(self, engaged: Engaged, amount: int) -> None:
        uow = self._unit()
        most = getattr(engaged.settings, PER_DAY, None)
        with uow.writing() as session:
            if not rows.use_up(session, engaged.declared.name, uow.now.date(), amount, most):
                raise Unused(f"today's budget of {most:,} characters for {engaged.named} is used up")


class Unused(Exception):
    """The splitter from outside is not used for this article; the message says why."""


def ask(uow: UnitOfWork, engaged: Engaged, caller: Caller, article: ArticleText) -> Split:
    """Split by the one from outside, and note how it went. Raises Unused."""
    try:
        found: Split = engaged.declared.itself.splitter(engaged.settings, caller).split(article)
        if not all(claim.span.fits(article.text) for claim in found.claims):
            raise SplitFailed("it named places that are not in the article")
    except (SplitFailed, FetchFailed) as failed:
        _note(uow, engaged, str(failed))
        raise Unused(f"{engaged.named} gave no usable answer ({failed})") from failed
    except HostBusy as busy:
        with uow.writing() as session:
            rows.give_back(session, engaged.declared.name, uow.now.date(), len(article.text))
        raise Unused(f"{engaged.named} wants to be left alone until {busy.free_at:%H:%M} UTC") from busy
    except Exception as error:  # the code of a stranger may fail in any way; the article is split all the same
        log.exception("the splitter %s failed", engaged.declared.name)
        _note(uow, engaged, f"an error of the plug-in ({type(error).__name__})")
        raise Unused(f"{engaged.declared.title} has an error; the worker's log has more") from error
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
