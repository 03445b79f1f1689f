"""Claims, sources, drafts and leases over the API: what changes, what is refused, and what others cannot reach."""

from datetime import timedelta
from typing import Any

import pytest

from factcheck.store.tables import Lead
from factcheck.wiring import Desk
from tests.conftest import SetClock
from tests.web.api.conftest import Caller, Hire, found

DOCUMENT = {"medium": "document", "title": "Harbour log", "stance": "refutes", "kind": "primary"}
ANSWER = {"verdict": "unverified", "rationale": "Nobody could be reached.", "tried": "Called the office twice."}


def others(checker: Caller, claim: int) -> int:
    """Another claim than this one."""
    return next(int(row["id"]) for row in checker.get("/claims").json["items"] if row["id"] != claim)


def attached(checker: Caller, claim: int, **more: Any) -> int:
    """Attach a source and return its number."""
    answer = checker.post(f"/claims/{claim}/sources", DOCUMENT | more | {"seen": checker.version(claim)})
    assert answer.status_code == 201, answer.text
    return int(answer.json["sources"][-1]["id"])


# --- Origins --------------------------------------------------------------------------------------


def test_origins_are_joined_and_parted_with_a_reason(desk: Desk, checker: Caller, claim: int) -> None:
    one, other = found(desk, claim), found(desk, claim, "https://quay.example/log", "Two ferries ran that day.")
    given = {"seen": 1, "together_with": one, "reason": "The quay copies the harbour's log."}
    joined = checker.put(f"/claims/{claim}/reports/{other}/origin", given)
    assert joined.status_code == 200, joined.text
    assert [sorted(origin["reports"]) for origin in joined.json["origins"]] == [[one, other]]
    placed = next(report for report in joined.json["reports"] if report["id"] == other)
    assert (placed["placed_with"], placed["placed_reason"], placed["placed_by"]) == (one, given["reason"], "Cleo")
    withdrawn = checker.delete(f"/claims/{claim}/reports/{other}/origin?seen=2")
    assert len(withdrawn.json["origins"]) == 2
    refused = checker.put(f"/claims/{claim}/reports/{other}/origin", given | {"seen": 3, "reason": ""})
    assert (refused.status_code, refused.json["field"]) == (422, "reason")


def test_what_was_read_in_vain_is_answered_too(desk: Desk, checker: Caller, claim: int) -> None:
    with desk.unit().writing() as session:
        url, now = "https://quay.example/menu", desk.unit().now
        session.add(
            Lead(claim_id=claim, url=url, title="Menu", outlet="Quay", provider="SearXNG", found_at=now, done=True)
        )
    vain = {"outlet": "Quay", "url": url, "title": "Menu", "provider": "SearXNG"}
    assert checker.claim(claim)["read_in_vain"] == [vain]


# --- Editing --------------------------------------------------------------------------------------


def test_what_is_sent_changes_and_what_is_not_stays(checker: Caller, claim: int) -> None:
    before = checker.claim(claim)
    changed = checker.patch(
        f"/claims/{claim}",
        {
            "seen": 1,
            "statement": "It did not run.",
            "said_date": "2026-03-02",
            "chain": ["a", "b"],
            "quotation": "direct",
        },
    )
    assert changed.status_code == 200
    assert changed.json["version"] == 2
    differs = {name for name in before if before[name] != changed.json[name]}
    assert differs == {"statement", "said_date", "chain", "quotation", "version", "history"}
    cleared = checker.patch(f"/claims/{claim}", {"seen": 2, "said_date": None})
    assert cleared.json["said_date"] is None


def test_a_claim_is_moved_to_other_words_by_code_points(checker: Caller, claim: int, article: int) -> None:
    text = checker.get(f"/articles/{article}").json["text"]
    start = text.index("🛶") + 2
    moved = checker.patch(f"/claims/{claim}", {"seen": 1, "fragments": [[start, start + 11]]})
    assert moved.json["span_text"] == text[start : start + 11] == "The old one"
    outside = checker.patch(f"/claims/{claim}", {"seen": 2, "fragments": [[5, 999_999]]})
    assert (outside.status_code, outside.json["field"]) == (422, "fragments")


def test_a_stale_change_is_answered_with_both_versions(checker: Caller, editor: Caller, claim: int) -> None:
    assert editor.patch(f"/claims/{claim}", {"seen": 1, "statement": "Theirs stands here."}).status_code == 200
    stale = checker.patch(f"/claims/{claim}", {"seen": 1, "statement": "Mine stands here."})
    assert stale.status_code == 409
    assert stale.json["yours"]["statement"] == "Mine stands here."
    assert stale.json["theirs"] == {"statement": "Theirs stands here.", "version": 2}
    move = checker.post(f"/claims/{claim}/moves", {"move": "take", "seen": 1})
    assert (move.status_code, move.json["theirs"]["version"]) == (409, 2)


def test_only_who_holds_a_claim_changes_it(checker: Caller, hire: Hire, claim: int) -> None:
    checker.post("/claims/next")
    other = hire("otto", "checker")
    refused = other.patch(f"/claims/{claim}", {"seen": other.version(claim), "topic": "x"})
    assert (refused.status_code, refused.json["rule"]) == (422, "sealed")
    assert other.post(f"/claims/{claim}/sources", DOCUMENT | {"seen": other.version(claim)}).status_code == 422
    assert other.move(claim, "submit", **ANSWER).json["rule"] == "held_by_actor"


# --- Sources --------------------------------------------------------------------------------------


def test_a_source_is_attached_changed_and_taken_off(checker: Caller, claim: int) -> None:
    source = attached(checker, claim)
    changed = checker.patch(
        f"/claims/{claim}/sources/{source}",
        {"seen": 2, "stance": "supports", "withheld": True, "withheld_reason": "protects a person"},
    )
    (shown,) = changed.json["sources"]
    assert (shown["stance"], shown["kind"], shown["withheld"]) == ("supports", "primary", True)
    assert changed.json["version"] == 3
    no_reason = checker.patch(f"/claims/{claim}/sources/{source}", {"seen": 3, "withheld_reason": ""})
    assert (no_reason.status_code, no_reason.json["field"]) == (422, "withheld_reason")
    off = checker.delete(f"/claims/{claim}/sources/{source}?seen=3")
    assert (off.status_code, off.json["sources"], off.json["version"]) == (200, [], 4)


def test_what_was_seen_may_stand_in_the_body_of_a_delete(checker: Caller, claim: int) -> None:
    source = attached(checker, claim)
    missing = checker.delete(f"/claims/{claim}/sources/{source}")
    assert (missing.status_code, missing.json["field"], missing.json["rule"]) == (422, "seen", "missing")
    stale = checker.delete(f"/claims/{claim}/sources/{source}", json={"seen": 1})
    assert stale.status_code == 409
    assert checker.delete(f"/claims/{claim}/sources/{source}", json={"seen": 2}).status_code == 200


def test_nothing_of_another_claim_is_reached_through_this_one(desk: Desk, checker: Caller, claim: int) -> None:
    other = others(checker, claim)
    source, report = attached(checker, other), found(desk, other)
    seen = {"seen": checker.version(claim)}
    nothing = checker.delete(f"/claims/{claim}/sources/999?seen=1")
    for answer in (
        checker.delete(f"/claims/{claim}/sources/{source}?seen=1"),
        checker.patch(f"/claims/{claim}/sources/{source}", seen | {"note": "mine"}),
    ):
        assert (answer.status_code, answer.json) == (404, nothing.json), "the same answer as for what does not exist"
    for number in (report, 999):
        answer = checker.post(f"/claims/{claim}/sources", DOCUMENT | seen | {"report_id": number})
        assert answer.json["detail"] == "There is no such report for this claim."
    assert checker.claim(claim)["version"] == 1
    assert checker.claim(claim)["sources"] == []


def test_a_report_is_attached_once(desk: Desk, checker: Caller, claim: int) -> None:
    report = found(desk, claim)
    first = checker.post(
        f"/claims/{claim}/sources", {"seen": 1, "report_id": report, "stance": "refutes", "kind": "secondary"}
    )
    assert first.json["sources"][0]["passage"] == "No ferry ran."
    assert first.json["reports"][0]["attached"] is True
    twice = checker.post(
        f"/claims/{claim}/sources", {"seen": 2, "report_id": report, "stance": "refutes", "kind": "secondary"}
    )
    assert (twice.status_code, twice.json["rule"]) == (422, "attached")


@pytest.mark.parametrize("url", ["", "javascript:alert(1)", "//a.example", "https://", "file:///etc/passwd"])
def test_a_web_source_has_a_real_address(checker: Caller, claim: int, url: str) -> None:
    answer = checker.post(f"/claims/{claim}/sources", {"seen": 1, "url": url, "stance": "context", "kind": "secondary"})
    assert (answer.status_code, answer.json["field"]) == (422, "url")


# --- Taking, leases, drafts -----------------------------------------------------------------------


def test_the_next_claim_is_taken_by_filter_until_there_is_none(checker: Caller, article: int) -> None:
    assert checker.post("/claims/next", {"q": "pier"}).json["statement"].startswith("The mayor")
    assert checker.post("/claims/next", {"claimant": "nobody"}).status_code == 204
    taken = {checker.post("/claims/next").json["id"] for _ in range(3)}
    assert len(taken) == 3
    empty = checker.post("/claims/next")
    assert (empty.status_code, empty.data) == (204, b"")


def test_a_lease_is_only_for_whom_the_claim_is(checker: Caller, hire: Hire, clock: SetClock, claim: int) -> None:
    fence = checker.post("/claims/next").json["fence"]
    other = hire("otto", "checker")
    for body in ({"fence": fence}, {}):
        refused = other.post(f"/claims/{claim}/lease", body)
        assert (refused.status_code, refused.json["rule"]) == (422, "lease_lost")
    assert checker.post(f"/claims/{claim}/lease", {"fence": fence + 1}).json["rule"] == "lease_lost"
    clock.forward(timedelta(minutes=21))
    assert checker.post(f"/claims/{claim}/lease", {"fence": fence}).json["rule"] == "lease_lost"
    begun = checker.post(f"/claims/{claim}/lease")
    assert (begun.status_code, begun.json["fence"]) == (200, fence + 1)


def test_a_claim_is_assigned_to_who_can_check(checker: Caller, editor: Caller, admin: Caller, claim: int) -> None:
    for nobody in (admin.person, 999):
        answer = editor.move(claim, "assign", assignee=nobody)
        assert (answer.status_code, answer.json["field"]) == (422, "assignee")
    assert editor.move(claim, "assign", assignee=checker.person).json["holder"] == "Cleo"


def test_a_draft_is_kept_for_its_person_alone(checker: Caller, editor: Caller, claim: int) -> None:
    first = checker.put(f"/claims/{claim}/draft", {"rationale": "So far.", "verdict": "disputed"})
    assert (first.status_code, first.json["revision"]) == (200, 1)
    assert checker.claim(claim)["draft"]["rationale"] == "So far."
    assert editor.claim(claim)["draft"]["rationale"] == ""
    stale = checker.put(f"/claims/{claim}/draft", {"rationale": "Other window."})
    assert stale.status_code == 409
    assert (stale.json["yours"]["rationale"], stale.json["theirs"]["rationale"]) == ("Other window.", "So far.")
    assert checker.put(f"/claims/{claim}/draft", {"rationale": "More.", "revision": 1}).json["revision"] == 2
    assert checker.claim(claim)["version"] == 1


# --- Moves ----------------------------------------------------------------------------------------


def test_every_refusal_of_a_move_names_its_rule(checker: Caller, editor: Caller, claim: int) -> None:
    def refusal(caller: Caller, move: str, **given: Any) -> tuple[int, str]:
        answer = caller.move(claim, move, **given)
        return answer.status_code, answer.json.get("rule", "")

    assert refusal(checker, "submit", **ANSWER) == (409, "wrong_stage")
    assert refusal(checker, "dismiss") == (422, "reasoned")
    assert refusal(checker, "dismiss", reason="duplicate", duplicate_of=claim) == (422, "duplicate_of")
    checker.post("/claims/next")
    assert refusal(checker, "submit") == (422, "answered")
    assert refusal(checker, "submit", verdict="disputed", rationale="It is not so at all.") == (422, "backed")
    sent = checker.move(claim, "submit", **ANSWER)
    seal = sent.json["findings"][0]["content_hash"]
    assert refusal(editor, "return") == (422, "explained")
    assert refusal(editor, "approve", hash_seen="0" * 64) == (409, "")
    assert refusal(editor, "amend", hash_seen=seal, **ANSWER) == (422, "something_changed")
    assert editor.move(claim, "approve", hash_seen=seal).status_code == 200
    assert refusal(editor, "void") == (422, "publicly_noted")
    assert refusal(editor, "reopen") == (422, "explained")


def test_an_amendment_changes_wording_and_sources_by_token_too(checker: Caller, editor: Caller, claim: int) -> None:
    checker.post("/claims/next")
    seal = checker.move(claim, "submit", **ANSWER).json["findings"][-1]["content_hash"]
    added = {"medium": "document", "title": "Letter of the harbour office", "stance": "context", "kind": "primary"}
    amendment = {"statement": "The pier is closed for good.", "add": [added]}
    amended = editor.move(claim, "amend", hash_seen=seal, **ANSWER, amendment=amendment)
    assert amended.status_code == 200
    finding = amended.json["findings"][-1]
    assert finding["statement"] == "The pier is closed for good."
    source = finding["sources"][-1]
    assert source["title"] == "Letter of the harbour office"
    off = {"change": [{"source": source["id"], "passage": "Closed."}], "remove": []}
    again = editor.move(claim, "amend", hash_seen=finding["content_hash"], **ANSWER, amendment=off)
    assert again.json["findings"][-1]["sources"][-1]["passage"] == "Closed."


def test_who_amends_does_not_approve_by_token_either(checker: Caller, editor: Caller, hire: Hire, claim: int) -> None:
    checker.post("/claims/next")
    seal = checker.move(claim, "submit", **ANSWER).json["findings"][-1]["content_hash"]
    amended = editor.move(claim, "amend", hash_seen=seal, **ANSWER | {"rationale": "Nobody answered our calls."})
    assert amended.status_code == 200
    finding = amended.json["findings"][-1]
    assert sorted(finding["authors"]) == ["Cleo", "Edda"]
    refused = editor.move(claim, "approve", hash_seen=finding["content_hash"])
    assert (refused.status_code, refused.json["rule"]) == (403, "other_pair_of_eyes")
    third = hire("theo", "editor")
    assert third.move(claim, "approve", hash_seen=finding["content_hash"]).json["stage"] == "approved"


def test_a_dismissed_claim_comes_back(checker: Caller, claim: int) -> None:
    assert checker.move(claim, "dismiss", reason="too vague").json["dismissed_because"] == "too vague"
    assert claim not in [row["id"] for row in checker.get("/claims?stage=queued").json["items"]]
    assert checker.move(claim, "restore").json["stage"] == "queued"


# --- Articles -------------------------------------------------------------------------------------


def test_the_same_article_twice_is_recognised(checker: Caller, article: int) -> None:
    text = checker.get(f"/articles/{article}").json["text"]
    again = checker.post("/articles", {"text": text.upper().replace("\n", "\r\n")})
    assert (again.status_code, again.json["id"], again.json["new"]) == (200, article, False)
    assert again.json["sentence"] == "This article is here already: “The ferry”."
    assert again.headers["Location"] == f"/api/v1/articles/{article}"


def test_an_address_is_taken_in_for_a_worker_to_fetch(checker: Caller) -> None:
    first = checker.post("/articles", {"url": "https://news.example/a?utm_source=x", "outlet": "News"})
    assert (first.status_code, first.json["status"]) == (202, "waiting")
    shown = checker.get(f"/articles/{first.json['id']}").json
    assert (shown["url"], shown["text"], shown["outlet"]) == ("https://news.example/a", "", "News")
    again = checker.post("/articles", {"url": "https://news.example/a"})
    assert (again.status_code, again.json["id"]) == (200, first.json["id"])
    for url in ("", "ftp://news.example/a", "http://", "http://a:99999/", "http://a:x/", "http://[::1", "https://[a"):
        wrong = checker.post("/articles", {"url": url})
        assert (wrong.status_code, wrong.json["field"]) == (422, "url"), url


def test_a_page_is_read_like_an_upload(checker: Caller) -> None:
    html = (
        "<html lang=en><head><title>Ferry stops</title><link rel=canonical href='https://news.example/ferry'></head>"
        "<body><article><h1>Ferry stops</h1>"
        + "<p>The ferry to Hallin stopped on Monday, the harbour office said in a long statement.</p>" * 6
        + "<script>alert(1)</script></article></body></html>"
    )
    came = checker.post("/articles", {"html": html, "outlet": "Given"})
    assert came.status_code == 202, came.text
    shown = checker.get(f"/articles/{came.json['id']}").json
    empty = checker.post("/articles", {"html": "<html><body></body></html>"})
    assert (empty.status_code, empty.json["field"]) == (422, "html")
    assert "stopped on Monday" in shown["text"]
    assert "alert" not in shown["text"]
    assert (shown["outlet"], shown["url"]) == ("Given", "https://news.example/ferry")


def test_facts_are_found_in_the_text_and_what_is_given_wins(checker: Caller) -> None:
    text = "Ferry to Hallin stops\n\nBy Ann Lee\n\n2 March 2026\n\nThe ferry stopped on Monday, the office said.\n"
    came = checker.post("/articles", {"text": text, "byline": "Jo Bell"})
    shown = checker.get(f"/articles/{came.json['id']}").json
    assert (shown["title"], shown["byline"]) == ("Ferry to Hallin stops", "Jo Bell")
    corrected = checker.patch(f"/articles/{came.json['id']}", {"seen": shown["version"], "outlet": "Corvane Daily"})
    assert (corrected.json["outlet"], corrected.json["byline"]) == ("Corvane Daily", "Jo Bell")
    stale = checker.patch(f"/articles/{came.json['id']}", {"seen": shown["version"], "outlet": "Other"})
    assert stale.status_code == 409


def test_one_of_text_address_and_page_is_sent(checker: Caller) -> None:
    for body in ({}, {"text": "a", "url": "https://a.example"}, {"title": "x"}):
        answer = checker.post("/articles", body)
        assert (answer.status_code, answer.json["rule"]) == (422, "one_of")
    empty = checker.post("/articles", {"text": "  \n"})
    assert (empty.status_code, empty.json["field"], empty.json["rule"]) == (422, "text", "empty")
