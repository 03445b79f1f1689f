"""Runs the splitter on annotated articles, writes what it found, and scores it.

    python -m benchmarks.claims GOLD.jsonl [--predictions OUT.jsonl]

Only text, title, outlet and publication day of each article are read for splitting. benchmarks/data/agency_dev.jsonl
holds three invented agency reports (CC0).
"""

import argparse
import time
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.data_files import documents, machine, write_answers
from benchmarks.score_claims import report, score
from factcheck.domain.claims import ArticleText
from factcheck.domain.interchange import interchange
from factcheck.language import LocalSplitter


def predicted(gold: dict[str, Any], splitter: LocalSplitter) -> dict[str, Any]:
    """The splitter's answer to one article, in the interchange format."""
    day = gold.get("published")
    article = ArticleText(
        gold["text"], gold.get("title", ""), gold.get("outlet", ""), date.fromisoformat(day) if day else None
    )
    return interchange(gold["doc_id"], article, splitter.split(article))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--predictions", type=Path)
    asked = parser.parse_args()
    gold = documents(asked.gold)
    splitter = LocalSplitter()
    splitter.split(ArticleText("The model is loaded before the clock starts.", language="en"))
    began = time.perf_counter()
    answers = [predicted(one, splitter) for one in gold]
    seconds = time.perf_counter() - began
    if asked.predictions:
        write_answers(asked.predictions, answers)
    words = sum(len(one["text"].split()) for one in gold)
    print(f"{asked.gold.name}, {machine()}")
    print(f"{words} words in {seconds:.2f} s: {words / seconds:.0f} words/s")
    print(report(score(gold, answers)))


if __name__ == "__main__":
    main()
