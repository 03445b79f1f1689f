"""How long the whole splitter takes, on texts from 1 to 200 kB, and how much memory its process needs.

    python -m benchmarks.speed [ARTICLES.jsonl]

The texts are the articles of the file (the shipped reports, if none is named) one after another, as often as needed.
One process, one thread; the model is loaded before the clock starts.
"""

import argparse
import resource
import time
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

from benchmarks.data_files import documents, machine
from factcheck.domain.claims import ArticleText
from factcheck.language import LocalSplitter

SHIPPED = Path(__file__).with_name("data") / "agency_held.jsonl"
SIZES = (1_000, 5_000, 20_000, 50_000, 100_000, 200_000)
"""Characters."""


@dataclass(frozen=True)
class Speed:
    """One point of the curve."""

    characters: int
    words: int
    seconds: float
    claims: int

    @property
    def rate(self) -> float:
        """Words a second."""
        return self.words / self.seconds


def text_of(size: int, articles: list[str]) -> str:
    """A text of `size` characters made of whole articles, the last one cut."""
    taken: list[str] = []
    length = 0
    for article in cycle(articles):
        taken.append(article)
        length += len(article) + 1
        if length >= size:
            break
    return "\n".join(taken)[:size]


def measured(articles: list[str], sizes: tuple[int, ...] = SIZES) -> list[Speed]:
    """The curve, smallest text first."""
    splitter = LocalSplitter()
    splitter.split(ArticleText("The model is loaded before the clock starts.", language="en"))
    found = []
    for size in sizes:
        text = text_of(size, articles)
        began = time.perf_counter()
        split = splitter.split(ArticleText(text, language="en"))
        found.append(Speed(len(text), len(text.split()), time.perf_counter() - began, len(split.claims)))
    return found


def memory() -> int:
    """The most memory this process has had, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path, nargs="?", default=SHIPPED)
    asked = parser.parse_args()
    print(f"{asked.articles.name}, {machine()}")
    for point in measured([one["text"] for one in documents(asked.articles)]):
        print(
            f"{point.characters / 1000:6.0f} kB {point.words:7d} words {point.seconds:7.2f} s "
            f"{point.rate:6.0f} words/s {point.claims:6d} claims"
        )
    print(f"memory {memory()} MB")


if __name__ == "__main__":
    main()
