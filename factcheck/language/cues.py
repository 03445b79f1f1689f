"""Which words of a sentence are cues: verbs and nouns that say whose words a content is."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from spacy.tokens import Span, Token

from factcheck.language.parsing import Paragraph
from factcheck.language.wordlists import wordlists

FAMILIES = ("speech", "finding", "attitude", "commitment", "request", "accusation", "naming", "rejection", "judging",
            "report", "figure", "telling", "publishing")  # fmt: skip

CLAUSAL = frozenset({"speech", "finding", "attitude"})
"""Families whose content is a clause of its own."""

MODALS = frozenset({"could", "would", "should", "can", "may", "might", "must", "will", "to"})


@dataclass(frozen=True)
class Cue:
    """A verb with the families it may belong to."""

    verb: Token
    families: frozenset[str]

    @property
    def lemma(self) -> str:
        return self.verb.lemma_.lower()


def families_of(lemma: str) -> frozenset[str]:
    """The families in which a verb is listed: "warn" is speech, request and telling."""
    lists = wordlists("cues")
    return frozenset(family for family in FAMILIES if lemma in lists[family])


def is_negated(verb: Token) -> bool:
    """ "did not say", "never said": nobody said it."""
    return any(part.dep_ == "neg" for part in verb.children)


def is_hypothetical(verb: Token) -> bool:
    """ "will say", "is expected to announce", "could tell": not said yet."""
    return any(
        part.dep_ == "aux" and part.i < verb.i and (part.tag_ in ("MD", "TO") or part.lower_ in MODALS)
        for part in verb.children
    )


def _acts(token: Token) -> bool:
    """A verb, or a noun that the tagger took for one: "researchers estimate that"."""
    if token.pos_ == "VERB":
        return not _quotes_on(token)
    if token.lower_ in wordlists("cues")["last_words"] and _is_last(token):
        return _agrees(token)
    deps = {part.dep_ for part in token.children}
    return token.dep_ == "ROOT" and token.pos_ == "NOUN" and {"nsubj", "ccomp"} <= deps


def _is_last(token: Token) -> bool:
    """Whether a comma, a full stop or nothing follows, and a name or noun stands before: "a leaked memo shows"."""
    following = token.nbor() if token.i + 1 < len(token.doc) else None
    before = token.nbor(-1) if token.i > 0 else None
    return (following is None or following.is_punct) and before is not None and before.pos_ in ("NOUN", "PROPN", "PRON")


def _agrees(word: Token) -> bool:
    """Whether a word goes with what stands before it as a verb would: "records show" but not "the morning show"."""
    if word.lower_.endswith("s"):
        return True
    before = takewhile(lambda token: not token.is_punct, reversed(word.doc[word.sent.start : word.i]))
    return any(token.tag_ in ("NNS", "NNPS") or token.pos_ == "PRON" for token in before)


def _quotes_on(verb: Token) -> bool:
    """ "was quoted by the agency as saying": the cue is "saying"."""
    return any(
        inner.dep_ == "pcomp" and inner.tag_ == "VBG" and bool(families_of(inner.lemma_.lower()))
        for part in verb.children
        if part.lower_ == "as"
        for inner in part.children
    )


def cues(sent: Span, paragraph: Paragraph) -> Iterator[Cue]:
    """The cue verbs of a sentence that stand outside quotation marks, in order."""
    for token in sent:
        if not _acts(token) or token.i in paragraph.quoted_tokens:
            continue
        families = families_of(token.lemma_.lower())
        if "speech" not in families and _follows_quotation(token, paragraph):
            families |= {"speech"}
        if families:
            yield Cue(token, families)


def _follows_quotation(verb: Token, paragraph: Paragraph) -> bool:
    """'"C," he mocks', '"C," scoffed Ann Lee': whatever verb stands there, it says how something was said."""
    if verb.tag_ not in ("VBD", "VBZ") or any(part.dep_ in TAKES and part.i > verb.i for part in verb.children):
        return False
    subject = next((part for part in verb.children if part.dep_ == "nsubj"), None)
    if subject is None or subject.tag_ in ("WDT", "WP") or abs(subject.i - verb.i) > FARTHEST:
        return False
    mark = min(verb.i, subject.left_edge.i) - 1
    while mark > 0 and verb.doc[mark].is_space:
        mark -= 1
    quote = next((one for one in paragraph.quoted if one.closed and one.end - 1 == verb.doc[mark].idx), None)
    if mark < 1 or quote is None or quote.start > verb.sent.start_char + 1:
        return False
    return verb.doc[mark - 1].text[-1] in ",?!" and paragraph.text.count(" ", quote.start, quote.end) >= SHORTEST


FARTHEST = 6
"""Words between a verb behind a quotation and its subject."""
SHORTEST = 2
"""Blanks in what is spoken; less is a name or a title in quotation marks."""
TAKES = frozenset({"dobj", "attr", "acomp", "ccomp", "xcomp", "oprd"})


def cue_words(verb: Token) -> str:
    """The cue as it stands: "was quoted as saying", else the verb alone."""
    head = verb.head
    if verb.dep_ == "pcomp" and head.lower_ == "as" and head.head.pos_ == "VERB":
        outer = head.head
        helpers = [part for part in outer.children if part.dep_ in ("aux", "auxpass") and part.i < outer.i]
        return " ".join(token.text for token in [*helpers, outer, head, verb])
    return verb.text


def particle(verb: Token) -> Token | None:
    """The "out" of "singled out", whatever the parser makes of it."""
    after = verb.nbor() if verb.i + 1 < len(verb.doc) else None
    return after if after is not None and (after.dep_ == "prt" or after.lower_ in PARTICLES) else None


PARTICLES = frozenset({"out", "up", "off", "down"})


def cue_phrase(verb: Token) -> str:
    """The cue as a reader would point at it: with the particle of "singled out"."""
    after = particle(verb)
    return f"{verb.text} {after.text}" if after is not None and cue_words(verb) == verb.text else cue_words(verb)
