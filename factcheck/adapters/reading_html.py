"""Reads web pages: the article by trafilatura, and what the page says about itself. Runs in the reading process."""

from collections.abc import Mapping
from copy import deepcopy
from itertools import chain
from typing import Any
from urllib.parse import urljoin

from lxml import etree
from lxml.html import HtmlElement
from trafilatura import bare_extraction, load_html
from trafilatura.settings import DEFAULT_CONFIG
from w3lib.encoding import html_to_unicode

from factcheck.adapters import structured
from factcheck.adapters.agencies import agency_of
from factcheck.adapters.apart import Unread
from factcheck.adapters.reading_text import language_of, storable

MAX_BYTES = 5_000_000
MAX_ELEMENTS = 60_000
"""Elements are what trafilatura's time grows with: 50,000 paragraphs take it 8 s."""
MAX_DEPTH = 250
"""libxml2 drops what is nested deeper than 256, so that a deeper page would lose text without a word."""

SECTION_CHARACTERS = 80

TIMES = 50
"""How many marked times of a page are looked at."""
_ARTICLE, _FRAME, _BESIDE = {"article", "main"}, {"header", "footer"}, {"nav", "aside"}

# trafilatura glues a page below 250 characters into one line with its byline and its date.
_config = deepcopy(DEFAULT_CONFIG)
_config["DEFAULT"]["MIN_EXTRACTED_SIZE"] = "100"


def read(content: bytes, facts: Mapping[str, str]) -> dict[str, Any]:
    """The article of a page with title, outlet, byline, date, language, agency, canonical address and ClaimReviews."""
    tree = _tree(content, facts.get("content_type", ""))
    # trafilatura takes the tree apart, so whatever the page says about itself is asked first.
    canonical = _canonical(tree)
    said = structured.article_of(tree, facts.get("url", ""), urljoin(facts.get("url", ""), canonical))
    reviews = structured.reviews_of(tree)
    about = {
        "canonical": canonical,
        "published": _published(tree, said),
        "modified": _modified(tree, said),
        "language": _language(tree, said),
    }
    credits = _credits(said, facts.get("url", ""))
    found = _extracted(tree, facts.get("url", ""))
    text = storable(found.text or "")
    if not text.strip():
        raise Unread("it holds no readable text")
    title = storable(next(iter(structured.names(said.get("headline"))), "") or found.title or "")
    byline = ", ".join(structured.names(said.get("author"))) or (found.author or "").replace("; ", ", ")
    return about | {
        "text": _from_headline(text, title),
        "title": title,
        "outlet": storable(next(iter(structured.names(said.get("publisher"))), "") or found.sitename or ""),
        "byline": storable(byline),
        "published": about["published"] or _day(found.date),
        "language": about["language"] or language_of(text),
        "agency": agency_of(text, byline, credits),
        "reviews": reviews,
    }


def _tree(content: bytes, content_type: str) -> HtmlElement:
    if len(content) > MAX_BYTES or content.count(b"<") > 2 * MAX_ELEMENTS + 1000:
        raise Unread("the page is too large to be read")
    source = html_to_unicode(content_type or None, content, auto_detect_fun=_undeclared)[1]
    tree = load_html(source)
    if tree is None:
        raise Unread("it holds no readable text")
    depth = deepest = elements = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        elements += event == "start"
        deepest = max(depth, deepest)
    if deepest > MAX_DEPTH or elements > MAX_ELEMENTS:
        raise Unread("the page has too many elements to be read")
    return tree


def _undeclared(content: bytes) -> str:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _extracted(tree: HtmlElement, url: str) -> Any:
    """The short search for a date first: the long one reads the whole page and is often wrong."""
    found = bare_extraction(
        tree,
        url=url or None,
        with_metadata=True,
        include_comments=False,
        date_extraction_params={"extensive_search": False, "original_date": True},
        config=_config,
    )
    if found is None:
        raise Unread("it holds no readable text")
    return found


def _from_headline(text: str, title: str) -> str:
    """The text without the name of the section that stands above its headline on many pages."""
    above, headline, _ = text.partition(f"\n{title}\n") if title else (text, "", "")
    return text[len(above) + 1 :] if headline and len(above) <= SECTION_CHARACTERS else text


def _canonical(tree: HtmlElement) -> str:
    return next((link.get("href", "").strip() for link in tree.iterfind(".//link[@rel='canonical']")), "")


def _published(tree: HtmlElement, said: dict[str, Any]) -> str:
    stated = said.get("datePublished")
    meta = structured.meta(tree, "article:published_time", "datepublished", "date", "dc.date", "dcterms.date")
    for candidate in (stated if isinstance(stated, str) else "", meta, _time(tree)):
        if found := structured.moment(candidate):
            return found.isoformat()
    return ""


def _modified(tree: HtmlElement, said: dict[str, Any]) -> str:
    stated = said.get("dateModified")
    meta = structured.meta(tree, "article:modified_time", "og:updated_time", "datemodified", "dcterms.modified")
    for candidate in (stated if isinstance(stated, str) else "", meta):
        if found := structured.moment(candidate):
            return found.isoformat()
    return ""


def _time(tree: HtmlElement) -> str:
    """The time that the page marks as its own, else the first of its article: mastheads show the day of today."""
    times = [tag for tag in tree.iter("time") if tag.get("datetime")]
    marked = (tag for tag in times if tag.get("itemprop") == "datePublished" or "pubdate" in tag.attrib)
    around = {tag: {each.tag for each in tag.iterancestors()} for tag in times[:TIMES]}
    articles = (tag for tag, inside in around.items() if inside & _ARTICLE and not inside & _BESIDE)
    others = (tag for tag, inside in around.items() if not inside & (_ARTICLE | _FRAME | _BESIDE))
    return next((tag.get("datetime") for tag in chain(marked, articles, others)), "")


def _day(text: str | None) -> str:
    found = structured.moment(text or "")
    return found.isoformat() if found else ""


def _language(tree: HtmlElement, said: dict[str, Any]) -> str:
    tags = (*structured.names(said.get("inLanguage")), tree.get("lang") or "", structured.meta(tree, "og:locale"))
    return next((code for tag in tags if (code := structured.language_tag(tag))), "")


def _credits(said: dict[str, Any], url: str) -> list[str]:
    """Whom the page names as the origin of its report, apart from the outlet itself."""
    found = [
        name for key in ("sourceOrganization", "isBasedOn", "creditText") for name in structured.names(said.get(key))
    ]
    own = {name.casefold() for name in (*structured.names(said.get("publisher")), *structured.names(url))}
    return [name for name in found if name.casefold() not in own]
