"""Text to the word pieces that the MiniLM weights know, by the rules of uncased BERT.

The rules are those of Devlin et al., "BERT" (2019), and of its published `BasicTokenizer` and `WordpieceTokenizer`.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

UNKNOWN, FIRST, LAST = "[UNK]", "[CLS]", "[SEP]"
LONGEST_WORD = 100
"""Characters; a longer run without a space is one unknown piece."""

CHINESE = (
    (0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F), (0x2B740, 0x2B81F), (0x2B920, 0x2CEAF),
    (0xF900, 0xFAFF), (0x2F800, 0x2FA1F),
)  # fmt: skip
"""Characters that are words by themselves."""


class WordPieces:
    """Cuts text into the pieces of one vocabulary; a piece's number is its line in it."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._numbers = {piece: number for number, piece in enumerate(vocabulary)}
        self._of_word = lru_cache(maxsize=50_000)(self._pieces)

    def numbers(self, text: str, most: int) -> list[int]:
        """The numbers of the first pieces of `text`, with the marks of beginning and end; at most `most`."""
        found: list[int] = []
        for word in words(text):
            found.extend(self._of_word(word))
            if len(found) >= most - 2:
                break
        return [self._numbers[FIRST], *found[: most - 2], self._numbers[LAST]]

    def _pieces(self, word: str) -> tuple[int, ...]:
        """The longest known beginning, then the longest known continuations: "reopened" is "reopen", "##ed"."""
        unknown = (self._numbers[UNKNOWN],)
        if len(word) > LONGEST_WORD:
            return unknown
        found: list[int] = []
        start = 0
        while start < len(word):
            end = next((end for end in range(len(word), start, -1) if self._piece(word, start, end) is not None), 0)
            number = self._piece(word, start, end) if end else None
            if number is None:
                return unknown
            found.append(number)
            start = end
        return tuple(found)

    def _piece(self, word: str, start: int, end: int) -> int | None:
        return self._numbers.get(word[start:end] if start == 0 else f"##{word[start:end]}")


def words(text: str) -> Iterator[str]:
    """Lower case, without accents; every mark of punctuation and every Chinese character is a word of its own."""
    cleaned = "".join(_spaced(char) for char in text)
    plain = "".join(char for char in unicodedata.normalize("NFD", cleaned) if unicodedata.category(char) != "Mn")
    for chunk in plain.lower().split():
        yield from _apart(chunk)


@lru_cache(maxsize=10_000)
def _spaced(char: str) -> str:
    """The character, a space for what separates, nothing for what cannot be seen."""
    if char in "\t\n\r":
        return " "
    category = unicodedata.category(char)
    if char == "\ufffd" or category.startswith("C"):
        return ""
    if category == "Zs":
        return " "
    return f" {char} " if any(low <= ord(char) <= high for low, high in CHINESE) else char


def _apart(chunk: str) -> Iterator[str]:
    start = 0
    for at, char in enumerate(chunk):
        if _marks(char):
            if at > start:
                yield chunk[start:at]
            yield char
            start = at + 1
    if start < len(chunk):
        yield chunk[start:]


@lru_cache(maxsize=10_000)
def _marks(char: str) -> bool:
    """Punctuation in the sense of Unicode, and all of ASCII that is neither letter nor digit ("$", "+")."""
    return unicodedata.category(char).startswith("P") or (char.isascii() and not char.isalnum())
