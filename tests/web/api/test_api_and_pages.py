"""Whatever somebody does with a form of the pages is done by token as well, or it stands here why not."""

from apiflask import APIFlask

from tests.web.api.test_api_door import SAFE

DOORS = {
    "admin.add_outlet": "add_outlet", "admin.set_owner": "set_owner", "admin.switch_outlet": "switch_outlet",
    "approving.tick": "tick_source",
    "bringing_in.bring_in": "bring_in", "articles.describe": "describe_article", "articles.try_again": "try_again",
    "editing.edit": "edit_claim", "editing.merge": "merge_claim", "editing.split": "split_claim",
    "editing.undo": "undo_change",
    "evidence.attach": "attach", "evidence.attach_report": "attach", "evidence.change": "change_source",
    "evidence.detach": "detach", "evidence.look_now": "look_now", "evidence.place_origin": "place_origin",
    "evidence.search_again": "search_again", "evidence.set_aside": "set_aside",
    "exports.order": "export_claims",
    "notifications.choose": "choose", "notifications.mark": "mark_notification",
    "notifications.mark_all": "mark_all_read", "notifications.open_one": "mark_notification",
    "notifications.unmark_all": "mark_all_unread",
    "opinions.ask": "ask_for_opinion", "opinions.close": "close_opinion", "opinions.read": "read_first_answer",
    "opinions.release": "release_opinion", "opinions.renew": "opinion_lease",
    "opinions.save_draft": "save_opinion_draft", "opinions.send": "send_opinion", "opinions.take": "opinion_lease",
    "opinions.take_next": "take_next_opinion",
    "review.make": "make_move", "review.open_claim": "lease", "review.renew": "lease",
    "review.save_draft": "save_draft", "review.take_next": "take_next",
    "sentences.extend": "extend_claim", "sentences.look_at": "look_at_sentences",
    "sentences.look_away": "look_at_sentences", "sentences.merge": "merge_claim", "sentences.split": "split_claim",
    "sign_offs.sign": "sign_article_off", "sign_offs.withdraw": "withdraw_sign_off",
    "spans.add": "add_claim", "spans.dismiss": "make_move", "spans.edit": "edit_claim", "spans.merge": "merge_claim",
    "spans.place": "edit_claim", "spans.restore": "make_move", "spans.split": "split_claim",
    "spans.undo": "undo_change",
    "triage.put_back": "put_back", "triage.sort_out": "sort_out",
}  # fmt: skip
"""What a form does, and the call that does the same by the same service."""

NO_DOOR = {
    "a token must not change how its person gets in, nor make more of itself": {
        "people.add_token", "people.change_password", "people.end_session", "people.revoke_token",
        "people.set_first_password", "people.sign_in", "people.sign_out", "second_factor.begin_setup",
        "second_factor.confirm", "second_factor.enter", "second_factor.new_codes", "second_factor.switch_off",
    },
    "it is about one's browser": {
        "people.choose_preferences", "sentences.open_claim", "sentences.part", "shortcuts.reset", "shortcuts.save",
        "shortcuts.switch", "views.remove", "views.save",
    },
    "running the desk is for the page behind a second factor, or for the command line": {
        "admin.add", "admin.change_roles", "admin.check_history", "admin.disable", "admin.enable", "admin.end_session",
        "admin.new_link", "admin.reset_second_factor", "admin.try_mail", "plugins.change", "plugins.switch",
        "plugins.test",
    },
    "it is for readers, who have no token": {"public.report_error"},
}  # fmt: skip


def names(app: APIFlask, *, by_token: bool) -> set[str]:
    return {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("api.") == by_token and (by_token or (rule.methods or set()) - SAFE)
    }


def test_every_form_has_its_call_or_a_reason(app: APIFlask) -> None:
    excused = set().union(*NO_DOOR.values())
    assert not DOORS.keys() & excused
    assert DOORS.keys() | excused == names(app, by_token=False)
    assert {f"api.{call}" for call in DOORS.values()} <= names(app, by_token=True)
