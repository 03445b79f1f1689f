"""A scheduler that is killed between publishing and marking: `python -m tests.faults.dying`."""

import logging
import os
import signal
import sys

from factcheck.services.jobs import Bundle
from factcheck.wiring import Desk
from workers.scheduler import Sends, relay

SENT = 5


class LastWords:
    """Hands over a few messages and then kills its own process, as a power cut would."""

    def __init__(self, broker: Sends) -> None:
        self._broker = broker
        self._sent = 0

    def send(self, message: Bundle) -> None:
        self._broker.send(message)
        self._sent += 1
        if self._sent == SENT:
            os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    desk = Desk.from_settings()
    print("Scheduler ready", file=sys.stderr, flush=True)  # noqa: T201  # the test waits for this line
    while True:
        relay(desk, LastWords(desk.broker))
