"""`factcheck serve` as a real process: pages through the bridge, signals through a real Valkey, an orderly end."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from factcheck.adapters.signals import SignalSender
from factcheck.domain.jobs import SESSIONS
from factcheck.domain.people import Actor, Role
from factcheck.live.bridge import THREADS
from factcheck.services import jobs, people, signing_in
from factcheck.store import people as people_rows
from factcheck.store.engine import open_engine
from factcheck.store.unit import UnitOfWork
from factcheck.web.topics import token as topics_of_a_page
from tests.conftest import missing
from tests.servers import Valkey, free_port, until

KEY = "a key of the tests, long enough for anything"


def session_of(database_url: str, name: str = "jana") -> int:
    """A session of a person of this desk, as signing in opens one."""
    engine = open_engine(database_url)
    unit = UnitOfWork(engine)
    admin = Actor(None, "the tests", frozenset({Role.ADMIN}))
    people.add(unit, admin, email=f"{name}@desk.example", name=name, roles=["checker"])
    with unit.writing() as session:
        person = people_rows.by_email(session, f"{name}@desk.example")
        assert person is not None
        token = signing_in.open_session(session, unit, person, address="test", browser="test")
    who = signing_in.who_is(unit, token)
    engine.dispose()
    assert who is not None
    return who.session_id


class Served:
    """A desk that answers on `port`."""

    def __init__(self, database_url: str, broker: Valkey, data: Path) -> None:
        self.port = free_port()
        self.session = session_of(database_url)
        self.log = data / "serve.log"
        environment = {
            **os.environ,
            "DATABASE_URL": database_url,
            "REDIS_URL": broker.url,
            "FACTCHECK_DATA": str(data),
            "FACTCHECK_SECRET_KEY": KEY,
        }
        with self.log.open("ab") as log:
            self.popen = subprocess.Popen(
                [sys.executable, "-m", "factcheck.cli", "serve", "--port", str(self.port)],
                env=environment, stdout=log, stderr=subprocess.STDOUT,
            )  # fmt: skip
        until(lambda: "startup complete" in self.log.read_text(), what="the pages")

    def get(self, path: str) -> tuple[int, bytes]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        line.request("GET", path)
        answer = line.getresponse()
        body = answer.read()
        line.close()
        return answer.status, body

    @contextmanager
    def listen(self, *topics: str, again: bool = False, session: int = 0) -> Iterator[socket.socket]:
        """An open event stream; its answer's head and the `retry:` line are read already."""
        token = topics_of_a_page(KEY.encode(), session or self.session, topics)
        came_back = "Last-Event-ID: 7\r\n" if again else ""
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as line:
            line.sendall(f"GET /events/?topics={token} HTTP/1.1\r\nHost: desk\r\n{came_back}\r\n".encode())
            read_until(line, b"retry: 2000\n\n")
            yield line


def read_until(line: socket.socket, end: bytes) -> bytes:
    """Read up to this end and not a byte further: what follows is for the next reading."""
    read = b""
    while not read.endswith(end):
        piece = line.recv(1)
        if not piece:
            raise EOFError(read)
        read += piece
    return read


def rest_of(line: socket.socket) -> bytes:
    """All that comes until the answer has ended."""
    read = b""
    while not read.endswith(b"0\r\n\r\n") and (piece := line.recv(1)):
        read += piece
    return read


@contextmanager
def sending(broker: Valkey) -> Iterator[Callable[[str], bool]]:
    sender = SignalSender(broker.url)
    yield sender.send
    sender.close()


@pytest.fixture
def broker() -> Iterator[Valkey]:
    broker = Valkey()
    yield broker
    broker.close()


@pytest.fixture
def served(sqlite_url: str, broker: Valkey, tmp_path: Path) -> Iterator[Served]:
    (tmp_path / "data").mkdir()
    served = Served(sqlite_url, broker, tmp_path / "data")
    yield served
    served.popen.kill()
    served.popen.wait()


def test_pages_come_through_the_bridge(served: Served) -> None:
    status, page = served.get("/sign-in")
    assert status == 200
    assert b"<form" in page
    assert served.get("/nothing/here")[0] in {303, 404}


def test_an_open_line_is_no_slower_than_a_new_one(served: Served) -> None:
    """Where the body of an answer waited for the ACK of its head, an open line took ten times as long."""

    def took(ask: Callable[[], object]) -> float:
        began = time.perf_counter()
        ask()
        return time.perf_counter() - began

    line = http.client.HTTPConnection("127.0.0.1", served.port, timeout=10)

    def again() -> None:
        line.request("GET", "/healthz")
        line.getresponse().read()

    again()
    anew = min(took(lambda: served.get("/healthz")) for _ in range(20))
    assert min(took(again) for _ in range(20)) <= 3 * anew
    line.close()


def test_a_signal_reaches_the_pages_that_wait_for_it(served: Served, broker: Valkey) -> None:
    with served.listen("queue", "claim:7") as one, served.listen("claim:8") as other, sending(broker) as send:
        send("claim:7")
        assert b"event: signal\ndata: claim:7\n\n" in read_until(one, b"data: claim:7\n\n")
        send("claim:8")
        assert b"claim:7" not in read_until(other, b"data: claim:8\n\n")


def test_a_stream_ends_when_its_person_is_disabled_and_opens_no_more(
    served: Served, broker: Valkey, sqlite_url: str
) -> None:
    engine = open_engine(sqlite_url)
    unit = UnitOfWork(engine)
    admin = Actor(None, "the tests", frozenset({Role.ADMIN}))
    other = session_of(sqlite_url, "tim")
    with served.listen("queue") as line, served.listen("queue", session=other) as stays, sending(broker) as send:
        jana = people.by_email(unit, "jana@desk.example")[0]
        people.disable(unit, jana.id, admin)
        assert SESSIONS in jobs.signals(unit), "the scheduler passes it on"
        send(SESSIONS)
        assert rest_of(line).endswith(b"0\r\n\r\n"), "the answer ends in order"
        send("queue")
        read_until(stays, b"data: queue\n\n")
    assert served.get(f"/events/?topics={topics_of_a_page(KEY.encode(), served.session, ['queue'])}") == (
        403, b"Your session has ended. Sign in again.",
    )  # fmt: skip
    engine.dispose()


def test_a_page_that_comes_back_looks_again(served: Served) -> None:
    with served.listen("queue", again=True) as line:
        read_until(line, b"data: queue\n\n")


def test_pages_look_again_after_the_broker_was_away(served: Served, broker: Valkey) -> None:
    with served.listen("queue") as line:
        broker.kill()
        broker.start()
        read_until(line, b"data: queue\n\n")


def test_two_hundred_streams_hold_up_no_page(served: Served, broker: Valkey) -> None:
    with ExitStack() as stack, sending(broker) as send:
        lines = [stack.enter_context(served.listen("queue")) for _ in range(200)]
        assert served.get("/sign-in")[0] == 200
        began = time.monotonic()
        send("queue")
        for line in lines:
            read_until(line, b"data: queue\n\n")
        assert time.monotonic() - began < 5


def megabytes(pid: int) -> float:
    """The memory that a process has in use now."""
    kilobytes = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    assert kilobytes
    return int(kilobytes[1]) / 1024


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc to see how much memory a process has")
def test_1_000_open_pages_take_at_most_128_mb_and_all_of_them_hear(served: Served, broker: Valkey) -> None:
    """In the process that answers pages too: nothing is set aside for the streams."""
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most != resource.RLIM_INFINITY and most < 4096:
        missing("needs 4096 open files (ulimit -n)")
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, most))
    resource.prlimit(served.popen.pid, resource.RLIMIT_NOFILE, (4096, most))
    served.get("/sign-in")
    with ExitStack() as stack, sending(broker) as send:
        lines = [stack.enter_context(served.listen("queue", f"claim:{number}")) for number in range(1000)]
        send("queue")
        for line in lines:
            read_until(line, b"data: queue\n\n")
        used = megabytes(served.popen.pid)
        assert used <= 128, f"{used:.0f} MB with 1,000 open pages"


def test_slow_senders_hold_up_no_page(served: Served) -> None:
    with ExitStack() as stack:
        for _ in range(THREADS * 2):
            line = stack.enter_context(socket.create_connection(("127.0.0.1", served.port)))
            line.sendall(
                b"POST /sign-in HTTP/1.1\r\nHost: desk\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                b"Content-Length: 1000\r\n\r\nemail="
            )
        assert served.get("/sign-in")[0] == 200


def test_it_ends_in_order_with_streams_open(served: Served) -> None:
    with served.listen("queue"):
        began = time.monotonic()
        served.popen.send_signal(signal.SIGTERM)
        served.popen.wait(timeout=10)
        assert time.monotonic() - began < 3
    assert b"Traceback" not in served.log.read_bytes()


def test_a_taken_port_is_a_sentence(served: Served) -> None:
    words = [sys.executable, "-m", "factcheck.cli", "serve", "--port", str(served.port)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert done.stderr == f"The desk cannot answer on 127.0.0.1 port {served.port}: Address already in use.\n"
