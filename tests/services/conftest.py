"""A newsroom: a desk on SQLite or PostgreSQL with five people, and the shortest words for what they do."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from factcheck.config import Settings
from factcheck.domain.articles import Incoming
from factcheck.domain.evidence import Medium, NewSource, SourceKind, Stance
from factcheck.domain.people import Actor, Role
from factcheck.domain.review import CorrectionClass, Given, Move, QueueFilters, Verdict
from factcheck.domain.sheets import ClaimSheet
from factcheck.services import articles, attaching, claims, history, leases, people, review, splitting
from factcheck.store.engine import open_engine
from factcheck.store.unit import UnitOfWork
from factcheck.wiring import Desk
from tests.conftest import SetClock, without_flushing
from tests.servers import NotHere, Postgres
from tests.services.fakes import EverySentence, PlainPasswords

INSTALLER = Actor(None, "the installation", frozenset({Role.ADMIN}))
PEOPLE = {
    "boss": ["admin"], "jana": ["checker"], "omar": ["checker"], "eva": ["editor"], "max": ["checker", "editor"],
}  # fmt: skip
TEXT = (
    "The northern pier is closed. Ferries leave from the old quay. Sixty thousand people left Kastova. "
    "The mayor counted every one of them. The bridge at Orlin was opened in March."
)
FOR, AGAINST = Stance.SUPPORTS, Stance.REFUTES


def hire(unit: UnitOfWork, name: str, roles: list[str]) -> None:
    people.add(unit, INSTALLER, email=f"{name}@desk.example", name=name.capitalize(), roles=roles)


def hire_everybody(url: str) -> None:
    engine = open_engine(url)
    for name, roles in PEOPLE.items():
        hire(UnitOfWork(engine), name, roles)
    engine.dispose()


@pytest.fixture(scope="session")
def _sqlite_template(_sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every database of these tests begins with the five people in it."""
    path = tmp_path_factory.mktemp("newsroom") / "desk.db"
    shutil.copy(_sqlite_template, path)
    hire_everybody(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def _postgres_template(_postgres: "Postgres | NotHere", _postgres_template: "str | NotHere") -> "str | NotHere":
    if isinstance(_postgres, NotHere) or isinstance(_postgres_template, NotHere):
        return _postgres_template
    name = _postgres.create(_postgres_template)
    hire_everybody(_postgres.url(name))
    return name


class Newsroom:
    """The desk and its people; every method says what a person does and returns what they then see."""

    def __init__(self, desk: Desk, clock: SetClock) -> None:
        self.desk, self.clock = desk, clock
        self.passwords = PlainPasswords()
        self.people = {name: self.person(name) for name in PEOPLE}
        self.boss, self.jana, self.omar, self.eva, self.max = self.people.values()

    def unit(self) -> UnitOfWork:
        return self.desk.unit()

    def hire(self, name: str, roles: list[str]) -> Actor:
        hire(self.unit(), name, roles)
        return self.person(name)

    def person(self, name: str) -> Actor:
        return people.by_email(self.unit(), f"{name}@desk.example")[1]

    # --- Articles and claims

    def article(self, text: str = TEXT, **more: Any) -> int:
        """An article with one claim for each sentence of its text."""
        incoming = replace(Incoming(text, title="The news", outlet="Herald", url="https://herald.example/1"), **more)
        received = articles.receive(self.unit(), incoming, self.jana)
        self.split(received.article_id)
        return received.article_id

    def split(self, article_id: int) -> None:
        splitting.split_article(self.unit, EverySentence(), article_id)

    def claims(self, text: str = TEXT, **more: Any) -> list[int]:
        sheet = articles.sheet(self.unit(), self.article(text, **more), self.jana)
        return [row.id for row in sheet.claims]

    def claim(self, text: str = "The northern pier is closed.", **more: Any) -> int:
        return self.claims(text, **more)[0]

    def sheet(self, claim_id: int, actor: Actor | None = None) -> ClaimSheet:
        return claims.sheet(self.unit(), claim_id, actor or self.jana)

    def seen(self, claim_id: int) -> int:
        return self.sheet(claim_id).version

    # --- Review

    def move(self, claim_id: int, move: Move, actor: Actor, *, seen: int | None = None, **given: Any) -> ClaimSheet:
        version = self.sheet(claim_id, actor).version if seen is None else seen
        return review.move(self.unit(), claim_id, move, actor, seen=version, given=Given(**given))

    def take(self, claim_id: int, actor: Actor | None = None) -> ClaimSheet:
        return self.move(claim_id, Move.TAKE, actor or self.jana)

    def take_next(self, actor: Actor | None = None, **filters: Any) -> int | None:
        return leases.take_next(self.unit(), actor or self.jana, QueueFilters(**filters))

    def open(self, claim_id: int, actor: Actor | None = None) -> ClaimSheet:
        return leases.open_claim(self.unit(), claim_id, actor or self.jana)

    def attach(self, claim_id: int, actor: Actor | None = None, **source: Any) -> ClaimSheet:
        given = {"medium": Medium.DOCUMENT, "stance": FOR, "kind": SourceKind.PRIMARY, "title": "Register of piers"}
        new = NewSource(**given | source)
        return attaching.attach(self.unit(), claim_id, actor or self.jana, seen=self.seen(claim_id), source=new)

    def submit(self, claim_id: int, actor: Actor | None = None, **given: Any) -> ClaimSheet:
        answer = {"verdict": Verdict.CONFIRMED, "rationale": "The register says the same."}
        return self.move(claim_id, Move.SUBMIT, actor or self.jana, **answer | given)

    def approve(self, claim_id: int, actor: Actor | None = None, **given: Any) -> ClaimSheet:
        latest = self.sheet(claim_id).latest
        seal = {"hash_seen": latest.content_hash if latest else ""}
        return self.move(claim_id, Move.APPROVE, actor or self.eva, **seal | given)

    def submitted(self, claim_id: int | None = None, **given: Any) -> int:
        """A claim that Jana took, found a primary source for and submitted."""
        number = claim_id or self.claim()
        stance = AGAINST if given.get("verdict") is Verdict.DISPUTED else FOR
        self.take(number)
        self.attach(number, stance=stance)
        self.submit(number, **given)
        return number

    def approved(self, claim_id: int | None = None, **given: Any) -> int:
        number = self.submitted(claim_id, **given)
        self.approve(number)
        return number

    def corrected(self, claim_id: int, *, correction: CorrectionClass, public_note: str = "", **given: Any) -> None:
        """Reopen an approved claim, submit it anew and approve it as a correction."""
        self.move(claim_id, Move.REOPEN, self.eva, note="a reader wrote to us")
        self.open(claim_id)
        self.submit(claim_id, **given)
        self.approve(claim_id, correction=correction, public_note=public_note)

    # --- History

    def history(self, claim_id: int) -> list[str]:
        """What has happened to a claim, the oldest first."""
        return [line.what for line in reversed(self.sheet(claim_id).history)]

    def problems(self) -> list[str]:
        return history.verify(self.unit(), self.desk.settings.key)


@pytest.fixture
def room(desk: Desk, clock: SetClock) -> Newsroom:
    return Newsroom(desk, clock)


@pytest.fixture
def settled(room: Newsroom) -> Iterator[Newsroom]:
    """A newsroom whose history must hold after the test, whatever happened in it."""
    yield room
    assert room.problems() == []


@pytest.fixture
def sqlite_room(sqlite_url: str, settings: Settings, clock: SetClock) -> Iterator[Newsroom]:
    """For tests to which the database does not matter."""
    desk = Desk(settings.model_copy(update={"database_url": sqlite_url}), clock, shared_politeness=False)
    without_flushing(desk)
    yield Newsroom(desk, clock)
    desk.close()
