"""Keeps bytes as files named by their SHA-256, written so that a file is either whole or not there."""

import hashlib
import logging
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from factcheck.domain.errors import NotFound
from factcheck.domain.fetching import KeptState

log = logging.getLogger(__name__)

PIECE = 1 << 16
"""Bytes of a large file that are in memory at a time."""

_DIGEST = re.compile(r"[0-9a-f]{64}")


class FileVault:
    """Implements Vault in a folder: `ab/cd/abcd...`, so that no folder grows large."""

    def __init__(self, folder: Path | str) -> None:
        self._folder = Path(folder)
        self._lasting: set[Path] = set()  # folders whose own names are on the disk for good

    def keep(self, content: bytes) -> str:
        sha256 = hashlib.sha256(content).hexdigest()
        return sha256 if self._intact(sha256) is not None else self.keep_pieces([content])[0]

    def keep_pieces(self, pieces: Iterable[bytes]) -> tuple[str, int]:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=self._folder, prefix=".new-")
        try:
            with os.fdopen(handle, "wb") as file:
                sha256, size = _written(file, pieces)
            place = self._place(sha256)
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            os.replace(name, place)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        self._sync(place.parent)
        return sha256, size

    def pieces(self, sha256: str) -> Iterator[bytes]:
        place = self._place(sha256)
        if not _DIGEST.fullmatch(sha256) or not place.exists():
            raise NotFound("There is no kept copy under this digest.")
        with place.open("rb") as file:
            whole = hashlib.file_digest(file, "sha256").hexdigest() == sha256
        if not whole:
            log.error("the kept copy %s is damaged", sha256)
            raise NotFound("The kept copy is not there, or no longer what was kept.")
        return _pieces(place)

    def read(self, sha256: str) -> bytes:
        if not _DIGEST.fullmatch(sha256):
            raise NotFound("There is no kept copy under this digest.")
        content = self._intact(sha256)
        if content is None:
            raise NotFound("The kept copy is not there, or no longer what was kept.")
        return content

    def state(self, sha256: str) -> KeptState:
        if not _DIGEST.fullmatch(sha256) or not self._place(sha256).exists():
            return KeptState.MISSING
        return KeptState.WHOLE if self._intact(sha256) is not None else KeptState.CHANGED

    def _place(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256[2:4] / sha256

    def _intact(self, sha256: str) -> bytes | None:
        try:
            content = self._place(sha256).read_bytes()
        except FileNotFoundError:
            return None
        if hashlib.sha256(content).hexdigest() == sha256:
            return content
        log.error("the kept copy %s is damaged", sha256)
        return None

    def _sync(self, folder: Path) -> None:
        """A new name is on the disk only when its folder is, and that one only when its own folder is."""
        _sync_folder(folder)
        if folder not in self._lasting:
            if folder != self._folder:
                self._sync(folder.parent)
            self._lasting.add(folder)


def _written(file: BinaryIO, pieces: Iterable[bytes]) -> tuple[str, int]:
    """Write the pieces for good, one at a time; their SHA-256 and how many bytes they are."""
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
        file.write(piece)
    size = file.tell()
    file.flush()
    os.fsync(file.fileno())
    return digest.hexdigest(), size


def _pieces(place: Path) -> Iterator[bytes]:
    with place.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
