"""What a cue verb takes for its content, by the grammar of its family: a clause, an infinitive, an object."""

from collections.abc import Callable, Iterator

from spacy.tokens import Span, Token

from factcheck.language.cues import Cue
from factcheck.language.dates import days
from factcheck.language.parsing import Paragraph
from factcheck.language.sources import after_comma, is_passive
from factcheck.language.tokens import child, clause_is_finite, hanging, is_finite, letters, reach
from factcheck.language.wordlists import wordlists

Taken = tuple[str, set[int]]

NOUNS = frozenset({"NOUN", "PROPN", "PRON"})
CARRIED = frozenset({"since", "in", "at", "of", "from", "during", "between", "near", "with", "after", "for", "by"})
"""Prepositions that go with an object: "confirmed 212 deaths since July", but not "said it on Monday"."""


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
    clause = child(verb, "ccomp")
    if clause is None or (is_passive(verb) and child(verb, "nsubjpass") and child(verb, "xcomp")):
        return set()
    if clause.tag_ in ("VB", "VBG") and not clause_is_finite(clause) and clause.i not in paragraph.quoted_tokens:
        hoped = verb.lemma_.lower() in wordlists("cues")["attitude"] and child(clause, "nsubj") is not None
        return set(reach(clause)) if hoped and not is_passive(verb) else set()
    last = [part for part in verb.children if part.dep_ == "ccomp" and part.i >= clause.i][-1]
    taken = set(range(clause.left_edge.i, max(clause.right_edge.i, last.right_edge.i) + 1))
    if verb.i in taken:
        taken = hanging(clause)
    whose = child(clause, "nsubj", "nsubjpass", "expl")
    if verb.dep_ == "relcl" and verb.head.i < verb.i and (whose is None or whose.i < verb.i):
        taken |= set(range(verb.head.left_edge.i, verb.head.i + 1))
    subject = child(verb, "nsubj", "nsubjpass")
    taken -= hanging(subject) if subject is not None and clause not in subject.subtree else set()
    return (taken | _trailing(verb, clause)) - {verb.i} - _day_of_saying(verb, clause)


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


def _quoted(verb: Token, sent: Span, paragraph: Paragraph) -> set[int]:
    """ "said: C", "C," said X: a quotation beside the cue."""
    inside = {i for i in range(sent.start, sent.end) if i in paragraph.quoted_tokens}
    if not inside or verb.i in inside:
        return set()
    after = {i for i in inside if i > verb.i}
    if after and min(after) - verb.i <= 10 and not any(is_finite(sent.doc[i]) for i in range(verb.i + 1, min(after))):
        return set(range(min(after), max(after) + 1))
    before = inside - after
    return before if before and min(before) <= sent.start + 1 and verb.i - max(before) <= 12 else set()


def _after_colon(verb: Token, sent: Span, paragraph: Paragraph) -> set[int]:
    """ "X said: C"."""
    colon = next((t for t in sent.doc[verb.i : sent.end] if t.text == ":"), None)
    if colon is None or colon.i - verb.i > 12:
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
    thing = _object(verb)
    if thing is None or verb.lemma_.lower() != "say" or child(thing, "acl") is None:
        return set()
    return set(reach(thing))


def _spoken(verb: Token, sent: Span, paragraph: Paragraph) -> set[int]:
    return (
        _clause(verb, sent, paragraph)
        or _after_colon(verb, sent, paragraph)
        or _quoted(verb, sent, paragraph)
        or _headlined(verb)
    )


def _object(verb: Token) -> Token | None:
    found = child(verb, "dobj")
    return found if found is not None and found.i > verb.i and found.pos_ != "PRON" else None


def _prepositions(verb: Token, edge: int, allowed: frozenset[str]) -> set[int]:
    """Prepositional phrases of the verb that follow each other right after `edge`."""
    taken: set[int] = set()
    for part in verb.children:
        if part.dep_ in ("prep", "agent") and part.left_edge.i == edge + 1 and part.lower_ in allowed:
            taken |= set(reach(part))
            edge = part.right_edge.i
    return taken


def _without_venue(thing: Token) -> set[int]:
    """An object without the place of its saying: "the losses | in a message on Monday"."""
    places = wordlists("cues")["documents"] | wordlists("cues")["venues"]
    for part in thing.subtree:
        if part.dep_ == "prep" and part.i > thing.i and part.lower_ in ("in", "on", "at", "to", "during"):
            noun = child(part, "pobj")
            if noun is not None and noun.lemma_.lower() in places:
                return {i for i in reach(thing) if i < part.i}
    return set(reach(thing))


def _reported(verb: Token, sent: Span, paragraph: Paragraph) -> set[int]:
    """ "confirmed 212 deaths since July": a noun phrase of at least two words."""
    thing = _object(verb)
    if thing is None or thing.i in paragraph.quoted_tokens or thing.lemma_.lower() in wordlists("cues")["documents"]:
        gerund = child(verb, "xcomp")
        return set(reach(gerund)) if gerund is not None and gerund.tag_ == "VBG" and gerund.i > verb.i else set()
    taken = _without_venue(thing)
    if max(taken) == thing.right_edge.i:
        taken |= _prepositions(verb, max(taken), CARRIED)
    return taken if len(taken) >= 2 else set()


def _infinitive(verb: Token, sent: Span, paragraph: Paragraph) -> set[int]:
    """ "promised to C"."""
    found = child(verb, "xcomp", "ccomp")
    if found is None and verb.lemma_.lower() in ("promise", "pledge"):
        return _reported(verb, sent, paragraph)
    if found is None or found.i < verb.i or not any(part.lower_ == "to" for part in found.children):
        return set()
    return {i for i in reach(found) if i > verb.i}


def _asked(verb: Token, sent: Span, paragraph: Paragraph) -> set[int]:
    """ "urged Y to C": Y is part of what is asked."""
    found = _infinitive(verb, sent, paragraph)
    if verb.lemma_.lower() == "ask" and any(verb.doc[i].dep_ == "neg" for i in found):
        return set()  # "asked not to be named"
    called_for = next((part for part in verb.children if part.lower_ == "for" and part.i == verb.i + 1), None)
    if called_for is not None and verb.lemma_.lower() in ("call", "ask", "push", "press"):
        return set(range(called_for.i + 1, _stretched(verb, called_for.right_edge.i) + 1))
    thing = child(verb, "dobj", "dative")
    return found | set(reach(thing)) if found and thing is not None and thing.i > verb.i else found


def _accused(verb: Token, sent: Span, paragraph: Paragraph) -> set[int]:
    """ "accused Y of C", "blamed Y for C"."""
    thing = child(verb, "dobj")
    if thing is None or thing.i < verb.i:
        return set()
    taken = set(reach(thing))
    taken |= _prepositions(verb, max(taken), frozenset({"of", "for", "on", "with"}))
    doc = verb.doc
    return taken if any(doc[i].lower_ in ("of", "for", "on", "with") for i in taken) else set()


def _named(verb: Token, sent: Span, paragraph: Paragraph) -> set[int]:
    """ "called Y C", "described Y as C", "what it described as C"."""
    parts = [
        part for part in verb.children if part.i > verb.i and part.dep_ in ("dobj", "oprd", "prep", "ccomp", "xcomp")
    ]
    as_part = next((part for part in parts if part.lower_ == "as"), None)
    described_as = described(verb, sent, paragraph)
    if as_part is None and described_as:
        return described_as | set(range(parts[0].left_edge.i, max(described_as))) if parts else described_as
    thing = next((part for part in parts if part.dep_ in ("dobj", "oprd", "ccomp", "xcomp")), None)
    if as_part is None and child(verb, "oprd", "ccomp", "xcomp") is None:
        return set()
    if thing is None:
        return set(range(as_part.i + 1, _stretched(verb, as_part.right_edge.i) + 1)) if as_part is not None else set()
    end = max(part.right_edge.i for part in parts if part.lower_ == "as" or part.dep_ != "prep")
    end = _stretched(verb, end)
    return set(range(thing.left_edge.i, end + 1)) if thing.left_edge.i > verb.i else set()


def described(verb: Token, sent: Span, paragraph: Paragraph) -> set[int]:
    """ "described X as 'Y'": the quoted words behind "as", even where the parser hung them elsewhere."""
    doc = verb.doc
    for i in range(verb.i + 1, sent.end - 1):
        if doc[i].lower_ == "as" and doc[i + 1].idx in paragraph.openers:
            return {k for k in range(i + 1, sent.end) if k in paragraph.quoted_tokens}
    return set()


def _stretched(verb: Token, end: int) -> int:
    """The end of what follows without a comma: "the largest attack | since the war began"."""
    for part in verb.children:
        if part.dep_ in ("advcl", "prep") and part.left_edge.i == end + 1:
            end = part.right_edge.i
    return end


def _refused(verb: Token, sent: Span, paragraph: Paragraph) -> set[int]:
    """ "rejected Y as C": with the verb, because the refusal is the claim."""
    thing = child(verb, "dobj")
    if thing is None or thing.i < verb.i:
        return set()
    taken = {verb.i} | _without_venue(thing)
    return taken | _prepositions(verb, max(taken), frozenset({"as", "for"}))


def _figure(verb: Token, sent: Span, paragraph: Paragraph) -> set[int]:
    """ "put the number at C"."""
    thing, at = child(verb, "dobj"), next((p for p in verb.children if p.lower_ == "at" and p.i > verb.i), None)
    if thing is None or at is None or not any(part.like_num or part.tag_ == "CD" for part in at.subtree):
        return set()
    return set(range(thing.left_edge.i, at.right_edge.i + 1))


def _told(verb: Token, sent: Span, paragraph: Paragraph) -> set[int]:
    """ "informed Y of C", "warned of C"."""
    places = [part for part in verb.children if part.i > verb.i]
    thing = child(verb, "dobj")
    places += list(thing.children) if thing is not None else []
    of = next((part for part in places if part.lower_ in ("of", "about") and part.dep_ == "prep"), None)
    return set(reach(of)) - {of.i} if of is not None and of.right_edge.i - of.i >= 2 else set()


def _published(verb: Token, sent: Span, paragraph: Paragraph) -> set[int]:
    """ "posted a video purportedly showing C"."""
    thing = child(verb, "dobj")
    shown = child(thing, "acl", "relcl") if thing is not None else child(verb, "advcl")
    if shown is None or shown.lemma_.lower() not in wordlists("cues")["depicting"]:
        return set()
    return {i for i in reach(shown) if i > shown.i}


RULES: tuple[tuple[str, Callable[[Token, Span, Paragraph], set[int]]], ...] = (
    ("speech", _clause),
    ("finding", _clause),
    ("speech", _that),
    ("attitude", _clause),
    ("figure", _figure),
    ("publishing", _published),
    ("accusation", _accused),
    ("naming", _named),
    ("rejection", _refused),
    ("judging", _refused),
    ("commitment", _infinitive),
    ("request", _asked),
    ("telling", _told),
    ("speech", _spoken),
    ("report", _reported),
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


def is_remark(noun: Token) -> bool:
    """ ", a claim that nobody has tested": said about the claim before it."""
    if noun.lemma_.lower() not in wordlists("cues")["remarks"] or not after_comma(noun):
        return False
    if noun.pos_ == "PRON":
        return True
    first = noun.left_edge if not noun.left_edge.is_punct else noun.left_edge.nbor()
    return first.lower_ in ("a", "an", "the")
