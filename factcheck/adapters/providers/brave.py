"""Brave Search: its index of news, with a key.

Format: https://api-dashboard.search.brave.com/documentation/services/news-search
"""

from typing import Any
from urllib.parse import urlsplit

from pydantic import Field, SecretStr

from factcheck.adapters.providers.answers import hit, kept, moment, object_of, records, text_of
from factcheck.adapters.providers.settings import Bounded
from factcheck.domain.evidence import Hit, Query
from factcheck.domain.fetching import Fetched
from factcheck.domain.plugins import Answered, Call, Wanted

QUERIES = 2
RESULTS = 20
LONGEST = 400
"""Characters of a query that Brave takes."""


class BraveSettings(Bounded):
    key: SecretStr = Field(title="API key", description="Of a subscription to Brave Search.")
    address: str = Field("https://api.search.brave.com", title="Address", json_schema_extra={"format": "uri"})


class BraveNews:
    """Implements ProviderPlugIn."""

    title = "Brave News"
    about = "News from the index of Brave Search, by words, language and days. Each ask counts against your plan there."
    settings = BraveSettings

    def destination(self, settings: BraveSettings) -> str:
        return urlsplit(settings.address).netloc

    def plan(self, settings: BraveSettings, wanted: Wanted) -> tuple[Query, ...]:
        return (*wanted.queries[:QUERIES], *wanted.in_their_letters)

    def request(self, settings: BraveSettings, query: Query) -> Call:
        asked = {"q": query.words[:LONGEST], "count": str(RESULTS), "country": "ALL", "spellcheck": "0"}
        if query.language:
            asked["search_lang"] = query.language.partition("-")[0]
        if query.since and query.until:
            asked["freshness"] = f"{query.since:%Y-%m-%d}to{query.until:%Y-%m-%d}"
        return Call(
            f"{settings.address}/res/v1/news/search",
            asked,
            {"x-subscription-token": settings.key.get_secret_value()},
            seconds=settings.seconds,
            gap=1.0,
        )

    def parse(self, settings: BraveSettings, query: Query, answer: Fetched) -> Answered:
        return Answered(kept([_hit(each) for each in records(object_of(answer).get("results"))]))

    def health(self, settings: BraveSettings) -> Query:
        return Query("weather")


def _hit(found: dict[str, Any]) -> Hit | None:
    meta = found.get("meta_url")
    outlet = text_of(meta, "hostname", "netloc") if isinstance(meta, dict) else ""
    given = found.get("extra_snippets")
    snippets = [each for each in given if isinstance(each, str)] if isinstance(given, list) else []
    summary = " ".join([text_of(found, "description"), *(text_of({"s": each}, "s") for each in snippets[:3])]).strip()
    return hit(found.get("url"), text_of(found, "title"), outlet, moment(found.get("page_age")), summary)
