"""One content with its source, as a cue gives it: a verb, a noun, a colon, or a quotation beside somebody."""

from dataclasses import dataclass

from spacy.tokens import Span, Token

from factcheck.language import beside_quotations, colons, contents, objects, sources
from factcheck.language.cues import Cue, cue_phrase, cue_words, cues
from factcheck.language.parentheses import parenthesis
from factcheck.language.parsing import Paragraph
from factcheck.language.tokens import hanging, reach


@dataclass(frozen=True)
class Attribution:
    """One content with its source. All places are token indices of the paragraph.

    `frame` is the clause of the cue without the content; the said-date is read from it. `family` is the
    family of the cue's verb, "according" for "according to".
    """

    content: frozenset[int]
    source: frozenset[int]
    cue: str
    verb: int
    frame: frozenset[int]
    family: str
    via: frozenset[int] = frozenset()
    described: frozenset[int] = frozenset()
    """In "described X as Y" the words of Y."""
    through: tuple[frozenset[int], ...] = ()
    """Sources of the attributions around this one, outermost first: "A said B had told her that C"."""
    whole: frozenset[int] = frozenset()
    """The content with the attributions inside it, "B had told her that C"."""


def of_verb(cue: Cue, sent: Span, paragraph: Paragraph) -> Attribution | None:
    verb = cue.verb
    around = parenthesis(cue, sent, paragraph)
    if around:
        return Attribution(
            frozenset(around.content),
            frozenset(around.source),
            cue_words(verb),
            verb.i,
            frozenset(around.frame),
            "speech",
            frozenset(sources.agent(verb) if cue_words(verb) != verb.text else ()),
        )
    taken = contents.content(cue, sent, paragraph)
    if taken is None:
        return None
    family, content = taken
    named = sources.source(verb) - content
    frame = sources.frame(verb, content) | named
    source = sources.without_day(named, sent)
    return Attribution(
        frozenset(content), frozenset(source), cue_phrase(verb), verb.i, frozenset(frame), family,
        frozenset(sources.agent(verb) if source and cue_words(verb) != verb.text else ()),
        frozenset(objects.described(verb, sent, paragraph) if family == "naming" else ()),
    )  # fmt: skip


def of_noun(noun: Token, clause: Token, sent: Span) -> Attribution:
    owner = next((part for part in noun.children if part.dep_ == "poss"), None)
    source = hanging(owner) if owner else set()
    content = set(reach(clause))
    frame = set(range(noun.left_edge.i, clause.left_edge.i))
    return Attribution(
        frozenset(content), frozenset(i for i in source if sent.doc[i].dep_ != "case"), noun.text, noun.i,
        frozenset(frame), "noun",
    )  # fmt: skip


def leading(sent: Span, paragraph: Paragraph) -> list[Attribution]:
    """ "He said:" at the end of a paragraph: a saying whose content is the quotation in the next one."""
    if not sent.text.rstrip().endswith(":"):
        return []
    spoken = [cue.verb for cue in cues(sent, paragraph) if "speech" in cue.families]
    return [
        Attribution(
            frozenset(),
            frozenset(sources.source(verb)),
            cue_words(verb),
            verb.i,
            frozenset(range(sent.start, sent.end)),
            "speech",
        )
        for verb in spoken[-1:]
    ]


def beside_quotation(sent: Span, paragraph: Paragraph, found: list[Attribution]) -> list[Attribution]:
    """A quotation that no cue accounts for, with whoever stands beside it."""
    if any(one.content & paragraph.quoted_tokens for one in found):
        return []
    place = beside_quotations.tagged(sent, paragraph) or beside_quotations.introduced(sent, paragraph)
    if place is None:
        return []
    content, source, frame = (frozenset(part) for part in (place.content, place.source, place.frame))
    return [Attribution(content, source, place.cue, place.at, frame, "speech")]


def named_before(sent: Span, paragraph: Paragraph, found: list[Attribution]) -> list[Attribution]:
    """ "Study: C" where no cue accounts for the sentence."""
    place = colons.before_colon(sent, paragraph)
    if place is None or any(one.content & place.content for one in found):
        return []
    content, source, frame = (frozenset(part) for part in (place.content, place.source, place.frame))
    return [Attribution(content, source, place.cue, place.at, frame, "according")]
