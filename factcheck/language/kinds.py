"""In what manner something is claimed: as fact, opinion, prediction, promise, request, question or denial."""

import re
from collections.abc import Sequence

from spacy.tokens import Token

from factcheck.language.dates import MONTHS
from factcheck.language.wordlists import wordlists

FACT, OPINION, PREDICTION, PROMISE = "fact", "opinion", "prediction", "promise"
REQUEST, QUESTION, REPORTING, GENERAL = "request", "question", "about the reporting", "general knowledge"
ACCUSATION, DENIAL = "accusation", "denial"

CHECKABLE = frozenset({FACT, ACCUSATION})

SHORT_MONTHS = frozenset(month[:3] for month in MONTHS)
BY_FAMILY = {
    "commitment": PROMISE,
    "request": REQUEST,
    "rejection": DENIAL,
    "naming": OPINION,
    "judging": OPINION,
    "accusation": ACCUSATION,
}
EXPECTED = re.compile(
    r"\b(?:expected|forecast|due|set|scheduled|slated|poised|likely|plans?|planning|intends?|going) to\b"
    r"|\b(?:due|scheduled|expected) (?:on|for|in|next)\b"
)  # "was expected to resume", "are due on October 26"
EXPECTED_ONLY = re.compile(r"\b(?:is|are|was|were) (?:widely )?(?:expected|likely|set|due|poised) to\b")
# "was expected to resume"
DEFINITE = frozenset({"the", "this", "these", "that", "its", "his", "her", "their", "our", "my"})
FUTURE = frozenset({"will", "shall", "'ll", "wo"})
CONDITIONAL = frozenset({"would", "could", "might", "may"})


def kind_of(tokens: Sequence[Token], family: str, *, own_voice: bool) -> str:
    """The manner of a claim from its tokens and the family of its cue ("" in the outlet's own voice)."""
    text = " ".join(token.text for token in tokens).lower()
    if text.rstrip("\"'”’ ").endswith("?"):
        return QUESTION
    if own_voice and any(phrase in text for phrase in wordlists("worthiness")["reporting"]):
        return REPORTING
    if family in BY_FAMILY and not (family == "naming" and has_figure(tokens)):
        return BY_FAMILY[family]
    if is_rhetoric(text) or is_judgement(tokens):
        return OPINION
    if (
        is_ahead(tokens)
        or (own_voice and EXPECTED_ONLY.search(text))
        or (family == "attitude" and not any(token.tag_ == "VBD" for token in tokens))
    ):
        return PREDICTION
    return GENERAL if own_voice and is_general(tokens) else FACT


def is_rhetoric(text: str) -> bool:
    return any(phrase in text for phrase in wordlists("worthiness")["rhetoric"])


def has_figure(tokens: Sequence[Token]) -> bool:
    """A number, or a comparison that one can look up: "the largest", "twice"."""
    lists = wordlists("worthiness")
    return any(
        token.like_num or token.tag_ in ("CD", "JJS", "RBS") or token.lower_ in lists["quantities"] for token in tokens
    )


def is_judgement(tokens: Sequence[Token]) -> bool:
    """A duty ("should"), or a value for a predicate ("would be wrong") without a figure beside it."""
    lists = wordlists("worthiness")
    if any(token.lower_ in ("should", "must", "ought") for token in tokens):
        return True
    predicates = [token for token in tokens if token.dep_ in ("acomp", "attr", "oprd", "ROOT", "ccomp")]
    value = any(
        word.lower_ in lists["values"]
        for token in predicates
        for word in [token, *(child for child in token.children if child.dep_ == "amod")]
    )
    return value and not any(token.like_num for token in tokens)


def is_ahead(tokens: Sequence[Token]) -> bool:
    """Whether the main verb speaks of the future: "will", "would", "is to", but not "said it would have been"."""
    inside = {token.i for token in tokens}
    if any(
        token.tag_ == "VBD" and token.dep_ not in ("aux", "auxpass") and _is_main(token, inside) for token in tokens
    ):
        return False
    for token in tokens:
        perfect = any(other.lower_ == "have" and other.dep_ == "aux" for other in token.head.children)
        modal = token.dep_ == "aux" and token.lower_ in FUTURE | CONDITIONAL
        if modal and not perfect and _is_main(token.head, inside):
            return True
    return False


def _is_main(verb: Token, inside: set[int]) -> bool:
    """Whether nothing among the words stands above a verb but verbs it is coordinated with."""
    while verb.dep_ == "conj" and verb.head.i in inside:
        verb = verb.head
    return verb.head.i not in inside or verb.dep_ == "ROOT" or verb.head is verb


def is_expected(tokens: Sequence[Token]) -> bool:
    """ "is expected to", "are due to", "plans to": said of what is to come."""
    return EXPECTED.search(" ".join(token.lower_ for token in tokens)) is not None


def is_general(tokens: Sequence[Token]) -> bool:
    """Present tense about a common noun, without name, figure or day: "Cholera spreads through water"."""
    if has_figure(tokens) or any(token.tag_ == "VBD" for token in tokens):
        return False
    subject = next((token for token in tokens if token.dep_ in ("nsubj", "nsubjpass")), None)
    if subject is not None and (subject.pos_ == "PRON" or subject.left_edge.lower_ in DEFINITE):
        return False
    named = [token for token in tokens if token.pos_ == "PROPN" and not token.is_sent_start]
    perfect = any(token.tag_ == "VBN" and any(c.lemma_ == "have" for c in token.children) for token in tokens)
    return not named and not perfect and not any(token.lower_ in wordlists("cues")["hedges"] for token in tokens)
