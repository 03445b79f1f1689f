"""The lists that the rules read: verbs, titles, credits and months, kept as commented TOML in data/."""

import tomllib
from functools import cache
from importlib import resources


@cache
def wordlists(name: str) -> dict[str, frozenset[str]]:
    """All lists of data/NAME.toml, each as a set of words."""
    text = resources.files("factcheck.language").joinpath(f"data/{name}.toml").read_text(encoding="utf-8")
    return {key: frozenset(words) for key, words in tomllib.loads(text).items() if isinstance(words, list)}


@cache
def pairs(name: str, key: str) -> dict[str, str]:
    """One list of data/NAME.toml whose words come in twos, "taken:took", as what leads to what."""
    return {one: other for one, _, other in (pair.partition(":") for pair in wordlists(name)[key])}
