"""Whether words mean the same, exclude one another, or are negated: what two sentences say of one event."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from factcheck.language.dates import MONTHS, WEEKDAYS
from factcheck.language.terms import stem
from factcheck.language.wordlists import wordlists

PREFIX = 5
"""Letters that two words of one family begin with at least: "withdraw", "withdrawal"."""

CALENDAR = frozenset((*MONTHS, *WEEKDAYS))
KINDS = {"NOUN": "noun", "PROPN": "noun", "VERB": "verb", "ADJ": "other", "ADV": "other"}
WEIGHTS = {"name": 1.5, "noun": 1.0, "verb": 1.0, "other": 0.6}
EMPTY = frozenset({"PUNCT", "DET", "ADP", "PRON", "AUX", "CCONJ", "SCONJ"})
NEVER = frozenset({"time", "way", "point", "stage", "circumstance", "means", "case"})
NEGATING = frozenset({"not", "n't", "never", "nobody", "none", "hardly", "barely"})


@dataclass(frozen=True, slots=True)
class Key:
    """A word that tells one event from another: a name, or a noun, verb or adjective that is not too common."""

    word: str
    kind: str
    token: Token

    @property
    def weight(self) -> float:
        return WEIGHTS[self.kind]


def lemma(token: Token) -> str:
    """The base form; with the word that changes its meaning where the list has both as one: "go_up", "lose_life"."""
    base = str(token.lemma_.lower())
    return _phrasal(token, base) if token.pos_ == "VERB" and base in _with_another() else base


def _phrasal(verb: Token, base: str) -> str:
    near = (child for child in verb.children if child.i == verb.i + 1 or child.dep_ in ("prt", "dobj"))
    joined = (f"{base}_{str(child.lemma_).lower()}" for child in near)
    return next((each for each in joined if each in meanings()), base)


@cache
def _with_another() -> frozenset[str]:
    return frozenset(word.partition("_")[0] for word in meanings() if "_" in word)


def is_name(token: Token) -> bool:
    inside = token.text[:1].isupper() and (token.pos_ == "PROPN" or token.i != token.sent.start)
    return inside and token.pos_ in ("PROPN", "NOUN", "ADJ") and lemma(token) not in CALENDAR


def keys(tokens: Iterable[Token]) -> list[Key]:
    found, light = [], wordlists("stance")["light"]
    for token in tokens:
        if lemma(token) in CALENDAR or not token.text.replace("-", "").isalpha():
            continue
        if is_name(token):
            found.append(Key(token.lower_, "name", token))
        elif token.pos_ in KINDS and lemma(token) not in light and not token.like_num:
            tells = token.dep_ == "amod" and lemma(token.head) in light  # "measles cases"
            found.append(Key(lemma(token), "noun" if tells else KINDS[token.pos_], token))
    return found


# --- Meaning ------------------------------------------------------------------------------------


@cache
def meanings() -> dict[str, frozenset[str]]:
    """For each listed word the meanings it has, each named by its line of the list."""
    found: dict[str, set[str]] = {}
    for line in wordlists("stance")["same"]:
        for word in line.split():
            found.setdefault(word, set()).add(line)
    return {word: frozenset(lines) for word, lines in found.items()}


def senses(word: str) -> frozenset[str]:
    return meanings().get(word, frozenset()) | {word}


@cache
def _opposites() -> frozenset[tuple[str, str]]:
    pairs = (line.split() for line in wordlists("stance")["opposite"])
    ways = [(a, b) for one, other in pairs for a in senses(one) for b in senses(other)]
    return frozenset([*ways, *((b, a) for a, b in ways)])


def excluded(one: str, other: str) -> bool:
    """Whether two words cannot both be true of one thing: "rise" and "fall"."""
    if senses(one) & senses(other):
        return False
    return any((a, b) in _opposites() for a in senses(one) for b in senses(other))


def means_same(key: Key, token: Token) -> bool:
    word, base = token.lower_, lemma(token)
    if key.kind == "name":
        return token.text[:1].isupper() and (key.word in (word, base) or _is_form(word, key.word))
    if token.pos_ in EMPTY and base != key.word:
        return False
    if key.word in (base, word) or senses(base) & senses(key.word):
        return True
    one, other = stem(base), stem(key.word)
    return one == other or shared(one, other) >= max(PREFIX, max(len(one), len(other)) - 2)


def _is_form(one: str, other: str) -> bool:
    """ "Tarnia" and "Tarnian"."""
    least = max(4, min(len(one), len(other)) - 1, max(len(one), len(other)) - 3)
    return shared(one, other) >= least


def shared(one: str, other: str) -> int:
    """How many letters two words begin with together."""
    differ = (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
    return next(differ, min(len(one), len(other)))


def matched(key: Key, tokens: Sequence[Token]) -> Token | None:
    """The token that means the same, the same word before another one."""
    like = [token for token in tokens if means_same(key, token)]
    return next((token for token in like if lemma(token) == key.word), like[0] if like else None)


# --- Negation -----------------------------------------------------------------------------------


def is_negated(token: Token) -> bool:
    """Whether a word is denied: by "not" at it or at its verb, by "no" at it, by "nobody" as its subject."""
    verb = token.head if token.pos_ not in ("VERB", "AUX") and token.head.pos_ in ("VERB", "AUX") else None
    argued = ("attr", "acomp", "dobj", "nsubj", "nsubjpass", "oprd", "xcomp")
    chain = [token, verb] if verb is not None and token.dep_ in argued else [token]
    return any(_has_negation(one) for one in chain)


def _has_negation(token: Token) -> bool:
    for child in token.children:
        if child.dep_ == "neg" or child.lower_ in NEGATING or _is_never(child):
            return True
        if token.pos_ == "NOUN" and child.lower_ in ("no", "not") and child.dep_ in ("det", "neg"):
            return True
        around = token.pos_ != "NOUN" and child.dep_ in ("nsubj", "nsubjpass", "dobj", "attr", "det")
        if around and any(below.lower_ == "no" for below in child.children):
            return True
    return False


def _is_never(prep: Token) -> bool:
    """ "at no time", "in no way"."""
    below = [each for each in prep.children if each.dep_ == "pobj" and lemma(each) in NEVER]
    return prep.dep_ == "prep" and any(one.lower_ == "no" for each in below for one in each.children)
