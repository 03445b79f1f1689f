"""Claims added, extended, split, merged and undone by token: the same moves as with the mouse, once for each key."""

from dataclasses import replace
from typing import Any

import pytest

from tests.web.api.conftest import TEXT, Caller

FERRY = "The ferry to Hallin stopped on Monday"
MINISTRY = "The ministry counted 4,200 visitors in May."


def place(words: str) -> list[int]:
    """Where these words stand in the article's text, in code points."""
    start = TEXT.index(words)
    return [start, start + len(words)]


def by_words(caller: Caller, words: str) -> dict[str, Any]:
    lines = caller.get("/claims?unworthy=true").json["items"]
    return caller.claim(next(line["id"] for line in lines if words in line["statement"]))


def undo(caller: Caller, claim: dict[str, Any]) -> Any:
    newest = claim["history"][0]
    assert newest["undoable"]
    return caller.post(f"/claims/{claim['id']}/undo", {"seen": claim["version"], "seq": newest["seq"]})


def test_words_of_the_text_become_a_claim_once(checker: Caller, article: int) -> None:
    keyed = replace(checker, also={"Idempotency-Key": "add-1"})
    body = {"fragments": [place("a new pier by 2031")], "statement": "A pier comes by 2031.", "claimant": "the mayor"}
    first, second = keyed.post(f"/articles/{article}/claims", body), keyed.post(f"/articles/{article}/claims", body)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json == second.json
    assert first.headers["Location"] == f"/api/v1/claims/{first.json['id']}"
    assert (first.json["statement"], first.json["claimant"]) == ("A pier comes by 2031.", "the mayor")
    assert first.json["places"][0]["text"] == "a new pier by 2031"
    assert len(checker.get(f"/articles/{article}").json["claims"]) == 5


def test_offsets_count_code_points_behind_what_lies_outside_the_plane(checker: Caller, article: int) -> None:
    added = checker.post(f"/articles/{article}/claims", {"fragments": [place("built in 1911")]}).json
    assert added["places"][0]["text"] == "built in 1911"


def test_a_claim_is_split_and_the_split_is_taken_back(checker: Caller, article: int) -> None:
    claim = by_words(checker, "ministry")
    at = place("4,200")[0]
    parted = checker.post(f"/claims/{claim['id']}/split", {"seen": claim["version"], "at": at}).json
    assert parted["statement"] == "The ministry counted"
    assert by_words(checker, "4,200 visitors in May.")["stage"] == "queued"
    back = undo(checker, parted)
    assert (back.status_code, back.json["statement"]) == (200, MINISTRY)
    assert by_words(checker, "4,200")["id"] == claim["id"]


def test_claims_are_merged_and_parted_again(checker: Caller, article: int) -> None:
    gone, stays = by_words(checker, "ministry"), by_words(checker, "mayor")
    body = {"seen": gone["version"], "into": stays["id"]}
    kept = checker.post(f"/claims/{gone['id']}/merge", body).json
    assert (kept["id"], len(kept["places"])) == (stays["id"], 2)
    assert checker.claim(gone["id"])["stage"] == "dismissed"
    assert undo(checker, checker.claim(gone["id"])).json["stage"] == "queued"
    assert len(checker.claim(stays["id"])["places"]) == 1


def test_a_claim_is_extended(checker: Caller, article: int) -> None:
    claim = by_words(checker, "ministry")
    body = {"seen": claim["version"], "fragments": [place("The mayor promised")]}
    longer = checker.post(f"/claims/{claim['id']}/extend", body).json
    assert longer["places"][0]["text"].endswith("The mayor promised")


FORGED = (
    [[0, 1_000_000]], [[5, 5]], [[9, 3]], [[0, 9], [5, 12]], [[0, 999_999_999]], [[30, 40], [0, 9]],
)  # fmt: skip


def test_forged_offsets_are_refused_and_change_nothing(checker: Caller, article: int) -> None:
    claim = by_words(checker, "ministry")
    before = checker.get(f"/articles/{article}").json
    for fragments in FORGED:
        for path, more in (
            (f"/articles/{article}/claims", {}),
            (f"/claims/{claim['id']}/extend", {"seen": claim["version"]}),
        ):
            answer = checker.post(path, {"fragments": fragments} | more)
            assert (answer.status_code, answer.json["field"]) == (422, "fragments"), (path, fragments, answer.text)
        moved = checker.patch(f"/claims/{claim['id']}", {"seen": claim["version"], "fragments": fragments})
        assert (moved.status_code, moved.json["field"]) == (422, "fragments"), fragments
    for at in (0, place(MINISTRY)[0], place(MINISTRY)[1], 999_999_999):
        answer = checker.post(f"/claims/{claim['id']}/split", {"seen": claim["version"], "at": at})
        assert (answer.status_code, answer.json["rule"]) == (422, "outside"), at
    assert checker.get(f"/articles/{article}").json == before


def test_a_merge_stays_within_the_article(checker: Caller, claim: int, article: int) -> None:
    other = checker.post("/articles", {"text": "Quite another text."}).json["id"]
    elsewhere = checker.post(f"/articles/{other}/claims", {"fragments": [[0, 18]]}).json["id"]
    for into in (elsewhere, claim, 999_999_999):
        answer = checker.post(f"/claims/{claim}/merge", {"seen": checker.version(claim), "into": into})
        assert (answer.status_code, answer.json["rule"]) == (422, "other_claim"), into
    assert checker.claim(claim)["stage"] == "queued"


def test_who_saw_an_older_version_changes_nothing(checker: Caller, claim: int, article: int) -> None:
    checker.patch(f"/claims/{claim}", {"seen": 1, "topic": "harbour"})
    for path, body in (("split", {"at": 9}), ("merge", {"into": 2}), ("extend", {"fragments": [[0, 9]]})):
        answer = checker.post(f"/claims/{claim}/{path}", {"seen": 1} | body)
        assert answer.status_code == 409, (path, answer.text)


def test_an_admin_changes_no_claims(admin: Caller, claim: int, article: int) -> None:
    for path, body in (
        (f"/articles/{article}/claims", {"fragments": [[0, 9]]}), (f"/claims/{claim}/split", {"seen": 1, "at": 9}),
        (f"/claims/{claim}/merge", {"seen": 1, "into": 2}), (f"/claims/{claim}/undo", {"seen": 1, "seq": 1}),
        (f"/claims/{claim}/extend", {"seen": 1, "fragments": [[0, 9]]}),
        ("/triage", {"claims": [{"claim": claim, "seen": 1}], "topic": "x"}),
    ):  # fmt: skip
        answer = admin.post(path, body)
        assert (answer.status_code, answer.json["rule"]) == (403, "edit_claims"), path


# --- Many at once ---------------------------------------------------------------------------------


def chosen(caller: Caller, *claims: int) -> list[dict[str, int]]:
    return [{"claim": claim, "seen": caller.version(claim)} for claim in claims]


def test_many_claims_are_sorted_out_and_put_back(checker: Caller, article: int) -> None:
    claims = [line["id"] for line in checker.get("/claims").json["items"]][:3]
    taken = claims[-1]
    body = {"claims": chosen(checker, *claims), "priority": "first", "due_on": "2030-01-02", "topic": "harbour"}
    checker.move(taken, "take")
    came = checker.post("/triage", body).json
    assert came["done"] == claims[:2]
    assert came["left_out"][0].startswith(f"Claim {taken}: It has been taken or moved on")
    assert checker.claim(claims[0])["priority"] == "first"
    back = checker.post("/triage/undo", {"entries": came["undoable"]}).json
    assert (back["done"], back["left_out"]) == (claims[:2], [])
    assert [checker.claim(claim)["priority"] for claim in claims[:2]] == ["normal", "normal"]


def test_a_triage_with_a_key_happens_once(checker: Caller, claim: int) -> None:
    keyed = replace(checker, also={"Idempotency-Key": "t-1"})
    body = {"claims": chosen(checker, claim), "topic": "harbour"}
    assert keyed.post("/triage", body).json == keyed.post("/triage", body).json
    assert checker.version(claim) == 2


def test_only_editors_hand_claims_out(checker: Caller, editor: Caller, claim: int) -> None:
    body = {"claims": chosen(checker, claim), "assignee": checker.person}
    assert checker.post("/triage", body).status_code == 403
    assert editor.post("/triage", body).json["done"] == [claim]
    assert checker.claim(claim)["holder_id"] == checker.person


def test_a_triage_of_nothing_is_refused(checker: Caller, claim: int) -> None:
    for body in ({"claims": [], "topic": "x"}, {"claims": chosen(checker, claim)}, {"topic": "x"}):
        assert checker.post("/triage", body).status_code == 422, body


# --- What else one reads --------------------------------------------------------------------------


def test_an_article_s_revisions_and_history_are_read(checker: Caller, article: int) -> None:
    assert checker.get(f"/articles/{article}/revisions/1").json == {"number": 1, "text": TEXT}
    assert checker.get(f"/articles/{article}/revisions/2").status_code == 404
    history = checker.get(f"/articles/{article}/history").json["items"]
    assert [line["what"] for line in history][-1] == "bring in"


def test_an_article_is_tried_again_only_where_something_failed(checker: Caller, article: int) -> None:
    refused = checker.post(f"/articles/{article}/try-again")
    assert (refused.status_code, refused.json["rule"]) == (422, "nothing_failed")
    assert checker.get(f"/articles/{article}").json["status"] == "ready"


def test_a_search_is_asked_for_again(checker: Caller, admin: Caller, claim: int) -> None:
    for _ in range(3):
        history = checker.post(f"/claims/{claim}/search").json["history"]
    assert [line["what"] for line in history].count("search again") <= 1, "asked thrice before they begin is asked once"
    assert admin.post(f"/claims/{claim}/search").status_code == 403


@pytest.fixture
def sent(checker: Caller, claim: int) -> int:
    """A finding with one source that waits for approval."""
    checker.post("/claims/next")
    source = {"medium": "document", "title": "Harbour log", "stance": "refutes", "kind": "primary"}
    checker.post(f"/claims/{claim}/sources", source | {"seen": checker.version(claim)})
    checker.move(claim, "submit", verdict="disputed", rationale="The harbour log has it running.")
    return claim


def test_an_editor_ticks_what_they_have_read(editor: Caller, checker: Caller, sent: int) -> None:
    (source,) = (each["id"] for each in editor.claim(sent)["sources"])
    assert editor.put(f"/claims/{sent}/sources/{source}/tick", {"read": True}).json == {"sources": [source]}
    assert editor.get(f"/claims/{sent}/ticks").json == {"sources": [source]}
    assert editor.put(f"/claims/{sent}/sources/{source}/tick", {"read": False}).json == {"sources": []}
    assert checker.put(f"/claims/{sent}/sources/{source}/tick", {"read": True}).status_code == 403
