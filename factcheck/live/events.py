"""The door /events/: which topics a page may hear of, and the stream that it is told them on."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from factcheck.domain.errors import DeskError
from factcheck.live.sessions import Sessions
from factcheck.live.switchboard import Stream, Switchboard

TOPICS_SALT = "topics"
TOPICS_LAST = 12 * 60 * 60
"""Seconds that a page's signed list of topics is good for; after that the page is loaded again anyway."""

TOPICS_AT_MOST = 64


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
    """The door /events/?topics=TOKEN: a token signed by a page says which topics the browser may hear of, and in whose
    session. Whoever was signed out or disabled since is refused."""

    def __init__(self, key: bytes, switchboard: Switchboard, sessions: Sessions) -> None:
        self._signed = URLSafeTimedSerializer(key, salt=TOPICS_SALT)
        self._switchboard = switchboard
        self._sessions = sessions

    async def stream(self, request: Request) -> Response:
        try:
            asked = self._asked_for(request)
            if not await self._sessions.open_among({asked.session}):
                return PlainTextResponse("Your session has ended. Sign in again.", 403)
        except _Refused as refused:
            return PlainTextResponse(str(refused), refused.status, refused.headers)
        except DeskError as error:
            return PlainTextResponse(str(error), 503, {"Retry-After": "30"})
        return self._opened(asked, request)

    def _asked_for(self, request: Request) -> Stream:
        """The stream that the token asks for. _Refused when it is none of the desk's, or there is no room."""
        try:
            given = request.query_params.get("topics", "")
            signed, made = self._signed.loads(given, max_age=TOPICS_LAST, return_timestamp=True)
            topics, session = signed["topics"], signed["session"]
        except (BadSignature, TypeError, KeyError) as error:  # the last two: a page made before an upgrade
            raise _Refused(403, "This page is too old to be kept up to date. Load it again.") from error
        if not _are_topics(topics):
            raise _Refused(400, f"A page can wait for 1 to {TOPICS_AT_MOST} topics.")
        if self._switchboard.full or self._switchboard.closing:
            raise _Refused(503, "Too many pages are open just now.", {"Retry-After": "30"})
        return Stream(topics, made.timestamp(), session)

    def _opened(self, stream: Stream, request: Request) -> Response:
        if "last-event-id" in request.headers:  # the browser was away for a moment: it may have missed something
            for topic in stream.topics:
                stream.tell(topic)
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no", "X-Content-Type-Options": "nosniff"}
        return Told(stream, self._switchboard.events(stream), media_type="text/event-stream", headers=headers)


class _Refused(Exception):
    """Why a page gets no stream, and the answer's status and headers."""

    def __init__(self, status: int, sentence: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(sentence)
        self.status, self.headers = status, headers


def _are_topics(topics: object) -> bool:
    return (
        isinstance(topics, list)
        and 0 < len(topics) <= TOPICS_AT_MOST
        and all(isinstance(topic, str) and len(topic) < 100 and topic.isprintable() for topic in topics)
    )


class Streaming:
    """Answers /events/ by itself and hands on the rest: each layer in between costs every open page its memory."""

    def __init__(self, events: Events, rest: ASGIApp) -> None:
        self._events, self._rest = events, rest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == "/events/" and scope["method"] == "GET":
            await (await self._events.stream(Request(scope)))(scope, receive, send)
        else:
            await self._rest(scope, receive, send)
