"""Words of a content that read differently once it stands alone: tenses that its cue has shifted."""

import re
from collections.abc import Mapping, Sequence

from spacy.tokens import Token

from factcheck.language.agreement import is_plural
from factcheck.language.dates import MONTHS, days
from factcheck.language.tokens import SUBJECTS, child, clause_is_finite, in_the_past
from factcheck.language.wordlists import pairs, wordlists

PAST = re.compile(
    rf"\b(?:ago|when|after|before|during|earlier|until|yesterday|last|then|once|while|{'|'.join(MONTHS)}|(?:19|20)\d\d)\b",
    re.IGNORECASE,
)  # "in 2019", "two days ago": the content speaks of a time that is over
IF = re.compile(r"\b(?:if|unless|otherwise)\b", re.IGNORECASE)
NOW = frozenset({"now", "still", "currently", "already"})
STILL = frozenset({"now", "still", "currently"})
"""Words beside which a simple past can only be shifted: "it now held 14 villages"."""


def backshifted(tokens: Sequence[Token], cue: Token) -> dict[Token, str]:
    """Tenses as the speaker had them: "said it had suspended work" as "has suspended work".

    Only where one reading is left: behind a cue in the past or the perfect, for main verbs outside quotation marks.
    """
    if not in_the_past(cue):
        return {}
    inside = {token.i for token in tokens}
    found_then = _found_then(cue)
    found: dict[Token, str] = {}
    for verb in tokens:
        if verb.pos_ in ("VERB", "AUX") and _is_main(verb, inside) and clause_is_finite(verb):
            text = " ".join(token.text for token in _clause_of(verb, inside))
            over = found_then or bool(PAST.search(text)) or bool(days(text, None))
            since = "since" in text.lower().split()
            found |= _of_verb(verb, over=over, since=since, condition=bool(IF.search(text)))
    return {token: word for token, word in found.items() if token.i in inside}


def told_late(tokens: Sequence[Token]) -> dict[Token, str]:
    """ "But hundreds had left", told by the outlet, as "hundreds left": what it came before is in another sentence.

    Nothing where the sentence itself says what it came before or after.
    """
    inside = {token.i for token in tokens}
    found: dict[Token, str] = {}
    for verb in tokens:
        top = verb.dep_ == "ROOT" or _is_main(verb, inside)
        if verb.tag_ != "VBN" or not top or verb.lemma_.lower() == "be" or _by_then(verb):
            continue
        helpers = {part.lower_: part for part in verb.children if part.dep_ in ("aux", "auxpass") and part.i < verb.i}
        text = " ".join(token.text for token in _clause_of(verb, inside))
        if "had" in helpers and helpers["had"].i in inside and not ORDER.search(text):
            found |= _over(verb, helpers)
    return {token: word for token, word in found.items() if token.i in inside}


ORDER = re.compile(
    r"\b(?:when|before|until|once|already|then|while|after|since|if|unless|earlier|previously|yet|just|never|as)\b",
    re.IGNORECASE,
)  # words that say before or after what something had happened


def _found_then(cue: Token) -> bool:
    """ "In 2019 the court annulled the vote after finding that C": what was found is as old as the act."""
    if cue.tag_ != "VBG" or cue.dep_ not in ("pcomp", "advcl"):
        return False
    act = next((one for one in cue.ancestors if one.pos_ == "VERB"), cue)
    beside = [part for part in act.children if part.dep_ in ("prep", "npadvmod") and cue not in part.subtree]
    return any(
        re.search(r"\b(?:19|20)\d\d\b", part.doc[part.left_edge.i : part.right_edge.i + 1].text) for part in beside
    )


def _clause_of(verb: Token, inside: set[int]) -> list[Token]:
    """The words of a verb among the content, without the clauses that are coordinated with it."""
    beside = {
        token.i
        for part in verb.children
        if part.dep_ == "conj" and part.pos_ in ("VERB", "AUX")
        for token in part.subtree
    }
    return [token for token in verb.subtree if token.i in inside and token.i not in beside]


def _is_main(verb: Token, inside: set[int]) -> bool:
    while verb.dep_ == "conj" and verb.head.i in inside:
        verb = verb.head
    return verb.head.i not in inside


def _of_verb(verb: Token, *, over: bool, since: bool, condition: bool) -> dict[Token, str]:
    helpers = {part.lower_: part for part in verb.children if part.dep_ in ("aux", "auxpass") and part.i < verb.i}
    if "had" in helpers and verb.tag_ == "VBN":
        return _perfect(verb, helpers, over=over and not since, since=since)
    if "would" in helpers and not condition and "have" not in helpers:
        return {helpers["would"]: "will"}
    if over or since:
        return {}
    return _present(verb, helpers)


def _perfect(verb: Token, helpers: Mapping[str, Token], *, over: bool, since: bool) -> dict[Token, str]:
    had = helpers["had"]
    if _by_then(verb):
        return {}
    if not over:
        if verb.lemma_.lower() == "be" and not since:
            return {}  # "had been full" may be over by now
        return {had: "have" if is_plural(verb) else "has"}
    return _over(verb, helpers)


def _by_then(verb: Token) -> bool:
    """ "had come in by noon"."""
    return any(part.lower_ == "by" and part.dep_ in ("prep", "agent") and _is_time(part) for part in verb.children)


def _over(verb: Token, helpers: Mapping[str, Token]) -> dict[Token, str]:
    """ "had taken" as "took", "had been sold" as "was sold"."""
    had = helpers["had"]
    if any(part.dep_ == "neg" and part.lower_ != "never" for part in verb.children):
        return {}
    if "been" in helpers:
        return {had: "", helpers["been"]: "were" if is_plural(verb) else "was"}
    if verb.lemma_.lower() == "be":
        return {had: "", verb: "were" if is_plural(verb) else "was"}
    simple = _simple_past(verb)
    return {had: "", verb: simple} if simple else {}


def _is_time(by: Token) -> bool:
    noun = child(by, "pobj")
    return noun is not None and (noun.lower_ in HOURS or bool(days(noun.text, None)))


HOURS = frozenset({"noon", "midday", "midnight", "dawn", "dusk", "evening", "morning", "then"})


def _simple_past(participle: Token) -> str:
    """ "closed", "sold" and "took" for "closed", "sold" and "taken"; "" for a verb that is in no list."""
    word = participle.lower_
    if word.endswith("ed") or word in wordlists("verbs")["alike"]:
        return participle.text
    return pairs("verbs", "past").get(word, "")


def _present(verb: Token, helpers: Mapping[str, Token]) -> dict[Token, str]:
    """ "There was no link", "the dam was safe", "it now held two": states that hold when they are told."""
    if verb.lower_ in ("was", "were") and child(verb, "expl", "acomp") is not None:
        return {verb: "are" if verb.lower_ == "were" else "is"}
    beside = {part.lower_ for part in verb.children}
    was = helpers.get("was") or helpers.get("were")
    if was is not None and beside & (NOW if verb.tag_ == "VBG" else STILL):
        return {was: "are" if was.lower_ == "were" else "is"}
    if verb.tag_ == "VBD" and not helpers and beside & STILL and child(verb, *SUBJECTS) is not None:
        return {verb: _now(verb)}
    return {}


def _now(verb: Token) -> str:
    """A verb in the present: "holds" or "hold" for "held"."""
    if verb.lower_ in ("was", "were"):
        return "are" if verb.lower_ == "were" else "is"
    lemma = verb.lemma_.lower()
    return lemma if is_plural(verb) else third_person(lemma)


def third_person(word: str) -> str:
    """ "thinks", "goes", "carries", "has"."""
    if word in ("have", "be"):
        return {"have": "has", "be": "is"}[word]
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return f"{word[:-1]}ies"
    return word + ("es" if word.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")
