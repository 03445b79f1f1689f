"""Interviews and transcripts: paragraphs that begin with who is speaking, "Q: ...", "Ann Lee: ..."."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from factcheck.domain.claims import Fragment

LEAD = re.compile(r"[\"“'‘]?(?P<who>[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,3})(?P<colon>:) ?(?=\S)")  # of "Ann Lee: Yes."
FEWEST = 3
"""Turns from which a text is a dialogue; fewer may be headings."""


@dataclass(frozen=True)
class Turn:
    """What one person says at once; places are code points of the article."""

    who: Fragment
    colon: Fragment
    words: Fragment


def turns(text: str, paragraphs: Sequence[Fragment]) -> list[Turn]:
    """The turns of a dialogue in their order; none where fewer than two speak, or not in turn."""
    found = [turn for start, end in paragraphs if (turn := _turn(text, start, end)) is not None]
    names = [text[slice(*turn.who)] for turn in found]
    again = len(names) > len(set(names)) > 1
    return found if len(found) >= FEWEST and again else []


def _turn(text: str, start: int, end: int) -> Turn | None:
    lead = LEAD.match(text, start, end)
    if lead is None or not any(c.isalpha() for c in text[lead.end() : end]):
        return None
    return Turn(lead.span("who"), lead.span("colon"), (lead.end(), start + len(text[start:end].rstrip())))
