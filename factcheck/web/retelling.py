"""English sentences that workers stored or a service made, told in the language of the page.

One that comes from the domain knows its pattern. One that was stored is known by its words: what the desk says stands
in the catalogue, whose texts are compared with it. What fits none of them is told as it was stored, as are the words
of others (a server's error, the reason of a language model).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from factcheck.domain.fetching import FetchProblem
from factcheck.domain.texts import Said, say
from factcheck.web.tongue import _, language_of_texts, said, texts_of

IN_TURN = frozenset({"why", "note", "named", "where"})
"""Values that are sentences or phrases of the desk themselves."""

IN_WORDS = frozenset({"language"})
"""Values that are words of the desk: they are looked up as they are."""

LISTED = frozenset({"parts"})
"""Values that are phrases of the desk with commas between them."""

COUNTED = frozenset({"asks", "characters", "claims", "days", "hits", "length", "most", "tries"})
"""Values that are counts: their thousands are marked off as the language does it."""

ONE_WORD = frozenset({"host", "share", "subject"})
"""Values without a blank in them."""

LITERAL_LEAST, AFTER_ANY_WORDS_LEAST = 4, 12
"""Letters that a pattern must have besides its values, so that it does not fit any words; the second where it begins
with a value that may be any words."""

DEEPEST = 4
"""Sentences inside sentences that are told anew. The desk makes two; a stranger's words may look like a thousand."""

PLACE = re.compile(r"%\((\w+)\)s")  # "%(name)s"


def retold(words: str) -> str:
    """The sentence in the language of the page, as it is where the desk cannot tell what was said."""
    if isinstance(words, Said):
        return said(words)
    language = language_of_texts()
    return words if language is None or not words else told(words, language)


@lru_cache(maxsize=8192)
def told(words: str, language: str, inside: int = 0) -> str:
    """The same in a language that has a catalogue; it must be that of the page. `inside` so many other sentences."""
    if words in texts_of(language):
        return _(words)
    if inside > DEEPEST:
        return words
    if parts := with_detail(words):
        return f"{_(parts[0])} ({told(parts[1], language, inside + 1)})"
    found = pattern_of(words, language)
    if found is None:
        return behind_a_name(words, language, inside)
    pattern, values = found
    return said(say(pattern, **{name: value_of(name, value, language, inside) for name, value in values.items()}))


def with_detail(words: str) -> tuple[str, str] | None:
    """Why an address gave nothing, and the detail in brackets behind it, as FetchFailed has them."""
    for problem in FetchProblem:
        if words.startswith(f"{problem.value} (") and words.endswith(")"):
            return problem.value, words[len(problem.value) + 2 : -1]
    return None


def behind_a_name(words: str, language: str, inside: int) -> str:
    """A sentence that somebody's name stands before: "Coast Daily: denies: ...". Only the sentence is told anew."""
    name, colon, sentence = words.partition(": ")
    return f"{name}{colon}{told(sentence, language, inside + 1)}" if " " in sentence else words


def value_of(name: str, value: str, language: str, inside: int) -> object:
    if name in IN_TURN:
        return told(value, language, inside + 1)
    if name in LISTED:
        return ", ".join(told(part, language, inside + 1) for part in value.split(", "))
    if name in IN_WORDS:
        return _(value)
    digits = value.replace(",", "")
    return int(digits) if name in COUNTED and digits.isdecimal() else value


def pattern_of(words: str, language: str) -> tuple[str, Mapping[str, str]] | None:
    found = ((shape.pattern, shape.values_in(words)) for shape in shapes(language))
    return next(((pattern, values) for pattern, values in found if values is not None), None)


@dataclass(frozen=True, slots=True)
class Shape:
    """A pattern taken apart: what it says itself, and between each two of these the name of a value."""

    pattern: str
    literals: tuple[str, ...]
    names: tuple[str, ...]

    def values_in(self, words: str) -> dict[str, str] | None:
        """The values with which the pattern gives these words; each ends where what comes next stands first."""
        first, *between, last = self.literals
        if not words.startswith(first) or not words.endswith(last):
            return None
        found, at = [], len(first)
        for each in between:
            end = words.find(each, at + 1)
            if end < 0:
                return None
            found.append(words[at:end])
            at = end + len(each)
        found.append(words[at : len(words) - len(last)])
        values = dict(zip(self.names, found, strict=True))
        return values if all(map(may_be, values, found)) else None


def may_be(name: str, value: str) -> bool:
    """Whether a value of this name can be so: none is empty, and counts are figures."""
    if name in ONE_WORD:
        return bool(value) and " " not in value
    return value.replace(",", "").isdecimal() if name in COUNTED else bool(value)


@cache
def shapes(language: str) -> tuple[Shape, ...]:
    """The patterns of a language, those first that add something to another sentence of the desk.

    Of the others those that say more themselves come before the general ones.
    """
    patterns = sorted(texts_of(language), key=lambda text: (not adds(text), -len(literal(text)), text))
    return tuple(shape for pattern in patterns if (shape := shape_of(pattern)))


def shape_of(pattern: str) -> Shape | None:
    """None for a text without values, and for one that would fit any words."""
    parts = PLACE.split(pattern)
    literals, names = tuple(part.replace("%%", "%") for part in parts[::2]), tuple(parts[1::2])
    if not names or len(set(names)) < len(names):
        return None
    anything = not literals[0] and names[0] not in IN_TURN | COUNTED | ONE_WORD
    letters = sum(map(str.isalpha, "".join(literals)))
    return Shape(pattern, literals, names) if letters >= (LITERAL_LEAST, AFTER_ANY_WORDS_LEAST)[anything] else None


def adds(pattern: str) -> bool:
    """Whether it begins with another sentence: "%(why)s (model %(model)s)"."""
    return any(pattern.startswith(f"%({name})s") for name in IN_TURN)


def literal(pattern: str) -> str:
    """What a pattern says itself, without its values."""
    return PLACE.sub("", pattern)
