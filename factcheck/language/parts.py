"""Several claims in one sentence: coordinated clauses, relative clauses, appositions, "as well as"."""

from collections.abc import Callable
from itertools import pairwise

from spacy.tokens import Span, Token

from factcheck.language.agreement import are_many
from factcheck.language.contents import is_remark
from factcheck.language.cues import families_of
from factcheck.language.names import names_office
from factcheck.language.parsing import Paragraph
from factcheck.language.sources import after_comma
from factcheck.language.tokens import SUBJECTS, child, clause_is_finite, hanging, has_finite, letters, reach
from factcheck.language.wordlists import wordlists

Indices = set[int]
Cut = tuple[Indices, Indices]
"""A part to be set apart, and what of it no longer belongs to the rest."""

LONG_APPOSITION = 5
"""Words from which an apposition is read as a claim of its own."""
BASES = frozenset({"cite", "quote", "use", "refer"})
"""Participles that say what a statement rests on: ", citing hospital records"."""
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
    return any(noun.lower_ in wordlists("titles")["institutions"] for noun in (head, above))


NAMES = frozenset({"NOUN", "PROPN"})


def _relative(token: Token, rest: Indices) -> Cut | None:
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


def _apposition(token: Token, rest: Indices) -> Cut | None:
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


def _as_expected(token: Token, rest: Indices) -> Cut | None:
    """ ", as expected by all economists": somebody else's view behind a comma."""
    if token.dep_ != "advcl" or token.tag_ != "VBN" or not after_comma(token) or token.left_edge.lower_ != "as":
        return None
    clause = {i for i in reach(token) if i in rest}
    return (clause, clause) if len(clause) >= 4 else None


def _participle(token: Token, rest: Indices) -> Cut | None:
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


def _some_of_them(token: Token, rest: Indices) -> Cut | None:
    """ ", some of them without a rival bid": what is said of a share of the things named before."""
    of = next((part for part in token.children if part.lower_ == "of" and part.i == token.i + 1), None)
    whom = child(of, "pobj") if of is not None else None
    if whom is None or whom.lower_ not in ("them", "these", "those") or token.i == 0 or token.nbor(-1).text != ",":
        return None
    end = max(rest)
    phrase = {i for i in range(token.i, end + 1) if i in rest}
    return (phrase, phrase) if len(phrase) >= LONG_APPOSITION else None


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
    _relative,
    _apposition,
    _as_expected,
    _participle,
    _as_well_as,
    _while,
    _that_too,
    _some_of_them,
    _clause,
    _predicate,
    _own_helper,
)


def is_linked(token: Token) -> bool:
    """ "A fell, B rose and C stood" has a link word or a semicolon; ", sacks stamped with a logo" has none."""
    chain = [token.head, *token.head.conjuncts]
    return any(part.dep_ == "cc" or part.text == ";" for verb in chain for part in verb.children)
