"""Reads the body of an answer under bounds: it is unpacked piece by piece and never wholly before it is counted."""

import zlib
from collections.abc import Iterable, Iterator

import httpx2

from factcheck.domain.fetching import FetchFailed, FetchProblem
from factcheck.domain.texts import say

ACCEPT_ENCODING = "gzip, deflate"
PIECE = 64 * 1024
"""Bytes that are unpacked at a time."""

_GZIP = zlib.MAX_WBITS | 16


def pieces(response: httpx2.Response, max_packed: int) -> Iterator[bytes]:
    """The unpacked body in pieces of at most 64 KiB.

    Raises FetchFailed: TOO_LARGE over `max_packed` bytes on the wire, UNREADABLE for packing that is broken or unknown.
    """
    raw = _counted(response.iter_raw(), max_packed)
    encoding = response.headers.get("content-encoding", "").strip().lower()
    try:
        if encoding in ("", "identity"):
            yield from raw
        elif encoding in ("gzip", "x-gzip"):
            yield from _unpacked(raw, _GZIP)
        elif encoding == "deflate":
            yield from _deflated(raw)
        else:
            raise FetchFailed(FetchProblem.UNREADABLE, say("packed as %(encoding)s", encoding=encoding))
    except zlib.error as error:
        raise FetchFailed(FetchProblem.UNREADABLE, "its packing is broken") from error


def whole(response: httpx2.Response, max_bytes: int) -> bytes:
    """The unpacked body. Raises FetchFailed(TOO_LARGE) as soon as it is over `max_bytes`."""
    announced = response.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > max_bytes:
        raise FetchFailed(FetchProblem.TOO_LARGE)
    return b"".join(_counted(pieces(response, max_bytes), max_bytes))


def beginning(response: httpx2.Response, max_bytes: int) -> bytes:
    """The unpacked body as far as `max_bytes`; what comes after is not read."""
    kept = b""
    for piece in pieces(response, max_bytes * 2):
        kept += piece
        if len(kept) >= max_bytes:
            break
    return kept[:max_bytes]


def _counted(chunks: Iterable[bytes], most: int) -> Iterator[bytes]:
    count = 0
    for chunk in chunks:
        count += len(chunk)
        if count > most:
            raise FetchFailed(FetchProblem.TOO_LARGE)
        yield chunk


def _unpacked(raw: Iterable[bytes], window: int) -> Iterator[bytes]:
    """What follows the first packed stream is left alone, as browsers do."""
    unpacker = zlib.decompressobj(window)
    started = False
    for chunk in raw:
        data, started = chunk, True
        while piece := unpacker.decompress(data, PIECE):
            yield piece
            data = unpacker.unconsumed_tail
        if unpacker.eof:
            return
    if started:
        raise FetchFailed(FetchProblem.UNREADABLE, "it is cut off")


def _deflated(raw: Iterator[bytes]) -> Iterator[bytes]:
    """Servers send "deflate" with the zlib header that RFC 9110 asks for, or without it."""
    first = next(raw, b"")
    headed = len(first) >= 2 and first[0] & 0x0F == 8 and int.from_bytes(first[:2], "big") % 31 == 0
    yield from _unpacked(_again(first, raw), zlib.MAX_WBITS if headed else -zlib.MAX_WBITS)


def _again(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    if first:
        yield first
    yield from rest
