"""SearXNG: a search engine that the desk runs itself and that asks many others.

Format: https://docs.searxng.org/dev/search_api.html
"""

from typing import Any
from urllib.parse import urlsplit

from pydantic import Field

from factcheck.adapters.providers.answers import hit, kept, moment, object_of, records, text_of
from factcheck.adapters.providers.settings import Bounded
from factcheck.domain.evidence import Query
from factcheck.domain.fetching import Fetched
from factcheck.domain.plugins import Answered, Call, Wanted
from factcheck.domain.texts import say

QUERIES = 3


class SearxngSettings(Bounded):
    address: str = Field(
        title="Address",
        description="Of your own instance. If it is on your network, it must stand in FACTCHECK_PRIVATE_HOSTS as well.",
        json_schema_extra={"format": "uri"},
    )
    categories: str = Field("news", title="Categories", description="With commas between them.", max_length=100)


class Searxng:
    """Implements ProviderPlugIn."""

    title = "SearXNG"
    about = (
        "A metasearch engine of your own. Its settings must list json under search.formats, or it refuses the desk. "
        "Engines behind it that did not answer are named in the ledger."
    )
    settings = SearxngSettings

    def destination(self, settings: SearxngSettings) -> str:
        return urlsplit(settings.address).netloc

    def plan(self, settings: SearxngSettings, wanted: Wanted) -> tuple[Query, ...]:
        return (*wanted.queries[:QUERIES], *wanted.in_their_letters)

    def request(self, settings: SearxngSettings, query: Query) -> Call:
        asked = {"q": query.words, "format": "json", "categories": settings.categories}
        if query.language:
            asked["language"] = query.language
        return Call(f"{settings.address}/search", asked, seconds=settings.seconds)

    def parse(self, settings: SearxngSettings, query: Query, answer: Fetched) -> Answered:
        found = object_of(answer)
        hits = kept(
            [
                hit(
                    each.get("url"),
                    text_of(each, "title"),
                    published=moment(each.get("publishedDate")),
                    summary=text_of(each, "content"),
                )
                for each in records(found.get("results"))
            ]
        )
        return Answered(hits, _silent(found.get("unresponsive_engines")))

    def health(self, settings: SearxngSettings) -> Query:
        return Query("weather")


def _silent(engines: Any) -> str:
    """Which engines behind it did not answer, and why: it lists them as pairs."""
    pairs = [pair for pair in engines if isinstance(pair, list) and pair] if isinstance(engines, list) else []
    named = [str(pair[0])[:40] + (f" ({str(pair[1])[:60]})" if len(pair) > 1 else "") for pair in pairs]
    return say("did not answer: %(engines)s", engines=", ".join(named[:10])) if named else ""
