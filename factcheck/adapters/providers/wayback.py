"""The Wayback Machine of the Internet Archive: kept copies of pages that are not there any more.

Formats: https://archive.org/help/wayback_api.php and the README of github.com/internetarchive/wayback (CDX server)
"""

from datetime import datetime
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import Field

from factcheck.adapters.providers.answers import SHORT_WAIT, hit, json_of, kept, moment, object_of
from factcheck.adapters.providers.settings import Bounded
from factcheck.domain.evidence import Hit, Query
from factcheck.domain.fetching import Fetched
from factcheck.domain.plugins import Answered, AskFailed, Call, Wanted

ADDRESSES = 5
"""Pages of one claim that are looked for."""
CAPTURES = 3
OUTLET = "web.archive.org"


class WaybackSettings(Bounded):
    way: Literal["availability", "cdx"] = Field(
        "availability",
        title="Way of asking",
        description="availability gives the one capture that is nearest to the claim's day, cdx those around it.",
    )
    address: str = Field("https://archive.org", title="Address", json_schema_extra={"format": "uri"})
    index: str = Field("https://web.archive.org", title="Address of its index", json_schema_extra={"format": "uri"})


class Wayback:
    """Implements ProviderPlugIn. It is asked about addresses, and never about a claim."""

    title = "Wayback Machine"
    about = "Kept copies of pages that a search named and that are gone: the archive is told their addresses."
    settings = WaybackSettings

    def destination(self, settings: WaybackSettings) -> str:
        return urlsplit(settings.index if settings.way == "cdx" else settings.address).netloc

    def plan(self, settings: WaybackSettings, wanted: Wanted) -> tuple[Query, ...]:
        around = wanted.queries[0] if wanted.queries else Query("")
        return tuple(Query(url, "", around.since, around.until) for url in wanted.gone[:ADDRESSES])

    def request(self, settings: WaybackSettings, query: Query) -> Call:
        if settings.way == "availability":
            asked = {"url": query.words}
            if query.since:
                asked["timestamp"] = _stamp(query.since)
            return Call(f"{settings.address}/wayback/available", asked, seconds=settings.seconds, gap=1.0)
        asked = {
            "url": query.words,
            "output": "json",
            "fl": "timestamp,original,statuscode,digest",
            "filter": "statuscode:200",
            "collapse": "digest",
            "limit": str(CAPTURES),
        }
        if query.since and query.until:
            asked |= {"from": _stamp(query.since), "to": _stamp(query.until)}
        return Call(f"{settings.index}/cdx/search/cdx", asked, seconds=settings.seconds, gap=1.0)

    def parse(self, settings: WaybackSettings, query: Query, answer: Fetched) -> Answered:
        if settings.way == "availability":
            return Answered(_nearest(answer))
        return Answered(_captures(json_of(answer), settings.index))

    def health(self, settings: WaybackSettings) -> Query:
        return Query("https://example.org/")


def _nearest(answer: Fetched) -> tuple[Hit, ...]:
    snapshots = object_of(answer).get("archived_snapshots")
    closest = snapshots.get("closest") if isinstance(snapshots, dict) else None
    if not isinstance(closest, dict) or not closest.get("available"):
        return ()
    url = closest.get("url")
    safe = url.replace("http://", "https://", 1) if isinstance(url, str) and url.startswith("http://web.") else url
    return kept([_hit(safe, closest.get("timestamp"))])


def _captures(rows: Any, index: str) -> tuple[Hit, ...]:
    """The first row names the columns; no rows at all means that nothing is kept."""
    if isinstance(rows, dict) and rows.get("error"):
        raise AskFailed("it asks the desk to wait", SHORT_WAIT)
    if not isinstance(rows, list):
        raise AskFailed("its answer has another shape than is documented")
    lists = [row for row in rows if isinstance(row, list)]
    named = [dict(zip(map(str, lists[0]), row, strict=False)) for row in lists[1:]] if lists else []
    return kept(
        [_hit(f"{index}/web/{row.get('timestamp')}/{row.get('original')}", row.get("timestamp")) for row in named]
    )


def _hit(url: Any, stamp: Any) -> Hit | None:
    captured = moment(stamp, "%Y%m%d%H%M%S")
    said = f"Kept copy of {captured:%-d %B %Y}" if captured else "Kept copy"
    return hit(url, said, OUTLET)


def _stamp(day: datetime) -> str:
    return day.strftime("%Y%m%d")
