"""A reader reports an error: no session, no cookie, and it stands above the queue until somebody has looked."""

import re
from datetime import timedelta
from typing import Any

import pytest

from factcheck.domain.review import Move
from factcheck.services import reader_errors
from factcheck.web.reader_errors import FORM_LASTS
from tests.conftest import SetClock
from tests.web.conftest import Visitor, World
from tests.web.publishing import editor_does, publish

WRONG = "The ferry carried 14 people; the list has two pages."
REACH = "reader@post.example"


def form_of(reader: Visitor, claim: int) -> str:
    found = re.search(r'name="form" value="([^"]+)"', reader.get(f"/checks/{claim}/error").text)
    assert found
    return found[1]


def send(reader: Visitor, claim: int, **fields: str) -> Any:
    given = {"form": form_of(reader, claim), "words": WRONG} | fields
    return reader.client.post(f"/checks/{claim}/error", data=given)


def test_what_a_reader_reports_stands_above_the_queue_until_it_is_set_aside(world: World) -> None:
    claim = publish(world, world.claims[0]).row.id
    reader = world.visitor()
    assert f'href="/checks/{claim}/error"' in reader.get(f"/checks/{claim}").text
    answer = send(reader, claim, reach=REACH)
    assert answer.status_code == 303
    assert "Set-Cookie" not in answer.headers
    assert "Thank you" in reader.get(answer.headers["Location"]).text
    jana = world.signed_in("jana")
    queue = jana.get("/queue").text
    assert "Published, to be looked at again" in queue
    assert "A reader reports an error: The ferry carried 14" in queue
    page = jana.get(f"/claims/{claim}").text
    assert WRONG in page
    assert REACH in page
    alert = world.sheet(claim).alerts[0]
    jana.post(f"/claims/{claim}/alerts/{alert.id}", {"note": "The second page is of another night."})
    assert "Published, to be looked at again" not in jana.get("/queue").text


def test_nothing_of_a_report_is_published(world: World) -> None:
    claim = publish(world, world.claims[0]).row.id
    reader = world.visitor()
    send(reader, claim, reach=REACH)
    for path in (f"/checks/{claim}", f"/checks/{claim}.json", "/checks/", "/checks/feed.json", "/checks/feed.atom"):
        page = reader.get(path).text
        assert "14 people" not in page
        assert REACH not in page
    assert "14 people" not in world.signed_in("jana").get("/exports/download?format=jsonl").text


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"words": "wrong"}, "Say in a sentence"),
        ({"words": " "}, "Say in a sentence"),
        ({"words": "x" * 2001}, "At most 2,000 characters"),
        ({"reach": "x" * 201}, "at most 200 characters"),
        ({"words": "a\x00b is not right at all"}, "zero bytes"),
    ],
)
def test_what_cannot_be_used_is_said_and_stands_in_the_form_again(
    world: World, fields: dict[str, str], says: str
) -> None:
    claim = publish(world, world.claims[0]).row.id
    answer = send(world.visitor(), claim, **fields)
    assert answer.status_code == 422
    assert says in answer.text
    assert "Set-Cookie" not in answer.headers
    if "reach" in fields:
        assert WRONG in answer.text
    assert world.sheet(claim).alerts == ()


def test_only_the_form_of_this_check_can_be_sent(world: World) -> None:
    one, two = (publish(world, claim).row.id for claim in world.claims[:2])
    reader = world.visitor()
    for form in ("", "x.y.z", form_of(reader, two)):
        assert send(reader, one, form=form).status_code == 400
    assert world.sheet(one).alerts == ()
    assert FORM_LASTS >= 60 * 60


def test_what_is_not_published_has_no_form(world: World) -> None:
    claim = world.claims[0]
    assert world.visitor().get(f"/checks/{claim}/error").status_code == 404
    assert world.visitor().get("/checks/9999/error/thanks").status_code == 404


def test_a_flood_is_not_heard(world: World, clock: SetClock) -> None:
    claim = publish(world, world.claims[0]).row.id
    reader = world.visitor()
    for number in range(reader_errors.HEARD["address"]):
        assert send(reader, claim, words=f"{number}. {WRONG}").status_code == 303
    refused = send(reader, claim)
    assert refused.status_code == 429
    assert "Try again later" in refused.text
    clock.forward(timedelta(hours=1, seconds=1))
    assert send(reader, claim).status_code == 303


def test_the_same_report_twice_is_one_alert(world: World) -> None:
    claim = publish(world, world.claims[0]).row.id
    for _ in range(2):
        send(world.visitor(), claim)
    assert len(world.sheet(claim).alerts) == 1


def test_a_withdrawn_check_asks_for_no_reports(world: World) -> None:
    claim = publish(world, world.claims[0]).row.id
    editor_does(world, claim, Move.VOID, public_note="A mistake of ours.")
    assert "Report an error" not in world.visitor().get(f"/checks/{claim}").text


def test_a_reader_cannot_close_the_page_of_a_claim_in_another_language(world: World) -> None:
    claim = publish(world, world.claims[0]).row.id
    words = "a: " * 660 + "not so."
    assert send(world.visitor(), claim, words=words).status_code == 303
    jana = world.signed_in("jana")
    jana.headers["Accept-Language"] = "de"
    for path in (f"/claims/{claim}", "/queue"):
        assert jana.get(path).status_code == 200, path
    assert words in jana.get(f"/claims/{claim}").text


def test_what_a_reader_wrote_stays_as_it_was_written_even_where_it_sounds_like_the_desk(world: World) -> None:
    claim = publish(world, world.claims[0]).row.id
    words = "Its page: not there (404 or 410)"
    send(world.visitor(), claim, words=words)
    jana = world.signed_in("jana")
    jana.headers["Accept-Language"] = "de"
    assert words in jana.get(f"/claims/{claim}").text
