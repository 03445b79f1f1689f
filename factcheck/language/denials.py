"""What keeps a sentence from vouching for what it says: denials, doubts, plans, and words of others."""

from collections.abc import Sequence

from spacy.tokens import Token

from factcheck.language.events import is_negated, lemma
from factcheck.language.wordlists import wordlists

SHOWN = 8
"""Words of a denial that are shown as its reason."""

CLEARING = frozenset({"clear", "acquit", "exonerate"})
"""Who is cleared of something has not done it."""


def denial(tokens: Sequence[Token]) -> str:
    """The words by which the sentence says that something is not so; empty where it does not."""
    text = "".join(token.text_with_ws for token in tokens).lower()
    lists = wordlists("stance")
    for phrase in sorted(lists["denying_phrases"]):
        if phrase in text:
            return phrase
    return next((_clause(token) for token in tokens if _denies(token) and not is_negated(token)), "")


def _denies(token: Token) -> bool:
    lists, base = wordlists("stance"), lemma(token)
    if base in lists["untrue"]:
        return token.dep_ != "amod" or lemma(token.head) in lists["words"]
    cleared = base in CLEARING and any(child.lower_ == "of" for child in token.children)
    return token.pos_ == "VERB" and (base in lists["deny"] or cleared or (base in lists["refuse"] and _of_words(token)))


def _of_words(verb: Token) -> bool:
    """ "dismissed the report", but not "dismissed the coach"."""
    words = wordlists("stance")["words"]
    return any(child.dep_ in ("dobj", "nsubjpass") and lemma(child) in words for child in verb.children)


def _clause(token: Token) -> str:
    below = [each for each in sorted(token.subtree, key=lambda one: one.i) if each.i >= token.i]
    return "".join(each.text_with_ws for each in below[:SHOWN]).strip().rstrip(".,")


def hedge(tokens: Sequence[Token], claimed: Sequence[Token], deed: Token | None = None) -> bool:
    """Whether the sentence says it of what somebody wants, fears or claims, and the claim does not.

    With the deed in question, only what stands above it counts: "The dam held, and they may go home".
    """
    own = {lemma(token) for token in claimed}
    above = None if deed is None else {deed.i, *(up.i for up in deed.ancestors)}
    asks = bool(tokens) and tokens[-1].text == "?"
    return asks or any(_hedges(token, own) or _is_unsure(token) for token in tokens if _is_over(token, above))


def _is_over(token: Token, above: set[int] | None) -> bool:
    helps = token.tag_ == "MD" or _is_unsure(token)
    return above is None or token.i in above or (helps and token.head.i in above)


def _is_unsure(token: Token) -> bool:
    return lemma(token) in wordlists("stance")["unsure"]


def _hedges(token: Token, own: set[str]) -> bool:
    lists, base = wordlists("stance"), lemma(token)
    if token.tag_ == "MD":
        return base in lists["modal"] and base not in own
    if token.pos_ != "VERB":
        return False
    taken = any(child.dep_ in ("ccomp", "xcomp", "dobj", "prep") for child in token.children)
    before = any(child.lower_ == "had" and child.dep_ == "aux" for child in token.children)
    planned = base == "announce" and any(
        child.dep_ in ("xcomp", "dobj") or _is_to_come(child) for child in token.children
    )
    hedged = base in lists["hedged"] or planned
    return (hedged and base not in own and taken) or (base in lists["speak"] and before)


def _is_to_come(clause: Token) -> bool:
    return clause.dep_ == "ccomp" and any(child.tag_ in ("MD", "TO") for child in clause.children)
