"""How alike two texts are: runs of words that both have, sentences that follow one another, facts in the same order.

Quotations are left out of all of it, since two independent reports quote the same words. No rule here knows a
language: words are compared by their beginnings, so that an ending of grammar does not hide a copy.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

Runs = frozenset[tuple[str, ...]]

SHINGLE_WORDS = 5
SHORT_SHINGLE_WORDS = 3
BEGINNING = 6
"""Letters of a word that are compared in short runs and in sentences."""

SENTENCE_SHARE = 0.6
SENTENCE_WORDS = 4
"""A sentence follows another that has at least four of its telling words, and this share of them."""

_WORD = re.compile(r"\w+")  # "60,000" gives "60", "000"
_TELLING = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")  # "60,000 men" gives "60,000", "men"
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’»)]*\s+|\n+")  # ". The", or the end of a line
_QUOTED = re.compile(
    '["\u201c\u201e\u00ab][^"\u201c\u201d\u201e\u00ab\u00bb\n]{1,1500}(?:["\u201d\u201c\u00bb]|$)'  # "in double marks"
    "|(?<!\\w)['\u2018](?=\\w)[^\n]{15,1500}?[\\w.,!?]['\u2019](?!\\w)",  # 'at least a few words in single ones'
    re.MULTILINE,
)


def without_quotations(text: str) -> str:
    """The text in its outlet's own words; a quotation that nobody closed ends with its paragraph."""
    return _QUOTED.sub(" ", text)


def runs(words: Sequence[str], length: int) -> Runs:
    return frozenset(tuple(words[i : i + length]) for i in range(len(words) - length + 1))


def containment(a: Runs, b: Runs) -> float:
    """How much of the shorter text stands in the longer: |A and B| / min(|A|, |B|), 0 to 1."""
    shorter = min(len(a), len(b))
    return len(a & b) / shorter if shorter else 0.0


@dataclass(frozen=True)
class Traits:
    """What is compared of one text; each part is made when it is first needed."""

    text: str

    @cached_property
    def own_words(self) -> str:
        return without_quotations(self.text)

    @cached_property
    def fives(self) -> Runs:
        """Runs of five words outside quotations."""
        return runs(_WORD.findall(self.own_words.casefold()), SHINGLE_WORDS)

    @cached_property
    def threes(self) -> Runs:
        """Short runs of the beginnings of words: they outlive another tense and a word put in."""
        return runs([_beginning(word) for word in _WORD.findall(self.own_words)], SHORT_SHINGLE_WORDS)

    @cached_property
    def sentences(self) -> tuple[frozenset[str], ...]:
        """The telling words of each sentence that has enough of them."""
        found = (frozenset(_telling(sentence)) for sentence in _SENTENCE_END.split(self.own_words))
        return tuple(words for words in found if len(words) >= SENTENCE_WORDS)

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """Numbers and names that stand in the text once, in its order."""
        found = [word for word in _TELLING.findall(self.own_words) if word[0].isdigit() or word[0].isupper()]
        times = Counter(found)
        return tuple(word for word in found if times[word] == 1 and (len(word) > 3 or word[0].isdigit()))


def _beginning(word: str) -> str:
    return word if word[0].isdigit() else word.casefold()[:BEGINNING]


def _telling(sentence: str) -> Iterator[str]:
    return (_beginning(word) for word in _TELLING.findall(sentence) if len(word) > 3 or word[0].isdigit())


@dataclass(frozen=True, slots=True)
class Followed:
    """How many sentences of the text that follows the other more have one to follow there, of how many."""

    sentences: int
    of: int
    share: float
    """By their length in telling words, 0 to 1."""


def followed(a: Traits, b: Traits) -> Followed:
    """Align two texts sentence by sentence, in whatever order; the better of the two directions."""
    return max(_following(a, b), _following(b, a), key=lambda one: (one.share, one.sentences))


def _following(text: Traits, other: Traits) -> Followed:
    sizes = [len(sentence) for sentence in text.sentences]
    matched = [_is_followed(sentence, other.sentences) for sentence in text.sentences]
    got = sum(size for size, match in zip(sizes, matched, strict=True) if match)
    return Followed(sum(matched), len(sizes), got / sum(sizes) if sizes else 0.0)


def _is_followed(sentence: frozenset[str], others: Sequence[frozenset[str]]) -> bool:
    best = max((len(sentence & other) for other in others), default=0)
    return best >= SENTENCE_WORDS and best >= SENTENCE_SHARE * len(sentence)


def facts_in_order(a: Traits, b: Traits) -> tuple[int, int]:
    """How many rare facts stand in the same order in both texts, and how many the text with fewer of them has."""
    place = {fact: at for at, fact in enumerate(b.facts)}
    ends: list[int] = []  # the smallest last place of a rising row of each length
    for at in (place[fact] for fact in a.facts if fact in place):
        cut = bisect_left(ends, at)
        ends[cut : cut + 1] = [at]
    return len(ends), min(len(a.facts), len(b.facts))
