"""Who says a sentence, by a language's table and without grammar: content, claimant, cue and day of saying."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from factcheck.domain.claims import Fragment
from factcheck.language.quotations import Quoted
from factcheck.language.tables import Table

LONGEST_NAME = 90
"""Characters of a claimant; a longer stretch before a verb is no name."""
FEWEST = 8
"""Letters of a content; less is a remark like "said Lee"."""

EDGES = " ,;:—–-«»„“”\"'’."
"""Marks that are no part of a name."""
NAME_END = re.compile(r"[,;:.—–(«„“\"]|\s-\s")  # where a name behind a verb ends at the latest
SUFFIX = re.compile(r"['’][^\W\d_]{1,4}$")  # the ending in "Reuters'a"


@dataclass(frozen=True)
class Told:
    """One sentence as read: all places are code points of the text that was given."""

    content: Fragment
    claimant: str
    cue: str | None
    denies: bool
    frame: str
    """The words around the content, in which the day of saying is looked for."""


def told(text: str, sentence: Fragment, quoted: tuple[Quoted, ...], rules: Table) -> Told | None:
    """The reading of a sentence with a cue outside quotation marks; None where the table finds none."""
    start, end = sentence
    for reading in (_according, _verb_last if rules.verb_last else _verb):
        found = reading(text, start, end, quoted, rules)
        if found is not None and sum(c.isalnum() for c in text[slice(*found.content)]) >= FEWEST:
            return found
    return None


def _outside(
    pattern: re.Pattern[str], text: str, start: int, end: int, quoted: tuple[Quoted, ...]
) -> list[re.Match[str]]:
    inside = [(quote.start, quote.end) for quote in quoted]
    return [match for match in pattern.finditer(text, start, end) if not any(a <= match.start() < b for a, b in inside)]


def _according(text: str, start: int, end: int, quoted: tuple[Quoted, ...], rules: Table) -> Told | None:
    """ "Laut X C", "C, selon X", "X'e göre C"."""
    for match in _outside(rules.source_behind, text, start, end, quoted):
        name = text[start : match.start()]
        if 0 < len(name) <= LONGEST_NAME:
            content = _trimmed(text, match.end(), end)
            return _told(text, start, end, content, _name(name, rules), match.group(), rules)
    for match in _outside(rules.source_before, text, start, end, quoted):
        before = sum(c.isalnum() for c in text[start : match.start()]) >= FEWEST
        stop = _name_end(text, match.end(), end, rules)
        if rules.capital_nouns:
            stop = min(stop, match.end() + len(_capitals(text[match.end() : stop], rules)))
        content = _trimmed(text, start, match.start()) if before else _trimmed(text, stop, end)
        if before and sum(c.isalnum() for c in text[stop:end]) >= FEWEST // 2:
            content = _trimmed(text, start, end)  # "C begins, nach Angaben von X, and goes on"
        name = text[match.end() : stop]
        if name.strip():
            return _told(text, start, end, content, _name(name, rules), match.group(), rules)
    return None


def _verb(text: str, start: int, end: int, quoted: tuple[Quoted, ...], rules: Table) -> Told | None:
    """ "X sagte, C", "C, sagte X"."""
    for match in _outside(rules.cue, text, start, end, quoted):
        before = text[start : match.start()]
        leads = _leads(text[match.end() : end], rules)
        if not leads and _set_off(before) and sum(c.isalnum() for c in before) >= FEWEST:
            name = text[match.end() : _name_end(text, match.end(), end, rules)]
            content = _trimmed(text, start, match.start())
            return _told(text, start, end, content, _name(name, rules), match.group(), rules)
        if before.strip() and len(before) <= LONGEST_NAME:
            return _told(
                text, start, end, _behind(text, match.end(), end, rules), _name(before, rules), match.group(), rules
            )
    return None


def _verb_last(text: str, start: int, end: int, quoted: tuple[Quoted, ...], rules: Table) -> Told | None:
    """ "X, C söyledi", "X, 'C' dedi": the verb ends the sentence and the first comma or mark ends the name."""
    cues = _outside(rules.cue, text, start, end, quoted)
    if not cues:
        return None
    if end - cues[-1].end() > 3:
        return _after_quotation(text, start, end, cues[0], rules)
    verb = cues[-1]
    first = next((quote.start for quote in quoted if start <= quote.start < verb.start()), verb.start())
    comma = text.find(",", start, first)
    topic = next(iter(_outside(rules.topic, text, start, first, quoted)), None)
    edge = comma if comma != -1 else first if first < verb.start() else topic.start() if topic else -1
    if edge == -1 or edge - start > LONGEST_NAME:
        return None
    opened = next(iter(_outside(rules.opening, text, edge, verb.start(), quoted)), None) or topic
    content = _trimmed(text, opened.end() if opened else edge + (text[edge] == ","), verb.start())
    return _told(text, start, end, content, _name(text[start:edge], rules), verb.group(), rules)


def _after_quotation(text: str, start: int, end: int, verb: re.Match[str], rules: Table) -> Told | None:
    """ "'C,' dedi X": the speaker stands behind the verb where a quotation has ended right before it."""
    before = text[start : verb.start()].rstrip()
    if before[-1:] not in tuple('”"»’') or sum(c.isalnum() for c in before) < FEWEST:
        return None
    name = text[verb.end() : _name_end(text, verb.end(), end, rules)]
    return _told(text, start, end, _trimmed(text, start, verb.start()), _name(name, rules), verb.group(), rules)


def _told(text: str, start: int, end: int, content: Fragment, name: str, cue: str, rules: Table) -> Told:
    frame = f"{text[start : content[0]]} {text[content[1] : end]}"
    pronoun = name.lower() in rules.persons or not name
    denies = " ".join(cue.lower().split()) in rules.denying
    return Told((start, end) if denies else content, "" if pronoun else name, cue, denies, frame)


def _leads(behind: str, rules: Table) -> bool:
    """Whether a "that", or a colon, follows the verb at once: what stands before it is a name, commas or not."""
    following = behind.lower().lstrip()
    if rules.capital_nouns and following.startswith(","):
        return True  # "Der Vorsitzende, X, erklärte, C": a name behind the verb would follow at once
    return following.startswith((":", *(f"{word} " if word[-1].isalpha() else word for word in rules.that)))


def _capitals(words: str, rules: Table) -> str:
    """The words up to the first small one behind a name, with genitives: " der Polizei | starben drei"."""
    found = list(re.finditer(r"\s*\S+", words))
    taken, named = 0, False
    for n, match in enumerate(found):
        word = match.group().strip()
        capital = word[:1].isupper()
        goes_on = word in (*rules.articles, "von") and n + 1 < len(found) and found[n + 1].group().strip()[:1].isupper()
        if named and not (capital or goes_on):
            break
        named, taken = named or capital, match.end()
    return words[:taken]


def _set_off(before: str) -> bool:
    """Whether what stands before a verb has ended: with a comma, a dash or a closing mark."""
    return before.rstrip()[-1:] in tuple(',—–-»“”"?!') and bool(before.strip())


def _behind(text: str, start: int, end: int, rules: Table) -> Fragment:
    """The content behind a verb: from the "that", the colon or the quotation on."""
    window = text[start:end]
    marks = [place for place in (window.find(mark) for mark in (",", ":", "«", "„", "“", '"')) if place != -1]
    for word in rules.that:
        match = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", window, re.IGNORECASE)
        if match is None and word[-1] in "'’":
            match = re.search(rf"(?<!\w){re.escape(word)}", window, re.IGNORECASE)
        if match is not None and match.start() <= min(marks, default=len(window)) + 2:
            return _trimmed(text, start + match.end(), end)
    return _trimmed(text, start + min(marks, default=0), end)


def _name_end(text: str, start: int, end: int, rules: Table) -> int:
    """Where a name that begins at `start` ends: at a mark, a preposition or a day, and within LONGEST_NAME."""
    mark = NAME_END.search(text, start, end)
    stop = rules.stop.search(text, start, end)
    places = [match.start() for match in (mark, stop) if match and text[start : match.start()].strip()]
    return min([*places, start + LONGEST_NAME, end])


def _name(words: str, rules: Table) -> str:
    """A claimant without days, articles, marks and endings set off by an apostrophe."""
    plain = rules.day.sub(" ", words)
    pieces = [piece.split() for piece in plain.split(",") if piece.split()]
    named = [piece for piece in pieces if sum(word[:1].isupper() for word in piece) >= 2]
    chosen = (named or pieces or [[]])[-1 if named else 0]
    while chosen and chosen[0].lower() in rules.articles:
        chosen = chosen[1:]
    while chosen and chosen[-1].lower() in (*rules.stops, *rules.articles):
        chosen = chosen[:-1]
    name = " ".join(chosen)
    if rules.verb_last:
        name = SUFFIX.sub("", name)
    article = next((a for a in rules.articles if a[-1] in "'’" and name.lower().startswith(a)), "")
    return name[len(article) :].strip(EDGES)


def _trimmed(text: str, start: int, end: int) -> Fragment:
    """A content without blanks and loose marks at its edges; quotation marks and a full stop inside them stay."""
    while start < end and (text[start].isspace() or text[start] in ",;:—–-."):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:—–-"):
        end -= 1
    return start, end


def said_day(frame: str, rules: Table, published: date | None) -> tuple[date, str] | None:
    """The day named around a content, with its words; a weekday is the last one before the article's day."""
    for match in rules.day.finditer(frame):
        found = _meant(match, rules, published)
        if found is not None:
            return found, match.group()
    return None


def _meant(match: re.Match[str], rules: Table, published: date | None) -> date | None:
    if match["month"]:
        year = int(match["year"]) if match["year"] else published.year if published else 0
        try:
            return date(year, [m.lower() for m in rules.months].index(match["month"].lower()) + 1, int(match["day"]))
        except ValueError:
            return None
    if published is None:
        return None
    if match["weekday"]:
        wanted = rules.weekdays.index(match["weekday"].lower())
        return published - timedelta(days=(published.weekday() - wanted) % 7)
    return published + timedelta(days=dict(rules.near)[match["near"].lower()])
