"""What a sentence names only to put it aside: "with a traveller and not at the centre", "no trace of horse meat"."""

from collections.abc import Sequence

from spacy.tokens import Token

from factcheck.language.events import lemma

NO_CONTRAST = frozenset(
    "only just least even yet merely all everybody everyone every always alone so much far until".split()
)
"""Behind "not" these put nothing aside: "not only the mayor", "not all of them"."""

INSTEAD = (("rather", "than"), ("instead", "of"), ("as", "opposed", "to"))
AGAINST = frozenset("not no never none nobody nor but however although though despite instead unlike yet".split())
STOPS = frozenset({"but", "and", "or", "that", "which", "who", "as"})


def put_aside(tokens: Sequence[Token]) -> frozenset[int]:
    """Places, counted in the document, of the words of phrases that are denied against others."""
    found: set[int] = set()
    for at, token in enumerate(tokens):
        behind = _behind(tokens, at)
        if behind:
            found |= _phrase(tokens, behind)
        elif token.lower_ == "no" and token.head.pos_ in ("NOUN", "PROPN") and token.dep_ == "det":
            found |= _denied_noun(token.head)
    return frozenset(found)


def _behind(tokens: Sequence[Token], at: int) -> int:
    """Where the phrase begins that the words here put aside; 0 where they put none aside."""
    token = tokens[at]
    for words in INSTEAD:
        if tuple(near.lower_ for near in tokens[at : at + len(words)]) == words:
            return at + len(words)
    if token.lower_ != "not" or at + 1 >= len(tokens):
        return 0
    before, after = tokens[at - 1] if at else None, tokens[at + 1]
    of_a_verb = before is not None and (before.pos_ == "AUX" or before.lower_ in ("n't", "to", "if", "or"))
    phrase = after.pos_ in ("DET", "ADP", "NOUN", "PROPN", "NUM", "PRON") or after.lower_ == "because"
    tells = phrase and after.lower_ not in NO_CONTRAST
    return at + 1 if tells and not of_a_verb else 0


def _phrase(tokens: Sequence[Token], start: int) -> set[int]:
    found: set[int] = set()
    for token in tokens[start:]:
        if token.is_punct or token.lower_ in STOPS or token.pos_ in ("VERB", "AUX"):
            break
        found.add(token.i)
    return found


def _denied_noun(noun: Token) -> set[int]:
    """ "horse meat" of "no horse meat", and what hangs on it by "of": "no shortage of antibiotics"."""
    if lemma(noun) in ("one", "matter", "doubt", "time", "reason", "wonder", "comment", "question"):
        return set()
    before = {child.i for child in noun.children if child.dep_ in ("compound", "amod")}
    of = [child for child in noun.children if child.dep_ == "prep" and child.lower_ == "of"]
    return {noun.i} | before | {below.i for prep in of for below in prep.subtree}


def contrasts(tokens: Sequence[Token]) -> bool:
    """Whether the sentence denies something or sets it against something else: it then vouches for nothing."""
    return any(token.dep_ == "neg" or token.lower_ in AGAINST for token in tokens)
