"""A small linear model over hashed words and word pairs: how much a sentence looks like one that people checked.

Source of the method: feature hashing (Weinberger et al., 2009) with tf-idf weighting and logistic regression. The
weights in data/checkworthy.npz were trained by benchmarks/train_checkworthy.py on ClaimBuster (Arslan et al., 2020,
doi 10.5281/zenodo.3609356, CC BY 4.0).
"""

import math
import re
import zlib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

BUCKETS = 2**16
LONGEST = 2000
"""Characters of a sentence that are looked at; a claim is shorter."""

WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|\d[\d,.]*\d|\d|[%$€£?]")  # "don't", "60,000", "3.1", "%"


def words(sentence: str) -> list[str]:
    """Lower-case words, each number by its shape alone: "60,000" and "12,500" are both "00,000"."""
    found = WORD.findall(sentence[:LONGEST].lower().replace("’", "'"))
    return [re.sub(r"\d", "0", word) for word in found]


def features(sentence: str) -> Counter[int]:
    """How often each bucket of words and neighbouring pairs occurs."""
    found = ["<", *words(sentence), ">"]
    grams = found[1:-1] + [f"{left} {right}" for left, right in pairwise(found)]
    return Counter(zlib.crc32(gram.encode()) % BUCKETS for gram in grams)


@dataclass(frozen=True)
class Model:
    """Weight and inverse document frequency of each bucket."""

    weights: NDArray[np.float32]
    rarity: NDArray[np.float32]
    bias: float

    def probability(self, sentence: str) -> float:
        """0 to 1: how likely the annotators of ClaimBuster would have called this worth checking."""
        counted = features(sentence)
        buckets = np.fromiter(counted.keys(), dtype=np.int64, count=len(counted))
        times = np.fromiter(counted.values(), dtype=np.float32, count=len(counted))
        values = (1 + np.log(times)) * self.rarity[buckets]
        length = float(np.linalg.norm(values)) or 1.0
        margin = float(values @ self.weights[buckets]) / length + self.bias
        return 1 / (1 + math.exp(-margin))


@cache
def model() -> Model:
    """The shipped weights, read once per process."""
    with resources.files("factcheck.language").joinpath("data/checkworthy.npz").open("rb") as stored:
        arrays = np.load(stored, allow_pickle=False)
        return Model(
            arrays["weights"].astype(np.float32), arrays["rarity"].astype(np.float32), float(arrays["bias"].item())
        )
