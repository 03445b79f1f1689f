"""The way from the ASGI process to the Flask app: a thread for each request, bound when its body is here."""

from typing import TYPE_CHECKING, Any, cast

from a2wsgi import WSGIMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

THREADS = 16
"""For the Flask app. SQLite's writers queue anyway, and argon2 is held to two at a time."""

BODY_AT_MOST = 12 * 1024 * 1024
"""Bytes. A little over what the Flask app takes, so that it is the one to say no."""


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
