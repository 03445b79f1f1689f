"""What others wrote and we serve is byte for byte what we took."""

import gzip
import hashlib

import pytest

from factcheck.web.assets import STATIC
from factcheck.web.pages import HTMX, ICONS

VENDOR = STATIC / "vendor"


def stated() -> dict[str, str]:
    lines = (VENDOR / "sha256").read_text().splitlines()
    return {name: digest for digest, name in (line.split("  ") for line in lines)}


def test_every_file_has_its_hash() -> None:
    served = {path for path in VENDOR.rglob("*") if path.is_file() and path.name not in {"LICENSE", "sha256"}}
    assert {str(path.relative_to(VENDOR)) for path in served} == set(stated())
    for name, digest in stated().items():
        assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == digest


def test_every_folder_has_its_licence() -> None:
    assert all((folder / "LICENSE").is_file() for folder in VENDOR.iterdir() if folder.is_dir())


def test_the_pages_use_these_files() -> None:
    assert all((STATIC / name).is_file() for name in (HTMX, ICONS))


@pytest.mark.parametrize("rooms", [("claim.js",), ("selection.js", "article.js")], ids=["claim", "article"])
def test_our_own_scripts_stay_small(rooms: tuple[str, ...]) -> None:
    """What a page loads of them: those of every page, and those of its room."""
    scripts = {path.name: path.read_bytes() for path in STATIC.glob("*.js")}
    assert set(scripts) == {"desk.js", "keys.js", "claim.js", "article.js", "selection.js"}
    loaded = b"".join(scripts[name] for name in ("desk.js", "keys.js", *rooms))
    assert len(gzip.compress(loaded)) < 8 * 1024
