"""Contents that are no clause: what somebody confirmed, promised, asked for, called, refused, put at a figure."""

from spacy.tokens import Span, Token

from factcheck.language.parsing import Paragraph
from factcheck.language.tokens import child, reach
from factcheck.language.wordlists import wordlists

CARRIED = frozenset({"since", "in", "at", "of", "from", "during", "between", "near", "with", "after", "for", "by"})
"""Prepositions that go with an object: "confirmed 212 deaths since July", but not "said it on Monday"."""


def object_of(verb: Token) -> Token | None:
    found = child(verb, "dobj")
    return found if found is not None and found.i > verb.i and found.pos_ != "PRON" else None


def free_relative(verb: Token) -> Token | None:
    """ "criticized | what she called a plot |": a clause that stands for a thing."""
    clause = next((part for part in verb.children if part.dep_ == "ccomp" and part.i > verb.i), None)
    return clause if clause is not None and clause.left_edge.lower_ == "what" else None


def _prepositions(verb: Token, edge: int, allowed: frozenset[str]) -> set[int]:
    """Prepositional phrases of the verb that follow each other right after `edge`."""
    taken: set[int] = set()
    for part in verb.children:
        if part.dep_ in ("prep", "agent") and part.left_edge.i == edge + 1 and part.lower_ in allowed:
            taken |= set(reach(part))
            edge = part.right_edge.i
    return taken


def without_relative(taken: set[int], verb: Token) -> set[int]:
    """ "criticism of Lee, | who took heat for it": what the outlet tells beside an object is not part of it."""
    doc = verb.doc
    for i in sorted(taken):
        if doc[i].text == "," and i + 1 in taken and doc[i + 1].tag_ in ("WDT", "WP", "WRB", "WP$"):
            return {k for k in taken if k < i}
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


def reported(verb: Token, sent: Span, paragraph: Paragraph) -> set[int]:
    """ "confirmed 212 deaths since July": a noun phrase of at least two words."""
    thing = object_of(verb)
    if thing is None or thing.i in paragraph.quoted_tokens or thing.lemma_.lower() in wordlists("cues")["documents"]:
        gerund = child(verb, "xcomp")
        return set(reach(gerund)) if gerund is not None and gerund.tag_ == "VBG" and gerund.i > verb.i else set()
    taken = _without_venue(thing)
    if max(taken) == thing.right_edge.i:
        taken |= _prepositions(verb, max(taken), CARRIED)
    taken = without_relative(taken, verb)
    return taken if len(taken) >= 2 else set()


def infinitive(verb: Token, sent: Span, paragraph: Paragraph) -> set[int]:
    """ "promised to C"."""
    found = child(verb, "xcomp", "ccomp")
    if found is None and verb.lemma_.lower() in ("promise", "pledge"):
        return reported(verb, sent, paragraph)
    if found is None or found.i < verb.i or not any(part.lower_ == "to" for part in found.children):
        return set()
    return {i for i in reach(found) if i > verb.i}


def called_on(verb: Token) -> Token | None:
    """The "on" of "called on the army to withdraw"."""
    return next((part for part in verb.children if part.lower_ == "on" and part.i == verb.i + 1), None)


def _called_for(verb: Token) -> bool:
    """ "called for | a judge to look into it |"."""
    return verb.lemma_.lower() == "call" and verb.i + 1 < verb.sent.end and verb.nbor().lower_ == "for"


def asked(verb: Token, sent: Span, paragraph: Paragraph) -> set[int]:
    """ "urged Y to C": Y is part of what is asked."""
    found = infinitive(verb, sent, paragraph)
    if verb.lemma_.lower() == "ask" and any(verb.doc[i].dep_ == "neg" for i in found):
        return set()  # "asked not to be named"
    called_for = next((part for part in verb.children if part.lower_ == "for" and part.i == verb.i + 1), None)
    for_them = next(
        (part for part in verb.rights if part.left_edge.i == verb.i + 1 and part.left_edge.dep_ == "mark"), None
    )
    acts = max(found, default=for_them.right_edge.i if for_them is not None else 0)
    if acts and _called_for(verb):
        return set(range(verb.i + 2, acts + 1))
    if called_for is not None and verb.lemma_.lower() in ("call", "ask", "push", "press", "appeal"):
        return set(range(called_for.i + 1, _stretched(verb, called_for.right_edge.i) + 1))
    on = called_on(verb)
    if on is not None and found:
        return found | set(range(on.i + 1, min(found)))
    thing = child(verb, "dobj", "dative")
    return found | set(reach(thing)) if found and thing is not None and thing.i > verb.i else found


def accused(verb: Token, sent: Span, paragraph: Paragraph) -> set[int]:
    """ "accused Y of C", "blamed Y for C"."""
    thing = child(verb, "dobj")
    if thing is None or thing.i < verb.i:
        return set()
    taken = set(reach(thing))
    if max(taken) + 1 < verb.sent.end and verb.doc[max(taken) + 1].pos_ == "ADV":
        taken.add(max(taken) + 1)  # "blamed Y | directly | for C"
    taken |= _prepositions(verb, max(taken), frozenset({"of", "for", "on", "with"}))
    doc = verb.doc
    return taken if any(doc[i].lower_ in ("of", "for", "on", "with") for i in taken) else set()


def named(verb: Token, sent: Span, paragraph: Paragraph) -> set[int]:
    """ "called Y C", "described Y as C", "what it described as C"."""
    if called_on(verb) is not None or _called_for(verb):
        return set()
    parts = [
        part for part in verb.children if part.i > verb.i and part.dep_ in ("dobj", "oprd", "prep", "ccomp", "xcomp")
    ]
    as_part = next((part for part in parts if part.lower_ == "as"), None)
    described_as = described(verb, sent, paragraph)
    if as_part is None and described_as:
        return described_as | set(range(parts[0].left_edge.i, max(described_as))) if parts else described_as
    thing = next((part for part in parts if part.dep_ in ("dobj", "oprd", "ccomp", "xcomp")), None)
    if as_part is None and child(verb, "oprd", "ccomp", "xcomp") is None:
        quoted = _first_quotation(verb, sent, paragraph)
        close = thing is not None and bool(quoted) and min(quoted) <= thing.right_edge.i + 1
        return set(range(thing.left_edge.i, max(quoted) + 1)) if thing is not None and close else set()
    if thing is None:
        return set(range(as_part.i + 1, _stretched(verb, as_part.right_edge.i) + 1)) if as_part is not None else set()
    end = max(part.right_edge.i for part in parts if part.lower_ == "as" or part.dep_ != "prep")
    end = _stretched(verb, end)
    return set(range(thing.left_edge.i, end + 1)) if thing.left_edge.i > verb.i else set()


def _first_quotation(verb: Token, sent: Span, paragraph: Paragraph) -> set[int]:
    """The first words in quotation marks behind a verb, with what describes them: 'called it "a trap" for drivers'."""
    inside = [i for i in range(verb.i, sent.end) if i in paragraph.quoted_tokens]
    first = next((quote for quote in paragraph.quoted if inside and quote.end > verb.doc[inside[0]].idx), None)
    if first is None:
        return set()
    taken = {i for i in inside if verb.doc[i].idx < first.end}
    behind = max(taken) + 1
    if behind < sent.end and verb.doc[behind].dep_ in ("prep", "relcl") and verb.doc[behind].head.i in taken:
        taken |= set(reach(verb.doc[behind]))
    return taken


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


def _can_be_disputed(thing: Token) -> bool:
    """Something said, unlike the minister who is dismissed or the border that is disputed."""
    lists = wordlists("cues")
    said = lists["sayings"] | lists["nouns"] | lists["remarks"] | lists["documents"] | lists["said_things"]
    return thing.lemma_.lower() in said or thing.pos_ == "PRON"


REFUSED_WITH = frozenset({"as", "for", "throughout"})
"""Prepositions that go with a refusal: "denied wrongdoing throughout the trial"."""


def refused(verb: Token, sent: Span, paragraph: Paragraph) -> set[int]:
    """ "rejected Y as C": with the verb, because the refusal is the claim."""
    thing = child(verb, "dobj") or free_relative(verb)
    if thing is None or thing.i < verb.i or (verb.lemma_.lower() == "rule" and not _ruled_out(verb)):
        return set()
    as_part = any(part.lower_ == "as" and part.i > thing.i for part in verb.subtree)
    if verb.lemma_.lower() in ("dismiss", "dispute") and not as_part and not _can_be_disputed(thing):
        return set()
    particle = child(verb, "prt")
    taken = {verb.i} | ({particle.i} if particle is not None else set()) | _without_venue(thing)
    return without_relative(taken, verb) | _prepositions(verb, max(taken), REFUSED_WITH)


def _ruled_out(verb: Token) -> bool:
    particle = child(verb, "prt", "advmod")
    return particle is not None and particle.lower_ == "out" and particle.i == verb.i + 1


def figure(verb: Token, sent: Span, paragraph: Paragraph) -> set[int]:
    """ "put the number at C"."""
    thing = child(verb, "dobj")
    near = [*verb.children, *(thing.subtree if thing is not None else ())]
    at = next((p for p in near if p.lower_ == "at" and p.i > verb.i), None)
    if thing is None or at is None or not any(part.like_num or part.tag_ == "CD" for part in at.subtree):
        return set()
    return set(range(thing.left_edge.i, at.right_edge.i + 1))


def told(verb: Token, sent: Span, paragraph: Paragraph) -> set[int]:
    """ "informed Y of C", "warned of C"."""
    places = [part for part in verb.children if part.i > verb.i]
    thing = child(verb, "dobj")
    places += list(thing.children) if thing is not None else []
    of = next((part for part in places if part.lower_ in ("of", "about") and part.dep_ == "prep"), None)
    return set(reach(of)) - {of.i} if of is not None and of.right_edge.i - of.i >= 2 else set()


def published(verb: Token, sent: Span, paragraph: Paragraph) -> set[int]:
    """ "posted a video purportedly showing C"."""
    thing = child(verb, "dobj")
    shown = child(thing, "acl", "relcl") if thing is not None else child(verb, "advcl")
    if shown is None or shown.lemma_.lower() not in wordlists("cues")["depicting"]:
        return set()
    return {i for i in reach(shown) if i > shown.i}
