"""Which open page waits for which topic, and what each is told: one listener feeds all of them."""

import asyncio
from collections.abc import AsyncGenerator, Collection, Iterable
from contextlib import suppress
from itertools import count
from math import inf

from factcheck.domain.clock import utc_now
from factcheck.domain.jobs import EVERYTHING

STREAMS_AT_MOST = 2000
KEEP_ALIVE = 15.0
"""Seconds of silence after which a comment goes out: proxies close what says nothing."""

REMEMBERED = 120.0
"""Seconds for which a change is remembered for pages that were made before it and open their stream after it."""

AGAIN_AFTER = 2000
"""Milliseconds that a browser waits before it comes back after an interruption."""


class Stream:
    """One open page: the topics it asked for, and those of them that have changed and were not told yet.

    `made_at` is when the page was made (seconds since the epoch): what changed between that moment and the
    opening of the stream is told at once, or the page would show the old state for as long as nothing else happens.
    `session` is the one whose page it is.
    """

    __slots__ = ("changed", "made_at", "open", "session", "topics", "wake")

    def __init__(self, topics: Iterable[str], made_at: float = inf, session: int = 0) -> None:
        self.made_at = made_at
        self.session = session
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

    def sessions(self) -> frozenset[int]:
        """The sessions whose pages are open."""
        return frozenset(stream.session for stream in self._streams)

    def end_sessions(self, over: Collection[int]) -> None:
        """End the streams of all pages of these sessions."""
        for stream in self._streams:
            if stream.session in over:
                stream.end()

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
