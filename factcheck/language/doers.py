"""Who does something, and to whom: whether two sentences with one verb speak of the same people and things."""

from collections.abc import Sequence

from spacy.tokens import Token

from factcheck.language.events import Key, is_name, lemma, means_same
from factcheck.language.figures import SHARES
from factcheck.language.wordlists import wordlists

RELATIVE = frozenset({"who", "which", "that"})
TELLING = frozenset({"of", "on", "for", "against", "about"})
"""Behind a noun these say which one it is."""
MEASURES = frozenset({"rate", "figure", "level"})
BELONGING = frozenset({"pobj", "compound", "prep", "appos", "poss", "nmod"})


Roles = tuple[list[Token], list[Token]]


def roles(verb: Token) -> Roles:
    """Who does it, and to whom; a participle behind a noun has that noun for its object."""
    if verb.pos_ == "NOUN":
        return _roles_of_noun(verb)
    agents = [_meant(child, verb) for child in verb.children if child.dep_ == "nsubj"]
    agents += [by for child in verb.children if child.dep_ == "agent" for by in child.children]
    patients = [child for child in verb.children if child.dep_ in ("nsubjpass", "dobj", "dative")]
    if not agents and verb.dep_ in ("conj", "xcomp") and verb.head.pos_ == "VERB":
        agents = roles(verb.head)[0]
    if (not patients or lemma(verb) == "lose_life") and lemma(verb) in wordlists("stance")["undergo"]:
        agents, patients = [], agents  # who dies does nothing, it is done to them: "killed", not "kill"
    if verb.dep_ == "relcl" and any(token.lower_ in RELATIVE for token in agents):
        return [verb.head], patients
    if verb.dep_ in ("acl", "relcl") and (not patients or any(token.lower_ in RELATIVE for token in patients)):
        return agents, [verb.head]
    return agents, patients


def _meant(subject: Token, verb: Token) -> Token:
    """The army, for "it" in "the army said that it had shot them down"."""
    above = [child for child in verb.head.children if child.dep_ == "nsubj"] if verb.dep_ == "ccomp" else []
    return above[0] if subject.lower_ in ("it", "he", "she", "they") and above and _is_thing(above[0]) else subject


def _roles_of_noun(deed: Token) -> Roles:
    """ "the theft of three paintings", "the army's withdrawal"."""
    behind = [(prep.lower_, below) for prep in deed.children if prep.dep_ == "prep" for below in prep.children]
    agents = [child for child in deed.children if child.dep_ == "poss"] + [
        each for word, each in behind if word == "by"
    ]
    return agents, [each for word, each in behind if word == "of" and each.dep_ == "pobj"]


def same_roles(mine: Token, theirs: Token) -> bool:
    """Whether nobody else does it, and to nobody else; pronouns and what is not said may be anybody."""
    ours, others = roles(mine), roles(theirs)
    return all(not _others(a, b) for a, b in zip(ours, others, strict=True)) and not _crossed(ours, others)


def _crossed(ours: Roles, theirs: Roles) -> bool:
    """Whether who suffers it in the one does it to somebody in the other: the writer died, and killed her hero."""
    suffers = [token for token in ours[1] if _is_thing(token)]
    does = [token for token in theirs[0] if _is_thing(token)]
    return bool(theirs[1] and not ours[0]) and any(not _is_other(a, b) for a in suffers for b in does)


def _counted(token: Token) -> Token:
    """ "houses" of "a third of the houses", "jobless" of "the jobless rate"."""
    if lemma(token) in MEASURES:
        told = [child for child in token.children if child.dep_ in ("amod", "compound")]
        return told[-1] if told else token
    of = [child for child in token.children if child.dep_ == "prep" and child.lower_ == "of"]
    below = [each for prep in of for each in prep.children if each.dep_ == "pobj"]
    number = any(child.dep_ == "nummod" for child in token.children)
    measures = number or lemma(token) in SHARES or lemma(token) in ("cent", "percent", "%")
    return below[0] if below and measures else token


def _is_thing(token: Token) -> bool:
    return token.pos_ in ("NOUN", "PROPN")


def _phrase(token: Token) -> list[Token]:
    return [each for each in token.subtree if each.i <= token.i or each.dep_ in BELONGING]


def _others(ours: Sequence[Token], theirs: Sequence[Token]) -> bool:
    things = [_counted(token) for token in ours if _is_thing(token)]
    said = [_counted(token) for token in theirs if _is_thing(token) or token.pos_ in ("PRON", "NUM")]
    return bool(things and said) and all(_is_other(a, b) for a in things for b in said)


def _is_other(ours: Token, theirs: Token) -> bool:
    """Whether two nouns name different things: other heads, or the same with other names or other kinds of it."""
    if not _is_thing(theirs) and lemma(theirs.head) not in MEASURES:
        return False
    phrase = _phrase(theirs)
    if is_name(ours) and any(token.pos_ == "PRON" for token in phrase):
        return False  # "her brother" may be anybody by name
    named = [token for token in _heads(ours) if is_name(token)]
    if not _some_same(_heads(ours), _heads(theirs)):
        bodies = all(is_name(one) or lemma(one) in wordlists("stance")["acts_for_place"] for one in (ours, theirs))
        return not (bodies and _some_same(named, phrase))  # "the government of Tarnia" may be "Tarnia"
    parts = [(_attached(one), _kind(one)) for one in (ours, theirs)]
    if not is_name(ours) and bool(parts[0][1]) != bool(parts[1][1]) and _of_a_kind(ours) != _of_a_kind(theirs):
        return True  # exports of paper are not exports
    return any(mine and other and not _some_same(mine, other) for mine, other in zip(*parts, strict=True))


def _heads(token: Token) -> list[Token]:
    near = (child for child in token.children if child.dep_ in ("compound", "appos", "poss"))
    return [token, *(child for child in near if child.pos_ != "PRON")]


def _attached(token: Token) -> list[Token]:
    """ "Helm" of "the mayor of Helm"."""
    behind = [child for child in token.children if child.dep_ == "prep"]
    return [below for prep in behind for below in prep.subtree if is_name(below)]


def _kind(token: Token) -> list[Token]:
    """ "grain" of "grain prices", "milk" of "the price of milk", "sale" of "a ban on the sale"."""
    if is_name(token):
        return []
    before = [child for child in token.children if child.dep_ == "compound"]
    of = [child for child in token.children if child.dep_ == "prep" and child.lower_ in TELLING]
    return before + [below for prep in of for below in prep.children if below.dep_ == "pobj" and not is_name(below)]


def _of_a_kind(token: Token) -> bool:
    return any(child.dep_ == "prep" and child.lower_ == "of" for child in token.children) and bool(_kind(token))


def _some_same(ours: Sequence[Token], theirs: Sequence[Token]) -> bool:
    return any(means_same(key, token) for key in _keys(ours) for token in theirs)


def _keys(tokens: Sequence[Token]) -> list[Key]:
    """Also of words that are too common to tell events apart: here they are compared with one another only."""
    return [
        Key(token.lower_, "name", token) if is_name(token) else Key(lemma(token), "noun", token) for token in tokens
    ]
