"""Small stand-ins for what is outside the services: a splitter, a web, passwords; each does what its name says."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from factcheck.domain.claims import ArticleText, ClaimKind, Passage, Quotation, Span, Split, SplitClaim
from factcheck.domain.fetching import Extracted, FeedEntry, Fetched, FetchFailed, FetchProblem
from factcheck.domain.plugins import Declared, PlugInKind

_SENTENCE = re.compile(r"\S[^.]*\.")  # "The pier is closed."


class EverySentence:
    """A splitter that makes a claim of every sentence, the earlier the worthier; `meanwhile` runs while it works."""

    def __init__(self, meanwhile: Callable[[], object] = bool) -> None:
        self._meanwhile = meanwhile
        self.asked = 0

    def split(self, article: ArticleText) -> Split:
        self.asked += 1
        self._meanwhile()
        spans = [match.span() for match in _SENTENCE.finditer(article.text)]
        claims = [self._claim(number, article, span) for number, span in enumerate(spans)]
        return Split(tuple(claims), "en", tuple(spans), splitter="every sentence")

    def _claim(self, number: int, article: ArticleText, span: tuple[int, int]) -> SplitClaim:
        words = article.text[slice(*span)]
        same = _SENTENCE.search(article.text)
        first = same is not None and same[0] == words and same.start() < span[0]
        return SplitClaim(
            id=f"c{number}", span=Span((span,)), statement=words, claimant=article.outlet, cue=None,
            quotation=Quotation.NONE, chain=(article.outlet,), said_date=article.published, said_basis=None,
            checkworthy="Perhaps" not in words, score=max(0.0, 0.9 - number / 100), reasons=("it is a sentence",),
            kind=ClaimKind.EVENT, duplicate_of="c0" if first else None,
        )  # fmt: skip


class PlainPasswords:
    """Keeps passwords as they are and counts how often one is compared; `meanwhile` runs while it hashes."""

    def __init__(self) -> None:
        self.compared = 0
        self.meanwhile: Callable[[], object] = bool

    def hash(self, password: str) -> str:
        self.meanwhile()
        return f"plain:{password}"

    def fits(self, password_hash: str | None, password: str) -> bool:
        self.compared += 1
        return password_hash == f"plain:{password}"


class Web:
    """Other people's servers: an address gives the text put there, or fails as told, and every visit is noted."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self.pages: dict[str, str | Exception] = {}
        self.visits: list[str] = []

    def fetch(self, url: str, *, etag: str = "", last_modified: str = "", accept: Sequence[str] = ()) -> Fetched:
        self.visits.append(url)
        page = self.pages.get(url, FetchFailed(FetchProblem.GONE))
        if isinstance(page, Exception):
            raise page
        if etag and etag == f'"{len(page)}"':
            return Fetched(url, 304, {}, b"", self._now(), not_modified=True)
        return Fetched(url, 200, {"etag": f'"{len(page)}"'}, page.encode(), self._now())


class FirstLineIsTitle:
    """Reads a page whose first line is its title."""

    def extract(self, fetched: Fetched) -> Extracted:
        title, _, text = fetched.body.decode().partition("\n")
        return Extracted(fetched.url, title, text.strip())


class LineFeed:
    """Reads a feed with one entry a line: its address, its title, its summary, between bars."""

    def read(self, fetched: Fetched) -> list[FeedEntry]:
        lines = [line.split("|") for line in fetched.body.decode().splitlines()]
        return [FeedEntry(url, url, title, summary, published=fetched.fetched_at) for url, title, summary in lines]


class SharedWords:
    """Scores a text by how many of the statement's words stand in it; its passage is the whole text."""

    def best_passages(self, asked: Sequence[tuple[str, str]]) -> list[Passage | None]:
        return [self.best_passage(statement, text) for statement, text in asked]

    def best_passage(self, statement: str, text: str) -> Passage | None:
        wanted = set(statement.lower().split())
        score = len(wanted & set(text.lower().split())) / max(1, len(wanted))
        return Passage(0, len(text), text, score) if score else None


@dataclass
class Installed:
    """Exactly these plug-ins."""

    these: tuple[Declared, ...]
    broken: dict[str, str] = field(default_factory=dict)

    def all(self) -> tuple[Declared, ...]:
        return self.these

    def of_kind(self, kind: PlugInKind) -> tuple[Declared, ...]:
        return self.these

    def named(self, name: str) -> Declared:
        return next(each for each in self.these if each.name == name)
