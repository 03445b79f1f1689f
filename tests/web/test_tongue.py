"""The language and the time zone of pages: chosen by the person, guessed from the browser, else the desk's."""

import re
from dataclasses import dataclass

import pytest
from flask import Flask

from factcheck.domain.articles import Incoming
from factcheck.domain.people import Actor, Role
from factcheck.domain.preferences import Tongue
from factcheck.services import articles, preferences
from tests.web.conftest import Visitor, World

GERMAN = {"Accept-Language": "de-AT,de;q=0.9,en;q=0.5"}
JULY, JANUARY = "2026-07-01T22:30:00Z", "2026-01-01T22:30:00Z"


def choose(world: World, name: str, language: str = "", timezone: str = "") -> Visitor:
    preferences.choose(world.desk.unit(), world.actors[name], language=language, timezone=timezone)
    return world.signed_in(name)


def test_who_is_not_signed_in_is_guessed_by_the_browser(world: World) -> None:
    stranger = world.visitor()
    assert '<html lang="en"' in stranger.get("/sign-in").text
    assert '<html lang="de"' in stranger.get("/sign-in", headers=GERMAN).text
    assert '<html lang="en"' in stranger.get("/sign-in", headers={"Accept-Language": "fr"}).text


def test_what_a_person_chose_goes_before_what_the_browser_asks(world: World) -> None:
    jana = choose(world, "jana", language="en")
    assert '<html lang="en"' in jana.get("/account", headers=GERMAN).text
    tim = choose(world, "tim", language="de")
    assert '<html lang="de"' in tim.get("/account", headers={"Accept-Language": "en"}).text


def test_language_and_zone_are_chosen_on_the_account_page(world: World) -> None:
    jana = world.signed_in("jana")
    answer = jana.post("/account/preferences", {"language": "de", "timezone": "Europe/Berlin"})
    assert (answer.status_code, answer.location) == (303, "/account")
    page = jana.get("/account").text
    assert "Sprache und Zeitzone sind gespeichert." in page
    assert re.search(r'<option value="Europe/Berlin" selected>', page)
    assert preferences_of(world, "jana") == (Tongue.GERMAN, "Europe/Berlin")


def preferences_of(world: World, name: str) -> tuple[Tongue | None, str]:
    from factcheck.store import people as rows

    with world.desk.unit().reading() as session:
        person = rows.by_email(session, f"{name}@desk.example")
        assert person is not None
        chosen = preferences.of(person)
    return chosen.tongue, chosen.timezone


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"language": "tlh", "timezone": ""}, "The pages exist in these languages: en, de."),
        ({"language": "", "timezone": "Mars/Olympus"}, "There is no time zone “Mars/Olympus”."),
        ({"language": "", "timezone": "../../etc/passwd"}, "There is no time zone “../../etc/passwd”."),
    ],
)
def test_a_choice_that_does_not_exist_is_refused_and_changes_nothing(
    world: World, typed: dict[str, str], sentence: str
) -> None:
    jana = choose(world, "jana", language="en", timezone="Asia/Kolkata")
    answer = jana.post("/account/preferences", typed)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert preferences_of(world, "jana") == (Tongue.ENGLISH, "Asia/Kolkata")


def test_a_refusal_is_said_in_the_language_of_the_person(world: World) -> None:
    jana = choose(world, "jana", language="de")
    answer = jana.get("/claims/999999")
    assert answer.status_code == 404
    assert "Diese Behauptung gibt es nicht." in answer.text
    zone = jana.post("/account/preferences", {"language": "de", "timezone": "Mars/<Olympus>"})
    assert "Eine Zeitzone „Mars/&lt;Olympus&gt;“ gibt es nicht." in zone.text


def test_programs_are_told_in_the_language_of_the_code(world: World) -> None:
    answer = world.visitor().get("/api/v1/claims", headers=GERMAN)
    assert answer.status_code == 401
    assert answer.get_json()["detail"].startswith("Send your token")


def test_readers_are_told_in_the_language_of_the_desk_whatever_they_speak(world: World) -> None:
    tim = choose(world, "tim", language="de", timezone="Europe/Berlin")
    assert '<html lang="en"' in tim.get("/checks", headers=GERMAN).text
    assert tim.get("/checks").headers["Cache-Control"] != "no-store"


@dataclass
class Moment:
    """Says times as a page does, to one person."""

    app: Flask
    visitor: Visitor

    def tell(self, moment: str, style: str = "both") -> str:
        from datetime import datetime

        cookie = self.visitor.client.get_cookie("desk")
        assert cookie is not None
        with self.app.test_request_context("/account", headers={"Cookie": f"desk={cookie.value}"}):
            macro = self.app.jinja_env.from_string(
                '{% from "_macros.html" import when with context %}{{ when(moment, style) }}'
            )
            return macro.render(moment=datetime.fromisoformat(moment), style=style)


def test_times_are_told_in_the_zone_of_the_person_in_summer_and_in_winter(world: World) -> None:
    jana = Moment(world.app, choose(world, "jana", language="en", timezone="Europe/Berlin"))
    assert ">2 Jul 2026, 00:30</time>" in jana.tell(JULY)
    assert ">1 Jan 2026, 23:30</time>" in jana.tell(JANUARY)
    assert f'datetime="{JULY}"' in jana.tell(JULY)
    assert 'title="2 Jul 2026, 00:30"' in jana.tell(JULY, "time")
    assert ">00:30</time>" in jana.tell(JULY, "time")


def test_times_are_written_as_the_language_writes_them(world: World) -> None:
    jana = Moment(world.app, choose(world, "jana", language="de", timezone="America/New_York"))
    assert ">01.07.2026, 18:30</time>" in jana.tell(JULY)


def test_without_a_choice_the_zone_of_the_desk_is_named_until_the_browser_tells_its_own(world: World) -> None:
    told = Moment(world.app, world.signed_in("jana")).tell(JANUARY)
    assert ">1 Jan 2026, 22:30 UTC</time>" in told
    assert "data-own-zone" in world.signed_in("jana").get("/account").text
    assert "data-own-zone" not in choose(world, "jana", timezone="UTC").get("/account").text


@pytest.mark.parametrize(("name", "german"), [("the demo", "die Demo"), ("Omar", "Omar"), ("Text", "Text")])
def test_who_brought_an_article_in_is_told_in_german_where_it_is_no_person(
    world: World, name: str, german: str
) -> None:
    by = Actor(None, name, frozenset({Role.ADMIN}))
    number = articles.receive(world.desk.unit(), Incoming("The pier is shut.", name, "Herald"), by).article_id
    jana = world.signed_in("jana")
    assert f"brought in by {name}, <time" in jana.get(f"/articles/{number}").text
    assert f"aufgenommen durch {german}, <time" in jana.get(f"/articles/{number}", headers=GERMAN).text
