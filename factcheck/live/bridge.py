"""The way from the ASGI process to the Flask app: a thread for each request, bound when its body is here."""

import asyncio
from typing import TYPE_CHECKING, Any, cast

from a2wsgi import WSGIMiddleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

THREADS = 16
"""For the Flask app. SQLite's writers queue anyway, and argon2 is held to two at a time."""

BODY_AT_MOST = 12 * 1024 * 1024
"""Bytes. A little over what the Flask app takes, so that it is the one to say no."""

BODY_SECONDS = 120.0
"""For a body to come. The largest takes 100 s on a line of one megabit a second."""

SMALL = 64 * 1024
HELD_AT_MOST = 8 * BODY_AT_MOST
"""Bytes. A body up to the first is always taken in, as most forms are; of all larger ones together so much is held,
with what has come of those that are still on their way."""


class Bridge:
    """Hands requests to the Flask app, each in a thread of its own."""

    def __init__(self, app: "WSGIApplication") -> None:
        self._flask = cast(ASGIApp, WSGIMiddleware(cast(Any, app), workers=THREADS))
        self._held = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._flask(scope, receive, send)
            return
        # WSGI cannot tell X_Forwarded_For from X-Forwarded-For: only a proxy writes the latter
        scope = {**scope, "headers": [(name, value) for name, value in scope["headers"] if b"_" not in name]}
        body = _Body(receive)
        try:
            refusal = await self._take_in(body)
            await (refusal or self._flask)(scope, body.again, send)
        finally:
            self._held -= body.large

    async def _take_in(self, body: "_Body") -> PlainTextResponse | None:
        """Take in the body before a thread is bound: somebody who sends slowly must not hold one.

        Only as much as the desk ever accepts is taken in; a longer body is refused by the app as it reads on.
        """
        try:
            async with asyncio.timeout(BODY_SECONDS):
                while body.size < BODY_AT_MOST and body.more:
                    before = body.large
                    await body.go_on()
                    self._held += body.large - before
                    if self._held > HELD_AT_MOST and body.large:
                        return _no(503, "Too much is being sent to the desk just now. Try again in a minute.")
        except TimeoutError:
            return _no(408, "What you sent took too long to arrive. Nothing was changed.")
        return None


class _Body:
    """The body of a request as far as it has come."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._taken: list[Message] = []
        self.size, self.more = 0, True

    @property
    def large(self) -> int:
        """Bytes that count towards HELD_AT_MOST."""
        return self.size if self.size > SMALL else 0

    async def go_on(self) -> None:
        message = await self._receive()
        self._taken.append(message)
        self.size += len(message.get("body", b""))
        self.more = bool(message.get("more_body", False))

    async def again(self) -> Message:
        return self._taken.pop(0) if self._taken else await self._receive()


def _no(status: int, sentence: str) -> PlainTextResponse:
    """The line is closed with it: the rest of the body must not come."""
    return PlainTextResponse(
        f"{sentence}\n", status, {"Connection": "close", "Retry-After": "60", "Cache-Control": "no-store"}
    )
