"""Trains the check-worthiness weights on ClaimBuster and writes them as numpy arrays (needs the `train` group).

    python -m benchmarks.train_checkworthy TRAIN.jsonl [--dev DEV.jsonl] [--out factcheck/language/data/checkworthy.npz]

Each line of the files: {"text": ..., "checkworthy": true|false}. ClaimBuster is CC BY 4.0, doi 10.5281/zenodo.3609356.
"""

import argparse
import json
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, f1_score

from factcheck.language.ngrams import BUCKETS, features

STRENGTH = 3.0
"""Inverse regularisation, the best of 1, 3 and 6 on the development part."""


def read(path: Path) -> tuple[csr_matrix, np.ndarray]:
    """The counts of each sentence and whether it was worth checking."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    places, buckets, counts = [], [], []
    for place, row in enumerate(rows):
        for bucket, count in features(row["text"]).items():
            places.append(place)
            buckets.append(bucket)
            counts.append(count)
    matrix = csr_matrix((np.array(counts, dtype=np.float64), (places, buckets)), shape=(len(rows), BUCKETS))
    return matrix, np.array([row["checkworthy"] for row in rows])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("train", type=Path)
    parser.add_argument("--dev", type=Path)
    parser.add_argument("--out", type=Path, default=Path("factcheck/language/data/checkworthy.npz"))
    asked = parser.parse_args()
    counts, labels = read(asked.train)
    weighing = TfidfTransformer(sublinear_tf=True).fit(counts)
    fitted = LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=400).fit(
        weighing.transform(counts), labels
    )
    np.savez_compressed(
        asked.out,
        weights=fitted.coef_[0].astype(np.float16),
        rarity=weighing.idf_.astype(np.float16),
        bias=np.float64(fitted.intercept_[0]),
    )
    print(f"{asked.out}: {asked.out.stat().st_size} bytes from {len(labels)} sentences")
    if asked.dev:
        unseen, truth = read(asked.dev)
        scores = fitted.predict_proba(weighing.transform(unseen))[:, 1]
        print(f"dev: F1 {f1_score(truth, scores >= 0.5):.3f}, AP {average_precision_score(truth, scores):.3f}")


if __name__ == "__main__":
    main()
