"""What the papers beside the code say is what the code does."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from factcheck.cli.command import desk as command
from factcheck.cli.table import settings_table
from factcheck.config import ROOT, Settings
from factcheck.domain.jobs import Queue
from factcheck.domain.review import diagram
from factcheck.up.demo import PORTS
from seeds.press_server import PORTS as PRESS_PORTS


def between(path: Path, name: str) -> str:
    """The part of a file between <!-- name --> and <!-- /name -->."""
    text = path.read_text(encoding="utf-8")
    return text.split(f"<!-- {name} -->", 1)[1].split(f"<!-- /{name} -->", 1)[0].strip()


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return dict(yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8")))


def test_the_readme_shows_the_stages_of_the_table() -> None:
    assert between(ROOT / "README.md", "stages") == f"```mermaid\n{diagram()}\n```"


def test_the_readme_lists_every_setting() -> None:
    assert between(ROOT / "README.md", "settings") == settings_table()


def test_the_demo_keeps_as_many_ports_free_as_its_press_opens() -> None:
    assert PORTS == PRESS_PORTS


def test_compose_runs_commands_that_exist(compose: dict[str, Any]) -> None:
    run = {name: service["command"] for name, service in compose["services"].items() if "command" in service}
    assert run["migrate"][:1] == run["web"][:1] == ["factcheck"]
    assert {run["migrate"][1], run["web"][1]} <= set(command.commands)
    assert run["live"] == run["web"]
    assert run["fetcher"][:4] == run["worker"][:4] == ["celery", "-A", "workers.app", "worker"]
    assert run["scheduler"] == ["python", "-m", "workers.scheduler"]


def test_compose_workers_listen_to_every_queue(compose: dict[str, Any]) -> None:
    """Each to one kind of worker: who fetches waits for others, and holds up nobody who has work to do."""
    commands = [compose["services"][name]["command"] for name in ("fetcher", "worker")]
    listened = [queue for words in commands for queue in words[words.index("--queues") + 1].split(",")]
    assert sorted(listened) == sorted(queue.value for queue in Queue)


def test_compose_sets_only_settings_that_exist(compose: dict[str, Any]) -> None:
    known = {field.validation_alias for field in Settings.model_fields.values()}
    assert set(compose["x-desk"]["environment"]) <= known


def test_the_image_runs_commands_that_exist_and_not_as_root() -> None:
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    started = [line for line in lines if line.startswith(("CMD", "HEALTHCHECK"))]
    assert len(started) == 2
    assert all('"factcheck"' in line and any(f'"{name}"' in line for name in command.commands) for line in started)
    assert [line for line in lines if line.startswith("USER")] == ["USER desk"]
