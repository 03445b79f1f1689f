"""What a sentence ascribes to somebody beyond what they claim: attitudes, and how far the words of a saying go on."""

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Span, Token

from factcheck.language import attitudes, sources
from factcheck.language.attribution import Attribution
from factcheck.language.parsing import Paragraph
from factcheck.language.remarks import remark_beside
from factcheck.language.stretches import stretched, to_the_closing_mark, with_its_noun, without_next_act
from factcheck.language.tokens import SUBJECTS
from factcheck.language.wordlists import wordlists


def only_told(one: Attribution, sent: Span, paragraph: Paragraph) -> Attribution:
    verb = sent.doc[one.verb]
    content = with_its_noun(without_next_act(one.content, verb), verb)
    content = stretched(content, verb, one.family, sent)
    content -= remark_beside(verb, content)
    content = to_the_closing_mark(content, verb, sent, paragraph)
    return replace(one, content=_by_its_pronoun(content, verb) | _what_is_named(one, verb))


def _by_its_pronoun(content: frozenset[int], verb: Token) -> frozenset[int]:
    """In "a bill, which critics said was late" the "which" instead of the bill."""
    who = next((part for part in verb.sent if part.tag_ in ("WDT", "WP") and verb.left_edge.i == part.i), None)
    if verb.dep_ != "relcl" or who is None or not any(i < who.i for i in content) or who.dep_ == "mark":
        return content
    return frozenset({i for i in content if i > verb.i} | {who.i})


def _what_is_named(one: Attribution, verb: Token) -> frozenset[int]:
    """The "which" of "which he called a mistake", the "whom" and "as" of "whom he described as brave"."""
    if one.family != "naming":
        return frozenset()
    named = {part.i for part in verb.lefts if part.lower_ in PRONOUNS and part.dep_ not in SUBJECTS}
    as_part = {part.i for part in verb.rights if part.lower_ == "as" and part.i + 1 in one.content}
    return frozenset(named | as_part) if named else frozenset()


PRONOUNS = frozenset({"which", "whom", "who", "that", "what"})


def by_outlet(content: frozenset[int], sent: Span, paragraph: Paragraph) -> frozenset[int]:
    """A content without the words with which the outlet leads over to it."""
    return content - _turn(content, sent, paragraph) - _however(content, sent, paragraph)


def _turn(content: frozenset[int], sent: Span, paragraph: Paragraph) -> frozenset[int]:
    """The "In fact," or "Meanwhile," with which the outlet leads over to what somebody said."""
    comma = next((i for i in range(sent.start, min(sent.start + 4, sent.end)) if sent.doc[i].text == ","), None)
    if comma is None or any(i in paragraph.quoted_tokens for i in range(sent.start, comma)):
        return frozenset()
    lead = sent.doc[sent.start : comma].text.lower()
    goes_on = any(i > comma for i in content)
    return frozenset(range(sent.start, comma + 1)) if goes_on and lead in wordlists("cues")["turns"] else frozenset()


def _however(content: frozenset[int], sent: Span, paragraph: Paragraph) -> frozenset[int]:
    """The ", however," by which the outlet ties what somebody said to what stands before it."""
    return frozenset(
        k
        for i in content
        if sent.doc[i].lower_ == "however" and i not in paragraph.quoted_tokens and {i - 1, i + 1} <= content
        if sent.doc[i - 1].text == "," == sent.doc[i + 1].text
        for k in (i - 1, i, i + 1)
    )


def held(sent: Span, paragraph: Paragraph, found: list[Attribution]) -> Iterator[Attribution]:
    """Attitudes whose word is no cue already and which nobody tells of: those belong to what is told."""
    taken = {one.verb for one in found}.union(*(one.content for one in found if one.family != "noun"))
    for one in attitudes.attitudes(sent, paragraph):
        if one.word.i not in taken and not _is_aside(one.word):
            content = stretched(without_next_act(one.content, one.word), one.word, "held", sent)
            content -= remark_beside(one.word, content)
            yield Attribution(content, one.source, one.word.text, one.word.i, frozenset({one.word.i}), "held")


def _is_aside(word: Token) -> bool:
    """ "a farmer who backed Lee": an attitude that only tells which farmer, or stands inside what somebody tells."""
    above = [word, *word.ancestors]
    return any(one.dep_ in ("ccomp", "acl") or (one.dep_ == "relcl" and not sources.after_comma(one)) for one in above)


def is_refused(one: Attribution, found: list[Attribution], sent: Span) -> bool:
    """ "declined to confirm it", "promised to push for it": the first word says what becomes of the second."""
    verb = sent.doc[one.verb]
    to_do = verb.dep_ == "xcomp" and any(part.tag_ == "TO" for part in verb.lefts)
    return to_do and any(other.verb == verb.head.i and one.verb in other.content for other in found)


def is_in_object(one: Attribution, found: list[Attribution], sent: Span) -> bool:
    """ "rejected | claims that C |": the noun belongs to what was rejected."""
    noun = sent.doc[one.verb]
    return noun.pos_ == "NOUN" and any(one.verb in other.content and one.content < other.content for other in found)
