"""The words of a statement that tell what it is about, for searches in full text: no small words, no days."""

import re

STOP_WORDS = frozenset(
    "about above after again against also among been before being below between both could does doing "
    "down during each from further have having here hers herself himself into itself just more most much "
    "must myself only other ours over said same says shall should since some such than that their theirs "
    "them then there these they this those through under until upon very were what when where which while "
    "whom will with within would your".split()
)
MOST_WORDS = 14
MOST_ABOUT = 8
_WORD = re.compile(r"\w+")  # "60,000" gives "60", "000"
_DAY = re.compile(
    r"\b\d{1,2}\.?\s+[^\W\d_]+\s+(?:19|20)\d\d\b"  # "20 November 2026", "20. November 2026"
    r"|\b[^\W\d_]+\s+\d{1,2},\s+(?:19|20)\d\d\b"  # "November 20, 2026"
)


def without_days(statement: str) -> str:
    """The statement without days of the calendar: reports of one week share them whatever they are about."""
    return _DAY.sub(" ", statement)


def search_words(statement: str, about: str = "") -> tuple[str, ...]:
    """The words that a full-text index is asked for: numbers, names and long words of a statement, each once.

    `about` is the headline under which it stands: a few of its words join those of the statement, which alone
    often does not say what it is about ("They have lost half of their value").
    """
    found = _telling(statement)[:MOST_WORDS]
    further = [word for word in _telling(about) if word not in found]
    return (*found, *further[:MOST_ABOUT])


def _telling(text: str) -> list[str]:
    words = (word for word in _WORD.findall(without_days(text)) if _tells(word))
    return list(dict.fromkeys(word.casefold() for word in words))


def _tells(word: str) -> bool:
    if word.casefold() in STOP_WORDS:
        return False
    return len(word) > 3 or word[:1].isdigit() or (word.isupper() and len(word) > 1)
