"""A claim in words that can be read alone: no quotation marks, days as dates, pronouns named where that is safe."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from spacy.tokens import Token

from factcheck.language.dates import MONTHS, Day, days
from factcheck.language.names import is_office
from factcheck.language.selves import stands_for_nothing

MARKS = frozenset('"“”„«»‹›「」')
SINGLE_MARKS = frozenset("‘’'")
GAP_MARKS = frozenset({",", ";", "—", "–", "-", "(", ")"})
LEADING = frozenset({"but", "and", "so", "yet", "however"})
BODY_WORDS = {"it": "", "its": "'s", "they": "", "their": "'s"}
PERSON_WORDS = {"he": "", "she": "", "his": "'s", "her": "'s"}

DANGLING = re.compile(
    r"(?:[,;]?\s+(?:and that|and|but|or|as|after|while|because|although|though|when|if))+$"
)  # "had been completed and"
SPACES = re.compile(r"\s+")
LOOSE = re.compile(r"\s+([,.;:!?%)])")  # a blank before a mark, left where words were taken out
MONTH_ALONE = re.compile(
    rf"\b(?P<lead>in|since|until|by|from|of|last)\s+(?P<month>{'|'.join(m.title() for m in MONTHS)})\b(?!\s+\d)"
)  # "in November", not "in November 2024" and not "November 3"
RELATIVE_PERIOD = re.compile(
    r"(?P<lead>\b(?:of|by|until|since|from|for|during|before|after|early|late|mid)\s+)?\b(?:in\s+)?(?P<turn>last|this|next)\s+(?P<unit>month|year)\b",
    re.I,
)  # "next month"


@dataclass(frozen=True)
class Setting:
    """What a statement may be completed from."""

    claimant: str
    published: date | None
    places: Mapping[str, str]
    ahead: bool
    mended: Mapping[Token, str] = field(default_factory=dict)


def is_personal(pronoun: Token) -> bool:
    """Whether a pronoun means a person: "he", "her"."""
    return pronoun.lower_ in PERSON_WORDS


def words_of(tokens: Sequence[Token], setting: Setting, *, named: str = "", person: bool = False) -> str:
    """The words of a content; its first noun, where a pronoun, is replaced by `named`."""
    tokens = _without_links(_without_titles(_without_marks_at_gaps(tokens)))
    if tokens and tokens[0].lower_ == "that" and (tokens[0].dep_ == "mark" or tokens[0].tag_ == "IN"):
        tokens = tokens[1:]
    pieces: list[str] = []
    open_to_name = bool(named)
    for n, token in enumerate(tokens):
        if token.lower_ == "the" and n + 1 < len(tokens) and _place_name(tokens[n + 1], setting):
            continue
        text = _read_as(token, tokens[n - 1] if n else None, setting)
        if open_to_name and token.pos_ in NAMED:
            open_to_name = False
            text = _named(token, named, person=person) if token.pos_ == "PRON" and token not in setting.mended else text
        pieces.append(text + (token.whitespace_ or (" " if _gap_after(tokens, n) else "")))
    return DANGLING.sub("", SPACES.sub(" ", "".join(pieces)).strip(" .,;:—–-"))


NAMED = frozenset({"NOUN", "PROPN", "PRON", "NUM"})


def _read_as(token: Token, before: Token | None, setting: Setting) -> str:
    """A word as the statement has it: without quotation marks, mended, and a place or company by its name."""
    if token.text in MARKS or (token.text in SINGLE_MARKS and token.pos_ == "PUNCT"):
        return ""
    if token in setting.mended:
        return setting.mended[token]
    if token.pos_ == "NOUN" and before is not None and before.lower_ == "the":
        return _place_name(token, setting) or token.text
    return token.text


def _without_marks_at_gaps(tokens: Sequence[Token]) -> list[Token]:
    """Leave out the commas on both sides of a gap: "Belgar, [...], was hit"."""
    kept: list[Token] = []
    for n, token in enumerate(tokens):
        gap_after = n + 1 < len(tokens) and tokens[n + 1].i != token.i + 1
        gap_before = n > 0 and tokens[n - 1].i != token.i - 1
        if token.text not in GAP_MARKS or not (gap_after or gap_before) or _keeps_comma(tokens, n):
            kept.append(token)
    return kept


def _without_titles(tokens: Sequence[Token]) -> list[Token]:
    """Leave out what was put into a quotation about an office: "(President) Ann Lee"."""
    out: set[int] = set()
    for n, token in enumerate(tokens):
        if token.text != "(":
            continue
        end = next((m for m in range(n + 1, min(n + LONGEST_TITLE, len(tokens))) if tokens[m].text == ")"), 0)
        if end > n + 1 and all(is_office(part.text) for part in tokens[n + 1 : end]):
            out |= set(range(n, end + 1))
    return [token for n, token in enumerate(tokens) if n not in out]


def _without_links(tokens: Sequence[Token]) -> list[Token]:
    """Leave out a ", however," that ties a sentence to the one before it."""
    out: set[int] = set()
    for n, token in enumerate(tokens[1:-1], 1):
        if token.lower_ in LINKING and tokens[n - 1].text == "," and tokens[n + 1].text == ",":
            out |= {n - 1, n, n + 1}
    return [token for n, token in enumerate(tokens) if n not in out]


LINKING = frozenset({"however", "meanwhile", "moreover", "nevertheless", "nonetheless", "though"})

LONGEST_TITLE = 6
"""Words and marks of an office in parentheses."""


def _keeps_comma(tokens: Sequence[Token], n: int) -> bool:
    """A comma before a gap stays where a noun phrase follows: "rose 8 percent, [...] the biggest rise"."""
    following = tokens[n + 1] if n + 1 < len(tokens) else None
    return following is not None and following.pos_ in ("DET", "PRON", "ADJ") and following.i != tokens[n].i + 1


def _gap_after(tokens: Sequence[Token], n: int) -> bool:
    return n + 1 < len(tokens) and tokens[n + 1].i != tokens[n].i + 1


def _named(token: Token, name: str, *, person: bool) -> str:
    endings = PERSON_WORDS if person else BODY_WORDS
    ending = endings.get(token.lower_)
    if ending is None or token.pos_ != "PRON" or stands_for_nothing(token):
        return token.text
    if token.lower_ == "her" and token.dep_ != "poss":
        return token.text
    return name + ("'" if ending and name.endswith("s") else ending)


def _place_name(noun: Token, setting: Setting) -> str:
    bare = not any(
        child.dep_ in ("prep", "amod", "compound", "relcl", "acl", "poss", "appos") for child in noun.children
    )
    return setting.places.get(noun.lower_, "") if bare and noun.dep_ != "compound" else ""


def finished(text: str, setting: Setting) -> str:
    """A sentence: days made absolute, a capital at the start and one full stop at the end."""
    text = LOOSE.sub(r"\1", SPACES.sub(" ", text)).strip(" ,;:—–-")
    first, _, rest = text.partition(" ")
    if first.lower().rstrip(",") in LEADING and rest:
        text = rest
    text = absolute(text, setting).rstrip(" .,;:")
    if not text:
        return ""
    ended = text if text[-1] in "!?…" else f"{text}."
    return ended[0].upper() + ended[1:]


def absolute(text: str, setting: Setting) -> str:
    """ "on Monday" with the date it means, "in November" with its year; untouched where no day is known."""
    if setting.published is None:
        return text
    for day in reversed(days(text, setting.published, ahead=setting.ahead)):
        if day.day is not None and not re.search(r"\d{4}", day.words):
            text = text[: day.start] + _dated(day, text[: day.start], text[day.end :]) + text[day.end :]
            text = OWNED_DAY.sub(r"the \g<day> ", text)
    text = MONTH_ALONE.sub(lambda match: _with_year(match, setting), text)
    text = NOON.sub(lambda match: f"{HOURS.get(match['lead'], match['lead'])} {match['hour']} on {match['day']}", text)
    text = OF_PERIOD.sub(lambda match: _of_period(match, setting), text)
    return RELATIVE_PERIOD.sub(lambda match: _period(match, setting), text)


OWNED_DAY = re.compile(rf"\bthe (?P<day>\d{{1,2}} (?:{'|'.join(m.title() for m in MONTHS)}) \d{{4}})['’]s ")
# "the 3 May 2026 flight", made of "Sunday's flight"

NOON = re.compile(
    r"\b(?P<lead>on|by|until|since|from|before|after)"
    rf" (?P<day>\d{{1,2}} (?:{'|'.join(m.title() for m in MONTHS)}) \d{{4}})"
    r" (?P<hour>noon|midday|midnight)\b"
)  # "by 10 March 2025 noon", made of "by Monday noon"
HOURS = {"on": "at"}


LED = re.compile(
    r"\b(?:to|of|before|after|between|and|than|for|through|ahead of|night to|(?:until|by) at (?:least|the latest))\s*$",
    re.IGNORECASE,
)
# "in the night to | Thursday": no "on" behind these


def _dated(day: Day, before: str, behind: str = "") -> str:
    """ "since Sunday" keeps its "since", "the night to Thursday" its "to"; everything else gets "on"."""
    if day.day is None:
        return day.words
    if behind.startswith(("'s ", "’s ")):
        lead, _, _ = day.words.rpartition(" ")
        return f"{lead}{' ' if lead or day.words[:1].isspace() else ''}the {day.day.day} {day.day:%B %Y}"
    if LED.search(before) and day.words.split()[0].lower() not in LEADS:
        return f"{'' if before[-1:].isspace() else ' '}{day.day.day} {day.day:%B %Y}"
    lead, _, _ = day.words.strip().partition(" ")
    lead = lead if lead.lower() in LEADS else "on"
    lead = f" {lead}" if day.words[:1].isspace() else lead
    part = next((part for part in ("morning", "afternoon", "evening", "night") if day.words.lower().endswith(part)), "")
    if part and lead.strip().lower() == "on":
        return (
            f"in the {part} of {day.day.day} {day.day:%B %Y}"
            if part != "night"
            else f"in the night of {day.day.day} {day.day:%B %Y}"
        )
    return f"{lead} {day.day.day} {day.day:%B %Y}"


LEADS = frozenset({"since", "until", "by", "from", "on"})


def _with_year(match: re.Match[str], setting: Setting) -> str:
    published = setting.published
    if published is None:
        return match.group()
    month = MONTHS.index(match["month"].lower()) + 1
    year = published.year
    if setting.ahead and match["lead"].lower() in ("last", "since"):
        return match.group()
    year += (month < published.month) if setting.ahead else -(month > published.month)
    lead = "in" if match["lead"].lower() == "last" else match["lead"]
    return f"{lead} {match['month']} {year}"


OF_PERIOD = re.compile(
    r"\b(?P<part>end|start|beginning|(?:first|second|third|fourth|last|final)\s+(?:[\w-]+\s+)?(?:months|half|quarter))"
    r"\s+of\s+the\s+(?P<unit>month|year)\b(?!\s+\d)",
    re.IGNORECASE,
)  # "the first nine months of the year", "at the end of the month"
NEW_YEAR, NEW_MONTH = 2, 5
"""The months and days in which "the year" and "the month" may be those that have just ended."""


def _of_period(match: re.Match[str], setting: Setting) -> str:
    published = setting.published
    if published is None:
        return match.group()
    if match["unit"].lower() == "year":
        return match.group() if published.month <= NEW_YEAR else f"{match['part']} of {published.year}"
    ended = published.day <= NEW_MONTH and not setting.ahead
    return match.group() if ended else f"{match['part']} of {published:%B %Y}"


def _period(match: re.Match[str], setting: Setting) -> str:
    published = setting.published
    if published is None:
        return match.group()
    lead = match["lead"] or "in "
    step = {"last": -1, "this": 0, "next": 1}[match["turn"].lower()]
    if match["unit"].lower() == "year":
        return f"{lead}{published.year + step}"
    months = published.year * 12 + published.month - 1 + step
    return f"{lead}{MONTHS[months % 12].title()} {months // 12}"
