"""Who said what: writes the attributions found in annotated articles, and scores them.

    python -m benchmarks.attribution GOLD.jsonl [--predictions OUT.jsonl]

Only text and title of each article are read for splitting. The data is not shipped: PolNeAR 1.0 holds texts of
publishers.
"""

import argparse
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.data_files import documents, machine, write_answers
from benchmarks.score_attribution import report, score
from factcheck.domain.claims import ArticleText
from factcheck.language.sayings import Saying, sayings


def _shape(saying: Saying) -> dict[str, Any]:
    return {
        "content": [list(fragment) for fragment in saying.content],
        "source": [list(fragment) for fragment in saying.source],
        "cue": [list(saying.cue)] if saying.cue else [],
        "quote_type": saying.quotation.interchange,
    }


def predicted(gold: Mapping[str, Any]) -> dict[str, Any]:
    """The attributions of one article, with places in its text."""
    article = ArticleText(gold["text"], gold.get("title", ""), language="en")
    return {"doc_id": gold["doc_id"], "attributions": [_shape(one) for one in sayings(article)]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--predictions", type=Path)
    asked = parser.parse_args()
    gold = documents(asked.gold)
    began = time.perf_counter()
    answers = [predicted(one) for one in gold]
    seconds = time.perf_counter() - began
    if asked.predictions:
        write_answers(asked.predictions, answers)
    print(f"{asked.gold.name}, {machine()}, {seconds:.1f} s")
    print(report(score(gold, answers)))


if __name__ == "__main__":
    main()
