"""Looking again at what was attached: when, what changed, and which of it makes a verdict stale."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from factcheck.domain.places import LETTERS, places
from factcheck.domain.texts import later

STEPS = (timedelta(hours=1), timedelta(days=1), timedelta(days=7), timedelta(days=30))
"""How long after each look the next one is; the last step repeats."""

MISSES_OF_THE_DEAD = 3
"""So many looks in a row that reached nothing make a page a dead one; a 404 or 410 does at once."""


class WatchState(StrEnum):
    """What the last look at a page found, against the copy that was kept."""

    NEW = "new"
    UNCHANGED = "unchanged"
    CHANGED = "changed"
    PASSAGE_GONE = "passage_gone"
    CORRECTED = "corrected"
    DEAD = "dead"


class AlertKind(StrEnum):
    """What an alert is about: an attached page, the words of the claim in its article, an origin against the answer,
    an error that a reader reports."""

    PAGE = "page"
    WORDS = "words"
    ORIGIN = "origin"
    READER = "reader"


ALARMING: dict[WatchState, str] = {
    WatchState.PASSAGE_GONE: later("The verdict may be stale: the passage is gone from the page."),
    WatchState.CORRECTED: later("The verdict may be stale: a correction notice has appeared on the page."),
    WatchState.DEAD: later("The page is not there any more. The desk has its copy."),
}
"""What is said on the claim; a change outside the passage is shown beside the source alone."""

UNREAD = later("The page could not be read three times in a row. The desk has its copy.")
"""Said of a dead page that did not answer 404 or 410: it may still be there, for others than the desk."""

WORDS_GONE = later("The article has changed: the words of this claim do not stand in it any more.")
WORDS_CHANGED = later("The article has changed: the words of this claim read otherwise now.")


@dataclass(frozen=True, slots=True)
class Look:
    """The outcome of one look; `notice` is the correction notice where there is one."""

    state: WatchState
    notice: str = ""


def next_look(looks: int) -> timedelta:
    """How long to wait after so many looks in their turn."""
    return STEPS[max(0, min(looks, len(STEPS) - 1))]


_QUOTES = str.maketrans({"\u201c": '"', "\u201d": '"', "\u201e": '"', "\u00ab": '"', "\u00bb": '"', "\u2018": "'",
                         "\u2019": "'", "\u2013": "-", "\u2014": "-", "\u00ad": "", "|": " "})  # fmt: skip


def plain(text: str) -> str:
    """The text without what a new layout changes: blanks, bars between cells, kinds of quotation marks and dashes."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(_QUOTES).split())


# A notice opens its paragraph, or says that there was another version; in the languages of the demo's press and more.
_NOTICE = re.compile(
    r"(?:correction|corrected|clarification|editor['\u2019]?s note|retraction|update[d]?\b.{0,40}\bto correct"
    r"|korrektur|berichtigung|richtigstellung|anmerkung der redaktion|rectificatif|erratum|correctif"
    r"|correcci[oó]n|fe de errores|rectificaci[oó]n|d[uü]zeltme"
    r"|виправлення|уточнення|спростування|исправление|уточнение|опровержение)\b"
    r"|.{0,80}\b(?:an earlier version of this|a previous version of this|in einer früheren version)",
    re.IGNORECASE,
)


def correction_notice(before: str, after: str) -> str:
    """The paragraph of `after` that is a correction notice and does not stand in `before`; empty where none is."""
    known = plain(before)
    lines = {plain(paragraph) for paragraph in before.splitlines()}  # a page may hold notices by the thousand
    for paragraph in after.splitlines():
        line = plain(paragraph)
        if _NOTICE.match(line.lstrip("*([ ")) and line not in lines and line not in known:
            return line
    return ""


def compare(kept: str, passage: str, now: str) -> Look:
    """What became of a page: its kept text, the passage that matters in it, and its text of today.

    A passage that is gone outweighs a notice: it is what the verdict stands on.
    """
    if plain(kept) == plain(now):
        return Look(WatchState.UNCHANGED)
    if passage.strip() and plain(passage) in plain(kept) and plain(passage) not in plain(now):
        return Look(WatchState.PASSAGE_GONE)
    if notice := correction_notice(kept, now):
        return Look(WatchState.CORRECTED, notice)
    return Look(WatchState.CHANGED)


def passage_in(text: str, passage: str) -> tuple[int, int] | None:
    """Where the passage stands in a text, whatever blanks and quotation marks are between and around its words."""
    exact = next(places(text, passage), None)
    return exact or next(places(text, passage, LETTERS), None)
