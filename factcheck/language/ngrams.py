"""A small linear model over words and word classes: how much a sentence looks like one that people checked.

Source of the method: tf-idf weighting of runs of neighbours, each known by its checksum, and logistic regression. The
weights in data/checkworthy.npz were trained by benchmarks/train_checkworthy.py on ClaimBuster (Arslan et al., 2020,
doi 10.5281/zenodo.3609356, CC BY 4.0).
"""

import math
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import islice

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Token

LONGEST = 400
"""Words of a sentence that are looked at; a claim is shorter."""

DIGIT = re.compile(r"\d")  # of "60,000" and "12,500", both of the shape "00,000"
OPEN_CLASSES = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "ADV", "NUM"})
"""Parts of speech whose words are replaced by their tag where the build of a sentence matters, not its subject."""


def words(tokens: Sequence[Token]) -> list[str]:
    """Words and pairs of them: "we lost 00,000 jobs"."""
    return _runs("w", [DIGIT.sub("0", token.lower_.replace("’", "'")) for token in tokens], 2)


def build(tokens: Sequence[Token]) -> list[str]:
    """How it is said and not of what: "we VBD CD NNS"."""
    return _runs("b", [token.tag_ if token.pos_ in OPEN_CLASSES else token.lower_ for token in tokens], 4)


def _runs(view: str, items: Sequence[str], longest: int) -> list[str]:
    """Every run of one to `longest` neighbours, marked with its view; the edges are neighbours too."""
    edged = ["<", *items, ">"]
    return [
        f"{view} {' '.join(edged[start : start + length])}"
        for length in range(1, longest + 1)
        for start in range(len(edged) - length + 1)
    ]


VIEWS: tuple[Callable[[Sequence[Token]], list[str]], ...] = (words, build)
"""What is looked at in a sentence, each by itself."""


def features(tokens: Iterable[Token]) -> list[Counter[int]]:
    """For each view how often each run occurs, named by its checksum."""
    seen = [token for token in islice(tokens, LONGEST) if not token.is_space]
    return [Counter(zlib.crc32(run.encode()) for run in view(seen)) for view in VIEWS]


@dataclass(frozen=True)
class Model:
    """The runs that were learned, by rising checksum, with the weight and inverse document frequency of each."""

    runs: NDArray[np.uint32]
    weights: NDArray[np.float32]
    rarity: NDArray[np.float32]
    bias: float

    def probability(self, tokens: Iterable[Token]) -> float:
        """0 to 1: how likely the annotators of ClaimBuster would have called this worth checking; 0.5 is the threshold.

        Each view counts with length one, however many runs it has.
        """
        margin = self.bias + sum(self._margin(counted) for counted in features(tokens))
        return 1 / (1 + math.exp(-margin))

    def _margin(self, counted: Counter[int]) -> float:
        runs = np.fromiter(counted.keys(), dtype=np.uint32, count=len(counted))
        times = np.fromiter(counted.values(), dtype=np.float32, count=len(counted))
        places = np.minimum(np.searchsorted(self.runs, runs), len(self.runs) - 1)
        known = self.runs[places] == runs
        values = (1 + np.log(times[known])) * self.rarity[places[known]]
        return float(values @ self.weights[places[known]]) / (float(np.linalg.norm(values)) or 1.0)


@cache
def model() -> Model:
    """The shipped weights, read once per process."""
    with resources.files("factcheck.language").joinpath("data/checkworthy.npz").open("rb") as stored:
        arrays = np.load(stored, allow_pickle=False)
        return Model(
            arrays["runs"],
            arrays["weights"].astype(np.float32),
            arrays["rarity"].astype(np.float32),
            float(arrays["bias"].item()),
        )
