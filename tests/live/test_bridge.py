"""Bodies on their way to the desk: how long they may take and how much of them is held, whoever sends them."""

import asyncio
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
from starlette.types import Message

from factcheck.live import bridge
from factcheck.live.bridge import BODY_AT_MOST, HELD_AT_MOST, Bridge
from tests.live.test_serve import Served, broker, megabytes, served  # noqa: F401 - the fixtures

HEAD = (
    "POST /sign-in HTTP/1.1\r\nHost: desk\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    "Content-Length: {length}\r\n\r\n"
)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc to see how much memory a process has")
def test_who_sends_large_bodies_and_never_ends_fills_no_memory_and_closes_no_door(served: Served) -> None:  # noqa: F811
    served.get("/sign-in")
    before, nearly_all = megabytes(served.popen.pid), b"a" * (BODY_AT_MOST - 100_000)
    with ExitStack() as stack:
        for _ in range(4 * HELD_AT_MOST // BODY_AT_MOST):
            line = stack.enter_context(socket.create_connection(("127.0.0.1", served.port), timeout=10))
            line.sendall(HEAD.format(length=BODY_AT_MOST - 1).encode())
            with suppress(ConnectionError):  # it was refused, and closed
                line.sendall(nearly_all)
        assert served.get("/sign-in")[0] == 200
        used = megabytes(served.popen.pid) - before
    assert used <= 2 * HELD_AT_MOST / 1024 / 1024, (
        f"{used:.0f} MB of {4 * HELD_AT_MOST / 1024 / 1024:.0f} that were sent"
    )


def asked(parts: Iterator[bytes]) -> tuple[int, list[bytes]]:
    """What a bridge with nothing behind it answers; a body of which no part is left to come keeps it waiting."""
    came: list[Message] = []

    async def receive() -> Message:
        part = next(parts, None)
        if part is None:
            await asyncio.sleep(3600)
        return {"type": "http.request", "body": part, "more_body": True}

    async def send(message: Message) -> None:
        came.append(message)

    def nothing(environ: object, start_response: object) -> list[bytes]:
        raise AssertionError("the app was asked")

    scope = {"type": "http", "method": "POST", "path": "/", "headers": []}
    with ThreadPoolExecutor(1) as beside:  # the browser of other tests has a loop running in this thread
        beside.submit(lambda: asyncio.run(Bridge(nothing)(scope, receive, send))).result()
    return came[0]["status"], [value for name, value in came[0]["headers"] if name == b"connection"]


def test_a_body_that_does_not_come_to_its_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bridge, "BODY_SECONDS", 0.05)
    assert asked(iter([b"email="])) == (408, [b"close"])


def test_more_than_is_held_of_all_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bridge, "HELD_AT_MOST", 1_000_000)
    assert asked(iter([b"a" * 600_000, b"a" * 600_000])) == (503, [b"close"])
