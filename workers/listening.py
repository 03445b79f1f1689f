"""Whether a worker still takes messages: it can be left deaf by a broker that dies under its acknowledgements.

While all its hands are full a worker does not ask the broker for more, so it does not see the connection break. The
acknowledgements then fail, Celery logs that and goes on, and kombu counts the messages as being worked on for ever:
nothing is asked for again.
"""

from typing import Any

from celery import bootsteps
from celery.worker import state

EVERY = 2.0
"""Seconds between two looks."""


class StillListening(bootsteps.StartStopStep):  # type: ignore[misc]  # celery has no types
    """Connects anew where nothing is taken although nothing is being done."""

    requires = frozenset({"celery.worker.consumer.tasks:Tasks"})

    def __init__(self, consumer: Any, **options: Any) -> None:
        super().__init__(consumer, **options)
        self._looks: Any = None

    def start(self, consumer: Any) -> None:
        self._looks = consumer.timer.call_repeatedly(EVERY, look, (consumer,))

    def stop(self, consumer: Any) -> None:
        if self._looks is not None:
            self._looks.cancel()


def look(consumer: Any) -> None:
    """Raise ConnectionError, which the event loop answers by connecting anew, where the worker has gone deaf."""
    if not state.reserved_requests and not consumer.task_consumer.channel.qos.can_consume():
        raise ConnectionError("messages could not be acknowledged, and no others are taken")
