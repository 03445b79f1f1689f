"""Moves the claims of an article over to its new text, and says on a claim what became of its words."""

from factcheck.domain.anchoring import Words, anchor
from factcheck.domain.claims import Span
from factcheck.services import watching
from factcheck.store import articles as rows
from factcheck.store import claims as claim_rows
from factcheck.store.tables import Article, Claim, Place, Revision
from factcheck.store.unit import Session, UnitOfWork


def re_anchor(session: Session, article: Article, revision: Revision, uow: UnitOfWork) -> None:
    """Find each claim's words again in the new text; what is not there is marked as not placed."""
    new = Words(revision.text)
    texts: dict[int, Words] = {}
    listed = {row.claim.id or 0: row.claim for row in claim_rows.of_article(session, article.id or 0)}
    for claim_id, places in claim_rows.places(session, list(listed)).items():
        for place in places:
            if place.revision_id not in texts:
                texts[place.revision_id] = Words(rows.revision_by_id(session, place.revision_id).text)
            _follow(session, place, texts[place.revision_id], new, revision, uow)
        if any(place.was for place in places):
            _note_changed(session, listed[claim_id], places[0])


def _follow(session: Session, place: Place, old: Words, new: Words, revision: Revision, uow: UnitOfWork) -> None:
    """Put the place where its words stand now; edited words become its words, and `was` keeps the first ones."""
    found = anchor(old, [(start, end) for start, end in place.fragments], new)
    was_placed, place.placed = place.placed, found is not None
    if found is None:
        if was_placed:
            watching.words_gone(session, place.claim_id, uow)
        return
    place.revision_id, place.fragments = revision.id or 0, [[start, end] for start, end in found.fragments]
    if found.changed:
        first, place.span_text = place.was or place.span_text, Span(found.fragments).text_in(new.text)
        place.was = first if first != place.span_text else ""
        if place.was:
            watching.words_changed(session, place.claim_id, uow)


def _note_changed(session: Session, claim: Claim, principal: Place) -> None:
    """The claim is found by the words that stand there now."""
    claim_rows.index(session, claim, principal.span_text)
