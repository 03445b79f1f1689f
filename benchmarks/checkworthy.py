"""How much each sentence is worth checking: writes the scores of the trained model, and measures them.

    python -m benchmarks.checkworthy GOLD.jsonl [--predictions OUT.jsonl]

A line of GOLD is a sentence {"id", "text", "checkworthy"}, or a document {"doc_id", "sentences": [...]} of such
sentences, which are then ranked inside each document. Only the text of a sentence is read.
"""

import argparse
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.data_files import documents, machine, write_answers
from factcheck.language.ngrams import model
from factcheck.language.parsing import tagged

THRESHOLD = 0.5
"""Probability from which a sentence counts as worth checking."""

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Score:
    """F1 of the check-worthy class over all sentences; mean of the average precision of each document."""

    f1: float
    mean_average_precision: float


def groups(gold: Sequence[Row]) -> list[Sequence[Row]]:
    """The sentences to be ranked together: those of a document, or all of a file."""
    return [one["sentences"] for one in gold] if gold and "sentences" in gold[0] else [gold]


def predicted(gold: Sequence[Row]) -> list[dict[str, Any]]:
    """The answers in the form of the gold: {"id", "score"} a sentence, or {"doc_id", "scores"} a document."""
    if gold and "sentences" in gold[0]:
        return [{"doc_id": one["doc_id"], "scores": dict(_judged(one["sentences"]))} for one in gold]
    ids = (one["id"] for one in gold)
    return [{"id": name, "score": score} for name, (_, score) in zip(ids, _judged(gold), strict=True)]


def _judged(sentences: Sequence[Row]) -> Iterator[tuple[str, float]]:
    judge = model()
    for sentence, doc in zip(sentences, tagged(one["text"] for one in sentences), strict=True):
        yield str(sentence["id"]), judge.probability(doc)


def _scores(gold: Sequence[Row], answers: Sequence[Row]) -> list[list[tuple[float, bool]]]:
    if gold and "sentences" in gold[0]:
        by_id = {answer["doc_id"]: answer["scores"] for answer in answers}
        return [
            [(by_id[one["doc_id"]][str(s["id"])], bool(s["checkworthy"])) for s in one["sentences"]] for one in gold
        ]
    found = {str(answer["id"]): answer["score"] for answer in answers}
    return [[(found[str(one["id"])], bool(one["checkworthy"])) for one in gold]]


def average_precision(ranked: Sequence[tuple[float, bool]]) -> float:
    """Of the sentences by falling score; equal scores in the worst order."""
    hits, added = 0, 0.0
    for place, (_, worth) in enumerate(sorted(ranked, key=lambda one: (-one[0], one[1])), 1):
        hits += worth
        added += hits / place if worth else 0.0
    return added / hits if hits else 0.0


def score(gold: Sequence[Row], answers: Sequence[Row]) -> Score:
    found = _scores(gold, answers)
    every = [one for group in found for one in group]
    right = sum(value >= THRESHOLD and worth for value, worth in every)
    wrong = sum((value >= THRESHOLD) != worth for value, worth in every)
    return Score(
        2 * right / (2 * right + wrong) if right else 0.0,
        sum(average_precision(group) for group in found) / len(found) if found else 0.0,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--predictions", type=Path)
    asked = parser.parse_args()
    gold = documents(asked.gold)
    began = time.perf_counter()
    answers = predicted(gold)
    seconds = time.perf_counter() - began
    if asked.predictions:
        write_answers(asked.predictions, answers)
    measured = score(gold, answers)
    sentences = sum(len(group) for group in groups(gold))
    print(f"{asked.gold.name}, {machine()}: {sentences} sentences in {seconds:.2f} s")
    print(f"F1 {measured.f1:.3f}  MAP {measured.mean_average_precision:.3f} over {len(groups(gold))} document(s)")


if __name__ == "__main__":
    main()
