"""Reads what people upload: .txt, .html and .pdf, told apart by their content."""

import posixpath

from factcheck.adapters.addresses import canonical_url
from factcheck.adapters.apart import Apart, Unread, reading
from factcheck.adapters.extracting import extracted, kind_of
from factcheck.domain.errors import Invalid, TooLarge
from factcheck.domain.fetching import Extracted

MAX_BYTES = 10_000_000
FIELD = "file"
ENDINGS = frozenset({".txt", ".html", ".htm", ".pdf"})


def read_upload(filename: str, content: bytes, apart: Apart = reading) -> Extracted:
    """The text of an uploaded file; plain text stays exactly as it came, line ends and all.

    Raises TooLarge over 10 MB, and Invalid for another kind of file or one without text.
    """
    if len(content) > MAX_BYTES:
        raise TooLarge(
            FIELD,
            "size",
            "The file has %(megabytes)s MB; the desk takes up to 10 MB.",
            megabytes=f"{len(content) / 1e6:.1f}",
        )
    if not content.strip():
        raise Invalid(FIELD, "empty", "The file is empty.")
    ending = posixpath.splitext(filename.lower().replace("\\", "/"))[1]
    if ending not in ENDINGS:
        raise Invalid(FIELD, "type", "The desk takes .txt, .html and .pdf files.")
    kind = kind_of(content, "text/html" if ending in (".html", ".htm") else "")
    if ending == ".pdf" and kind != "pdf":
        raise Invalid(FIELD, "type", "The file is called .pdf but is not a PDF.")
    try:
        found = apart.read(kind, {}, content)
    except Unread as error:
        raise Invalid(FIELD, "unreadable", "The file could not be read: %(error)s.", error=error) from error
    return extracted(_named(found.get("canonical", "")), found)


def _named(link: str) -> str:
    """The address that a saved page gives as its own."""
    try:
        return canonical_url(link) if link else ""
    except ValueError:
        return ""
