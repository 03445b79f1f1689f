"""The desk's static files, sent from memory: our own styles and scripts without comments and blanks.

Nobody who runs a desk needs a build: a file is read and squeezed once, when a process first sends it. What others have
written is sent as it came, byte for byte.
"""

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from flask import Flask, Response, abort, g, request, url_for
from rcssmin import cssmin
from rjsmin import jsmin

STATIC = Path(__file__).parent / "static"

TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".png": "image/png"}
"""By the end of the name; a machine's own list may say otherwise, and a browser then runs no script."""

SQUEEZE: dict[str, Callable[[str], str]] = {".css": cssmin, ".js": jsmin}
"""How what we wrote is squeezed, by the end of its name."""


SHORT = {"icons.svg": "vendor/lucide-1.62.0/icons.svg"}
"""Files with a shorter address than their place: a page of evidence names the icons sixty times, a queue more often."""


def register(app: Flask) -> None:
    app.view_functions["static"] = sent  # in the place of Flask's own, at the same address


def asset(name: str) -> str:
    """The address of a static file, with the hash of its content: a browser may keep it for good."""
    known: dict[str, str] = g.setdefault("assets", {})  # a long list names the same icons thousands of times
    if name not in known:
        shorter = {place: address for address, place in SHORT.items()}
        known[name] = url_for("static", filename=shorter.get(name, name), v=content_key(name))
    return known[name]


def sent(filename: str) -> Response:
    """A static file as a browser gets it; 404 where there is none."""
    name = SHORT.get(filename, filename)
    if name not in names():
        abort(404)
    response = Response(content(name), mimetype=TYPES.get(Path(name).suffix, "text/plain"))
    response.set_etag(content_key(name))
    response.make_conditional(request)
    return response


@cache
def names() -> frozenset[str]:
    """All static files, by their paths in the folder."""
    return frozenset(path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*") if path.is_file())


@cache
def content(name: str) -> bytes:
    """What is sent: squeezed where it is ours, which is what lies outside the folder `vendor`."""
    path = STATIC / name
    squeeze = SQUEEZE.get(path.suffix) if path.parent == STATIC else None
    return squeeze(path.read_text(encoding="utf-8")).encode() if squeeze else path.read_bytes()


@cache
def content_key(name: str) -> str:
    """The beginning of the SHA-256 of what is sent, in hexadecimal."""
    return hashlib.sha256(content(name)).hexdigest()[:8]
