"""Notifications by token: one's own alone, listed, marked, and chosen as under My account."""

import pytest

from tests.web.api.conftest import Caller, Hire


@pytest.fixture
def told(checker: Caller, editor: Caller, article: int) -> list[int]:
    """Four claims, all assigned to the checker, who is told of each; the numbers of the notifications."""
    for line in checker.get("/claims").json["items"]:
        assert editor.move(line["id"], "assign", assignee=checker.person).status_code == 200
    return [line["id"] for line in checker.get("/notifications").json["items"]]


def test_one_s_own_are_listed_the_newest_first_and_page_by_page(checker: Caller, told: list[int]) -> None:
    assert told == sorted(told, reverse=True)
    first = checker.get("/notifications?limit=3").json
    rest = checker.get(f"/notifications?cursor={first['next']}").json
    assert [line["id"] for line in (*first["items"], *rest["items"])] == told
    assert (first["unread"], rest["next"]) == (len(told), None)
    line = first["items"][0]
    assert (line["kind"], line["sentence"], line["by"], line["read"]) == ("assigned", "Assigned to you", "Edda", False)


def test_one_is_marked_and_listing_marks_nothing(checker: Caller, told: list[int]) -> None:
    assert checker.patch(f"/notifications/{told[0]}", {"read": True}).json["read"] is True
    assert [line["id"] for line in checker.get("/notifications?unread=true").json["items"]] == told[1:]
    assert checker.patch(f"/notifications/{told[0]}", {"read": False}).json["read"] is False
    assert checker.get("/notifications").json["unread"] == len(told)


def test_all_are_marked_up_to_what_was_seen_and_back(checker: Caller, told: list[int]) -> None:
    done = checker.post("/notifications/read", {"upto": told[1]}).json
    assert done["unread"] == 1
    assert checker.post("/notifications/unread", {"at": done["at"]}).json["unread"] == len(told)


def test_somebody_else_s_are_not_there(editor: Caller, told: list[int]) -> None:
    assert editor.get("/notifications").json["items"] == []
    for number in (*told, 999_999_999):
        answer = editor.patch(f"/notifications/{number}", {"read": True})
        assert (answer.status_code, answer.json["detail"]) == (404, "There is no such notification.")
    editor.post("/notifications/read", {"upto": told[0]})


def test_what_one_wants_to_hear_of_is_chosen(checker: Caller, editor: Caller, claim: int) -> None:
    before = checker.get("/notifications/choices").json
    assert before["channels"]["assigned"] == "page"
    assert "to_approve" not in before["channels"]
    assert checker.patch("/notifications/choices", {"hour": 18}).json == before | {"hour": 18}
    after = checker.patch("/notifications/choices", {"channels": {"assigned": "none"}}).json
    assert (after["channels"]["assigned"], after["hour"]) == ("none", 18)
    editor.move(claim, "assign", assignee=checker.person)
    assert checker.get("/notifications").json["items"] == []


ODD = (
    {"channels": {"to_approve": "page"}}, {"channels": {"pigeon": "page"}}, {"channels": {"assigned": "pigeon"}},
    {"hour": 24}, {"hour": -1}, {"hour": "7"}, {"hour": 7.5}, {"channels": []}, {"zone": "UTC"},
)  # fmt: skip


def test_choices_that_make_no_sense_change_nothing(checker: Caller) -> None:
    before = checker.get("/notifications/choices").json
    for body in ODD:
        assert checker.patch("/notifications/choices", body).status_code == 422, body
    assert checker.get("/notifications/choices").json == before


MOMENTS = (
    "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "2026-01-01T00:00:00", "yesterday", "", 0, None,
)  # fmt: skip


def test_a_moment_that_is_none_marks_nothing_unread(checker: Caller, told: list[int]) -> None:
    checker.post("/notifications/read", {"upto": told[0]})
    for at in MOMENTS:
        assert checker.post("/notifications/unread", {"at": at}).status_code in {200, 422}, at
    assert checker.get("/notifications").json["unread"] == 0


def test_who_is_no_editor_any_more_finds_nothing_for_editors(hire: Hire) -> None:
    vera = hire("vera", "checker")
    answer = vera.patch("/notifications/choices", {"channels": {"opinion_differs": "page"}})
    assert (answer.status_code, answer.json["field"], answer.json["rule"]) == (422, "opinion_differs", "unknown_kind")
