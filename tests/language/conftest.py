"""Parsed sentences for the rule modules: one sentence in, one reading out."""

from collections.abc import Callable

import pytest

from factcheck.domain.claims import PlaceRole
from factcheck.language.attribution import Attribution
from factcheck.language.drafts import Reading, read
from factcheck.language.parsing import Paragraph, parse
from factcheck.language.splitter import LocalSplitter
from factcheck.language.tokens import fragments

Parsed = Callable[[str], Paragraph]
Readings = Callable[[str], list[Reading]]


@pytest.fixture(scope="session")
def parsed() -> Parsed:
    return lambda text: parse(text, [(0, len(text))])[0]


@pytest.fixture(scope="session")
def readings(parsed: Parsed) -> Readings:
    return lambda text: read(parsed(text), PlaceRole.BODY)


@pytest.fixture(scope="session")
def splitter() -> LocalSplitter:
    return LocalSplitter()


def words(paragraph: Paragraph, indices: frozenset[int] | set[int]) -> str:
    """The words of token indices, as a span's text reads."""
    return " [...] ".join(paragraph.text[start:end] for start, end in fragments(indices, paragraph))


def said(reading: Reading) -> list[tuple[str, str, str]]:
    """Source, cue and content of each attribution of a sentence."""
    return [_said(one, reading.paragraph) for one in reading.attributions]


def _said(one: Attribution, paragraph: Paragraph) -> tuple[str, str, str]:
    return words(paragraph, one.source), one.cue, words(paragraph, one.content)
