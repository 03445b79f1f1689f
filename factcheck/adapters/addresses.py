"""The canonical form of an address, under which the same page is recognised when it comes again."""

import re
from urllib.parse import urljoin, urlsplit, urlunsplit

from w3lib.url import canonicalize_url, url_query_cleaner

from factcheck.adapters.politeness import registrable_host

# Parameters that say where a reader came from. courlan's own list also takes "source", "ref", "cid" and "session"
# out, which some outlets address their articles with: two articles would become one.
_TRACKING = re.compile(
    r"(?:utm|mtm|pk|piwik|matomo|itm|vero|oly|hsa|mc|trk|wt)_.+|at_(?:medium|campaign|custom\d|link.*|ptr.*|format)"
    r"|(?:fbc|gc|dc|twc|yc|ttc)lid|gclsrc|msclkid|wbraid|gbraid|srsltid|igshid|igsh|mkt_tok|_hs(?:enc|mi)"
    r"|cmpid|cmp|ocid|smid|smtyp|ito|ftag|xtor|partner|ns_(?:source|mchannel|campaign|linkname|fee)|__twitter_impression"
    r"|spm|_ga|_gl|ref_src|ref_url|guccounter|guce_.+|share|amp",
    re.IGNORECASE,
)
_CANONICAL = re.compile(r"<link\b[^>]*\brel\s*=\s*[\"']?canonical\b[^>]*>", re.IGNORECASE)
_HREF = re.compile(r"\bhref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.IGNORECASE)
LONGEST = 2000
"""Characters of an address that is kept: an index of PostgreSQL takes 2,700 bytes, and refuses what is longer."""

_LOOKED_AT = 300_000
"""Characters of a page in which its canonical link is looked for."""


def canonical_url(url: str, html: str = "") -> str:
    """The address without fragment and tracking, its query in order; the page's own rel=canonical where it has one.

    A canonical link to another site is not believed: it would let one page pass for another's.
    Raises ValueError for what is no address of the web, or longer than any.
    """
    link = _CANONICAL.search(html[:_LOOKED_AT])
    href = _HREF.search(link[0]) if link else None
    found = named_url(url, next(filter(None, href.groups()), "") if href else "")
    if len(found) > LONGEST:  # what is spelled out takes up to twelve times as much room as the sign that was typed
        raise ValueError("it is longer than any address of the web")
    return found


def named_url(url: str, link: str) -> str:
    """The canonical form of an address whose page names `link` as its canonical one (see canonical_url)."""
    own = _cleaned(url)
    try:
        named = _cleaned(urljoin(own, link.strip()))
    except ValueError:
        return own
    same_site = registrable_host(named) == registrable_host(own)
    # A canonical link to the front page is a mistake in the outlet's template, and a common one.
    lost = urlsplit(named).path == "/" and urlsplit(own).path != "/"
    return named if link.strip() and same_site and not lost and len(named) <= LONGEST else own


def _cleaned(url: str) -> str:
    parts = urlsplit(url.strip())
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        raise ValueError("not an address of the web")
    tracked = [name for name in _parameters(parts.query) if _TRACKING.fullmatch(name)]
    kept = url_query_cleaner(url.strip(), tracked, remove=True, unique=False) if tracked else url.strip()
    return _plain_port(canonicalize_url(kept))


def _parameters(query: str) -> list[str]:
    return [pair.partition("=")[0] for pair in query.split("&") if pair]


def _plain_port(url: str) -> str:
    parts = urlsplit(url)
    usual = {"http": ":80", "https": ":443"}[parts.scheme]
    return urlunsplit(parts._replace(netloc=parts.netloc.removesuffix(usual)))
