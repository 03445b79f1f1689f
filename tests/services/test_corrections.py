"""Corrected claims as gold data: only what people went through, and so that the benchmarks can read it."""

import json
from pathlib import Path

from benchmarks.data_files import documents
from benchmarks.score_claims import score
from factcheck.domain.review import DismissReason, Move
from factcheck.services import corrections, editing
from tests.services.conftest import Newsroom


def test_an_article_is_gold_once_every_claim_worth_checking_was_in_somebody_s_hands(room: Newsroom) -> None:
    first, second = room.claims("The northern pier is closed. Ferries leave from the old quay.")
    assert list(corrections.gold(room.unit())) == []
    room.take(first)
    assert list(corrections.gold(room.unit())) == []
    room.move(second, Move.DISMISS, room.jana, reason=DismissReason.OPINION)
    (document,) = corrections.gold(room.unit())
    assert [claim["checkworthy"] for claim in document["claims"]] == [True, False]


def test_gold_says_what_the_people_said_and_the_benchmark_reads_it(sqlite_room: Newsroom, tmp_path: Path) -> None:
    room = sqlite_room
    claim = room.claim()
    changes = {"claimant": "Mira Kolnik", "event_date": "2024-03", "kind": "causal", "denial": True}
    editing.edit(room.unit(), claim, room.jana, seen=room.seen(claim), changes=changes)
    path = tmp_path / "gold.jsonl"
    path.write_text("".join(json.dumps(document) + "\n" for document in corrections.gold(room.unit())))
    (document,) = documents(path)
    (found,) = document["claims"]
    assert (found["speaker"], found["kind"], found["denial"]) == ("Mira Kolnik", "causal", True)
    assert found["event_date"]["value"] == "2024-03"
    start, end = found["span"][0]
    assert document["text"][start:end] == found["span_text"]
    answer = {"doc_id": document["doc_id"], "claims": [found | {"said_date": found["said_date"]["value"]}]}
    assert score([document], [answer]).f1 == 1
