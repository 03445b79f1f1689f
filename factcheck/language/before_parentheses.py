"""What stands before a cue set off by commas: what is said, or only a question, a lead-in or an occasion of it."""

from spacy.tokens import Span, Token

from factcheck.language.cues import Cue, families_of
from factcheck.language.segments import Segment
from factcheck.language.tokens import has_finite, is_finite

HALVES = frozenset({"while", "whether", "if", "although", "though", "because", "unless", "but"})
"""Words that begin half a sentence of what is said; "when" and "as" may begin the occasion."""


def is_asked(before: set[int], sent: Span) -> bool:
    """ "Asked whether it was safe, | he said": what somebody was asked, which they did not say."""
    first = sent.doc[min(before)] if before else None
    if first is not None and first.lower_ in ("when", "if") and first.i + 1 in before:
        first = first.nbor()
    if first is None or first.tag_ != "VBN" or not families_of(first.lemma_.lower()) & {"request", "telling"}:
        return False
    return first.dep_ in ("advcl", "acl", "ROOT", "csubj")


def content_start(start: int, pieces: list[Segment], sent: Span) -> int:
    """Where 'The mayor was angry: | "It fell," she said' begins to be said: behind a clause and a colon."""
    for piece in pieces:
        told = piece.start - 1 > sent.start and sent.doc[piece.start - 1].text == ":"
        if piece.quoted and told and piece.start < start:
            lead = [sent.doc[i] for i in range(sent.start, piece.start - 1)]
            if has_finite(lead) and not any(one.quoted for one in pieces if one.start < piece.start):
                return piece.start
    return sent.start


def leads_to_quotation(
    cue: Cue, place: int, pieces: list[Segment], sent: Span, before: set[int], *, complete: bool
) -> bool:
    """Whether the cue introduces the quotation behind it, and what stands before is only the occasion.

    "Asked about it, Lee said: 'No'" leads; "The bridge, Lee said, 'was closed'" does not.
    """
    quote = pieces[place + 1]
    spoken = [piece for piece in pieces if piece.quoted and piece.start in before]
    colon = sent.doc[quote.start - 1].text == ":"
    if spoken and not (colon or _is_occasion(sent.doc[min(before)], spoken, sent)):
        return False
    if not colon and not spoken and sent.doc[min(before)].lower_ in HALVES and _goes_on_small(quote, sent):
        return False
    if not complete and any(sent.doc[i].dep_ in ("nsubj", "nsubjpass") for i in range(cue.verb.i + 1, quote.start)):
        return True
    if any(sent.doc[i].text == ":" for i in range(pieces[place].start, quote.start)):
        return True
    if complete:
        lead = sent.doc[min(before)]
        return lead.tag_ in ("VBN", "VBG", "IN", "WRB") or lead.lower_ == "asked"
    first = next((token for token in quote.tokens(sent) if not token.is_punct), None)
    return first is None or not is_finite(first)


def _goes_on_small(quote: Segment, sent: Span) -> bool:
    """'While prices fell, Lee said, "this has done nothing"': a quotation that goes on with the clause before it."""
    first = next((token for token in quote.tokens(sent) if not (token.is_punct or token.is_space)), None)
    return first is not None and first.text[0].islower()


def _is_occasion(first: Token, spoken: list[Segment], sent: Span) -> bool:
    """ "On Lee's "Morning Hour" on Tuesday, Park said, "C"": what is quoted before the cue is only a name."""
    return first.pos_ == "ADP" and not any(has_finite(piece.tokens(sent)) for piece in spoken)
