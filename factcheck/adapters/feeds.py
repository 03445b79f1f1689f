"""Reads the feeds of outlets, RSS and Atom."""

from datetime import datetime, timedelta

from factcheck.adapters.apart import Apart, Unread, reading
from factcheck.domain.articles import TITLE_MOST, as_name
from factcheck.domain.fetching import FeedEntry, Fetched, FetchFailed, FetchProblem

AHEAD = timedelta(days=1)
"""How far a clock may be ahead: feedparser makes a day of next year out of a thirteenth month."""


class Feeds:
    """Implements FeedReader. Entries without a usable link are left out, dates that make no sense are None."""

    def __init__(self, apart: Apart = reading) -> None:
        self._apart = apart

    def read(self, fetched: Fetched) -> list[FeedEntry]:
        facts = {"url": fetched.url, "content_type": fetched.headers.get("content-type", "")}
        try:
            entries = self._apart.read("feed", facts, fetched.body)
        except Unread as error:
            raise FetchFailed(FetchProblem.UNREADABLE, str(error)) from error
        return [_entry(entry, fetched.fetched_at + AHEAD) for entry in entries]


def _entry(found: dict[str, str], latest: datetime) -> FeedEntry:
    published = datetime.fromisoformat(found["published"]) if found["published"] else None
    if published and published > latest:
        published = None
    return FeedEntry(
        guid=found["guid"],
        url=found["url"],
        title=as_name(found["title"], TITLE_MOST),
        summary=found["summary"],
        byline=as_name(found["byline"]),
        published=published,
    )
