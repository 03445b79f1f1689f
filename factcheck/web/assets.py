"""The desk's static files: their addresses, and our own styles and scripts without comments and blanks.

Nobody who runs a desk needs a build: the files are squeezed once, when a process first sends them. What others have
written is sent as it came, byte for byte.
"""

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from flask import Flask, Response, g, request, send_from_directory, url_for
from rcssmin import cssmin
from rjsmin import jsmin

STATIC = Path(__file__).parent / "static"

SQUEEZED: dict[str, tuple[str, Callable[[str], str]]] = {
    ".css": ("text/css", cssmin),
    ".js": ("text/javascript", jsmin),
}
"""What may be squeezed, by the end of its name: its type, and how."""


def register(app: Flask) -> None:
    app.view_functions["static"] = sent  # in the place of Flask's own, at the same address


def asset(name: str) -> str:
    """The address of a static file, with the hash of its content: a browser may keep it for good."""
    known: dict[str, str] = g.setdefault("assets", {})  # a long list names the same icons thousands of times
    if name not in known:
        known[name] = url_for("static", filename=name, v=content_key(name))
    return known[name]


def sent(filename: str) -> Response:
    """A static file as a browser gets it; 404 where there is none."""
    if filename not in ours():
        return send_from_directory(STATIC, filename)
    response = Response(content(filename), mimetype=SQUEEZED[Path(filename).suffix][0])
    response.set_etag(content_key(filename))
    response.make_conditional(request)
    return response


@cache
def ours() -> frozenset[str]:
    """The names of the styles and scripts that we wrote: those outside the folder `vendor`."""
    return frozenset(path.name for path in STATIC.iterdir() if path.suffix in SQUEEZED)


@cache
def content(name: str) -> bytes:
    written = (STATIC / name).read_text(encoding="utf-8")
    return SQUEEZED[Path(name).suffix][1](written).encode()


@cache
def content_key(name: str) -> str:
    """The beginning of the SHA-256 of what is sent, in hexadecimal."""
    held = content(name) if name in ours() else (STATIC / name).read_bytes()
    return hashlib.sha256(held).hexdigest()[:12]
