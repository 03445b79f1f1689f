"""What somebody chose in an article: whole sentences, words of one, a selection, or words pasted instead."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from flask import request

from factcheck.domain.claims import Fragment, united
from factcheck.domain.coverage import touched
from factcheck.domain.errors import Invalid, OutOfDate
from factcheck.domain.places import places
from factcheck.domain.review import Stage
from factcheck.domain.sheets import ArticleSheet, ClaimRow
from factcheck.domain.sign_offs import numbered
from factcheck.services import articles
from factcheck.web import filters
from factcheck.web.sessions import actor, desk

_RANGE = re.compile(r"(\d{1,9})(?:-(\d{1,9}))?", re.ASCII)  # "3" or "3-9"


@dataclass(frozen=True, slots=True)
class Chosen:
    """Pieces of the latest text, in its order; `sentences` are the numbers of those that they touch."""

    article: ArticleSheet
    fragments: tuple[Fragment, ...]
    sentences: tuple[int, ...]

    @property
    def first(self) -> int:
        return self.sentences[0] if self.sentences else 0

    @property
    def claims(self) -> tuple[ClaimRow, ...]:
        """The claims that stand there, in the order of their numbers; those that were dismissed left out."""
        places = dict(self.article.places)
        here = {
            claim_id
            for claim_id, listed in places.items()
            if any(place.placed and self.touches(place.fragments) for place in listed)
        }
        return tuple(row for row in self.article.claims if row.id in here and row.stage is not Stage.DISMISSED)

    def touches(self, fragments: Iterable[Fragment]) -> bool:
        return any(low < end and start < high for low, high in fragments for start, end in self.fragments)


def chosen(article_id: int) -> Chosen:
    """What the form says was chosen. Invalid when it is nothing, or no place in the text."""
    article = articles.sheet(desk().unit(), article_id, actor())
    if request.form.get("revision") and filters.number("revision", request.form) != article.revision:
        raise OutOfDate(
            "The article has a new text since you saw it: its sentences are others now.",
            yours={"revision": request.form["revision"]}, theirs={"revision": article.revision},
        )  # fmt: skip
    fragments = united(_pieces(article), article.text)
    return Chosen(article, fragments, tuple(sorted(_sentences(article, fragments))))


def _pieces(article: ArticleSheet) -> list[Fragment]:
    if request.form.get("end"):
        return [(filters.number("start", request.form), filters.number("end", request.form))]
    if request.form.get("words", "").strip():
        return [found_in(article.text, request.form["words"])]
    if request.form.get("word"):
        return list(ranges("word"))
    return [article.sentences[number - 1] for number in sentence_numbers(article)]


def _sentences(article: ArticleSheet, fragments: Iterable[Fragment]) -> set[int]:
    return {index + 1 for fragment in fragments for index in touched(article.sentences, fragment)}


def sentence_numbers(article: ArticleSheet) -> list[int]:
    """The sentences that were ticked. Invalid when there are none, or not so many in the article."""
    most = len(article.sentences)
    pairs = list(ranges("sentence"))
    if not pairs:
        raise Invalid("words", "none", "Select words or choose sentences first.")
    if len(pairs) > most or not all(1 <= first <= last <= most for first, last in pairs):
        raise Invalid("sentence", "unknown", "The article has %(number)s sentences: choose among them.", number=most)
    return [number for first, last in without_overlap(pairs) for number in range(first, last + 1)]


def without_overlap(pairs: Iterable[Fragment]) -> Iterable[Fragment]:
    """The same numbers in their order, each in one pair alone: "1-9" ten thousand times over is nine sentences."""
    done = 0
    for first, last in sorted(pairs):
        if last > done:
            yield max(first, done + 1), last
            done = last


def ranges(name: str) -> Iterable[Fragment]:
    """Pairs of numbers out of a field of the form: "3" is from 3 to 3, "3-9,12" two pairs. Invalid for all else."""
    for part in ",".join(request.form.getlist(name)).split(","):
        found = _RANGE.fullmatch(part.strip())
        if part.strip() and not found:
            raise Invalid(name, "unknown", "Choose sentences of the article.")
        if found:
            yield int(found[1]), int(found[2] or found[1])


def in_ranges(numbers: Iterable[int]) -> str:
    """Sentences as one field of a form: "3-9,12"."""
    found: list[list[int]] = []
    for number in sorted(numbers):
        if found and found[-1][1] == number - 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in found)


def found_in(text: str, words: str) -> Fragment:
    """Where the words stand in the text, whatever the blanks between them. Invalid when nowhere or more than once."""
    found = list(islice(places(text, words), 2))
    if not found:
        raise Invalid("words", "not_found", "These words do not stand in the article. Copy them from its text.")
    if len(found) > 1:
        raise Invalid("words", "several", "These words stand in the article more than once. Take a few more along.")
    return found[0]


# --- Which claims are meant ------------------------------------------------------------------------


def one_claim(what: Chosen) -> ClaimRow:
    """The claim that the words are about: the one that is open on the page, else the only one that stands there."""
    opened = next((row for row in what.article.claims if row.id == filters.number("claim", request.args)), None)
    if opened is not None:
        return opened
    if not what.claims:
        raise Invalid("words", "no_claim", "No claim stands there. Choose words that touch the claim's own, too.")
    if len(what.claims) > 1:
        raise Invalid(
            "words",
            "several_claims",
            "Several claims stand there: %(claims)s. Open the one that you mean, or choose words of it alone.",
            claims=numbered(row.number for row in what.claims),
        )
    return what.claims[0]


def two_claims(what: Chosen) -> tuple[ClaimRow, ClaimRow]:
    """The two claims that the words touch, the earlier first."""
    if len(what.claims) != 2:
        raise Invalid(
            "words",
            "two_claims",
            "Two claims are merged at a time: choose words that touch both. There stand: %(claims)s.",
            claims=numbered(row.number for row in what.claims) or "-",
        )
    first, second = what.claims
    return first, second


def version_of(row: ClaimRow) -> int:
    """The version of the claim that the person had on screen: "12:3,14:1" in the form. Not named, it is as it is."""
    seen = dict(part.split(":", 1) for part in request.form.get("versions", "").split(",") if ":" in part)
    version = seen.get(str(row.id), str(row.version))
    return int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0
