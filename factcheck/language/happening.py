"""When what is claimed happened, apart from when it was said: the day, month or year that its main verb is given."""

import re
from collections.abc import Sequence
from datetime import date

from spacy.tokens import Token

from factcheck.language.dates import Day, stated

ELSEWHERE = frozenset({"relcl", "advcl", "acl", "ccomp", "csubj", "pcomp", "parataxis"})
"""Clauses inside a claim whose days are not its own: "since the war began in 2023"."""
OTHER_TIMES = ("until", "before", "after")
"""Small words that name a time at which it was not."""
COMPARED = re.compile(r"\b(?:as|than|from(?:\s+[\d.,]+\s*(?:%|\w+)?)?)\s*$", re.IGNORECASE)
# "three times as fast as | in 2021", "down from 69 percent | in 2020"


def happened(tokens: Sequence[Token], published: date | None, *, ahead: bool) -> Day | None:
    """The first expression of a time that belongs to the claim itself; None where none is stated.

    One that hangs on the main verb goes before one that hangs on a noun ("the attack on Monday").
    """
    start = tokens[0].idx
    words = _words(tokens)
    found = [
        (_steps(token, tokens), day)
        for day in stated(words, published, ahead=ahead)
        if not day.words.strip().lower().startswith(OTHER_TIMES)
        and not COMPARED.search(words[: day.start])
        and (token := _token_at(tokens, start + day.end - 1)) is not None
    ]
    own = [(steps, day.start, day) for steps, day in found if steps is not None]
    named = [one for one in own if one[2].day is not None]
    best = min(named or own, key=lambda one: one[:2], default=None)
    return best[2] if best else None


def _words(tokens: Sequence[Token]) -> str:
    """The words of a claim at the distances that they have in the text, blanks where something is left out."""
    start, text = tokens[0].idx, ""
    for token in tokens:
        text = text.ljust(token.idx - start) + token.text
    return text


def _token_at(tokens: Sequence[Token], place: int) -> Token | None:
    return next((token for token in tokens if token.idx <= place < token.idx + len(token)), None)


def _steps(token: Token, tokens: Sequence[Token]) -> int | None:
    """How far above a word the main verb of the claim stands; None when it belongs to another clause."""
    inside = {other.i for other in tokens}
    steps, at = 0, token
    while at.head.i != at.i and at.head.i in inside:
        if at.dep_ in ELSEWHERE:
            return None
        at, steps = at.head, steps + 1
    return steps
