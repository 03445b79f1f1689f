"""The moves on what was chosen in an article's text: nothing to check in it, and its claims extended, split, merged.

They serve the selection with the mouse and sentence mode alike, and each has its way back.
"""

from typing import Any

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from factcheck.domain.errors import DeskError, Invalid
from factcheck.domain.people import Action
from factcheck.domain.sheets import ClaimRow
from factcheck.domain.sign_offs import numbered
from factcheck.services import claims, editing, sentences
from factcheck.web import articles as pages
from factcheck.web import spans
from factcheck.web.answers import onward, shows_again
from factcheck.web.chosen import Chosen, chosen, in_ranges, one_claim, two_claims, version_of
from factcheck.web.doors import needs
from factcheck.web.sessions import actor, desk
from factcheck.web.tongue import _, ngettext

rooms = Blueprint("sentences", __name__, url_prefix="/articles/<int:article_id>/sentences")


def again(error: DeskError, article_id: int, **rest: Any) -> ResponseReturnValue:
    return pages.show(article_id, error=error)


# --- Nothing to check ------------------------------------------------------------------------------


@rooms.post("/look-at")
@needs(Action.EDIT_CLAIMS)
@shows_again(again)
def look_at(article_id: int) -> ResponseReturnValue:
    what = chosen(article_id)
    new = sentences.look_at(
        desk().unit(), article_id, actor(), revision=what.article.revision, sentences=what.sentences
    )
    said = ngettext(
        "Nothing to check in sentence %(numbers)s.",
        "Nothing to check in sentences %(numbers)s.",
        len(new),
        numbers=numbered(new),
    )
    return marked(what, "sentences.look_away", new, said)


@rooms.post("/look-away")
@needs(Action.EDIT_CLAIMS)
@shows_again(again)
def look_away(article_id: int) -> ResponseReturnValue:
    what = chosen(article_id)
    gone = sentences.look_away(
        desk().unit(), article_id, actor(), revision=what.article.revision, sentences=what.sentences
    )
    said = ngettext(
        "Sentence %(numbers)s is to be looked at again.",
        "Sentences %(numbers)s are to be looked at again.",
        len(gone),
        numbers=numbered(gone),
    )
    return marked(what, "sentences.look_at", gone, said)


def marked(what: Chosen, other: str, numbers: tuple[int, ...], said: str) -> ResponseReturnValue:
    """Back to the first of these sentences, with the other move as the way to undo it."""
    here = {"article_id": what.article.id} | pages.mode()
    place = url_for("articles.sheet", **here, _anchor=f"sentence-{min(numbers or what.sentences)}")
    if not numbers:
        return onward(place, _("That was so already."))
    fields = {"sentence": in_ranges(numbers), "revision": what.article.revision}
    return onward(place, said, undo=(url_for(other, **here), fields))


# --- Claims ----------------------------------------------------------------------------------------


@rooms.post("/extend")
@needs(Action.EDIT_CLAIMS)
@shows_again(again)
def extend(article_id: int) -> ResponseReturnValue:
    what = chosen(article_id)
    row = one_claim(what)
    more = editing.extend(desk().unit(), row.id, actor(), seen=version_of(row), fragments=what.fragments)
    return spans.changed(article_id, more, _("Claim %(number)s is extended.", number=row.number), at=what.first)


@rooms.post("/split")
@needs(Action.EDIT_CLAIMS)
@shows_again(again)
def split(article_id: int) -> ResponseReturnValue:
    what = chosen(article_id)
    row = one_claim(what)
    parted = editing.split(desk().unit(), row.id, actor(), seen=version_of(row), at=cut(what, row))
    return spans.changed(article_id, parted, _("Claim %(number)s is split in two.", number=row.number), at=what.first)


def cut(what: Chosen, row: ClaimRow) -> int:
    """Where the second claim begins: with the chosen words, or after them when the claim begins with them."""
    own = next((place.fragments for place in dict(what.article.places)[row.id] if place.placed), ())
    start = own[0][0] if own else 0
    if what.fragments[0][0] > start:
        return what.fragments[0][0]
    after = what.fragments[-1][1]
    return after + len(what.article.text[after:]) - len(what.article.text[after:].lstrip())


@rooms.post("/merge")
@needs(Action.EDIT_CLAIMS)
@shows_again(again)
def merge(article_id: int) -> ResponseReturnValue:
    what = chosen(article_id)
    first, second = two_claims(what)
    editing.merge(desk().unit(), second.id, actor(), seen=version_of(second), into=first.id)
    gone = claims.sheet(desk().unit(), second.id, actor())
    undo = (spans.undo_address(article_id, gone, what.first), {"seen": gone.version, "seq": gone.history[0].seq})
    said = _("Claim %(second)s is merged into claim %(first)s.", second=second.number, first=first.number)
    return onward(spans.spot(article_id, first.id, at=what.first), said, undo=undo)


@rooms.post("/open")
@shows_again(again)
def open_claim(article_id: int) -> ResponseReturnValue:
    """Open the claim that stands there for changes; where several do, the one after the one that is open."""
    what = chosen(article_id)
    found = [row.id for row in what.claims]
    if not found:
        raise Invalid("words", "no_claim", "No claim stands there. Choose words that touch the claim's own, too.")
    opened = pages.opened_id()
    following = found[(found.index(opened) + 1) % len(found)] if opened in found else found[0]
    return onward(
        url_for("articles.sheet", article_id=article_id, claim=following, _anchor=f"claim-{following}", **pages.mode())
    )


@rooms.post("/part")
@shows_again(again)
def part(article_id: int) -> ResponseReturnValue:
    """Choose words of the first chosen sentence."""
    first = chosen(article_id).first
    where = url_for("articles.sheet", article_id=article_id, part=first, _anchor=f"sentence-{first}", **pages.mode())
    return onward(where)
