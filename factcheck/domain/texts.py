"""Sentences that are made here and said on a page: in English as they stand, in another language by the catalogue."""

from collections.abc import Mapping
from dataclasses import dataclass, field


def later(text: str) -> str:
    """Marks a text for the catalogue that the pages get to say later, from a table or a value."""
    return text


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence that names its values, "%(who)s added claim %(claim)s.", and the values; `str` is the English one."""

    sentence: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.sentence % self.values if self.values else self.sentence
