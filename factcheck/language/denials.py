"""What keeps a sentence from vouching for what it says: denials, doubts, plans, and words of others."""

from collections.abc import Sequence

from spacy.tokens import Token

from factcheck.language.events import is_negated, lemma
from factcheck.language.wordlists import wordlists

SHOWN = 8
"""Words of a denial that are shown as its reason."""

CLEARING = frozenset({"clear", "acquit", "exonerate"})
"""Who is cleared of something has not done it."""

BACK = frozenset({"this", "that", "it", "such", "these", "those"})
CONTRADICTING = frozenset({"contradict", "rebut", "refute", "belie", "disprove"})

UNIVERSAL = ("nobody", "no one", "no deaths", "no casualties")


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


def points_back(tokens: Sequence[Token]) -> bool:
    """Whether what is denied was said before: "no evidence of such a practice", "no truth in this".

    Not where it is said what the report was: "the rumour that it makes ill is false".
    """
    words = wordlists("stance")["telling"]
    return any(_is_back(token) or (lemma(token) in words and _is_bare(token)) for token in tokens)


def _is_back(token: Token) -> bool:
    who_denies = token.dep_ == "nsubj" and _denies(token.head) and token.head.pos_ == "VERB"
    if token.lower_ not in BACK or token.head.dep_ == "relcl" or who_denies:
        return False
    stands = token.dep_ in ("dobj", "pobj", "nsubj", "nsubjpass", "predet", "amod")
    return stands or (token.dep_ == "det" and lemma(token.head) in wordlists("stance")["telling"])


def _is_bare(noun: Token) -> bool:
    return not any(child.dep_ in ("acl", "relcl", "ccomp", "prep") for child in noun.children)


def contradicts(tokens: Sequence[Token], claimant: str) -> str:
    """The words by which something contradicts the claimant: "the figures contradict the minister"."""
    names = {word.lower() for word in claimant.split()}
    for token in tokens:
        if token.pos_ == "VERB" and lemma(token) in CONTRADICTING and not is_negated(token):
            objects = [child for child in token.children if child.dep_ == "dobj"]
            if any(child.lower_ in names or lemma(child) in names for child in objects):
                return _clause(token)
    return ""


def of_nobody(tokens: Sequence[Token]) -> bool:
    """Whether it says something of everybody by denying it: "Nobody was hurt"."""
    text = " " + "".join(token.text_with_ws for token in tokens).lower()
    return any(f" {word} " in text for word in UNIVERSAL)


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


def says_again(tokens: Sequence[Token]) -> bool:
    again = wordlists("stance")["again"]
    return any(lemma(token) in again and token.pos_ == "VERB" for token in tokens)


def takes_back(tokens: Sequence[Token]) -> bool:
    """Whether somebody corrects what was said: the claimant then repeats nothing."""
    words = wordlists("stance")["turned_out"]
    return any(lemma(token) in words for token in tokens)
