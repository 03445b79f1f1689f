"""The "I" and "we" of a quotation as they read without it: by the name of whoever speaks."""

from collections.abc import Sequence

from spacy.tokens import Token

from factcheck.language.mending import third_person
from factcheck.language.tokens import SUBJECTS

IRREGULAR = {"have": "has", "'ve": " has", "’ve": " has", "am": "is", "'m": " is", "’m": " is", "are": "is",
             "'re": " is", "’re": " is", "do": "does", "go": "goes", "were": "was"}  # fmt: skip
PLURAL = {"'ve": " have", "’ve": " have", "'re": " are", "’re": " are", "'ll": " will", "’ll": " will",
          "'d": " would", "’d": " would"}  # fmt: skip


def first_person(tokens: Sequence[Token], speaker: str, *, is_person: bool) -> dict[Token, str]:
    """ "I" is the speaker; "we" is the institution that speaks, or the person who speaks and others.

    Nothing where a quotation has both, or a word about the speaker that could not be put otherwise.
    """
    own = [token for token in tokens if is_self(token)]
    singular = [token for token in own if token.lower_ in SINGULAR]
    if not speaker or not own or any(_is_counted(token) for token in own) or (singular and len(singular) < len(own)):
        return {}
    alone = bool(singular) or not is_person
    found: dict[Token, str] = {}
    for n, token in enumerate(own):
        text = _named(token, speaker, alone=alone, again=n > 0)
        if not text:
            return {}
        found[token] = text
        if token.lower_ in ("i", "we"):
            for verb in _verbs_of(token):
                found |= _agreeing(verb) if alone else _joined(verb)
        if token.lower_ == "our" and n == 0 and not alone:
            found[token.head] = f"{token.head.text} of {speaker} and others"
    return found


def _is_counted(token: Token) -> bool:
    """ "we all know": nobody else can say this for those who are meant."""
    return token.lower_ in ("we", "us") and token.i + 1 < len(token.doc) and token.nbor().lower_ in ("all", "both")


SINGULAR = frozenset({"i", "me", "my"})
ALL_SELVES = SINGULAR | {"we", "us", "our", "ours", "mine", "myself", "ourselves"}


def is_self(token: Token) -> bool:
    """Whether a word means whoever speaks: "I", "us", "my", "ourselves"."""
    return token.lower_ in ALL_SELVES and token.pos_ in ("PRON", "DET")


def speaks_of_itself(tokens: Sequence[Token]) -> bool:
    return any(is_self(token) for token in tokens)


def points_elsewhere(first: Token, plain: Sequence[Token]) -> bool:
    """Whether a quotation begins with an "it" or "this" that means what was said before it."""
    opening = next((token for token in plain if not (token.is_punct or token.is_space or token.dep_ == "cc")), None)
    if opening is None or opening.i - first.i > OPENING or opening.lower_ not in ELSEWHERE:
        return False
    return opening.dep_ in SUBJECTS and not stands_for_nothing(opening)


ELSEWHERE = frozenset({"it", "this", "that", "they", "these", "those"})
OPENING = 2
"""Tokens before the first word of a quotation: its mark, a link word."""


def stands_for_nothing(token: Token) -> bool:
    """The "it" of "it was too early to say", "it was clear that", "it is raining"."""
    verb = token.head
    if token.lower_ != "it" or verb.lemma_ not in EMPTY:
        return False
    predicates = [part for part in verb.children if part.dep_ in ("acomp", "attr")]
    clauses = [part for part in verb.children if part.dep_ in CLAUSES]
    clauses += [part for predicate in predicates for part in predicate.children if part.dep_ in CLAUSES]
    return bool(clauses) and (bool(predicates) or verb.lemma_ != "be")


EMPTY = frozenset({"be", "seem", "appear", "take", "rain", "snow"})
CLAUSES = frozenset({"ccomp", "xcomp", "advcl", "relcl"})


def _named(token: Token, speaker: str, *, alone: bool, again: bool) -> str:
    """What to read for one word about the speaker; `again` behind one that has been named; "" for none."""
    word = token.lower_
    side = speaker if alone else f"{speaker} and others"
    if word in ("i", "me"):
        return speaker
    if word == "my" or (word == "our" and alone):
        return "its" if word == "our" and again else owner(speaker)
    if again:
        plain = {"we": "it" if alone else "they", "us": "it" if alone else "them", "our": "their"}.get(word, "")
    else:
        plain = {"we": side, "us": side, "our": "the"}.get(word, "")
    return plain[:1].upper() + plain[1:] if token.text[0].isupper() else plain


def spoken_of(tokens: Sequence[Token], speaker: str) -> dict[Token, str]:
    """ "nobody had called | him" in the words of a person: the speaker, where no other person is named before it."""
    found: dict[Token, str] = {}
    for token in tokens:
        if token.pos_ == "PROPN":
            return found
        if token.lower_ in ("him", "her") and token.dep_ in ("dobj", "pobj", "dative"):
            return {token: speaker}
    return found


def owner(name: str) -> str:
    """ "Ann Lee's", "Osk Motors'"."""
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def _verbs_of(subject: Token) -> list[Token]:
    """The verb of a subject and those coordinated with it: "I | paid and want it back"."""
    verb = subject.head
    beside = [part for part in verb.conjuncts if part.i > verb.i and not any(c.dep_ in SUBJECTS for c in part.children)]
    return [verb, *beside]


def _finite(verb: Token) -> Token:
    helper = next((part for part in verb.children if part.dep_ in ("aux", "auxpass") and part.i < verb.i), None)
    return helper or verb


def _joined(verb: Token) -> dict[Token, str]:
    """A shortened helper verb behind a name, spelt out: "we've" gives "Ann Lee and others have"."""
    finite = _finite(verb)
    return {finite: PLURAL[finite.lower_]} if finite.lower_ in PLURAL else {}


def _agreeing(verb: Token) -> dict[Token, str]:
    """The verb of an "I" or "we" as it goes with a name: "have" gives "has", "think" gives "thinks"."""
    finite = _finite(verb)
    if finite.lower_ in IRREGULAR:
        return {finite: IRREGULAR[finite.lower_]}
    if finite.lower_ in PLURAL:
        return {finite: PLURAL[finite.lower_]}
    return {finite: third_person(finite.text)} if finite.tag_ == "VBP" else {}
