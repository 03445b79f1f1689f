"""Names and documents before a colon, which speak what stands behind it: "Study: coffee is harmless"."""

from spacy.tokens import Span

from factcheck.language.parentheses import SHORTEST_HEADLINE, Parenthesis
from factcheck.language.parsing import Paragraph
from factcheck.language.tokens import has_finite
from factcheck.language.wordlists import wordlists


def before_colon(sent: Span, paragraph: Paragraph) -> Parenthesis | None:
    """ "Study: coffee is harmless", "Ann Lee: I will stay": a name or a document before a colon speaks."""
    colon = next(
        (i for i in range(sent.start + 1, min(sent.start + LONGEST_NAME, sent.end)) if sent.doc[i].text == ":"), 0
    )
    if not colon or sent.start != 0 or colon in paragraph.quoted_tokens:
        return None
    alone = sent.end >= len(sent.doc) and len(sent) <= LONGEST_HEADLINE
    after = set(range(colon + 1, sent.end))
    acts = alone and any(sent.doc[i].tag_.startswith("VB") for i in after)
    headline = (acts or not sent.text.rstrip().endswith(".")) and len(after) >= SHORTEST_HEADLINE
    if not _speaks(sent.doc[sent.start : colon], alone=alone):
        return None
    if not (headline or has_finite(sent.doc[i] for i in after)):
        return None
    return Parenthesis(after, set(range(sent.start, colon)), set(range(sent.start, colon + 1)), ":", colon)


LONGEST_HEADLINE = 25
"""Tokens of a paragraph that is one sentence and may be a headline."""


def _speaks(lead: Span, *, alone: bool) -> bool:
    """Whether words before a colon name a speaker; in a headline any one name may: "Lee: I will stay"."""
    bracket = next((token.i for token in lead if token.text == "(" and token.i > lead.start), lead.end)
    words = [lead.doc[i] for i in range(lead.start, bracket)]
    if not all(token.text[:1].isupper() or token.pos_ in ("ADP", "DET", "PUNCT") for token in words):
        return False
    last = words[-1]
    listed = wordlists("cues")["documents"] | wordlists("titles")["institutions"] | wordlists("titles")["offices"]
    named = last.pos_ == "PROPN" or (alone and len(words) == 1 and last.pos_ == "NOUN" and last.text.istitle())
    return last.lower_ in listed or (named and last.lower_ not in wordlists("layout")["meta"])


LONGEST_NAME = 7
"""Words before a colon that may name a speaker."""
