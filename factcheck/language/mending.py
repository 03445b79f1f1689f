"""Words of a content that read differently once it stands alone: tenses shifted by the cue, and "I" and "we"."""

import re
from collections.abc import Mapping, Sequence

from spacy.tokens import Token

from factcheck.language.dates import MONTHS, days
from factcheck.language.tokens import SUBJECTS, child, clause_is_finite

Mended = Mapping[Token, str]
"""What to read in place of a token; an empty string leaves it out."""

PAST = re.compile(
    rf"\b(?:ago|when|after|before|during|earlier|until|yesterday|last|then|once|while|{'|'.join(MONTHS)}|(?:19|20)\d\d)\b",
    re.IGNORECASE,
)  # "in 2019", "two days ago": the content speaks of a time that is over
IF = re.compile(r"\b(?:if|unless|otherwise)\b", re.IGNORECASE)
NOW = frozenset({"now", "still", "currently", "already"})


def backshifted(tokens: Sequence[Token], cue: Token) -> dict[Token, str]:
    """Tenses as the speaker had them: "said it had suspended work" as "has suspended work".

    Only where one reading is left: behind a cue in the past, for main verbs outside quotation marks.
    """
    if cue.tag_ != "VBD":
        return {}
    text = " ".join(token.text for token in tokens)
    over = bool(PAST.search(text)) or bool(days(text, None))
    inside = {token.i for token in tokens}
    found: dict[Token, str] = {}
    for verb in tokens:
        if verb.pos_ in ("VERB", "AUX") and _is_main(verb, inside) and clause_is_finite(verb):
            found |= _of_verb(verb, over=over, since="since" in text.lower().split(), condition=bool(IF.search(text)))
    return {token: word for token, word in found.items() if token.i in inside}


def _is_main(verb: Token, inside: set[int]) -> bool:
    while verb.dep_ == "conj" and verb.head.i in inside:
        verb = verb.head
    return verb.head.i not in inside


def _of_verb(verb: Token, *, over: bool, since: bool, condition: bool) -> dict[Token, str]:
    helpers = {part.lower_: part for part in verb.children if part.dep_ in ("aux", "auxpass") and part.i < verb.i}
    if "had" in helpers and verb.tag_ == "VBN":
        return _perfect(verb, helpers, over=over and not since)
    if "would" in helpers and not condition and "have" not in helpers:
        return {helpers["would"]: "will"}
    if over or since:
        return {}
    return _present(verb, helpers)


def _perfect(verb: Token, helpers: Mapping[str, Token], *, over: bool) -> dict[Token, str]:
    had = helpers["had"]
    subject = child(verb, *SUBJECTS)
    if subject is not None and subject.tag_ in ("WP", "WDT"):
        return {}
    if not over:
        return {had: "have" if _plural(verb) else "has"}
    if any(part.dep_ == "neg" and part.lower_ != "never" for part in verb.children):
        return {}
    if "been" in helpers:
        return {had: "", helpers["been"]: "were" if _plural(verb) else "was"}
    return {had: ""} if verb.lower_.endswith("ed") else {}


def _present(verb: Token, helpers: Mapping[str, Token]) -> dict[Token, str]:
    """ "There was no link", "the dam was safe", "it was now searching": states that hold when they are told."""
    if verb.lower_ in ("was", "were") and child(verb, "expl", "acomp") is not None:
        return {verb: "are" if verb.lower_ == "were" else "is"}
    was = helpers.get("was") or helpers.get("were")
    if was is None or verb.tag_ != "VBG" or not any(part.lower_ in NOW for part in verb.children):
        return {}
    return {was: "are" if was.lower_ == "were" else "is"}


def _plural(verb: Token) -> bool:
    while verb.dep_ == "conj" and child(verb, *SUBJECTS) is None:
        verb = verb.head
    subject = child(verb, *SUBJECTS)
    if subject is None:
        return False
    return subject.tag_ in ("NNS", "NNPS") or subject.lower_ in ("they", "we") or child(subject, "cc") is not None


IRREGULAR = {"have": "has", "'ve": " has", "’ve": " has", "am": "is", "'m": " is", "’m": " is", "are": "is",
             "'re": " is", "’re": " is", "do": "does", "go": "goes", "were": "was"}  # fmt: skip


def first_person(tokens: Sequence[Token], speaker: str, *, is_person: bool) -> dict[Token, str]:
    """ "I" is the speaker and "we" the speaker's side, in a quotation where neither means somebody else."""
    leads = [token for token in tokens if token.dep_ in SUBJECTS and token.lower_ in ("i", "we")]
    if not speaker or len({token.lower_ for token in leads}) > 1:
        return {}
    found: dict[Token, str] = {}
    for token in leads:
        side = speaker if token.lower_ == "i" or not is_person else f"{speaker}'s side"
        found[token] = side
        found |= _agreeing(token.head)
    found |= _owned(tokens, leads, speaker, is_person=is_person)
    return found


def _owned(tokens: Sequence[Token], leads: Sequence[Token], speaker: str, *, is_person: bool) -> dict[Token, str]:
    """ "My barn" is the speaker's barn; behind a named "we" "our" becomes "their"."""
    first = next((token for token in tokens if not token.is_punct), None)
    owner = f"{speaker}'" if speaker.endswith("s") else f"{speaker}'s"
    found: dict[Token, str] = {}
    for token in tokens:
        if token.dep_ == "poss" and token.lower_ == "our" and leads and leads[0].i < token.i:
            found[token] = "their"
        elif token.dep_ == "poss" and token.lower_ == "my" and (token is first or not leads):
            found[token] = owner
        elif token is first and token.dep_ == "poss" and token.lower_ == "our":
            found[token] = f"the speaker's ({speaker})" if is_person else owner
    return found


def _agreeing(verb: Token) -> dict[Token, str]:
    """The verb of an "I" or "we" as it goes with a name: "have" gives "has", "think" gives "thinks"."""
    helper = next((part for part in verb.children if part.dep_ in ("aux", "auxpass") and part.i < verb.i), None)
    finite = helper or verb
    if finite.lower_ in IRREGULAR:
        return {finite: IRREGULAR[finite.lower_]}
    if finite.tag_ != "VBP":
        return {}
    ending = "es" if finite.lower_.endswith(("s", "sh", "ch", "x", "z")) else "s"
    word = finite.text
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return {finite: f"{word[:-1]}ies"}
    return {finite: word + ending}
