"""One gate per host across all workers, on a real Valkey, and the same within one process."""

import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from factcheck.adapters import politeness
from factcheck.adapters.politeness import OwnPoliteness, Politeness, SharedPoliteness, registrable_host
from factcheck.domain.fetching import HostBusy
from tests.adapters.conftest import now

Gates = Callable[[float], Politeness]


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.outlet.com/a", "outlet.com"),
        ("http://News.Outlet.co.uk:8080/", "outlet.co.uk"),
        ("https://outlet.com./a", "outlet.com"),
        ("https://bücher.de/", "bücher.de"),
        ("https://one.blogspot.com/", "one.blogspot.com"),
        ("http://127.0.0.1:8101/feed", "127.0.0.1:8101"),
        ("http://127.0.0.1/feed", "127.0.0.1:80"),
        ("https://[2606:4700::1111]/", "2606:4700::1111:443"),
        ("https://localhost/", "localhost:443"),
        ("http://outlet.example:8101/", "outlet.example:8101"),
        ("http://intranet/", "intranet:80"),
        ("http://co.uk/", "co.uk:80"),
    ],
)
def test_whose_gate_an_address_belongs_to(url: str, host: str) -> None:
    assert registrable_host(url) == host


@pytest.fixture(params=["shared", "own"])
def gates(request: pytest.FixtureRequest) -> Iterator[Gates]:
    made: list[SharedPoliteness] = []

    def make(gap: float) -> Politeness:
        if request.param == "own":
            return OwnPoliteness(clock=now, gap=gap)
        made.append(SharedPoliteness(request.getfixturevalue("valkey_url"), clock=now, gap=gap))
        return made[-1]

    yield make
    for gate in made:
        gate.close()


@pytest.fixture
def host() -> str:
    return f"{uuid.uuid4().hex}.example"


def test_a_visit_closes_the_gate_for_the_gap(gates: Gates, host: str) -> None:
    gate = gates(0.4)
    gate.enter(host)
    gate.asked(host)
    with pytest.raises(HostBusy) as busy:
        gate.enter(host)
    assert busy.value.host == host
    assert timedelta() < busy.value.free_at - now() <= timedelta(seconds=0.5)
    time.sleep(0.45)
    gate.enter(host)


def test_asking_while_it_is_closed_does_not_move_it(gates: Gates, host: str) -> None:
    gate = gates(1.0)
    gate.enter(host)
    gate.asked(host)
    until = time.monotonic() + 1.1
    while time.monotonic() < until - 0.7:
        with pytest.raises(HostBusy):
            gate.enter(host)
        time.sleep(0.02)
    time.sleep(max(0.0, until - time.monotonic()))
    gate.enter(host)


def test_hosts_do_not_wait_for_each_other(gates: Gates, host: str) -> None:
    gate = gates(30)
    gate.enter(host)
    gate.enter(f"other-{host}")


def test_a_gap_of_nothing_never_closes(gates: Gates, host: str) -> None:
    gate = gates(0)
    for _ in range(3):
        gate.enter(host)


def test_a_host_can_ask_for_more(gates: Gates, host: str) -> None:
    gate = gates(0.05)
    wanted = now() + timedelta(seconds=20)
    gate.close_until(host, wanted)
    gate.close_until(host, now() + timedelta(seconds=1))  # A later answer that asks for less does not open it.
    time.sleep(0.1)
    with pytest.raises(HostBusy) as busy:
        gate.enter(host)
    assert abs(busy.value.free_at - wanted) < timedelta(seconds=0.5)


def test_the_gap_counts_from_the_asking(gates: Gates, host: str) -> None:
    gate = gates(30)
    gate.enter(host)
    gate.asked(host)
    before = free_at(gate, host)
    time.sleep(0.05)
    gate.asked(host)
    assert free_at(gate, host) > before + timedelta(seconds=0.04)
    gate.close_until(host, now() + timedelta(minutes=5))
    closed = free_at(gate, host)
    gate.asked(host)
    assert abs(free_at(gate, host) - closed) < timedelta(seconds=1), "what the host itself has asked for holds"


def test_nobody_else_gets_in_before_a_visitor_has_asked(gates: Gates, host: str) -> None:
    """A worker that is held up behind the gate, longer than the gap, would ask at the same time as the next one."""
    gate = gates(0.1)
    gate.enter(host)
    time.sleep(0.15)
    assert now() < free_at(gate, host) <= now() + timedelta(seconds=0.2), "the next one tries again after the gap"
    gate.asked(host)
    assert now() < free_at(gate, host) <= now() + timedelta(seconds=0.2)
    time.sleep(0.15)
    gate.enter(host)


def test_a_visitor_who_never_asks_is_not_waited_for_without_end(
    gates: Gates, host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(politeness, "INSIDE", 0.1)
    gate = gates(0.05)
    gate.enter(host)
    time.sleep(0.15)
    gate.enter(host)


def free_at(gate: Politeness, host: str) -> datetime:
    with pytest.raises(HostBusy) as busy:
        gate.enter(host)
    return busy.value.free_at


def test_a_moment_that_has_passed_closes_nothing(gates: Gates, host: str) -> None:
    gate = gates(0.05)
    gate.close_until(host, now() - timedelta(days=1))
    gate.enter(host)


def test_two_processes_share_one_gate(valkey_url: str, host: str) -> None:
    """Both ask as fast as they can for two seconds, with a gap of 0.2 s."""
    command = [sys.executable, "-c", VISIT, valkey_url, host]
    workers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    visits = sorted(float(moment) for worker in workers for moment in worker.communicate(timeout=30)[0].split())
    assert len(visits) >= 4
    assert len(visits) <= (visits[-1] - visits[0]) / 0.2 + 2  # Each on its own would come to twice as many.


VISIT = f"""
import sys, time
from datetime import UTC, datetime
sys.path.insert(0, {str(Path(__file__).parents[2])!r})
from factcheck.adapters.politeness import SharedPoliteness
from factcheck.domain.fetching import HostBusy

gate = SharedPoliteness(sys.argv[1], clock=lambda: datetime.now(UTC), gap=0.2)
until = time.monotonic() + 2
while time.monotonic() < until:
    try:
        gate.enter(sys.argv[2])
        print(time.time())
        gate.asked(sys.argv[2])
    except HostBusy:
        time.sleep(0.005)
"""


def test_gates_leave_nothing_behind(valkey_url: str, host: str) -> None:
    import redis

    gate = SharedPoliteness(valkey_url, clock=now, gap=0.1)
    gate.enter(host)
    gate.asked(host)
    time.sleep(0.2)
    with redis.Redis.from_url(valkey_url) as client:
        assert client.keys(f"*{host}*") == []
    gate.close()


def test_while_the_broker_is_down_every_host_is_busy(host: str) -> None:
    gate = SharedPoliteness("unix:///nowhere/valkey.sock", clock=now)
    with pytest.raises(HostBusy) as busy:
        gate.enter(host)
    assert timedelta(seconds=20) < busy.value.free_at - now() <= timedelta(seconds=30)
    gate.close_until(host, now() + timedelta(seconds=5))  # Said in the log, and no error.
    gate.close()
