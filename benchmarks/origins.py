"""Groups texts by who copied whom, writes the origins, and scores them where the file says them.

    python -m benchmarks.origins TEXTS.jsonl [--predictions OUT.jsonl] [--errors]
    python -m benchmarks.origins --generated 5000 [--seed 7]

Each line has `group, id, outlet, published, text`; only texts of one group are compared. Gold is `origin` (the id of
the text it goes back to) and `kind`: original, copy, light (rewritten), independent, paraphrase or translation.
Scores count pairs of one group; pairs with a paraphrase or a translation are told apart, since these leave no runs of
words. The answers are `{"id", "origin_id"}`. benchmarks/data/press_*.jsonl are invented
press texts (CC0); press_held_second was written before the rules were read, and the README has the figures of its
first run.
"""

import argparse
import json
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations
from math import comb
from pathlib import Path
from typing import Any

from benchmarks import generated_press
from benchmarks.data_files import documents, machine
from factcheck.adapters.agencies import agency_of
from factcheck.domain.origins import Printed, spread

APART = frozenset({"paraphrase", "translation"})


def predicted(texts: Sequence[dict[str, Any]]) -> list[dict[str, str]]:
    """The origin of each text, in the order of the file."""
    groups: dict[str, list[int]] = defaultdict(list)
    for at, text in enumerate(texts):
        groups[str(text.get("group", ""))].append(at)
    origin: dict[int, int] = {}
    for members in groups.values():
        for standing in spread([printed(at, texts[at]) for at in members]):
            origin[standing.id] = standing.origin
    return [{"id": text["id"], "origin_id": texts[origin[at]]["id"]} for at, text in enumerate(texts)]


def printed(number: int, line: dict[str, Any]) -> Printed:
    text, byline = line["text"], line.get("byline") or ""
    return Printed(
        id=number,
        text=text,
        outlet=line.get("outlet") or "",
        published=_moment(line.get("published") or ""),
        agency=agency_of(text, byline),
        byline=byline,
    )


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


@dataclass
class Pairs:
    """Pairs that were joined rightly, wrongly, and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


@dataclass
class Score:
    """`swallowed` counts the independent texts that were put under an origin that is not theirs, of `independent`."""

    plain: Pairs
    apart: Pairs
    swallowed: int
    independent: int


def score(gold: Sequence[dict[str, Any]], answers: Sequence[dict[str, str]]) -> Score:
    found = {answer["id"]: answer["origin_id"] for answer in answers}
    origin = {text["id"]: text["origin"] for text in gold}
    every = _counted(gold, found)
    plain = _counted([text for text in gold if text.get("kind") not in APART], found)
    apart = Pairs(every.right - plain.right, every.wrong - plain.wrong, every.missed - plain.missed)
    alone = [text for text in gold if text.get("kind") == "independent"]
    swallowed = sum(origin[found[text["id"]]] != text["origin"] for text in alone)
    return Score(plain, apart, swallowed, len(alone))


def _counted(gold: Sequence[dict[str, Any]], found: dict[str, str]) -> Pairs:
    """Pairs counted by the sizes of groups: joined and of one origin, joined only, of one origin only."""
    joined = Counter(found[text["id"]] for text in gold)
    same = Counter(text["origin"] for text in gold)
    both = Counter((found[text["id"]], text["origin"]) for text in gold)
    right = _pairs_in(both)
    return Pairs(right, _pairs_in(joined) - right, _pairs_in(same) - right)


def _pairs_in(sizes: Mapping[Any, int]) -> int:
    return sum(comb(size, 2) for size in sizes.values())


def errors(gold: Sequence[dict[str, Any]], answers: Sequence[dict[str, str]]) -> Iterator[str]:
    """Every pair judged wrongly, but for those with a paraphrase or a translation, in words."""
    found = {answer["id"]: answer["origin_id"] for answer in answers}
    for one, other in combinations([text for text in gold if text.get("kind") not in APART], 2):
        joined, same = found[one["id"]] == found[other["id"]], one["origin"] == other["origin"]
        if joined != same:
            yield f"{'joined' if joined else 'missed'}: {one['id']} {other['id']}"


def report(found: Score) -> str:
    lines = [
        f"pairs: precision {found.plain.precision:.4f}, recall {found.plain.recall:.4f} "
        f"({found.plain.right} right, {found.plain.wrong} wrong, {found.plain.missed} missed)",
        f"pairs with a paraphrase or a translation: {found.apart.right} of {found.apart.right + found.apart.missed} "
        f"joined, {found.apart.wrong} joined wrongly",
        f"independent texts swallowed: {found.swallowed} of {found.independent}",
    ]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path, nargs="?")
    parser.add_argument("--predictions", type=Path)
    parser.add_argument("--errors", action="store_true", help="name the pairs that were judged wrongly")
    parser.add_argument("--generated", type=int, default=0, help="write so many texts instead of reading a file")
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    if not asked.texts and not asked.generated:
        parser.error("name a file, or a number of texts to generate")
    texts = documents(asked.texts) if asked.texts else generated_press.texts(asked.generated, asked.seed)
    began = time.perf_counter()
    answers = predicted(texts)
    seconds = time.perf_counter() - began
    if asked.predictions:
        lines = (json.dumps(answer, ensure_ascii=False) for answer in answers)
        asked.predictions.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    name = asked.texts.name if asked.texts else f"generated, seed {asked.seed}"
    print(f"{name}: {len(texts)} texts in {seconds:.1f} s, {machine()}")
    if texts and all("origin" in text for text in texts):
        found = score(texts, answers)
        print(report(found))
        for line in errors(texts, answers) if asked.errors else ():
            print(line)


if __name__ == "__main__":
    main()
