"""Small questions to the tree of a sentence, and the way from token indices back to character fragments."""

from collections.abc import Iterable, Set

from spacy.tokens import Span, Token

from factcheck.domain.claims import Fragment
from factcheck.language.parsing import Paragraph

FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
COMMAS = frozenset({",", ";", "—", "–", "--", "-"})
EDGES = frozenset({"that", "and", "but"})
"""Words that introduce a content and are no part of it, where they stand at its left edge."""

DANGLING = frozenset({"and", "but", "as", "after", "while", "because", "that", "although", "though", "when", "if"})
"""Words that lead on to something: at the right edge of a fragment it has been taken away."""
SPOKEN_ENDS = frozenset({".", "!", "?", "…"})
"""Marks that end a sentence; inside quotation marks they are part of what was said."""


def reach(token: Token) -> range:
    """The indices from the left to the right edge of what hangs on a token."""
    return range(token.left_edge.i, token.right_edge.i + 1)


def hanging(token: Token) -> set[int]:
    """The indices of everything that hangs on a token, itself included."""
    return {part.i for part in token.subtree}


def child(token: Token, *deps: str) -> Token | None:
    """The first child in one of these relations."""
    return next((part for part in token.children if part.dep_ in deps), None)


def is_finite(token: Token) -> bool:
    """A verb that can carry a clause: "said", "will", but not "saying" or "to say"."""
    return token.tag_ in FINITE and token.pos_ in ("VERB", "AUX")


def has_finite(tokens: Iterable[Token]) -> bool:
    return any(is_finite(token) for token in tokens)


def clause_is_finite(verb: Token) -> bool:
    """Whether a verb stands in the indicative, by itself or by its auxiliary."""
    return is_finite(verb) or any(part.dep_ in ("aux", "auxpass") and is_finite(part) for part in verb.children)


def in_the_past(cue: Token) -> bool:
    """Whether a cue tells of something said: "said", "has said", "was quoted as saying", "told A, adding that"."""
    if cue.tag_ == "VBD":
        return True
    if cue.tag_ == "VBN":
        return any(part.dep_ in ("aux", "auxpass") and part.lower_ in SAID for part in cue.children)
    if cue.tag_ == "VBG" or cue.pos_ == "NOUN":
        above = next((one for one in cue.ancestors if one.pos_ in ("VERB", "AUX") and clause_is_finite(one)), None)
        return above is not None and in_the_past(above)
    return False


SAID = frozenset({"has", "have", "had", "was", "were", "'ve", "’ve", "'s", "’s"})
"""Helper verbs of a cue behind which tenses are shifted."""


def letters(sent: Span, indices: Set[int]) -> int:
    """How many words (not marks) are among the indices."""
    doc = sent.doc
    return sum(not (doc[i].is_punct or doc[i].is_space) for i in indices)


def _runs(indices: Set[int], paragraph: Paragraph) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for i in sorted(indices):
        if runs and all(paragraph.doc[k].is_space for k in range(runs[-1][1], i)):
            runs[-1] = (runs[-1][0], i + 1)
        else:
            runs.append((i, i + 1))
    return runs


def _opens(token: Token, paragraph: Paragraph) -> bool:
    return token.idx in paragraph.openers


def _closes(token: Token, paragraph: Paragraph) -> bool:
    return token.idx in paragraph.closers


def _loose_left(token: Token, paragraph: Paragraph) -> bool:
    if _opens(token, paragraph):
        return False
    return (
        token.is_space
        or (token.is_punct and token.text not in "([$#")
        or (token.lower_ in EDGES and token.dep_ in ("mark", "cc") and token.i not in paragraph.quoted_tokens)
    )


def _loose_right(token: Token, paragraph: Paragraph) -> bool:
    if _closes(token, paragraph):
        return False
    if token.text in SPOKEN_ENDS and token.i in paragraph.quoted_tokens:
        return False
    return token.is_space or (token.is_punct and token.text not in ")]%?") or _leads_on(token)


def _leads_on(token: Token) -> bool:
    """ "that" and its like, but not the thing of "it could change that"."""
    return token.lower_ in DANGLING and token.dep_ not in ("dobj", "pobj", "attr")


def _trimmed(start: int, end: int, paragraph: Paragraph) -> tuple[int, int]:
    doc = paragraph.doc
    while start < end and _loose_left(doc[start], paragraph):
        start += 1
    if 0 < start < end and _opens(doc[start - 1], paragraph):
        start -= 1
    while end > start and _loose_right(doc[end - 1], paragraph):
        end -= 1
    if end - start > 1 and _closes(doc[end - 1], paragraph):
        quote = next(quote for quote in paragraph.quoted if quote.end - 1 == doc[end - 1].idx)
        if quote.end - 2 <= doc[start].idx:
            end -= 1
    return start, _with_closer(start, end, paragraph)


def _with_closer(start: int, end: int, paragraph: Paragraph) -> int:
    """Take in the closing mark (and a full stop before it) of a quotation that opens in the run and ends with it."""
    doc = paragraph.doc
    for edge in range(end, min(end + 2, len(doc))):
        if _closes(doc[edge], paragraph):
            quote = next(quote for quote in paragraph.quoted if quote.end - 1 == doc[edge].idx)
            return edge + 1 if start < end and quote.start >= doc[start].idx else end
        if not doc[edge].is_punct:
            break
    return end


def fragments(indices: Set[int], paragraph: Paragraph) -> tuple[Fragment, ...]:
    """Characters of the paragraph for token indices: one fragment a run, without loose marks at its edges.

    Quotation marks stay where they open or close inside the run; a run of marks alone is dropped.
    """
    doc = paragraph.doc
    found = []
    for start, end in _runs(indices, paragraph):
        start, end = _trimmed(start, end, paragraph)
        if any(not (token.is_punct or token.is_space) for token in doc[start:end]):
            found.append((doc[start].idx, doc[end - 1].idx + len(doc[end - 1])))
    return tuple(found)
