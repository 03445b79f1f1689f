"""Programs of other people, as real HTTP servers on loopback that answer as they are told."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from factcheck.config import Settings
from factcheck.domain.fetching import FetchProblem
from factcheck.wiring import Desk
from tests.conftest import SetClock, without_flushing


@dataclass(frozen=True)
class Recorded:
    """One request as it came."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


Answer = tuple[int, dict[str, str], bytes] | Callable[[BaseHTTPRequestHandler], object]


class Elsewhere:
    """A server of somebody else. `answer` is what the next requests get; a list is worked off, its last one stays."""

    def __init__(self) -> None:
        self.answers: list[Answer] = [(404, {}, b"")]
        self.asked: list[Recorded] = []
        here = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _any(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                parts = urlsplit(self.path)
                query = {name: values[0] for name, values in parse_qs(parts.query).items()}
                headers = {name.lower(): value for name, value in self.headers.items()}
                here.asked.append(Recorded(self.command, parts.path, query, headers, body))
                answer = here.answers.pop(0) if len(here.answers) > 1 else here.answers[0]
                if callable(answer):
                    answer(self)
                    self.close_connection = True
                    return
                status, sent, content = answer
                self.send_response(status)
                for name, value in sent.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = _any

            def log_message(self, *_: Any) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            block_on_close = False

            def handle_error(self, request: Any, client_address: Any) -> None:
                pass  # the desk hangs up on drips and floods: that is what is tested

        self.server = Server(("127.0.0.1", 0), Handler)
        self.pair = f"127.0.0.1:{self.server.server_address[1]}"
        self.url = f"http://{self.pair}"
        self._thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    def says(self, *answers: Answer) -> None:
        self.answers = list(answers)

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self._thread.join()


@contextmanager
def elsewhere() -> Iterator[Elsewhere]:
    server = Elsewhere()
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def desk_beside(server: Elsewhere, settings: Settings, clock: SetClock) -> Iterator[Desk]:
    """A desk that may call this server, although it is on its own machine."""
    desk = Desk(settings.model_copy(update={"private_hosts": frozenset({server.pair})}), clock, shared_politeness=False)
    without_flushing(desk)
    yield desk
    desk.close()


def as_json(value: Any, status: int = 200, **headers: str) -> Answer:
    """An answer in JSON; text is sent as it is, so that it may be broken."""
    content = value if isinstance(value, str) else json.dumps(value)
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return status, {"Content-Type": "application/json"} | named, content.encode()


def html(status: int = 200) -> Answer:
    return status, {"Content-Type": "text/html"}, b"<!doctype html><p>Sign in to go on.</p>"


def dripping(seconds: float) -> Answer:
    """A byte at a time, until the other side hangs up or `seconds` are over."""

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/json")
        handler.end_headers()
        over = threading.Event()
        for _ in range(int(seconds * 20)):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            over.wait(0.05)

    return drip


def endless(most: int) -> Answer:
    """More than anybody wants, without saying how much; `most` bytes at the utmost."""

    def flood(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/json")
        handler.end_headers()
        for _ in range(most // 65536):
            handler.wfile.write(b"[" * 65536)

    return flood


def cut_off(handler: BaseHTTPRequestHandler) -> None:
    """Promises more than it sends."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", "5000")
    handler.end_headers()
    handler.wfile.write(b'{"choices": [{"message"')


# --- A language model -----------------------------------------------------------------------------


def claim(*words: str, **more: Any) -> dict[str, Any]:
    """One claim as a model gives it."""
    plain = {
        "words": list(words), "statement": " ".join(words), "claimant": "Lina Brandt", "cue": "said", "chain": [],
        "quotation": "indirect", "said_date": None, "said_basis": "", "kind": "event", "score": 0.8,
        "reasons": ["number: 12"],
    }  # fmt: skip
    return plain | more


def completion(content: Any, *, finish_reason: str = "stop", refusal: str | None = None) -> Answer:
    """The answer of a chat-completions server; what is no text is written by the model as JSON."""
    written = content if content is None or isinstance(content, str) else json.dumps(content)
    message = {"role": "assistant", "content": written, "refusal": refusal}
    return as_json(
        {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "created": 0,
            "model": "m",
            "choices": [{"index": 0, "message": message, "finish_reason": finish_reason}],
            "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
        }
    )


FAILURES: list[tuple[Answer, FetchProblem]] = [
    (as_json({"error": {"message": "Incorrect API key provided: sk-hush"}}, 401), FetchProblem.FORBIDDEN),
    (as_json({"error": {"message": "slow down"}}, 429, Retry_After="30"), FetchProblem.THROTTLED),
    (as_json({"error": {"message": "sorry"}}, 500), FetchProblem.SERVER_ERROR),
    (html(503), FetchProblem.SERVER_ERROR),
    (cut_off, FetchProblem.NOT_REACHED),
    (endless(20_000_000), FetchProblem.TOO_LARGE),
]
"""Ways in which a server that is called fails, and what the desk says of it; the first repeats the key in its words."""
