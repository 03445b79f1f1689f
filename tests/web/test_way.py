"""The way from an answer to the next claim: what it asks of the database, however much there is on the desk."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from factcheck.domain.articles import Incoming
from factcheck.domain.errors import OutsideUnavailable
from factcheck.domain.review import Stage
from factcheck.services import articles, editing
from factcheck.store import queue as queue_rows
from factcheck.web.pages import warm_up
from factcheck.wiring import Desk
from tests.web.conftest import TEXT, World
from tests.web.test_folding import many_reports
from tests.web.test_work import ANSWER, SOURCE, submitted, taken

SENDING, OPENING = 60, 34
"""Statements at most, with those that begin transactions: for the form of an answer, and for the next claim's page."""

SENT_BY_PAGE = {"Desk-Sent-By-Page": "yes"}


@contextmanager
def statements(desk: Desk) -> Iterator[list[str]]:
    """What the database is asked meanwhile."""
    asked: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    event.listen(desk._engine, "before_cursor_execute", note)
    yield asked
    event.remove(desk._engine, "before_cursor_execute", note)


def from_one_to_the_next(world: World, claim: int, following: int) -> tuple[int, int]:
    """How often the database is asked after an answer with a source: for the form, and for the claim that comes."""
    jana = world.signed_in("jana")
    jana.post(f"/claims/{claim}/sources", SOURCE | {"seen": world.seen(claim)})
    form = ANSWER | {"seen": world.seen(claim), "then": "next", "csrf_token": jana.token()}
    address = f"/claims/{claim}/moves/submit?article={world.article}"
    with statements(world.desk) as sending:
        onward = jana.client.post(address, data=form, headers=SENT_BY_PAGE).headers["Desk-Onward"]
    assert onward.startswith(f"/claims/{following}?")
    with statements(world.desk) as opening:
        page = jana.client.get(onward).text
    assert 'id="lease"' in page
    return len(sending), len(opening)


def crowd(world: World, claim: int) -> None:
    """Many reports of the claim, many others of the same claimant in its article, and many in other articles."""
    many_reports(world, claim, 60)
    tim, unit = world.actors["tim"], world.desk.unit()
    other = articles.receive(unit, Incoming(TEXT * 2, "More ferries", "Coast Daily"), tim).article_id
    for article in (world.article, other):
        for word in re.finditer(r"\w{4,}", TEXT):
            editing.add(unit, article, tim, fragments=[word.span()], claimant="Lina Brandt")


def test_from_an_answer_to_the_next_claim_the_database_is_asked_a_bounded_number_of_times(world: World) -> None:
    first, second, third = world.claims
    taken(world, first)
    sending, opening = from_one_to_the_next(world, first, second)
    assert sending <= SENDING
    assert opening <= OPENING
    crowd(world, third)
    assert from_one_to_the_next(world, second, third) == (sending, opening)


def test_the_answer_is_sent_and_the_next_claim_taken_or_neither(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any) -> None:
        raise OutsideUnavailable("The database went away.")

    first, second, _ = world.claims
    taken(world, first)
    jana = world.signed_in("jana")
    jana.post(f"/claims/{first}/sources", SOURCE | {"seen": world.seen(first)})
    form = ANSWER | {"seen": world.seen(first), "then": "next"}
    with monkeypatch.context() as broken:
        broken.setattr(queue_rows, "take_next", fails)
        assert jana.post(f"/claims/{first}/moves/submit", form).status_code == 503
    assert world.sheet(first).row.stage is Stage.CHECKING
    assert world.sheet(first).findings == ()
    jana.post(f"/claims/{first}/moves/submit", form)
    assert (world.sheet(first).row.stage, world.sheet(second).row.holder) == (Stage.SUBMITTED, "Jana")


def test_the_list_for_approval_asks_as_often_for_many_findings_as_for_one(world: World) -> None:
    def asked() -> int:
        with statements(world.desk) as there:
            page = omar.get("/approve").text
        assert page.count("answered by Jana") == page.count("data-row")
        return len(there)

    omar = world.signed_in("omar")
    first, second, _ = world.claims
    submitted(world, first)
    one = asked()
    submitted(world, second)
    assert asked() == one


# --- Before the first person comes -----------------------------------------------------------------


def test_after_the_warm_up_no_template_of_the_way_is_compiled_while_somebody_waits(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    warm_up(world.app)
    compiled: list[str] = []
    environment = world.app.jinja_env
    compiling = environment.compile

    def noted(source: Any, name: str, *rest: Any) -> Any:
        compiled.append(name)
        return compiling(source, name, *rest)

    monkeypatch.setattr(environment, "compile", noted)
    jana = world.signed_in("jana")
    onward = jana.post("/queue/next").headers["Location"]
    assert 'id="lease"' in jana.get(onward).text
    assert jana.get("/queue").status_code == 200
    assert set(compiled) <= {"people/sign_in.html"}  # where the visitor of these tests finds a form token
