"""Whether the subject of a verb is one or many."""

from spacy.tokens import Token

from factcheck.language.tokens import SUBJECTS, child

SHARES = frozenset({
    "percent", "%", "half", "third", "quarter", "fifth", "tenth", "majority", "most", "some", "all", "many", "none",
    "part", "rest", "couple", "dozens", "lot", "handful", "number",
})  # fmt: skip
"""Words that count as what they are a share of: "70 percent of the children have", "half of the harvest has"."""
MANY = frozenset({"they", "we", "these", "those", "many", "several", "few", "both", "police", "people"})
ONE = frozenset({"one", "1"})


def is_plural(verb: Token) -> bool:
    """Whether a verb has a subject in the plural, its own or that of the verb it is coordinated with."""
    while verb.dep_ == "conj" and child(verb, *SUBJECTS) is None:
        verb = verb.head
    subject = child(verb, *SUBJECTS)
    return subject is not None and are_many(_meant(subject, verb))


def are_many(noun: Token) -> bool:
    """Whether a noun phrase is many by its head: "soldiers", "41 of them", "Lee and Rask", "half of the roads"."""
    if child(noun, "cc") is not None or noun.tag_ in ("NNS", "NNPS") or noun.lower_ in MANY:
        return True
    if noun.lower_ in SHARES and not _is_the_number(noun):
        of = next((part for part in noun.children if part.lower_ == "of"), None)
        whole = child(of, "pobj") if of is not None else None
        return whole is not None and are_many(whole)
    return noun.tag_ == "CD" and noun.lower_ not in ONE


def _is_the_number(noun: Token) -> bool:
    """ "the number of deaths has risen", but "a number of deaths have been reported"."""
    return noun.lower_ in ("number", "majority") and noun.left_edge.lower_ == "the"


def _meant(subject: Token, verb: Token) -> Token:
    """What a "that" or "which" stands for, also behind a saying: "losses that he said had been taken"."""
    if subject.tag_ not in ("WDT", "WP"):
        return subject
    clause = verb if verb.dep_ == "relcl" else verb.head
    return clause.head if clause.dep_ == "relcl" else subject
