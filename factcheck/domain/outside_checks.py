"""Fact-checks that nobody brought in, from a provider's answer or a page's markup: how far each is believed.

Strangers wrote them: they are bounded, freed of marks and of signs that nobody sees, and linked by https alone.
"""

import html
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import islice
from urllib.parse import urlsplit

from factcheck.domain.earlier import ImportedCheck
from factcheck.domain.imports import sound

MOST_OF_A_PAGE, MOST_OF_AN_ANSWER = 20, 50
"""Checks; a page with more of them is an index, or fills the desk up."""

_TAG = re.compile(r"<[^<>]{0,1000}>")  # '<em class="x">'
_TURNING = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u2060\ufeff")
"""They turn the direction of what stands behind them, on the desk's page too, or hide between letters."""


def checks_of_answer(found: object) -> tuple[ImportedCheck, ...]:
    """What an answer of Google's Fact Check Tools, or ClaimReview, holds; who published it is the provider's word."""
    return _kept(sound(found), lambda check: True, MOST_OF_AN_ANSWER)


def checks_of_page(found: object, address: str) -> tuple[ImportedCheck, ...]:
    """What the markup of the page at `address` says that its own site has checked.

    A page speaks for its own host alone. Anybody can write "ClaimReview by a great agency: True" into a page, with a
    link to the agency: believed, it would put a stranger's rating into the agency's mouth. So checks at another host
    are left out, and the publisher is the host, which the desk has fetched from, whatever name the page gives itself.
    A check that names no address is at this one.
    """
    host = host_of(address)
    listed = found if isinstance(found, list) else [found]
    placed = [{"url": address} | review if isinstance(review, dict) else review for review in listed]
    checks = _kept(sound(placed), lambda check: bool(host) and host_of(check.url) == host, MOST_OF_A_PAGE)
    return tuple(replace(check, publisher=host, site=host) for check in checks)


def host_of(address: str) -> str:
    """The host of a web address without its www; empty where there is none."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _kept(
    checks: Iterable[ImportedCheck], believed: Callable[[ImportedCheck], bool], most: int
) -> tuple[ImportedCheck, ...]:
    """The first so many that are believed, in plain words, each once."""
    clean = (_plain_check(check) for check in islice(checks, 10 * most) if believed(check) and _is_linked(check.url))
    whole = {check.key: check for check in clean if check.claim and check.rating}
    return tuple(whole.values())[:most]


def _is_linked(url: str) -> bool:
    """Whether the address may stand in a link: https, and no sign in it that nobody sees."""
    return url.startswith("https://") and url.isprintable() and " " not in url


def _plain_check(check: ImportedCheck) -> ImportedCheck:
    return replace(
        check,
        claim=plain(check.claim),
        rating=plain(check.rating),
        publisher=plain(check.publisher) or check.site,
        title=plain(check.title),
        claimant=plain(check.claimant),
        language=plain(check.language),
    )


def plain(text: str) -> str:
    """The words without marks of HTML, control characters, halves of characters and turns of direction."""
    bare = html.unescape(_TAG.sub(" ", text))
    seen = (sign for sign in bare if sign not in _TURNING and unicodedata.category(sign) not in {"Cs", "Co", "Cn"})
    return " ".join("".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in seen).split())
