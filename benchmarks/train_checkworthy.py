"""Trains the check-worthiness weights on ClaimBuster and writes them as numpy arrays (needs the `train` group).

    python -m benchmarks.train_checkworthy TRAIN.jsonl [--dev DEV.jsonl] [--out factcheck/language/data/checkworthy.npz]

Each line of the files: {"text": ..., "checkworthy": true|false, "debate": ...}. ClaimBuster is CC BY 4.0, doi
10.5281/zenodo.3609356. Everything is chosen by cross-validation on TRAIN whose parts share no debate: what a sentence
is read as (factcheck/language/ngrams.py), the regularisation, and the threshold, which is moved into the bias so that
it is 0.5. DEV is only measured. The same file gives the same weights.
"""

import argparse
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, f1_score
from sklearn.model_selection import GroupKFold
from sklearn.preprocessing import normalize

from benchmarks.data_files import documents
from factcheck.language.ngrams import VIEWS, build, features, words
from factcheck.language.parsing import tagged

STRENGTHS = (1.5, 3.0)
"""Inverse regularisations that are tried."""
FOLDS = 4
EDGES = np.linspace(-1.5, 1.5, 61)
"""Margins that are tried as thresholds."""
RAREST = {words: 2, build: 4}
"""Sentences that a run of a view must occur in to be learned."""

Array = np.ndarray[Any, Any]
Counts = list[list[Counter[int]]]


@dataclass(frozen=True)
class Known:
    """The runs that are learned, by rising checksum, and the inverse document frequency of each."""

    runs: Array
    rarity: Array

    def weighed(self, counts: Counts) -> csr_matrix:
        """Sentences by runs: each view of a sentence scaled to length one."""
        places = {int(run): place for place, run in enumerate(self.runs)}
        return sum(self._view([sentence[view] for sentence in counts], places) for view in range(len(VIEWS))).tocsr()

    def _view(self, counts: list[Counter[int]], places: dict[int, int]) -> csr_matrix:
        found = [
            (row, places[run], times) for row, one in enumerate(counts) for run, times in one.items() if run in places
        ]
        rows, columns, times = (np.array(part) for part in zip(*found, strict=True))
        values = (1 + np.log(times)) * self.rarity[columns]
        return normalize(csr_matrix((values, (rows, columns)), shape=(len(counts), len(self.runs))))


@dataclass(frozen=True)
class Tried:
    """What cross-validation found: margins of each sentence by a model that did not see its debate."""

    strength: float
    precision: float
    unseen: Array


def counted(rows: list[dict[str, Any]]) -> Counts:
    """For each sentence the counts of each view."""
    return [features(sentence) for sentence in tagged(row["text"] for row in rows)]


def known(counts: Counts) -> Known:
    """Every run that is frequent enough, with its smoothed inverse document frequency."""
    holding: dict[int, int] = {}
    for place, view in enumerate(VIEWS):
        within = Counter(run for sentence in counts for run in sentence[place])
        holding |= {run: times for run, times in within.items() if times >= RAREST[view]}
    runs = sorted(holding)
    frequency = np.array([holding[run] for run in runs])
    return Known(np.array(runs, dtype=np.uint32), np.log((1 + len(counts)) / (1 + frequency)) + 1)


def learner(strength: float) -> LogisticRegression:
    return LogisticRegression(C=strength, class_weight="balanced", solver="liblinear", random_state=0)


def across(matrix: csr_matrix, truth: Array, debates: Array, strength: float) -> Tried:
    """How a strength does on debates that were left out of its training."""
    unseen = np.zeros(len(truth))
    for learned, left_out in GroupKFold(FOLDS).split(matrix, truth, debates):
        fitted = learner(strength).fit(matrix[learned], truth[learned])
        unseen[left_out] = fitted.decision_function(matrix[left_out])
    return Tried(strength, average_precision_score(truth, unseen), unseen)


def threshold(truth: Array, margins: Array, debates: Array) -> float:
    """The strictest margin whose F1 is within one standard error, over debates, of the best.

    The curve is flat at its top; of margins that do as well, the strictest saves a checker's time. Source of the rule:
    Breiman, Friedman, Olshen and Stone, Classification and Regression Trees (1984), section 3.4.3.
    """
    held = [debates == name for name in sorted(set(debates))]
    held = [part for part in held if truth[part].any()]
    curve = np.array([[f1_score(truth[part], margins[part] >= edge) for part in held] for edge in EDGES])
    means = curve.mean(axis=1)
    error = curve[means.argmax()].std(ddof=1) / np.sqrt(len(held))
    return float(EDGES[means >= means.max() - error].max())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("train", type=Path)
    parser.add_argument("--dev", type=Path)
    parser.add_argument("--out", type=Path, default=Path("factcheck/language/data/checkworthy.npz"))
    asked = parser.parse_args()
    rows = documents(asked.train)
    counts, truth = counted(rows), np.array([row["checkworthy"] for row in rows])
    learned = known(counts)
    matrix = learned.weighed(counts)
    debates = np.array([row["debate"] for row in rows])
    tried = [across(matrix, truth, debates, strength) for strength in STRENGTHS]
    best = max(tried, key=lambda one: one.precision)
    edge = threshold(truth, best.unseen, debates)
    print(
        f"left-out debates: AP {best.precision:.3f}, F1 {f1_score(truth, best.unseen >= edge):.3f}, C {best.strength}"
    )
    fitted = learner(best.strength).fit(matrix, truth)
    bias = float(fitted.intercept_[0]) - edge
    np.savez_compressed(
        asked.out,
        runs=learned.runs,
        weights=fitted.coef_[0].astype(np.float16),
        rarity=learned.rarity.astype(np.float16),
        bias=np.float64(bias),
    )
    print(f"{asked.out}: {asked.out.stat().st_size} bytes from {len(truth)} sentences")
    if asked.dev:
        _report(documents(asked.dev), learned, fitted.coef_[0], bias)


def _report(rows: list[dict[str, Any]], learned: Known, weights: Array, bias: float) -> None:
    margins = learned.weighed(counted(rows)) @ weights + bias
    truth = np.array([row["checkworthy"] for row in rows])
    print(f"dev: F1 {f1_score(truth, margins >= 0):.3f}, AP {average_precision_score(truth, margins):.3f}")


if __name__ == "__main__":
    main()
