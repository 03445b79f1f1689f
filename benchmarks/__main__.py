"""What `make benchmark` runs: every measure beside its floor, on the shipped reports and on what data is there.

    python -m benchmarks [DATA] [--only agency|attribution|checkworthy|speed]

DATA is the folder with the data sets that may not be shipped; BENCHMARK_DATA names it too. A row whose data is not
there is said to be not measured. GOLD.jsonl instead of a folder measures that file of annotated reports alone.
"""

import argparse
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks import attribution, checkworthy, claims, score_attribution, score_claims, speed
from benchmarks.data_files import documents, machine
from factcheck.language import LocalSplitter

HERE = Path(__file__).with_name("data")
TUNED, HELD = HERE / "agency_dev.jsonl", HERE / "agency_held.jsonl"


@dataclass(frozen=True)
class Row:
    """One measure; `value` is None where the data is not there."""

    measure: str
    data: str
    value: float | None
    floor: float


def agency(path: Path, name: str) -> Iterator[Row]:
    splitter = LocalSplitter()
    gold = documents(path)
    found = score_claims.score(gold, [claims.predicted(one, splitter) for one in gold])
    yield Row("claim F1", name, found.f1, 0.85)
    yield Row("check-worthy recall", name, found.checkworthy_recall, 0.90)
    yield Row("speaker", name, found.speaker, 0.92)
    yield Row("said-date", name, found.said_date, 0.92)
    yield Row("ranking AP", name, found.average_precision, 0.78)


def reported_speech(folder: Path | None) -> Iterator[Row]:
    path = _there(folder, "attribution_dev.jsonl")
    overlap = sourced = exact = None
    if path:
        gold = documents(path)
        found = score_attribution.score(gold, [attribution.predicted(one) for one in gold])
        speech, every = found["reported speech"], found["all attributions"]
        overlap, sourced = speech.share(speech.overlap), speech.share(speech.sourced)
        exact = every.share(every.exact)
    yield Row("reported speech: overlap F1", "attribution_dev", overlap, 0.80)
    yield Row("reported speech: + source F1", "attribution_dev", sourced, 0.75)
    yield Row("all attributions: content exact F1", "attribution_dev", exact, 0.62)


def worthiness(folder: Path | None) -> Iterator[Row]:
    sentences, debates = _there(folder, "checkworthy_dev.jsonl"), _there(folder, "debates_train.jsonl")
    yield Row("check-worthiness F1", "checkworthy_dev", _worth(sentences).f1 if sentences else None, 0.90)
    ranked = _worth(debates).mean_average_precision if debates else None
    yield Row("check-worthiness MAP (nothing trained on it)", "debates_train", ranked, 0.15)


def _worth(path: Path) -> checkworthy.Score:
    gold = documents(path)
    return checkworthy.score(gold, checkworthy.predicted(gold))


def quickness() -> Iterator[Row]:
    points = speed.measured([one["text"] for one in documents(HELD)], (20_000, 200_000))
    for point in points:
        yield Row("words a second", f"{point.characters // 1000} kB of reports", point.rate, 2000)


def _there(folder: Path | None, name: str) -> Path | None:
    return folder / name if folder and (folder / name).is_file() else None


def rows(folder: Path | None, only: str) -> Iterator[Row]:
    """The whole table, or the rows of one subject."""
    subjects: dict[str, list[Callable[[], Iterator[Row]]]] = {
        "agency": [lambda: agency(TUNED, TUNED.stem), lambda: agency(HELD, HELD.stem)],
        "attribution": [lambda: reported_speech(folder)],
        "checkworthy": [lambda: worthiness(folder)],
        "speed": [quickness],
    }
    for subject, measures in subjects.items():
        for measure in measures if only in ("", subject) else ():
            yield from measure()


def _line(row: Row) -> str:
    digits = 0 if row.floor > 1 else 3
    if row.value is None:
        value, mark = "not measured: no data", ""
    else:
        value, mark = f"{row.value:.{digits}f}", "" if row.value >= row.floor else "  below the floor"
    return f"{row.measure:46} {row.data:20} {value:>8}  floor {row.floor:.{digits if digits == 0 else 2}f}{mark}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    named = os.environ.get("BENCHMARK_DATA")
    parser.add_argument("data", type=Path, nargs="?", default=Path(named) if named else None)
    parser.add_argument("--only", default="", choices=["", "agency", "attribution", "checkworthy", "speed"])
    asked = parser.parse_args()
    print(machine())
    gold = asked.data if asked.data and asked.data.is_file() else None
    for row in agency(gold, gold.stem) if gold else rows(asked.data, asked.only):
        print(_line(row), flush=True)
    print(f"memory {speed.memory()} MB")


if __name__ == "__main__":
    main()
