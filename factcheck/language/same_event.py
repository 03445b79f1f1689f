"""Whether a sentence speaks of the claim's own event, and not of one like it: elsewhere, at another time, of others."""

from factcheck.language import events, figures
from factcheck.language.events import CALENDAR, lemma
from factcheck.language.stance_texts import Claim, Sentence

PLACED = frozenset("of in near over at from off around outside".split())
ELSEWHERE = frozenset({"capital", "elsewhere", "abroad", "neighbouring", "neighboring", "nationwide"})

LONG_PAST = (" ago", "last time", "previous time", "back then", "at the time of", "used to ")
"""Who speaks like this speaks of an event before the claim's, if the claim does not speak so too."""


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
