"""Words of a text as search terms: folded, lightly stemmed, without the commonest ones."""

import re
from dataclasses import dataclass

from factcheck.language.wordlists import wordlists

WORD = re.compile(r"\d[\d.,]*\d|\d|[^\W\d_]+")  # "60,000", "3.1", "Belgar"


@dataclass(frozen=True, slots=True)
class Term:
    """One word with its place; `weight` is higher for numbers and names."""

    stem: str
    start: int
    end: int
    weight: float


ENDINGS = ("ically", "ations", "ation", "ingly", "iness", "ments", "ment", "edly", "ions", "ings", "ion", "ing", "ies",
           "ied", "ers", "ian", "ans", "est", "ern", "ed", "es", "er", "ly", "al", "s", "e")  # fmt: skip


def stem(word: str) -> str:
    """A light stem, four letters at least: "captured" and "capture" are "captur"."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def number(word: str) -> str:
    """ "60,000" and "60000" are one number."""
    return word.replace(",", "").rstrip(".")


def terms(text: str) -> list[Term]:
    """The terms of a text in order; numbers weigh 2, capitalised words 1.6, others 1."""
    found, stop = [], wordlists("stopwords")["search"]
    for match in WORD.finditer(text):
        word = match.group()
        low = word.casefold()
        if low in stop:
            continue
        if word[0].isdigit():
            found.append(Term(number(word), match.start(), match.end(), 2.0))
        else:
            found.append(Term(stem(low), match.start(), match.end(), 1.6 if word[0].isupper() else 1.0))
    return found
