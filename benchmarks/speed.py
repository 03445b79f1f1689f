"""How long the whole splitter takes, on texts from 1 to 200 kB, and how much memory its process needs.

    python -m benchmarks.speed [ARTICLES.jsonl]

The texts are the articles of the file (the shipped reports, if none is named) one after another, as often as needed.
One process, one thread; the model is loaded before the clock starts. Words a second are of processor time, which is
what one core gives; the wall clock stands beside it, and is longer where others use the machine too.
"""

import argparse
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

from benchmarks.data_files import documents, machine
from factcheck.domain.claims import ArticleText
from factcheck.language import LocalSplitter

SHIPPED = Path(__file__).with_name("data") / "agency_held.jsonl"
SIZES = (1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000)
"""Characters."""
SETTLED = 5_000
"""Characters below which a text is split several times: one time is too short to be measured."""


@dataclass(frozen=True)
class Speed:
    """One point of the curve; both times in seconds and of one splitting."""

    characters: int
    words: int
    processor: float
    wall: float
    claims: int

    @property
    def rate(self) -> float:
        """Words a second of processor time."""
        return self.words / self.processor

    @property
    def per_kilobyte(self) -> float:
        """Seconds of processor time for a thousand characters."""
        return 1000 * self.processor / self.characters


def text_of(size: int, articles: Sequence[str]) -> str:
    """A text of `size` characters made of whole articles, the last one cut."""
    taken: list[str] = []
    length = 0
    for article in cycle(articles):
        taken.append(article)
        length += len(article) + 1
        if length >= size:
            break
    return "\n".join(taken)[:size]


def measured(articles: Sequence[str], sizes: Sequence[int] = SIZES) -> Iterator[Speed]:
    """The curve, point by point in the order of `sizes`."""
    splitter = LocalSplitter()
    splitter.split(ArticleText(text_of(SETTLED, articles), language="en"))
    for size in sizes:
        yield _point(splitter, ArticleText(text_of(size, articles), language="en"))


def _point(splitter: LocalSplitter, article: ArticleText) -> Speed:
    times = max(1, SETTLED // len(article.text))
    wall, processor = time.perf_counter(), time.process_time()
    found = [splitter.split(article) for _ in range(times)]
    processor, wall = time.process_time() - processor, time.perf_counter() - wall
    return Speed(len(article.text), len(article.text.split()), processor / times, wall / times, len(found[0].claims))


def linearity(points: Sequence[Speed]) -> float:
    """Time per character of the largest text, as a multiple of the smallest one's: 1 is linear, below 1 faster."""
    ordered = sorted(points, key=lambda point: point.characters)
    return ordered[-1].per_kilobyte / ordered[0].per_kilobyte


def memory() -> int:
    """The most memory this process has had, in megabytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most // 2**20 if sys.platform == "darwin" else most // 2**10


def line(point: Speed) -> str:
    return (
        f"{point.characters / 1000:6.0f} kB {point.words:7d} words {point.processor:7.2f} s {point.rate:6.0f} words/s "
        f"({point.wall:.2f} s by the wall clock) {point.claims:6d} claims"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path, nargs="?", default=SHIPPED)
    asked = parser.parse_args()
    print(f"{asked.articles.name}, {machine()}, one core")
    points = []
    for point in measured([one["text"] for one in documents(asked.articles)]):
        points.append(point)
        print(line(point), flush=True)
    print(f"time per character, {SIZES[-1] // 1000} kB against {SIZES[0] // 1000} kB: {linearity(points):.2f}")
    print(f"memory {memory()} MB")


if __name__ == "__main__":
    main()
