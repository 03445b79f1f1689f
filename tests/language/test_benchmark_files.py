"""Files of others under the benchmarks of origins and stances.

What is of the documented shape is answered line by line; what is not ends the command with a sentence that names the
line.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from benchmarks import origins, stance
from benchmarks.data_files import BadLine, documents

WIRE = (
    "The harbour authority closed the northern pier on Monday after inspectors found cracks in two of its supports. "
    "Ferries to the islands of Skarr and Oland will leave from the old quay until the repairs are finished in June."
)
OWN = "Passengers queued at the old quay this morning, and nobody could say when the pier opens again."
PAIR = {"id": 1, "claim": "The pier was closed on Monday.", "report_text": WIRE}

Run = Callable[[Any, Path], list[dict[str, Any]]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a benchmark on a file, as somebody does at a terminal, and read its answers."""

    def answers(benchmark: Any, file: Path) -> list[dict[str, Any]]:
        out = tmp_path / "answers.jsonl"
        monkeypatch.setattr(sys, "argv", ["benchmark", str(file), "--predictions", str(out), "--errors"])
        benchmark.main()
        return [json.loads(line) for line in out.read_text(encoding="utf-8").split("\n") if line]

    return answers


def written(folder: Path, *lines: dict[str, Any]) -> Path:
    file = folder / "given.jsonl"
    file.write_text("".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines), encoding="utf-8")
    return file


def test_fields_that_are_not_needed_may_be_missing_or_null(tmp_path: Path, run: Run) -> None:
    bare = {"id": "b", "text": f"{WIRE} More to follow."}
    file = written(tmp_path, {"id": "a", "text": WIRE, "group": None, "outlet": None, "published": None}, bare)
    assert [answer["origin_id"] for answer in run(origins, file)] == ["b", "b"]
    pairs = written(tmp_path, PAIR, PAIR | {"id": 2, "claimant": None, "outlet": None, "label": None, "passage": None})
    assert [answer["id"] for answer in run(stance, pairs)] == [1, 2]


def test_empty_texts_stand_alone_and_have_no_stance(tmp_path: Path, run: Run) -> None:
    blank = [{"id": "a", "text": ""}, {"id": "b", "text": " \n"}]
    assert [answer["origin_id"] for answer in run(origins, written(tmp_path, *blank))] == ["a", "b"]
    empty = written(tmp_path, PAIR | {"report_text": ""}, PAIR | {"claim": ""})
    assert [(answer["label"], answer["passage"]) for answer in run(stance, empty)] == [("none", None)] * 2


def test_ids_may_come_again_in_another_group_and_are_scored_apart(
    tmp_path: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    first = [
        {"group": "1", "id": "a", "origin": "a", "text": WIRE},
        {"group": "1", "id": "b", "origin": "b", "text": OWN},
    ]
    second = [line | {"group": "2"} for line in first] + [
        {"group": "2", "id": "c", "origin": "a", "text": f"{WIRE} So."}
    ]
    answers = run(origins, written(tmp_path, *first, *second))
    assert [answer["origin_id"] for answer in answers[:4]] == ["a", "b", "c", "b"]
    said = capsys.readouterr()
    assert "1 right, 0 wrong, 0 missed" in said.out
    assert said.err == ""


def test_ids_that_come_again_within_a_group_are_answered_and_said(
    tmp_path: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    same = {"group": "1", "id": "a", "origin": "a"}
    answers = run(origins, written(tmp_path, same | {"text": WIRE}, same | {"text": OWN, "origin": "other"}))
    said = capsys.readouterr()
    assert len(answers) == 2
    assert "0 right, 0 wrong, 0 missed" in said.out
    assert "stand more than once" in said.err


def test_a_right_answer_of_none_may_have_a_labelled_passage(tmp_path: Path, run: Run) -> None:
    pair = PAIR | {"report_text": OWN, "label": "none", "passage": [0, 10]}
    assert run(stance, written(tmp_path, pair))[0]["label"] == "none"


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\u0085", "\x7f", "\ufeff", "\U0001f600", "\u0436", "\u4e2d"])
def test_texts_hold_every_sign_that_json_may_leave_as_it_is(tmp_path: Path, run: Run, sign: str) -> None:
    file = written(tmp_path, {"id": sign, "text": f"{WIRE}{sign}"}, {"id": "b", "text": sign})
    assert [answer["id"] for answer in run(origins, file)] == [sign, "b"]
    pairs = written(tmp_path, PAIR | {"id": sign, "report_text": f"{sign} {WIRE}"})
    assert [answer["id"] for answer in run(stance, pairs)] == [sign]


def test_half_a_surrogate_pair_comes_back_as_it_came(tmp_path: Path, run: Run) -> None:
    file = tmp_path / "given.jsonl"
    file.write_text('\ufeff{"id": "\\ud800", "text": "\\udc00"}\r\n\r\n', encoding="utf-8")
    assert run(origins, file) == [{"id": "\ud800", "origin_id": "\ud800"}]


GOOD = b'{"id": 1, "text": "a", "claim": "b", "report_text": "c"}\n'


@pytest.mark.parametrize("benchmark", [origins, stance])
@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        (b'{"id": 1, "text": ', "no JSON"), (b"[1, 2]", "no JSON object"), (b"7", "no JSON object"),
        (b'{"id": 1, "text": "\xe9"}', "not in UTF-8"), (b"[" * 100_000, "no JSON"), (b"{}", "`id` is missing"),
        (b'{"id": 1}', "is missing"), (b'{"id": 1, "text": null, "claim": null}', "is missing"),
        (b'{"id": 1, "text": 5, "claim": 5, "report_text": ""}', "is no text"),
        (b'{"id": 1, "text": "", "claim": "", "report_text": "", "published": 20260101}', "`published` is no text"),
    ],
)  # fmt: skip
def test_a_line_that_is_none_is_named_and_nothing_is_written(
    tmp_path: Path, run: Run, benchmark: Any, line: bytes, wrong: str
) -> None:
    file = tmp_path / "given.jsonl"
    file.write_bytes(GOOD + b"\n" + line + b"\n")
    with pytest.raises(BadLine, match=f"given.jsonl, line 3: .*{wrong}"):
        run(benchmark, file)
    assert not (tmp_path / "answers.jsonl").exists()


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadLine, match="No such file"):
        documents(tmp_path / "nothing.jsonl")
