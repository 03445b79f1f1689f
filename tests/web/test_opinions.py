"""Second opinions as pages and over the API: given without JavaScript, and blind on every route there is."""

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import text
from werkzeug.routing import Rule

from factcheck.domain.earlier import Came, Comparison, ImportedCheck
from factcheck.domain.evidence import AskStatus, Stance
from factcheck.domain.people import Actor as Person
from factcheck.domain.people import Role, TokenScope
from factcheck.domain.review import Given, Move, Stage, Verdict
from factcheck.services import attaching, earlier, imports, jobs, leases, opinion_work, review, tokens
from factcheck.store import history as entries
from factcheck.store.tables import Alert, Ask, EarlierCheck, Source
from factcheck.web import doors
from tests.web.conftest import Visitor, World
from tests.web.publishing import STANCES, source, withheld

WORDS = {"verdict": "disputed", "rationale": "The harbour log has it open.", "grounds": "https://harbour.example/log"}
RATIONALE = "The counting of the harbour agrees with the claim."
SECRETS = (RATIONALE, "Harbour counts", "12 people came off", "A clerk who wants no name", "He said it aloud")
INSTALLER = Person(None, "the tests", frozenset({Role.ADMIN}))


def sent(world: World, claim: int, verdict: Verdict = Verdict.CONFIRMED) -> int:
    """Jana's answer with a source that is published and one that is withheld, drawn for a second opinion."""
    unit, jana = world.desk.unit, world.actors["jana"]
    sheet = leases.take(unit(), claim, jana, seen=world.seen(claim))
    for new in (source(STANCES[verdict]), withheld(STANCES[verdict])):
        sheet = attaching.attach(unit(), claim, jana, seen=sheet.version, source=new)
    given = Given(verdict=verdict, rationale=RATIONALE, tried="Asked the harbour.")
    review.move(unit(), claim, Move.SUBMIT, jana, seen=sheet.version, given=given, drawn=lambda _: True)
    return opinion_of(world, claim)


def opinion_of(world: World, claim: int) -> int:
    line = world.sheet(claim).opinion
    assert line is not None
    return line.id


def fence(visitor: Visitor, opinion: int) -> str:
    found = re.search(r'name="fence" value="(\d+)"', visitor.get(f"/opinions/{opinion}").text)
    assert found is not None
    return found[1]


def give(visitor: Visitor, opinion: int, **words: str) -> str:
    visitor.post(f"/opinions/{opinion}/take")
    sent = visitor.post(f"/opinions/{opinion}/answer", {**WORDS, "fence": fence(visitor, opinion), **words})
    assert sent.status_code == 303, sent.text
    return visitor.get(f"/opinions/{opinion}").text


# --- The way of an opinion ------------------------------------------------------------------------


def test_a_second_checker_gives_an_opinion_without_javascript(world: World) -> None:
    opinion = sent(world, world.claims[0])
    tim = world.signed_in("tim")
    assert "Next opinion" in tim.get("/queue").text
    assert tim.post("/opinions/next").headers["Location"].endswith(f"/opinions/{opinion}")
    bench = tim.get(f"/opinions/{opinion}").text
    assert "What it rests on" in bench
    assert not [secret for secret in SECRETS if secret in bench]
    page = give(tim, opinion)
    assert "Two answers that differ" in page
    assert RATIONALE in page
    assert "<del>" in page
    assert "Next opinion" not in tim.get("/queue").text


def test_an_editor_reads_the_first_answer_and_signs_without_the_second(world: World) -> None:
    claim = world.claims[0]
    opinion = sent(world, claim)
    omar = world.signed_in("omar")
    closed = omar.get(f"/claims/{claim}").text
    assert "Read the first answer" in closed
    assert RATIONALE not in closed
    omar.post(f"/opinions/{opinion}/read")
    page = omar.get(f"/claims/{claim}").text
    assert RATIONALE in page
    assert "The second opinion is not in: approving now goes on without it." in page
    latest = world.sheet(claim).latest
    assert latest is not None
    form = {"seen": world.seen(claim), "hash_seen": latest.content_hash}
    assert omar.post(f"/claims/{claim}/moves/approve", form).status_code == 303
    assert world.sheet(claim).row.stage is Stage.APPROVED
    assert "approved without it" in omar.get(f"/opinions/{opinion}").text


def test_the_approver_sees_both_once_both_are_in(world: World) -> None:
    claim = world.claims[0]
    give(world.signed_in("tim"), sent(world, claim))
    page = world.signed_in("omar").get(f"/claims/{claim}").text
    assert "The second opinion says disputed, another verdict: read both." in page
    assert "Both side by side" in page


def test_an_editor_asks_by_hand(world: World) -> None:
    claim, omar = world.claims[0], world.signed_in("omar")
    jana = world.actors["jana"]
    sheet = leases.take(world.desk.unit(), claim, jana, seen=1)
    given = Given(verdict=Verdict.UNVERIFIED, rationale=RATIONALE, tried="Asked the harbour.")
    review.move(world.desk.unit(), claim, Move.SUBMIT, jana, seen=sheet.version, given=given)
    assert "Ask for a second opinion" in omar.get(f"/claims/{claim}").text
    assert "Ask for a second opinion" not in world.signed_in("tim").get(f"/claims/{claim}").text
    assert omar.post(f"/claims/{claim}/opinion").status_code == 303
    assert RATIONALE not in world.signed_in("tim").get(f"/claims/{claim}").text
    assert "Asked for and not in yet." in omar.get(f"/claims/{claim}").text
    answer = omar.post(f"/claims/{claim}/opinion")
    assert (answer.status_code, "asked for already" in answer.text) == (422, True)
    assert omar.post(f"/opinions/{opinion_of(world, claim)}/close").status_code == 303
    assert RATIONALE in world.signed_in("tim").get(f"/claims/{claim}").text


def test_a_refused_answer_stands_in_the_form_again(world: World) -> None:
    opinion, tim = sent(world, world.claims[0]), world.signed_in("tim")
    tim.post(f"/opinions/{opinion}/take")
    answer = tim.post(f"/opinions/{opinion}/answer", {**WORDS, "grounds": "", "fence": fence(tim, opinion)})
    assert answer.status_code == 422
    assert "Say what it rests on" in answer.text
    assert WORDS["rationale"] in answer.text
    assert 'href="#field-grounds"' in answer.text


def test_the_form_counts_what_the_draw_is_set_to(world: World) -> None:
    """The page sends with the desk's own draw: a share of all draws every claim, of none none."""
    for claim, share in zip(world.claims[:2], (1.0, 0.0), strict=True):
        world.desk.__dict__.pop("draw", None)
        world.desk.settings = world.desk.settings.model_copy(update={"second_opinion_share": share})
        jana = world.signed_in("jana")
        jana.post(f"/claims/{claim}/moves/take", {"seen": world.seen(claim)})
        form = {
            "verdict": "unverified",
            "rationale": RATIONALE,
            "tried": "Asked the harbour.",
            "seen": world.seen(claim),
        }
        assert jana.post(f"/claims/{claim}/moves/submit", form).status_code == 303
        assert (world.sheet(claim).opinion is not None) == bool(share)


def test_editors_find_where_answers_differ_and_checkers_do_not(world: World) -> None:
    opinion = sent(world, world.claims[0])
    omar = world.signed_in("omar")
    assert "No two answers differ" in omar.get("/opinions").text
    give(world.signed_in("tim"), opinion)
    assert f'href="/opinions/{opinion}"' in omar.get("/opinions?days=7").text
    assert "Where two answers differ" not in world.signed_in("tim").get("/opinions").text
    answer = omar.get("/opinions?days=8")
    assert (answer.status_code, "7, 30, 90 days" in answer.text) == (422, True)


def test_who_is_asked_comes_from_the_notification_to_the_opinion(world: World) -> None:
    opinion, tim = sent(world, world.claims[0]), world.signed_in("tim")
    page = tim.get("/notifications").text
    assert "A second opinion is wanted" in page
    assert not [secret for secret in SECRETS if secret in page]
    (number,) = re.findall(r"/notifications/(\d+)/open", page)
    assert tim.post(f"/notifications/{number}/open").headers["Location"].endswith(f"/opinions/{opinion}")


# --- Blind, whatever one asks for -----------------------------------------------------------------


VARYING = re.compile(r'(csrf[-_]token"[^>]*(content|value)="[^"]*")|(/events/\?topics=[^"]*)')  # new for each page


def plausible(world: World, claim: int, opinion: int) -> dict[str, int]:
    with world.desk.unit().reading() as session:
        first = session.scalar(text(f"SELECT min(id) FROM source WHERE claim_id = {claim}"))
        alert = session.scalar(text(f"SELECT min(id) FROM alert WHERE claim_id = {claim}"))
    return {
        "claim_id": claim,
        "opinion_id": opinion,
        "source_id": first,
        "alert_id": alert,
        "article_id": world.article,
    }


def addresses(world: World, method: str, parts: dict[str, int]) -> Iterator[tuple[Rule, str]]:
    """Every route of this method, with what is there for each part of its address."""
    for rule in world.app.url_map.iter_rules():
        if rule.endpoint == "static" or method not in (rule.methods or set()):
            continue
        yield rule, re.sub(r"<(?:(\w+):)?(\w+)>", lambda found: str(parts.get(found[2], 1)), rule.rule)


QUERIES = ("", "?stage=submitted", "?stage=submitted&verdict=confirmed", "?stage=submitted&verdict=disputed")
DARK = ("tim", "omar", "ada")


def in_the_dark(world: World, name: str, scope: TokenScope) -> tuple[Visitor, dict[str, str]]:
    """A browser of this person and the header of a token of theirs."""
    token = tokens.add_token(world.desk.unit(), world.actors[name].id or 0, INSTALLER, label="t", scope=scope)
    return world.signed_in(name), {"Authorization": f"Bearer {token}"}


Looking = dict[str, tuple[Visitor, dict[str, str]]]


def everything_shown(world: World, people: Looking, parts: dict[str, int]) -> dict[tuple[str, str], tuple[int, str]]:
    """What these people get from every route that shows something, as a page, a piece and over the API."""
    shown = {}
    for name, (visitor, header) in people.items():
        for rule, address in addresses(world, "GET", parts):
            by_token = rule.endpoint.split(".")[0] in doors.BY_TOKEN
            tries = QUERIES if rule.rule in {"/queue", "/approve", "/api/v1/claims"} else ("",)
            for query in tries:
                for headers in (header,) if by_token else ({}, {"HX-Request": "true"}):
                    answer = visitor.get(address + query, headers=headers)
                    key = (name, f"{address}{query} {sorted(headers)}")
                    shown[key] = (answer.status_code, VARYING.sub("", answer.get_data(as_text=True)))
    return shown


def change_the_answer(world: World, claim: int) -> None:
    """The first answer becomes another one behind the back of the desk: other words, verdict, sources, alerts."""
    with world.desk.unit().writing() as session:
        session.execute(text("DROP TRIGGER finding_no_update"))
        content = "json_set(content, '$.rationale', 'Nothing of it is true.', '$.verdict', 'disputed')"
        session.execute(text(f"UPDATE finding SET verdict = 'disputed', content = {content} WHERE claim_id = {claim}"))
        session.execute(text(f"UPDATE source SET stance = 'refutes', title = 'Other counts' WHERE claim_id = {claim}"))
        like = session.get_one(Source, 1).model_dump(exclude={"id"})
        session.add(Source(**like))
        session.add(Alert(claim_id=claim, source_id=1, sentence="Another page is gone.", at=world.desk.clock()))
        session.execute(text(f"UPDATE claim SET alerts = 2, version = version + 2 WHERE id = {claim}"))
        for what in ("attach", "set aside"):
            entries.append(session, f"claim:{claim}", what, world.actors["jana"], world.desk.clock())
        session.add(
            EarlierCheck(
                claim_id=claim,
                place=1,
                score=0.9,
                compared=Comparison.WORDS,
                imported_id=1,
                found_at=world.desk.clock(),
            )
        )
        session.execute(text(f"UPDATE ask SET hits = 1, status = 'found' WHERE claim_id = {claim}"))


def check_on_its_page(world: World, claim: int) -> None:
    """The page that Jana attached carries a fact-check of somebody else; the claim is not compared with it yet."""
    now = world.desk.clock()
    said = {"claim": "12 people came off the ferry", "rating": "True", "publisher": "Other desk"}
    found = ImportedCheck(url="https://other.example/1", **said)
    with world.desk.unit().writing() as session:
        imports.keep(session, [found], now, Came.PAGE, source(STANCES[Verdict.CONFIRMED]).url)
        ask = Ask(claim_id=claim, provider=earlier.LEDGER, words="compared by words", status=AskStatus.NOTHING, at=now)
        session.add(ask)


def test_no_route_shows_anything_that_depends_on_a_closed_answer(world: World) -> None:
    """Not what it says and not how much there is of it: with another answer every page is the same to the letter."""
    claim = world.claims[0]
    opinion = sent(world, claim)
    with world.desk.unit().writing() as session:
        session.add(Alert(claim_id=claim, source_id=1, sentence="The page is gone.", at=world.desk.clock()))
        session.execute(text(f"UPDATE claim SET alerts = 1 WHERE id = {claim}"))
    check_on_its_page(world, claim)
    parts = plausible(world, claim, opinion)
    people = {name: in_the_dark(world, name, TokenScope.READ) for name in DARK}
    jana = world.signed_in("jana")
    for visitor, header in people.values():
        visitor.get("/api/v1/me", headers=header)  # the account says when a token was used
    before = everything_shown(world, people, parts)
    assert len(before) > 200
    assert [key for key, (status, _) in before.items() if status >= 500] == []
    assert [(key, secret) for key, (_, body) in before.items() for secret in SECRETS if secret in body] == []
    knows = jana.get(f"/claims/{claim}").text
    change_the_answer(world, claim)
    after = everything_shown(world, people, parts)
    assert {key: after[key] for key in before if before[key] != after[key]} == {}
    assert jana.get(f"/claims/{claim}").text != knows  # it does show to who knows it


@pytest.mark.parametrize("name", DARK)
def test_no_refusal_of_a_form_gives_a_closed_answer_away(world: World, name: str) -> None:
    claim = world.claims[0]
    opinion = sent(world, claim)
    parts = plausible(world, claim, opinion)
    visitor, header = in_the_dark(world, name, TokenScope.WRITE)
    moves = [move.value for move in Move]
    for rule, address in addresses(world, "POST", parts):
        if rule.endpoint in {"opinions.read", "opinions.close", "api.read_first_answer", "api.close_opinion"}:
            continue  # they open it, and say so
        headers = header if rule.endpoint.split(".")[0] in doors.BY_TOKEN else {}
        for move in moves if "<move>" in rule.rule else [""]:
            form = {"seen": "0", "revision": "0", "rationale": "A rationale of mine.", "verdict": "disputed"}
            target = re.sub(r"/moves/\d+$", f"/moves/{move}", address)
            answer = visitor.post(target, form, headers=headers)
            assert answer.status_code < 500, target
            assert not [secret for secret in SECRETS if secret in answer.get_data(as_text=True)], target
    assert not [secret for secret in SECRETS if secret in visitor.get(f"/claims/{claim}").text]


SOURCE = {"stance": "refutes", "kind": "primary", "url": "https://harbour.example/log"}
BODIES: dict[str, dict[str, object]] = {
    "api.add_claim": {"fragments": [[0, 9]]}, "api.attach": SOURCE, "api.change_source": {"title": "Mine"},
    "api.edit_claim": {"topic": "harbour"}, "api.extend_claim": {"fragments": [[0, 9]]},
    "api.merge_claim": {"into": 2}, "api.place_origin": {"together_with": None, "reason": "Its own."},
    "api.save_draft": {"rationale": "A rationale of mine."}, "api.save_opinion_draft": {"rationale": "Mine."},
    "api.send_opinion": {**WORDS, "fence": 0}, "api.set_aside": {"note": "It changes nothing."},
    "api.sign_article_off": {"hash_seen": "0" * 64, "note": "Mine."}, "api.split_claim": {"at": 70},
    "api.tick_source": {"read": True}, "api.undo_change": {"seq": 4},
    "api.look_at_sentences": {"sentences": [1], "looked_at": True},
}  # fmt: skip
"""What makes sense to send, beside the version seen, so that a call gets as far as it can."""

NAMES_A_VERSION = {"add_claim", "save_draft", "save_opinion_draft", "send_opinion", "set_aside", "tick_source"} | {
    "sign_article_off"
}
OPENS_IT = {"api.read_first_answer", "api.close_opinion"}


@pytest.mark.parametrize("name", DARK)
def test_no_call_of_the_api_gives_a_closed_answer_away(world: World, name: str) -> None:
    """With the version as it is and with an older one, in the dark: neither an answer nor a refusal does."""
    claim = world.claims[0]
    parts = plausible(world, claim, sent(world, claim))
    visitor, header = in_the_dark(world, name, TokenScope.WRITE)
    reached = set()
    for method in ("PUT", "PATCH", "DELETE", "POST"):
        for rule, address in addresses(world, method, parts):
            if rule.endpoint.split(".")[0] not in doors.BY_TOKEN or rule.endpoint in OPENS_IT:
                continue
            for seen in (world.sheet(claim, name).version, 1):
                for body in bodies(rule.endpoint, claim, seen):
                    query = {"seen": seen} if method == "DELETE" and "claim_id" in rule.arguments else {}
                    answer = visitor.client.open(address, method=method, json=body, headers=header, query_string=query)
                    text = answer.get_data(as_text=True)
                    assert answer.status_code < 500, (address, text)
                    assert not [secret for secret in SECRETS if secret in text], (method, address, body)
                    reached |= {rule.endpoint} if answer.status_code in {200, 201, 409} else set()
    assert {"api.make_move", "api.search_again"} & reached or name == "ada"
    assert not [secret for secret in SECRETS if secret in visitor.get(f"/claims/{claim}").text]


def bodies(endpoint: str, claim: int, seen: int) -> list[dict[str, object]]:
    if endpoint == "api.make_move":
        words = {"verdict": "disputed", "rationale": WORDS["rationale"], "note": "Mine.", "public_note": "Mine."}
        return [{"move": move.value, "seen": seen, **words} for move in Move]
    if endpoint == "api.sort_out":
        return [{"claims": [{"claim": claim, "seen": seen}], "topic": "harbour"}]
    versioned = {} if endpoint.removeprefix("api.") in NAMES_A_VERSION else {"seen": seen}
    return [BODIES[endpoint] | versioned] if endpoint in BODIES else [{}]


# --- The API --------------------------------------------------------------------------------------


def test_an_opinion_over_the_api(world: World) -> None:
    claim = world.claims[0]
    opinion = sent(world, claim)
    client = world.app.test_client()

    def call(name: str, method: str, path: str, body: object = None, scope: TokenScope = TokenScope.WRITE) -> object:
        token = tokens.add_token(world.desk.unit(), world.actors[name].id or 0, INSTALLER, label="t", scope=scope)
        sent = {"json": body} if body is not None else {}
        headers = {"Authorization": f"Bearer {token}"}
        return client.open(f"/api/v1{path}", method=method, headers=headers, **sent)  # type: ignore[arg-type]

    waiting = call("tim", "GET", "/opinions", scope=TokenScope.READ)
    assert [line["id"] for line in waiting.json["items"]] == [opinion]  # type: ignore[attr-defined]
    assert call("tim", "POST", "/opinions/next", {}, TokenScope.READ).status_code == 403  # type: ignore[attr-defined]
    taken = call("tim", "POST", "/opinions/next", {}).json  # type: ignore[attr-defined]
    assert (taken["line"]["id"], taken["first"], taken["line"]["state"]) == (opinion, None, "yours")
    renewed = call("tim", "POST", f"/opinions/{opinion}/lease", {"fence": taken["fence"]}).json  # type: ignore[attr-defined]
    assert renewed["fence"] == taken["fence"]
    kept = call("tim", "PUT", f"/opinions/{opinion}/draft", {"rationale": "So far."}).json  # type: ignore[attr-defined]
    assert kept["revision"] == 1
    both = call("tim", "POST", f"/opinions/{opinion}/answer", {**WORDS, "fence": taken["fence"]}).json  # type: ignore[attr-defined]
    assert (both["first"]["rationale"], both["line"]["differs"]) == (RATIONALE, True)
    assert call("tim", "POST", "/opinions/next", {}).status_code == 204  # type: ignore[attr-defined]
    found = call("omar", "GET", "/disagreements?days=7").json["items"]  # type: ignore[attr-defined]
    assert [(each["claim_id"], each["first"], each["second"]) for each in found] == [(claim, "confirmed", "disputed")]
    assert call("tim", "GET", "/disagreements").status_code == 403  # type: ignore[attr-defined]
    assert call("omar", "POST", f"/opinions/{opinion}/close", {}).json["rule"] == "closed"  # type: ignore[attr-defined]


def test_who_is_no_checker_gives_none(world: World) -> None:
    opinion = sent(world, world.claims[0])
    ada = world.signed_in("ada")
    assert ada.post(f"/opinions/{opinion}/take").status_code == 403
    assert "waits for a checker" in ada.get(f"/opinions/{opinion}").text
    with pytest.raises(Exception, match="role"):
        opinion_work.take(world.desk.unit(), opinion, world.actors["ada"])


# --- Live signals ---------------------------------------------------------------------------------


def heard_on(visitor: Visitor, address: str) -> set[str]:
    """The topics that a page waits for."""
    found = re.search(r'data-topics="([^"]*)"', visitor.get(address).text)
    return set(found[1].split()) if found else set()


def signalled(world: World) -> set[str]:
    """What has been signalled since this was asked last."""
    return set(jobs.signals(world.desk.unit()))


def test_pages_in_the_dark_do_not_hear_how_often_somebody_works_towards_the_answer(world: World) -> None:
    """The same signal for each source that is attached would be counted by who listens."""
    claim, jana = world.claims[0], world.actors["jana"]
    opinion, unit = sent(world, claim), world.desk.unit
    review.move(unit(), claim, Move.WITHDRAW, jana, seen=world.seen(claim), given=Given())
    held = leases.open_claim(unit(), claim, jana)
    dark, knows = world.signed_in("tim"), world.signed_in("jana")
    pages = [f"/claims/{claim}", f"/claims/{claim}/history", f"/opinions/{opinion}"]
    signalled(world)
    seen = held.version
    for title in ("One", "Two"):
        new = source(Stance.SUPPORTS, title=title)
        seen = attaching.attach(unit(), claim, jana, seen=seen, source=new).version
    told = signalled(world)
    assert told
    for page in pages:
        assert heard_on(dark, page).isdisjoint(told), page
        assert heard_on(knows, page) & told, page
    assert f"claim:{claim}" in heard_on(dark, pages[0])
