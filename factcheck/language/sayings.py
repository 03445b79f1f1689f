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
    """Every attribution of an English article in the order of the text; a quotation goes with its cue's sentence."""
    blocks = [block for block in layout(article.text, article.title) if block.part.speaks]
    readings = readings_of(article.text, blocks)
    found = {id(one): _of(one, reading) for reading in readings for one in reading.attributions}
    alone: list[Saying] = []
    for together, by, by_reading in _quotations(readings):
        said = _quotation(together, by, by_reading)
        host = found.get(id(by)) if by_reading and by_reading.paragraph is together[0].paragraph else None
        if by is not None and host is not None:
            found[id(by)] = replace(host, content=_joined(host.content, said.content))
        else:
            alone.append(said)
    return sorted((one for one in [*found.values(), *alone] if one.content), key=lambda one: one.content[0])


def _places(indices: Set[int], reading: Reading) -> tuple[Fragment, ...]:
    offset = reading.paragraph.offset
    return tuple((start + offset, end + offset) for start, end in fragments(indices, reading.paragraph))


def _joined(one: tuple[Fragment, ...], other: tuple[Fragment, ...]) -> tuple[Fragment, ...]:
    """Fragments of both in order; those that touch but for a blank are one."""
    joined: list[Fragment] = []
    for start, end in sorted((*one, *other)):
        if joined and start <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def _of(one: Attribution, reading: Reading) -> Saying:
    content = fragments(one.whole, reading.paragraph)
    kind = quotation_of(reading.paragraph.text, content, reading.paragraph.quoted) if content else Quotation.INDIRECT
    verb, offset = reading.paragraph.doc[one.verb], reading.paragraph.offset
    cue = (verb.idx + offset, verb.idx + len(verb) + offset)
    return Saying(_places(one.whole, reading), _places(_mention(one, reading), reading), cue, kind)


def _mention(one: Attribution, reading: Reading) -> Set[int]:
    """The source as the text names it here: the "who" of "Lee, who said that"."""
    verb = reading.paragraph.doc[one.verb]
    who = next((part for part in verb.children if part.dep_ == "nsubj" and part.tag_ in ("WP", "WDT")), None)
    return {who.i} if who is not None and verb.dep_ == "relcl" and verb.head.i in one.source else one.source


Spoken = tuple[Sequence[Reading], Attribution | None, Reading | None]


def _quotations(readings: Sequence[Reading]) -> Iterator[Spoken]:
    """Neighbouring sentences of a paragraph that are quoted throughout, with who speaks them."""
    place = 0
    while place < len(readings):
        last = _last_of_quotation(place, readings)
        if readings[place].quoted:
            yield readings[place : last + 1], *speaker_of(place, readings)
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


def _quotation(together: Sequence[Reading], by: Attribution | None, by_reading: Reading | None) -> Saying:
    first, last = together[0], together[-1]
    content = _places(set(range(first.sent.start, last.sent.end)), first)
    source = _places(by.source, by_reading) if by is not None and by_reading is not None else ()
    return Saying(content, source, None, Quotation.DIRECT)
