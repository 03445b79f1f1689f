"""Which lines of an article are headline, date, byline, caption, crosshead or source, and which are its body."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from factcheck.language.dates import dated_name, only_date
from factcheck.language.wordlists import wordlists

HEAD_LINES = 8
"""How far down a date line is looked for."""
LONGEST_HEADLINE = 220
LONGEST_CROSSHEAD = 70
LONGEST_META = 160

LINE = re.compile(r"(?<![^\r\n\u2028\u2029])[^\r\n\u2028\u2029]*\S[^\r\n\u2028\u2029]*")  # a line with anything on it
ENDED = re.compile(r"[.!?…:;]['\"”’»)\]]*\s*$")  # 'It was.', 'It was."'
BYLINE = re.compile(
    r"^(?:by|from)\s+[A-Z][\w.'’-]+(?:\s+(?:and\s+)?[A-Z][\w.'’-]+){0,6}(?:,?\s+in\s+[A-Z]\w+)?\s*$", re.I
)
# "By Ann Lee", "By Ann Lee and Bo Day in Oslo"
SLASH_CREDIT = re.compile(r"\s*[/|]\s*(?P<who>[A-Z][\w.&': -]{1,60})\.?\s*$")  # "Troops leave the city. / Reuters"
BRACKET_CREDIT = re.compile(r"\s*[\[(](?P<who>[^\[\]()]{2,80})[\])]\s*$")  # "A bridge. [File: Ann Lee/AFP]"
_DAY = r"[A-Z][a-z]{2,8}\.?\s+\d{1,2}|\d{1,2}\s+[A-Z][a-z]{2,8}\.?"  # "Oct 6", "6 October"
DATELINE = re.compile(
    rf"^(?:[A-Z][A-Z .'’/-]{{2,40}}(?:,\s+[A-Z][\w. ]{{1,30}}?)?(?:,?\s+(?:{_DAY})(?:,?\s+\d{{4}})?)?"
    r"(?:\s+\((?P<agency>[A-Z][\w .&]{1,30})\))?"
    rf"|[A-Z][\w .'’-]{{2,30}}(?:,\s+(?:{_DAY})(?:,?\s+\d{{4}})?)?\s+\((?P<wire>[A-Z][\w .&]{{1,30}})\))"
    r"\s+[-–—]{1,2}\s+"
)  # "KYIV, Dec 1 (Reuters) - ", "PORT ELSA, 6 Oct - ", "Kyiv (dpa) - "


class Part(StrEnum):
    """What a block of lines is to the reader."""

    HEADLINE = "headline"
    STANDFIRST = "standfirst"
    DATE = "date"
    BYLINE = "byline"
    CAPTION = "caption"
    CROSSHEAD = "crosshead"
    META = "meta"
    BODY = "body"

    @property
    def speaks(self) -> bool:
        """Whether claims are looked for in it."""
        return self in (Part.HEADLINE, Part.STANDFIRST, Part.CAPTION, Part.BODY)


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph or line, without the white space, credit or place line around it."""

    start: int
    end: int
    part: Part
    note: str = ""
    day: date | None = None


def _lines(text: str) -> Iterator[tuple[int, int]]:
    for match in LINE.finditer(text):
        line = match.group()
        yield match.start() + len(line) - len(line.lstrip()), match.start() + len(line.rstrip())


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Lines, with hard-wrapped ones joined: a line that ends in the middle of a sentence goes on in the next."""
    found: list[tuple[int, int]] = []
    for start, end in _lines(text):
        if found and _goes_on(text, found[-1], start):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _goes_on(text: str, before: tuple[int, int], start: int) -> bool:
    gap = text[before[1] : start]
    last_line = max(before[0], text.rfind("\n", before[0], before[1]) + 1)
    if gap.count("\n") != 1 or before[1] - last_line < 45 or ENDED.search(text[last_line : before[1]][-8:]):
        return False
    if text[start].islower():
        return True
    end = text.find("\n", start)
    first = not text[: before[0]].strip()
    plain = _plain_part(text[start : end if end != -1 else len(text)].strip()) is Part.BODY
    wide = before[1] - last_line >= 60 and text[start].isalnum() and _looks_wrapped(text, start)
    return wide and plain and not first


def _looks_wrapped(text: str, start: int) -> bool:
    """Whether the line beginning here looks cut by width: it does not end a paragraph of its own line."""
    end = text.find("\n", start)
    return end != -1 and end - start <= 100 and not text[end + 1 : end + 2].isspace() and end + 1 < len(text)


def _credit(line: str) -> int | None:
    """Where the credit of a caption begins, or None: in "A bridge. / Reuters" before the stroke."""
    names = wordlists("layout")["credits"]
    tail = line[-120:]
    for pattern in (SLASH_CREDIT, BRACKET_CREDIT):
        match = pattern.search(tail)
        if match and any(part.strip().lower() in names for part in re.split(r"[/:,|]|\bvia\b", match["who"])):
            return len(line) - len(tail) + match.start()
        if match and pattern is SLASH_CREDIT and len(match["who"].split()) <= 4 and match.start() > 20:
            return len(line) - len(tail) + match.start()
        if match and re.search(r"\b(?:Photo|Reuters|AFP|AP|Getty)\b", match["who"]):
            return len(line) - len(tail) + match.start()
    return None


def _is_meta(line: str) -> bool:
    """ "SOURCE: Agencies" and the like: a short line that begins with such a word and a colon, or is only that."""
    low = line.lower()
    if len(line) > LONGEST_META:
        return False
    return any(
        low.startswith(word) and (low[len(word) : len(word) + 1] in ("", ":") or (" " in word and len(line) < 80))
        for word in wordlists("layout")["meta"]
    )


def _plain_part(line: str) -> Part:
    if only_date(line) is not None or dated_name(line) is not None:
        return Part.DATE
    if BYLINE.match(line):
        return Part.BYLINE
    if _is_meta(line):
        return Part.META
    return Part.BODY


def _block(text: str, start: int, end: int) -> Block:
    line = text[start:end]
    part = _plain_part(line)
    if part is Part.DATE:
        day, name = dated_name(line) or (only_date(line), "")
        return Block(start, end, part, note=name, day=day)
    credit = _credit(line) if part is Part.BODY else None
    if credit:
        return Block(start, start + credit, Part.CAPTION, note=line[credit:].strip(" /|()[]"))
    place = DATELINE.match(line) if part is Part.BODY else None
    if place and place.end() < len(line):
        return Block(start + place.end(), end, part, note=place["agency"] or place["wire"] or "")
    return Block(start, end, part)


def _looks_like_headline(line: str) -> bool:
    return len(line) <= LONGEST_HEADLINE and not line.rstrip("\"'”’»").endswith((".", ":", ";", ","))


def layout(text: str, title: str = "") -> list[Block]:
    """The blocks of a text in order; what stands before a date line is its head."""
    blocks = [_block(text, start, end) for start, end in paragraphs(text)]
    dated = next((i for i, block in enumerate(blocks[:HEAD_LINES]) if block.part is Part.DATE), None)
    for i, block in enumerate(blocks):
        line = text[block.start : block.end]
        if block.part is not Part.BODY:
            continue
        if i == 0 and len(blocks) > 1 and (line.rstrip(".") == title.strip().rstrip(".") or _looks_like_headline(line)):
            blocks[i] = replace(block, part=Part.HEADLINE)
        elif dated is not None and i < dated:
            blocks[i] = replace(block, part=Part.STANDFIRST)
        elif i and len(line) <= LONGEST_CROSSHEAD and not ENDED.search(line):
            blocks[i] = replace(block, part=Part.CROSSHEAD)
    return blocks
