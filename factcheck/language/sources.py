"""Who stands as the source of a cue verb, which agent passed it on, and which words frame the content."""

from spacy.tokens import Span, Token

from factcheck.language import misread
from factcheck.language.cues import cue_words, families_of
from factcheck.language.dates import days
from factcheck.language.tokens import SUBJECTS, child, hanging, is_finite
from factcheck.language.wordlists import wordlists

FARTHEST = 4
"""How many verbs up the tree a subject is looked for ("said A and added B, warning C")."""

AROUND = frozenset({"aux", "auxpass", "advmod", "prep", "npadvmod", "prt", "dobj", "dative", "agent", "neg", "tmod"})
"""Relations to the cue verb that belong to its frame."""


SET_OFF = frozenset({",", "(", "—", "–"})


def after_comma(token: Token) -> bool:
    """Whether what hangs on a token is set off from the word before it."""
    edge = token.left_edge
    return edge.text in SET_OFF or (edge.i > 0 and edge.nbor(-1).text in SET_OFF)


def _noun_phrase(noun: Token) -> set[int]:
    """A noun with all that describes it, without a relative clause set off by a comma."""
    whole = hanging(noun)
    for part in noun.subtree:
        if part.dep_ in ("relcl", "acl") and part.i > noun.i and (part.head == noun or after_comma(part)):
            whole -= hanging(part)
    last = max(
        (i for i in whole if noun.doc[i].pos_ not in ("PUNCT", "CCONJ", "SPACE") or noun.doc[i].text in (")", "]")),
        default=noun.i,
    )
    return {i for i in whole if i <= last}


def _own_subject(verb: Token) -> Token | None:
    subject = child(verb, *SUBJECTS)
    if subject is not None and subject.lower_ in ("who", "which", "that") and verb.dep_ == "relcl":
        return verb.head
    return subject


def spoken_beside(verb: Token) -> Token | None:
    """The cue that a second cue goes on with: in "Lee said teams had left and warned that C" Lee warned."""
    above = verb.head
    if verb.dep_ != "conj" or child(verb, *SUBJECTS) is not None or above.dep_ != "ccomp":
        return None
    if verb.tag_ != "VBD" and not (verb.tag_ == "VBZ" == above.head.tag_):
        return None
    return above.head if "speech" in families_of(above.head.lemma_.lower()) else None


def subject_of(verb: Token) -> Token | None:
    """The subject of a verb, or of the verb that it continues or hangs on; None in a passive without one."""
    at = _said_just_before(verb) or spoken_beside(verb) or verb
    for _ in range(FARTHEST):
        found = _own_subject(at)
        if found is not None:
            return found
        if at.dep_ == "acl" and at.head.pos_ in ("NOUN", "PROPN"):
            return _who_put_out(at.head) or at.head
        if _remarks(at) or (at.dep_ == "pcomp" and at.head.dep_ == "prep"):
            at = at.head.head
        elif _told_to(at):
            return child(at.head, "dobj")
        elif at.dep_ in ("conj", "advcl", "xcomp", "dep", "acomp"):
            at = at.head
        else:
            return None
    return None


def _said_just_before(verb: Token) -> Token | None:
    """ "C, the service reported, adding that D": the cue that ends right before the comma says both."""
    if verb.tag_ != "VBG" or verb.i < 2 or verb.nbor(-1).text != ",":
        return None
    before = verb.nbor(-2)
    return before if is_finite(before) and "speech" in families_of(before.lemma_.lower()) else None


def _told_to(verb: Token) -> bool:
    """ "The strike led the mayor to announce C": it is the mayor who announces C."""
    whom = child(verb.head, "dobj")
    infinitive = any(part.tag_ == "TO" for part in verb.lefts)
    return verb.dep_ == "xcomp" and infinitive and whom is not None and verb.head.i < whom.i < verb.i


def _remarks(verb: Token) -> bool:
    """ "Lee argued that the dam would hold, saying C": it is Lee who says C, not the dam."""
    above = verb.head
    told = above.dep_ == "ccomp" and "speech" in families_of(above.head.lemma_.lower())
    return verb.dep_ == "advcl" and verb.tag_ == "VBG" and told and after_comma(verb)


def _who_put_out(document: Token) -> Token | None:
    """ "Lee released a statement saying C": Lee says it."""
    lists = wordlists("cues")
    verb = document.head
    if document.dep_ != "dobj" or document.lemma_.lower() not in lists["documents"]:
        return None
    issued = verb.lemma_.lower() in lists["authored"] | lists["publishing"]
    return _own_subject(verb) if issued and not is_passive(verb) else None


def is_passive(verb: Token) -> bool:
    return any(part.dep_ in ("auxpass", "nsubjpass") for part in verb.children)


def agent(verb: Token) -> set[int]:
    """ "was quoted as saying by the agency": the agency; empty without one."""
    if _quoted_by(verb) is not None:
        subject = _own_subject(verb.head.head)
        return _noun_phrase(subject) if subject is not None else set()
    at: Token | None = verb
    for _ in range(3):
        if at is None:
            break
        for part in at.children:
            if part.lower_ == "by" and part.dep_ in ("agent", "prep"):
                noun = child(part, "pobj")
                return _noun_phrase(noun) if noun is not None and noun.ent_type_ == "" else set()
        at = at.head if at.dep_ in ("pcomp", "prep") else None
    return set()


def _quoted_by(verb: Token) -> Token | None:
    """ "The agency cited witnesses as saying": the witnesses; None where nobody is cited in the active voice."""
    if cue_words(verb) == verb.text or is_passive(verb.head.head):
        return None
    return child(verb.head.head, "dobj")


def source(verb: Token) -> set[int]:
    """The source of a cue verb: its subject, in the passive its agent, or nobody."""
    if verb.text == "Asked" and verb.dep_ == "advcl":
        return agent(verb)  # "Asked about it, Lee said": Lee was asked
    if is_passive(verb) and cue_words(verb) == verb.text:
        return agent(verb)
    if misread.is_main(verb):
        return {i for i in hanging(verb.head) - hanging(verb) if i < verb.i}
    if verb.dep_ in ("acl", "advcl") and verb.tag_ == "VBN" and child(verb, "aux", "nsubj") is None:
        return _noun_phrase(verb.head) if misread.is_stated(verb) else agent(verb)
    quoted = _quoted_by(verb)
    if quoted is not None:
        return _noun_phrase(quoted)
    found = subject_of(verb) or misread.noun_before(verb)
    return _noun_phrase(found) if found is not None else set()


def describes_its_source(verb: Token) -> bool:
    """ "a report that had warned of it": the saying only tells which report is meant."""
    subject = child(verb, *SUBJECTS)
    relative = subject is not None and subject.tag_ in ("WDT", "WP")
    return verb.dep_ == "relcl" and relative and not after_comma(verb)


def without_day(source: set[int], sent: Span) -> set[int]:
    """ "the hospitals | on Sunday" (denied): a day at the end of a source belongs to the saying."""
    if not source:
        return source
    start, end = min(source), max(source) + 1
    words = sent.doc[start:end].text
    last = next((day for day in days(words, None) if day.end >= len(words.rstrip(" ,"))), None)
    if last is None or last.start == 0:
        return source
    edge = sent.doc[start].idx + last.start
    return {i for i in source if sent.doc[i].idx < edge}


def frame(verb: Token, content: set[int]) -> set[int]:
    """The words of the cue's own clause: helpers, adverbs, addressee, place and time."""
    words = {verb.i, *(range(verb.i + 1, min(content)) if content and min(content) > verb.i else ())}
    for part in verb.children:
        if part.dep_ in AROUND and part.lower_ != "according":
            words |= {i for i in hanging(part) if i not in content}
    if cue_words(verb) != verb.text:
        outer = verb.head.head
        words |= {verb.head.i, outer.i}
        for part in outer.children:
            if part.dep_ in AROUND:
                words |= {i for i in hanging(part) if i not in content}
    return words
