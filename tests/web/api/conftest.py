"""A desk behind its API: people with tokens, an article that a small splitter has split, and what a worker found."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from apiflask import APIFlask
from werkzeug.test import TestResponse

from factcheck.domain.claims import ArticleText, ClaimKind, Quotation, Span, Split, SplitClaim
from factcheck.domain.people import Actor, Role, TokenScope
from factcheck.services import people, splitting, tokens
from factcheck.store.tables import Claim, Page, Report
from factcheck.web.app import create_app
from factcheck.wiring import Desk
from tests.conftest import database_url as database_url  # both databases, where the pages are content with one

ROOT = Actor(None, "the command line", frozenset({Role.ADMIN}))

TEXT = """The ferry to Hallin stopped on Monday, the harbour office said.
The ministry counted 4,200 visitors in May.
The mayor promised a new pier by 2031. 🛶 The old one was built in 1911.
"""


class SentenceSplitter:
    """Every sentence is a claim of the outlet; same text, same claims."""

    def split(self, article: ArticleText) -> Split:
        found = [match.span() for match in re.finditer(r"[^\s.][^.]*\.", article.text)]
        return Split(tuple(self._claim(article, number, span) for number, span in enumerate(found)), "en", tuple(found))

    def _claim(self, article: ArticleText, number: int, span: tuple[int, int]) -> SplitClaim:
        statement = article.text[slice(*span)]
        return SplitClaim(
            id=str(number), span=Span((span,)), statement=statement, claimant="the harbour office", cue="said",
            quotation=Quotation.INDIRECT, chain=("Corvane Daily", "the harbour office"), said_date=None,
            said_basis=None, checkworthy=True, score=max(0.0, 0.9 - number / 1000), reasons=("a number",),
            kind=ClaimKind.EVENT,
        )  # fmt: skip


@dataclass
class Caller:
    """Somebody who calls the API with one token."""

    app: APIFlask
    token: str
    person: int
    path: str = "/api/v1"
    also: dict[str, str] = field(default_factory=dict)

    def call(self, method: str, path: str, json: Any = None, **more: Any) -> TestResponse:
        headers = {"Authorization": f"Bearer {self.token}"} | self.also | more.pop("headers", {})
        if json is not None:
            more["json"] = json
        return self.app.test_client().open(self.path + path, method=method, headers=headers, **more)

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.call("GET", path, **more)

    def post(self, path: str, json: Any = None, **more: Any) -> TestResponse:
        return self.call("POST", path, json, **more)

    def patch(self, path: str, json: Any) -> TestResponse:
        return self.call("PATCH", path, json)

    def put(self, path: str, json: Any) -> TestResponse:
        return self.call("PUT", path, json)

    def delete(self, path: str, **more: Any) -> TestResponse:
        return self.call("DELETE", path, **more)

    def claim(self, claim_id: int) -> dict[str, Any]:
        return dict(self.get(f"/claims/{claim_id}").json or {})

    def version(self, claim_id: int) -> int:
        return int(self.claim(claim_id)["version"])

    def move(self, claim_id: int, move: str, **given: Any) -> TestResponse:
        return self.post(f"/claims/{claim_id}/moves", {"move": move, "seen": self.version(claim_id)} | given)


Hire = Callable[..., Caller]


@pytest.fixture
def app(desk: Desk) -> APIFlask:
    app = create_app(desk)
    app.testing = False  # a mistake of the desk is answered with 500, as it would be outside
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app


@pytest.fixture
def hire(desk: Desk, app: APIFlask) -> Hire:
    """Add a person with these roles and give them a token of this scope."""

    def hired(name: str, *roles: str, scope: TokenScope = TokenScope.WRITE) -> Caller:
        person, _ = people.add(desk.unit(), ROOT, email=f"{name}@desk.example", name=name.title(), roles=roles)
        token = tokens.add_token(desk.unit(), person.id, ROOT, label="test", scope=scope)
        return Caller(app, token, person.id)

    return hired


@pytest.fixture
def checker(hire: Hire) -> Caller:
    return hire("cleo", "checker")


@pytest.fixture
def editor(hire: Hire) -> Caller:
    return hire("edda", "editor")


@pytest.fixture
def admin(hire: Hire) -> Caller:
    return hire("ada", "admin")


def split(desk: Desk, article_id: int) -> None:
    splitting.split_article(desk.unit, SentenceSplitter(), article_id)


@pytest.fixture
def article(desk: Desk, checker: Caller) -> int:
    """The number of an article that has been split into four claims."""
    came = checker.post("/articles", {"text": TEXT, "title": "The ferry", "outlet": "Corvane Daily"})
    assert came.json is not None
    split(desk, came.json["id"])
    return int(came.json["id"])


@pytest.fixture
def claim(checker: Caller, article: int) -> int:
    """The number of the best claim in the queue."""
    return int(checker.get("/claims").json["items"][0]["id"])  # type: ignore[index]


def found(desk: Desk, claim_id: int, url: str = "https://harbour.example/log", text: str = "No ferry ran.") -> int:
    """Write down a report as a worker would have; returns its number."""
    now = desk.unit().now
    with desk.unit().writing() as session:
        page = Page(url=url, title="Harbour log", outlet="Harbour", text=text, kept_sha256="", fetched_at=now)
        session.add(page)
        session.flush()
        report = Report(
            claim_id=claim_id, page_id=page.id or 0, provider="archive", score=0.8, passage_start=0,
            passage_end=len(text), found_at=now,
        )  # fmt: skip
        session.add(report)
        session.get_one(Claim, claim_id).reports += 1
        session.flush()
        return report.id or 0
