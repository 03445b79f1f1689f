"""Whether a sentence says that something is so, or only speaks of it: wishes, conditions, and what is still open."""

from collections.abc import Sequence

from spacy.tokens import Token

NOT_SETTLED = (
    "too early to", "is unclear", "remains unclear", "was unclear", "is open", "still open", "remains open",
    "be verified", "be confirmed", "not known", "not clear", "nobody knows", "could not say", "cannot say",
    "not yet decided", "be ruled out", "not be established", "still being investigated",
)  # fmt: skip


def is_open(tokens: Sequence[Token]) -> bool:
    """Whether the sentence says that nobody can tell yet."""
    text = "".join(token.text_with_ws for token in tokens).lower()
    return any(token.lower_ == "whether" for token in tokens) or any(words in text for words in NOT_SETTLED)
