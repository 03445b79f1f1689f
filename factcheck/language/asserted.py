"""Whether a sentence says that something is so, or only speaks of it: wishes, conditions, and what is still open."""

from collections.abc import Sequence

from spacy.tokens import Token

from factcheck.language.events import lemma
from factcheck.language.wordlists import wordlists

UNSETTLING = frozenset({"if", "unless", "whether", "lest", "before", "until"})
"""Words at the head of a clause whose deed has not happened, or need not happen."""

FUTURE = frozenset({"will", "shall", "'ll", "wo"})

NOT_SETTLED = (
    "too early to", "is unclear", "remains unclear", "was unclear", "is open", "still open", "remains open",
    "be verified", "be confirmed", "not known", "not clear", "nobody knows", "could not say", "cannot say",
    "not yet decided", "be ruled out", "not be established", "still being investigated",
)  # fmt: skip


def is_told(deed: Token) -> bool:
    """False for "calls to close the plant", "if they close it" and "whether it closed"."""
    return not any(_is_only_named(each) for each in (deed, *deed.ancestors) if each.pos_ in ("VERB", "AUX"))


def is_main(deed: Token) -> bool:
    """Whether it is what the sentence says, or what somebody says in it; not told by the way: "which was closed"."""
    while deed.dep_ in ("conj", "attr", "acomp", "xcomp"):
        deed = deed.head
    said = deed.dep_ == "ccomp" and lemma(deed.head) in wordlists("stance")["speak"]
    return deed.dep_ == "ROOT" or said


def has_happened(noun: Token) -> bool:
    """Whether a deed that is told by a noun happened: "the exchange took place"."""
    told = noun.dep_ in ("nsubj", "nsubjpass", "dobj") and lemma(noun.head) in wordlists("stance")["happens"]
    return noun.pos_ == "NOUN" and told and not any(child.dep_ == "neg" for child in noun.head.children)


def is_done_or_to_come(verb: Token) -> bool:
    """False for what is so now: that says nothing of what will be."""
    coming = any(child.tag_ in ("MD", "TO") for child in verb.children)
    return coming or verb.tag_ in ("VBD", "VBN", "VBG") or verb.pos_ not in ("VERB", "AUX")


def is_to_come(deed: Token) -> bool:
    """Whether it is told of what is going to be: "will be closed", "is to close"."""
    helping = [child for child in deed.children if child.dep_ in ("aux", "auxpass")]
    if not helping and deed.dep_ in ("conj", "xcomp", "attr", "acomp"):
        helping = [child for child in deed.head.children if child.dep_ in ("aux", "auxpass")]
    infinitive = any(child.lower_ == "to" for child in helping) and deed.head.pos_ == "AUX"
    return infinitive or any(child.tag_ == "MD" and child.lower_ in FUTURE for child in helping)


def _is_only_named(verb: Token) -> bool:
    if any(child.lower_ in UNSETTLING and child.dep_ in ("mark", "advmod") for child in verb.children):
        return True
    earlier = any(child.lower_ == "had" and child.dep_ == "aux" for child in verb.children)
    if earlier and verb.dep_ in ("relcl", "acl", "advcl"):
        return True  # "wards that had been shut are open again"
    infinitive = any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.children)
    hangs = verb.dep_ in ("acl", "advcl", "relcl", "xcomp", "ccomp", "pcomp")
    return infinitive and hangs and not _leads_to(verb.head)


def _leads_to(above: Token) -> bool:
    """Whether what stands behind its "to" is going to be: "is to", "voted to", "began to"."""
    return above.pos_ == "AUX" or (above.pos_ != "NOUN" and lemma(above) in wordlists("stance")["leads"])


def is_open(tokens: Sequence[Token]) -> bool:
    """Whether the sentence says that nobody can tell yet."""
    text = "".join(token.text_with_ws for token in tokens).lower()
    return any(token.lower_ == "whether" for token in tokens) or any(words in text for words in NOT_SETTLED)
