"""Who said what, before it is cut into claims: every attribution of an article with the places of its three parts."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from factcheck.domain.claims import ArticleText, Fragment, Quotation
from factcheck.language.attribution import Attribution
from factcheck.language.attributions import every_attribution
from factcheck.language.dialogues import Turn, turns
from factcheck.language.drafts import LONGEST_SENTENCE, Reading, readings_of, speaker_of
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
    readings = [replace(one, attributions=_every(one)) for one in readings_of(article.text, blocks)]
    found = {_key(one, reading): _of(one, reading) for reading in readings for one in reading.attributions}
    readings = [replace(one, attributions=tuple(filter(_told, one.attributions))) for one in readings]
    for begins, begun in _begun(readings):
        found[begins] = replace(found[begins], content=_joined(begun, found[begins].content))
    alone: list[Saying] = []
    going_on = GoingOn(readings)
    for together, by, by_reading in _quotations(readings):
        said = _quotation(together, by, by_reading)
        key = _key(by, by_reading) if by and by_reading else NOBODY
        if by and by_reading and key in found and going_on.belongs(by, by_reading, together, found[key]):
            found[key] = replace(found[key], content=_joined(found[key].content, said.content))
        else:
            alone.append(said)
    spoken = [_spoken(turn) for turn in turns(article.text, [(block.start, block.end) for block in blocks])]
    leads = {one.cue for one in spoken}
    others = [one for one in [*found.values(), *alone] if one.content and one.cue not in leads]
    return sorted([*others, *spoken], key=lambda one: one.content[0])


def _spoken(turn: Turn) -> Saying:
    return Saying((turn.words,), (turn.who,), turn.colon, Quotation.DIRECT)


Key = tuple[int, int]
"""Where the cue of an attribution stands in the article: its paragraph and its word."""
NOBODY: Key = (-1, -1)


def _begun(readings: Sequence[Reading]) -> Iterator[tuple[Key, tuple[Fragment, ...]]]:
    """In 'Places like it "deserve somebody. That is Ann Lee," he said.' the sentence in which a quotation begins."""
    for place, reading in enumerate(readings):
        first = next((one for one in reading.attributions if reading.sent.start in one.whole), None)
        before = _opened(place, readings)
        if first is not None and before is not None and not before.attributions:
            yield _key(first, reading), _places(set(range(before.sent.start, before.sent.end)), before)


def _opened(place: int, readings: Sequence[Reading]) -> Reading | None:
    """The sentence inside which the quotation opens that goes on at a place; None without one."""
    reading = readings[place]
    quote = next((one for one in reading.paragraph.quoted if one.start < reading.sent.start_char < one.end), None)
    if quote is None:
        return None
    same = [one for one in readings[max(0, place - LONGEST_QUOTATION) : place] if one.paragraph is reading.paragraph]
    return next((one for one in reversed(same) if one.sent.start_char < quote.start < one.sent.end_char), None)


SAYING = frozenset({"speech", "finding", "according", "judging"})
"""Families of what a quotation in the paragraph behind may go on with."""
LONGEST_QUOTATION = 8
"""Sentences back in which the beginning of a quotation is looked for."""


def _key(one: Attribution, reading: Reading) -> Key:
    return reading.paragraph.offset, one.verb


class GoingOn:
    """Which quotations are part of a saying: those in its paragraph, behind its colon, or in paragraphs that go on."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        places = sorted({reading.paragraph.offset for reading in readings})
        self._before = dict(pairwise([NOBODY[0], *places][::-1]))
        self._quoted = {one.paragraph.offset for one in readings if 0 in one.paragraph.openers}
        self._last = {one.paragraph.offset: one.sent.end for one in readings}
        self._joined: dict[int, Key] = {}

    def belongs(self, by: Attribution, by_reading: Reading, together: Sequence[Reading], host: Saying) -> bool:
        """Ask in the order of the text: a paragraph goes on with the one that was joined before it."""
        key, here = _key(by, by_reading), together[0].paragraph.offset
        before = self._before.get(here, NOBODY[0])
        follows = before in self._quoted or (by.family in SAYING and self._ends(by_reading) and self._alone(together))
        follows = follows and (key[0] == before or self._joined.get(before) == key)
        if not (key[0] == here or not host.content or follows):
            return False
        self._joined |= {one.paragraph.offset: key for one in together}
        return True

    def _ends(self, reading: Reading) -> bool:
        return reading.sent.end == self._last[reading.paragraph.offset]

    def _alone(self, together: Sequence[Reading]) -> bool:
        """Whether a quotation is all of its paragraph, so that nobody else can be named beside it."""
        return together[0].sent.start == 0 and self._ends(together[-1])


def _every(reading: Reading) -> tuple[Attribution, ...]:
    if reading.quoted or len(reading.sent) > LONGEST_SENTENCE:
        return ()
    return tuple(every_attribution(reading.sent, reading.paragraph))


def _told(one: Attribution) -> bool:
    """Whether an attribution may go on in a quotation: an attitude does not."""
    return one.family not in ("held", "noun") and bool(one.source)


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
    who = next((part for part in verb.children if part.dep_ == "nsubj" and part.lower_ in ("who", "which")), None)
    return {who.i} if who is not None and verb.dep_ == "relcl" and verb.head.i in one.source else one.source


Spoken = tuple[Sequence[Reading], Attribution | None, Reading | None]


def _quotations(readings: Sequence[Reading]) -> Iterator[Spoken]:
    """Neighbouring sentences of a paragraph that are quoted throughout, with who speaks them."""
    place = 0
    while place < len(readings):
        last = _last_of_quotation(place, readings)
        if readings[place].quoted or _opens_quoted(place, readings):
            yield readings[place : last + 1], *speaker_of(place, readings)
        place = last + 1


def _opening(reading: Reading) -> int:
    """Where a quoted sentence begins to be quoted: behind the colon of 'According to Lee: "It fell."'."""
    quoted = reading.paragraph.quoted_tokens
    first = next((i for i in range(reading.sent.start, reading.sent.end) if i in quoted), reading.sent.start)
    return first if first > reading.sent.start and reading.sent.doc[first - 1].text == ":" else reading.sent.start


def _last_of_quotation(place: int, readings: Sequence[Reading]) -> int:
    while place + 1 < len(readings) and _runs_on(readings[place], readings[place + 1]):
        place += 1
    return place


def _runs_on(one: Reading, following: Reading) -> bool:
    """Whether a quotation goes on in the next sentence, also of a new paragraph where it was not closed in the last."""
    if not (one.quoted and following.quoted):
        return False
    if one.paragraph is following.paragraph:
        return True
    unclosed = bool(one.paragraph.quoted) and not one.paragraph.quoted[-1].closed
    return unclosed and following.sent.start_char in following.paragraph.openers


def _opens_quoted(place: int, readings: Sequence[Reading]) -> bool:
    """In '"It fell," Lee said. "It was old" and had cracks.' a sentence that only begins in quotation marks."""
    reading = readings[place]
    if not place or reading.attributions or len(reading.sent) > LONGEST_SENTENCE:
        return False
    before = readings[place - 1]
    opens = reading.sent.start_char in reading.paragraph.openers
    spoken = before.quoted or any(one.content & before.paragraph.quoted_tokens for one in before.attributions)
    return opens and spoken and before.paragraph is reading.paragraph


def _quotation(together: Sequence[Reading], by: Attribution | None, by_reading: Reading | None) -> Saying:
    content: tuple[Fragment, ...] = ()
    for _, part in groupby(together, key=lambda one: one.paragraph.offset):
        first, *others = part
        content += _places(set(range(_opening(first), (others or [first])[-1].sent.end)), first)
    source = _places(by.source, by_reading) if by is not None and by_reading is not None else ()
    return Saying(content, source, None, Quotation.DIRECT)
