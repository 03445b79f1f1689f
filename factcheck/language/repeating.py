"""Whether a sentence gives the words of the claimant once more: that supports nothing, in however many outlets."""

from collections.abc import Sequence

from spacy.tokens import Token

from factcheck.language.events import is_name, lemma, shared
from factcheck.language.wordlists import wordlists

JUST_BEFORE = 25
"""Words before a sentence among which stands whose "its chairman" is."""

LAST_NAMES = 8
"""Names before a sentence among which "she" is looked for."""

SOMEBODY = frozenset({"he", "she", "they", "it", "who"})
TOO_COMMON = frozenset({"the", "and", "office", "of"})
STICKING = frozenset({("stand", "by"), ("stick", "to"), ("stick", "by"), ("keep", "to")})
UNNAMED = frozenset({"spokesman", "spokeswoman", "spokesperson", "spokespeople"})
CALLED = frozenset(
    "scientist minister mayor governor premier chancellor author writer singer actor director player coach lawyer "
    "professor doctor politician deputy senator general colonel bishop company firm maker manufacturer carmaker".split()
)
"""These speak for whom was named last, and are whom was named last, where nothing else is said of them."""

NO_WORDS = frozenset({"according", "their", "that", "also", "later"})


def speaks(claimant: str, tokens: Sequence[Token], before: Sequence[Token], outlet: str = "") -> str:
    """How the sentence names the claimant as its speaker; empty where somebody else speaks, or nobody."""
    words = [word.lower() for word in claimant.replace("'s", "").split() if word.lower() not in TOO_COMMON]
    if not words:
        return ""
    if outlet and outlet.casefold() == claimant.casefold():
        return outlet
    for token in tokens:
        for speaker in _speakers(token):
            named = speaker.lower_ not in SOMEBODY and _is_them(claimant, words, speaker)
            if any(child.dep_ == "poss" and child.pos_ == "PRON" for child in speaker.children):
                named = named or is_named(words, " ".join(token.text for token in before[-JUST_BEFORE:]))
            if speaker.lower_ in SOMEBODY or _is_unnamed(speaker):
                named = named or is_named(words, last_names(before))
            if named:
                return _text(speaker)
    return ""


def _is_them(claimant: str, words: Sequence[str], speaker: Token) -> bool:
    """Whether a speaker who is named is the claimant, by name or office, or speaks for the claimant.

    By office also "deputy defence minister Ames" for "the defence ministry".
    """
    head = _head(speaker)
    by_name = {word.strip(",").lower() for word in claimant.split() if word[:1].isupper()}
    if is_name(speaker) and speaker.lower_ in by_name and len(by_name) > 1:
        return True
    if any(child.dep_ == "poss" and is_name(child) and child.lower_ in by_name for child in speaker.children):
        return True  # "Lundt's head of development" for "carmaker Lundt"
    meant = head in UNNAMED or any(_is_same(word, head) for word in words)
    titled = sum(any(_is_same(word, each.lower_) for each in speaker.subtree) for word in words) > 1
    return (meant or titled) and is_named(words, _text(speaker))


def share_named(claimant: str, tokens: Sequence[Token]) -> float:
    """How many of the claimant's words stand anywhere, 0 to 1: "the defence minister" for "the defence ministry"."""
    words = [word.strip(",").lower() for word in claimant.replace("'s", "").split()]
    words = [word for word in words if word not in TOO_COMMON]
    there = {token.lower_ for token in tokens}
    return sum(any(_is_same(word, other) for other in there) for word in words) / len(words) if words else 0.0


def _speakers(token: Token) -> list[Token]:
    if token.pos_ == "VERB" and _is_speaking(token):
        own = [child for child in token.children if child.dep_ in ("nsubj", "nsubjpass")]
        above = [child for child in token.head.children if child.dep_ == "nsubj"] if token.dep_ == "conj" else []
        return own or above
    return [token] if token.lower_ == "according" else []


def _is_unnamed(speaker: Token) -> bool:
    """ "a spokesman", and "the scientist" where no name says who that is."""
    alone = not any(each.pos_ in ("NOUN", "PROPN") for each in speaker.subtree if each.i < speaker.i)
    return lemma(speaker) in UNNAMED | CALLED and alone and not any(map(is_name, speaker.subtree))


def _is_speaking(verb: Token) -> bool:
    """ "said", "stood by"; not "had said": that tells what was said before, mostly against what is so."""
    helping = {child.lower_ for child in verb.children if child.dep_ in ("aux", "prep")}
    sticks = any((lemma(verb), word) in STICKING for word in helping)
    return (lemma(verb) in wordlists("stance")["speak"] and "had" not in helping) or sticks


def _head(speaker: Token) -> str:
    """The word that names the speaker; behind "according to" the last preposition's."""
    below = [token for token in speaker.subtree if token.dep_ == "pobj"] if speaker.lower_ == "according" else []
    return lemma(below[0]) if below else speaker.lower_


def _text(token: Token) -> str:
    return "".join(each.text_with_ws for each in token.subtree).strip().removeprefix("according to ")


def last_names(before: Sequence[Token]) -> str:
    return " ".join([token.text for token in before if is_name(token)][-LAST_NAMES:])


def is_named(words: Sequence[str], near: str) -> bool:
    """Whether half of the claimant's words stand there, or a title of theirs alone ("the governor")."""
    there = near.lower().replace("'s", "").replace("’s", "").split()
    hits = [word for word in words if any(_is_same(word, other) for other in there)]
    telling = [word for word in there if len(word) > 3 and word not in NO_WORDS]
    title = bool(hits) and bool(telling) and all(word in words for word in telling)
    return title or len(hits) >= max(1, (len(words) + 1) // 2)


def _is_same(word: str, other: str) -> bool:
    return word == other or shared(word, other) >= max(4, len(word) - 2)
