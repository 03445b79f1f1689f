"""Who speaks at a cue set off by commas: "C, Ann Lee said", "C," said Ann Lee, ", the head of X, Ann Lee, said"."""

from spacy.tokens import Span, Token

from factcheck.language.cues import Cue
from factcheck.language.quotations import CLOSERS
from factcheck.language.segments import Segment
from factcheck.language.tokens import NOMINAL, SUBJECTS, has_finite

LINKS = frozenset({
    "and", "or", "which", "who", "whom", "that", "whose", "while", "after", "because", "when", "if", "although",
    "where", "before", "since", "though", "what", "how", "to", "by", "something",
})  # fmt: skip
"""Words that make a stretch before a cue a clause of its own: ", which he said"."""

FARTHEST = 3
"""How many comma-separated pieces a source may have: "the agency's head, Ann Lee, said"."""


def parenthetic_source(cue: Cue, place: int, pieces: list[Segment], sent: Span) -> set[int]:
    verb, piece = cue.verb, pieces[place]
    ahead = [sent.doc[i] for i in range(piece.start, _cue_start(verb, piece.start))]
    if any(token.pos_ in NOMINAL for token in ahead):
        if ahead[0].lower_ in LINKS or has_finite(ahead):
            return set()
        while ahead and (ahead[0].lower_ in ("as", "but") or ahead[0].pos_ in ("ADV", "PUNCT")):
            ahead.pop(0)
        return {token.i for token in ahead}
    if ahead and ahead[0].lower_ in LINKS:
        return set()
    return _inverted_subject(verb, piece) or _pieces_before(place, pieces, sent)


def _cue_start(verb: Token, low: int) -> int:
    """Where the verb group begins: at "was" in "was quoted as saying", at "had" in "had said"."""
    at = verb.i
    while at > low and (
        verb.doc[at - 1].pos_ in ("AUX", "ADV", "PART")
        or verb.doc[at - 1].lower_ in ("as", "quoted", "cited", "reported", "later")
    ):
        at -= 1
    return at


def _inverted_subject(verb: Token, segment: Segment) -> set[int]:
    """ "said Ann Lee of the agency": what follows the verb and is its subject."""
    first = _opens_after_quotation(verb, segment)
    for part in verb.children:
        inverted = part.dep_ in SUBJECTS or (first and part.dep_ in ("dobj", "attr") and part.pos_ in ("PROPN", "NOUN"))
        if inverted and verb.i < part.i < segment.end:
            return set(range(part.left_edge.i, min(part.right_edge.i + 1, segment.end)))
    return set()


def _opens_after_quotation(verb: Token, segment: Segment) -> bool:
    """'"C," | recalled Ann Lee': the verb comes right behind the closing mark."""
    doc, before = verb.doc, segment.start - 1
    while before > 0 and doc[before].is_space:
        before -= 1
    lead = [doc[i] for i in range(segment.start, verb.i) if not doc[i].is_space]
    return before > 0 and not lead and doc[before].text in CLOSERS


def _pieces_before(place: int, pieces: list[Segment], sent: Span) -> set[int]:
    """The verbless pieces right before a bare cue: the source in ", the head of X, Ann Lee, said"."""
    taken: set[int] = set()
    for step in range(1, FARTHEST + 1):
        if place - step < 1:
            break
        piece = pieces[place - step]
        tokens = piece.tokens(sent)
        participle = tokens[0].tag_ in ("VBN", "VBG")
        if participle or piece.quoted or has_finite(tokens) or not any(token.pos_ in NOMINAL for token in tokens):
            break
        taken |= set(range(piece.start, piece.end))
    return taken
