"""Groups texts by who copied whom, writes the origins, and scores them where the file says them.

    python -m benchmarks.origins TEXTS.jsonl [--predictions OUT.jsonl] [--errors]
    python -m benchmarks.origins --generated 5000 [--seed 7]

Each line has `group, id, outlet, published, text`, of which `id` and `text` are needed; only texts of one group are
compared, and an id need only be its own within its group. Gold is `origin` (the id of the text it goes back to) and
`kind`: original, copy, light (rewritten), independent, paraphrase or translation. Scores count pairs of one group;
pairs with a paraphrase or a translation are told apart, since these leave no runs of words. The answers are
`{"id", "origin_id"}`, in the order of the lines. benchmarks/data/press_*.jsonl are invented press texts (CC0);
press_held_second was written before the rules were read, and the README has the figures of its first run.
"""

import argparse
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
from benchmarks.data_files import documents, machine, say_repeated, write_answers
from factcheck.adapters.agencies import agency_of
from factcheck.domain.origins import Printed, spread

APART = frozenset({"paraphrase", "translation"})


def predicted(texts: Sequence[dict[str, Any]]) -> list[int]:
    """The place of the origin of each text, in the order of the file."""
    groups: dict[str, list[int]] = defaultdict(list)
    for at, text in enumerate(texts):
        groups[_group(text)].append(at)
    origin: dict[int, int] = {}
    for members in groups.values():
        for standing in spread([printed(at, texts[at]) for at in members]):
            origin[standing.id] = standing.origin
    return [origin[at] for at in range(len(texts))]


def answered(texts: Sequence[dict[str, Any]], places: Sequence[int]) -> Iterator[dict[str, Any]]:
    return ({"id": text["id"], "origin_id": texts[at]["id"]} for text, at in zip(texts, places, strict=True))


def _group(text: dict[str, Any]) -> str:
    return str(text.get("group") or "")


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


@dataclass(frozen=True, slots=True)
class Judged:
    """A text with the origin that its file names and the place of the one that was found."""

    text: dict[str, Any]
    origin: tuple[str, str]
    found: int

    @property
    def kind(self) -> str:
        return self.text.get("kind") or ""


@dataclass
class Score:
    """`swallowed` counts the independent texts that were put under an origin that is not theirs, of `independent`."""

    plain: Pairs
    apart: Pairs
    swallowed: int
    independent: int


def score(gold: Sequence[dict[str, Any]], places: Sequence[int]) -> Score:
    """`places` are the answers of `predicted`: texts are told apart by their lines, since ids may come again."""
    judged = [Judged(text, (_group(text), str(text["origin"])), at) for text, at in zip(gold, places, strict=True)]
    every = _counted(judged)
    plain = _counted([one for one in judged if one.kind not in APART])
    apart = Pairs(every.right - plain.right, every.wrong - plain.wrong, every.missed - plain.missed)
    alone = [one for one in judged if one.kind == "independent"]
    swallowed = sum(judged[one.found].origin != one.origin for one in alone)
    return Score(plain, apart, swallowed, len(alone))


def _counted(judged: Sequence[Judged]) -> Pairs:
    """Pairs counted by the sizes of groups: joined and of one origin, joined only, of one origin only."""
    joined = Counter(one.found for one in judged)
    same = Counter(one.origin for one in judged)
    both = Counter((one.found, one.origin) for one in judged)
    right = _pairs_in(both)
    return Pairs(right, _pairs_in(joined) - right, _pairs_in(same) - right)


def _pairs_in(sizes: Mapping[Any, int]) -> int:
    return sum(comb(size, 2) for size in sizes.values())


def errors(gold: Sequence[dict[str, Any]], places: Sequence[int]) -> Iterator[str]:
    """Every pair judged wrongly, but for those with a paraphrase or a translation, in words."""
    plain = [(text, at) for text, at in zip(gold, places, strict=True) if text.get("kind") not in APART]
    for (one, found), (other, elsewhere) in combinations(plain, 2):
        joined = found == elsewhere
        same = (_group(one), str(one["origin"])) == (_group(other), str(other["origin"]))
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
    texts = read(asked.texts) if asked.texts else generated_press.texts(asked.generated, asked.seed)
    began = time.perf_counter()
    places = predicted(texts)
    seconds = time.perf_counter() - began
    if asked.predictions:
        write_answers(asked.predictions, answered(texts, places))
    name = asked.texts.name if asked.texts else f"generated, seed {asked.seed}"
    print(f"{name}: {len(texts)} texts in {seconds:.1f} s, {machine()}")
    if texts and all(text.get("origin") is not None for text in texts):
        print(report(score(texts, places)))
        for line in errors(texts, places) if asked.errors else ():
            print(line)


def read(path: Path) -> list[dict[str, Any]]:
    texts = documents(path, needed=("id", "text"), texts=("text", "outlet", "published", "byline", "kind"))
    say_repeated((_group(text), text["id"]) for text in texts)
    return texts


if __name__ == "__main__":
    main()
