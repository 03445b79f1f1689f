"""How values read on a page: the filters of its templates, out of the words for what the domain names."""

from collections.abc import Sequence
from datetime import timedelta
from enum import Enum
from typing import Any

from factcheck.domain.coverage import of_claim
from factcheck.domain.days import Precision, spelled
from factcheck.domain.earlier import Came
from factcheck.domain.queries import is_hindsight
from factcheck.domain.review import Stage
from factcheck.domain.sheets import COUNTED_MOST, ClaimRow, EarlierSheet
from factcheck.web import times
from factcheck.web.done import done_words, field_words, stage_name
from factcheck.web.excerpts import browser_words, host, lead_in, lead_out, leads_to, sentence, without_scheme, words
from factcheck.web.named import (
    ASK_WORDS,
    COMPARED_WORDS,
    LANGUAGES,
    MEDIUM_WORDS,
    MOVE_WORDS,
    NO_PERSONS,
    SIGNS,
    STAGE_WORDS,
    STANCE_ICONS,
    STANCE_WORDS,
    VERDICT_ICONS,
    WATCH_WORDS,
)
from factcheck.web.retelling import retold
from factcheck.web.tongue import _, language_words, number, short_day


def counted_out(figure: int) -> str:
    """A figure, "1,000+" for what was not counted to its end."""
    return f"{number(COUNTED_MOST)}+" if figure > COUNTED_MOST else number(figure)


def tone_of(row: ClaimRow) -> str:
    """How a claim stands, as the text shows it by colour and sign: one of SIGNS."""
    if row.stage is Stage.APPROVED and row.verdict:
        return row.verdict.value
    if row.stage is Stage.VOIDED:
        return "voided"
    if row.stage in {Stage.CHECKING, Stage.SUBMITTED}:
        return "in work"
    return of_claim(row).value


def sign_of(row: ClaimRow) -> str:
    """What follows the claim's number in the text."""
    return SIGNS[tone_of(row)][0]


def in_words(reasons: Sequence[str], beside: str = "") -> str:
    """Reasons as one phrase: "number (41), attributed to a party, repeated 4 times".

    `beside` is what the page names next to them already, the claimant: it is not said again.
    """
    return ", ".join(_in_brackets(retold(reason), beside) for reason in reasons)


def _in_brackets(reason: str, beside: str) -> str:
    """ "number: 41" as "number (41)"; a whole sentence, as a language model gives one, stays as it is."""
    name, colon, value = reason.partition(": ")
    if not colon or value.endswith("."):
        return reason
    return name if value == beside else f"{name} ({value})"


def came_words(check: EarlierSheet) -> str:
    """How a check of somebody else came to the desk: "named by Google Fact Check Tools"."""
    if check.came is Came.NAMED:
        return _("named by %(provider)s", provider=check.found_by)
    return _("from the markup of its page") if check.came is Came.PAGE else _("imported")


def word(value: Enum) -> str:
    """A word of the desk's own: a verdict, a stance, a kind of source, a role."""
    return _(str(value.value))


def worded(options: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The options of a form with their words in the language of the page."""
    return [(value, _(words)) for value, words in options]


def languages() -> list[tuple[str, str]]:
    """The languages that forms offer, by their names."""
    return sorted(((code, language_words(code)) for code in LANGUAGES), key=lambda named: named[1])


def kind_words(kind: str) -> str:
    return _(kind)


FILTERS: dict[str, Any] = {
    "age": times.age,
    "ago": times.ago,
    "days_ago": times.days_ago,
    "browser_words": browser_words,
    "lasted": times.lasted,
    "left": times.left,
    "seconds": timedelta.total_seconds,
    "came_words": came_words,
    "counted_out": counted_out,
    "due_words": times.due_words,
    "compared_words": lambda how: _(COMPARED_WORDS[how]),
    "field_words": field_words,
    "kind_words": kind_words,
    "language_words": language_words,
    "name_words": lambda name: _(name) if name in NO_PERSONS else name,
    "retold": retold,
    "sentence": sentence,
    "short_day": short_day,
    "stage_name": stage_name,
    "word": word,
    "worded": worded,
    "iso": times.iso,
    "done_words": done_words,
    "hindsight": is_hindsight,
    "host": host,
    "in_words": in_words,
    "tone_of": tone_of,
    "words": words,
    "lead_in": lead_in,
    "without_scheme": without_scheme,
    "lead_out": lead_out,
    "leads_to": leads_to,
    "spelled": lambda date, precision: spelled(date, Precision(precision)),
    "stance_words": lambda value: _(STANCE_WORDS[value]),
    "stance_icon": STANCE_ICONS.__getitem__,
    "verdict_icon": VERDICT_ICONS.__getitem__,
    "medium_words": lambda value: _(MEDIUM_WORDS[value]),
    "ask_words": lambda value: _(ASK_WORDS[value]),
    "watch_words": lambda value: _(WATCH_WORDS[value]),
    "stage_words": lambda value: _(STAGE_WORDS[value]),
    "move_words": lambda value: _(MOVE_WORDS[value]),
}
