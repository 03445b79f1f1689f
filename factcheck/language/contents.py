"""What a cue verb takes for its content: a clause, a quotation, or (see objects) something that is no clause."""

from collections.abc import Callable, Iterator

from spacy.tokens import Span, Token

from factcheck.language.cues import Cue, families_of
from factcheck.language.dates import days
from factcheck.language.objects import (
    accused,
    asked,
    figure,
    infinitive,
    named,
    object_of,
    published,
    refused,
    reported,
    told,
    without_relative,
)
from factcheck.language.parsing import Paragraph
from factcheck.language.remarks import is_remark
from factcheck.language.sources import is_passive
from factcheck.language.tokens import SUBJECTS, child, clause_is_finite, hanging, is_finite, letters, reach
from factcheck.language.wordlists import wordlists

Taken = tuple[str, set[int]]

NOUNS = frozenset({"NOUN", "PROPN", "PRON"})


def content(cue: Cue, sent: Span, paragraph: Paragraph) -> Taken | None:
    """The family by which a cue is read here, with its content; None where it has none."""
    for family, rule in RULES:
        if family in cue.families:
            taken = rule(cue.verb, sent, paragraph)
            if taken and letters(sent, taken) >= 1:
                return family, taken
    return None


def _clause(verb: Token, sent: Span, paragraph: Paragraph) -> set[int]:
    """ "said (that) C"; in "losses that he said had been sustained" the losses belong to it."""
    clause = _said(verb, paragraph)
    if clause is None or (is_passive(verb) and child(verb, "nsubjpass") and child(verb, "xcomp")):
        return set()
    if _is_free_relative(verb, clause) or _tells_else(verb, clause):
        return set()
    open_clause = clause.i not in paragraph.quoted_tokens or any(part.lower_ == "to" for part in clause.lefts)
    open_clause = open_clause and not any(part.lower_ == "that" and part.dep_ == "mark" for part in clause.lefts)
    misread = clause.tag_ == "VB" and clause.i == verb.i + 1 and _holds_clause(clause)
    if clause.tag_ in ("VB", "VBG") and not clause_is_finite(clause) and open_clause and not misread:
        hoped = verb.lemma_.lower() in wordlists("cues")["attitude"] and child(clause, "nsubj") is not None
        return set(reach(clause)) if hoped and not is_passive(verb) else set()
    last = [part for part in verb.children if part.dep_ == "ccomp" and part.i >= clause.i and not _other_voice(part)][
        -1
    ]
    taken = set(range(clause.left_edge.i, max(clause.right_edge.i, last.right_edge.i) + 1))
    if verb.i in taken:
        taken = hanging(clause)
    mark = next((part for part in clause.lefts if part.dep_ == "mark" and part.lower_ == "that"), None)
    if mark is not None and mark.i > verb.i:
        taken = {i for i in taken if i >= mark.i}
    whose = child(clause, "nsubj", "nsubjpass", "expl")
    if verb.dep_ == "relcl" and verb.head.i < verb.i and (whose is None or whose.i < verb.i):
        taken |= set(range(verb.head.left_edge.i, verb.head.i + 1))
        taken = {i for i in taken if i > verb.i or verb.doc[i].tag_ not in ("WDT", "WP")}
    subject = child(verb, "nsubj", "nsubjpass")
    taken -= hanging(subject) if subject is not None and clause not in subject.subtree else set()
    return (taken | _trailing(verb, clause)) - {verb.i} - _day_of_saying(verb, clause)


def _tells_else(verb: Token, clause: Token) -> bool:
    """ "The plan worked; the vote had confirmed | my faith |": what stands before the cue is not what it tells."""
    told = wordlists("cues")["telling"] | wordlists("cues")["request"]
    subject, thing = child(verb, "nsubj"), object_of(verb)
    acts = subject is not None and clause.i < subject.i < verb.i and thing is not None and thing.pos_ == "NOUN"
    return acts and verb.lemma_.lower() not in told


def _other_voice(verb: Token) -> bool:
    """ "says A; the groups put it at 120": behind a semicolon somebody else is quoted."""
    edge = verb.left_edge
    parted = edge.text == ";" or (edge.i > 0 and edge.nbor(-1).text == ";")
    return parted and bool(families_of(verb.lemma_.lower())) and child(verb, "nsubj") is not None


def _said(verb: Token, paragraph: Paragraph) -> Token | None:
    """The clause of a cue; of two the one behind it: "prices rose: | some said | it was late"."""
    clauses = [part for part in verb.children if part.dep_ == "ccomp"]
    behind = next((clause for clause in clauses if clause.i > verb.i and child(clause, *SUBJECTS) is not None), None)
    if behind is None or any(part.dep_ == "mark" and part.lower_ in OCCASIONS for part in behind.lefts):
        return next(iter(clauses), None)
    at_once = behind.left_edge.i == verb.i + 1
    return behind if at_once or clauses[0].i not in paragraph.quoted_tokens else clauses[0]


OCCASIONS = frozenset({"as", "while", "when", "because", "after", "before", "since", "until", "though", "although"})
"""Links of a clause that tells on what occasion something was said."""


def _holds_clause(clause: Token) -> bool:
    """Whether a clause with a subject hangs on a word taken for a verb: "said | presumptive mayor Ann Lee was ill"."""
    inner = child(clause, "ccomp")
    return inner is not None and clause_is_finite(inner) and child(inner, "nsubj", "nsubjpass", "expl") is not None


def _is_free_relative(verb: Token, clause: Token) -> bool:
    """ "raises a flag on what the ministry says is the town hall": the saying is a hedge inside a larger claim."""
    what = child(clause, "nsubj", "nsubjpass")
    return (
        what is not None
        and what.lower_ == "what"
        and what.i < verb.i
        and verb.dep_ in ("pcomp", "ccomp", "pobj", "dobj")
    )


def _day_of_saying(verb: Token, clause: Token) -> set[int]:
    """In "said on Monday (that) it had" the day goes with the saying, wherever the parser hung it."""
    first = next((part for part in clause.lefts if not part.is_punct), None)
    if first is None or first.left_edge.i != verb.i + 1 or first.dep_ not in ("prep", "npadvmod", "advmod"):
        return set()
    words = verb.doc[first.left_edge.i : first.right_edge.i + 1].text
    named = days(words, None)
    return set(reach(first)) if named and named[0].end - named[0].start >= len(words.strip()) - 6 else set()


def _trailing(verb: Token, clause: Token) -> set[int]:
    """Noun phrases behind the clause that the parser hung on the cue: "said A fell, as well as B"."""
    taken: set[int] = set()
    for part in verb.children:
        if part.i < clause.i or part.i == clause.i or part.dep_ not in ("appos", "conj", "dobj", "dep", "cc", "punct"):
            continue
        if part.pos_ not in ("NOUN", "PROPN", "CCONJ", "ADP", "ADV", "PUNCT") or is_remark(part):
            continue
        taken |= set(reach(part))
    edge = clause.right_edge.i + 1
    contiguous: set[int] = set()
    while edge in taken:
        contiguous.add(edge)
        edge += 1
    return contiguous


def _head_of(verb: Token, sent: Span, paragraph: Paragraph) -> set[int]:
    """ "As Lee noted, C", "C, as Lee noted": the clause that the cue's own clause hangs on."""
    mark = child(verb, "mark")
    if verb.dep_ != "advcl" or mark is None or mark.lower_ != "as" or child(verb, "dobj", "ccomp", "xcomp", "prep"):
        return set()
    aside = set(reach(verb))
    rest = {i for i in hanging(verb.head) if i not in aside and (i > max(aside) or i < min(aside))}
    after = {i for i in rest if i > max(aside)}
    return after if after and verb.head.i in after else rest


def _quoted(verb: Token, sent: Span, paragraph: Paragraph) -> set[int]:
    """ "said: C", "C," said X: a quotation beside the cue."""
    inside = {i for i in range(sent.start, sent.end) if i in paragraph.quoted_tokens}
    if not inside or verb.i in inside:
        return set()
    after = {i for i in inside if i > verb.i}
    if after and min(after) - verb.i <= 10 and not any(is_finite(sent.doc[i]) for i in range(verb.i + 1, min(after))):
        thing = _around(verb, min(after))
        return set(range(min(after), max(after) + 1)) | (set(reach(thing)) if thing is not None else set())
    before = inside - after
    return before if before and min(before) <= sent.start + 1 and verb.i - max(before) <= 12 else set()


def _around(verb: Token, quote: int) -> Token | None:
    """The object in which a quotation stands: "stressed | the need for "a firm hand" at last |"."""
    thing = child(verb, "dobj")
    if thing is None or thing.pos_ not in ("NOUN", "PROPN") or not verb.i < thing.left_edge.i <= quote:
        return None
    joined = thing.right_edge.i >= quote and verb.lemma_.lower() not in wordlists("cues")["telling"]
    return thing if joined and verb.doc[quote - 1].text not in (",", ":") else None


def _after_colon(verb: Token, sent: Span, paragraph: Paragraph) -> set[int]:
    """ "X said: C"."""
    colon = next((t for t in sent.doc[verb.i : sent.end] if t.text == ":"), None)
    if colon is None or colon.i - verb.i > 12 or (object_of(verb) and colon.i + 1 not in paragraph.quoted_tokens):
        return set()
    return set(range(colon.i + 1, sent.end))


def _that(verb: Token, sent: Span, paragraph: Paragraph) -> set[int]:
    """ "told a meeting of farmers that C", where the parser hung the clause on the farmers."""
    for token in sent.doc[verb.i + 1 : sent.end]:
        if token.lower_ == "that" and token.dep_ == "mark" and token.head.dep_ in ("acl", "relcl", "ccomp", "advcl"):
            noun = token.head.head
            nearest = next((above for above in noun.ancestors if above.pos_ in ("VERB", "AUX")), None)
            if noun.i > verb.i and noun.pos_ in NOUNS and nearest == verb and clause_is_finite(token.head):
                return {i for i in reach(token.head) if i >= token.i}
    return set()


def _headlined(verb: Token) -> set[int]:
    """ "Army chief says 200 rebels killed": the short clause of a headline, a noun with its participle."""
    thing = object_of(verb)
    if thing is None or verb.lemma_.lower() != "say" or child(thing, "acl") is None:
        return set()
    return set(reach(thing))


def _spoken(verb: Token, sent: Span, paragraph: Paragraph) -> set[int]:
    return (
        _clause(verb, sent, paragraph)
        or _after_colon(verb, sent, paragraph)
        or _quoted(verb, sent, paragraph)
        or _head_of(verb, sent, paragraph)
        or _headlined(verb)
        or _misread(verb)
    )


def _misread(verb: Token) -> set[int]:
    """ "said a frigate fired two missiles": a clause that the parser took for a thing, though its verb is finite."""
    thing = object_of(verb)
    if thing is None or verb.lemma_.lower() != "say" or thing.left_edge.i != verb.i + 1:
        return set()
    if not any(part.dep_ == "amod" and part.tag_ == "VBD" for part in thing.children):
        return set()
    behind = [part for part in verb.children if part.i > verb.i and not part.is_punct]
    return set(range(verb.i + 1, behind[-1].right_edge.i + 1))


def _shown(verb: Token, sent: Span, paragraph: Paragraph) -> set[int]:
    """ "polls show A leading, 40 to 30", "the data indicate a tighter race": what a document shows without a clause."""
    subject, thing = child(verb, "nsubj"), child(verb, "dobj")
    named = child(verb, "ccomp", "oprd", "xcomp", "acl")
    first = thing or named
    if subject is None or first is None or not clause_is_finite(verb) or first.left_edge.i < verb.i:
        return set()
    if subject.lemma_.lower() not in wordlists("cues")["documents"] | {"average"} or _is_discovery(verb, named):
        return set()
    last = named if named is not None and named.i > first.i else first
    behind = [part for part in verb.rights if part.i > last.i and part.dep_ in BEHIND and part.text not in (".", ";")]
    end = max([last.right_edge.i, *(part.right_edge.i for part in behind)])
    return without_relative(set(range(first.left_edge.i, end + 1)), verb)


BEHIND = frozenset({"prep", "npadvmod", "dep", "appos", "conj", "cc", "punct", "dobj"})
"""Relations in which figures hang on what is shown: ", 40 percent to 30"."""


def _is_discovery(verb: Token, named: Token | None) -> bool:
    """ "the study found a cave", unlike "the poll found Lee with a lead", "found Lee ahead"."""
    return verb.lemma_ == "find" and named is None and not any(part.lower_ == "with" for part in verb.rights)


RULES: tuple[tuple[str, Callable[[Token, Span, Paragraph], set[int]]], ...] = (
    ("speech", _clause),
    ("finding", _clause),
    ("speech", _that),
    ("attitude", _clause),
    ("figure", figure),
    ("publishing", published),
    ("accusation", accused),
    ("naming", named),
    ("rejection", refused),
    ("judging", refused),
    ("commitment", infinitive),
    ("request", asked),
    ("telling", told),
    ("speech", _spoken),
    ("report", reported),
    ("finding", _shown),
)


def noun_clauses(sent: Span, paragraph: Paragraph) -> Iterator[tuple[Token, Token]]:
    """Nouns with a clause that says what was claimed: "the claim that C"."""
    for noun in sent:
        if noun.pos_ != "NOUN" or noun.lemma_.lower() not in wordlists("cues")["nouns"]:
            continue
        clause = next((part for part in noun.children if part.dep_ in ("acl", "ccomp") and part.i > noun.i), None)
        if clause is None or noun.i in paragraph.quoted_tokens or is_remark(noun):
            continue
        if any(part.lower_ == "that" for part in clause.children) and clause_is_finite(clause):
            yield noun, clause
