"""Floor 2: article text to claims. The only room with spaCy and models; nothing is loaded before it is needed."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from factcheck.language.detect import detect_language
    from factcheck.language.found import Found, describe
    from factcheck.language.matching import CheckMatcher
    from factcheck.language.meaning import MiniLM, weights_folder
    from factcheck.language.passages import MeaningSimilarity, TextSimilarity
    from factcheck.language.splitter import LocalSplitter

__all__ = [
    "CheckMatcher",
    "Found",
    "LocalSplitter",
    "MeaningSimilarity",
    "MiniLM",
    "TextSimilarity",
    "describe",
    "detect_language",
    "weights_folder",
]

_HOMES = {
    "CheckMatcher": "matching",
    "Found": "found",
    "LocalSplitter": "splitter",
    "MeaningSimilarity": "passages",
    "MiniLM": "meaning",
    "TextSimilarity": "passages",
    "describe": "found",
    "detect_language": "detect",
    "weights_folder": "meaning",
}


def __getattr__(name: str) -> Any:
    """Import the module of a public name when it is first asked for: spaCy takes a second and 150 MB."""
    if name not in _HOMES:
        raise AttributeError(f"factcheck.language has no {name}")
    return getattr(import_module(f"factcheck.language.{_HOMES[name]}"), name)
