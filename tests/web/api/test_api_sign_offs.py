"""Articles signed off over the API: what is untouched, the signature, and what is refused in words."""

from tests.web.api.conftest import Caller


def test_an_editor_signs_what_stands_there(checker: Caller, editor: Caller, article: int) -> None:
    standing = editor.get(f"/articles/{article}/sign-off").json
    assert (standing["open"], standing["why_not"], standing["needs_note"]) == ([1, 2, 3, 4], "", True)
    refused = editor.post(f"/articles/{article}/sign-off", {"hash_seen": standing["seal"]})
    assert (refused.status_code, refused.json["field"], refused.json["rule"]) == (422, "note", "untouched")
    signed = editor.post(f"/articles/{article}/sign-off", {"hash_seen": standing["seal"], "note": "Local news only."})
    assert (signed.status_code, signed.json["sign_off"]["by"], signed.json["sign_off"]["stands"]) == (200, "Edda", True)
    (line,) = checker.get("/articles").json["items"]
    assert line["sign_off"]["seal"] == standing["seal"]
    withdrawn = editor.delete(f"/articles/{article}/sign-off").json
    assert withdrawn["sign_off"]["ended"] == ["Edda withdrew it."]


def test_a_checker_reads_and_does_not_sign(checker: Caller, article: int) -> None:
    standing = checker.get(f"/articles/{article}/sign-off").json
    assert "An editor signs articles off" in standing["why_not"]
    refused = checker.post(f"/articles/{article}/sign-off", {"hash_seen": standing["seal"], "note": "All fine."})
    assert (refused.status_code, refused.json["rule"]) == (403, "sign_off")
    assert checker.delete(f"/articles/{article}/sign-off").status_code == 403


def test_what_has_changed_since_it_was_seen_is_not_signed(checker: Caller, editor: Caller, article: int) -> None:
    seal = editor.get(f"/articles/{article}/sign-off").json["seal"]
    claim = checker.get("/claims").json["items"][0]["id"]
    checker.move(claim, "dismiss", reason="opinion")
    refused = editor.post(f"/articles/{article}/sign-off", {"hash_seen": seal, "note": "All fine."})
    assert refused.status_code == 409
    assert "Cleo changed claim 1" in refused.json["detail"]


def test_a_sentence_is_passed_over_and_taken_back(checker: Caller, article: int) -> None:
    claim = next(row["id"] for row in checker.get("/claims").json["items"])
    refused = checker.post(f"/articles/{article}/sentences", {"seen": 1, "sentences": [1]})
    assert (refused.status_code, refused.json["rule"]) == (422, "open_claim")
    checker.move(claim, "dismiss", reason="opinion")
    looked = checker.post(f"/articles/{article}/sentences", {"seen": 1, "sentences": [1]}).json["looked_at"]
    assert [(each["sentence"], each["by"]) for each in looked] == [(1, "Cleo")]
    back = {"seen": 1, "sentences": [1], "looked_at": False}
    assert checker.post(f"/articles/{article}/sentences", back).json["looked_at"] == []
    stale = checker.post(f"/articles/{article}/sentences", {"seen": 2, "sentences": [1]})
    assert (stale.status_code, stale.json["theirs"]) == (409, {"revision": 1})
