"""Workers and scheduler as real processes, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.machines import Machine


@pytest.fixture
def machine(database_url: str, tmp_path: Path) -> Iterator[Machine]:
    data = tmp_path / "data"
    data.mkdir()
    machine = Machine(database_url, data)
    yield machine
    machine.close()
