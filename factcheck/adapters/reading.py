"""The process in which foreign documents are parsed: takes questions on its input, answers on its output.

Run by `factcheck.adapters.apart` as `python -m factcheck.adapters.reading`; ends when its input ends.
"""

import json
import logging
import os
import resource
import signal
import sys
import traceback
from collections.abc import Callable, Mapping
from typing import IO, Any

from factcheck.adapters import reading_feeds, reading_html, reading_pdf, reading_text
from factcheck.adapters.apart import SIZE_BYTES, Unread, send

MEMORY_BYTES = 2_000_000_000
"""Address space, of which a parser that has imported everything takes about half a gigabyte."""

TASKS: dict[str, Callable[[bytes, Mapping[str, str]], Any]] = {
    "html": reading_html.read,
    "pdf": reading_pdf.read,
    "text": reading_text.read,
    "feed": reading_feeds.read,
}


def answer(question: dict[str, Any], content: bytes) -> dict[str, Any]:
    """One task on one document; whatever a parser raises becomes an answer."""
    try:
        return {"value": TASKS[question["task"]](content, question["facts"])}
    except Unread as error:
        return {"unread": str(error)}
    except MemoryError:
        return {"unread": "reading it takes too much memory"}
    except Exception as error:
        # A parser may raise anything on a hostile document; the trace goes to the log of the parent.
        sys.stderr.write(f"reading a {question['task']} document: {traceback.format_exc(limit=-3)}")
        return {"unread": f"it is damaged ({type(error).__name__})"}


def main() -> None:
    """Answer until the input ends. Ctrl-C is for the parent, whose end ends this one too."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.disable(logging.CRITICAL)  # Parsers complain about foreign documents at length.
    if sys.platform == "linux":  # Elsewhere the kernel takes no notice of the limit, or refuses it.
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    questions, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # What a parser prints must not end up among the answers.
    send(answers, "ready")
    while size := questions.read(SIZE_BYTES):
        question = json.loads(questions.read(int.from_bytes(size, "big")))
        content = _content(questions, question["size"])
        send(answers, answer(question, content))


def _content(pipe: IO[bytes], size: int) -> bytes:
    content = pipe.read(size)
    if len(content) != size:
        raise SystemExit(0)  # The parent is gone in the middle of a document.
    return content


if __name__ == "__main__":
    main()
