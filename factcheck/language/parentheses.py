"""Cues set off by commas: "C, X said", "C1, X was quoted as saying, C2"."""

from dataclasses import dataclass

from spacy.tokens import Span, Token

from factcheck.language.before_parentheses import content_start, is_asked, leads_to_quotation
from factcheck.language.behind_parentheses import describes_source, ends_quotation, quoted_behind, said_behind
from factcheck.language.cues import CLAUSAL, Cue, cue_words
from factcheck.language.dates import days
from factcheck.language.parenthetic_sources import parenthetic_source
from factcheck.language.parsing import Paragraph
from factcheck.language.segments import Segment, segments
from factcheck.language.tokens import SUBJECTS, has_finite, is_finite
from factcheck.language.wordlists import wordlists


@dataclass(frozen=True)
class Parenthesis:
    """A cue clause with the content around it."""

    content: set[int]
    source: set[int]
    frame: set[int]
    cue: str = ""
    at: int = 0

    def covers(self, index: int) -> bool:
        return index in self.content


def parenthesis(cue: Cue, sent: Span, paragraph: Paragraph) -> Parenthesis | None:
    """The reading of a cue as set off by commas, or None where it is not."""
    if not cue.families & CLAUSAL:
        return None
    pieces = segments(sent, paragraph)
    place = next((n for n, piece in enumerate(pieces) if piece.start <= cue.verb.i < piece.end), 0)
    if place == 0:
        return None
    piece = pieces[place]
    if _describes_a_noun(cue.verb, piece, sent) or _is_told(cue.verb) or _is_participle(cue.verb):
        return None
    source = parenthetic_source(cue, place, pieces, sent)
    if not source or not _closed(cue, piece, sent, source) or _nobody(cue):
        return None
    start = min(min(source), piece.start)
    before = set(range(content_start(start, pieces, sent), start))
    if is_asked(before, sent):
        return None
    complete = has_finite(sent.doc[i] for i in before) or any(i in paragraph.quoted_tokens for i in before)
    quoted_next = place + 1 < len(pieces) and pieces[place + 1].quoted
    if quoted_next and leads_to_quotation(cue, place, pieces, sent, before, complete=complete):
        return None
    ends = (
        min(source) > cue.verb.i or ends_quotation(start, pieces, sent) or describes_source(source, place, pieces, sent)
    )
    rest = quoted_behind(place, pieces, sent) if ends else None
    after = said_behind(place, pieces, sent, complete=complete) if rest is None else rest
    if not complete and not has_finite(sent.doc[i] for i in after) and not _is_headline(before, after, sent):
        return None
    return Parenthesis(before | after, source, set(range(start, piece.end)))


def _describes_a_noun(verb: Token, piece: Segment, sent: Span) -> bool:
    """ ", a charge Lee denied", ", in a message posted on its channel,": the verb says which noun is meant."""
    if not piece.start <= verb.head.i < verb.i:
        return False
    return verb.dep_ == "relcl" or (verb.dep_ == "acl" and sent.doc[piece.start].pos_ == "ADP")


def _is_told(verb: Token) -> bool:
    """ "said that it was late and that, if asked, | he insisted on it |": what another cue tells is no cue here."""
    return verb.dep_ == "conj" and any(part.lower_ == "that" and part.dep_ == "mark" for part in verb.lefts)


def _is_participle(verb: Token) -> bool:
    """ "those | writing large cheques |", "a plan | announced this year |": no verb of a clause between commas."""
    if verb.tag_ == "VBG":
        return cue_words(verb) == verb.text and not any(part.dep_ == "aux" for part in verb.lefts)
    return verb.tag_ == "VBN" and verb.dep_ == "acl" and verb.head.i < verb.i


def _nobody(cue: Cue) -> bool:
    """ "it was reported", "was written": a passive names no source before it."""
    return any(part.dep_ in ("auxpass", "nsubjpass") for part in cue.verb.children)


def _closed(cue: Cue, piece: Segment, sent: Span, source: set[int]) -> bool:
    """Whether nothing that could be a content follows the cue inside its piece."""
    verb = cue.verb
    if not cue.families & {"speech", "finding"} and verb.i + 1 < piece.end:
        return False  # ", many believe," but not ", some think back to it"
    if "speech" not in cue.families and any(part.dep_ == "dobj" and part.i > verb.i for part in verb.children):
        return False  # "engineers had found cracks" is what was told
    if any(part.dep_ in ("ccomp", "xcomp") and verb.i < part.i < piece.end for part in verb.children):
        return False
    if any(_begins_clause(sent.doc[i], verb) for i in range(verb.i + 1, piece.end) if i not in source):
        return False
    if _goes_on(verb, piece, source):
        return False
    return not any(
        is_finite(sent.doc[i]) and sent.doc[i].dep_ not in ("relcl", "advcl", "aux", "auxpass")
        for i in range(verb.i + 1, piece.end)
        if i not in source
    )


def _begins_clause(token: Token, verb: Token) -> bool:
    """ "insisted that those who voted - as some have - were right": the clause begins here and ends elsewhere."""
    opens = (*SUBJECTS, "mark", "expl", *(("prep", "advcl") if token.head.dep_ == "ccomp" else ()))
    return token.head.i > token.i and token.head.head == verb and token.dep_ in opens


def _goes_on(verb: Token, piece: Segment, source: set[int]) -> bool:
    """ "said he and those with him, among them Lee, were safe": what is said follows, however the parser read it."""
    after = [verb.doc[i] for i in range(verb.i + 1, piece.end)]
    if after and (after[0].lower_ == "that" or any(one.lower_ == "that" and one.dep_ == "mark" for one in after[:-1])):
        return True
    if verb.lemma_.lower() in wordlists("cues")["telling"] | wordlists("cues")["request"]:
        return False  # whoever is told may follow
    first = next((token for token in after if token.pos_ not in ("ADV", "PART")), None)
    if first is None or first.i in source or first.pos_ not in ("DET", "PRON", "NOUN", "PROPN", "NUM"):
        return False
    words = verb.doc[first.i : piece.end].text
    named = days(words, None)
    return first.dep_ != "npadvmod" and not (named and named[0].start == 0) and len(after) > 1


def _is_headline(before: set[int], after: set[int], sent: Span) -> bool:
    """ "Carmaker to cut 200 jobs, union says": the clause of a headline needs no finite verb."""
    verbs = any(sent.doc[i].tag_ in ("VB", "VBN") for i in before)
    return verbs and not any(sent.doc[i].is_alpha for i in after) and len(before) >= SHORTEST_HEADLINE


SHORTEST_HEADLINE = 4
"""Words of a headline that say something without a finite verb."""
