"""What changed between two texts: line by line, and inside a changed line word by word."""

from collections.abc import Iterator

from factcheck.web.diffs import steps, word_diff

Change = tuple[str, str]
"""("same" | "del" | "ins", text)"""

LINE_MOST = 4_000
ALL_MOST = 30_000
"""Characters of one changed line, and of all together, up to which words are compared: about 5,000 words. What is
over that is shown as whole lines, because comparing the words of a text made to be slow would take minutes."""


def text_diff(before: str, after: str) -> list[list[Change]]:
    """The lines of both texts in reading order, each as its changes."""
    old, new = before.splitlines(), after.splitlines()
    lines: list[list[Change]] = []
    left = ALL_MOST
    for kind, a, b, c, d in steps(old, new):
        if kind == "equal":
            lines += [[("same", line)] for line in old[a:b]]
            continue
        lines += replaced(old[a:b], new[c:d], left)
        left -= sum(map(len, (*old[a:b], *new[c:d])))
    return [line for line in lines if any(text.strip() for _, text in line)]


def replaced(old: list[str], new: list[str], left: int) -> Iterator[list[Change]]:
    """Lines that stand for one another, in order; what is over on one side is all new or all gone.

    Words are compared while `left` characters are not used up.
    """
    for before, after in zip(old, new, strict=False):
        size = len(before) + len(after)
        left -= size
        yield word_diff(before, after) if size <= LINE_MOST and left >= 0 else [("del", before), ("ins", after)]
    yield from ([("del", line)] for line in old[len(new) :])
    yield from ([("ins", line)] for line in new[len(old) :])
