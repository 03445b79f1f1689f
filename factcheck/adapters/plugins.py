"""Finds the plug-ins that are installed, by their entry points."""

import logging
from collections.abc import Iterable, Mapping
from functools import cached_property
from importlib.metadata import EntryPoint, entry_points

from factcheck.adapters.plugin_forms import ModelForm
from factcheck.domain.errors import NotFound
from factcheck.domain.plugins import Declared, PlugInKind
from factcheck.domain.texts import say

log = logging.getLogger(__name__)


def installed() -> list[EntryPoint]:
    """The entry points of all groups, those of the desk first and the others by name."""
    found = [point for kind in PlugInKind for point in entry_points(group=kind.group)]
    return sorted(found, key=lambda point: (not point.value.startswith("factcheck."), point.name))


class EntryPointPlugIns:
    """Implements PlugIns. One that cannot be loaded is named as broken and keeps nothing else from working."""

    def __init__(self, points: Iterable[EntryPoint] | None = None) -> None:
        self._points = points

    @property
    def broken(self) -> Mapping[str, str]:
        return self._loaded[1]

    def all(self) -> tuple[Declared, ...]:
        return tuple(self._loaded[0].values())

    def of_kind(self, kind: PlugInKind) -> tuple[Declared, ...]:
        return tuple(each for each in self.all() if each.kind is kind)

    def named(self, name: str) -> Declared:
        if name not in self._loaded[0]:
            raise NotFound("There is no plug-in of that name.")
        return self._loaded[0][name]

    @cached_property
    def _loaded(self) -> tuple[dict[str, Declared], dict[str, str]]:
        found: dict[str, Declared] = {}
        broken: dict[str, str] = {}
        for point in installed() if self._points is None else self._points:
            if point.name in found:
                broken[f"{point.name} ({point.value})"] = say("another plug-in has this name")
                continue
            try:
                found[point.name] = _declared(point)
            except Exception as error:  # the code of a stranger may fail in any way; it must not take the desk along
                log.exception("the plug-in %s could not be loaded", point.name)
                broken[point.name] = f"{type(error).__name__}: {error}"
        return found, broken


def _declared(point: EntryPoint) -> Declared:
    kind = next(kind for kind in PlugInKind if kind.group == point.group)
    itself = point.load()()
    return Declared(point.name, kind, itself.title, itself.about, ModelForm(itself.settings), itself)
