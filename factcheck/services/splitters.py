"""Which splitter an article gets: the desk's own, or one from outside that an admin has switched on."""

from collections.abc import Callable
from dataclasses import replace

from factcheck.domain.claims import ArticleText, Split, Splitter
from factcheck.domain.plugins import Caller, NoUsableAnswer, PlugInKind
from factcheck.services import engaging
from factcheck.services.engaging import Engaged, Unused
from factcheck.services.plugins import Plugged
from factcheck.store.unit import UnitOfWork

Unit = Callable[[], UnitOfWork]

TRIAL = ArticleText(
    "Ferry service resumes\n\nThe ferry to Osthaven carried 212 people on its first day, operator Lina Brandt said.",
    title="Ferry service resumes",
    outlet="Coast Daily",
)
"""What a test of the settings sends: an invented text."""


class ChosenSplitter:
    """Implements Splitter. Where the one from outside gives nothing usable, the desk's own splits, and a note says why.

    No transaction is open while the outside is asked. Nothing is sent unless an admin has switched that on.
    """

    def __init__(self, unit: Unit, plugged: Plugged, caller: Callable[[], Caller], own: Splitter) -> None:
        self._unit, self._plugged, self._caller, self._own = unit, plugged, caller, own

    def split(self, article: ArticleText) -> Split:
        own = self._own.split(article)
        try:
            chosen = engaging.engaged(self._unit(), self._plugged, PlugInKind.SPLITTER)
            if chosen is None:
                return own
            engaging.take(self._unit(), chosen, len(article.text), "article")
            found = ask(self._unit(), chosen, self._caller(), article)
        except Unused as why:
            note = f"split by the desk's own rules: {why}"
            return replace(own, note=f"{note}; {own.note}" if own.note else note)
        note = f"split by {chosen.named}" + (f"; {found.note}" if found.note else "")
        # The sentences with what belongs to them stay those of the desk: a model has no offsets to give.
        return replace(own, claims=found.claims, note=note, splitter=found.splitter)


def ask(uow: UnitOfWork, chosen: Engaged, caller: Caller, article: ArticleText) -> Split:
    """Split by the one from outside, and note how it went. Raises Unused."""

    def split() -> Split:
        found: Split = chosen.declared.itself.splitter(chosen.settings, caller).split(article)
        if not all(claim.span.fits(article.text) for claim in found.claims):
            raise NoUsableAnswer("it named places that are not in the article")
        return found

    return engaging.answer(uow, chosen, len(article.text), split)
