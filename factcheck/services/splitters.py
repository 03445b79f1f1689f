"""Which splitter an article gets: the desk's own, or one from outside that an admin has switched on."""

from collections.abc import Callable
from dataclasses import replace

from factcheck.domain.claims import ArticleText, Split, Splitter
from factcheck.domain.plugins import Caller, NoUsableAnswer, PlugInKind
from factcheck.domain.texts import later, say
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


TOO_LONG = later("the article has %(length)s characters, and at most %(most)s are sent to %(named)s")


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
            engaging.take(self._unit(), chosen, len(article.text), TOO_LONG)
            found = ask(self._unit(), chosen, self._caller(), article)
        except Unused as why:
            return replace(own, note=_by_own_rules(why, own.note))
        # The sentences with what belongs to them stay those of the desk: a model has no offsets to give.
        return replace(own, claims=found.claims, note=_by(chosen, found.note), splitter=found.splitter)


def _by_own_rules(why: Unused, note: str) -> str:
    if note:
        return say("split by the desk's own rules: %(why)s; %(note)s", why=str(why), note=note)
    return say("split by the desk's own rules: %(why)s", why=str(why))


def _by(chosen: Engaged, note: str) -> str:
    if note:
        return say("split by %(named)s; %(note)s", named=chosen.named, note=note)
    return say("split by %(named)s", named=chosen.named)


def ask(uow: UnitOfWork, chosen: Engaged, caller: Caller, article: ArticleText) -> Split:
    """Split by the one from outside, and note how it went. Raises Unused."""

    def split() -> Split:
        found: Split = chosen.declared.itself.splitter(chosen.settings, caller).split(article)
        if not all(claim.span.fits(article.text) for claim in found.claims):
            raise NoUsableAnswer("it named places that are not in the article")
        return found

    return engaging.answer(uow, chosen, len(article.text), split)
