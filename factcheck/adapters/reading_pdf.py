"""Reads PDF by pypdf, and by pdfminer.six where that finds nothing. Runs in the reading process."""

import io
import logging
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from statistics import median
from typing import Any

import pdfminer.high_level
import pypdf
from pdfminer.layout import LTComponent, LTContainer, LTPage, LTTextContainer, LTTextLine
from pdfminer.psexceptions import PSException
from pypdf.errors import FileNotDecryptedError, PyPdfError, WrongPasswordError

from factcheck.adapters.agencies import agency_of
from factcheck.adapters.apart import Unread
from factcheck.adapters.reading_tables import with_tables
from factcheck.adapters.reading_text import language_of, storable
from factcheck.domain.texts import later, say

log = logging.getLogger(__name__)

MAX_PAGES = 500
TABLE_SECONDS = 3.0
"""How long tables of one document are looked for: its later pages are read without."""
ROW = 3.0
"""Points of difference in height, which words of one row of a table may have."""
ENCRYPTED = later("it is locked with a password")
SCANNED = later("it holds no text, only pictures of pages")


def read(content: bytes, facts: Mapping[str, str]) -> dict[str, Any]:
    """Text page by page, an empty line between pages, with title, author and date of its properties."""
    about, text = _by_pypdf(content)
    if not text.strip():
        text = _by_pdfminer(content)
    if not text.strip():
        raise Unread(SCANNED)
    return about | {"text": text, "language": language_of(text), "agency": agency_of(text, about.get("byline", ""))}


def _by_pypdf(content: bytes) -> tuple[dict[str, str], str]:
    try:
        document = pypdf.PdfReader(io.BytesIO(content))
        if document.is_encrypted and not document.decrypt(""):
            raise Unread(ENCRYPTED)
        if len(document.pages) > MAX_PAGES:
            raise Unread(say("it has more than %(most)s pages", most=MAX_PAGES))
        until = time.monotonic() + TABLE_SECONDS
        return _about(document), storable("\n\n".join(_text(page, until).strip() for page in document.pages))
    except (FileNotDecryptedError, WrongPasswordError) as error:
        raise Unread(ENCRYPTED) from error
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        return {}, ""  # Its tables are damaged: pdfminer.six searches for them in another way.


def _text(page: pypdf.PageObject, until: float) -> str:
    """A page's text, with its tables as rows as long as there is time to look for them."""
    plain = page.extract_text()
    if time.monotonic() > until:
        return plain
    try:
        return with_tables(plain, page.extract_text(extraction_mode="layout"))
    except Exception as error:  # the layout needs the widths of fonts, which may be damaged in any way
        log.info("the layout of a page could not be read: %r", error)
        return plain


def _by_pdfminer(content: bytes) -> str:
    try:
        pages = pdfminer.high_level.extract_pages(io.BytesIO(content), maxpages=MAX_PAGES)
        until = time.monotonic() + TABLE_SECONDS
        return storable("\n\n".join(_mined(page, until).strip() for page in pages))
    except PSException as error:
        raise Unread("the PDF is damaged") from error


def _mined(page: LTPage, until: float) -> str:
    """As `_text`, of a page as pdfminer.six sees it: blocks of lines with their places."""
    plain = "\n".join(block.get_text() for block in page if isinstance(block, LTTextContainer))
    return plain if time.monotonic() > until else with_tables(plain, _laid_out(list(_lines(page))))


def _lines(of: LTComponent) -> Iterator[LTTextLine]:
    """The lines of text below a part of a page, in the order of reading."""
    if isinstance(of, LTTextLine):
        yield of
    elif isinstance(of, LTContainer):
        for part in of:
            yield from _lines(part)


def _laid_out(lines: Sequence[LTTextLine]) -> str:
    """The lines at their places on the page, with blanks between those of one height."""
    widths = [line.width / len(line.get_text().strip()) for line in lines if line.get_text().strip()]
    sign = max(1.0, median(widths)) if widths else 1.0
    rows: list[tuple[float, str]] = []
    for line in sorted(lines, key=lambda line: (-round(line.y0 / ROW), line.x0)):
        words, at = " ".join(line.get_text().split()), round(line.x0 / sign)
        if rows and abs(rows[-1][0] - line.y0) < ROW:
            before = rows[-1][1]
            rows[-1] = (rows[-1][0], before.ljust(max(at, len(before) + 2)) + words)
        else:
            rows.append((line.y0, " " * at + words))
    return "\n".join(row for _, row in rows)


def _about(document: pypdf.PdfReader) -> dict[str, str]:
    facts = document.metadata
    if facts is None:
        return {}
    found = {"title": storable(str(facts.title or "")).strip(), "byline": storable(str(facts.author or "")).strip()}
    return found | {"published": _created(facts)}


def _created(facts: pypdf.DocumentInformation) -> str:
    """The day it was made is the best that a PDF says about when it was published."""
    try:
        created: datetime | None = facts.creation_date
    except (ValueError, PyPdfError):
        return ""
    if created is None:
        return ""
    return (created if created.tzinfo else created.replace(tzinfo=UTC)).isoformat()
