"""From parsed paragraphs to drafts: which words are a claim, and whose, before names and days are resolved."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Span, Token

from factcheck.domain.claims import PlaceRole
from factcheck.language.attribution import Attribution
from factcheck.language.attributions import attributions
from factcheck.language.cues import cues
from factcheck.language.layout import Block, Part
from factcheck.language.own_voice import own_voice
from factcheck.language.parsing import Paragraph, parse
from factcheck.language.parts import parts
from factcheck.language.tokens import has_finite, letters

ROLES = {Part.HEADLINE: PlaceRole.HEADLINE, Part.STANDFIRST: PlaceRole.HEADLINE, Part.CAPTION: PlaceRole.CAPTION}
WHOLLY = 0.9
"""Share of a sentence's words in quotation marks from which it is somebody else's, unless a cue stands outside."""
LONGEST_SENTENCE = 200
"""Tokens from which a sentence is a list or a transcript without full stops; it stays one claim of the outlet."""
WHOLE_SENTENCE = 6
"""Tokens of a sentence that is believed to say something though no finite verb was seen."""
PARALLEL = 9
"""Words of a sentence short enough to be joined to one built alike: "We have A. We have B."."""


@dataclass(frozen=True)
class Reading:
    """One sentence as read: its attributions, or the mark that it is quoted throughout."""

    paragraph: Paragraph
    role: PlaceRole
    sent: Span
    attributions: tuple[Attribution, ...]
    quoted: bool


@dataclass(frozen=True)
class Draft:
    """Words that will be a claim. `by` is its attribution (of another sentence where a quotation goes on).

    `whole` are the words of the content it was cut from; `sentences` more than one where they were joined.
    """

    reading: Reading
    indices: frozenset[int]
    by: Attribution | None
    by_reading: Reading | None
    whole: frozenset[int]

    @property
    def tokens(self) -> list[Token]:
        doc = self.reading.paragraph.doc
        return [doc[i] for i in sorted(self.indices)]


def read(paragraph: Paragraph, role: PlaceRole) -> list[Reading]:
    """The sentences of a paragraph with their attributions."""
    readings = []
    for sent in paragraph.sentences():
        inside = {i for i in range(sent.start, sent.end) if i in paragraph.quoted_tokens}
        share = letters(sent, inside) / (letters(sent, set(range(sent.start, sent.end))) or 1)
        quoted = share >= WHOLLY and next(cues(sent, paragraph), None) is None
        found = () if quoted or len(sent) > LONGEST_SENTENCE else tuple(attributions(sent, paragraph))
        readings.append(Reading(paragraph, role, sent, found, quoted))
    return readings


def readings_of(text: str, blocks: Sequence[Block]) -> list[Reading]:
    """The sentences of an article, block by block; the role of a block is that of its sentences."""
    blocks = [piece for block in blocks for piece in _pieces(block, text)]
    roles = {block.start: ROLES.get(block.part, PlaceRole.BODY) for block in blocks}
    readings: list[Reading] = []
    role = PlaceRole.BODY
    for paragraph in parse(text, [(block.start, block.end) for block in blocks]):
        role = roles.get(paragraph.offset, role)
        readings += read(paragraph, role)
    return readings


def _pieces(block: Block, text: str) -> list[Block]:
    """ "Rebels deny it; insurer says C": the halves of a headline, each read as a sentence of its own."""
    at = text.find("; ", block.start, block.end) if block.part in (Part.HEADLINE, Part.STANDFIRST) else -1
    if at == -1:
        return [block]
    return [replace(block, end=at), *_pieces(replace(block, start=at + 2), text)]


def drafts(readings: Sequence[Reading]) -> Iterator[Draft]:
    """Every draft of an article in reading order; `readings` are all its sentences."""
    for place, reading in enumerate(readings):
        if reading.quoted:
            yield from _quoted(place, readings)
        else:
            yield from _attributed(reading)
            yield from _own(reading)


def _attributed(reading: Reading) -> Iterator[Draft]:
    for one in reading.attributions:
        found = parts(reading.sent, set(one.content), reading.paragraph)
        whole = frozenset().union(*found)
        for part in found:
            yield Draft(reading, frozenset(part), one, reading, whole)


def _own(reading: Reading) -> Iterator[Draft]:
    if len(reading.sent) > LONGEST_SENTENCE:
        whole = frozenset(range(reading.sent.start, reading.sent.end))
        yield Draft(reading, whole, None, None, whole)
        return
    taken = {i for one in reading.attributions for i in one.content | one.frame | one.source | one.via}
    for left in own_voice(reading.sent, taken):
        for part in parts(reading.sent, left, reading.paragraph):
            yield Draft(reading, frozenset(part), None, None, frozenset(left))


def _quoted(place: int, readings: Sequence[Reading]) -> Iterator[Draft]:
    reading = readings[place]
    if place and _parallel(readings[place - 1], reading):
        return
    last = reading
    step = place + 1
    indices = set(range(reading.sent.start, reading.sent.end))
    while step < len(readings) and _parallel(last, readings[step]):
        last = readings[step]
        indices |= set(range(last.sent.start, last.sent.end))
        step += 1
    by, by_reading = speaker_of(place, readings)
    yield Draft(reading, frozenset(indices), by, by_reading, frozenset(indices))


def speaker_of(place: int, readings: Sequence[Reading]) -> tuple[Attribution | None, Reading | None]:
    """Who speaks the quoted sentence at a place, and the sentence that says so."""
    reading = _speaks(place, readings)
    return (_quoting(reading), reading) if reading else (None, None)


def _parallel(one: Reading, other: Reading) -> bool:
    """Whether two short quoted sentences make one point: the same subject and verb."""
    if not (one.quoted and other.quoted) or one.paragraph is not other.paragraph:
        return False
    if max(len(one.sent), len(other.sent)) > PARALLEL or one.sent.end != other.sent.start:
        return False
    return _skeleton(one.sent) == _skeleton(other.sent)


def _skeleton(sent: Span) -> tuple[str, str]:
    subject = next((token.lower_ for token in sent.root.children if token.dep_ in ("nsubj", "nsubjpass")), "")
    return subject, sent.root.lemma_


def _speaks(place: int, readings: Sequence[Reading]) -> Reading | None:
    """The sentence that says who speaks a quotation: in its paragraph first, else the one before."""
    reading = readings[place]
    lead = readings[place - 1] if place else None
    if lead is not None and lead.attributions and not lead.attributions[-1].content:
        return lead  # "He said:" in the paragraph before
    same = [one for one in _around(place, readings) if one.paragraph is reading.paragraph]
    quote = _quote_at(reading)
    for one in same:
        if any(_touches(by, one, quote) for by in one.attributions):
            return one
    before = [one for one in same if one.sent.start < reading.sent.start and one.attributions]
    if before:
        return before[-1]
    ahead = _closing(place, readings) if not _quote_closes(reading) else None
    return ahead or next(
        (one for one in reversed(readings[max(0, place - REMEMBERED) : place]) if one.attributions), None
    )


def _quote_closes(reading: Reading) -> bool:
    """Whether the quotation ends in its own paragraph; an open one goes on in the next."""
    middle = (reading.sent.start_char + reading.sent.end_char) // 2
    quote = next((q for q in reading.paragraph.quoted if q.start <= middle < q.end), None)
    return quote is None or quote.closed


def _closing(place: int, readings: Sequence[Reading]) -> Reading | None:
    """The sentence that names the speaker where a quotation of several paragraphs comes to its end."""
    for one in readings[place + 1 : place + REMEMBERED]:
        if any(by.content & one.paragraph.quoted_tokens for by in one.attributions):
            return one
        if not one.quoted:
            return None
    return None


REMEMBERED = 12
"""Sentences back in which the speaker of a quotation without a cue is looked for."""


def _around(place: int, readings: Sequence[Reading]) -> Sequence[Reading]:
    return readings[max(0, place - REMEMBERED) : place + REMEMBERED]


def _quote_at(reading: Reading) -> tuple[int, int]:
    """Characters of the quotation that a quoted sentence stands in."""
    middle = (reading.sent.start_char + reading.sent.end_char) // 2
    quote = next((q for q in reading.paragraph.quoted if q.start <= middle < q.end), None)
    return (quote.start, quote.end) if quote else (reading.sent.start_char, reading.sent.end_char)


def _touches(by: Attribution, reading: Reading, quote: tuple[int, int]) -> bool:
    doc = reading.paragraph.doc
    return any(quote[0] <= doc[i].idx < quote[1] for i in by.content)


def _quoting(reading: Reading) -> Attribution | None:
    """Of several attributions the one whose content is quoted, else the last spoken one."""
    marked = [one for one in reading.attributions if one.content & reading.paragraph.quoted_tokens]
    spoken = marked or list(reading.attributions)
    return spoken[-1] if spoken else None


def is_statement(draft: Draft) -> bool:
    """Whether an own-voice draft says something: it has a finite verb, or was cut from what has one.

    A whole sentence of the body with any verb passes too: the tagger sometimes takes "described" for an adjective.
    """
    doc, sent = draft.reading.paragraph.doc, draft.reading.sent
    if has_finite(doc[i] for i in draft.whole):
        return True
    if draft.reading.role is PlaceRole.HEADLINE and len(draft.whole) >= WHOLE_SENTENCE:
        return any(doc[i].tag_ in ("VBN", "VB") and doc[i].i > min(draft.whole) for i in draft.whole)
    ended = sent.text.rstrip()[-1:] in (".", "!", "?") and draft.reading.role is PlaceRole.BODY
    verbs = any(doc[i].tag_.startswith("VB") for i in draft.whole)
    return ended and verbs and len(draft.whole) >= WHOLE_SENTENCE and len(draft.whole) == len(sent)
