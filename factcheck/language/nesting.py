"""What one attribution of a sentence says inside another: cut out of the outer content, kept as its own."""

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Span

from factcheck.language import sources
from factcheck.language.attribution import Attribution
from factcheck.language.tokens import letters


def in_order(found: list[Attribution], sent: Span, *, retold: bool = False) -> list[Attribution]:
    """`retold` keeps those of which all is told by somebody inside: "said she feared | that it would rain"."""
    return sorted(_without_inner(found, sent, retold=retold), key=lambda one: one.verb)


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
