"""Suggests a stance for pairs of claim and report, writes the answers, and scores them where the file has labels.

    python -m benchmarks.stance PAIRS.jsonl [--predictions OUT.jsonl] [--errors]

Each line has `id, claim, claimant, claim_date, report_text, outlet, published`, of which `id`, `claim` and
`report_text` are needed; gold is `label` (supports, refutes, context, repeats, none) and `passage` ([start, end] or
null). The answers are `{"id", "label", "passage", "why"}`, in the order of the lines.
benchmarks/data/stance_*.jsonl are invented pairs (CC0); each stance_held_* was written before its writer
had seen the rules, which were mended by it since; the README has the figures of the first runs.
"""

import argparse
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.data_files import documents, machine, say_repeated, write_answers
from factcheck.language.stances import CueStances

LABELS = ("supports", "refutes", "context", "repeats", "none")


def predicted(pairs: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    finder = CueStances()
    return [_answer(pair, finder) for pair in pairs]


def _answer(pair: dict[str, Any], finder: CueStances) -> dict[str, Any]:
    found = finder.suggest(
        pair["claim"], pair.get("claimant") or "", pair["report_text"], outlet=pair.get("outlet") or ""
    )
    if found is None:
        return {"id": pair["id"], "label": "none", "passage": None, "why": "nothing clear"}
    return {"id": pair["id"], "label": found.stance.value, "passage": [found.start, found.end], "why": found.why}


def report(gold: Sequence[dict[str, Any]], answers: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Precision and recall of each label, and how many right answers point at the labelled passage."""
    together = list(zip(gold, answers, strict=True))
    right = Counter(pair["label"] for pair, answer in together if pair["label"] == answer["label"])
    there, given = Counter(pair["label"] for pair in gold), Counter(answer["label"] for answer in answers)
    for label in LABELS:
        precision, recall = _share(right[label], given[label]), _share(right[label], there[label])
        counts = f"{right[label]} right of {given[label]} given, {there[label]} there"
        yield f"{label:9} precision {precision}  recall {recall}  ({counts})"
    placed = [(pair, answer) for pair, answer in together if pair["label"] == answer["label"] and _placed(pair, answer)]
    met = sum(_overlap(pair["passage"], answer["passage"]) for pair, answer in placed)
    yield f"passage met in {met} of {len(placed)} right answers that have one"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "    -"


def _placed(pair: dict[str, Any], answer: dict[str, Any]) -> bool:
    return bool(pair.get("passage") and answer["passage"])


def _overlap(one: Sequence[int], other: Sequence[int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--predictions", type=Path)
    parser.add_argument("--errors", action="store_true", help="show the pairs that were judged wrongly")
    asked = parser.parse_args()
    pairs = read(asked.pairs)
    began = time.perf_counter()
    answers = predicted(pairs)
    seconds = time.perf_counter() - began
    if asked.predictions:
        write_answers(asked.predictions, answers)
    print(f"{asked.pairs.name}: {len(pairs)} pairs in {seconds:.1f} s, {machine()}")
    if pairs and all(pair.get("label") for pair in pairs):
        print(*report(pairs, answers), sep="\n")
        for pair, answer in zip(pairs, answers, strict=True) if asked.errors else ():
            if pair["label"] != answer["label"]:
                print(f"{pair['label']} -> {answer['label']}: {pair['claim']} | {answer['why']}")


def read(path: Path) -> list[dict[str, Any]]:
    fields = ("claim", "report_text", "claimant", "claim_date", "outlet", "published", "label")
    pairs = documents(path, needed=("id", "claim", "report_text"), texts=fields)
    say_repeated(pair["id"] for pair in pairs)
    return pairs


if __name__ == "__main__":
    main()
