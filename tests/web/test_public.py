"""What readers see: published checks and nothing else, corrected and withdrawn in the open."""

import json
import re
import struct
from threading import Thread
from typing import Any

import pytest
from werkzeug.serving import make_server

from factcheck.domain.review import MOVES, PARTICIPLE, CorrectionClass, Move, Verdict
from factcheck.services import attaching, leases, review
from tests.web.conftest import World
from tests.web.publishing import NOTE, RATIONALE, WITHHELD, correct, editor_does, publish, submit

PAYLOADS = ("/checks/", "/checks/{0}", "/checks/{0}.json", "/checks/feed.json", "/checks/{0}/versions/1")


def linked_data(page: str) -> dict[str, object]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return dict(json.loads(found[1]))


def test_a_check_is_read_without_a_session(world: World) -> None:
    claim = publish(world, world.claims[0]).row.id
    answer = world.visitor().get(f"/checks/{claim}")
    assert answer.status_code == 200
    for words in (world.sheet(claim).row.statement, "Confirmed", RATIONALE, "Harbour counts", "12 people came off"):
        assert words in answer.text.replace("&#39;", "'")
    assert 'rel="nofollow noopener noreferrer"' in answer.text
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "public, max-age=60"


def test_the_claim_review_stands_inside_and_alone(world: World) -> None:
    claim = publish(world, world.claims[0]).row.id
    reader = world.visitor()
    inside = linked_data(reader.get(f"/checks/{claim}").text)
    alone = reader.get(f"/checks/{claim}.json")
    assert alone.mimetype == "application/ld+json"
    assert inside == alone.get_json(force=True)
    assert inside["@type"] == "ClaimReview"
    assert inside["url"] == f"{world.desk.settings.public_url}/checks/{claim}"


def test_what_is_not_approved_is_not_there(world: World) -> None:
    reader = world.visitor()
    unknown = {path: reader.get(path.format(9_999)) for path in PAYLOADS if "{0}" in path}
    waiting = submit(world, world.claims[0]).row.id
    for claim in (waiting, world.claims[1]):
        for path, absent in unknown.items():
            answer = reader.get(path.format(claim))
            assert (answer.status_code, answer.data) == (404, absent.data)
            assert dict(answer.headers) == dict(absent.headers)
    assert RATIONALE not in reader.get("/checks/").text
    assert RATIONALE not in reader.get("/checks/feed.json").text


@pytest.mark.parametrize("path", PAYLOADS)
def test_withheld_sources_and_internal_notes_are_in_no_payload(world: World, path: str) -> None:
    claim = publish(world, world.claims[0]).row.id
    correct(world, claim)
    answer = world.visitor().get(path.format(claim))
    assert answer.status_code == 200
    for secret in (NOTE, WITHHELD, "would lose the job", "He said it aloud", "+00 555"):
        assert secret not in answer.text


def test_a_correction_stands_on_top_and_the_old_version_says_that_it_is_old(world: World) -> None:
    claim = publish(world, world.claims[0]).row.id
    correct(world, claim)
    reader = world.visitor()
    today = reader.get(f"/checks/{claim}").text
    today = today.partition("<main")[2]
    assert today.index("It was 13 people, not 12.") < today.index("A better rationale.")
    assert f'href="/checks/{claim}/versions/1"' in today
    old = reader.get(f"/checks/{claim}/versions/1")
    assert "This is an earlier version" in old.text
    assert RATIONALE in old.text.replace("&#39;", "'")
    assert old.headers["X-Robots-Tag"] == "noindex"
    assert "application/ld+json" not in old.text
    assert reader.get(f"/checks/{claim}/versions/2").location == f"/checks/{claim}"
    assert reader.get(f"/checks/{claim}/versions/3").status_code == 404


def test_a_silent_correction_makes_no_notice(world: World) -> None:
    claim = publish(world, world.claims[0]).row.id
    editor_does(world, claim, Move.REOPEN, note="a comma")
    publish(world, claim, rationale="The same, with a comma.", correction=CorrectionClass.TYPO)
    assert 'class="notice' not in world.visitor().get(f"/checks/{claim}").text


def test_a_reopened_check_stays_and_says_under_review(world: World) -> None:
    claim = publish(world, world.claims[0]).row.id
    editor_does(world, claim, Move.REOPEN, note="new counts that nobody outside knows of")
    page = world.visitor().get(f"/checks/{claim}").text
    assert "Under review." in page
    assert RATIONALE in page.replace("&#39;", "'")
    assert "nobody outside knows" not in page


def card(page: str, desk: str) -> str:
    """The path of the picture that the page is shared with; its address begins with the desk's own."""
    found = re.search(r'<meta property="og:image" content="([^"]+)">', page)
    assert found is not None
    assert found[1].startswith(f"{desk}/")
    return found[1].removeprefix(desk)


def test_a_link_to_a_check_is_shown_with_its_verdict_and_a_picture(world: World) -> None:
    shown: dict[str, str] = {}
    reader, desk = world.visitor(), world.desk.identity.url
    for claim, verdict in zip(world.claims, Verdict, strict=True):
        publish(world, claim, verdict)
        shown[verdict.value] = reader.get(f"/checks/{claim}").text
    editor_does(world, world.claims[0], Move.VOID, public_note="The page we relied on was forged.")
    shown["withdrawn"] = reader.get(f"/checks/{world.claims[0]}").text
    shown["desk"] = reader.get("/checks/").text
    for name, page in shown.items():
        path = card(page, desk)
        assert f"/cards/{name}." in path
        with reader.get(path) as picture:
            head = picture.data[:24]
        assert picture.mimetype == "image/png"
        # the width and height of a PNG are the two big-endian numbers from byte 16 on (PNG specification, IHDR)
        assert struct.unpack(">II", head[16:24]) == (1200, 630)
    assert '<meta property="og:title" content="Disputed: ' in shown["disputed"]
    assert re.search(r'property="article:published_time" content="\d{4}-\d\d-\d\dT[\d:.]+\+00:00"', shown["confirmed"])


def test_a_voided_check_keeps_its_text_under_the_notice(world: World) -> None:
    claim = publish(world, world.claims[0]).row.id
    correct(world, claim)
    editor_does(world, claim, Move.VOID, public_note="The page we relied on was forged.")
    reader = world.visitor()
    answer = reader.get(f"/checks/{claim}")
    text = answer.text.partition("<main")[2]
    assert text.index("The page we relied on was forged.") < text.index("A better rationale.")
    assert "application/ld+json" not in answer.text
    assert '<meta name="robots" content="noindex">' in answer.text
    assert answer.headers["X-Robots-Tag"] == "noindex"
    gone = reader.get(f"/checks/{claim}.json")
    assert (gone.status_code, gone.get_json()["voided"]) == (410, True)
    assert "rationale" not in gone.get_json()
    assert reader.get(f"/checks/{claim}/versions/1").status_code == 404


def test_the_list_begins_with_the_newest_and_is_paged(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second, third = world.claims
    for claim, verdict in ((second, Verdict.CONFIRMED), (first, Verdict.DISPUTED), (third, Verdict.UNVERIFIED)):
        publish(world, claim, verdict)
    reader = world.visitor()
    page = reader.get("/checks/").text
    places = [page.index(f'href="/checks/{claim}"') for claim in (third, first, second)]
    assert places == sorted(places)
    assert "cursor=" not in page
    monkeypatch.setattr("factcheck.services.publishing.newest.__kwdefaults__", {"cursor": 0, "limit": 2})
    page = reader.get("/checks/").text
    following = re.search(r'href="(/checks/\?cursor=\d+)"', page)
    assert following is not None
    rest = reader.get(following[1]).text
    assert f'href="/checks/{second}"' not in page
    assert f'href="/checks/{second}"' in rest


def test_the_feed_holds_checks_and_tombstones(world: World) -> None:
    kept, gone = world.claims[:2]
    publish(world, kept)
    publish(world, gone, Verdict.DISPUTED)
    editor_does(world, gone, Move.VOID, public_note="A mistake of ours.")
    answer = world.visitor().get("/checks/feed.json")
    feed = json.loads(answer.text)
    assert feed["@type"] == "DataFeed"
    assert [len(element["item"]) for element in feed["dataFeedElement"]] == [1, 0]
    later = world.visitor().get("/checks/feed.json", query_string={"since": world.desk.clock().isoformat()})
    assert json.loads(later.text)["dataFeedElement"] == []
    assert world.visitor().get("/checks/feed.json?since=yesterday").status_code == 422


def test_how_the_desk_works_is_told_in_the_words_of_the_table(world: World) -> None:
    page = world.visitor().get("/about").text
    assert page.count("<tr>") == len(MOVES) + 1
    for words in (*(PARTICIPLE[move] for _, move in MOVES), *(kind.value.capitalize() for kind in CorrectionClass)):
        assert words in page


def test_a_number_beyond_all_claims_is_not_there(world: World) -> None:
    for path in ("/checks/99999999999999999999", "/checks/99999999999999999999.json", "/articles/99999999999999999999"):
        assert world.signed_in("jana").get(path).status_code == 404


def test_a_browser_reads_the_linked_data_and_has_nothing_to_complain_about(world: World, chromium: Any) -> None:
    claim = publish(world, world.claims[0]).row.id
    server = make_server("127.0.0.1", 0, world.app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    page = chromium.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    try:
        page.goto(f"http://127.0.0.1:{server.port}/checks/{claim}")
        found = page.locator('script[type="application/ld+json"]').text_content()
    finally:
        page.close()
        server.shutdown()
        thread.join()
    assert json.loads(found)["@type"] == "ClaimReview"
    assert complaints == []


def test_the_approver_of_a_check_signs_it(world: World) -> None:
    claim = publish(world, world.claims[0]).row.id
    assert "Signed by Omar" in world.visitor().get(f"/checks/{claim}").text
    assert review.waiting(world.desk.unit(), world.actors["omar"]) == []


def test_a_source_that_is_withheld_later_goes_from_the_older_versions_too(world: World) -> None:
    """Whoever must be protected now stood open in what was published first, and that is still on the site."""
    claim = publish(world, world.claims[0]).row.id
    reader = world.visitor()
    assert "Harbour counts" in reader.get(f"/checks/{claim}").text
    editor_does(world, claim, Move.REOPEN, note="She asked for it.")
    jana = world.actors["jana"]
    held = leases.open_claim(world.desk.unit(), claim, jana)
    open_one = next(each for each in held.sources if not each.withheld).id
    changes = {"withheld": True, "withheld_reason": "would lose the job"}
    attaching.change_source(world.desk.unit(), claim, jana, seen=held.version, source_id=open_one, changes=changes)
    said = {"correction": CorrectionClass.CLARIFICATION, "public_note": "Said better."}
    publish(world, claim, rationale="The harbour's counting agrees.", **said)
    for path in PAYLOADS:
        shown = reader.get(path.format(claim))
        assert shown.status_code == 200, path
        assert "Harbour counts" not in shown.text, path
        assert "harbour.example/counts" not in shown.text, path
    assert RATIONALE in reader.get(f"/checks/{claim}/versions/1").text.replace("&#39;", "'")
