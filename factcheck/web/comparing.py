"""What changed between two texts: line by line, and inside a changed line word by word."""

import difflib
from collections.abc import Iterator

from factcheck.web.wordings import word_diff

Change = tuple[str, str]
"""("same" | "del" | "ins", text)"""

WORDS_MOST = 4_000
"""Characters of a line up to which its words are compared: the time grows with the square."""

LINES_MOST = 4_000


def text_diff(before: str, after: str) -> list[list[Change]]:
    """The lines of both texts in reading order, each as its changes."""
    old, new = before.splitlines(), after.splitlines()
    # over many lines, lines that come often (blank ones) are not tried against one another
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=len(old) + len(new) > LINES_MOST)
    lines: list[list[Change]] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            lines += [[("same", line)] for line in old[a:b]]
        else:
            lines += replaced(old[a:b], new[c:d])
    return [line for line in lines if any(text.strip() for _, text in line)]


def replaced(old: list[str], new: list[str]) -> Iterator[list[Change]]:
    """Lines that stand for one another, in order; what is left over on one side is all new or all gone."""
    for before, after in zip(old, new, strict=False):
        if len(before) + len(after) > WORDS_MOST:
            yield [("del", before), ("ins", after)]
        else:
            yield word_diff(before, after)
    yield from ([("del", line)] for line in old[len(new) :])
    yield from ([("ins", line)] for line in new[len(old) :])


def unchanged(lines: list[list[Change]]) -> bool:
    return all(kind == "same" for line in lines for kind, _ in line)
