"""English sentences that workers stored or a service made, told in the language of the page.

One that comes from the domain knows its pattern. One that was stored is known by its words: it is compared with the
patterns below. What fits none of them is told as it was stored, as are the words of others (an error of their server).
"""

import re
from collections.abc import Mapping
from functools import cache

from factcheck.domain.texts import Said, later, say
from factcheck.web.tongue import said

STORED = (
    # why a claim ranks where it does (language/worthiness.py)
    later("number: %(figures)s"),
    later("quantity: %(word)s"),
    later("comparison: %(word)s"),
    later("attributed to a party: %(name)s"),
    later("too short to stand alone"),
    later("the speaker's own experience"),
    later("quoted for its wording"),
    later("says that something is not so"),
    later("passed on without a source: %(word)s"),
    later("contested: denied by %(name)s"),
    later("worded like claims that get checked"),
    later("no number, event or speaker in it that can be looked up"),
    later("not weighed: no rules for this language"),
    later("not weighed further: %(language)s is read coarsely"),
    later("added by %(name)s"),
    # how long claims have waited (domain/dashboard.py)
    later("under a day"),
    later("%(low)s to %(high)s days"),
    later("over %(days)s days"),
    # alerts (domain/watching.py)
    later("The verdict may be stale: the passage is gone from the page."),
    later("The verdict may be stale: a correction notice has appeared on the page."),
    later("The page is not there any more. The desk has its copy."),
    later("The article has changed: the words of this claim do not stand in it any more."),
    later("The article has changed: the words of this claim read otherwise now."),
    # why an address gave nothing (domain/evidence.py)
    later("the desk does not fetch from this address"),
    later("its robots.txt forbids it"),
    later("larger than the desk accepts"),
    later("timed out"),
    later("redirects too often"),
    later("not a type of document the desk reads"),
    later("could not be reached"),
    later("its certificate is not for this name"),
    later("not there (404 or 410)"),
    later("refuses the desk (401 or 403)"),
    later("asks the desk to wait"),
    later("has an error of its own"),
    later("could not be read as text"),
)
"""Patterns of stored sentences, the special ones before the general."""


def retold(words: str) -> str:
    """The sentence in the language of the page, as it is where the desk cannot tell what was said."""
    if isinstance(words, Said):
        return said(words)
    found = pattern_of(words)
    return said(say(found[0], **found[1])) if found else words


def pattern_of(words: str) -> tuple[str, Mapping[str, object]] | None:
    for pattern, shape in shapes():
        if fits := shape.fullmatch(words):
            return pattern, fits.groupdict()
    return None


@cache
def shapes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Each pattern beside what its sentences look like: a value is any run of characters."""
    return tuple(
        (pattern, re.compile(re.sub(r"%\\\((\w+)\\\)s", r"(?P<\1>.+)", re.escape(pattern)))) for pattern in STORED
    )
