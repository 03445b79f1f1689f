"""Names in the letters of another language: Ukrainian and Russian ones in Latin letters, and back.

Tables: Ukrainian by resolution 55 of its Cabinet of Ministers (27 January 2010), Russian by ICAO Doc 9303, part 3.
Back is a guess: "i" and "y" have several sources, the soft sign has no trace in Latin, and some names come out wrong. A
query with a wrong name finds nothing, and the ledger shows in which words it was asked.
"""

import re
from collections.abc import Callable, Mapping

_SHARED = {
    "а": "a", "б": "b", "в": "v", "д": "d", "ж": "zh", "з": "z", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o",
    "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch",
    "ь": "", "'": "", "’": "",
}  # fmt: skip
_UKRAINIAN = {"г": "h", "ґ": "g", "е": "e", "є": "ie", "и": "y", "і": "i", "ї": "i", "й": "i", "ю": "iu", "я": "ia"}
_RUSSIAN = {
    "г": "g", "е": "e", "ё": "e", "и": "i", "й": "i", "ъ": "ie", "ы": "y", "э": "e", "ю": "iu", "я": "ia",
}  # fmt: skip
TO_LATIN: Mapping[str, Mapping[str, str]] = {"uk": _SHARED | _UKRAINIAN | {"зг": "zgh"}, "ru": _SHARED | _RUSSIAN}
FIRST: Mapping[str, str] = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
"""How Ukrainian letters are written where they begin a word."""

_BACK = {
    "shch": "щ", "zh": "ж", "kh": "х", "ts": "ц", "ch": "ч", "sh": "ш", "yu": "ю", "iu": "ю", "ya": "я", "ia": "я",
    "a": "а", "b": "б", "c": "к", "d": "д", "e": "е", "f": "ф", "g": "г", "k": "к", "l": "л", "m": "м", "n": "н",
    "o": "о", "p": "п", "r": "р", "s": "с", "t": "т", "u": "у", "v": "в", "w": "в", "x": "кс", "z": "з",
}  # fmt: skip
FROM_LATIN: Mapping[str, Mapping[str, str]] = {
    "uk": _BACK | {"zgh": "зг", "ye": "є", "ie": "є", "i": "і", "y": "и", "h": "г"},
    "ru": _BACK | {"ye": "е", "yo": "ё", "i": "и", "y": "ы", "h": "х"},
}
ENDINGS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "uk": (
        ("tskyi", "цький"), ("tskyy", "цький"), ("tsky", "цький"), ("skyi", "ський"), ("skyy", "ський"),
        ("sky", "ський"), ("tsk", "цьк"), ("sk", "ськ"), ("yi", "ий"), ("yy", "ий"), ("pol", "поль"), ("pil", "піль"),
        ("ai", "ай"), ("ei", "ей"), ("oi", "ой"),
    ),
    "ru": (
        ("etsk", "ецк"), ("tsk", "тск"), ("tsky", "цкий"), ("tskiy", "цкий"), ("sky", "ский"), ("skiy", "ский"),
        ("skii", "ский"), ("ny", "ный"), ("iy", "ий"), ("ii", "ий"), ("ai", "ай"), ("ei", "ей"), ("oi", "ой"),
        ("ay", "ай"), ("ey", "ей"), ("oy", "ой"),
    ),
}  # fmt: skip
"""How names end, where letter by letter would go wrong, the longest first for each beginning."""

_WORD = re.compile(r"[^\W\d_][\w'’]*")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")


def has_own_letters(language: str) -> bool:
    """Whether names are to be put into other letters for this language."""
    return language in FROM_LATIN


def spelled_in(language: str, words: str, own: str) -> str:
    """Words of the language `own` in the letters of another one; as they are where there is no table."""
    is_cyrillic = _CYRILLIC.search(words) is not None
    if has_own_letters(language):
        return words if is_cyrillic else _each(words, lambda word: _into_cyrillic(word, language))
    return _each(words, lambda word: _into_latin(word, own)) if is_cyrillic and own in TO_LATIN else words


def _each(words: str, spell: Callable[[str], str]) -> str:
    return _WORD.sub(lambda found: _as_large(found[0], spell(found[0].lower())), words)


def _as_large(before: str, after: str) -> str:
    if before.isupper() and len(before) > 1:
        return after.upper()
    return after[:1].upper() + after[1:] if before[:1].isupper() else after


def _into_latin(word: str, own: str) -> str:
    first = FIRST.get(word[:1], "") if own == "uk" else ""
    return first + _by_table(word[1:] if first else word, TO_LATIN[own])


def _into_cyrillic(word: str, language: str) -> str:
    """The word itself where a letter of it stands in no table: half of a name in other letters is none."""
    end, spelled = next((pair for pair in ENDINGS[language] if word.endswith(pair[0])), ("", ""))
    rest = word.removesuffix(end)
    first = "ї" if language == "uk" and rest.startswith("yi") else ""
    stem = first + _by_table(rest[2:] if first else rest, FROM_LATIN[language])
    if language == "uk":
        stem = re.sub(r"(?<=[аеиоу])і", "ї", stem)  # "Київ", "Миколаїв"
    whole = stem + spelled
    return word if re.search(r"[a-z\u00c0-\u024f]", whole) else whole


def _by_table(word: str, table: Mapping[str, str]) -> str:
    spelled, place = "", 0
    while place < len(word):
        for length in (4, 3, 2, 1):
            piece = word[place : place + length]
            if len(piece) == length and piece in table:
                spelled += table[piece]
                break
        else:
            spelled, length = spelled + word[place], 1
        place += length
    return spelled
