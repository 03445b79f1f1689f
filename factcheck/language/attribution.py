"""Who says what in one sentence: content, source, cue and frame, by rules over the tree and the commas."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Span, Token

from factcheck.language import attitudes, beside_quotations, colons, contents, objects, parentheses, sources
from factcheck.language.cues import Cue, cue_phrase, cue_words, cues, is_hypothetical, is_negated
from factcheck.language.parsing import Paragraph
from factcheck.language.stretches import stretched, to_the_closing_mark, with_its_noun, without_next_act
from factcheck.language.tokens import SUBJECTS, child, hanging, letters, reach
from factcheck.language.wordlists import wordlists


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


def attributions(sent: Span, paragraph: Paragraph) -> list[Attribution]:
    """What somebody has claimed in a sentence, outer ones without what inner ones hold, in order of the cue."""
    spoken = [cue for cue in cues(sent, paragraph) if not (is_negated(cue.verb) or is_hypothetical(cue.verb))]
    found = [one for cue in spoken if (one := _of_verb(cue, sent, paragraph)) and not _tells_which(one, sent)]
    found += [_of_noun(noun, clause, sent) for noun, clause in contents.noun_clauses(sent, paragraph)]
    found += _beside_quotation(sent, paragraph, found)
    found = found or _leading(sent, paragraph)
    found = _spoken(_distinct([one for one in found if one.source]), sent)
    return _in_order(_with_sources(found, sent, paragraph), sent)


def every_attribution(sent: Span, paragraph: Paragraph) -> list[Attribution]:
    """Whatever a sentence ascribes to somebody, claimed or not.

    Beside what `attributions` gives: what was not said or is still to be said, nouns that name nobody, and what
    people want, back, refuse or are expected to do.
    """
    found = [one for cue in cues(sent, paragraph) if (one := _of_verb(cue, sent, paragraph))]
    found = [one for one in found if one.family not in ("commitment", "report") or not _tells_which(one, sent)]
    found += [_of_noun(noun, clause, sent) for noun, clause in contents.noun_clauses(sent, paragraph)]
    found += _beside_quotation(sent, paragraph, found)
    found = found or _leading(sent, paragraph)
    found = _spoken(_distinct([one for one in found if one.source or one.family == "noun"]), sent)
    found = _with_sources([_only_told(one, sent, paragraph) for one in found], sent, paragraph, retold=True)
    found = [replace(one, content=_by_outlet(one.content, sent, paragraph)) for one in found]
    found += list(_held(sent, paragraph, found))
    found = [one for one in found if not (_is_refused(one, found, sent) or _is_in_object(one, found, sent))]
    return _in_order(found, sent, retold=True)


def _only_told(one: Attribution, sent: Span, paragraph: Paragraph) -> Attribution:
    verb = sent.doc[one.verb]
    content = with_its_noun(without_next_act(one.content, verb), verb)
    content = stretched(content, verb, one.family, sent)
    content -= contents.remark_beside(verb, content)
    content = to_the_closing_mark(content, verb, sent, paragraph)
    return replace(one, content=_by_its_pronoun(content, verb) | _what_is_named(one, verb))


def _by_outlet(content: frozenset[int], sent: Span, paragraph: Paragraph) -> frozenset[int]:
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


def _held(sent: Span, paragraph: Paragraph, found: list[Attribution]) -> Iterator[Attribution]:
    """Attitudes whose word is no cue already and which nobody tells of: those belong to what is told."""
    taken = {one.verb for one in found}.union(*(one.content for one in found if one.family != "noun"))
    for one in attitudes.attitudes(sent, paragraph):
        if one.word.i not in taken and not _is_aside(one.word):
            content = stretched(without_next_act(one.content, one.word), one.word, "held", sent)
            content -= contents.remark_beside(one.word, content)
            yield Attribution(content, one.source, one.word.text, one.word.i, frozenset({one.word.i}), "held")


def _is_aside(word: Token) -> bool:
    """ "a farmer who backed Lee": an attitude that only tells which farmer, or stands inside what somebody tells."""
    above = [word, *word.ancestors]
    return any(one.dep_ in ("ccomp", "acl") or (one.dep_ == "relcl" and not sources.after_comma(one)) for one in above)


def _is_refused(one: Attribution, found: list[Attribution], sent: Span) -> bool:
    """ "declined to confirm it", "promised to push for it": the first word says what becomes of the second."""
    verb = sent.doc[one.verb]
    to_do = verb.dep_ == "xcomp" and any(part.tag_ == "TO" for part in verb.lefts)
    return to_do and any(other.verb == verb.head.i and one.verb in other.content for other in found)


def _is_in_object(one: Attribution, found: list[Attribution], sent: Span) -> bool:
    """ "rejected | claims that C |": the noun belongs to what was rejected."""
    noun = sent.doc[one.verb]
    return noun.pos_ == "NOUN" and any(one.verb in other.content and one.content < other.content for other in found)


def _with_sources(
    found: list[Attribution], sent: Span, paragraph: Paragraph, *, retold: bool = False
) -> list[Attribution]:
    """What was found with "Study: C" and "C, according to X"."""
    found = found + _named_before(sent, paragraph, found)
    return found + list(_according(sent, paragraph, found, retold=retold))


def _in_order(found: list[Attribution], sent: Span, *, retold: bool = False) -> list[Attribution]:
    """`retold` keeps those of which all is told by somebody inside: "said she feared | that it would rain"."""
    return sorted(_without_inner(found, sent, retold=retold), key=lambda one: one.verb)


def _tells_which(one: Attribution, sent: Span) -> bool:
    """ "a report that had warned of it": the saying only tells which report is meant."""
    return sources.describes_its_source(sent.doc[one.verb]) and 2 * len(one.content) < len(sent)


def _of_verb(cue: Cue, sent: Span, paragraph: Paragraph) -> Attribution | None:
    verb = cue.verb
    around = parentheses.parenthesis(cue, sent, paragraph)
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


def _of_noun(noun: Token, clause: Token, sent: Span) -> Attribution:
    owner = next((part for part in noun.children if part.dep_ == "poss"), None)
    source = hanging(owner) if owner else set()
    content = set(reach(clause))
    frame = set(range(noun.left_edge.i, clause.left_edge.i))
    return Attribution(
        frozenset(content), frozenset(i for i in source if sent.doc[i].dep_ != "case"), noun.text, noun.i,
        frozenset(frame), "noun",
    )  # fmt: skip


def _distinct(found: list[Attribution]) -> list[Attribution]:
    """Of two readings with the same content the one with a source stays."""
    kept: dict[frozenset[int], Attribution] = {}
    for one in found:
        before = kept.get(one.content)
        if before is None or (not before.source and one.source):
            kept[one.content] = one
    return list(kept.values())


def _spoken(found: list[Attribution], sent: Span) -> list[Attribution]:
    """Leave out what somebody is said to think, call or promise: "said she believed C" is one saying of C.

    A saying inside another one stays: in "Lee said the report claimed C" the report speaks through Lee.
    """
    outer = [one for one in found if one.family in ("speech", "finding")]
    return [
        one
        for one in found
        if _retold(one, sent) or not any(one.verb in other.content for other in outer if other is not one)
    ]


def _retold(one: Attribution, sent: Span) -> bool:
    verb = sent.doc[one.verb]
    if sources.spoken_beside(verb) is not None and not _told_of_somebody(verb.head):
        return True
    if one.family not in ("speech", "noun"):
        return False
    return sent.doc[one.verb].lemma_.lower() in wordlists("cues")["retold"]


def _leading(sent: Span, paragraph: Paragraph) -> list[Attribution]:
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


def _beside_quotation(sent: Span, paragraph: Paragraph, found: list[Attribution]) -> list[Attribution]:
    """A quotation that no cue accounts for, with whoever stands beside it."""
    if any(one.content & paragraph.quoted_tokens for one in found):
        return []
    place = beside_quotations.tagged(sent, paragraph) or beside_quotations.introduced(sent, paragraph)
    if place is None:
        return []
    content, source, frame = (frozenset(part) for part in (place.content, place.source, place.frame))
    return [Attribution(content, source, place.cue, place.at, frame, "speech")]


def _named_before(sent: Span, paragraph: Paragraph, found: list[Attribution]) -> list[Attribution]:
    """ "Study: C" where no cue accounts for the sentence."""
    place = colons.before_colon(sent, paragraph)
    if place is None or any(one.content & place.content for one in found):
        return []
    content, source, frame = (frozenset(part) for part in (place.content, place.source, place.frame))
    return [Attribution(content, source, place.cue, place.at, frame, "according")]


def _told_of_somebody(verb: Token) -> bool:
    """ "said the report fell short and warned": the report may have; in "said it was late and warned" nobody else."""
    whose = child(verb, "nsubj", "nsubjpass")
    return verb.tag_ in ("VBD", "VBZ") and not (whose is not None and whose.tag_ == "PRP")


def _according(sent: Span, paragraph: Paragraph, found: list[Attribution], *, retold: bool) -> Iterator[Attribution]:
    """ "C, according to X": X is the source of a clause that has none, else a link of the chain.

    With `retold` both are given: in "Lee said C, according to X" it is X who tells that Lee said C.
    """
    for place in parentheses.according_to(sent, paragraph):
        touched = [
            one for one in found if one.frame and one.family in ("speech", "finding") and not one.frame & place.frame
        ]
        if any(place.covers(one.verb) for one in touched):
            for one in touched:
                found[found.index(one)] = replace(one, via=one.via | place.source, content=one.content - place.frame)
            if not retold:
                continue
        yield Attribution(
            frozenset(place.content), frozenset(place.source), place.cue, place.at, frozenset(place.frame), "according"
        )


def _without_inner(found: list[Attribution], sent: Span, *, retold: bool) -> Iterator[Attribution]:
    """Cut out of each content what an attribution inside it accounts for; what is left may be nothing."""
    for one in found:
        around = sorted((o for o in found if o is not one and one.verb in o.content), key=lambda o: -len(o.content))
        through = tuple(outer.source for outer in around if outer.source != one.source)
        rest = set(one.content)
        for other in found:
            if other is not one:
                rest -= _accounted(one, other, sent)
        if not one.content or retold or _enough(one, rest, sent):
            yield replace(one, content=frozenset(rest), through=through, whole=_whole(one, found, sent))


def _whole(one: Attribution, found: list[Attribution], sent: Span) -> frozenset[int]:
    """A content with what others say inside it, without what the same source says beside it: "said A and warned B"."""
    beside = [o for o in found if o is not one and o.verb in one.content and sources.spoken_beside(sent.doc[o.verb])]
    taken = frozenset(i for other in beside for i in other.content | other.frame | _link(other, sent))
    return one.content - taken - (frozenset({one.verb}) if one.family in ("rejection", "judging") else frozenset())


def _accounted(one: Attribution, other: Attribution, sent: Span) -> frozenset[int]:
    """What of one content belongs to another attribution."""
    if other.content == one.content or one.verb in other.frame:
        return frozenset()
    if other.verb in one.content:
        told = other.content | other.frame | _link(other, sent) | _relative(other, sent)
        return told - one.described - _shared(one, other, sent)
    if other.family == "naming" and one.verb in range(other.verb, max(other.content)) and one.content != other.content:
        return frozenset(i for i in one.content if _behind_as(other, i))
    whose = other.source if sent.doc[other.verb].dep_ == "relcl" else frozenset()
    return other.frame - one.frame - whose  # "praised Lee, who has vowed to stay": Lee stands in both


def _shared(one: Attribution, other: Attribution, sent: Span) -> frozenset[int]:
    """What both need: "there is no danger to | the supply, which it said was secured"."""
    verb = sent.doc[other.verb]
    if verb.dep_ != "relcl" or verb.head.i not in one.content or one.family not in ("speech", "finding"):
        return frozenset()
    return frozenset(range(verb.head.left_edge.i, verb.head.i + 1))


def _relative(other: Attribution, sent: Span) -> frozenset[int]:
    """The "which" of a clause that is somebody's saying."""
    first = sent.doc[other.verb].left_edge
    return frozenset({first.i}) if first.tag_ in ("WDT", "WP") else frozenset()


def _link(other: Attribution, sent: Span) -> frozenset[int]:
    """The "and" before a second cue."""
    before = other.verb - 1
    return frozenset({before}) if before >= sent.start and sent.doc[before].dep_ == "cc" else frozenset()


def _behind_as(naming: Attribution, index: int) -> bool:
    return bool(naming.described) and index >= min(naming.described) - 1


def _enough(one: Attribution, rest: set[int], sent: Span) -> bool:
    words = letters(sent, rest)
    return words >= 1 if len(rest) == len(one.content) else words >= (2 if one.family == "naming" else 4)
