"""How far a text keeps from a claim: the word that hedges it, and whether its claimant says that it is not so."""

from collections.abc import Iterable, Sequence

from spacy.tokens import Token

from factcheck.language.drafts import Draft
from factcheck.language.wordlists import wordlists

WINDOW = 3
"""Tokens before a content in which a hedge still belongs to it: "purportedly | showing C"."""


def hedge_of(draft: Draft) -> str:
    """The words that keep a claim at a distance: "purportedly", "is believed to"; empty without any."""
    return _word(_near(draft)) or _before_infinitive(draft.tokens)


def _near(draft: Draft) -> Iterable[Token]:
    """The tokens of a draft, before them what stands right before it, behind them the words of its cue."""
    doc, first, sent = draft.reading.paragraph.doc, min(draft.indices), draft.reading.sent
    before = range(max(sent.start, first - WINDOW), first)
    near = (doc[i] for i in before if i <= doc[i].head.i < first or doc[i].head.i in draft.indices)
    yield from (token for token in near if token.dep_ in ("advmod", "amod"))
    yield from draft.tokens
    if draft.by is not None and draft.by_reading is not None:
        cued = draft.by_reading.paragraph.doc
        yield from (cued[i] for i in sorted(draft.by.frame) if cued[i].dep_ == "advmod")


def _word(tokens: Iterable[Token]) -> str:
    listed = wordlists("kinds")["hedges"]
    return next((token.text for token in tokens if token.lower_ in listed and not _negated(token)), "")


def _negated(token: Token) -> bool:
    return token.i > 0 and token.nbor(-1).lower_ in ("not", "n't")


def _before_infinitive(tokens: Sequence[Token]) -> str:
    """ "is believed to", "appears to" and the like where they carry the main verb of a claim."""
    for token in tokens:
        if token.lemma_.lower() not in wordlists("kinds")["hedged_to"] or token.i + 1 >= len(token.doc):
            continue
        if token.nbor().lower_ != "to" or not any(part.dep_ == "xcomp" for part in token.children):
            continue
        passive = [part for part in token.children if part.dep_ == "auxpass"]
        active = token.lemma_.lower() in ("appear", "seem", "purport")
        if passive or active:
            return " ".join([*(part.text for part in passive[:1]), token.text, "to"])
    return ""


def is_denial(draft: Draft, family: str) -> bool:
    """Whether the claimant says that something is not so: "denied it", "called the report a lie"."""
    if family == "rejection":
        return True
    if draft.by is not None and draft.by_reading is not None:
        verb = draft.by_reading.paragraph.doc[draft.by.verb]
        if verb.lemma_.lower() in wordlists("kinds")["denying"]:
            return True
    return _calls_untrue(draft)


def _calls_untrue(draft: Draft) -> bool:
    """ "The claims were false": what was said is the subject, and untrue its predicate."""
    untrue = [token for token in draft.tokens if token.lower_ in wordlists("kinds")["untrue"]]
    return draft.by is not None and any(_about_a_saying(token) for token in untrue)


def _about_a_saying(word: Token) -> bool:
    verb = word.head
    if verb.pos_ not in ("AUX", "VERB") or any(part.dep_ == "neg" for part in verb.children):
        return False
    things = wordlists("cues")["sayings"] | wordlists("cues")["said_things"] | wordlists("cues")["documents"]
    return any(
        part.lemma_.lower() in things
        for part in verb.children
        if part.dep_ in ("nsubj", "nsubjpass", "dobj") and part.i != word.i
    )
