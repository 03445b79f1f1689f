"""How the benchmarks read their files, and how they name the machine they ran on."""

import json
import platform
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any


class BadLine(SystemExit):
    """A file or a line of it cannot be read. Nobody has to catch it: a command ends with its sentence."""


def documents(path: Path, *, needed: Sequence[str] = (), texts: Sequence[str] = ()) -> list[dict[str, Any]]:
    """The objects of a file, one JSON object a line; empty lines are passed over.

    Each has the fields `needed`, and the fields `texts` hold text where they stand; one that is needed may be empty but
    not null. Raises BadLine with the number of the line. Lines end with a line feed and nothing else: JSON allows the
    other line ends of Unicode inside of a text.
    """
    found = []
    for number, line in enumerate(_lines(path), start=1):
        if line.strip(b" \t\r\xef\xbb\xbf"):
            try:
                found.append(_document(line, needed, texts))
            except ValueError as error:
                raise BadLine(f"{path.name}, line {number}: {error}") from error
    return found


def _lines(path: Path) -> list[bytes]:
    try:
        return path.read_bytes().split(b"\n")
    except OSError as error:
        raise BadLine(f"{path}: {error.strerror}") from error


def _document(line: bytes, needed: Sequence[str], texts: Sequence[str]) -> dict[str, Any]:
    try:
        read = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ValueError("it is not in UTF-8") from error
    except (json.JSONDecodeError, RecursionError) as error:
        raise ValueError(f"it is no JSON ({error})") from error
    if not isinstance(read, dict):
        raise ValueError("it is no JSON object")
    for name in needed:
        if read.get(name) is None:
            raise ValueError(f"`{name}` is missing")
    for name in texts:
        if read.get(name) is not None and not isinstance(read[name], str):
            raise ValueError(f"`{name}` is no text")
    return read


def say_repeated(ids: Iterable[Any]) -> None:
    """Tell the person at the terminal which ids stand more than once: answers are told apart by their place alone."""
    repeated = [str(name) for name, times in Counter(map(str, ids)).items() if times > 1]
    if repeated:
        shown = ", ".join(repeated[:5]) + (" ..." if len(repeated) > 5 else "")
        print(f"{len(repeated)} ids stand more than once ({shown}); answers are in the order of lines", file=sys.stderr)


def write_answers(path: Path, answers: Iterable[Mapping[str, Any]]) -> None:
    """One JSON object a line. A half of a surrogate pair, which JSON can escape but UTF-8 cannot say, stays escaped."""
    with path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
        file.writelines(f"{json.dumps(answer, ensure_ascii=False)}\n" for answer in answers)


def machine() -> str:
    """Processor, system and Python, so that a figure says where it comes from."""
    return f"{platform.machine()} {platform.system()}, Python {platform.python_version()}"
