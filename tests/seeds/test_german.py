"""Every screen of the demo in German: what is not somebody's own words is German on it."""

import html
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from zoneinfo import available_timezones

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from factcheck.store import tables
from factcheck.web.app import create_app
from factcheck.web.retelling import pattern_of, told
from factcheck.web.tongue import texts_of
from tests.seeds.conftest import SCRIPT, Demo

GERMAN, ENGLISH = {"Accept-Language": "de"}, {"Accept-Language": "en"}
pytestmark = pytest.mark.timeout(900)
"""Seconds. The first of these tests loads the demo and reads its pages."""

AT_ONE_DOOR = 3
"""So many pages of one kind are read: of each claim's page, of each article's."""

FIRST = (
    "/queue", "/approve", "/opinions", "/articles", "/articles/new", "/dashboard", "/exports", "/notifications",
    "/account", "/account/shortcuts", "/account/second-factor", "/admin", "/admin/people", "/admin/outlets",
    "/admin/plugins", "/admin/workers", "/admin/settings", "/admin/history", "/sign-in",
)  # fmt: skip
NO_PAGES = ("api", "openapi", "static", "public.", "exports.download", "exports.file", "people.sign_out")
"""Answers for programs and for readers, who are told in the desk's language, and files."""

SAME_IN_BOTH = {
    # names
    "The fact-check desk", "ClaimReview", "JSON Lines", "CSV", "English", "Deutsch", "Brave News", "GDELT",
    "Google Fact Check Tools", "Wikipedia (MediaWiki)", "SearXNG", "Wayback Machine", "Save Page Now", "max_tokens",
    "max_completion_tokens", "availability", "cdx", "(STARTTLS)",
    # keys and beginnings of addresses
    "Esc", "Ctrl ⏎", "Ctrl", "https://", "en", "de",
    # German words that are the same
    "Desk", "Live", "Export", "Name", "Text", "Format", "Feed", "Mail", "normal",
}  # fmt: skip
"""Looked through by a person: texts that are rightly the same in both languages."""

NO_WORDS = re.compile(
    r"\S+@\S+|\S*\w\.\w\S*|/\S*|SHA-256( [0-9a-f]+)?|\d\d:\d\d UTC|[\w-]*\d[\w-]*|Werkzeug/\S+"
)  # addresses of all kinds, file names, digests, times, what has a figure in it

OWN_WORDS = {
    tables.Article: ("title", "outlet", "byline"),
    tables.Revision: ("text",),
    tables.Page: ("title", "outlet", "byline", "agency", "text"),
    tables.Claim: (
        "statement", "claimant", "claimant_role", "cue", "said_basis", "topic", "channel", "event_basis", "hedge",
        "returned_note", "chain",
    ),
    tables.Place: ("span_text", "was"),
    tables.Outlet: ("name", "owner"),
    tables.Person: ("name",),
    tables.Source: ("title", "outlet", "passage", "note", "withheld_reason"),
    tables.Finding: ("content",),
    tables.OpinionAnswer: ("content",),
    tables.Draft: ("rationale", "tried"),
    tables.FeedItem: ("title",),
    tables.Lead: ("title", "outlet"),
    tables.Ask: ("words",),
    tables.ImportedCheckRow: ("claim", "title", "publisher", "rating", "claimant"),
    tables.Approval: ("public_note",),
    tables.Voiding: ("public_note",),
    tables.Report: ("placed_reason",),
    tables.Watch: ("text_now",),
    tables.HistoryEntry: ("note",),
}  # fmt: skip
"""What people and the press wrote. Of the history only the notes of people are."""

VOID = {"input", "img", "br", "hr", "meta", "link", "source", "area", "col", "wbr", "use", "rect", "path", "circle"}
SPOKEN = ("aria-label", "title", "placeholder", "alt")


@dataclass
class Text:
    """Words that somebody reads or hears on a page; `theirs` where the page marks them as of any language."""

    words: str
    theirs: bool


class Texts(HTMLParser):
    """The texts of a page, without code, pictures and differences between two wordings."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool, bool]] = []
        self.found: list[Text] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        skipped = self.skips or tag in {"script", "style", "code"} or given.get("class") == "diff"
        theirs = self.theirs or "dir" in given
        if not skipped:
            self.found += [Text(" ".join(words.split()), theirs) for name in SPOKEN if (words := given.get(name))]
        if tag not in VOID:
            self.open.append((tag, skipped, theirs))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not self.skips and (words := " ".join(data.split())):
            self.found.append(Text(words, self.theirs))

    @property
    def skips(self) -> bool:
        return bool(self.open) and self.open[-1][1]

    @property
    def theirs(self) -> bool:
        return bool(self.open) and self.open[-1][2]


def texts_on(page: str) -> list[Text]:
    parser = Texts()
    parser.feed(page)
    return parser.found


@dataclass
class OwnWords:
    """What people and the press wrote, whole and as one long text."""

    whole: set[str] = field(default_factory=set)
    together: str = ""

    def hold(self, words: str) -> bool:
        """Few words must be one of the texts, many may be a part of one."""
        plain = re.sub(r"^\d+: ", "", words).strip('“”„" …').rstrip(".,")
        few = len(plain.split()) < 4
        return plain in self.whole if few else plain in self.together


def own_words(demo: Demo) -> OwnWords:
    found = OwnWords()
    with demo.desk.unit().reading() as session:
        for table, columns in OWN_WORDS.items():
            for row in session.execute(select(table)).scalars():
                if isinstance(row, tables.HistoryEntry) and row.actor_id is None:
                    continue
                found.whole |= {words for column in columns for words in strings(getattr(row, column))}
    found.whole |= {part.rstrip(".,") for part in found.whole}
    found.together = "\n".join(sorted(found.whole))
    return found


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield " ".join(value.split())
    elif isinstance(value, dict):
        for part in value.values():
            yield from strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from strings(part)


@dataclass
class Read:
    """The pages of the demo in both languages, as everybody of the three sees them; `doors` are their endpoints."""

    pages: list[tuple[str, list[Text], list[Text]]] = field(default_factory=list)
    doors: Counter[str] = field(default_factory=Counter)


def signed_in(app: Flask, email: str, password: str) -> FlaskClient:
    client = app.test_client()
    token = re.search(r'name="csrf-token" content="([^"]+)"', client.get("/sign-in").text)
    assert token is not None
    client.post("/sign-in", data={"csrf_token": token[1], "email": email, "password": password})
    return client


def walk(app: Flask, client: FlaskClient, read: Read) -> None:
    """Follow the links of the pages, of each kind of page to a few."""
    doors, seen, ahead = app.url_map.bind("127.0.0.1"), set(), list(FIRST)
    met: Counter[str] = Counter()
    while ahead:
        path = ahead.pop(0)
        if path in seen or not doors.test(path.partition("?")[0], method="GET"):
            continue
        seen.add(path)
        door = str(doors.match(path.partition("?")[0], method="GET")[0])
        if door.startswith(NO_PAGES) or met[door] >= AT_ONE_DOOR:
            continue
        met[door] += 1
        english = client.get(path, headers=ENGLISH, follow_redirects=True)
        if english.mimetype == "text/html" and english.status_code == 200:
            german = client.get(path, headers=GERMAN, follow_redirects=True)
            read.pages.append((path, texts_on(english.text), texts_on(german.text)))
            read.doors[door] += 1
            ahead += [html.unescape(link) for link in re.findall(r'(?:href|hx-get)="(/[^"#]*)', english.text)]


@pytest.fixture(scope="module")
def app(loaded: tuple[Demo, str]) -> Flask:
    return create_app(loaded[0].desk)


@pytest.fixture(scope="module")
def read(app: Flask) -> Read:
    found = Read()
    for person in SCRIPT.people:
        if person.key in {"nora", "ruben", "jana"}:
            walk(app, signed_in(app, person.email, person.password), found)
    return found


@pytest.fixture(scope="module")
def own(loaded: tuple[Demo, str], read: Read) -> OwnWords:
    """Read after the pages: the workers may still be adding."""
    return own_words(loaded[0])


def pieces(words: str) -> list[str]:
    """A title and a label may hold several things: "Claim · The desk", "Outlet: its headline"."""
    return [each.strip(" ,·") for part in words.split(" · ") for each in part.split(": ", maxsplit=1)]


def test_every_kind_of_page_was_read(app: Flask, read: Read) -> None:
    kinds = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    unread = {kind for kind in kinds if not kind.startswith(NO_PAGES)} - set(read.doors)
    assert unread <= {
        "people.welcome",
        "articles.line",
        "articles.revision",
        "evidence.kept_file",
        "evidence.kept_warc",
    }
    assert sum(read.doors.values()) > 100


def test_no_text_of_the_catalogue_stands_in_english_on_a_german_page(app: Flask, read: Read, own: OwnWords) -> None:
    with app.test_request_context("/queue", headers=GERMAN):
        english = {
            (path, text.words)
            for path, _, german in read.pages
            for text in german
            if is_english(text.words)
            and text.words not in SAME_IN_BOTH
            and not any(own.hold(words) for words in (text.words, *pieces(text.words)))
        }
    assert english == set()


def is_english(words: str) -> bool:
    """Whether it is a text of the catalogue, or a sentence of one of its patterns, and German would be another one."""
    known = words in texts_of("de") or pattern_of(words, "de") is not None
    return known and told(words, "de") != words


def test_what_is_the_same_in_both_languages_is_somebody_s_words_or_was_looked_at(read: Read, own: OwnWords) -> None:
    zones = {zone.replace("_", " ") for zone in available_timezones()}
    same: dict[str, str] = {}
    for path, english, german in read.pages:
        there = {text.words for text in english}
        for text in german:
            if text.words in there and not text.theirs and text.words not in zones:
                left = [piece for piece in pieces(text.words) if not excused(piece, own)]
                same |= {text.words: path} if left and not own.hold(text.words) else {}
    assert same == {}


def excused(piece: str, own: OwnWords) -> bool:
    no_words = not re.search(r"[^\W\d_]{2}", piece) or NO_WORDS.fullmatch(piece)
    return bool(no_words) or piece in SAME_IN_BOTH or own.hold(piece)
