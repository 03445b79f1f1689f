"""A desk with people, an article and claims, and browsers without JavaScript that visit it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from factcheck.config import Settings
from factcheck.domain.articles import Incoming
from factcheck.domain.people import Actor, Role
from factcheck.domain.sheets import ClaimSheet
from factcheck.services import articles, claims, editing, people, signing_in
from factcheck.web.app import create_app
from factcheck.wiring import Desk
from tests.conftest import SetClock

PASSWORD = "correct horse battery"
TEXT = """Ferry to Osthaven was empty, operator says

OSTHAVEN, 3 May (Coastwire) - The night ferry carried 12 people, operator Lina Brandt said on Sunday. 😀

"Not one car was on board," Brandt said. The harbour office counted 40 cars.
"""
STATEMENTS = ("The night ferry carried 12 people", "Not one car was on board", "The harbour office counted 40 cars")
ADMIN = Actor(None, "the tests", frozenset({Role.ADMIN}))


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The pages do not care which database it is: the services are tried on both."""
    return sqlite_url


@pytest.fixture
def desk(settings: Settings, clock: SetClock) -> Iterator[Desk]:
    desk = Desk(settings, clock)
    yield desk
    desk.close()


@pytest.fixture
def app(desk: Desk) -> Flask:
    app = create_app(desk)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app


@dataclass
class Visitor:
    """A browser without JavaScript: it keeps its cookies and sends the form token of the page it was on."""

    client: FlaskClient
    headers: dict[str, str] = field(default_factory=dict)

    def get(self, address: str, **more: Any) -> TestResponse:
        return self.client.get(address, headers=self.headers | more.pop("headers", {}), **more)

    def post(self, address: str, data: Mapping[str, Any] | None = None, **more: Any) -> TestResponse:
        filled = {"csrf_token": self.token(), **(data or {})}
        return self.client.post(address, data=filled, headers=self.headers | more.pop("headers", {}), **more)

    def token(self) -> str:
        found = re.search(
            r'name="csrf-token" content="([^"]+)"', self.client.get("/sign-in", follow_redirects=True).text
        )
        assert found is not None
        return found[1]

    def piece(self, address: str) -> TestResponse:
        return self.get(address, headers={"HX-Request": "true"})


@dataclass
class World:
    """What is there when a test begins."""

    desk: Desk
    app: Flask
    article: int
    claims: tuple[int, ...]
    actors: dict[str, Actor]

    def visitor(self) -> Visitor:
        return Visitor(self.app.test_client())

    def signed_in(self, name: str) -> Visitor:
        token = signing_in.sign_in(
            self.desk.unit(), self.desk.passwords, f"{name}@desk.example", PASSWORD, address="test", browser="test"
        )
        visitor = self.visitor()
        with visitor.client.session_transaction() as session:
            session["_user_id"] = token
        return visitor

    def sheet(self, claim_id: int, name: str = "jana") -> ClaimSheet:
        return claims.sheet(self.desk.unit(), claim_id, self.actors[name])

    def seen(self, claim_id: int) -> int:
        return self.sheet(claim_id).version


ROLES = {"jana": ["checker"], "tim": ["checker"], "omar": ["editor"], "ada": ["admin"]}


@pytest.fixture(scope="session")
def quick_hash() -> str:
    """The hash of everybody's password, made once: each takes a deliberate while."""
    from factcheck.adapters.passwords import ArgonPasswords

    return ArgonPasswords().hash(PASSWORD)


@pytest.fixture
def world(desk: Desk, app: Flask, quick_hash: str) -> World:
    return furnished(desk, app, quick_hash)


def furnished(desk: Desk, app: Flask, quick_hash: str) -> World:
    """The desk with its people, one article and three claims in it."""
    actors = peopled(desk, quick_hash)
    received = articles.receive(desk.unit(), Incoming(TEXT, "Ferry to Osthaven", "Coast Daily"), actors["jana"])
    made = []
    for statement in STATEMENTS:
        start = TEXT.index(statement)
        span = [(start, start + len(statement))]
        made.append(
            editing.add(desk.unit(), received.article_id, actors["jana"], fragments=span, claimant="Lina Brandt").row.id
        )
    return World(desk, app, received.article_id, tuple(made), actors)


def peopled(desk: Desk, quick_hash: str) -> dict[str, Actor]:
    """The people of ROLES, who can sign in with PASSWORD."""

    class Once:
        """Hands out the hash made before; comparing is real."""

        def hash(self, password: str) -> str:
            return quick_hash

        def fits(self, password_hash: str | None, password: str) -> bool:
            return desk.passwords.fits(password_hash, password)

    actors = {}
    for name, roles in ROLES.items():
        email = f"{name}@desk.example"
        _, link = people.add(desk.unit(), ADMIN, email=email, name=name.capitalize(), roles=roles)
        signing_in.set_first_password(desk.unit(), Once(), link, PASSWORD)
        actors[name] = people.by_email(desk.unit(), email)[1]
    return actors
