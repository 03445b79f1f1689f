"""Which place "the city" means: the one of its kind that was named last, where no other stands beside it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from factcheck.language.wordlists import wordlists

PLACE = re.compile(
    rf"\b(?P<kind>{'|'.join(sorted(wordlists('titles')['places']))})\s+of\s+(?P<name>[A-Z][\w-]+(?:\s[A-Z][\w-]+)?)"
)  # "the port city of Belgar"
DESCRIBING = frozenset({"prep", "amod", "compound", "relcl", "acl", "poss", "appos", "nummod"})
"""Relations of what says which place is meant: "the city in the north" needs no name."""
FARTHEST = 1500
"""Characters back in which a place was named."""


@dataclass(frozen=True)
class Places:
    """The places that an article introduces by kind, and where it names them."""

    kinds: dict[str, frozenset[str]]
    mentions: tuple[tuple[int, str], ...]
    sentences: tuple[int, ...]

    def named(self, tokens: Sequence[Token], offset: int) -> dict[Token, str]:
        """ "the city" and "the city's" among the words of a paragraph at `offset`, by the name that they mean."""
        found: dict[Token, str] = {}
        for noun in tokens:
            if noun.lower_ not in self.kinds or not is_bare(noun):
                continue
            name = self._meant(noun.lower_, offset + noun.idx)
            if name and _owns(noun):
                found |= {noun.nbor(-1): "", noun: name}
            elif name:
                found[noun] = f"{noun.text} of {name}"
        return found

    def _meant(self, kind: str, at: int) -> str:
        names = self.kinds[kind]
        if len(names) == 1:
            return next(iter(names))
        before = [(place, name) for place, name in self._before(at) if name in names]
        if not before:
            return ""
        started = self.sentences[bisect_right(self.sentences, before[-1][0]) - 1]
        together = {name for place, name in before if place >= started}
        return together.pop() if len(together) == 1 else ""

    def _before(self, at: int) -> Sequence[tuple[int, str]]:
        first = bisect_left(self.mentions, (at - FARTHEST, ""))
        return self.mentions[first : bisect_left(self.mentions, (at, ""))]


def is_bare(noun: Token) -> bool:
    """ "the city" without a word that says which, and not "the city council"."""
    if noun.pos_ != "NOUN" or noun.dep_ == "compound" or noun.i == 0 or noun.nbor(-1).lower_ != "the":
        return False
    return not any(part.dep_ in DESCRIBING for part in noun.children)


def _owns(noun: Token) -> bool:
    return noun.i + 1 < len(noun.doc) and noun.nbor().tag_ == "POS"


def places(text: str, sentences: Sequence[int]) -> Places:
    """Read the places off an article; `sentences` are the places where its sentences begin."""
    kinds: dict[str, set[str]] = {}
    for match in PLACE.finditer(text):
        kinds.setdefault(match["kind"], set()).add(match["name"])
    names = sorted({name for found in kinds.values() for name in found}, key=len, reverse=True)
    known = re.compile(rf"\b(?:{'|'.join(re.escape(name) for name in names)})\b") if names else None
    mentions = tuple((match.start(), match.group()) for match in known.finditer(text)) if known else ()
    return Places({kind: frozenset(found) for kind, found in kinds.items()}, mentions, tuple(sorted({0, *sentences})))
