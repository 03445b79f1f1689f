"""Tells the live process that something has changed: topic names over a Redis channel, and no content."""

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing

import redis
import redis.asyncio

from factcheck.adapters.broker import redis_address
from factcheck.domain.jobs import EVERYTHING

log = logging.getLogger(__name__)

CHANNEL = "fc:signals"

_FIRST_WAIT = 0.2
_LONGEST_WAIT = 5.0
_ALIVE_SECONDS = 15.0
"""How often a quiet connection is asked whether it is still there."""


class SignalSender:
    """Publishes topics. A signal is a hint: a broker that does not answer is logged, and no error of the caller."""

    def __init__(self, redis_url: str) -> None:
        self._redis = redis.Redis.from_url(redis_address(redis_url), socket_timeout=1.0, socket_connect_timeout=1.0)

    def send(self, *topics: str) -> bool:
        """Publish each topic once; False when the broker did not take them."""
        try:
            with self._redis.pipeline(transaction=False) as pipeline:
                for topic in dict.fromkeys(topics):
                    pipeline.publish(CHANNEL, topic)
                pipeline.execute()
        except redis.RedisError as error:
            log.warning("signals were not sent: %s", error)
            return False
        return True

    def close(self) -> None:
        """Give the connections back."""
        self._redis.close()


async def listen(redis_url: str) -> AsyncGenerator[str]:
    """Topics as they come, for ever. After each reconnection the first one is EVERYTHING."""
    wait, interrupted = _FIRST_WAIT, False
    while True:
        try:
            async with aclosing(_subscribed(redis_url)) as topics:
                async for topic in topics:
                    if topic is None:
                        wait = _FIRST_WAIT
                    if topic is not None or interrupted:
                        yield EVERYTHING if topic is None else topic
        except (redis.RedisError, OSError) as error:
            log.warning("no signals for now: %s", error)
        interrupted = True
        await asyncio.sleep(wait)
        wait = min(wait * 2, _LONGEST_WAIT)


async def _subscribed(redis_url: str) -> AsyncGenerator[str | None]:
    """None once subscribed, then topics until the connection ends."""
    client = redis.asyncio.Redis.from_url(redis_address(redis_url), decode_responses=True, socket_connect_timeout=3.0)
    asked = False
    try:
        async with client.pubsub() as channel:
            await channel.subscribe(CHANNEL)
            while True:
                message = await channel.get_message(timeout=_ALIVE_SECONDS)
                if message is None and asked:
                    raise redis.ConnectionError("the broker does not answer")
                asked = message is None
                if message is None:
                    await channel.ping()
                elif message["type"] == "subscribe":
                    yield None
                elif message["type"] == "message":
                    yield message["data"]
    finally:
        await client.aclose()
