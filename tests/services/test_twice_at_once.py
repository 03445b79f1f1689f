"""What is done twice in the same moment, by a button pressed twice or in two windows: once, or refused in words."""

import threading
import time
from collections.abc import Callable

import pytest

from factcheck.domain.errors import DeskError
from factcheck.domain.review import QueueFilters, Stage
from factcheck.services import approving, claims, editing, notifications, outlets, people, shortcuts, views
from factcheck.store.unit import JoinedUnit, UnitOfWork
from tests.services.conftest import Newsroom

Doing = Callable[[UnitOfWork, Newsroom, int], object]

DOINGS: dict[str, Doing] = {
    "add a person": lambda unit, room, _: people.add(
        unit, room.boss, email="nora@desk.example", name="Nora", roles=["checker"]
    ),
    "change roles": lambda unit, room, _: people.change_roles(
        unit, room.jana.id or 0, room.boss, roles=["checker", "editor"]
    ),
    "add a claim": lambda unit, room, claim: editing.add(
        unit, room.sheet(claim).row.article_id, room.jana, fragments=[(0, 8)]
    ),
    "add an outlet": lambda unit, room, _: outlets.add(
        unit, room.eva, name="Herald", site="", feed_url="https://herald.example/feed"
    ),
    "save a view": lambda unit, room, _: views.save(unit, room.jana, name="Mine", filters={"mine": "1"}),
    "choose keys": lambda unit, room, _: shortcuts.save(unit, room.jana, {"next-claim": "q"}),
    "switch keys off": lambda unit, room, _: shortcuts.switch(unit, room.jana, on=False),
    "choose notifications": lambda unit, room, _: notifications.choose(unit, room.jana, channels={"returned": "none"}),
    "tick a source": lambda unit, room, claim: approving.tick(
        unit, claim, room.sheet(claim).sources[0].id, room.eva, read=True
    ),
}


@pytest.mark.parametrize("what", DOINGS)
def test_what_is_done_twice_in_one_moment_breaks_nothing(settled: Newsroom, what: str) -> None:
    room, claim, broke = settled, settled.claim(), list[Exception]()
    room.take(claim)
    room.attach(claim)
    room.submit(claim)

    def again() -> None:
        try:
            DOINGS[what](room.unit(), room, claim)
        except DeskError:
            pass
        except Exception as error:
            broke.append(error)

    second = threading.Thread(target=again)
    with room.unit().writing() as session:
        DOINGS[what](JoinedUnit(room.unit(), session), room, claim)
        session.flush()
        second.start()
        time.sleep(0.3)
    second.join()
    assert broke == []
    assert len(claims.listed(room.unit(), room.eva, QueueFilters(stage=Stage.QUEUED))[0]) == (what == "add a claim")
