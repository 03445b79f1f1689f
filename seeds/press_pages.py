"""Reads the invented press from its files: outlets, their pages, and the blocks a page's text is made of."""

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from seeds.days import dated, moment

PRESS = Path(__file__).parent / "press"
_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
_SIGNS = {"## ": "heading", "> ": "quote", "- ": "list", "| ": "table", "! ": "figure"}


@dataclass(frozen=True, slots=True)
class Edit:
    """A silent change of a page: its new words, and those in whose place they stand."""

    instead_of: str
    says: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page or PDF document of an outlet, its dates already filled in.

    `ref` is "outlet:slug", the name by which other files speak of it. `slow` is the seconds the server
    waits before it answers; `based_on` is the ref of the agency page that this one copies. `later` is what the
    outlet changes on it afterwards without a word; a page with `taken_down_later` is then not there any more.
    """

    ref: str
    path: str
    title: str
    body: str
    published: datetime
    updated: datetime
    standfirst: str = ""
    byline: str = ""
    section: str = ""
    language: str = "en"
    based_on: str = ""
    related: tuple[str, ...] = ()
    slow: float = 0.0
    kind: str = "article"
    later: tuple[Edit, ...] = ()
    taken_down_later: bool = False

    @property
    def is_document(self) -> bool:
        return self.kind == "document"

    @property
    def changes_later(self) -> bool:
        return bool(self.later) or self.taken_down_later

    def edited(self) -> "Page":
        """The page after the outlet has changed it; its dates stay, as those of a silent edit do."""
        body = self.body
        for edit in self.later:
            body = body.replace(edit.instead_of, edit.says)
        return replace(self, body=body)


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A feed entry whose page the outlet has taken down: its link is dead."""

    title: str
    path: str
    published: datetime


@dataclass(frozen=True, slots=True)
class Outlet:
    """One invented outlet: `key` is its folder, `feed` the path and `form` the kind ("rss", "atom") of its feed.

    `looks_like` is the key of another outlet whose style comes before its own.
    """

    key: str
    name: str
    tagline: str
    form: str
    feed: str
    place: int
    language: str = "en"
    looks_like: str = ""
    sections: tuple[str, ...] = ()
    imprint: str = ""
    owner: str = ""
    forbidden: tuple[str, ...] = ()
    pages: tuple[Page, ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A run of lines that belong together: paragraph, heading, quote, list, table or figure."""

    kind: str
    lines: list[str] = field(default_factory=list)

    @property
    def cells(self) -> list[list[str]]:
        """The rows of a table; the first is its head."""
        return [[cell.strip() for cell in line.rstrip().removesuffix("|").split("|")] for line in self.lines]


def read_press(today: date, folder: Path = PRESS) -> list[Outlet]:
    """All outlets in the order of their ports, with their dates counted from `today`."""
    outlets = [_outlet(path.parent, today) for path in folder.glob("*/outlet.toml")]
    return sorted(outlets, key=lambda outlet: outlet.place)


def blocks(body: str) -> list[Block]:
    """The blocks of a page's text: separated by blank lines, their kind told by the sign each line begins with."""
    return [_block(part.splitlines()) for part in re.split(r"\n\s*\n", body.strip())]


def linked(text: str, address: Callable[[str], str]) -> Markup:
    """The text as HTML, with [words](outlet:slug) turned into links."""
    done, edge = Markup(""), 0
    for found in _LINK.finditer(text):
        done += escape(text[edge : found.start()])
        done += Markup('<a href="{}">{}</a>').format(address(found[2]), found[1])
        edge = found.end()
    return done + escape(text[edge:])


def _block(lines: list[str]) -> Block:
    for sign, kind in _SIGNS.items():
        if lines[0].startswith(sign):
            return Block(kind, [line.removeprefix(sign) for line in lines])
    return Block("paragraph", [" ".join(lines)])


def _outlet(folder: Path, today: date) -> Outlet:
    facts: dict[str, Any] = tomllib.loads((folder / "outlet.toml").read_text(encoding="utf-8"))
    gone = [
        Withdrawn(entry["title"], entry["path"], moment(entry["published"], today))
        for entry in facts.pop("withdrawn", [])
    ]
    pages = [_page(path, today) for path in folder.glob("*.md")]
    pages.sort(key=lambda page: page.published, reverse=True)
    for name in ("sections", "forbidden"):
        facts[name] = tuple(facts.get(name, ()))
    return Outlet(key=folder.name, pages=tuple(pages), withdrawn=tuple(gone), **facts)


def _page(path: Path, today: date) -> Page:
    _, front, body = path.read_text(encoding="utf-8").split("+++\n", 2)
    facts: dict[str, Any] = tomllib.loads(front)
    language = facts.get("language", "en")
    for name in ("title", "standfirst"):
        facts[name] = dated(facts.get(name, ""), today, language)
    published = moment(facts.pop("published"), today)
    updated = facts.pop("updated", "")
    is_document = facts.get("kind") == "document"
    folder = facts.pop("folder", "documents" if is_document else "news")
    return Page(
        ref=f"{path.parent.name}:{path.stem}",
        path=f"/{folder}/{path.stem}{'.pdf' if is_document else ''}",
        body=dated(body, today, language),
        published=published,
        updated=moment(updated, today) if updated else published,
        related=tuple(facts.pop("related", ())),
        later=tuple(Edit(**edit) for edit in facts.pop("later", ())),
        **facts,
    )
