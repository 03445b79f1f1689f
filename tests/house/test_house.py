"""The house watches itself: floors, names, one clock, one way out, and a status for every refusal."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from factcheck.config import ROOT
from factcheck.domain import errors
from factcheck.domain.clock import utc_now
from factcheck.domain.errors import DeskError
from factcheck.web.errors import STATUS, TITLES

CODE = sorted(path for room in ("factcheck", "workers", "seeds") for path in (ROOT / room).rglob("*.py"))
NO_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "base", "misc"}
CLIENTS = {"httpx", "httpx2", "requests", "urllib3", "aiohttp", "http.client", "urllib.request", "ftplib", "telnetlib"}


def of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_there_is_a_house_to_watch() -> None:
    assert len(CODE) > 100


@pytest.mark.parametrize("path", CODE, ids=of)
def test_no_module_is_named_after_nothing(path: Path) -> None:
    assert not {path.stem, *(part for part in path.relative_to(ROOT).parts)} & NO_NAMES


@pytest.mark.parametrize("path", [path for path in CODE if "versions" not in path.parts], ids=of)
def test_every_module_opens_with_a_sentence(path: Path) -> None:
    said = ast.get_docstring(tree(path))
    if path.read_text(encoding="utf-8").strip():
        assert said
        assert said.split("\n\n")[0].rstrip().endswith((".", ":"))


def test_imports_go_down_the_floors() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def refusals(kind: type[DeskError] = DeskError) -> Iterator[type[DeskError]]:
    for each in kind.__subclasses__():
        yield each
        yield from refusals(each)


def test_every_refusal_of_the_domain_has_a_status_of_its_own() -> None:
    ours = {kind for kind in refusals() if kind.__module__ == errors.__name__}
    assert ours == set(STATUS)
    assert all(400 <= status < 600 and status in TITLES for status in STATUS.values())


CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("time", "time")}


@pytest.mark.parametrize("path", [path for path in CODE if path.is_relative_to(ROOT / "factcheck")], ids=of)
def test_one_module_reads_the_clock(path: Path) -> None:
    read = {
        (node.func.value.id, node.func.attr)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name)
    }
    assert bool(read & CLOCKS) == (of(path) == "factcheck/domain/clock.py")


def test_the_clock_is_in_utc() -> None:
    offset = utc_now().utcoffset()
    assert offset is not None
    assert not offset


@pytest.mark.parametrize("path", CODE, ids=of)
def test_no_http_client_outside_the_adapters(path: Path) -> None:
    if not path.is_relative_to(ROOT / "factcheck" / "adapters"):
        assert not set(imported(path)) & CLIENTS


def test_the_adapters_do_have_one() -> None:
    inside = {name for path in CODE if path.is_relative_to(ROOT / "factcheck" / "adapters") for name in imported(path)}
    assert inside & CLIENTS


@pytest.mark.parametrize("path", [path for path in CODE if path.is_relative_to(ROOT / "factcheck" / "domain")], ids=of)
def test_the_domain_stands_on_nothing_but_python(path: Path) -> None:
    foreign = {name.split(".")[0] for name in imported(path)} - set(sys.stdlib_module_names) - {"factcheck"}
    assert foreign == set()
