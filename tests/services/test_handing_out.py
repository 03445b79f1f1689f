"""Sixteen clients at once: every claim goes to one of them, on both databases."""

import multiprocessing
from multiprocessing.synchronize import Barrier as BarrierType

from factcheck.domain.people import Actor
from factcheck.domain.review import QueueFilters, Sort, Stage
from factcheck.services import claims, leases, triage
from factcheck.store.engine import open_engine
from factcheck.store.unit import UnitOfWork
from tests.services.conftest import Newsroom

CLIENTS = 16
CLAIMS = 160

Results = "multiprocessing.Queue[list[int] | str]"


def take_all(url: str, actor: Actor, together: BarrierType, results: Results) -> None:
    """One client that takes claims until there are none, and says which it got."""
    unit = UnitOfWork(open_engine(url))
    got: list[int] = []
    together.wait(timeout=60)
    try:
        while (claim := leases.take_next(unit, actor, QueueFilters())) is not None:
            got.append(claim)
    except Exception as error:  # the parent shows it
        results.put(repr(error))
        return
    results.put(got)


def test_sixteen_processes_never_get_the_same_claim(settled: Newsroom) -> None:
    room = settled
    expected = set(room.claims(" ".join(f"Pier number {number} is closed." for number in range(CLAIMS))))
    people = [room.hire(f"checker{number}", ["checker"]) for number in range(CLIENTS)]
    room.desk.close()
    context = multiprocessing.get_context("fork")
    together, results = context.Barrier(CLIENTS), context.Queue()
    url = room.desk.settings.sqlalchemy_url
    processes = [
        context.Process(target=take_all, args=(url, person, together, results), daemon=True) for person in people
    ]
    for process in processes:
        process.start()
    handed = [results.get(timeout=90) for _ in processes]
    for process in processes:
        process.join(timeout=10)
    assert [error for error in handed if isinstance(error, str)] == []
    given = [claim for got in handed for claim in got]
    assert len(given) == len(set(given)) == CLAIMS
    assert set(given) == expected
    rows, _ = claims.listed(room.unit(), room.eva, QueueFilters(stage=Stage.CHECKING), limit=200)
    assert len(rows) == CLAIMS
    assert {row.holder_id for row in rows} <= {person.id for person in people}
    assert all(room.history(claim)[-1] == "take" for claim in given[:10])


def test_the_worthiest_claim_goes_first_and_the_oldest_if_asked(settled: Newsroom) -> None:
    first, second, *_ = settled.claims()
    settled.clock.now = settled.clock.now.replace(year=settled.clock.now.year + 1)
    late, *_ = settled.claims("A tower fell in Orlin.", url="https://herald.example/2")
    assert settled.take_next(sort=Sort.NEWEST) == late
    assert settled.take_next() == first
    assert settled.take_next() == second


def test_filters_narrow_what_is_handed_out(settled: Newsroom) -> None:
    settled.claims()
    other = settled.claim("A tower fell in Orlin.", url="https://herald.example/2", outlet="Courier")
    assert settled.take_next(q="tower") == other
    assert settled.take_next(outlet="courier") is None
    assert settled.take_next(claimant="nobody at all") is None


def test_what_is_not_worth_checking_is_not_handed_out(settled: Newsroom) -> None:
    settled.claims("Perhaps it rains.")
    assert settled.take_next() is None
    assert settled.take_next(unworthy=True) is None


def test_an_empty_queue_gives_nothing(settled: Newsroom) -> None:
    assert settled.take_next() is None


def test_pages_of_the_queue_show_every_claim_once(settled: Newsroom) -> None:
    expected = set(settled.claims(" ".join(f"Pier number {number} is closed." for number in range(23))))
    chosen = [(claim, settled.seen(claim)) for claim in expected]
    triage.triage(settled.unit(), settled.jana, chosen, changes={"due_on": "2031-05-04"})
    for sort in Sort:
        shown, cursor = [], ""
        for _ in range(10):
            rows, cursor = claims.listed(settled.unit(), settled.jana, QueueFilters(sort=sort), cursor=cursor, limit=5)
            shown += [row.id for row in rows]
            if not cursor:
                break
        assert len(shown) == len(set(shown))
        assert set(shown) == expected
