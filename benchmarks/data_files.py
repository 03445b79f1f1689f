"""How the benchmarks read their files, and how they name the machine they ran on."""

import json
import platform
from pathlib import Path
from typing import Any


def documents(path: Path) -> list[dict[str, Any]]:
    """The objects of a file, one JSON object a line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def machine() -> str:
    """Processor, system and Python, so that a figure says where it comes from."""
    return f"{platform.machine()} {platform.system()}, Python {platform.python_version()}"
