"""The table of all settings, as the README shows it."""

from pathlib import Path
from typing import Any

from pydantic import SecretStr

from factcheck.config import Settings


def settings_table() -> str:
    """Every setting by its name in the environment, with its default and what it is, in Markdown."""
    lines = ["| setting | default | what it is |", "| --- | --- | --- |"]
    for field in Settings.model_fields.values():
        lines.append(f"| `{field.validation_alias}` | {_default(field.default)} | {field.description} |")
    return "\n".join(lines)


def _default(value: Any) -> str:
    if isinstance(value, SecretStr):
        value = value.get_secret_value()
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, Path | str | int | float):
        return f"`{value}`" if str(value) else ""
    return ", ".join(sorted(value))
