"""Whether words hold a clause of their own, or lean on what they were cut from."""

from spacy.tokens import Token

from factcheck.language.tokens import SUBJECTS, child, clause_is_finite


def has_clause(tokens: list[Token]) -> bool:
    inside = {token.i for token in tokens}
    return any(
        clause_is_finite(token) and any(part.i in inside for part in token.children if part.dep_ in (*SUBJECTS, "expl"))
        for token in tokens
        if token.pos_ in ("VERB", "AUX") and not _is_subordinate(token, inside)
    ) or any(_shares_subject(token, inside) or _misread(token) for token in tokens)


def _misread(token: Token) -> bool:
    """ "a frigate fired two missiles", where the parser took "fired" for an adjective though it is finite."""
    return token.dep_ == "amod" and token.tag_ == "VBD"


def _is_subordinate(verb: Token, inside: set[int]) -> bool:
    """ "the largest attack | since the war began": a clause that only says when or which."""
    if verb.dep_ not in ("relcl", "advcl", "acl"):
        return False
    mark = child(verb, "mark")
    return verb.head.i in inside or (mark is not None and mark.lower_ != "that" and mark.i > min(inside))


def _shares_subject(token: Token, inside: set[int]) -> bool:
    """ "It | was working with the police", cut out of "it had dismissed two managers and was ..."."""
    if token.dep_ != "conj" or not clause_is_finite(token):
        return False
    first = token.head
    while first.dep_ == "conj":
        first = first.head
    subject = child(first, *SUBJECTS)
    if subject is not None and subject.tag_ == "WP" and first.dep_ == "relcl":
        subject = first.head  # "Lee, who runs a bakery and | was brought out by boat"
    return subject is not None and subject.i in inside and first.i not in inside
