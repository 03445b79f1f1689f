"""Two names of one thing, where the text itself equates them: statements use the one it uses most."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from factcheck.language.dates import MONTHS, WEEKDAYS
from factcheck.language.wordlists import wordlists

NAME = r"[A-Z][\w-]+(?:\s[A-Z][\w-]+)?"
KNOWN_AS = re.compile(
    rf"\b(?P<one>{NAME})\s*[,(–—]\s*(?:also |formerly |previously |once |better |now )*(?:known|called)"
    rf"(?: locally| in [A-Z]\w+)?(?: as)? (?P<other>{NAME})"
)  # "Osk, also known as Oskograd", "Osk (called Oskograd in ..."
NAME_FOR = re.compile(
    rf"\busing (?:the|its|their|an?)(?: [\w-]+)? name (?:for|of) (?:the \w+ of )?(?P<one>{NAME})"
)  # "using the Tarsenian name for Osk"
IN_BRACKETS = re.compile(
    rf"\b(?:{'|'.join(sorted(wordlists('titles')['places']))}) of (?P<one>{NAME}) \((?P<other>[A-Z][\w-]+)\)"
)  # "the town of Osk (Oskograd)"
SENTENCE = re.compile(r"[.!?][\"”’']?\s+(?=[\"“A-Z])|\n")
BEHIND = re.compile(
    r"\b(?:of|and|in|to|from|near|at|on|over|for|around|into)\s(?P<name>[A-Z][\w-]+)\b(?!\s[A-Z])"
)  # "of | Oskograd", a name of one word


@dataclass(frozen=True)
class Variants:
    """For each other name the one that statements use."""

    used: Mapping[str, str]

    def one_name(self, statement: str) -> str:
        """A statement with one name for one thing; untouched where it has both."""
        for other, used in self.used.items():
            if other in statement and not re.search(rf"\b{re.escape(used)}\b", statement):
                statement = re.sub(rf"\b{re.escape(other)}\b", used, statement)
        return statement


def variants(text: str) -> Variants:
    """Read off an article which names it equates."""
    used: dict[str, str] = {}
    for one, other in _equated(text):
        if set(one.split()) & set(other.split()):
            continue  # "Osk Motors, known as Osk" is no other name
        kept, left = (one, other) if _times(one, text) >= _times(other, text) else (other, one)
        used.setdefault(left, kept)
    return Variants(used)


def _times(name: str, text: str) -> int:
    return len(re.findall(rf"\b{re.escape(name)}\b", text))


def _equated(text: str) -> Iterator[tuple[str, str]]:
    for pattern in (KNOWN_AS, IN_BRACKETS):
        for match in pattern.finditer(text):
            yield match["one"], match["other"]
    for match in NAME_FOR.finditer(text):
        other = _only_here(text, match)
        if other:
            yield match["one"], other


def _only_here(text: str, match: re.Match[str]) -> str:
    """The one name of the sentence that the article uses nowhere else; "" for none or several."""
    before = text[max(0, match.start() - LONGEST) : match.start()]
    start = max((end.end() for end in SENTENCE.finditer(before)), default=0)
    names = {found["name"] for found in BEHIND.finditer(before[start:])} - {match["one"]}
    alone = {name for name in names if text.count(name) == 1 and name.lower() not in (*WEEKDAYS, *MONTHS)}
    return alone.pop() if len(alone) == 1 else ""


LONGEST = 600
"""Characters of a sentence in which the other name is looked for."""
