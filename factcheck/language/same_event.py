"""Whether a sentence speaks of the claim's own event, and not of one like it: elsewhere, at another time, of others."""

from collections.abc import Mapping, Sequence

from spacy.tokens import Token

from factcheck.language import asserted, doers, events, figures
from factcheck.language.events import CALENDAR, Key, lemma
from factcheck.language.stance_texts import Claim, Sentence

PLACED = frozenset("of in near over at from off around outside".split())
ELSEWHERE = frozenset({"capital", "elsewhere", "abroad", "neighbouring", "neighboring", "nationwide"})

LONG_PAST = (" ago", "last time", "previous time", "back then", "at the time of", "used to ")
"""Who speaks like this speaks of an event before the claim's, if the claim does not speak so too."""

JUST_BEFORE = 40
"""Words before a sentence among which stands whom its pronouns mean."""


def is_elsewhere(claim: Claim, sentence: Sentence) -> bool:
    """A place of the claim is not named here, but another one is."""
    tokens = sentence.tokens
    wanted = [name for name in claim.names if name.token.dep_ == "pobj" and name.token.head.lower_ in PLACED]
    if all(events.matched(name, tokens) for name in wanted):
        return False
    ours = {token.lower_ for token in claim.tokens}
    if wanted and any(token.lower_ in ELSEWHERE and token.lower_ not in ours for token in tokens):
        return True
    places = [
        token
        for at, token in enumerate(tokens)
        if events.is_name(token) and any(near.lower_ in PLACED for near in tokens[max(0, at - 3) : at])
    ]
    return any(not any(events.means_same(name, place) for name in claim.names) for place in places)


def is_another_time(claim: Claim, sentence: Sentence) -> bool:
    """Another weekday, month or year is named than the claim names, or a time long past and the claim has none."""
    ours = {token.lower_ for token in claim.tokens} & CALENDAR
    theirs = {token.lower_ for token in sentence.tokens} & CALENDAR
    years = figures.years(claim.tokens), figures.years(sentence.tokens)
    relative = any(lemma(token) == "year" for token in claim.tokens)
    untold = not relative and figures.in_year(sentence.tokens)
    other_year = bool(years[1]) and (not years[0] & years[1] if years[0] else untold)
    return other_year or bool(ours and theirs and not ours & theirs) or _is_long_past(claim.text, sentence.text)


def _is_long_past(ours: str, theirs: str) -> bool:
    return any(words in theirs.lower() and words not in ours.lower() for words in LONG_PAST)


def is_still_to_come(claim: Claim, deed: Token) -> bool:
    """Whether the deed is going to be here, and is done or being done in the claim."""
    return not claim.is_to_come and asserted.is_to_come(deed)


def told_names(claim: Claim, sentence: Sentence, deed: Token | None) -> Mapping[int, Token] | None:
    """The claim's names, by their places, as they stand in the sentence; None where one belongs to something else.

    "The bridge at Ost, older than the one at Nelva, has cracks" says nothing of the bridge at Nelva.
    """
    told: dict[int, Token] = {}
    for name in claim.names:
        like = [token for token in sentence.tokens if events.means_same(name, token)]
        own = [token for token in like if deed is None or _belongs(token, deed)]
        if like and not own:
            return None
        if own:
            told[name.token.i] = own[0]
    for whole in claim.called:
        if last := told.get(whole[-1].token.i):
            told |= {name.token.i: last for name in whole if name.token.i not in told}
    return told


def _belongs(token: Token, deed: Token) -> bool:
    """Whether a word stands in the clause of the deed or above it, not in one that hangs on another of its words."""
    over = {deed.i, *(above.i for above in deed.ancestors)}
    while token.i not in over and token.head is not token:
        if token.dep_ in ("relcl", "advcl"):
            return False
        token = token.head
    return True


def may_be_meant(mine: Token, theirs: Token, sentence: Sentence) -> bool:
    """Whether the pronouns that do or suffer the deed here may mean whom the claim names for it."""
    near = [*sentence.before[-JUST_BEFORE:], *sentence.tokens]
    for ours, said in zip(doers.roles(mine), doers.roles(theirs), strict=True):
        things = [token for token in ours if token.pos_ in ("NOUN", "PROPN")]
        if things and said and all(token.pos_ == "PRON" for token in said):
            nouns = [token for token in near if token.pos_ in ("NOUN", "PROPN")]
            before = [token for token in nouns if token.i < said[0].i or token.doc is not said[0].doc]
            if not any(_is_named(thing, before) for thing in things):
                return False
    return True


def _is_named(thing: Token, before: Sequence[Token]) -> bool:
    key = Key(thing.lower_, "name", thing) if events.is_name(thing) else Key(lemma(thing), "noun", thing)
    return events.matched(key, before) is not None
