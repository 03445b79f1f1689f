"""Sentences that are made here and said on a page: in English as they stand, in another language by the catalogue."""

from collections.abc import Mapping


def later(text: str) -> str:
    """Marks a text for the catalogue that the pages get to say later, from a table or a value."""
    return text


class Said(str):
    """An English sentence that remembers its pattern, with values by name in it ("%(count)s of %(most)s"), and them."""

    pattern: str
    values: Mapping[str, object]


def say(pattern: str, /, **values: object) -> Said:
    """The sentence of this pattern. Without values it stands as it is, percent signs too.

    A number gets its thousands marked off; what is a name (of a claim, of a year) comes as text.
    """
    sentence = Said(pattern % {name: written(value) for name, value in values.items()} if values else pattern)
    sentence.pattern, sentence.values = pattern, values
    return sentence


def written(value: object) -> object:
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else value
