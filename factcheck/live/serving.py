"""Puts the whole desk together as one ASGI application, and answers with it on an address."""

import asyncio
import os
import socket
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager, suppress
from threading import Thread

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp

from factcheck.config import Settings
from factcheck.domain.errors import Refused
from factcheck.domain.jobs import EVERYTHING, SESSIONS
from factcheck.live.bridge import Bridge
from factcheck.live.events import Events, Streaming
from factcheck.live.sessions import Sessions
from factcheck.live.switchboard import Switchboard
from factcheck.services import signing_in
from factcheck.wiring import Desk

Listen = Callable[[], AsyncGenerator[str]]
"""Topics as they are published, for ever; EVERYTHING after an interruption."""


async def healthy(request: Request) -> Response:
    """For a health check: the process answers. What it stands on is `factcheck doctor`'s question."""
    return PlainTextResponse("ok\n", headers={"Cache-Control": "no-store"})


def asgi(desk: Desk, switchboard: Switchboard) -> ASGIApp:
    """The whole desk as one ASGI application."""
    from factcheck.web.app import create_app
    from factcheck.web.pages import warm_up

    pages = create_app(desk)
    sessions = Sessions(lambda asked: signing_in.still_open(desk.unit(), asked))

    @asynccontextmanager
    async def listening(app: Starlette) -> AsyncIterator[None]:
        Thread(target=warm_up, args=(pages,), daemon=True).start()  # who comes at once is answered meanwhile
        beside = [
            asyncio.create_task(_pass_on(desk.listen, switchboard, sessions)),
            asyncio.create_task(sessions.watch(switchboard)),
        ]
        yield
        for task in beside:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    rooms = [
        Route("/healthz", healthy, methods=["GET"]),
        Mount("/", Bridge(pages)),
    ]
    return Streaming(Events(desk.settings.key, switchboard, sessions), Starlette(routes=rooms, lifespan=listening))


async def _pass_on(listen: Listen, switchboard: Switchboard, sessions: Sessions) -> None:
    async with aclosing(listen()) as topics:
        async for topic in topics:
            if topic in {SESSIONS, EVERYTHING}:
                sessions.some_ended()
            if topic != SESSIONS:
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
