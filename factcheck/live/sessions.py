"""Whose streams may stay open: asks beside the loop which sessions have ended, and ends the streams of those."""

import asyncio
import logging
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from factcheck.domain.errors import DeskError
from factcheck.live.switchboard import Switchboard

log = logging.getLogger(__name__)

LOOK_EVERY = 15.0
"""Seconds after which all open streams are looked through, whatever was signalled; it is one query for all of them."""

StillOpen = Callable[[Collection[int]], frozenset[int]]
"""Those of these sessions that have not ended. DeskError when the database does not answer."""


class Sessions:
    """Asks in one thread of its own: the database never holds up the loop, and never gets more than one question."""

    def __init__(self, still_open: StillOpen) -> None:
        self._still_open = still_open
        self._beside = ThreadPoolExecutor(1, "sessions")
        self._ended = asyncio.Event()

    async def open_among(self, sessions: Collection[int]) -> frozenset[int]:
        return await asyncio.get_running_loop().run_in_executor(self._beside, self._still_open, sessions)

    def some_ended(self) -> None:
        """Look now, and not only when the time has come."""
        self._ended.set()

    async def watch(self, switchboard: Switchboard) -> None:
        """End the streams of sessions that are over, for ever."""
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_EVERY):
                    await self._ended.wait()
            self._ended.clear()
            await self._end_those_over(switchboard)

    async def _end_those_over(self, switchboard: Switchboard) -> None:
        listening = switchboard.sessions()
        if not listening:
            return
        try:
            still = await self.open_among(listening)
        except DeskError as error:  # a stream holds only names of topics: it stays until somebody can be asked
            log.warning("nobody knows whose session has ended: %s", error)
        else:
            switchboard.end_sessions(listening - still)
