"""Remarks beside a claim: what its speaker adds behind it, and what is said about it ("a claim nobody has tested")."""

from collections.abc import Set

from spacy.tokens import Token

from factcheck.language.cues import families_of
from factcheck.language.sources import after_comma
from factcheck.language.wordlists import wordlists

REMARKS = frozenset({"speech", "naming", "telling", "accusation", "judging", "request", "rejection"})
"""Families of cues that a speaker adds one saying to another with."""


def remark_beside(cue: Token, taken: Set[int]) -> set[int]:
    """ "said the dam was safe, | adding that C": the remark is the speaker's, and no part of what it stands behind."""
    for i in sorted(taken):
        token = cue.doc[i]
        if token.pos_ == "NOUN" and i > cue.i and is_remark(token):
            return {k for k in taken if k >= token.left_edge.i}
        if token.tag_ != "VBG" or i <= cue.i + 1 or not _set_off(token) or token.head.i not in taken:
            continue
        if families_of(token.lemma_.lower()) & REMARKS or token.lemma_.lower() in wordlists("cues")["remarking"]:
            return {k for k in taken if k >= token.left_edge.i}
    return set()


def _set_off(token: Token) -> bool:
    """Whether a comma stands before a word, or a comma with a closing mark."""
    before = token.left_edge.nbor(-1) if token.left_edge.i else token
    return before.text == "," or (before.i > 0 and before.is_quote and before.nbor(-1).text == ",")


def is_remark(noun: Token) -> bool:
    """ ", a claim that nobody has tested": said about the claim before it."""
    if noun.lemma_.lower() not in wordlists("cues")["remarks"] or not after_comma(noun):
        return False
    if noun.pos_ == "PRON":
        return True
    first = noun.left_edge if not noun.left_edge.is_punct else noun.left_edge.nbor()
    return first.lower_ in ("a", "an", "the")
