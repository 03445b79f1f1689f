"""The benchmarks as programs: each says what it measures before it measures anything."""

import subprocess
import sys
from pathlib import Path

import pytest

from factcheck.config import ROOT

PROGRAMS = [path for path in sorted((ROOT / "benchmarks").glob("*.py")) if "__main__" in path.read_text("utf-8")]


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_each_program_reads_its_arguments_before_it_begins(path: Path) -> None:
    assert "ArgumentParser(" in path.read_text("utf-8")


@pytest.mark.parametrize("name", ["live", "pages", "fanout_outlets"])
def test_help_says_what_is_measured_and_starts_nothing(name: str) -> None:
    asked = [sys.executable, "-m", f"benchmarks.{name}", "--help"]
    said = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    assert said.stdout.startswith(f"usage: {name}.py [-h]")
    assert len(said.stdout.splitlines()) > 5
    assert said.stderr == ""
