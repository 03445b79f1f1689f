"""Several claims in one sentence: coordinated clauses and predicates, "as well as", and what stands beside nouns."""

from collections.abc import Callable
from itertools import pairwise

from spacy.tokens import Span, Token

from factcheck.language import beside_nouns
from factcheck.language.beside_nouns import NAMES, Cut, Indices
from factcheck.language.parsing import Paragraph
from factcheck.language.sources import after_comma
from factcheck.language.tokens import SUBJECTS, child, clause_is_finite, has_finite, letters, reach

HELPERS = frozenset({"had", "has", "have", "was", "were", "is", "are", "will", "would"})
"""Helper verbs of what happened or will; "can" and "may" go on with a general remark."""
SHORT_PREDICATE = 3
"""Words from which a predicate with a helper verb of its own is a claim of its own."""
LONG_PREDICATE = 4
"""Words from which a second predicate of the same subject may be a claim of its own."""


def parts(sent: Span, content: Indices, paragraph: Paragraph) -> list[Indices]:
    """The claims inside a content, the main one first; a content in quotation marks stays whole."""
    before, behind = _at_semicolon(sent, content, paragraph)
    if not behind:
        before, behind = _across_gap(sent, content)
    if behind:
        return [*parts(sent, before, paragraph), *parts(sent, behind, paragraph)]
    rest = set(content)
    apart: list[Indices] = []
    for token in [sent.doc[i] for i in sorted(content)]:
        if token.i not in rest or token.i in paragraph.quoted_tokens:
            continue
        for rule in RULES:
            cut = rule(token, rest)
            if cut and letters(sent, cut[0]) != 1 and _stands(sent, rest, rest - cut[1]):
                apart.append(cut[0])
                rest -= cut[1]
                break
    further = [
        piece for part in apart for piece in (parts(sent, part, paragraph) if len(part) < len(content) else [part])
    ]
    return [part for part in (rest, *further) if letters(sent, part) >= 2]


def _at_semicolon(sent: Span, content: Indices, paragraph: Paragraph) -> tuple[Indices, Indices]:
    """ "120 litres were forecast; 164 fell": two clauses with a semicolon or a colon between them."""
    for i in sorted(content):
        if sent.doc[i].text not in (";", ":") or i in paragraph.quoted_tokens:
            continue
        before, behind = {k for k in content if k < i}, {k for k in content if k > i}
        if all(_is_clause([sent.doc[k] for k in side]) for side in (before, behind)):
            return before, behind
    return content, set()


def _is_clause(words: list[Token]) -> bool:
    return has_finite(words) and any(word.dep_ in SUBJECTS for word in words)


def _across_gap(sent: Span, content: Indices) -> tuple[Indices, Indices]:
    """ "A fell, Lee said, and B rose": what begins with a link word behind the cue is a claim of its own."""
    places = sorted(content)
    for here, there in pairwise(places):
        words = [sent.doc[i] for i in places if i >= there and not sent.doc[i].is_punct]
        parted = bool(words) and (words[0].lower_ in ("and", "but") or _behind_semicolon(sent, here, words[0].i))
        if there - here > 2 and parted and has_finite(words):
            subject = next((word for word in words if word.dep_ in SUBJECTS), None)
            if subject is not None:
                return {i for i in content if i <= here}, {i for i in content if i >= there}
    return content, set()


def _behind_semicolon(sent: Span, here: int, first: int) -> bool:
    return any(sent.doc[i].text == ";" for i in range(here + 1, first))


def _stands(sent: Span, before: Indices, after: Indices) -> bool:
    """Whether what remains after a cut can still be read: it keeps a verb where there was one."""
    if letters(sent, after) < 2:
        return False
    doc = sent.doc
    return has_finite(doc[i] for i in after) or not has_finite(doc[i] for i in before)


def _as_expected(token: Token, rest: Indices) -> Cut | None:
    """ ", as expected by all economists": somebody else's view behind a comma."""
    if token.dep_ != "advcl" or token.tag_ != "VBN" or not after_comma(token) or token.left_edge.lower_ != "as":
        return None
    clause = {i for i in reach(token) if i in rest}
    return (clause, clause) if len(clause) >= 4 else None


def _clause(token: Token, rest: Indices) -> Cut | None:
    """ "A rose and B fell": a second clause with its own subject and a finite verb."""
    if token.dep_ != "conj" or not clause_is_finite(token) or token.pos_ not in ("VERB", "AUX"):
        return None
    if not is_linked(token):
        return None
    subject = child(token, *SUBJECTS, "expl")
    if subject is None or subject.pos_ not in (*NAMES, "PRON") or subject.tag_ in ("WDT", "WP"):
        return None
    clause = {i for i in rest if i >= token.left_edge.i}
    return (clause, clause) if len(clause) >= 3 else None


def _subject_of_helper(verb: Token) -> Token | None:
    """ "nine of its crew were missing", where the parser hung the subject on "were"."""
    helper = child(verb, "aux", "auxpass")
    return child(helper, *SUBJECTS) if helper is not None else None


def _predicate(token: Token, rest: Indices) -> Cut | None:
    """ "The storm killed 3 people and destroyed 200 homes": a second predicate with figures or names."""
    first = token.head
    if token.dep_ != "conj" or token.tag_ != "VBD" or first.tag_ != "VBD" or child(token, *SUBJECTS) is not None:
        return None
    subject = child(first, *SUBJECTS)
    clause = {i for i in reach(token) if i in rest}
    if subject is None or len(clause) < LONG_PREDICATE or subject.i not in rest:
        return None
    subject = _antecedent(subject)
    before = set(range(first.i, token.left_edge.i))
    if not all(any(token.doc[i].tag_ in ("CD", "NNP") for i in side) for side in (clause, before)):
        return None
    return _subject_words(subject, rest) | clause, clause


def _antecedent(subject: Token) -> Token:
    """Whom the "who" of a relative clause means: "Lee, | who runs a bakery and was brought out by boat"."""
    clause = subject.head
    relative = subject.tag_ in ("WP", "WDT") and clause.dep_ == "relcl" and clause.head.pos_ in NAMES
    return clause.head if relative else subject


def _subject_words(subject: Token, rest: Indices) -> Indices:
    words = set(range(subject.left_edge.i, subject.i + 1)) if child(subject, "relcl") else set(reach(subject))
    return {i for i in words if i in rest}


def _own_helper(token: Token, rest: Indices) -> Cut | None:
    """ "had dismissed two managers and was working with the police": a predicate with a helper verb of its own."""
    first = token.head
    while first.dep_ == "conj" and first.head.i in rest:
        first = first.head
    subject = child(first, *SUBJECTS)
    helped = any(part.dep_ in ("aux", "auxpass") and part.lower_ in HELPERS for part in token.children)
    helped = helped or (token.pos_ == "AUX" and token.lower_ in HELPERS)
    if token.dep_ != "conj" or not helped or not clause_is_finite(token) or not clause_is_finite(first):
        return None
    if child(token, *SUBJECTS, "expl") is not None or subject is None or subject.i not in rest:
        return None
    clause = {i for i in rest if i >= token.left_edge.i and i <= token.right_edge.i}
    words = [token.doc[i] for i in sorted(clause) if not token.doc[i].is_punct and token.doc[i].dep_ != "cc"]
    if len(words) < SHORT_PREDICATE or subject.i > min(clause) or words[0].pos_ not in ("AUX", "VERB", "ADV"):
        return None
    return _subject_words(_antecedent(subject), rest) | clause, clause


def _while(token: Token, rest: Indices) -> Cut | None:
    """ ", while its debt rose": a clause that runs beside the first one and has a subject of its own."""
    marks = child(token, "mark")
    if token.dep_ != "advcl" or marks is None or marks.lower_ not in ("while", "whereas") or not after_comma(token):
        return None
    if not clause_is_finite(token) or child(token, *SUBJECTS) is None or token.i < token.head.i:
        return None
    clause = {i for i in reach(token) if i in rest}
    return clause - {marks.i}, clause


def _that_too(token: Token, rest: Indices) -> Cut | None:
    """ "said it had closed, that repairs would take a year and that ...": a further clause with a "that" of its own."""
    mark = child(token, "mark")
    if (
        mark is None
        or mark.lower_ != "that"
        or token.dep_ not in ("advcl", "ccomp", "conj")
        or not clause_is_finite(token)
    ):
        return None
    if (child(token, *SUBJECTS, "expl") or _subject_of_helper(token)) is None or mark.i == min(rest):
        return None
    if mark.nbor(-1).text != "," and not (token.dep_ == "conj" and mark.nbor(-1).dep_ == "cc"):
        return None
    clause = {i for i in reach(token) if i in rest and i >= mark.i}
    return clause - {mark.i}, clause


def _as_well_as(token: Token, rest: Indices) -> Cut | None:
    """ "captured the city of A, as well as the city of B": the same predicate with the other object."""
    if token.lower_ != "well" or token.i == 0 or token.i + 2 >= len(token.doc) or token.nbor().lower_ != "as":
        return None
    end = token.i + 2
    while end in rest and token.doc[end].text not in (",", ";"):
        end += 1
    phrase = {i for i in range(token.i + 2, end) if i in rest}
    verb = next((token.doc[i] for i in sorted(rest) if i < token.i and child(token.doc[i], "dobj") is not None), None)
    if verb is None or verb.i > token.i or len(phrase) < 1:
        return None
    lead = {i for i in rest if i < child_edge(verb)}
    return lead | phrase, phrase | {token.i - 1, token.i, token.i + 1}


def child_edge(verb: Token) -> int:
    """Where the object of a verb begins."""
    thing = child(verb, "dobj")
    return thing.left_edge.i if thing is not None else verb.i + 1


RULES: tuple[Callable[[Token, Indices], Cut | None], ...] = (
    beside_nouns.relative,
    beside_nouns.apposition,
    _as_expected,
    beside_nouns.announced,
    beside_nouns.participle,
    _as_well_as,
    _while,
    _that_too,
    beside_nouns.some_of_them,
    _clause,
    _predicate,
    _own_helper,
)


def is_linked(token: Token) -> bool:
    """ "A fell, B rose and C stood" has a link word or a semicolon; ", sacks stamped with a logo" has none."""
    chain = [token.head, *token.head.conjuncts]
    return any(part.dep_ == "cc" or part.text == ";" for verb in chain for part in verb.children)
