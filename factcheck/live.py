"""The ASGI process: signals for open pages under /events/, everything else handed to the Flask app."""

import asyncio
import os
import socket
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable
from contextlib import aclosing, asynccontextmanager, suppress
from itertools import count
from math import inf
from typing import TYPE_CHECKING, Any, cast

import uvicorn
from a2wsgi import WSGIMiddleware
from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from factcheck.config import Settings
from factcheck.domain.clock import utc_now
from factcheck.domain.errors import Refused
from factcheck.domain.jobs import EVERYTHING
from factcheck.wiring import Desk

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

TOPICS_SALT = "topics"
TOPICS_LAST = 12 * 60 * 60
"""Seconds that a page's signed list of topics is good for; after that the page is loaded again anyway."""

TOPICS_AT_MOST = 64
STREAMS_AT_MOST = 2000
KEEP_ALIVE = 15.0
"""Seconds of silence after which a comment goes out: proxies close what says nothing."""

REMEMBERED = 120.0
"""Seconds for which a change is remembered for pages that were made before it and open their stream after it."""

AGAIN_AFTER = 2000
"""Milliseconds that a browser waits before it comes back after an interruption."""

THREADS = 16
"""For the Flask app. SQLite's writers queue anyway, and argon2 is held to two at a time."""

BODY_AT_MOST = 12 * 1024 * 1024
"""Bytes. A little over what the Flask app takes, so that it is the one to say no."""

Listen = Callable[[], AsyncGenerator[str]]
"""Topics as they are published, for ever; EVERYTHING after an interruption."""


class Stream:
    """One open page: the topics it asked for, and those of them that have changed and were not told yet.

    `made_at` is when the page was made (seconds since the epoch): what changed between that moment and the
    opening of the stream is told at once, or the page would show the old state for as long as nothing else happens.
    """

    def __init__(self, topics: Iterable[str], made_at: float = inf) -> None:
        self.made_at = made_at
        self.topics = tuple(dict.fromkeys(topics))
        self.changed: dict[str, None] = {}
        self.wake = asyncio.Event()
        self.open = True

    def tell(self, topic: str) -> None:
        # A page that reads slowly gets each topic once, however often it changed: nothing piles up.
        self.changed[topic] = None
        self.wake.set()

    def end(self) -> None:
        self.open = False
        self.wake.set()


class Switchboard:
    """Which open page waits for which topic. One listener feeds all of them."""

    def __init__(self) -> None:
        self._by_topic: dict[str, set[Stream]] = {}
        self._streams: set[Stream] = set()
        self._numbers = count(1)
        self._changed_at: dict[str, float] = {}
        self.closing = False

    @property
    def full(self) -> bool:
        return len(self._streams) >= STREAMS_AT_MOST

    def plug_in(self, stream: Stream) -> None:
        self._streams.add(stream)
        for topic in stream.topics:
            self._by_topic.setdefault(topic, set()).add(stream)
            if self._changed_at.get(topic, -inf) >= stream.made_at:
                stream.tell(topic)

    def unplug(self, stream: Stream) -> None:
        self._streams.discard(stream)
        for topic in stream.topics:
            self._by_topic[topic].discard(stream)
            if not self._by_topic[topic]:
                del self._by_topic[topic]

    def changed(self, topic: str) -> None:
        """Tell the pages that wait for this topic, or every page about everything it shows."""
        self._remember(topic)
        if topic == EVERYTHING:
            for stream in self._streams:
                for each in stream.topics:
                    stream.tell(each)
            return
        for stream in self._by_topic.get(topic, ()):
            stream.tell(topic)

    def _remember(self, topic: str) -> None:
        """Keep when the topics of the last minutes changed, the latest at the end."""
        now = utc_now().timestamp()
        self._changed_at.pop(topic, None)
        self._changed_at[topic] = now
        while self._changed_at and next(iter(self._changed_at.values())) < now - REMEMBERED:
            del self._changed_at[next(iter(self._changed_at))]

    def close(self) -> None:
        """End all streams, so that the server can stop."""
        self.closing = True
        for stream in self._streams:
            stream.end()

    async def events(self, stream: Stream) -> AsyncGenerator[str]:
        """The stream as text/event-stream: only topics, never content."""
        self.plug_in(stream)
        try:
            yield f"retry: {AGAIN_AFTER}\n\n"
            while stream.open and not self.closing:
                if not await _woken(stream.wake):
                    yield ": still here\n\n"
                stream.wake.clear()
                topics, stream.changed = stream.changed, {}
                for topic in topics:
                    yield f"id: {next(self._numbers)}\nevent: signal\ndata: {topic}\n\n"
        finally:
            self.unplug(stream)


async def _woken(wake: asyncio.Event) -> bool:
    with suppress(TimeoutError):
        async with asyncio.timeout(KEEP_ALIVE):
            return await wake.wait()
    return False


class Told(StreamingResponse):
    """A stream that ends when its page is gone.

    Starlette's own way to notice that is a group of two tasks for each stream: a quarter of what an open page takes.
    """

    def __init__(self, stream: Stream, events: AsyncGenerator[str], **given: Any) -> None:
        super().__init__(events, **given)
        self._stream = stream

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        gone = asyncio.create_task(self._until_gone(receive))
        try:
            await self.stream_response(send)
        finally:
            gone.cancel()

    async def _until_gone(self, receive: Receive) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        self._stream.end()


class Events:
    """The door /events/?topics=TOKEN: a token signed by a page says which topics the browser may hear of."""

    def __init__(self, key: bytes, switchboard: Switchboard) -> None:
        self._signed = URLSafeTimedSerializer(key, salt=TOPICS_SALT)
        self._switchboard = switchboard

    async def stream(self, request: Request) -> Response:
        try:
            given = request.query_params.get("topics", "")
            topics, made = self._signed.loads(given, max_age=TOPICS_LAST, return_timestamp=True)
        except BadSignature:
            return PlainTextResponse("This page is too old to be kept up to date. Load it again.", 403)
        if not _are_topics(topics):
            return PlainTextResponse(f"A page can wait for 1 to {TOPICS_AT_MOST} topics.", 400)
        if self._switchboard.full or self._switchboard.closing:
            return PlainTextResponse("Too many pages are open just now.", 503, {"Retry-After": "30"})
        stream = Stream(topics, made.timestamp())
        if "last-event-id" in request.headers:  # the browser was away for a moment: it may have missed something
            for topic in stream.topics:
                stream.tell(topic)
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no", "X-Content-Type-Options": "nosniff"}
        return Told(stream, self._switchboard.events(stream), media_type="text/event-stream", headers=headers)


def _are_topics(topics: object) -> bool:
    return (
        isinstance(topics, list)
        and 0 < len(topics) <= TOPICS_AT_MOST
        and all(isinstance(topic, str) and len(topic) < 100 and topic.isprintable() for topic in topics)
    )


async def healthy(request: Request) -> Response:
    """For a health check: the process answers. What it stands on is `factcheck doctor`'s question."""
    return PlainTextResponse("ok\n", headers={"Cache-Control": "no-store"})


class Bridge:
    """Hands requests to the Flask app, each in a thread of its own."""

    def __init__(self, app: "WSGIApplication") -> None:
        self._flask = cast(ASGIApp, WSGIMiddleware(cast(Any, app), workers=THREADS))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            # WSGI cannot tell X_Forwarded_For from X-Forwarded-For: only a proxy writes the latter
            headers = [(name, value) for name, value in scope["headers"] if b"_" not in name]
            scope = {**scope, "headers": headers}
            receive = await _when_body_is_here(receive)
        await self._flask(scope, receive, send)


async def _when_body_is_here(receive: Receive) -> Receive:
    """Take in the body before a thread is bound: somebody who sends slowly must not hold one.

    Only as much as the desk ever accepts is taken in; a longer body is refused by the app as it reads on.
    """
    taken: list[Message] = []
    size = 0
    while size < BODY_AT_MOST:
        message = await receive()
        taken.append(message)
        size += len(message.get("body", b""))
        if not message.get("more_body", False):
            break

    async def again() -> Message:
        return taken.pop(0) if taken else await receive()

    return again


class Streaming:
    """Answers /events/ by itself and hands on the rest: each layer in between costs every open page its memory."""

    def __init__(self, events: Events, rest: ASGIApp) -> None:
        self._events, self._rest = events, rest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == "/events/" and scope["method"] == "GET":
            await (await self._events.stream(Request(scope)))(scope, receive, send)
        else:
            await self._rest(scope, receive, send)


def asgi(desk: Desk, switchboard: Switchboard) -> ASGIApp:
    """The whole desk as one ASGI application."""
    from factcheck.web.app import create_app

    @asynccontextmanager
    async def listening(app: Starlette) -> AsyncIterator[None]:
        listener = asyncio.create_task(_pass_on(desk.listen, switchboard))
        yield
        listener.cancel()
        with suppress(asyncio.CancelledError):
            await listener

    rooms = [
        Route("/healthz", healthy, methods=["GET"]),
        Mount("/", Bridge(create_app(desk))),
    ]
    return Streaming(Events(desk.settings.key, switchboard), Starlette(routes=rooms, lifespan=listening))


async def _pass_on(listen: Listen, switchboard: Switchboard) -> None:
    async with aclosing(listen()) as topics:
        async for topic in topics:
            switchboard.changed(topic)


class Server(uvicorn.Server):
    """A server that ends its streams before it waits for its connections."""

    def __init__(self, config: uvicorn.Config, switchboard: Switchboard) -> None:
        super().__init__(config)
        self._switchboard = switchboard

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._switchboard.close()
        await super().shutdown(sockets)


def serve(settings: Settings, host: str, port: int) -> None:
    """Answer on this address until SIGTERM or SIGINT; Refused when the port is taken."""
    try:
        door = socket.create_server(
            (host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET, backlog=2048
        )
    except OSError as error:
        raise Refused(
            "port", f"The desk cannot answer on {host} port {port}: {os.strerror(error.errno or 0)}."
        ) from error
    # asyncio sets this only on sockets that name their protocol; without it an answer's body waits 40 ms for an ACK
    door.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    switchboard = Switchboard()
    config = uvicorn.Config(
        asgi(Desk.from_settings(settings), switchboard),
        # who trusts which proxy is the Flask app's setting; addresses with tokens in them stay out of the log
        proxy_headers=False,
        access_log=False,
        server_header=False,
        ws="none",
        timeout_keep_alive=20,
        timeout_graceful_shutdown=5,
    )
    with door:
        Server(config, switchboard).run(sockets=[door])
