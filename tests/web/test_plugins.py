"""The pages of plug-ins: a form from the settings model, secrets that never come back, and where text goes."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlmodel import Session, select

from factcheck.config import Settings
from factcheck.domain.people import Action
from factcheck.services import asking
from factcheck.store.tables import Claim, Inquiry, JobRow, Lead, Page, Report
from factcheck.web.app import create_app
from factcheck.wiring import Desk
from tests.conftest import SetClock
from tests.elsewhere import Elsewhere, as_json, claim, completion, elsewhere, html
from tests.web.conftest import Visitor, World

PAGE = "/admin/plugins/language-model"
HUSH = "sk-canary-0123456789abcdef"


@pytest.fixture
def server() -> Iterator[Elsewhere]:
    with elsewhere() as server:
        server.says(completion({"claims": [claim("The ferry to Osthaven carried 212 people")]}))
        yield server


@pytest.fixture
def desk(settings: Settings, clock: SetClock, server: Elsewhere) -> Iterator[Desk]:
    chosen = settings.model_copy(update={"private_hosts": frozenset({server.pair})})
    desk = Desk(chosen, clock, shared_politeness=False)
    yield desk
    desk.close()


@pytest.fixture
def app(desk: Desk) -> Flask:
    return create_app(desk)


@pytest.fixture
def ada(world: World) -> Visitor:
    return world.signed_in("ada")


def given(server: Elsewhere, **more: str) -> dict[str, str]:
    """What an admin types on the page, on top of what stands there already."""
    return {
        "settings": "1", "seen": "0", "address": f"{server.url}/v1", "model": "tide-7b", "secret-key": HUSH,
        "seconds": "45", "per_article": "20000", "per_day": "500000", "answer_tokens": "8000",
        "answer_limit": "max_tokens", "temperature": "0",
    } | more  # fmt: skip


def on(ada: Visitor, server: Elsewhere) -> None:
    assert ada.post(PAGE, given(server)).status_code == 303
    assert ada.post(f"{PAGE}/switch", {"seen": "1", "on": "1"}).status_code == 303


def test_the_form_has_a_labelled_field_for_every_setting(world: World, ada: Visitor) -> None:
    page = ada.get(PAGE).text
    for field in world.desk.plugged.plugins.named("language-model").form.fields:
        assert f'for="field-{field.name}">{field.label}</label>' in page
        assert f'id="field-{field.name}"' in page
    assert 'name="secret-key" type="password"' in page
    assert "Switched off" in page
    assert "Address of the server: it is needed." in page


def test_an_admin_sets_it_up_and_switches_it_on(world: World, ada: Visitor, server: Elsewhere) -> None:
    on(ada, server)
    page = ada.get(PAGE).text
    assert "Switched on" in page
    assert re.search(r"Set on <time[^>]*>", page)
    assert "changed the settings" in page
    assert "switched it on" in page
    assert f"{server.pair} (model tide-7b)" in ada.get("/admin/plugins").text


def test_pages_where_text_comes_in_say_that_it_leaves(world: World, ada: Visitor, server: Elsewhere) -> None:
    jana = world.signed_in("jana")
    pages = ("/articles/new", f"/articles/{world.article}", "/articles")
    for page in pages:
        assert "leaves this desk" not in jana.get(page).text
    on(ada, server)
    for page in pages:
        text = jana.get(page).text
        assert "The text of articles leaves this desk" in text
        assert f"{server.pair} (model tide-7b)" in text
        assert "Ada switched this on" in text
    ada.post(f"{PAGE}/switch", {"seen": "2", "on": ""})
    assert "leaves this desk" not in jana.get("/articles/new").text


def test_a_finder_of_stances_is_set_up_likewise_and_said_to_get_claims_and_reports(
    world: World, ada: Visitor, server: Elsewhere
) -> None:
    stances, jana = "/admin/plugins/stance-model", world.signed_in("jana")
    form = given(server, per_report="20000", seconds="20")
    assert ada.post(stances, form).status_code == 303
    assert "leaves this desk" not in jana.get("/articles").text
    assert ada.post(f"{stances}/switch", {"seen": "1", "on": "1"}).status_code == 303
    listed = ada.get("/admin/plugins").text
    assert "Suggesting stances" in listed
    assert HUSH not in listed + ada.get(stances).text
    text = " ".join(jana.get("/articles").text.split())
    assert "Claims leave this desk with the text of their reports" in text
    assert "The text of articles leaves" not in text


def test_the_test_button_says_how_it_went(ada: Visitor, server: Elsewhere) -> None:
    ada.post(PAGE, given(server))
    assert "The test went well." in ada.post(f"{PAGE}/test").text
    server.says(html())
    answer = ada.post(f"{PAGE}/test")
    assert "The test did not work." in answer.text
    assert "its answer is not JSON" in answer.text
    assert "2 calls" in answer.text


def test_a_test_of_what_is_not_set_up_is_refused_in_words(ada: Visitor, server: Elsewhere) -> None:
    answer = ada.post(f"{PAGE}/test")
    assert answer.status_code == 422
    assert "Address of the server: it is needed." in answer.text
    assert not server.asked


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"seconds": "900"}, "seconds", "Time-out in seconds: at most 60."),
        ({"address": "nowhere"}, "address", "begins with http:// or https://"),
        ({"address": "https://a:b@x.example"}, "address", "carries a name or a password"),
        ({"address": "https://x.example/?key=b"}, "address", "keys have own fields"),
        ({"secret-key": "two words"}, "key", "without blanks"),
        ({"model": ""}, "model", "Model: it is needed."),
    ],
)
def test_a_refusal_stands_at_its_field_and_keeps_what_was_typed(
    ada: Visitor, server: Elsewhere, wrong: dict[str, str], field: str, said: str
) -> None:
    answer = ada.post(PAGE, given(server, model="tide-9b") | wrong)
    assert answer.status_code == 422
    assert said in answer.text
    assert f'id="field-{field}-error"' in answer.text
    assert "tide-9b" in answer.text or "model" in wrong
    assert HUSH not in answer.text
    assert "Switched off" in ada.get(PAGE).text


def test_who_is_no_admin_sees_and_changes_nothing(world: World, server: Elsewhere) -> None:
    for name in ("jana", "omar"):
        visitor = world.signed_in(name)
        assert not world.actors[name].may(Action.MANAGE_PLUGINS)
        for answer in (
            visitor.get("/admin/plugins"), visitor.get(PAGE), visitor.post(PAGE, given(server)),
            visitor.post(f"{PAGE}/switch", {"seen": "0", "on": "1"}), visitor.post(f"{PAGE}/test"),
        ):  # fmt: skip
            assert answer.status_code == 403
    assert not server.asked


def test_one_that_is_not_installed_is_404(ada: Visitor) -> None:
    assert ada.get("/admin/plugins/no-such").status_code == 404
    assert ada.post("/admin/plugins/no-such/switch", {"seen": "0", "on": "1"}).status_code == 404


def test_a_stale_form_is_compared_and_the_key_does_not_come_back(ada: Visitor, server: Elsewhere) -> None:
    ada.post(PAGE, given(server))
    answer = ada.post(PAGE, given(server, model="tide-9b"))
    assert answer.status_code == 409
    assert "tide-7b" in answer.text
    assert "tide-9b" in answer.text
    assert "typed again" in answer.text
    assert HUSH not in answer.text


def test_the_key_is_on_no_page_and_in_no_answer(world: World, ada: Visitor, server: Elsewhere) -> None:
    """The canary: after it was set, used and refused, every page that can be opened is searched for it."""
    on(ada, server)
    answers = [ada.post(f"{PAGE}/test").text]
    server.says((401, {"Content-Type": "application/json"}, f'{{"error": "bad key {HUSH}"}}'.encode()))
    answers.append(ada.post(f"{PAGE}/test").text)
    omar = world.signed_in("omar")
    for rule in world.app.url_map.iter_rules():
        if "GET" in (rule.methods or set()) and rule.endpoint != "static":
            path = re.sub(r"<int:\w+>", "1", rule.rule)
            path = path.replace("<name>", "language-model")
            answers += [visitor.get(path).text for visitor in (ada, omar) if "<" not in path]
    assert len(answers) > 60
    assert sum("language-model" in text for text in answers) >= 2
    assert not [text for text in answers if HUSH in text]


def test_the_key_is_in_no_row_as_it_was_typed(world: World, ada: Visitor, server: Elsewhere) -> None:
    on(ada, server)
    ada.post(f"{PAGE}/test")
    world.desk.close()
    kept = [path for path in world.desk.settings.data.parent.rglob("*") if path.is_file()]
    assert any(path.suffix == ".db" for path in kept)
    assert not [path for path in kept if HUSH.encode() in path.read_bytes()]


def test_the_page_lists_what_can_be_asked_and_what_splits(ada: Visitor) -> None:
    page = ada.get("/admin/plugins").text
    titles = ("Google Fact Check Tools", "GDELT", "Wikipedia (MediaWiki)", "SearXNG", "Brave News", "Wayback Machine")
    assert all(title in page for title in titles)
    assert page.index("Splitting articles") < page.index("Language model") < page.index("Asked for reports")


def test_a_claim_s_page_shows_the_ledger_the_gaps_and_what_was_known_on_the_day(
    world: World, ada: Visitor, server: Elsewhere
) -> None:
    filled = {"seen": "0", "address": server.url, "per_day": "9", "seconds": "5", "categories": "news"}
    assert ada.post("/admin/plugins/searxng", filled).status_code == 303
    assert ada.post("/admin/plugins/searxng/switch", {"seen": "1", "on": "1"}).status_code == 303
    server.says(as_json({"results": [], "unresponsive_engines": [["tidal", "off"]]}))
    desk, claim = world.desk, world.claims[0]
    asking.order(desk.unit, desk.plugged, claim)
    with desk.unit().writing() as session:
        inquiry = session.exec(select(Inquiry)).one()
        report(session, claim, desk.clock())
    asking.ask_provider(desk.unit, desk.plugged, desk.caller, desk.similarity, desk.canonical, inquiry.id or 0)
    with desk.unit().writing() as session:
        for job in session.exec(select(JobRow)):
            job.done_at = desk.clock()
    page = world.signed_in("jana").get(f"/claims/{claim}").text
    assert "SearXNG" in page
    assert "did not answer: tidal (off)" in page
    assert "No official document." in page
    assert "after the claim" in page
    asked = ada.get("/admin/plugins/searxng").text
    assert "Last asks" in asked
    assert f"claim {claim}" in asked


def test_a_claim_s_page_lists_what_was_read_in_vain(world: World) -> None:
    desk, claim = world.desk, world.claims[0]
    assert "nothing on this claim" not in world.signed_in("jana").get(f"/claims/{claim}").text
    with desk.unit().writing() as session:
        lead = Lead(
            claim_id=claim, url="https://quay.example/menu", title="<Menu>", provider="SearXNG", found_at=desk.clock()
        )
        lead.done = True
        session.add(lead)
    page = world.signed_in("jana").get(f"/claims/{claim}").text
    assert "Read, and nothing on this claim (1)" in page
    assert 'href="https://quay.example/menu"' in page
    assert "&lt;Menu&gt;" in page


def test_what_was_read_in_vain_stands_under_the_name_of_its_outlet_once(world: World) -> None:
    desk, claim = world.desk, world.claims[0]
    with desk.unit().writing() as session:
        for number, outlet in enumerate(["The Quay", "", "The Quay", ""]):
            url = f"https://quay{number % 2}.example/{number}"
            lead = Lead(claim_id=claim, url=url, title=f"Page {number}", provider=outlet or "SearXNG", outlet=outlet)
            lead.found_at, lead.done = desk.clock(), True
            session.add(lead)
    page = world.signed_in("jana").get(f"/claims/{claim}").text
    listed = page[page.index('id="read-in-vain"') : page.index('id="ledger"')]
    assert listed.count("The Quay") == 1
    assert listed.count("quay1.example</span>") == 2  # pages of no outlet stand each under their host
    assert listed.count("named by SearXNG") == 2
    assert [f"Page {number}" in listed for number in range(4)] == [True] * 4


def report(session: Session, claim_id: int, at: datetime) -> None:
    """A report that is younger than the claim."""
    page = Page(url="https://tide.example/1", title="Ferry", outlet="The Tide", text="It sailed.", fetched_at=at)
    page.published = at + timedelta(days=400)
    session.add(page)
    session.get_one(Claim, claim_id).said_date = at.date()
    session.flush()
    session.add(
        Report(
            claim_id=claim_id, page_id=page.id or 0, provider="SearXNG", score=0.9, passage_start=0, passage_end=9,
            found_at=at,
        )
    )  # fmt: skip
