"""What is said of a noun beside it, set apart as a claim: relative clauses, appositions, participles, shares."""

from spacy.tokens import Token

from factcheck.language.agreement import are_many
from factcheck.language.cues import families_of
from factcheck.language.dates import days
from factcheck.language.names import names_institution, names_office
from factcheck.language.remarks import is_remark
from factcheck.language.sources import after_comma
from factcheck.language.tokens import SUBJECTS, child, hanging, reach
from factcheck.language.wordlists import wordlists

Indices = set[int]
Cut = tuple[Indices, Indices]
"""A part to be set apart, and what of it no longer belongs to the rest."""

NAMES = frozenset({"NOUN", "PROPN"})
LONG_APPOSITION = 5
"""Words from which an apposition is read as a claim of its own."""
BASES = frozenset({"cite", "quote", "use", "refer"})
"""Participles that say what a statement rests on: ", citing hospital records"."""


def named_by(head: Token, edge: int) -> Indices:
    """The noun phrase of a head up to (not including) `edge`, without a comma at its end."""
    whole = head
    while _belongs_to_larger(whole, head.doc[edge] if edge < len(head.doc) else head):
        whole = whole.head.head
    taken = set(range(whole.left_edge.i, min(edge, head.right_edge.i + 1)))
    while taken and head.doc[max(taken)].is_punct:
        taken.discard(max(taken))
    return taken


def _belongs_to_larger(head: Token, relative: Token) -> bool:
    """Whether a clause behind "A of B" is about A: "Bank of Osk, which", "city of Osk, which", "head of it, who"."""
    if head.dep_ == "pobj" and relative.lower_ == "who" and _ends_a_body(head) and head.head.head.pos_ in NAMES:
        return True  # "a chemist at the Institute for Risk, who"
    if head.dep_ != "pobj" or head.head.lower_ not in ("of", "for", "without") or head.head.head.pos_ not in NAMES:
        return False
    whole = head.head.head
    if whole.pos_ == "PROPN" and head.pos_ == "PROPN":
        return True
    if are_many(whole) != are_many(head) and relative.head.tag_ in ("VBZ", "VBP"):
        return are_many(whole) == (relative.head.tag_ == "VBP")
    if whole.lemma_.lower() in wordlists("titles")["places"]:
        return True
    return relative.lower_ == "who" and names_office(whole.text)


def _ends_a_body(head: Token) -> bool:
    """Whether a name is, or belongs to, an institution: "Institute", "Institute for | Risk"."""
    above = head.head.head if head.dep_ == "pobj" else head
    return any(names_institution(noun.text) for noun in (head, above))


def relative(token: Token, rest: Indices) -> Cut | None:
    """ "Belgar, which handles 40 percent of the exports, ...": the head with its clause."""
    if token.dep_ != "relcl" or not after_comma(token) or token.head.i not in rest or is_remark(token.head):
        return None
    clause = {i for i in hanging(token) if i in rest}
    if _is_denied(token):
        return set(), clause
    return named_by(token.head, token.left_edge.i) | clause | {token.left_edge.i - 1}, clause


def _is_denied(verb: Token) -> bool:
    """ ", which Lee denies": somebody's word on the claim, and no claim about what stands before it."""
    thing = child(verb, "dobj")
    return thing is not None and thing.lower_ == "which" and "rejection" in families_of(verb.lemma_.lower())


def apposition(token: Token, rest: Indices) -> Cut | None:
    """ "X fell, its lowest level in years": a noun phrase behind a comma that says something."""
    loose = token.dep_ == "conj" and token.pos_ == "NOUN" and token.head.pos_ in ("VERB", "AUX")
    loose = loose or (token.dep_ in ("dobj", "npadvmod", "dep", "attr") and token.pos_ == "NOUN")
    listed = token.dep_ == "conj" and child(token.head, "cc") is not None
    if not (token.dep_ == "appos" or loose) or listed or not after_comma(token):
        return None
    phrase = {i for i in reach(token) if i in rest}
    if is_remark(token):
        return set(), phrase
    if not _says_something(token, phrase):
        return None
    if token.dep_ == "appos" and token.head.dep_ in SUBJECTS and max(rest) > max(phrase):
        return named_by(token.head, token.left_edge.i) | phrase | {token.left_edge.i - 1}, phrase
    return phrase, phrase


def _says_something(token: Token, phrase: Indices) -> bool:
    words = [token.doc[i] for i in phrase]
    superlative = any(word.tag_ in ("JJS", "RBS") for word in words)
    number = any(word.tag_ == "CD" for word in words)
    verb = any(word.dep_ in ("relcl", "acl") for word in words)
    return superlative or (len(words) >= LONG_APPOSITION and (number or verb))


def announced(token: Token, rest: Indices) -> Cut | None:
    """ "The gains, announced by the army on Monday, worry the mayor": who did it or when is a claim of its own."""
    noun = token.head
    if token.dep_ != "acl" or token.tag_ != "VBN" or not _heads(noun) or not after_comma(token):
        return None
    clause = {i for i in reach(token) if i in rest}
    closed = max(rest) > max(clause) + 1 and token.doc[max(clause) + 1].text == ","
    dated = bool(days(token.doc[token.i : max(clause) + 1].text, None)) if clause else False
    if not closed or not (dated or child(token, "agent")) or noun.i not in rest:
        return None
    return named_by(noun, token.left_edge.i) | clause | {token.left_edge.i - 1}, clause


def _heads(noun: Token) -> bool:
    """A subject, or the first noun of a sentence whose verb the parser took for something else: "gains up the cost"."""
    return noun.dep_ in SUBJECTS or (noun.dep_ == "ROOT" and noun.pos_ in NAMES)


def participle(token: Token, rest: Indices) -> Cut | None:
    """ ", hurt by a drought that halved the harvest": the cause, or a clause that holds a number."""
    if token.dep_ not in ("advcl", "acl") or token.tag_ not in ("VBN", "VBG") or not after_comma(token):
        return None
    clause = {i for i in reach(token) if i in rest}
    if token.lemma_.lower() in BASES:
        return set(), clause
    by = child(token, "agent")
    cause = child(by, "pobj") if by is not None else None
    if cause is not None and child(cause, "relcl") is not None:
        return {i for i in reach(cause) if i in rest}, clause
    if min(clause) < token.head.i or not any(token.doc[i].tag_ == "CD" for i in clause):
        return None
    return (clause, clause) if len(clause) >= LONG_APPOSITION else None


def some_of_them(token: Token, rest: Indices) -> Cut | None:
    """ ", some of them without a rival bid": what is said of a share of the things named before."""
    of = next((part for part in token.children if part.lower_ == "of" and part.i == token.i + 1), None)
    whom = child(of, "pobj") if of is not None else None
    if whom is None or whom.lower_ not in ("them", "these", "those") or token.i == 0 or token.nbor(-1).text != ",":
        return None
    end = max(rest)
    phrase = {i for i in range(token.i, end + 1) if i in rest}
    return (phrase, phrase) if len(phrase) >= LONG_APPOSITION else None
