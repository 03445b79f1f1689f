"""What `make benchmark` runs: every measure beside its floor, on the shipped reports and on what data is there.

    python -m benchmarks [DATA] [--only agency|attribution|checkworthy|speed|matching|fanout]

DATA is the folder with the data sets that may not be shipped; BENCHMARK_DATA names it too. A row whose data is not
there is printed as "no data". GOLD.jsonl instead of a folder measures that file of annotated reports alone.
"""

import argparse
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks import attribution, checkworthy, claims, fanout, matching, score_attribution, score_claims, speed
from benchmarks.data_files import documents, machine
from factcheck.domain.earlier import Meaning
from factcheck.language import LocalSplitter

HERE = Path(__file__).with_name("data")
TUNED, HELD = HERE / "agency_dev.jsonl", HERE / "agency_held.jsonl"


@dataclass(frozen=True)
class Row:
    """One measure beside the least it must reach and what it aims at; `value` is None where the data is not there.

    Where less is better, `floor` is the most it may be and `aim` is below it.
    """

    measure: str
    data: str
    value: float | None
    floor: float
    aim: float

    @property
    def holds(self) -> bool:
        """Whether the value is on the right side of the floor."""
        if self.value is None:
            return True
        return self.value >= self.floor if self.aim >= self.floor else self.value <= self.floor


def agency(_: Path | None) -> Iterator[Row]:
    """The reports that were tuned on, and apart from them those that were annotated before the splitter read them."""
    yield from _reports(TUNED)
    yield from _reports(HELD)


def _reports(path: Path) -> Iterator[Row]:
    splitter = LocalSplitter()
    gold = documents(path)
    found = score_claims.score(gold, [claims.predicted(one, splitter) for one in gold])
    yield Row("claim F1", path.stem, found.f1, 0.85, 0.92)
    yield Row("check-worthy recall", path.stem, found.checkworthy_recall, 0.90, 0.95)
    yield Row("speaker", path.stem, found.speaker, 0.92, 0.95)
    yield Row("said-date", path.stem, found.said_date, 0.92, 0.95)
    yield Row("ranking AP", path.stem, found.average_precision, 0.78, 0.85)


def reported_speech(folder: Path | None) -> Iterator[Row]:
    path = _there(folder, "attribution_dev.jsonl")
    overlap = sourced = exact = None
    if path:
        gold = documents(path)
        found = score_attribution.score(gold, [attribution.predicted(one) for one in gold])
        speech, every = found["reported speech"], found["all attributions"]
        overlap, sourced = speech.share(speech.overlap), speech.share(speech.sourced)
        exact = every.share(every.exact)
    yield Row("reported speech: overlap F1", "attribution_dev", overlap, 0.80, 0.82)
    yield Row("reported speech: + source F1", "attribution_dev", sourced, 0.75, 0.78)
    yield Row("all attributions: content exact F1", "attribution_dev", exact, 0.62, 0.69)


def worthiness(folder: Path | None) -> Iterator[Row]:
    sentences, debates = _there(folder, "checkworthy_dev.jsonl"), _there(folder, "debates_train.jsonl")
    yield Row("check-worthiness F1", "checkworthy_dev", _worth(sentences).f1 if sentences else None, 0.90, 0.93)
    ranked = _worth(debates).mean_average_precision if debates else None
    yield Row("check-worthiness MAP (nothing trained on it)", "debates_train", ranked, 0.15, 0.19)


def _worth(path: Path) -> checkworthy.Score:
    gold = documents(path)
    return checkworthy.score(gold, checkworthy.predicted(gold))


def quickness(_: Path | None) -> Iterator[Row]:
    """The curve of one core, how straight it is, and the memory that all of it took."""
    points = []
    for point in speed.measured([one["text"] for one in documents(HELD)]):
        points.append(point)
        yield Row("words a second, one core", f"{point.characters // 1000} kB of reports", point.rate, 2000, 4000)
    yield Row("time per character, largest / smallest", "1 to 200 kB", speed.linearity(points), 2.0, 1.0)
    yield Row("memory, MB", "this process", speed.memory(), 600, 400)


MATCHED = (("matching_snopes", 0.80, 0.85), ("matching_politifact", 0.66, 0.70))


def earlier_checks(folder: Path | None) -> Iterator[Row]:
    """By words alone, and by words and meaning; the latter is not measured where the weights are not installed."""
    weights = matching.meaning()
    for name, floor, aim in MATCHED:
        queries, checks = _there(folder, f"{name}_dev.jsonl"), _there(folder, f"{name}_claims.jsonl")
        words = _matched(queries, checks, None) if queries and checks else None
        both = _matched(queries, checks, weights) if queries and checks and weights else None
        yield Row("matching MAP@5 by words", f"{name}_dev", words, floor, aim)
        yield Row("matching MAP@5 by words and meaning", f"{name}_dev", both, floor, aim)


def _matched(queries: Path, checks: Path, by: Meaning | None) -> float:
    asked = documents(queries)
    return matching.mean_average_precision(asked, list(matching.predicted(asked, documents(checks), by)))


def fetched(_: Path | None) -> Iterator[Row]:
    """A small size; the full one takes twenty minutes: python -m benchmarks.fanout --claims 1000."""
    given = fanout.asked([])
    found = fanout.measured(given)
    data = f"{given.claims} claims, loopback"
    yield Row("pages fetched, share of a bare loop's", data, found.share, fanout.FLOOR, 0.9)
    yield Row("least gap of one host, share of its gap", data, found.least_gap / given.gap, 1.0, 1.0)


SUBJECTS: dict[str, Callable[[Path | None], Iterator[Row]]] = {
    "agency": agency,
    "attribution": reported_speech,
    "checkworthy": worthiness,
    "speed": quickness,
    "matching": earlier_checks,
    "fanout": fetched,
}
"""What is measured, in the order of the table; each is given the folder of the data that is not shipped."""


def _there(folder: Path | None, name: str) -> Path | None:
    return folder / name if folder and (folder / name).is_file() else None


def rows(folder: Path | None, only: str) -> Iterator[Row]:
    """The whole table, or the rows of one subject."""
    for subject, measures in SUBJECTS.items():
        if only in ("", subject):
            yield from measures(folder)


HEAD = f"{'measure':46} {'data':20} {'value':>8} {'floor':>7} {'aim':>7}"


def _line(row: Row) -> str:
    digits = 0 if row.floor > 10 else 3
    value = "no data" if row.value is None else f"{row.value:.{digits}f}"
    bounds = f"{row.floor:7.{min(digits, 2)}f} {row.aim:7.{min(digits, 2)}f}"
    return f"{row.measure:46} {row.data:20} {value:>8} {bounds}{'' if row.holds else '  misses the floor'}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    named = os.environ.get("BENCHMARK_DATA")
    parser.add_argument("data", type=Path, nargs="?", default=Path(named) if named else None)
    parser.add_argument("--only", default="", choices=["", *SUBJECTS])
    asked = parser.parse_args()
    print(machine())
    print(HEAD)
    gold = asked.data if asked.data and asked.data.is_file() else None
    for row in _reports(gold) if gold else rows(asked.data, asked.only):
        print(_line(row), flush=True)


if __name__ == "__main__":
    main()
