"""Finds the claim that the script means by a piece of its article's text, wherever the splitter has cut."""

from collections.abc import Collection, Iterable

from factcheck.domain.claims import Fragment
from factcheck.domain.sheets import ArticleSheet

HELD = 0.6
"""How much of the script's words a claim's place must hold."""

SPREAD = 6.0
"""How many times as long as the script's words a place may be: a longer one says more than what is meant."""


def spot(article: ArticleSheet, words: str) -> Fragment:
    """Where the words stand in the article's text; ValueError when they do not."""
    start = article.text.index(words)
    return start, start + len(words)


def meant(article: ArticleSheet, words: str, taken: Collection[int]) -> int | None:
    """The claim whose place overlaps the words most, for its length; None when no free claim is near enough."""
    wanted = spot(article, words)
    found = {
        number: max(_likeness(place.fragments, wanted) for place in places)
        for number, places in article.places
        if number not in taken
    }
    best = max(found, key=lambda number: found[number], default=None)
    return best if best is not None and found[best] > 0 else None


def _likeness(fragments: Iterable[Fragment], wanted: Fragment) -> float:
    """Intersection over union of the characters; 0 where too little is held or too much else is said."""
    pieces = list(fragments)
    shared = sum(max(0, min(end, wanted[1]) - max(start, wanted[0])) for start, end in pieces)
    length, asked = sum(end - start for start, end in pieces), wanted[1] - wanted[0]
    if shared < HELD * asked or length > SPREAD * asked:
        return 0.0
    return shared / (length + asked - shared)
