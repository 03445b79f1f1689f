"""Who says what in one sentence: what its cues give, each saying once and without what another says inside it."""

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Span, Token

from factcheck.language import contents, sources
from factcheck.language.according_to import according_to
from factcheck.language.ascribed import by_outlet, held, is_in_object, is_refused, only_told
from factcheck.language.attribution import Attribution, beside_quotation, leading, named_before, of_noun, of_verb
from factcheck.language.cues import cues, is_hypothetical, is_negated
from factcheck.language.nesting import in_order
from factcheck.language.parsing import Paragraph
from factcheck.language.tokens import child
from factcheck.language.wordlists import wordlists


def attributions(sent: Span, paragraph: Paragraph) -> list[Attribution]:
    """What somebody has claimed in a sentence, outer ones without what inner ones hold, in order of the cue."""
    spoken = [cue for cue in cues(sent, paragraph) if not (is_negated(cue.verb) or is_hypothetical(cue.verb))]
    found = [one for cue in spoken if (one := of_verb(cue, sent, paragraph)) and not _tells_which(one, sent)]
    found += [of_noun(noun, clause, sent) for noun, clause in contents.noun_clauses(sent, paragraph)]
    found += beside_quotation(sent, paragraph, found)
    found = found or leading(sent, paragraph)
    found = _spoken(_distinct([one for one in found if one.source]), sent)
    return in_order(_with_sources(found, sent, paragraph), sent)


def every_attribution(sent: Span, paragraph: Paragraph) -> list[Attribution]:
    """Whatever a sentence ascribes to somebody, claimed or not.

    Beside what `attributions` gives: what was not said or is still to be said, nouns that name nobody, and what
    people want, back, refuse or are expected to do.
    """
    found = [one for cue in cues(sent, paragraph) if (one := of_verb(cue, sent, paragraph))]
    found = [one for one in found if one.family not in ("commitment", "report") or not _tells_which(one, sent)]
    found += [of_noun(noun, clause, sent) for noun, clause in contents.noun_clauses(sent, paragraph)]
    found += beside_quotation(sent, paragraph, found)
    found = found or leading(sent, paragraph)
    found = _spoken(_distinct([one for one in found if one.source or one.family == "noun"]), sent)
    found = _with_sources([only_told(one, sent, paragraph) for one in found], sent, paragraph, retold=True)
    found = [replace(one, content=by_outlet(one.content, sent, paragraph)) for one in found]
    found += list(held(sent, paragraph, found))
    found = [one for one in found if not (is_refused(one, found, sent) or is_in_object(one, found, sent))]
    return in_order(found, sent, retold=True)


def _tells_which(one: Attribution, sent: Span) -> bool:
    """ "a report that had warned of it": the saying only tells which report is meant."""
    return sources.describes_its_source(sent.doc[one.verb]) and 2 * len(one.content) < len(sent)


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


def _told_of_somebody(verb: Token) -> bool:
    """ "said the report fell short and warned": the report may have; in "said it was late and warned" nobody else."""
    whose = child(verb, "nsubj", "nsubjpass")
    return verb.tag_ in ("VBD", "VBZ") and not (whose is not None and whose.tag_ == "PRP")


def _with_sources(
    found: list[Attribution], sent: Span, paragraph: Paragraph, *, retold: bool = False
) -> list[Attribution]:
    """What was found with "Study: C" and "C, according to X"."""
    found = found + named_before(sent, paragraph, found)
    return found + list(_according(sent, paragraph, found, retold=retold))


def _according(sent: Span, paragraph: Paragraph, found: list[Attribution], *, retold: bool) -> Iterator[Attribution]:
    """ "C, according to X": X is the source of a clause that has none, else a link of the chain.

    With `retold` both are given: in "Lee said C, according to X" it is X who tells that Lee said C.
    """
    for place in according_to(sent, paragraph):
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
