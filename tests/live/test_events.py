"""The event streams: who is let in, what is told to whom, and that nothing piles up."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Collection, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest
from itsdangerous import URLSafeTimedSerializer
from starlette.requests import Request

from factcheck.domain.errors import OutsideUnavailable
from factcheck.domain.jobs import EVERYTHING
from factcheck.live import events
from factcheck.live import sessions as watch
from factcheck.live import switchboard as board
from factcheck.live.events import Events
from factcheck.live.sessions import Sessions
from factcheck.live.switchboard import Stream, Switchboard

KEY = b"a key of the tests"
Told = TypeVar("Told")


def signed(topics: object, key: bytes = KEY, session: int = 1) -> str:
    asked = {"session": session, "topics": topics}
    return str(URLSafeTimedSerializer(key, salt=events.TOPICS_SALT).dumps(asked))


def all_but(*over: int) -> Sessions:
    """Sessions that are open, but for these."""
    return Sessions(lambda asked: frozenset(asked) - frozenset(over))


def told(story: Coroutine[Any, Any, Told]) -> Told:
    """What a coroutine gives, run beside this thread: a browser of other tests may have a loop running in it."""
    with ThreadPoolExecutor(1) as beside:
        return beside.submit(asyncio.run, story).result()


def answer(switchboard: Switchboard, token: str, sessions: Sessions | None = None) -> int:
    scope = {"type": "http", "query_string": f"topics={token}".encode(), "headers": [], "method": "GET", "path": "/"}
    return told(Events(KEY, switchboard, sessions or all_but()).stream(Request(scope))).status_code


def test_a_token_of_the_desk_is_let_in() -> None:
    assert answer(Switchboard(), signed(["queue", "claim:12"])) == 200


OF_AN_OLDER_VERSION = str(URLSafeTimedSerializer(KEY, salt=events.TOPICS_SALT).dumps(["queue"]))


@pytest.mark.parametrize("token", ["", "x.y.z", signed(["queue"], b"another key"), OF_AN_OLDER_VERSION])
def test_other_tokens_are_not(token: str) -> None:
    assert answer(Switchboard(), token) == 403


@pytest.mark.parametrize("topics", [[], "queue", {"queue": 1}, ["a\nb"], [1], ["x"] * (events.TOPICS_AT_MOST + 1)])
def test_what_is_no_list_of_topics_is_refused(topics: object) -> None:
    assert answer(Switchboard(), signed(topics)) == 400


def test_an_old_token_is_not_let_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "TOPICS_LAST", -1)
    assert answer(Switchboard(), signed(["queue"])) == 403


def test_too_many_streams_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board, "STREAMS_AT_MOST", 1)
    switchboard = Switchboard()
    switchboard.plug_in(Stream(["queue"]))
    assert answer(switchboard, signed(["queue"])) == 503


async def take(events: AsyncIterator[str], number: int) -> list[str]:
    return [await asyncio.wait_for(anext(events), 2) for _ in range(number)]


def test_a_page_hears_its_own_topics_only_and_each_once() -> None:
    async def story() -> list[str]:
        switchboard = Switchboard()
        events = switchboard.events(Stream(["queue", "claim:12"]))
        first = await take(events, 1)
        for topic in ("claim:13", "claim:12", "claim:12", "claim:12", "queue"):
            switchboard.changed(topic)
        told = await take(events, 2)
        switchboard.close()
        return [*first, *told, *[event async for event in events]]

    assert told(story()) == [
        "retry: 2000\n\n",
        "id: 1\nevent: signal\ndata: claim:12\n\n",
        "id: 2\nevent: signal\ndata: queue\n\n",
    ]


def test_after_an_interruption_every_page_looks_again() -> None:
    async def story() -> list[str]:
        switchboard = Switchboard()
        events = switchboard.events(Stream(["queue", "claim:12"]))
        await take(events, 1)
        switchboard.changed(EVERYTHING)
        return await take(events, 2)

    assert [event.split("data: ")[1] for event in told(story())] == ["queue\n\n", "claim:12\n\n"]


def test_a_page_hears_what_changed_between_its_making_and_its_listening() -> None:
    async def story() -> list[str]:
        switchboard = Switchboard()
        made_at = time.time()
        switchboard.changed("claim:12")
        switchboard.changed("claim:13")
        return await take(switchboard.events(Stream(["queue", "claim:12"], made_at)), 2)

    assert told(story())[1].endswith("event: signal\ndata: claim:12\n\n")


def test_a_page_does_not_hear_what_changed_before_it_was_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board, "KEEP_ALIVE", 0.05)

    async def story() -> list[str]:
        switchboard = Switchboard()
        switchboard.changed("claim:12")
        return await take(switchboard.events(Stream(["claim:12"], time.time() + 1)), 2)

    assert told(story())[1] == ": still here\n\n"


def test_silence_is_broken_by_a_comment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board, "KEEP_ALIVE", 0.05)

    async def story() -> list[str]:
        return await take(Switchboard().events(Stream(["queue"])), 3)

    assert told(story())[1:] == [": still here\n\n"] * 2


def test_a_page_that_goes_is_forgotten() -> None:
    async def story() -> Switchboard:
        switchboard = Switchboard()
        events = switchboard.events(Stream(["queue"]))
        await take(events, 1)
        await events.aclose()
        return switchboard

    switchboard = told(story())
    assert not switchboard._by_topic
    assert not switchboard._streams


def test_a_stream_ends_at_once_when_its_page_is_gone() -> None:
    async def story() -> Switchboard:
        switchboard, gone = Switchboard(), asyncio.Event()
        token = f"topics={signed(['queue'])}".encode()
        scope = {"type": "http", "query_string": token, "headers": [], "method": "GET", "path": "/"}
        response = await Events(KEY, switchboard, all_but()).stream(Request(scope))

        async def receive() -> dict[str, Any]:
            await gone.wait()
            return {"type": "http.disconnect"}

        async def send(message: dict[str, Any]) -> None:
            if message.get("body"):
                assert switchboard._streams
                gone.set()

        await asyncio.wait_for(response(scope, receive, send), 2)
        return switchboard

    assert not told(story())._streams


# --- Whose session is over ------------------------------------------------------------------------


def test_who_was_signed_out_is_not_let_in() -> None:
    assert answer(Switchboard(), signed(["queue"], session=7), all_but(7)) == 403
    assert answer(Switchboard(), signed(["queue"], session=8), all_but(7)) == 200


def not_answering(asked: object) -> frozenset[int]:
    raise OutsideUnavailable("The database went away.")


def test_nobody_is_let_in_unasked() -> None:
    assert answer(Switchboard(), signed(["queue"]), Sessions(not_answering)) == 503


async def listening(switchboard: Switchboard, *sessions: int) -> dict[int, AsyncIterator[str]]:
    """The open streams of these sessions."""
    streams: dict[int, AsyncIterator[str]] = {
        each: switchboard.events(Stream(["queue"], session=each)) for each in sessions
    }
    for stream in streams.values():
        await take(stream, 1)
    return streams


async def ends(stream: AsyncIterator[str]) -> bool:
    """Whether nothing more comes."""
    return await anext(stream, None) is None


@pytest.mark.parametrize("signalled", [True, False])
def test_a_stream_ends_with_its_session_and_the_others_stay(monkeypatch: pytest.MonkeyPatch, signalled: bool) -> None:
    monkeypatch.setattr(watch, "LOOK_EVERY", 60 if signalled else 0.05)

    async def story() -> tuple[bool, list[str]]:
        switchboard, over = Switchboard(), set[int]()
        sessions = Sessions(lambda asked: frozenset(asked) - over)
        streams = await listening(switchboard, 7, 8)
        watching = asyncio.create_task(sessions.watch(switchboard))
        over.add(7)
        if signalled:
            sessions.some_ended()
        ended = await asyncio.wait_for(ends(streams[7]), 5)
        switchboard.changed("queue")
        heard = await take(streams[8], 1)
        watching.cancel()
        return ended, heard

    ended, heard = told(story())
    assert ended
    assert heard[0].endswith("data: queue\n\n")


def test_streams_stay_while_nobody_can_be_asked_and_end_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "LOOK_EVERY", 0.02)
    asked: list[int] = []

    def comes_back(sessions: Collection[int]) -> frozenset[int]:
        asked.append(len(sessions))
        return not_answering(sessions) if len(asked) < 3 else frozenset()

    async def story() -> bool:
        switchboard = Switchboard()
        streams = await listening(switchboard, 7)
        watching = asyncio.create_task(Sessions(comes_back).watch(switchboard))
        ended = await asyncio.wait_for(ends(streams[7]), 5)
        watching.cancel()
        return ended

    assert told(story())
    assert asked == [1, 1, 1]


def test_asking_the_database_does_not_hold_up_the_loop() -> None:
    let_go = threading.Event()

    def slow(sessions: Collection[int]) -> frozenset[int]:
        let_go.wait(5)
        return frozenset(sessions)

    async def story() -> str:
        switchboard, sessions = Switchboard(), Sessions(slow)
        [stream] = (await listening(switchboard, 7)).values()
        asking = asyncio.create_task(sessions.open_among({8}))
        switchboard.changed("queue")
        heard = await take(stream, 1)
        assert not asking.done()
        let_go.set()
        await asking
        return heard[0]

    assert told(story()).endswith("data: queue\n\n")
