"""Who said what, before it is cut into claims: every attribution of an article with the places of its three parts."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace

from factcheck.domain.claims import ArticleText, Fragment, Quotation
from factcheck.language.attribution import Attribution
from factcheck.language.drafts import Reading, readings_of, speaker_of
from factcheck.language.layout import layout
from factcheck.language.quotations import quotation_of
from factcheck.language.tokens import fragments


@dataclass(frozen=True)
class Saying:
    """One content with its source and cue; places are code points of the article. Source and cue may be empty."""

    content: tuple[Fragment, ...]
    source: tuple[Fragment, ...]
    cue: Fragment | None
    quotation: Quotation


def sayings(article: ArticleText) -> list[Saying]:
    """Every attribution of an English article in the order of the text."""
    blocks = [block for block in layout(article.text, article.title) if block.part.speaks]
    readings = readings_of(article.text, blocks)
    found = [_of(one, reading) for reading in readings for one in reading.attributions]
    return sorted((one for one in _with_quotations(found, readings) if one.content), key=lambda one: one.content[0])


def _places(indices: Set[int], reading: Reading) -> tuple[Fragment, ...]:
    offset = reading.paragraph.offset
    return tuple((start + offset, end + offset) for start, end in fragments(indices, reading.paragraph))


def _of(one: Attribution, reading: Reading) -> Saying:
    content = fragments(one.content, reading.paragraph)
    kind = quotation_of(reading.paragraph.text, content, reading.paragraph.quoted) if content else Quotation.INDIRECT
    verb, offset = reading.paragraph.doc[one.verb], reading.paragraph.offset
    cue = (verb.idx + offset, verb.idx + len(verb) + offset)
    return Saying(_places(one.content, reading), _places(one.source, reading), cue, kind)


def _with_quotations(found: list[Saying], readings: Sequence[Reading]) -> Iterator[Saying]:
    """Sentences quoted throughout go with the saying of the same quotation, else they are one of their own."""
    yield from found
    place = 0
    while place < len(readings):
        last = _last_of_quotation(place, readings)
        if readings[place].quoted:
            yield _quotation(readings[place : last + 1], place, readings)
        place = last + 1


def _last_of_quotation(place: int, readings: Sequence[Reading]) -> int:
    while (
        place + 1 < len(readings)
        and readings[place].quoted
        and readings[place + 1].quoted
        and readings[place].paragraph is readings[place + 1].paragraph
    ):
        place += 1
    return place


def _quotation(together: Sequence[Reading], place: int, readings: Sequence[Reading]) -> Saying:
    first, last = together[0], together[-1]
    by, reading = speaker_of(place, readings)
    content = _places(set(range(first.sent.start, last.sent.end)), first)
    said = Saying(content, (), None, Quotation.DIRECT)
    return replace(said, source=_places(by.source, reading)) if by is not None and reading is not None else said
