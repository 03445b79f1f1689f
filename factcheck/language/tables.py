"""The rule tables of languages other than English: data/languages/CODE.toml, one file a language."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import Any

FOLDER = "data/languages"


@dataclass(frozen=True)
class Table:
    """What one language's file says; lists hold lower-case words or short expressions."""

    name: str
    verb_last: bool
    capital_nouns: bool
    reporting: tuple[str, ...]
    according: tuple[str, ...]
    according_behind: tuple[str, ...]
    that: tuple[str, ...]
    stops: tuple[str, ...]
    articles: tuple[str, ...]
    persons: tuple[str, ...]
    denying: tuple[str, ...]
    openings: tuple[str, ...]
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    near: tuple[tuple[str, int], ...]
    after_quotation: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()

    @cached_property
    def cue(self) -> re.Pattern[str]:
        """ "sagte", "a déclaré": a reporting verb as a word of its own; "so" only behind a quotation."""
        verbs = _any_of((*self.reporting, *self.denying))
        if not self.after_quotation:
            return verbs
        return re.compile(rf"{verbs.pattern}|(?<=[“”\"»],\s){_any_of(self.after_quotation).pattern}", re.IGNORECASE)

    @cached_property
    def topic(self) -> re.Pattern[str]:
        """ "ise": what sets a name off from what is told of it, where no comma does."""
        return _any_of(self.topics)

    @cached_property
    def opening(self) -> re.Pattern[str]:
        """ "açıklamada": what only says where something was said."""
        return _any_of(self.openings)

    @cached_property
    def source_before(self) -> re.Pattern[str]:
        """ "laut", "selon": what stands before a source."""
        return _any_of(self.according)

    @cached_property
    def source_behind(self) -> re.Pattern[str]:
        """ "göre", "zufolge": what stands behind a source."""
        return _any_of(self.according_behind)

    @cached_property
    def stop(self) -> re.Pattern[str]:
        """Where a name behind a verb ends: at a preposition, a weekday, or a near day."""
        return _any_of((*self.stops, *self.weekdays, *(word for word, _ in self.near)))

    @cached_property
    def day(self) -> re.Pattern[str]:
        """ "3. Mai 2025", "el 3 de mayo", "Montag", "hier"."""
        months = "|".join(map(re.escape, self.months))
        weekdays = "|".join(map(re.escape, sorted(self.weekdays, key=len, reverse=True)))
        near = "|".join(map(re.escape, sorted((word for word, _ in self.near), key=len, reverse=True)))
        return re.compile(
            rf"(?<!\w)(?:(?P<day>\d{{1,2}})(?:\.|er|º)?\s+(?:de\s+)?(?P<month>{months})(?:\s+(?:de\s+)?(?P<year>\d{{4}}))?"
            rf"|(?P<weekday>{weekdays})|(?P<near>{near}))(?!\w)",
            re.IGNORECASE,
        )


def _any_of(words: Sequence[str]) -> re.Pattern[str]:
    """One of these as whole words, the longest first; matches nothing where there are none."""
    if not words:
        return re.compile(r"(?!)")
    listed = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{listed})(?!\w)(?!-)", re.IGNORECASE)


def codes() -> frozenset[str]:
    """The languages that have a table."""
    folder = resources.files("factcheck.language").joinpath(FOLDER)
    return frozenset(file.name.removesuffix(".toml") for file in folder.iterdir() if file.name.endswith(".toml"))


@cache
def table(code: str) -> Table | None:
    """The table of a language by its code ("de", "de-AT"); None where nobody has written one."""
    short = code.lower().replace("_", "-").split("-")[0]
    if short not in codes():
        return None
    file = resources.files("factcheck.language").joinpath(f"{FOLDER}/{short}.toml")
    found: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    found["near"] = tuple(found["near"].items())
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in found.items()}
    return Table(**values)
