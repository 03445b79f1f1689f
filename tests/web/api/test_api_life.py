"""A whole claim's life through the API alone: from an article to a checked claim in four formats."""

import csv
import io
import json
from datetime import timedelta

from factcheck.wiring import Desk
from tests.conftest import SetClock
from tests.web.api.conftest import TEXT, Caller, Hire, found, split

ANSWER = {"verdict": "disputed", "rationale": "The harbour's own log shows no ferry on that day."}


def test_a_claim_goes_the_whole_way(desk: Desk, clock: SetClock, hire: Hire) -> None:
    checker, editor = hire("cleo", "checker"), hire("edda", "editor")

    came = checker.post("/articles", {"text": TEXT, "outlet": "Corvane Daily", "published": "2026-03-02"})
    assert came.status_code == 202, came.json
    article = came.json["id"]
    assert came.headers["Location"] == f"/api/v1/articles/{article}"
    assert checker.get(f"/articles/{article}").json["status"] == "waiting"
    split(desk, article)
    ready = checker.get(f"/articles/{article}").json
    assert ready["status"] == "ready"
    assert len(ready["claims"]) == 4
    for each in ready["claims"]:
        (fragment,) = each["places"][0]["fragments"]
        assert ready["text"][slice(*fragment)] == each["statement"]

    taken = checker.post("/claims/next", {"outlet": "corvane"})
    assert taken.status_code == 200
    claim = taken.json["id"]
    assert taken.json["stage"] == "checking"
    assert "submit" in taken.json["moves"]

    report = found(desk, claim)
    shown = checker.claim(claim)
    assert shown["version"] == taken.json["version"], "what workers find does not change the version on screen"
    assert [each["id"] for each in shown["reports"]] == [report]
    assert shown["origins"] == [{"label": shown["reports"][0]["origin"], "reports": [report]}]

    attached = checker.post(
        f"/claims/{claim}/sources",
        {"seen": shown["version"], "report_id": report, "stance": "refutes", "kind": "primary"},
    )
    assert attached.status_code == 201
    assert attached.json["sources"][0]["url"] == "https://harbour.example/log"
    assert attached.json["refutes"]["met"] is True

    draft = checker.put(f"/claims/{claim}/draft", {**ANSWER, "revision": 0})
    assert draft.json["revision"] == 1
    sent = checker.move(claim, "submit", **ANSWER)
    assert (sent.status_code, sent.json["stage"]) == (200, "submitted")

    returned = editor.move(claim, "return", note="Say which log.")
    assert (returned.status_code, returned.json["stage"]) == (200, "checking")
    assert checker.claim(claim)["note_to_you"] == "Say which log."
    too_soon = checker.move(claim, "submit", **ANSWER)
    assert (too_soon.status_code, too_soon.json["rule"]) == (403, "held_by_actor")
    lease = checker.post(f"/claims/{claim}/lease")
    assert lease.status_code == 200
    clock.forward(timedelta(minutes=15))
    assert checker.post(f"/claims/{claim}/lease", {"fence": lease.json["fence"]}).json["until"] > lease.json["until"]
    better = ANSWER | {"rationale": "The harbour's log of that Monday shows no ferry at all."}
    again = checker.move(claim, "submit", **better)
    assert again.json["findings"][-1]["number"] == 2

    own = checker.move(claim, "approve", hash_seen=again.json["findings"][-1]["content_hash"])
    assert own.status_code == 403
    approved = editor.move(claim, "approve", hash_seen=again.json["findings"][-1]["content_hash"])
    assert (approved.status_code, approved.json["stage"]) == (200, "approved")
    assert [line["what"] for line in reversed(approved.json["history"])] == [
        "found", "take", "attach", "submit", "return", "open", "submit", "approve",
    ]  # fmt: skip

    bodies = {form: editor.get(f"/exports/claims?format={form}") for form in ("csv", "jsonl", "claimreview", "feed")}
    (row,) = csv.DictReader(io.StringIO(bodies["csv"].get_data(as_text=True).lstrip("\ufeff")))
    assert (row["id"], row["verdict"], row["rationale"]) == (str(claim), "disputed", better["rationale"])
    assert json.loads(bodies["jsonl"].text)["verdict"] == "disputed"
    assert json.loads(bodies["claimreview"].text)[0]["reviewRating"]["alternateName"].lower() == "disputed"
    assert json.loads(bodies["feed"].text)["dataFeedElement"][0]["item"][0]["@type"] == "ClaimReview"
    kinds = {form: body.content_type for form, body in bodies.items()}
    assert kinds == {
        "csv": "text/csv; charset=utf-8", "jsonl": "application/x-ndjson",
        "claimreview": "application/ld+json", "feed": "application/ld+json",
    }  # fmt: skip


def test_the_next_delta_holds_what_changed_since_and_tombstones(
    desk: Desk, clock: SetClock, checker: Caller, editor: Caller, article: int
) -> None:
    first = publish(checker, editor)
    export = checker.get("/exports/claims?format=jsonl")
    assert [json.loads(line)["id"] for line in export.text.splitlines()] == [first]
    assert export.headers["Export-Cursor"] in export.headers["Link"].replace("%3A", ":").replace("%2B", "+")

    clock.forward(timedelta(minutes=10))
    quiet = checker.get("/exports/claims?format=jsonl&since=" + (clock.now - timedelta(minutes=5)).isoformat())
    assert quiet.text == "", "nothing changed in the last five minutes"
    second = publish(checker, editor)
    assert editor.move(first, "void", public_note="The log was forged.").status_code == 200
    since = export.headers["Link"].split(">")[0].removeprefix("</api/v1")
    delta = [json.loads(line) for line in checker.get(since).text.splitlines()]
    assert [(line["id"], line["voided"]) for line in delta] == [(first, True), (second, False)]
    assert delta[0]["note"] == "The log was forged."


def test_what_is_approved_while_an_export_runs_comes_in_the_next_one(
    clock: SetClock, checker: Caller, editor: Caller, article: int
) -> None:
    publish(checker, editor)
    clock.forward(timedelta(seconds=30))
    cursor = checker.get("/exports/claims?format=jsonl").headers["Export-Cursor"]
    assert cursor < clock.now.isoformat()
    again = checker.get("/exports/claims", query_string={"format": "jsonl", "since": cursor})
    assert len(again.text.splitlines()) == 1, "signed within the overlap: it comes twice rather than never"


def publish(checker: Caller, editor: Caller) -> int:
    """Take the next claim, check it and have it approved; returns its number."""
    claim = int(checker.post("/claims/next").json["id"])
    source = {"medium": "document", "title": "Harbour log", "stance": "refutes", "kind": "primary"}
    assert checker.post(f"/claims/{claim}/sources", source | {"seen": checker.version(claim)}).status_code == 201
    finding = checker.move(claim, "submit", **ANSWER).json["findings"][-1]
    assert editor.move(claim, "approve", hash_seen=finding["content_hash"]).status_code == 200
    return claim
