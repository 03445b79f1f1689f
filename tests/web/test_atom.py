"""The Atom feed of the published checks: well formed whatever stands in them, and nothing that is not public."""

import xml.etree.ElementTree as ET

from factcheck.domain.review import Move, Verdict
from tests.web.conftest import World
from tests.web.publishing import RATIONALE, WITHHELD, correct, editor_does, publish, submit

A = "{http://www.w3.org/2005/Atom}"


def feed(world: World) -> ET.Element:
    answer = world.visitor().get("/checks/feed.atom")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ET.fromstring(answer.data)  # noqa: S314  # it is the desk's own


def words(of: ET.Element, tag: str) -> str:
    return of.findtext(A + tag) or ""


def test_the_feed_has_what_the_format_asks_for(world: World) -> None:
    first, second, third = world.claims
    publish(world, first)
    publish(world, second, Verdict.DISPUTED)
    submit(world, third)
    found = feed(world)
    url = world.desk.settings.public_url
    assert (words(found, "id"), words(found, "title")) == (f"{url}/checks/feed.atom", world.desk.settings.desk_name)
    assert {link.get("rel") for link in found.findall(f"{A}link")} == {"self", "alternate"}
    entries = found.findall(f"{A}entry")
    assert [words(entry, "id") for entry in entries] == [f"{url}/checks/{second}", f"{url}/checks/{first}"]
    assert words(entries[0], "title").startswith("Disputed: Not one car")
    assert words(entries[0], "summary") == RATIONALE
    assert all(words(each, "updated").endswith("Z") for each in (found, *entries))
    assert [entry.find(f"{A}category").get("term") for entry in entries] == ["disputed", "confirmed"]  # type: ignore[union-attr]


def test_an_empty_desk_has_a_feed_too(world: World) -> None:
    assert feed(world).findall(f"{A}entry") == []


def test_a_correction_moves_up_and_a_withdrawal_says_so(world: World) -> None:
    first, second, _ = world.claims
    publish(world, first)
    publish(world, second)
    correct(world, first)
    editor_does(world, second, Move.VOID, public_note="A mistake of ours.")
    entries = {words(entry, "id").rsplit("/", 1)[1]: entry for entry in feed(world).findall(f"{A}entry")}
    withdrawn = entries[str(second)]
    assert words(withdrawn, "title").startswith("Withdrawn: ")
    assert words(withdrawn, "summary") == "A mistake of ours."
    assert withdrawn.find(f"{A}category") is None
    assert list(entries) == [str(first), str(second)]


def test_marks_and_control_characters_break_no_feed(world: World) -> None:
    publish(world, world.claims[0], rationale="<b>&amp; ]]> \x0b\x1b ends 😀 here." + "x" * 700)
    summary = words(feed(world).findall(f"{A}entry")[0], "summary")
    assert summary.startswith("<b>&amp; ]]>  ends 😀 here.")
    assert summary.endswith("x …")


def test_a_withheld_source_is_not_in_it(world: World) -> None:
    publish(world, world.claims[0])
    assert WITHHELD not in world.visitor().get("/checks/feed.atom").text


def test_pages_for_readers_name_it(world: World) -> None:
    assert 'type="application/atom+xml" href="/checks/feed.atom"' in world.visitor().get("/checks/").text
