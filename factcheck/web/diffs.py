"""What changed between two wordings, word by word."""

import difflib
import re

_WORD = re.compile(r"\s+|\d+(?:[.,]\d+)+|\w+|[^\w\s]")  # "60,000 men" gives "60,000", " ", "men": a number is one word


def word_diff(before: str, after: str) -> list[tuple[str, str]]:
    """What changed between two wordings, word by word: ("same" | "del" | "ins", text) in reading order."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    parts: list[tuple[str, str]] = []
    gone, come = "", ""
    # from 200 words on, difflib passes over those that come often: without that, "a b a b ..." takes minutes
    for kind, a, b, c, d in difflib.SequenceMatcher(None, old, new).get_opcodes():
        same = "".join(old[a:b]) if kind == "equal" else ""
        if kind == "equal" and (same.strip() or not (gone or come)):
            parts += [*changed(gone, come), ("same", same)]
            gone, come = "", ""
        else:  # a blank between two changes belongs to both: words that were replaced together stay together
            gone, come = gone + "".join(old[a:b]), come + "".join(new[c:d])
    return parts + changed(gone, come)


def changed(gone: str, come: str) -> list[tuple[str, str]]:
    return [part for part in (("del", gone), ("ins", come)) if part[1]]
