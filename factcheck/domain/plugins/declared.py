"""The plug-ins that are installed: their kinds, and where they are found."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from factcheck.domain.plugins.settings import SettingsForm


class PlugInKind(StrEnum):
    """What a plug-in is for. `group` is the entry-point group in which a package of its own declares it."""

    SPLITTER = "splitter"
    STANCE = "stance"
    PROVIDER = "provider"
    ARCHIVE = "archive"

    @property
    def group(self) -> str:
        return f"factcheck.{self.value}s"


@dataclass(frozen=True, slots=True)
class Declared:
    """A plug-in that was found, under the name of its entry point."""

    name: str
    kind: PlugInKind
    title: str
    about: str
    form: SettingsForm
    itself: Any


class PlugIns(Protocol):
    """All plug-ins that are installed; `broken` names those that could not be loaded, with the reason."""

    @property
    def broken(self) -> Mapping[str, str]: ...

    def all(self) -> tuple[Declared, ...]: ...

    def of_kind(self, kind: PlugInKind) -> tuple[Declared, ...]: ...

    def named(self, name: str) -> Declared:
        """NotFound when none of that name is installed."""
        ...
