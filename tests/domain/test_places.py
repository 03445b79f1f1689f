"""Words in a text: found as a regular expression would find them, in a time that grows with the text alone."""

import re
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain.places import BETWEEN_BLANKS, LETTERS, places
from factcheck.domain.watching import correction_notice

PIECES = st.lists(st.sampled_from(["a", "ab", "b", " ", "  ", "\n", ".", ",", "\u00a0", "é"]), max_size=30)


@given(PIECES, PIECES)
def test_they_stand_where_a_regular_expression_finds_them(text: list[str], words: list[str]) -> None:
    for parts, between in ((BETWEEN_BLANKS, r"\s+"), (LETTERS, r"\W+")):
        wanted = parts.findall("".join(words))
        pattern = between.join(map(re.escape, wanted))
        expected = [found.span() for found in re.finditer(pattern, "".join(text))] if wanted else []
        assert list(places("".join(text), "".join(words), parts)) == expected


def seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


@pytest.mark.parametrize(
    "work",
    [
        lambda many: list(places("a " * many, "a " * (many // 2) + "b")),
        lambda many: correction_notice(
            "\n".join(f"Correction {each}" for each in range(many)) + "\nend",
            "\n".join(f"Correction {each}" for each in range(many)),
        ),
    ],
    ids=["words that come over and over", "notices that were known"],
)
def test_a_text_four_times_as_long_takes_about_four_times_as_long(work: Callable[[int], object]) -> None:
    work(1000)
    once = min(seconds(lambda: work(5000)) for _ in range(3))
    assert min(seconds(lambda: work(20_000)) for _ in range(3)) < 9 * once
