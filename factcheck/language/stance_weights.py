"""How likely a report does this or that to a claim, by the marks that were measured: multinomial logistic regression.

The weights in data/stances.json were learned by benchmarks/train_stances.py from invented pairs of claim and report
(benchmarks/data, CC0). They are small enough to be read by a person: one number for each mark and each answer.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from math import exp

from factcheck.domain.evidence import Stance
from factcheck.language.stance_marks import Marks


@dataclass(frozen=True, slots=True)
class Weights:
    """For each answer its bias, the weight of each mark, and how likely a stance must be to be given.

    The answers are the stances, and "none" for a report that says nothing of the claim.
    """

    bias: dict[str, float]
    weights: dict[str, dict[str, float]]
    sure: dict[str, float]

    def likely(self, marks: Marks) -> dict[str, float]:
        """How likely each answer is; they add up to 1. A KeyError means weights learned with other marks."""
        scores = {
            answer: self.bias[answer] + sum(weight * marks[mark] for mark, weight in weights.items())
            for answer, weights in self.weights.items()
        }
        highest = max(scores.values())
        powers = {answer: exp(score - highest) for answer, score in scores.items()}
        return {answer: power / sum(powers.values()) for answer, power in powers.items()}

    def surest(self, marks: Marks) -> Stance | None:
        """The likeliest answer, where it is a stance and likely enough."""
        likely = self.likely(marks)
        answer = max(likely, key=likely.__getitem__)
        return Stance(answer) if likely[answer] >= self.sure.get(answer, 1) else None


@cache
def shipped() -> Weights:
    """The weights that come with the desk, read once per process."""
    text = resources.files("factcheck.language").joinpath("data/stances.json").read_text(encoding="utf-8")
    return Weights(**json.loads(text))
