"""What a claim says: an event, a quantity, a state of affairs, a cause, a definition, or what no source settles."""

import re
from collections.abc import Sequence

from spacy.tokens import Token

from factcheck.domain.claims import ClaimKind
from factcheck.language import kinds
from factcheck.language.tokens import SUBJECTS, child
from factcheck.language.wordlists import wordlists

UNSETTLED = {
    kinds.OPINION: ClaimKind.OPINION,
    kinds.PREDICTION: ClaimKind.PREDICTION,
    kinds.PROMISE: ClaimKind.PROMISE,
    kinds.REQUEST: ClaimKind.REQUEST,
    kinds.QUESTION: ClaimKind.QUESTION,
    kinds.REPORTING: ClaimKind.REPORTING,
    kinds.DENIAL: ClaimKind.QUOTATION,
}
"""Kinds that the manner of a claim decides; the others are told from what it says."""

YEAR = re.compile(r"(?:1[5-9]|20)\d\d")  # "2024", and not "3,024"
DYNAMIC = frozenset({"VBD", "VBN"})


def claim_kind(
    tokens: Sequence[Token], manner: str, family: str, *, witness: bool = False, headline: bool = False
) -> ClaimKind:
    """The kind of a claim from its tokens, its manner (`kinds.kind_of`) and the family of its cue.

    `witness` says that its claimant is a person who speaks for nobody but themselves; `headline` that the present
    tense tells of what has happened.
    """
    if manner in UNSETTLED:
        return UNSETTLED[manner]
    for kind, holds in (
        (ClaimKind.CAUSAL, is_causal(tokens) or (family == "accusation" and _blames(tokens))),
        (ClaimKind.DEFINITION, is_definition(tokens, general=manner == kinds.GENERAL)),
        (ClaimKind.QUANTITY, has_quantity(tokens)),
        (ClaimKind.EXPERIENCE, witness and is_experience(tokens)),
        (ClaimKind.EVENT, manner == kinds.ACCUSATION or is_event(tokens, headline=headline)),
    ):
        if holds:
            return kind
    return ClaimKind.STATE


def is_causal(tokens: Sequence[Token]) -> bool:
    """ "The fire was caused by C", "flights were late because of fog", "C led to D"."""
    return any(_causes(token) or _brings_about(token) for token in tokens)


def _causes(token: Token) -> bool:
    if token.lower_ not in wordlists("kinds")["causes"] or token.i + 1 >= len(token.doc):
        return False
    if token.lower_ == "because":
        return True
    return token.nbor().lower_ == "to"


def _brings_about(verb: Token) -> bool:
    lemma = verb.lemma_.lower()
    if verb.pos_ != "VERB" or lemma not in wordlists("kinds")["causing"]:
        return False
    needed = {pair.split(":")[1] for pair in wordlists("kinds")["causing_with"] if pair.split(":")[0] == lemma}
    return not needed or any(part.lower_ in needed for part in verb.children)


def _blames(tokens: Sequence[Token]) -> bool:
    return bool(tokens) and any(token.head.lemma_.lower() == "blame" for token in tokens)


def is_definition(tokens: Sequence[Token], *, general: bool) -> bool:
    """ "A quorum means C", "Osk is the old name of Belgar"; of general knowledge also "A reef is a ridge"."""
    main = _main(tokens)
    if main is None:
        return False
    if main.lemma_.lower() in wordlists("kinds")["defining"] and main.tag_ in ("VBZ", "VBP", "VBN"):
        return general or main.lemma_.lower() in ("define", "denote")
    predicate = child(main, "attr")
    if main.lemma_ != "be" or main.tag_ not in ("VBZ", "VBP") or predicate is None:
        return False
    if _indefinite(child(main, "nsubj")) and _indefinite(predicate):
        return True
    return general or predicate.lemma_.lower() in ("name", "term", "word", "abbreviation", "acronym", "nickname")


def _indefinite(noun: Token | None) -> bool:
    return noun is not None and noun.left_edge.lower_ in ("a", "an")


def has_quantity(tokens: Sequence[Token]) -> bool:
    """A figure that is no day, year or time of day, or a comparison by size: "3.1 percent", "the largest"."""
    return any(_is_figure(token) or _is_superlative(token) for token in tokens)


def _is_superlative(token: Token) -> bool:
    """ "The largest", and not the "most" of "most likely" or "at least"."""
    return token.tag_ in ("JJS", "RBS") and not (token.dep_ == "advmod" and token.lower_ in ("most", "least"))


def _is_figure(token: Token) -> bool:
    if token.lower_ in wordlists("kinds")["units"] and token.tag_ != "JJ":
        return any(part.like_num for part in token.children) or token.like_num
    if token.tag_ != "CD" and not token.text[0].isdigit():
        return False
    if YEAR.fullmatch(token.text) or ":" in token.text or _of_a_day(token):
        return False
    return any(char.isdigit() for char in token.text) or not is_event_verb(_clause_of(token))


def _of_a_day(token: Token) -> bool:
    """The 3 of "3 June" is no figure, nor is the one of "Flight 301" or "one of them"."""
    near = [token.doc[i] for i in (token.i - 1, token.i + 1) if 0 <= i < len(token.doc)]
    named = token.i > 0 and token.nbor(-1).pos_ == "PROPN" and token.dep_ in ("nummod", "appos", "punct")
    return named or any(other.lower_.rstrip(".")[:3] in kinds.SHORT_MONTHS and other.pos_ == "PROPN" for other in near)


def _clause_of(token: Token) -> Token:
    at = token
    while at.pos_ not in ("VERB", "AUX") and at.head.i != at.i:
        at = at.head
    return at


def is_experience(tokens: Sequence[Token]) -> bool:
    """ "I heard the blast", "we ran": only the speaker can know."""
    main = _main(tokens)
    subject = child(main, *SUBJECTS) if main is not None else None
    if main is None or subject is None or subject.lower_ not in ("i", "we"):
        return False
    return subject.lower_ == "i" or main.lemma_.lower() in wordlists("kinds")["perceiving"]


def is_event(tokens: Sequence[Token], *, headline: bool) -> bool:
    """Something that has happened or is going on: a verb of doing in the past, or in a headline in the present."""
    main = _main(tokens)
    if main is None:
        return any(token.lemma_.lower() in wordlists("worthiness")["events"] for token in tokens)
    return is_event_verb(main) or (headline and main.lemma_.lower() in wordlists("worthiness")["events"])


def is_event_verb(verb: Token) -> bool:
    """A verb of doing in the past, or one under way that somebody can witness ("are advancing")."""
    lemma = verb.lemma_.lower()
    if verb.pos_ != "VERB" or lemma in wordlists("kinds")["states"]:
        return False
    return verb.tag_ in DYNAMIC or (verb.tag_ == "VBG" and lemma in wordlists("worthiness")["events"])


def _main(tokens: Sequence[Token]) -> Token | None:
    """The verb that the claim stands on: the one highest in the tree."""
    inside = {token.i for token in tokens}
    verbs = [token for token in tokens if token.pos_ in ("VERB", "AUX") and token.dep_ not in ("aux", "auxpass")]
    return next(
        (verb for verb in verbs if verb.head.i not in inside or verb.head.i == verb.i), verbs[0] if verbs else None
    )
