"""Which earlier check answers a post or a sentence of a debate: writes the ranked answers, and measures them.

    python -m benchmarks.matching QUERIES.jsonl --claims CLAIMS.jsonl [--predictions OUT.jsonl] [--words]

A line of QUERIES is {"id", "text", "relevant": [id, ...]}, of CLAIMS {"id", "claim", "title"}. Only the text of a query
is read. Besides MAP@5 it counts what the desk would show, if anything. --words leaves
the meaning out even where the weights are installed; both are measured where they are. The matcher is the one that the
desk's workers use.
"""

import argparse
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.data_files import documents, machine
from factcheck.domain.earlier import Answered, Meaning
from factcheck.language import CheckMatcher, MiniLM, weights_folder

ANSWERS = 20
JUDGED = 5
"""MAP@5 is the measure of CLEF 2020 CheckThat! task 2."""

Row = Mapping[str, Any]


def meaning() -> MiniLM | None:
    folder = weights_folder()
    return MiniLM(folder) if folder else None


def predicted(queries: Sequence[Row], claims: Sequence[Row], by: Meaning | None) -> Iterator[dict[str, Any]]:
    """The answers in the form of the scorer: {"id", "ranked": [claim id, best first]}; the desk would show `shown`."""
    matcher = CheckMatcher(by)
    checks = {str(claim["id"]): Answered(str(claim["id"]), "", claim["claim"], claim["title"]) for claim in claims}
    matcher.learn(checks.values())
    vectors: dict[str, bytes] = {}
    for query in queries:
        if by:
            missing = [key for key in matcher.nearest(query["text"]) if key not in vectors]
            vectors.update(zip(missing, by.packed([checks[key].words for key in missing]), strict=True))
        ranked = matcher.ranked(query["text"], vectors)[:ANSWERS]
        shown = [match.key for match in matcher.matches(query["text"], vectors)]
        yield {"id": query["id"], "ranked": [match.key for match in ranked], "shown": shown}


def shown(queries: Sequence[Row], answers: Sequence[Row]) -> tuple[int, int]:
    """For how many queries the desk would show a check, and for how many of those the first one is right."""
    nearest = {str(each["id"]): each["shown"][0] for each in answers if each["shown"]}
    right = sum(nearest.get(str(query["id"])) in {str(each) for each in query["relevant"]} for query in queries)
    return len(nearest), right


def mean_average_precision(queries: Sequence[Row], answers: Sequence[Row]) -> float:
    """MAP@5; the average precision of a query is divided by the number of its relevant claims, 5 at most."""
    ranked = {str(answer["id"]): answer["ranked"] for answer in answers}
    found = [
        _average_precision({str(each) for each in query["relevant"]}, ranked[str(query["id"])]) for query in queries
    ]
    return sum(found) / len(found) if found else 0.0


def _average_precision(relevant: set[str], ranked: Sequence[str]) -> float:
    hits, added = 0, 0.0
    for place, key in enumerate(ranked[:JUDGED], 1):
        if key in relevant:
            hits += 1
            added += hits / place
    return added / min(JUDGED, len(relevant)) if relevant else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("queries", type=Path)
    parser.add_argument("--claims", type=Path, required=True)
    parser.add_argument("--predictions", type=Path)
    parser.add_argument("--words", action="store_true", help="compare by words alone")
    asked = parser.parse_args()
    queries, claims = documents(asked.queries), documents(asked.claims)
    print(f"{asked.queries.name}, {machine()}: {len(queries)} queries, {len(claims)} checks")
    weights = None if asked.words else meaning()
    for by in [None, weights] if weights else [None]:
        began = time.perf_counter()
        answers = list(predicted(queries, claims, by))
        took = (time.perf_counter() - began) * 1000 / max(1, len(queries))
        name = "by words and meaning" if by else "by words"
        print(f"MAP@5 {name} {mean_average_precision(queries, answers):.4f}  ({took:.0f} ms a query)", flush=True)
        count, right = shown(queries, answers)
        print(f"  shown for {count} of {len(queries)} queries, the right one first for {right}")
    if asked.predictions:
        lines = (json.dumps(answer, ensure_ascii=False) for answer in answers)
        asked.predictions.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


if __name__ == "__main__":
    main()
