"""Learns how likely each stance is from labelled pairs, and writes the weights as JSON (needs the `train` group).

    python -m benchmarks.train_stances PAIRS.jsonl... [--misleading PAIRS.jsonl...] [--out FILE]

The files are in the format of `benchmarks.stance`. Each file is left out once and answered by what the others taught:
how precise an answer is among those that are at least so likely is measured on files that were not learned from, and
the least probability at which it is precise enough is kept for each stance. What was written to mislead is learned
from like the rest, but says nothing of how often an answer is right in a desk's days. The same files give the same
weights. Those that are shipped were learned from all of benchmarks/data/stance_*.jsonl but the fifteenth
and the sixteenth, which were held out.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from benchmarks.data_files import documents
from factcheck.language.stance_marks import Report
from factcheck.language.stance_weights import Weights
from factcheck.language.stances import RULES, Rule, read

STRENGTH = 0.003
"""Inverse regularisation: small, for there are few pairs."""

PRECISE = 0.9
"""Share of right answers that is asked for on files left out."""

AT_LEAST = 0.5
"""An answer must be likelier than all others together."""

FEW = 20
"""Answers among which a share of right ones means too little."""

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Pairs:
    """One file: marks (pairs by marks) with their names, labels, and for each stance whether what it needs is there."""

    names: list[str]
    marks: Array
    labels: Array
    may: dict[str, Array]


def pairs_of(path: Path) -> Pairs:
    """A file as numbers."""
    reports, labels = [], []
    for pair in documents(path):
        report = read(pair["claim"], pair.get("claimant") or "", pair["report_text"], pair.get("outlet") or "")
        if report is not None:
            reports.append(report)
            labels.append(pair["label"])
    marks = [report.marks() for report in reports]
    rows = np.array([list(mark.values()) for mark in marks])
    may = {stance.value: np.array([_may(rule, report) for report in reports]) for stance, rule in RULES.items()}
    return Pairs(list(marks[0]), rows, np.array(labels), may)


def _may(rule: Rule, report: Report) -> bool:
    return rule.holds(report) and rule.show(report) is not None


def learned(files: Sequence[Pairs]) -> tuple[StandardScaler, LogisticRegression]:
    marks, labels = np.vstack([one.marks for one in files]), np.concatenate([one.labels for one in files])
    scaler = StandardScaler().fit(marks)
    return scaler, LogisticRegression(C=STRENGTH, max_iter=5000).fit(scaler.transform(marks), labels)


@dataclass(frozen=True)
class Unseen:
    """Answers to one stance on files that were left out: how likely, whether right, and how many there were to find."""

    likely: Array
    right: Array
    there: int

    def precision(self, sure: float) -> tuple[float, int]:
        given = self.likely >= sure
        return float(self.right[given].mean()) if given.any() else 0.0, int(given.sum())

    def least(self) -> float:
        """The least probability from which on answers are precise enough; 1 where they never are."""
        tried = {float(edge): self.precision(float(edge)) for edge in set(self.likely.round(3))}
        good = [edge for edge, (precision, given) in tried.items() if precision >= PRECISE and given >= FEW]
        return max(AT_LEAST, min(good, default=1.0))


def unseen(files: Sequence[Pairs], misleading: Sequence[Pairs], stance: str) -> Unseen:
    likely, right = [], []
    for left_out in files:
        scaler, fitted = learned([*(one for one in files if one is not left_out), *misleading])
        chances = fitted.predict_proba(scaler.transform(left_out.marks))
        column = list(fitted.classes_).index(str(stance))
        may = left_out.may[stance] & (chances.argmax(axis=1) == column)
        likely.append(chances[may, column])
        right.append(left_out.labels[may] == stance)
    there = sum(int((one.labels == stance).sum()) for one in files)
    return Unseen(np.concatenate(likely), np.concatenate(right), there)


def weights(files: Sequence[Pairs], sure: dict[str, float]) -> Weights:
    """What all files teach, with the scaling of the marks taken into the weights."""
    scaler, fitted = learned(files)
    names = files[0].names
    scaled = fitted.coef_ / scaler.scale_
    bias = fitted.intercept_ - scaled @ scaler.mean_
    rows = [dict(zip(names, (round(float(each), 5) for each in row), strict=True)) for row in scaled]
    answers = [str(answer) for answer in fitted.classes_]
    return Weights(
        {answer: round(float(each), 5) for answer, each in zip(answers, bias, strict=True)},
        dict(zip(answers, rows, strict=True)),
        sure,
    )


def told(stance: str, answers: Unseen, sure: float) -> Iterator[str]:
    yield f"{stance}: given where it is likelier than {sure:.3f}"
    for edge in (sure, 0.4, 0.5, 0.6, 0.7, 0.8):
        precision, given = answers.precision(edge)
        yield f"    {edge:.3f}: {precision:.3f} of {given} right, recall {precision * given / answers.there:.3f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", type=Path, nargs="+")
    parser.add_argument("--misleading", type=Path, nargs="*", default=[])
    parser.add_argument("--out", type=Path, default=Path("factcheck/language/data/stances.json"))
    asked = parser.parse_args()
    files = [pairs_of(path) for path in asked.pairs if path not in asked.misleading]
    misleading = [pairs_of(path) for path in asked.misleading]
    sure = {}
    for stance in RULES:
        answers = unseen(files, misleading, stance)
        sure[stance.value] = answers.least()
        print(*told(stance, answers, sure[stance]), sep="\n")
    found = weights([*files, *misleading], sure)
    asked.out.write_text(f"{json.dumps(asdict(found), indent=1)}\n", encoding="utf-8")
    print(f"{asked.out}: {sum(len(one.labels) for one in [*files, *misleading])} pairs, {len(files[0].names)} marks")


if __name__ == "__main__":
    main()
