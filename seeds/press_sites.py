"""Renders an outlet of the invented press into the answers its server gives: pages, feed, style, robots.txt."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from seeds.paper import pdf
from seeds.press_pages import PRESS, Outlet, Page, blocks, linked

_FEED_TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What one path answers; `wait` is the seconds the server lets pass before it does."""

    content_type: str
    body: bytes
    modified: datetime
    wait: float = 0.0

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.body).hexdigest()[:20]}"'


Site = Mapping[str, Answer]


class Addresses:
    """Finds the real address of "outlet:slug" for the ports on which the outlets are served."""

    def __init__(self, outlets: Sequence[Outlet], ports: Sequence[int]) -> None:
        self.sites = {outlet.key: f"http://127.0.0.1:{port}" for outlet, port in zip(outlets, ports, strict=True)}
        self._pages = {
            page.ref: (self.sites[outlet.key] + page.path, page) for outlet in outlets for page in outlet.pages
        }

    def of(self, ref: str) -> str:
        """The address of a page; KeyError when no outlet has it."""
        return self._pages[ref][0]

    def title(self, ref: str) -> str:
        return self._pages[ref][1].title


def site(outlet: Outlet, addresses: Addresses, *, later: bool = False) -> Site:
    """Every path of the outlet with its answer; `later` with the pages as the outlet has silently changed them."""
    paint = _painter(outlet, addresses)
    newest = max(page.updated for page in outlet.pages)
    keys = [key for key in (outlet.looks_like, outlet.key) if key]
    style = b"".join((PRESS / key / "style.css").read_bytes() for key in keys)
    answers = {
        "/": Answer("text/html; charset=utf-8", paint(f"{outlet.key}/layout.html"), newest),
        outlet.feed: Answer(f"{_FEED_TYPES[outlet.form]}; charset=utf-8", paint(f"{outlet.form}.xml"), newest),
        "/style.css": Answer("text/css; charset=utf-8", style, newest),
        "/robots.txt": Answer("text/plain; charset=utf-8", paint("robots.txt"), newest),
    }
    for figure in (PRESS / outlet.key).glob("*.svg"):
        answers[f"/figures/{figure.name}"] = Answer("image/svg+xml", figure.read_bytes(), newest)
    pages = [page.edited() for page in outlet.pages if not page.taken_down_later] if later else outlet.pages
    return answers | {page.path: _answer(page, outlet, addresses, paint) for page in pages}


def linked_data(page: Page, outlet: Outlet, addresses: Addresses) -> dict[str, Any]:
    """The page as a schema.org NewsArticle, with `isBasedOn` where it copies an agency."""
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": page.title,
        "description": page.standfirst,
        "inLanguage": page.language,
        "url": addresses.of(page.ref),
        "datePublished": page.published.isoformat(),
        "dateModified": page.updated.isoformat(),
        "author": {"@type": "Person" if page.byline else "Organization", "name": page.byline or outlet.name},
        "publisher": {"@type": "NewsMediaOrganization", "name": outlet.name, "url": addresses.sites[outlet.key]},
    }
    if page.based_on:
        found["isBasedOn"] = addresses.of(page.based_on)
        found["sourceOrganization"] = {"@type": "NewsMediaOrganization", "name": page.byline}
    return found


def _answer(page: Page, outlet: Outlet, addresses: Addresses, paint: Callable[..., bytes]) -> Answer:
    if page.is_document:
        return Answer(
            "application/pdf", pdf(page.title, page.byline or outlet.name, blocks(page.body)), page.updated, page.slow
        )
    data = linked_data(page, outlet, addresses)
    html = paint(f"{outlet.key}/layout.html", page=page, blocks=blocks(page.body), linked_data=data)
    return Answer("text/html; charset=utf-8", html, page.updated, page.slow)


def _painter(outlet: Outlet, addresses: Addresses) -> Callable[..., bytes]:
    house = Environment(
        loader=FileSystemLoader(PRESS), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    house.filters["linked"] = lambda text: linked(text, addresses.of)
    house.filters["rfc822"] = format_datetime
    house.globals.update(
        outlet=outlet, base=addresses.sites[outlet.key], address=addresses.of, title_of=addresses.title, page=None
    )

    def paint(template: str, **given: Any) -> bytes:
        return house.get_template(template).render(given).encode()

    return paint
