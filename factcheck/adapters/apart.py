"""A process beside this one in which foreign documents are parsed, so that it can be ended when one takes too long.

Parsers are fed by strangers: a document may cost minutes, gigabytes or a crash. The process inherits no secret
(its environment is empty but for the import path), is bounded in memory and lives on between documents.
"""

import atexit
import contextlib
import json
import logging
import os
import select
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from typing import IO, Any

log = logging.getLogger(__name__)

SECONDS = 10.0
"""How long one document may take; 200,000 links cost trafilatura 5.6 s."""
START_SECONDS = 30.0
"""How long the process may take to import its parsers."""
WAITS = 3
"""How many documents' time a thread waits for its turn."""
SIZE_BYTES = 8
"""Each message is its length in this many bytes, then JSON; a document follows its question as it is."""


class Unread(Exception):
    """The document could not be read; the message says why in words for a person."""


class Apart:
    """Runs the tasks of `factcheck.adapters.reading` elsewhere. Safe to share between threads and across forks."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._ready = False
        self._owner = os.getpid()
        self._lock = threading.Lock()
        atexit.register(self.close)
        os.register_at_fork(after_in_child=self._after_fork)

    def read(self, task: str, facts: Mapping[str, str], content: bytes) -> Any:
        """Let a task read the content. Raises Unread, also when it takes too long or takes the process down."""
        if not self._lock.acquire(timeout=WAITS * self._seconds):
            raise Unread("the desk is busy reading other documents; try again in a minute")
        try:
            reply = self._answer(task, facts, content)
        finally:
            self._lock.release()
        if "unread" in reply:
            why = str(reply["unread"])
            raise Unread(why)
        return reply["value"]

    def _answer(self, task: str, facts: Mapping[str, str], content: bytes) -> dict[str, Any]:
        try:
            return self._ask(self._running(), {"task": task, "facts": dict(facts)}, content)
        except TimeoutError as error:
            self._end()
            raise Unread("reading it takes too long") from error
        except (OSError, EOFError) as error:
            self._end()
            log.warning("a %s document took the reading process down: %r", task, error)
            raise Unread("it is damaged in a way that cannot be read") from error
        except BaseException:
            # A task's time limit may strike anywhere; the answer on its way must not be taken for the next one's.
            # A process that is still starting has no answer on its way: ended each time, it would never get to work
            # on a machine that is busy.
            if self._ready:
                self._end()
            raise

    def close(self) -> None:
        """End the process, if this one has started it."""
        if self._owner == os.getpid():
            self._end()

    def _after_fork(self) -> None:
        """A fork has the parent's pipes but not its child: it leaves them alone and starts its own."""
        self._owner, self._process, self._ready, self._lock = os.getpid(), None, False, threading.Lock()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._end()
            self._process = subprocess.Popen(
                [sys.executable, "-m", "factcheck.adapters.reading"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "LANG": "C.UTF-8"},
            )
        if not self._ready:
            self._wait_until_ready(_out(self._process))
        return self._process

    def _wait_until_ready(self, pipe: int) -> None:
        if not select.select([pipe], [], [], START_SECONDS)[0]:
            raise EOFError("the reading process did not start")
        self._ready = True
        receive(pipe, time.monotonic() + self._seconds)

    def _ask(self, process: subprocess.Popen[bytes], question: dict[str, Any], content: bytes) -> dict[str, Any]:
        pipe = process.stdin
        if pipe is None:
            raise EOFError("the reading process has no input")
        send(pipe, question | {"size": len(content)})
        pipe.write(content)
        pipe.flush()
        reply: dict[str, Any] = receive(_out(process), time.monotonic() + self._seconds)
        return reply

    def _end(self) -> None:
        process, self._process, self._ready = self._process, None, False
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):  # What was still to be written has nobody to read it.
                    pipe.close()


def _out(process: subprocess.Popen[bytes]) -> int:
    if process.stdout is None:
        raise EOFError("the reading process has no output")
    return process.stdout.fileno()


def send(pipe: IO[bytes], message: Any) -> None:
    """Write one message."""
    body = json.dumps(message).encode("ascii")
    pipe.write(len(body).to_bytes(SIZE_BYTES, "big") + body)
    pipe.flush()


def receive(pipe: int, until: float) -> Any:
    """Read one message until a moment of the monotonic clock. Raises TimeoutError or EOFError."""
    size = int.from_bytes(_exactly(pipe, SIZE_BYTES, until), "big")
    return json.loads(_exactly(pipe, size, until))


def _exactly(pipe: int, size: int, until: float) -> bytes:
    kept = bytearray()
    while len(kept) < size:
        left = until - time.monotonic()
        if left <= 0 or not select.select([pipe], [], [], left)[0]:
            raise TimeoutError
        piece = os.read(pipe, min(size - len(kept), 1 << 20))
        if not piece:
            raise EOFError("the reading process has ended")
        kept += piece
    return bytes(kept)


reading = Apart()
"""The one that this process shares; it starts at its first document."""
