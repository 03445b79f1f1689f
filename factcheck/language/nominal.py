"""Contents that are no clause, made one: "X claims capture of Y", "described Y as Z", "singled out gains made in Y"."""

from spacy.tokens import Token

from factcheck.language.agreement import are_many
from factcheck.language.drafts import Draft
from factcheck.language.objects import object_of
from factcheck.language.statement import Setting, finished, words_of
from factcheck.language.tokens import SUBJECTS, child
from factcheck.language.voices import Voice
from factcheck.language.wordlists import pairs

OWN_DEED = "claim"
"""The cue with which somebody speaks of a deed of their own."""
TOLD_DEEDS = frozenset({"confirm", "report", "announce", "admit", "acknowledge"})
"""Cues that tell of a deed without saying whose it was."""
POINTED_AT = frozenset({"single", "note", "highlight", "mention", "stress"})
"""Cues whose object is what they say has happened."""


def deed(draft: Draft, verb: Token, voice: Voice, setting: Setting) -> str:
    """ "Rebels claim capture of Osk" as "Rebels have captured Osk"; "" where the object is no such noun."""
    noun = object_of(verb)
    participle = pairs("verbs", "deeds").get(noun.lemma_.lower(), "") if noun is not None else ""
    if noun is None or not participle or child(noun, "amod", "poss", "nummod", "compound") is not None:
        return ""
    thing = _of(noun)
    inside = [token for token in draft.tokens if thing is not None and token.i > thing.head.i]
    if thing is None or thing not in inside or any(token.lower_ == "by" for token in inside):
        return ""
    words = words_of(inside, setting)
    if verb.lemma_.lower() == OWN_DEED:
        return finished(f"{voice.called} {_have(verb)} {participle} {words}", setting)
    if verb.lemma_.lower() in TOLD_DEEDS:
        return finished(f"{words} {'were' if are_many(thing) else 'was'} {participle}", setting)
    return ""


def _of(noun: Token) -> Token | None:
    """What a deed was done to: the name behind "of"."""
    of = next((part for part in noun.children if part.lower_ == "of"), None)
    return child(of, "pobj") if of is not None else None


def _have(verb: Token) -> str:
    subject = child(verb, *SUBJECTS)
    many = verb.tag_ == "VBP" or (verb.tag_ != "VBZ" and subject is not None and are_many(subject))
    return "have" if many else "has"


def pointed_at(draft: Draft, verb: Token, setting: Setting) -> str:
    """ "singled out gains made in the north" as "gains were made in the north"; "" for other contents."""
    noun = object_of(verb)
    if noun is None or verb.lemma_.lower() not in POINTED_AT or child(noun, "det", "poss") is not None:
        return ""
    made = child(noun, "acl")
    if made is None or made.tag_ != "VBN" or made.left_edge.i != noun.i + 1:
        return ""
    tokens = draft.tokens
    lead = words_of([token for token in tokens if token.i < made.left_edge.i], setting)
    rest = words_of([token for token in tokens if token.i >= made.left_edge.i], setting)
    return finished(f"{lead} {'were' if are_many(noun) else 'was'} {rest}", setting)


def described(draft: Draft, verb: Token, lead: str, setting: Setting) -> str:
    """ "described losses that he said C as 'Z'" as "described losses as Z"; "" where the content has the object."""
    thing = child(verb, "dobj")
    by = draft.by
    if by is None or not by.described or thing is None or thing.i < verb.i or thing.i in draft.indices:
        return ""
    what = words_of(list(verb.doc[thing.left_edge.i : thing.i + 1]), setting)
    words = words_of([token for token in draft.tokens if token.i in by.described], setting)
    return finished(f"{lead} {what} as {words}", setting)
