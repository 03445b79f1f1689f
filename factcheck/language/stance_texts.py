"""A claim, and the sentences of a report, taken apart for comparing what they say."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Token

from factcheck.domain.claims import Fragment
from factcheck.language import events, figures
from factcheck.language.events import Key, lemma
from factcheck.language.figures import Figure
from factcheck.language.parsing import parse
from factcheck.language.wordlists import wordlists

BEFORE = 150
"""Words before a sentence that are looked at."""


@dataclass(frozen=True)
class Sentence:
    """A sentence of the report with what stands before it; `start` and `end` count in the report's text."""

    tokens: tuple[Token, ...]
    before: tuple[Token, ...]
    start: int
    end: int

    @cached_property
    def figures(self) -> list[Figure]:
        return figures.figures(self.tokens)

    @property
    def text(self) -> str:
        return "".join(token.text_with_ws for token in self.tokens).strip()


def sentences_of(text: str) -> Iterator[Sentence]:
    before: list[Token] = []
    for paragraph in parse(text, list(_lines(text))):
        for span in paragraph.sentences():
            tokens = tuple(token for token in span if not token.is_space)
            start = paragraph.offset + tokens[0].idx
            end = paragraph.offset + tokens[-1].idx + len(tokens[-1].text)
            yield Sentence(tokens, tuple(before[-BEFORE:]), start, end)
            before += tokens


def _lines(text: str) -> Iterator[Fragment]:
    at = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            yield at, at + len(line)
        at += len(line)


def _whole(names: Sequence[Key]) -> Iterator[list[Key]]:
    """Names of several words, each as one: "Frank Dole" is met where "Dole" stands."""
    so_far: list[Key] = []
    for name in names:
        if so_far and name.token.i != so_far[-1].token.i + 1:
            yield so_far
            so_far = []
        so_far.append(name)
    if so_far:
        yield so_far


class Claim:
    """A statement with the words and numbers that tell its event from another, and its deed."""

    def __init__(self, statement: str, claimant: str) -> None:
        self.text, self.claimant = statement, claimant
        flat = " ".join(statement.split())
        self.tokens = [token for part in parse(flat, [(0, len(flat))]) for token in part.doc if not token.is_space]
        self.keys = events.keys(self.tokens)
        self.names = [key for key in self.keys if key.kind == "name"]
        self.called = list(_whole(self.names))
        self.figures = figures.figures(self.tokens)
        top = next((token for token in self.tokens if token.dep_ == "ROOT"), None) or self.tokens[0]
        self.root = self._meant(top)
        ahead = any(child.lower_ in ("will", "shall") for child in (*top.children, *self.root.children))
        self.is_to_come = ahead or self.root.dep_ == "xcomp"
        negative = lemma(self.root) in wordlists("stance")["negative"]
        self.is_negative = negative or any(events.is_negated(key.token) for key in self.keys)

    def _meant(self, verb: Token) -> Token:
        """The verb that says what is done: "cut" in "plans to cut", "build" in "is to build"."""
        if verb.pos_ not in ("VERB", "AUX"):  # the parser took "The firm paid" for "the firm that was paid"
            return next(
                (child for child in verb.children if child.pos_ == "VERB" and child.dep_ in ("acl", "relcl")), verb
            )
        below = next((child for child in verb.children if child.dep_ == "xcomp" and child.pos_ == "VERB"), None)
        return below if below is not None and self.says_little(verb) else verb

    def says_little(self, verb: Token) -> bool:
        return lemma(verb) in wordlists("stance")["light"] or verb.pos_ == "AUX"
