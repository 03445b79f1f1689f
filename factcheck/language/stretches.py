"""How far what is ascribed to somebody goes on: what stands behind a content and belongs to it, or to its saying."""

from collections.abc import Set

from spacy.tokens import Span, Token

from factcheck.language.cues import families_of
from factcheck.language.dates import days
from factcheck.language.parsing import Paragraph
from factcheck.language.tokens import SUBJECTS, child, clause_is_finite, reach
from factcheck.language.wordlists import wordlists

CLAUSAL = frozenset({"speech", "finding", "attitude"})


def stretched(content: frozenset[int], verb: Token, family: str, sent: Span) -> frozenset[int]:
    """A content with what follows it: "denounced | calls | to close the dam", "said A, | but that B"."""
    if not content or max(content) < verb.i or max(content) + 1 >= sent.end:
        return content
    if family in CLAUSAL:
        return content | _second_clause(content, verb)
    return _without_aside(content | _hung_on(content, verb, sent), verb)


def to_the_closing_mark(content: frozenset[int], verb: Token, sent: Span, paragraph: Paragraph) -> frozenset[int]:
    """In 'said it was "late, | but not too late" |' a quotation that was cut short, up to its closing mark."""
    last = max(content, default=verb.i)
    if last < verb.i or last not in paragraph.quoted_tokens:
        return content
    at = sent.doc[last].idx
    quote = next((one for one in paragraph.quoted if one.start <= at < one.end), None)
    if quote is None or quote.start < sent.doc[verb.i].idx or sent.doc[min(content)].idx > quote.start + 1:
        return content
    return content | {i for i in range(last + 1, sent.end) if sent.doc[i].idx < quote.end}


def _without_aside(content: frozenset[int], verb: Token) -> frozenset[int]:
    """ "refused to sign it, | which came as a surprise": what the outlet tells beside what somebody wants or does."""
    for i in sorted(content):
        word = verb.doc[i]
        if word.text == "," and i > verb.i and i + 1 in content and word.nbor().tag_ in ("WDT", "WP", "WRB", "WP$"):
            clause = next((above for above in word.nbor().ancestors if above.dep_ == "relcl"), None)
            if clause is not None and clause.right_edge.i >= max(content) - 1 and clause.left_edge.i >= i:
                return frozenset(k for k in content if k < i)
    return content


def with_its_noun(content: frozenset[int], verb: Token) -> frozenset[int]:
    """In "repeated | a false claim | that C" the claim with what it says."""
    lists = wordlists("cues")
    noun = child(verb, "dobj")
    if noun is None or noun.lemma_.lower() not in lists["nouns"] | lists["sayings"] | lists["remarks"]:
        return content
    clause = next((part for part in noun.rights if part.dep_ in ("acl", "ccomp")), None)
    return content | set(reach(noun)) if clause is not None and clause.i in content and noun.i > verb.i else content


def without_next_act(content: frozenset[int], verb: Token) -> frozenset[int]:
    """In "insists that the dam holds | and refuses to close it" the refusing is done, not said.

    The second verb has no subject, and the form of the cue instead of the form that it is joined to.
    """
    for i in sorted(content):
        act = verb.doc[i]
        if i > verb.i and act.dep_ == "conj" and act.head.i > verb.i and _as_the_cue(act, verb):
            joined = [part for part in act.head.rights if part.dep_ in ("cc", "punct") and act.head.i < part.i < i]
            return frozenset(k for k in content if k < (joined[0].i if joined else i))
    return content


def _as_the_cue(act: Token, verb: Token) -> bool:
    """Whether a joined verb goes with the cue: "urging them to wait | and promising help |"."""
    if act.tag_ != verb.tag_ or act.pos_ != "VERB" or child(act, *SUBJECTS, "aux", "auxpass") is not None:
        return False
    forms = {act.head.tag_, *(part.tag_ for part in act.head.children if part.dep_ in ("aux", "auxpass"))}
    told_now = act.tag_ == "VBD" and act.head.tag_ == "VBZ"
    return verb.tag_ not in forms and act.head.pos_ in ("VERB", "AUX") and (act.tag_ in ("VBG", "VBZ") or told_now)


def _hung_on(content: Set[int], verb: Token, sent: Span) -> set[int]:
    """Phrases behind an object that the parser hung on its verb, as far as they say what is meant."""
    taken: set[int] = set()
    end = max(content)
    while end + 1 < sent.end:
        part = _begun_at(sent.doc[end + 1], verb)
        if part is None or not (_says_what(part, sent.doc[end]) or _says_to_do(part)):
            return taken
        taken |= set(reach(part))
        end = part.right_edge.i
    return taken


def _begun_at(token: Token, verb: Token) -> Token | None:
    """What hangs on a verb and begins with a word."""
    return next((part for part in verb.rights if part.left_edge.i == token.i), None)


def _says_to_do(part: Token) -> bool:
    """ "to help the farmers" behind "proposed a fund"."""
    return part.dep_ in ("advcl", "xcomp") and part.left_edge.tag_ == "TO"


TOPICS = frozenset({"as", "about", "against", "of", "over", "toward", "towards", "than"})
"""Prepositions that say what is meant; "during", "before", "without" say when and how it was said."""
PLACES = frozenset({"in", "at", "on", "to", "for", "with", "from"})
"""Prepositions that may also say where and when: always behind a name, "backed Lee in Osk"."""


def _says_what(part: Token, before: Token) -> bool:
    if part.dep_ not in ("prep", "dative") or part.lower_ not in TOPICS | PLACES:
        return False
    if part.lower_ in ("in", "at", "from") and before.pos_ in ("PROPN", "PRON"):
        return False
    return part.lower_ not in PLACES or not _is_occasion(part)


def _is_occasion(part: Token) -> bool:
    """ "in an interview", "on Monday", "at a rally": when and where it was said."""
    thing = child(part, "pobj")
    if thing is None:
        return False
    words = part.doc[thing.left_edge.i : thing.right_edge.i + 1].text
    named = days(words, None)
    return thing.lemma_.lower() in _venues() or bool(named) or thing.like_num


def _venues() -> frozenset[str]:
    lists = wordlists("cues")
    return lists["venues"] | lists["documents"] | wordlists("attitudes")["occasions"]


def _second_clause(content: Set[int], verb: Token) -> set[int]:
    """ "said A, | but that B |", "said it was late, | and the council has to act"."""
    end = max((i for i in content if verb.doc[i].dep_ != "cc" and not verb.doc[i].is_punct), default=max(content))
    clause = next((part for part in verb.rights if part.dep_ in ("conj", "advcl") and part.i > end), None)
    if clause is None or not end < clause.left_edge.i <= end + BETWEEN:
        return set()
    that = clause.left_edge.lower_ == "that" and clause.dep_ == "conj"
    if that or _cannot_be_beside(clause, verb) or _told_now(verb, clause):
        return set(range(end + 1, clause.right_edge.i + 1))
    return set()


BETWEEN = 4
"""Tokens up to the beginning of a joined clause: a comma, a closing mark, "and"."""


def _cannot_be_beside(part: Token, verb: Token) -> bool:
    """ "said it was needed to build, | teach | and learn", "said he was late | but would pay": nobody else acts."""
    if child(part, *SUBJECTS) is not None:
        return False
    helped = any(one.tag_ == "MD" for one in part.lefts)
    bare = part.tag_ == "VB" and not any(one.tag_ in ("TO", "MD") or one.dep_ == "aux" for one in part.lefts)
    return (bare or helped) and verb.tag_ not in ("VB", "MD") and not any(one.dep_ == "aux" for one in verb.lefts)


def _told_now(cue: Token, clause: Token) -> bool:
    """Whether a clause behind "said" is in the present or shifted back; an outlet by itself goes on in the past."""
    if clause.dep_ != "conj" or cue.tag_ != "VBD" or not clause_is_finite(clause):
        return False
    if families_of(clause.lemma_.lower()):
        return False
    first = next((part for part in clause.children if part.dep_ in ("aux", "auxpass")), clause)
    return child(clause, *SUBJECTS) is not None and (
        first.tag_ in ("VBZ", "VBP") or first.lower_ in ("will", "can", "would", "had")
    )
