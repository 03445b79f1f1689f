"""Who is let in at the door of the API, and what the scope of a token and the role of its person carry."""

import re

from apiflask import APIFlask

from factcheck.domain.people import TokenScope
from factcheck.services import people, signing_in, tokens
from factcheck.web.app import create_app
from factcheck.wiring import Desk
from tests.web.api.conftest import ROOT, Caller, Hire

SAFE = {"GET", "HEAD", "OPTIONS"}


def routes(app: APIFlask) -> list[tuple[str, str]]:
    """Every (method, path) of the API, with 1 for every number."""
    return sorted(
        (
            method,
            re.sub(r"<int:\w+>", "1", rule.rule),  # "/claims/<int:claim_id>" becomes "/claims/1"
        )
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("api.")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    )


def test_nobody_is_let_in_without_a_token(app: APIFlask) -> None:
    assert len(routes(app)) == 62
    for method, path in routes(app):
        answer = app.test_client().open(path, method=method, json={} if method not in SAFE else None)
        assert answer.status_code == 401, (method, path)
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert answer.content_type == "application/problem+json"
        assert answer.json["status"] == 401


def test_other_headers_open_nothing(app: APIFlask) -> None:
    for header in ("Bearer wrong", "bearer ", "Basic YTpi", "Bearer\x0bx", "fcd_x", "Bearer ü"):
        answer = app.test_client().get("/api/v1/me", headers={"Authorization": header})
        assert answer.status_code == 401, header
        assert "WWW-Authenticate" in answer.headers


def test_a_token_in_the_address_or_a_cookie_opens_nothing(desk: Desk, app: APIFlask, checker: Caller) -> None:
    client = app.test_client()
    for name in ("token", "access_token", "api_key", "Authorization"):
        assert client.get("/api/v1/me", query_string={name: checker.token}).status_code == 401
    person, actor = people.by_email(desk.unit(), "cleo@desk.example")
    signing_in.set_password(desk.unit(), desk.passwords, person.id, "a long enough word", ROOT)
    with client.session_transaction() as session:
        session["_user_id"] = signing_in.sign_in(
            desk.unit(), desk.passwords, person.email, "a long enough word", address="127.0.0.1", browser=""
        )
    assert client.get("/queue").status_code == 200
    assert client.get("/api/v1/me").status_code == 401
    assert actor.id == checker.person


def test_who_holds_the_token_is_told(checker: Caller, hire: Hire) -> None:
    me = checker.get("/me").json
    assert (me["id"], me["name"], me["roles"], me["scope"]) == (checker.person, "Cleo", ["checker"], "write")
    assert "edit claims" in me["may"]
    assert "manage people" not in me["may"]
    assert hire("vera", "admin", "editor", scope=TokenScope.READ).get("/me").json["scope"] == "read"


def test_a_read_token_reads_and_changes_nothing(app: APIFlask, hire: Hire, article: int) -> None:
    reader = hire("vera", "checker", "editor", "admin", scope=TokenScope.READ)
    for method, path in routes(app):
        answer = reader.call(method, path.removeprefix("/api/v1"), {} if method not in SAFE else None)
        if method in SAFE:
            assert answer.status_code in {200, 404, 422}, (method, path)
        else:
            assert (answer.status_code, answer.json["rule"]) == (403, "read_token"), (method, path)


def test_a_revoked_token_and_a_disabled_person_are_let_out(desk: Desk, checker: Caller, editor: Caller) -> None:
    actor = people.by_email(desk.unit(), "cleo@desk.example")[1]
    (token,) = tokens.tokens(desk.unit(), actor)
    tokens.revoke_token(desk.unit(), token.id, actor)
    assert checker.get("/me").status_code == 401
    people.disable(desk.unit(), editor.person, ROOT)
    assert editor.get("/me").status_code == 401


def test_a_token_carries_what_its_person_may_do_now(desk: Desk, editor: Caller, claim: int) -> None:
    assert editor.patch(f"/claims/{claim}", {"seen": 1, "topic": "harbour"}).status_code == 200
    people.change_roles(desk.unit(), editor.person, ROOT, roles=["admin"])
    refused = editor.patch(f"/claims/{claim}", {"seen": 2, "topic": "sea"})
    assert (refused.status_code, refused.json["rule"]) == (403, "edit_claims")


def test_an_admin_signs_nothing(admin: Caller, checker: Caller, claim: int) -> None:
    assert admin.post("/claims/next").status_code == 403
    assert (admin.move(claim, "take").json["status"], admin.move(claim, "take").json["rule"]) == (403, "role")
    assert admin.put(f"/claims/{claim}/draft", {"rationale": "x"}).status_code == 403
    assert checker.claim(claim)["stage"] == "queued"


def test_a_checker_does_not_do_what_an_editor_does(checker: Caller, claim: int) -> None:
    assert checker.post("/claims/next").json["id"] == claim
    answer = {"verdict": "unverified", "rationale": "Nobody could be reached.", "tried": "Called the office twice."}
    sent = checker.move(claim, "submit", **answer).json
    seal = sent["findings"][-1]["content_hash"]
    for move in ("approve", "return", "amend", "assign", "reopen", "void"):
        refused = checker.move(claim, move, hash_seen=seal, note="please", public_note="please")
        assert refused.status_code in {403, 409}, move
    assert checker.claim(claim)["version"] == sent["version"]


def test_the_clocks_own_move_is_nobody_elses(checker: Caller, editor: Caller, claim: int) -> None:
    checker.post("/claims/next")
    for caller in (checker, editor):
        assert caller.move(claim, "lapse").status_code == 403


def test_wrong_tokens_are_throttled_by_address_and_good_ones_are_not(
    app: APIFlask, desk: Desk, checker: Caller
) -> None:
    client = app.test_client()
    statuses = [
        client.get("/api/v1/me", headers={"Authorization": f"Bearer wrong{number}"}).status_code for number in range(32)
    ]
    assert statuses == [401] * tokens.TOKEN_TRIES + [429] * 2
    other_process = Desk(desk.settings, desk.clock, shared_politeness=False)
    refused = create_app(other_process).test_client().get("/api/v1/me", headers={"Authorization": "Bearer wrong"})
    other_process.close()
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "60"
    assert refused.json["retry_after"] == 60
    assert checker.get("/me").status_code == 200
    elsewhere = client.get(
        "/api/v1/me", headers={"Authorization": "Bearer wrong"}, environ_base={"REMOTE_ADDR": "192.0.2.7"}
    )
    assert elsewhere.status_code == 401


def test_no_answer_of_the_api_sets_a_cookie_or_may_be_kept(checker: Caller, claim: int) -> None:
    for answer in (
        checker.get("/me"),
        checker.get(f"/claims/{claim}"),
        checker.post("/claims/next"),
        checker.get("/no"),
    ):
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
