"""Two texts beside one another: what changed in honest ones, and no hour's work for those that were made to be slow."""

import random
import time
from collections.abc import Sequence

from factcheck.web.comparing import Change, text_diff
from factcheck.web.diffs import word_diff


def side(changes: Sequence[Change], other: str) -> str:
    return "".join(text for kind, text in changes if kind != other)


def jumbled(seed: int, many: int, words: int) -> list[str]:
    """Of few words over and over, none so often that difflib passes over it."""
    drawn = random.Random(seed)  # noqa: S311 - no secret
    return [f"w{drawn.randrange(words)}" for _ in range(many)]


def test_what_changed_in_an_honest_text_stands_word_by_word() -> None:
    before = "\n".join(f"Line {number} says {number * 7}." for number in range(4000))
    after = before.replace("Line 2000 says 14000.", "Line 2000 says 14001.")
    changed = [line for line in text_diff(before, after) if any(kind != "same" for kind, _ in line)]
    assert changed == [[("same", "Line 2000 says "), ("del", "14000"), ("ins", "14001"), ("same", ".")]]


def test_both_wordings_can_be_read_whatever_they_are_made_of() -> None:
    for before, after in ((jumbled(1, 3000, 110), jumbled(2, 3000, 110)), (["a"] * 5000, ["a"] * 150), ([], ["b"])):
        old, new = " ".join(before), " ".join(after)
        changes = word_diff(old, new)
        assert (side(changes, "ins"), side(changes, "del")) == (old, new)


def test_of_texts_that_cannot_be_compared_the_same_beginning_and_end_are_left_alone() -> None:
    middle = jumbled(3, 30_000, 150)
    changes = text_diff("\n".join(["first", *middle, "x", "last"]), "\n".join(["first", *middle, "y", "last"]))
    assert [line for line in changes if line[0][0] != "same" or len(line) > 1] == [[("del", "x"), ("ins", "y")]]


def seconds(before: Sequence[str], after: Sequence[str]) -> float:
    started = time.process_time()
    text_diff("\n".join(before), "\n".join(after))
    return time.process_time() - started


def test_a_page_made_to_be_slow_is_compared_in_about_the_time_of_an_honest_one() -> None:
    honest = [f"w{number}" for number in range(60_000)]
    slow = seconds(jumbled(4, 60_000, 150), jumbled(5, 60_000, 150))
    assert slow < 10 * seconds(honest, [*honest[:-1], "another"])
