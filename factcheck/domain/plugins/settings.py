"""The settings of a plug-in, as a form and as values; secrets are written and never shown again."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol


class FieldKind(StrEnum):
    """What is filled in: a SECRET is written and never shown again, an ADDRESS is one of the web."""

    TEXT = "text"
    SECRET = "secret"  # noqa: S105  # a word of the form, no password
    ADDRESS = "address"
    NUMBER = "number"
    SWITCH = "switch"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class SettingField:
    """One setting as the admin page shows it; `least` and `most` bound a NUMBER, `choices` are those of a CHOICE."""

    name: str
    label: str
    help: str
    kind: FieldKind
    default: str = ""
    required: bool = False
    choices: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None

    @property
    def options(self) -> tuple[tuple[str, str], ...]:
        """The choices as a form wants them: value and words."""
        return tuple((choice, choice) for choice in self.choices)


class SettingsForm(Protocol):
    """The settings of one plug-in, as a form and as the object that the plug-in is handed."""

    @property
    def fields(self) -> tuple[SettingField, ...]: ...

    def checked(self, given: Mapping[str, str]) -> dict[str, Any]:
        """What was typed, as plain values without the secrets; Invalid names the first field that is wrong."""
        ...

    def filled(self, values: Mapping[str, Any], secrets: Mapping[str, str]) -> Any:
        """The settings as the plug-in reads them; Invalid when a needed one is missing."""
        ...


class Sealer(Protocol):
    """Keeps secrets so that only who has the desk's secret key can read them."""

    def seal(self, secret: str) -> str: ...

    def opened(self, sealed: str) -> str:
        """Refused when it was sealed under another key of the desk."""
        ...
