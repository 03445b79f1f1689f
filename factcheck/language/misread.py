"""Where the parser errs about whose verb a cue is, and what is meant all the same."""

from spacy.tokens import Token

from factcheck.language.tokens import SUBJECTS, child
from factcheck.language.wordlists import wordlists

FINITE_CUE = frozenset({"VBD", "VBZ", "VBP"})


def noun_before(verb: Token) -> Token | None:
    """The noun phrase that ends where a finite cue begins, whatever it was hung on: "an aide | who left | said"."""
    at = verb.i - 1
    while at > verb.sent.start and _passed_over(verb.doc[at]):
        at -= 1
    if verb.tag_ not in FINITE_CUE or at < verb.sent.start:
        return None
    last = verb.doc[at]
    if last.text[:1].isupper() and last.pos_ == "ADV" and at == verb.sent.start:
        return last  # a name that was taken for an adverb: "Jolly said"
    ending = [one for one in (last, *last.ancestors) if one.right_edge.i == at and one.pos_ in NAMES]
    return next((one for one in reversed(ending) if one.dep_ not in ("pobj", "conj")), None)


NAMES = frozenset({"NOUN", "PROPN", "PRON"})


def _passed_over(token: Token) -> bool:
    return (token.pos_ in ("ADV", "AUX") or token.text == ",") and not token.text[:1].isupper()


def is_main(verb: Token) -> bool:
    """Whether "Ann Lee, the mayor, on Tuesday called it absurd" was read as a name with a participle."""
    head = verb.head
    if head.dep_ != "ROOT" or head.pos_ not in ("NOUN", "PROPN") or head.i > verb.i:
        return False
    bare = child(verb, "aux", "auxpass", *SUBJECTS, "agent") is None
    participle = verb.tag_ in ("VBN", "VBD") and verb.dep_ in ("acl", "relcl")
    ended = verb.sent.text.rstrip(' "”’').endswith(".")
    return participle and bare and ended and child(verb, "dobj", "oprd", "ccomp", "xcomp") is not None


def is_stated(verb: Token) -> bool:
    """Whether "A poll found last week that C" was read as "a poll that was found": what is found is a clause."""
    clause = child(verb, "ccomp")
    stated = clause is not None and any(part.lower_ == "that" for part in clause.lefts)
    return stated and verb.dep_ == "acl" and verb.lemma_.lower() not in wordlists("cues")["telling"]
