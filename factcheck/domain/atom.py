"""The published checks as an Atom feed (RFC 4287), for feed readers and newsrooms that follow the desk."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from datetime import UTC, datetime

from factcheck.domain.identity import DeskIdentity
from factcheck.domain.sheets import PublicCheck

ATOM = "http://www.w3.org/2005/Atom"
SUMMARY_MOST = 600
"""Characters of the rationale in the feed; the check itself has all of it."""

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, production 2, turned round


def atom(checks: Sequence[PublicCheck], identity: DeskIdentity, address: str) -> bytes:
    """The feed of these checks, the newest first. `address` is where the feed itself is found."""
    ET.register_namespace("", ATOM)
    feed = ET.Element(_name("feed"))
    updated = max((check.modified for check in checks), default=datetime(1970, 1, 1, tzinfo=UTC))
    for tag, words in (("id", address), ("title", identity.name), ("updated", _moment(updated))):
        _add(feed, tag, words)
    _add(feed, "link", rel="self", type="application/atom+xml", href=address)
    _add(feed, "link", rel="alternate", type="text/html", href=f"{identity.url}/checks/")
    _add(feed, "rights", identity.licence)
    _add(_add(feed, "author"), "name", identity.name)
    for check in checks:
        _entry(feed, check)
    return bytes(ET.tostring(feed, encoding="utf-8", xml_declaration=True))


def _entry(feed: ET.Element, check: PublicCheck) -> None:
    withdrawn = check.voided_at is not None
    verdict = "Withdrawn" if withdrawn else check.verdict.value.capitalize()
    entry = _add(feed, "entry")
    _add(entry, "id", check.url)
    _add(entry, "title", f"{verdict}: {check.statement}")
    _add(entry, "link", rel="alternate", type="text/html", href=check.url)
    _add(entry, "published", _moment(check.first_published))
    _add(entry, "updated", _moment(check.modified))
    if not withdrawn:
        _add(entry, "category", term=check.verdict.value)
    _add(entry, "summary", _cut(check.void_note if withdrawn else check.rationale))


def _cut(words: str) -> str:
    return words if len(words) <= SUMMARY_MOST else f"{words[:SUMMARY_MOST].rstrip()} …"


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _name(tag: str) -> str:
    return f"{{{ATOM}}}{tag}"


def _add(parent: ET.Element, tag: str, words: str = "", **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, _name(tag), attributes)
    element.text = _NO_XML.sub("", words) or None
    return element
